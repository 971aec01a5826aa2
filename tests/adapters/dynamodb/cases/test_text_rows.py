"""What people wrote lies sealed beside its case, opens in its own place alone, and is nowhere else."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from chalicelib.adapters.dynamodb.cases.case_store import CaseStore
from chalicelib.adapters.dynamodb.cases.text_rows import keys
from chalicelib.adapters.dynamodb.rows import Row
from chalicelib.cases.commands import EndTask
from chalicelib.cases.values import Line
from chalicelib.cases.words import cleared, words_in
from chalicelib.ports.trail import Damage, Fault
from chalicelib.services.errors import BrokenSealError, MovedSealError
from tests.adapters.a_case import AT, STAFF, Story, running
from tests.adapters.dynamodb.stories import corrected, keep
from tests.adapters.dynamodb.trails import fault_in
from tests.fakes import CHAIN, OneKey, Table

PROBLEM = "平面图无比例尺"


@pytest.fixture
def store(dynamodb: Any, table: str) -> CaseStore:
    return CaseStore(dynamodb, table, CHAIN, OneKey)


def of_correction(story: Story) -> Row:
    """The key of the row with the texts of the newest commit."""
    [key] = keys(story.no, story.changes[-1].texts)
    return key


def row_of(store: CaseStore, story: Story) -> Row:
    row = store._get(of_correction(story))
    assert row is not None
    return row


def put(store: CaseStore, row: Row) -> None:
    store._client.put_item(TableName=store._table, Item=row)


# --- only there ----------------------------------------------------------------------------------


@pytest.mark.parametrize("moved", ["to another commit", "to another case", "altered"])
def test_a_sealed_row_that_was_moved_or_altered_does_not_open_and_nothing_is_shown(
    store: CaseStore, moved: str
) -> None:
    story, other = keep(store, corrected()), keep(store, corrected())
    row = row_of(store, story)
    names = list(story.changes[-1].texts)
    match moved:
        case "to another commit":
            row["sk"], names = {"S": "TEXT#000001"}, ["1.1"]
        case "to another case":
            row = row_of(store, other) | of_correction(story)
        case _:
            sealed = bytes(row["sealed"]["B"])
            row["sealed"] = {"B": sealed[:-1] + bytes([sealed[-1] ^ 1])}
    put(store, row)
    with pytest.raises(MovedSealError) as refusal:
        store.texts(story.no, names)
    told = f"{refusal.value} {refusal.value.zh} {refusal.value.en}"
    assert PROBLEM not in told
    assert "不予打开" in told
    assert "are not opened" in told


def test_a_row_that_is_no_sealed_row_is_told_to_be_broken(store: CaseStore) -> None:
    story = keep(store, corrected())
    put(store, row_of(store, story) | {"sealed": {"B": b"{}"}})
    with pytest.raises(BrokenSealError):
        store.texts(story.no, story.changes[-1].texts)


# --- nowhere else --------------------------------------------------------------------------------

SECRETS = st.text(st.characters(min_codepoint=0x4E00, max_codepoint=0x9FA5), min_size=8, max_size=40)
ANY = st.text(min_size=1, max_size=40) | st.sampled_from(["1.1", "2.1", "7.1"])


def commands(words: st.SearchStrategy[str]) -> st.SearchStrategy[EndTask]:
    """Corrections of one to three materials, with a note or without."""
    lines = st.lists(st.tuples(words, words), min_size=1, max_size=3)
    materials = ("floor-plan", "lease", "application-form")
    return st.builds(
        lambda note, told: EndTask(
            at=AT,
            by=STAFF,
            task="pre-review-1",
            outcome="correct",
            note=note,
            lines=tuple(
                Line(material=m, problem=p, mend=q) for m, (p, q) in zip(materials, told, strict=False)
            ),
        ),
        st.none() | words,
        lines,
    )


def kept(command: EndTask) -> tuple[Table, Story]:
    table = Table()
    story = running()
    story.tell(command)
    for change in story.changes:
        table.commit(change)
    return table, story


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(commands(SECRETS))
def test_no_word_of_a_command_stands_in_any_row_in_clear(command: EndTask) -> None:
    table, _ = kept(command)
    dump = "".join(repr(row) for row in table.rows.values())
    found = [
        words
        for words in words_in(command)
        if words in dump
        or ascii(words)[1:-1] in dump  # as JSON in ASCII
        or repr(words.encode())[2:-1] in dump
    ]
    assert found == []


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(commands(ANY))
def test_every_word_of_a_command_comes_back_as_it_was(command: EndTask) -> None:
    table, story = kept(command)
    events = table.events(story.no)
    texts = table.texts(story.no, {name for event in events for name in words_in(event)})
    said = {words for event in events for words in words_in(cleared(event, texts))}
    assert said == words_in(command)
    assert cleared(story.case, texts).correction == command.lines


def test_events_that_hold_what_somebody_wrote_in_clear_are_not_written() -> None:
    change = running().end("pass")
    assert change.texts
    clear = tuple(cleared(event, change.texts) for event in change.events)
    for events, texts in ((clear, {}), (clear, change.texts), (change.events, {})):
        with pytest.raises(ValueError, match="not its name"):
            Table().commit(replace(change, events=events, texts=texts))


# --- the trail -----------------------------------------------------------------------------------


def test_a_row_of_texts_that_is_missing_is_found(store: CaseStore) -> None:
    story = keep(store, corrected())
    assert fault_in(store, story.no) is None
    key = of_correction(story)
    store._client.delete_item(TableName=store._table, Key=key)
    assert fault_in(store, story.no) == Fault(Damage.BESIDE, row=key["sk"]["S"])
    assert store.texts(story.no, story.changes[-1].texts) == {}


def test_a_row_of_texts_that_no_event_names_is_found(store: CaseStore) -> None:
    story = keep(store, corrected())
    put(store, row_of(store, story) | {"sk": {"S": "TEXT#000001"}})
    assert fault_in(store, story.no) == Fault(Damage.BESIDE, row="TEXT#000001")
