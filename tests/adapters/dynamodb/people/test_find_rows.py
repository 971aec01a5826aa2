"""Cases are found by their parties as these are today; with the parties goes by what they were found."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from chalicelib.adapters.dynamodb.cases.case_store import CaseStore
from chalicelib.adapters.dynamodb.rows import Row
from chalicelib.cases.people.parties import FindKind, Identity, Parties, Party, item_and_day, search_texts
from chalicelib.texts.identity_kinds import IdentityKind
from tests.adapters.a_case import AT, PARTIES, PERSON, Story, opened, running
from tests.adapters.dynamodb.stories import keep
from tests.adapters.moto_cloud import all_rows, refused
from tests.fakes import CHAIN, OneKey

CARD = Identity(kind=IdentityKind.RESIDENT_CARD, number="11010519491231002X")
AGENT = Party(name="李强", phone="13900000000", address="李沧区京口路 2 号", identity=CARD)


@pytest.fixture
def store(dynamodb: Any, table: str) -> CaseStore:
    return CaseStore(dynamodb, table, CHAIN, OneKey)


def changed(store: CaseStore, story: Story, parties: Parties) -> None:
    store.commit(replace(story.change_mind(), parties=parties))


def found(store: CaseStore, party: Party) -> list[list[str]]:
    return [list(store.find("licang", kind, value)) for kind, value in search_texts(party)]


def find_rows(store: CaseStore, no: str) -> list[Row]:
    rows = all_rows(store._client, store._table)
    return [row for row in rows if row["pk"]["S"].startswith("FIND#") and row["sk"]["S"] == no]


def test_a_case_is_found_from_its_opening_on_by_all_that_its_parties_are_known_by(store: CaseStore) -> None:
    story = keep(store, opened())
    assert found(store, PERSON) == [[story.no], [story.no]]
    assert list(store.find("licang", FindKind.PHONE, "13800001235")) == []
    assert list(store.find("laoshan", FindKind.PHONE, PERSON.phone)) == [], "each region finds its own"
    day = item_and_day(story.case.item, story.no[6:14])
    assert list(store.find("licang", FindKind.ITEM_DAY, day)) == [story.no]


def test_with_other_parties_it_is_found_by_these_and_no_longer_by_those_before(store: CaseStore) -> None:
    story = keep(store, opened())
    moved = PERSON.model_copy(update={"phone": "13700000000"})
    changed(store, story, PARTIES.model_copy(update={"applicant": moved, "agent": AGENT}))
    assert found(store, moved) == [[story.no], [story.no]]
    assert found(store, AGENT) == [[story.no]] * 3
    assert list(store.find("licang", FindKind.PHONE, PERSON.phone)) == []
    changed(store, story, PARTIES)
    assert found(store, AGENT) == [[], [], []]
    assert found(store, PERSON) == [[story.no], [story.no]]
    assert len(find_rows(store, story.no)) == 3, "by telephone, name, and item with day"


def test_parties_that_share_a_telephone_are_found_by_it_once(store: CaseStore) -> None:
    story = opened()
    shared = PARTIES.model_copy(update={"agent": AGENT.model_copy(update={"phone": PERSON.phone})})
    story.changes[0] = replace(story.changes[0], parties=shared)
    keep(store, story)
    assert list(store.find("licang", FindKind.PHONE, PERSON.phone)) == [story.no]


def test_of_many_cases_the_newest_come_first_and_behind_a_place_the_rest(store: CaseStore) -> None:
    nos = [keep(store, opened(at=AT + timedelta(days=n))).no for n in range(3)]
    assert list(store.find("licang", FindKind.PHONE, PERSON.phone)) == nos[::-1]
    assert list(store.find("licang", FindKind.PHONE, PERSON.phone, before=nos[1])) == nos[:1]


def test_erasing_takes_the_parties_the_files_and_by_what_they_were_found_and_nothing_else(
    store: CaseStore,
) -> None:
    story, other = keep(store, running()), keep(store, running())
    file = story.upload(next(iter(story.case.needs)), "v9")
    store.put_file(story.no, file)
    before = len(list(all_rows(store._client, store._table)))
    store.erase_parties(story.no)
    assert find_rows(store, story.no) == []
    assert found(store, PERSON) == [[other.no], [other.no]]
    left = {row["sk"]["S"] for row in all_rows(store._client, store._table) if story.no in row["pk"]["S"]}
    assert not [sk for sk in left if sk.startswith(("HEAD#", "FILE#", "TEXT#"))]
    assert {"HEAD", "EVENT#000001"} <= left
    assert len(list(all_rows(store._client, store._table))) == before - 5
    store.erase_parties(story.no)


def test_erasing_that_was_cut_short_is_begun_anew(store: CaseStore) -> None:
    story = keep(store, running())
    with (
        refused(store._client, "DeleteItem", "ThrottlingException"),
        pytest.raises(Exception, match="cannot be deleted"),
    ):
        store.erase_parties(story.no)
    assert store.parties(story.case) == PARTIES
    store.erase_parties(story.no)
    assert find_rows(store, story.no) == []
