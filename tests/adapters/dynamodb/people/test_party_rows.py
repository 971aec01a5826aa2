"""Parties lie sealed beside the head of their case, and open there as they are and nowhere else."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from chalicelib.adapters.dynamodb.cases.case_store import CaseStore
from chalicelib.adapters.dynamodb.people.party_rows import NAME
from chalicelib.adapters.dynamodb.rows import Row, case_key
from chalicelib.cases.people.parties import Parties
from chalicelib.ports.trail import Damage, Fault
from chalicelib.services.errors import BrokenSealError, MovedSealError, VersionConflictError
from tests.adapters.a_case import PARTIES, PERSON, Story, opened, ordered, running
from tests.adapters.dynamodb.stories import booking, keep
from tests.adapters.dynamodb.trails import fault_in
from tests.adapters.moto_cloud import all_rows, refused
from tests.fakes import CHAIN, OneKey


@pytest.fixture
def store(dynamodb: Any, table: str) -> CaseStore:
    return CaseStore(dynamodb, table, CHAIN, OneKey)


def sealed(dynamodb: Any, table: str, story: Story) -> Row:
    row: Row = dynamodb.get_item(TableName=table, Key=case_key(story.no, NAME))["Item"]
    return row


def anew(dynamodb: Any, table: str) -> CaseStore:
    """Another function over the same table: it has nothing at hand."""
    return CaseStore(dynamodb, table, CHAIN, OneKey)


def test_the_parties_of_a_case_come_back_as_they_were_sealed(store: CaseStore) -> None:
    story = keep(store, running())
    assert store.parties(story.case) == PARTIES


def test_no_row_of_a_case_shows_its_applicant(store: CaseStore, dynamodb: Any, table: str) -> None:
    story, _ = ordered()
    keep(store, story)
    kept = "".join(repr(row) for row in all_rows(dynamodb, table))
    told = (PERSON.name, PERSON.phone, PERSON.address)
    assert not [word for word in told if word in kept or repr(word.encode())[2:-1] in kept]


def test_a_case_read_with_its_files_an_effect_or_a_parcel_has_its_parties_along(
    store: CaseStore, dynamodb: Any, table: str
) -> None:
    story, _ = ordered()
    order, change = story.order, booking(story)
    keep(store, story)
    by_files, by_parcel = anew(dynamodb, table), anew(dynamodb, table)
    loaded = by_files.load_with_files(story.no)
    assert change.waybill is not None
    case, _ = by_parcel.load_parcel(change.waybill)
    assert loaded is not None
    assert case is not None
    with refused(dynamodb, "GetItem", "ResourceNotFoundException") as asked:
        assert by_files.parties(loaded.case) == by_parcel.parties(case) == PARTIES
    assert asked == []
    assert order in case.shipments


def test_an_effect_is_read_with_the_parties_of_its_case(store: CaseStore, dynamodb: Any, table: str) -> None:
    story, effect = ordered()
    keep(store, story)
    function = anew(dynamodb, table)
    found = function.load_effect(story.no, effect.effect)
    assert found is not None
    with refused(dynamodb, "GetItem", "ResourceNotFoundException") as asked:
        assert function.parties(found[0]) == PARTIES
    assert asked == []


def test_a_case_read_alone_has_its_parties_asked_for(store: CaseStore, dynamodb: Any, table: str) -> None:
    story = keep(store, opened())
    function = anew(dynamodb, table)
    case = function.load(story.no)
    assert case is not None
    assert function.parties(case) == PARTIES


@pytest.mark.parametrize("moved", ["to another version", "to another case"])
def test_a_sealed_row_that_was_moved_does_not_open(
    store: CaseStore, dynamodb: Any, table: str, moved: str
) -> None:
    story, other = keep(store, opened()), keep(store, opened())
    row = sealed(dynamodb, table, story) | {"case_version": {"N": "7"}}
    if moved == "to another case":
        row = sealed(dynamodb, table, other) | {"pk": {"S": f"CASE#{story.no}"}}
    dynamodb.put_item(TableName=table, Item=row)
    with pytest.raises(MovedSealError) as refusal:
        anew(dynamodb, table).parties(story.case)
    assert PERSON.name not in f"{refusal.value} {refusal.value.zh} {refusal.value.en}"


def test_a_sealed_row_of_another_table_does_not_open(store: CaseStore, dynamodb: Any, table: str) -> None:
    story = keep(store, opened())
    row = sealed(dynamodb, table, story)
    elsewhere = CaseStore(dynamodb, table, CHAIN, OneKey)
    elsewhere._table = "another"
    elsewhere._came_along(story.no, row)
    with pytest.raises(MovedSealError):
        elsewhere.parties(story.case)


def test_a_sealed_row_put_back_from_before_a_change_is_found_out(
    store: CaseStore, dynamodb: Any, table: str
) -> None:
    story = keep(store, opened())
    before = sealed(dynamodb, table, story)
    moved = Parties(salt=PARTIES.salt, applicant=PERSON.model_copy(update={"address": "李沧区新址 9 号"}))
    change = story.change_mind()
    after = change.after.model_copy(update={"applicant": moved.mark(moved.applicant, story.at)})
    store.commit(replace(change, after=after, parties=moved))
    function = anew(dynamodb, table)
    assert function.parties(after) == moved
    dynamodb.put_item(TableName=table, Item=before)
    with pytest.raises(MovedSealError):
        anew(dynamodb, table).parties(after)


def test_a_function_that_has_an_older_row_at_hand_reads_the_one_of_today(
    store: CaseStore, dynamodb: Any, table: str
) -> None:
    story = keep(store, opened())
    function = anew(dynamodb, table)
    function.load_with_files(story.no)
    moved = Parties(salt=PARTIES.salt, applicant=PERSON.model_copy(update={"address": "李沧区新址 9 号"}))
    change = story.change_mind()
    after = change.after.model_copy(update={"applicant": moved.mark(moved.applicant, story.at)})
    store.commit(replace(change, after=after, parties=moved))
    assert function.parties(after) == moved


def test_parties_that_changed_after_the_case_was_read_are_to_be_read_again_and_no_forgery(
    store: CaseStore, dynamodb: Any, table: str
) -> None:
    story = keep(store, opened())
    before = story.case
    moved = Parties(salt=PARTIES.salt, applicant=PERSON.model_copy(update={"address": "李沧区新址 9 号"}))
    change = story.change_mind()
    after = change.after.model_copy(update={"applicant": moved.mark(moved.applicant, story.at)})
    store.commit(replace(change, after=after, parties=moved))
    with pytest.raises(VersionConflictError):
        anew(dynamodb, table).parties(before)


def test_parties_whose_row_is_gone_without_an_erasure_are_none_and_that_is_found(
    store: CaseStore, dynamodb: Any, table: str
) -> None:
    story = keep(store, running())
    function = anew(dynamodb, table)
    function.load_with_files(story.no)
    dynamodb.delete_item(TableName=table, Key=case_key(story.no, NAME))
    loaded = function.load_with_files(story.no)
    assert loaded is not None
    assert function.parties(loaded.case) is None
    assert fault_in(function, story.no) == Fault(Damage.BESIDE, row=NAME)


def test_a_row_that_is_no_sealed_row_is_told_to_be_broken(
    store: CaseStore, dynamodb: Any, table: str
) -> None:
    story = keep(store, opened())
    dynamodb.put_item(TableName=table, Item=sealed(dynamodb, table, story) | {"sealed": {"B": b"{}"}})
    with pytest.raises(BrokenSealError):
        anew(dynamodb, table).parties(story.case)
