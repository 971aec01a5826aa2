"""Parties and mandates: who may act when, what is shown of a person, and by what she is found."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.cases.people.mandates import (
    Mandate,
    MandateFault,
    PartyKind,
    check_mandate,
    check_new_mandate,
)
from chalicelib.cases.people.names import searched_name
from chalicelib.cases.people.parties import (
    FindKind,
    Identity,
    Parties,
    Party,
    applicant_facts,
    check_agent,
    check_party,
    search_texts,
)
from chalicelib.cases.refusals import NotPossible
from chalicelib.texts.identity_kinds import IdentityKind

SALT, OTHER_SALT = "0" * 64, "1" * 64
AT = datetime(2026, 3, 2, 1, tzinfo=UTC)

CARD = Identity(kind=IdentityKind.RESIDENT_CARD, number="11010519491231002X")
OWNER = Party(name="王秀英", phone="13800000000", address="李沧区书院路 1 号", identity=CARD)
AGENT = Party(
    name="李强",
    phone="13900000000",
    address="李沧区京口路 2 号",
    identity=Identity(kind=IdentityKind.PASSPORT, number="E12345678"),
)
SHOP = Party(
    kind=PartyKind.LEGAL,
    name="青岛海风食品有限公司",
    phone="0532-88888888",
    address="李沧区书院路 3 号",
    identity=Identity(kind=IdentityKind.USCC, number="9144030071526726XG"),
    legal_person="王秀英",
)
MARCH = Mandate(since=date(2026, 3, 2), until=date(2026, 3, 31))


def test_a_mandate_holds_from_its_first_day_to_its_last() -> None:
    days = [date(2026, 3, day) for day in (1, 2, 31)] + [date(2026, 4, 1)]
    assert [MARCH.holds(day, "food") for day in days] == [False, True, True, False]
    assert [MARCH.fault(day, "food") for day in days] == [
        MandateFault.NOT_YET,
        None,
        None,
        MandateFault.EXPIRED,
    ]


def test_a_mandate_is_over_on_the_day_of_its_revocation_and_was_good_before() -> None:
    revoked = MARCH.model_copy(update={"revoked_on": date(2026, 3, 10)})
    assert revoked.holds(date(2026, 3, 9), "food")
    assert revoked.fault(date(2026, 3, 10), "food") is MandateFault.REVOKED


def test_a_mandate_for_some_items_is_for_no_other() -> None:
    some = MARCH.model_copy(update={"items": ("food", "kitchen")})
    assert some.holds(date(2026, 3, 5), "kitchen")
    assert some.fault(date(2026, 3, 5), "theatre") is MandateFault.OTHER_ITEM


@given(
    st.dates(),
    st.dates(),
    st.none() | st.dates(),
    st.lists(st.sampled_from("ab")),
    st.dates(),
    st.sampled_from("abc"),
)
def test_a_mandate_holds_just_where_it_has_no_fault_and_a_fault_is_said_in_both_languages(
    since: date, until: date, revoked: date | None, items: list[str], on: date, item: str
) -> None:
    mandate = Mandate(since=since, until=until, revoked_on=revoked, items=tuple(items))
    good = since <= on <= until and (revoked is None or on < revoked) and (not items or item in items)
    assert mandate.holds(on, item) is good
    if good:
        check_mandate(mandate, on, item)
    else:
        with pytest.raises(NotPossible) as refused:
            check_mandate(mandate, on, item)
        fault = mandate.fault(on, item)
        assert fault is not None
        assert refused.value.code == f"mandate_{fault.value}"
        assert "申请人" in refused.value.text.zh
        assert "applicant" in refused.value.text.en


def test_a_mandate_given_today_neither_ends_before_it_begins_nor_has_ended() -> None:
    check_new_mandate(MARCH, date(2026, 3, 31))
    with pytest.raises(NotPossible, match="mandate_expired"):
        check_new_mandate(MARCH, date(2026, 4, 1))
    backwards = Mandate(since=date(2026, 3, 3), until=date(2026, 3, 2))
    with pytest.raises(NotPossible, match="mandate_backwards"):
        check_new_mandate(backwards, date(2026, 3, 1))


def test_the_years_of_a_mandate_are_those_of_a_life_and_its_last_day_may_be_none() -> None:
    today = date(2026, 3, 1)
    check_new_mandate(Mandate(since=date(1926, 1, 1), until=date.max), today)
    for since, until in (
        ("0001-01-01", "9999-12-31"),
        ("2020-01-01", "2127-01-01"),
        ("0202-01-01", "2030-01-01"),
    ):
        typed = Mandate(since=date.fromisoformat(since), until=date.fromisoformat(until))
        with pytest.raises(NotPossible, match="mandate_years"):
            check_new_mandate(typed, today)


@pytest.mark.parametrize(
    "agent",
    [
        OWNER,
        AGENT.model_copy(update={"identity": CARD}),
        AGENT.model_copy(
            update={"identity": CARD.model_copy(update={"kind": IdentityKind.HOUSEHOLD_REGISTER})}
        ),
        OWNER.model_copy(update={"identity": AGENT.identity}),
        OWNER.model_copy(update={"identity": None, "name": " 王 秀英", "address": "别处的地址 5 号"}),
    ],
    ids=["herself", "her number", "her number on another document", "her passport", "her name and phone"],
)
def test_an_agent_who_is_the_applicant_is_refused(agent: Party) -> None:
    with pytest.raises(NotPossible, match="agent_is_applicant"):
        check_agent(OWNER, agent)


@pytest.mark.parametrize(
    "agent",
    [
        AGENT,
        AGENT.model_copy(update={"phone": OWNER.phone}),
        AGENT.model_copy(update={"name": OWNER.name}),
        AGENT.model_copy(update={"identity": None}),
        SHOP,
    ],
    ids=["another", "at the same phone", "of the same name", "without a number", "a company"],
)
def test_an_agent_who_is_somebody_else_is_taken(agent: Party) -> None:
    check_agent(OWNER, agent)


def test_a_number_is_of_its_kind_of_party() -> None:
    for right in (OWNER, SHOP, OWNER.model_copy(update={"identity": None})):
        check_party(right)
    with pytest.raises(NotPossible, match="identity_of_organisation"):
        check_party(OWNER.model_copy(update={"identity": SHOP.identity}))
    with pytest.raises(NotPossible, match="identity_of_person"):
        check_party(SHOP.model_copy(update={"identity": CARD}))


def test_lists_show_the_first_sign_of_a_name_and_the_ends_of_a_number() -> None:
    assert (OWNER.masked, SHOP.masked) == ("王**", "青**")
    assert CARD.masked == "110***2X"
    assert Identity(kind=IdentityKind.PASSPORT, number="E1234").masked == "***"


def test_the_digest_of_a_party_changes_with_any_of_it_and_with_the_salt() -> None:
    parties = Parties(salt=SALT, applicant=OWNER, agent=AGENT)
    changed = [OWNER.model_copy(update={name: "another"}) for name in ("name", "phone", "address")]
    changed += [OWNER.model_copy(update={"identity": None}), OWNER.model_copy(update={"disabled": True})]
    digests = [parties.digest(party) for party in (OWNER, AGENT, SHOP, *changed)]
    digests.append(parties.model_copy(update={"salt": OTHER_SALT}).digest(OWNER))
    assert len(set(digests)) == len(digests)
    assert parties.digest(OWNER) == parties.digest(Party.model_validate_json(OWNER.model_dump_json()))


def test_the_head_tells_parties_from_those_of_a_row_put_back_from_before() -> None:
    parties = Parties(salt=SALT, applicant=OWNER, agent=AGENT)
    owner, agent = parties.mark(OWNER, AT), parties.mark(AGENT, AT)
    assert parties.are(owner, agent)
    moved = OWNER.model_copy(update={"address": "新址 9 号"})
    assert not parties.model_copy(update={"applicant": moved}).are(owner, agent)
    assert not parties.model_copy(update={"agent": None}).are(owner, agent)
    assert not parties.are(owner, None)


def test_what_the_head_keeps_shows_nobody() -> None:
    for party in (OWNER, AGENT, SHOP):
        kept = Parties(salt=SALT, applicant=party).mark(party, AT).model_dump_json()
        told = [party.name, party.phone, party.address, party.identity and party.identity.number]
        assert not [text for text in told if text and text in kept]


def test_a_salt_is_not_printed() -> None:
    assert SALT not in repr(Parties(salt=SALT, applicant=OWNER))


def test_a_party_is_found_by_number_phone_and_whole_name() -> None:
    assert dict(search_texts(OWNER)) == {
        FindKind.IDENTITY: "citizen 11010519491231002X",
        FindKind.PHONE: "13800000000",
        FindKind.NAME: "王秀英",
    }
    assert [kind for kind, _ in search_texts(OWNER.model_copy(update={"identity": None}))] == [
        FindKind.PHONE,
        FindKind.NAME,
    ]


def test_a_person_is_found_by_whichever_document_shows_her_number() -> None:
    kinds = (IdentityKind.RESIDENT_CARD, IdentityKind.TEMPORARY_CARD, IdentityKind.HOUSEHOLD_REGISTER)
    assert len({Identity(kind=kind, number=CARD.number).canonical for kind in kinds}) == 1
    assert Identity(kind=IdentityKind.PASSPORT, number=CARD.number).canonical != CARD.canonical


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("王 秀英", "王秀英"),
        ("古丽·买买提", "古丽·买买提"),
        ("古丽•买买提", "古丽·买买提"),
        ("古丽・买买提", "古丽·买买提"),
        ("John Smith", "johnsmith"),
        ("ＪＯＨＮ　ＳＭＩＴＨ", "johnsmith"),
        ("青岛海风（食品）有限公司", "青岛海风(食品)有限公司"),
    ],
)
def test_names_are_compared_as_they_are_meant(typed: str, found: str) -> None:
    assert searched_name(typed) == found


def test_rules_are_told_kind_age_and_stated_disability_of_an_applicant() -> None:
    disabled = OWNER.model_copy(update={"disabled": True})
    assert applicant_facts(disabled, date(2026, 12, 30)) == {
        "applicant.kind": "natural",
        "applicant.age": 76,
        "applicant.disabled": True,
    }
    assert applicant_facts(disabled, date(2026, 12, 31))["applicant.age"] == 77


@pytest.mark.parametrize("party", [AGENT, OWNER.model_copy(update={"identity": None})])
def test_what_is_not_known_of_an_applicant_is_left_out_and_an_unsaid_disability_is_none(party: Party) -> None:
    assert applicant_facts(party, date(2026, 3, 2)) == {
        "applicant.kind": "natural",
        "applicant.disabled": False,
    }
    assert applicant_facts(SHOP, date(2026, 3, 2)) == {"applicant.kind": "legal"}
