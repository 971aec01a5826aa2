"""Rows of every form that was ever stored are read, and no change of a form goes unnoticed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from chalicelib.adapters.dynamodb.cases import case_rows, waiting_rows
from chalicelib.adapters.dynamodb.cases.case_store import CaseStore
from chalicelib.adapters.dynamodb.cases.decided_cases import read_decided
from chalicelib.adapters.dynamodb.cases.event_rows import read_events, verify_chain
from chalicelib.adapters.dynamodb.cases.file_rows import read_files
from chalicelib.adapters.dynamodb.rows import Row
from chalicelib.adapters.dynamodb.schema import CASE, FORMS, Form
from chalicelib.cases import commands
from chalicelib.services.errors import NewerSchemaError, OtherSchemaError, PermanentError, RetryableError
from tests.adapters.a_case import APPLICANT, AT, running
from tests.adapters.dynamodb import corpus
from tests.adapters.dynamodb.stories import keep
from tests.adapters.dynamodb.trails import check_of, fault_in
from tests.fakes import CHAIN, OneKey


def read_case_row(row: Row) -> object:
    return case_rows.read_case(row) if row["sk"] == {"S": "HEAD"} else read_events(row)


READ: dict[str, Callable[[Row], object]] = {
    "case": read_case_row,
    "effect": case_rows.read_effect,
    "waybill": case_rows.read_waybill,
    "file": lambda row: read_files([row]),
    "file-name": corpus.read_file_name,
    "line": waiting_rows.read_work,
    "clock": waiting_rows.read_clock,
    "parties": corpus.read_parties,
    "texts": corpus.read_texts,
    "decided": read_decided,
}
forms = pytest.mark.parametrize("form", FORMS, ids=lambda form: form.kind)


@forms
def test_what_rows_hold_does_not_change_without_a_number_and_a_corpus_of_its_own(form: Form) -> None:
    advice = (
        f"what a row of the kind '{form.kind}' holds has changed: while no data of this form is in service, "
        "write its rows anew (python -m tests.adapters.dynamodb.corpus); from then on give its form the next "
        "number and a step from the one before (adapters/dynamodb/schema.py), and the new rows beside the old"
    )
    kept = corpus.content(form.kind, form.number)
    assert kept["vocabulary"] == corpus.vocabulary(form), advice
    assert kept["rows"] == corpus.rows(form), advice


def test_every_form_but_today_s_has_its_corpus_and_its_step() -> None:
    assert corpus.kept() == sorted(
        (form.kind, number) for form in FORMS for number in {form.number, *form.upcasters}
    )


@pytest.mark.parametrize(("kind", "number"), corpus.kept())
def test_rows_of_every_form_are_read(kind: str, number: int) -> None:
    for row in corpus.content(kind, number)["rows"]:
        if number == CASE.number or row["sk"] != {"S": "HEAD"}:
            assert READ[kind](row)


@pytest.mark.parametrize("number", [number for kind, number in corpus.kept() if kind == "case"])
def test_the_chain_of_events_of_every_form_holds(number: int) -> None:
    rows = corpus.content("case", number)["rows"]
    events = [row for row in rows if row["sk"] != {"S": "HEAD"}]
    assert verify_chain(events, events[-1]["hash"]["S"], corpus.CHAIN) is None
    assert all(corpus.CHAIN.holds_head(row) for row in rows if row not in events)


def test_the_corpus_of_today_holds_every_kind_of_event() -> None:
    rows = corpus.content("case", CASE.number)["rows"]
    events = [event for row in rows if row["sk"] != {"S": "HEAD"} for event in read_events(row)]
    assert {type(event) for event in events} == set(corpus.kinds())


# --- a next form ---------------------------------------------------------------------------------


@pytest.fixture
def next_form(form: Form, monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """This program is one form further, and knows the step from today's; what that was given."""
    given: list[Any] = []

    def step(content: Any) -> Any:
        given.append(content)
        return content

    monkeypatch.setattr(form, "number", form.number + 1)
    monkeypatch.setitem(form.upcasters, form.number - 1, step)
    return given


@forms
def test_a_row_of_the_form_before_is_read_by_its_step(form: Form, next_form: list[Any]) -> None:
    row = corpus.content(form.kind, form.number - 1)["rows"][0]
    assert READ[form.kind](row)
    assert len(next_form) == 1
    [now, *_] = corpus.rows(form)
    assert now[form.said_in] == {"N": str(form.number)}
    assert READ[form.kind](now)
    assert len(next_form) == 1, "one of today's needs no step"
    read = [n for n in range(1, form.number + 2) if form.reads(n)]
    assert read == list(range(read[0], form.number + 1))
    assert form.number - 1 in read


@pytest.mark.parametrize("form", [CASE], ids=["case"])
def test_a_case_of_an_older_form_is_told_again_by_its_events_and_goes_on(
    dynamodb: Any, table: str, form: Form, request: pytest.FixtureRequest
) -> None:
    store = CaseStore(dynamodb, table, CHAIN, OneKey)
    story = keep(store, running())
    head = {"pk": {"S": f"CASE#{story.no}"}, "sk": {"S": "HEAD"}}
    row = dynamodb.get_item(TableName=table, Key=head)["Item"]
    other = '{"of": "a form that nobody reads any more", "applicant": {"masked": "张**"}}'
    dynamodb.put_item(TableName=table, Item=row | {"body": {"S": other}})
    before = form.number
    request.getfixturevalue("next_form")
    assert store.load(story.no) == story.case
    store.commit(story.tell(commands.Withdraw(at=AT, by=APPLICANT)))
    assert store.load(story.no) == story.case
    assert fault_in(store, story.no) is None
    found = {row["schema"]["N"] for row in store._event_rows(story.no)}
    assert found == {str(before), str(form.number)}, "what was stored stays as it is"


# --- a form that is not known --------------------------------------------------------------------


def not_known(form: Form, ahead: int) -> str:
    """The number of a form ahead of today's, or of the newest that is not read any more."""
    oldest = next(n for n in range(1, form.number + 1) if form.reads(n))
    return str(form.number + 1 if ahead == 1 else oldest - 1)


@forms
@pytest.mark.parametrize("ahead", [None, -1, 1])
def test_a_form_that_this_program_does_not_know_is_told_in_words(form: Form, ahead: int | None) -> None:
    row = {name: value for name, value in corpus.rows(form)[0].items() if name != form.said_in}
    if ahead is not None:
        row |= {form.said_in: {"N": not_known(form, ahead)}}
    newer = ahead == 1
    with pytest.raises(NewerSchemaError if newer else OtherSchemaError) as told:
        READ[form.kind](row)
    assert isinstance(told.value, RetryableError if newer else PermanentError)
    assert ("新版本" if newer else "另一版本") in str(told.value)
    assert "version of the program" in str(told.value)


@pytest.mark.parametrize("ahead", [-1, 1])
def test_neither_a_case_nor_its_events_are_read_in_a_form_that_is_not_known(
    dynamodb: Any, table: str, ahead: int
) -> None:
    store = CaseStore(dynamodb, table, CHAIN, OneKey)
    story = keep(store, running())
    head = store._get({"pk": {"S": f"CASE#{story.no}"}, "sk": {"S": "HEAD"}})
    assert head is not None
    for row in [*store._event_rows(story.no), head]:
        dynamodb.put_item(TableName=table, Item=row | {"schema": {"N": not_known(CASE, ahead)}})
    for read in (store.load, store.load_with_files, store.events, check_of(store).verify):
        with pytest.raises((OtherSchemaError, NewerSchemaError)):
            read(story.no)
