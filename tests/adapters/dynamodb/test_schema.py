"""Rows of every form that was ever stored are read, and no change of the forms goes unnoticed."""

from __future__ import annotations

import json
from typing import Any

import pytest

from chalicelib.adapters.dynamodb import schema
from chalicelib.adapters.dynamodb.case_store import CaseStore
from chalicelib.adapters.dynamodb.event_rows import read_events, verify_chain
from chalicelib.adapters.dynamodb.schema import SCHEMA, Told, readable, upcast
from chalicelib.cases import commands
from chalicelib.services.errors import OtherSchemaError
from tests.adapters.a_case import APPLICANT, AT, running
from tests.adapters.dynamodb import corpus
from tests.adapters.dynamodb.stories import keep
from tests.fakes import CHAIN, OneKey

KEPT = sorted(int(file.stem) for file in corpus.FOLDER.glob("*.json"))


def content(number: int) -> dict[str, Any]:
    told: dict[str, Any] = json.loads((corpus.FOLDER / f"{number}.json").read_text(encoding="utf-8"))
    return told


def test_the_vocabulary_does_not_change_without_a_number_and_a_corpus_of_its_own() -> None:
    assert content(SCHEMA)["vocabulary"] == corpus.vocabulary(), (
        "the form of an event or of the case has changed: while no data of this form is in service, write "
        "its rows anew (python -m tests.adapters.dynamodb.corpus); from then on give SCHEMA the next number, "
        "write an upcaster (adapters/dynamodb/schema.py), and the rows of the new form beside the old ones"
    )


def test_every_form_but_today_s_has_its_corpus_and_its_upcaster() -> None:
    assert set(KEPT) == {SCHEMA, *schema.UPCASTERS}


@pytest.mark.parametrize("number", KEPT)
def test_rows_of_every_form_are_read_and_their_chain_holds(number: int) -> None:
    rows = content(number)["rows"]
    events = [event for row in rows for event in read_events(row)]
    assert len(events) >= len(rows)
    assert verify_chain(rows, rows[-1]["hash"]["S"], corpus.CHAIN) is None


def test_the_corpus_of_today_holds_every_kind_of_event_with_every_field_as_it_is_written() -> None:
    rows = content(SCHEMA)["rows"]
    events = [event for row in rows for event in read_events(row)]
    assert {type(event) for event in events} == set(corpus.kinds())
    for row, event in zip(rows, events, strict=True):
        assert json.loads(row["body"]["S"]) == [json.loads(event.model_dump_json())]


# --- a next form ---------------------------------------------------------------------------------


def renamed(told: Told) -> Told:
    """In the next form the score of a rating is called otherwise, here as if back to today's."""
    return [{name if name != "stars" else "score": value for name, value in each.items()} for each in told]


@pytest.fixture
def next_form(monkeypatch: pytest.MonkeyPatch) -> int:
    """This program is one form further; of today's it knows the step."""
    for module in ("schema", "case_rows", "event_rows", "case_store"):
        monkeypatch.setattr(f"chalicelib.adapters.dynamodb.{module}.SCHEMA", SCHEMA + 1)
    monkeypatch.setitem(schema.UPCASTERS, SCHEMA, renamed)
    return SCHEMA + 1


def test_a_form_is_read_if_every_step_from_it_is_known(next_form: int) -> None:
    assert [n for n in range(1, next_form + 2) if readable(n)] == [SCHEMA, next_form]
    assert upcast([{"stars": 1}], SCHEMA) == [{"score": 1}]
    assert upcast([{"stars": 1}], next_form) == [{"stars": 1}]


def test_a_case_of_an_older_form_is_told_again_by_its_events_and_goes_on(
    dynamodb: Any, table: str, request: pytest.FixtureRequest
) -> None:
    store = CaseStore(dynamodb, table, CHAIN, OneKey)
    story = keep(store, running())
    head = {"pk": {"S": f"CASE#{story.no}"}, "sk": {"S": "HEAD"}}
    row = dynamodb.get_item(TableName=table, Key=head)["Item"]
    dynamodb.put_item(
        TableName=table, Item=row | {"body": {"S": '{"of": "a form that nobody reads any more"}'}}
    )
    number = request.getfixturevalue("next_form")
    assert store.load(story.no) == story.case
    store.commit(story.tell(commands.Withdraw(at=AT, by=APPLICANT)))
    assert store.load(story.no) == story.case
    assert store.verify(story.no) is None
    forms = {row["schema"]["N"] for row in store._event_rows(story.no)}
    assert forms == {str(SCHEMA), str(number)}, "what was stored stays as it is"


@pytest.mark.parametrize("form", [None, {"N": "1"}, {"N": str(SCHEMA + 1)}])
def test_a_form_that_this_program_does_not_know_is_told_in_words(
    dynamodb: Any, table: str, form: dict[str, str] | None
) -> None:
    store = CaseStore(dynamodb, table, CHAIN, OneKey)
    story = keep(store, running())
    for row in [
        *store._event_rows(story.no),
        store._get({"pk": {"S": f"CASE#{story.no}"}, "sk": {"S": "HEAD"}}),
    ]:
        assert row is not None
        other = {name: value for name, value in row.items() if name != "schema"}
        dynamodb.put_item(TableName=table, Item=other | ({} if form is None else {"schema": form}))
    for read in (store.load, store.events):
        with pytest.raises(OtherSchemaError, match=r"另一版本.*another version"):
            read(story.no)
