"""Notices as a case keeps them: numbered in their series, served by recipient, without a person's data."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from pydantic import ValidationError

from chalicelib.authoring.checking.load import load
from chalicelib.cases.notices import KEPT, Notice, Served, kept, next_id, reached, recipients, series_of
from chalicelib.decisions.forms.form import Text
from chalicelib.decisions.forms.model import Release
from chalicelib.decisions.forms.notice import ALWAYS, Placeholder
from tests.rendering.example import DAY, KNOWN, issued


@pytest.fixture(scope="module")
def licang() -> Release:
    return load(Path("rules/licang"))


def test_a_notice_is_json_and_back_whatever_it_tells(licang: Release) -> None:
    for kind in licang.notices:
        notice = issued(licang, kind)
        assert Notice.model_validate_json(notice.model_dump_json()) == notice


def test_a_notice_keeps_no_name_no_address_and_nothing_that_a_person_wrote(licang: Release) -> None:
    personal = {Placeholder.APPLICANT, Placeholder.LINES, Placeholder.TRACK_URL}
    assert not personal & KEPT
    everything = {name: Text(zh="某甲", en="somebody") for name in Placeholder}
    for template in licang.notices.values():
        assert not personal & kept(template, everything).keys()


def test_a_notice_keeps_what_its_text_needs_and_the_release_does_not_tell(licang: Release) -> None:
    keeps = kept(licang.notices["acceptance"], KNOWN)
    assert keeps.keys() == {
        Placeholder.OFFICE,
        Placeholder.RECEIVED_ON,
        Placeholder.ACCEPTED_ON,
        Placeholder.STATUTORY_DUE,
        Placeholder.PROMISED_DUE,
        Placeholder.DEFERRED,
    }
    for template in licang.notices.values():
        left = template.placeholders - kept(template, KNOWN).keys() - ALWAYS
        assert left <= {Placeholder.REASON, Placeholder.LINES}


def test_serials_of_a_series_begin_anew_with_the_year(licang: Release) -> None:
    template = licang.notices["acceptance"]
    old, new = series_of(template, date(2026, 12, 31)), series_of(template, date(2027, 1, 1))
    assert old != new
    assert (old.number(1), new.number(12)) == ("李审受〔2026〕1号", "李审受〔2027〕12号")


def test_a_notice_renamed_goes_on_in_its_series(licang: Release) -> None:
    template = licang.notices["acceptance"]
    renamed = template.model_copy(update={"notice": "accepted"})
    assert series_of(renamed, DAY) == series_of(template, DAY)


def test_the_wording_has_a_name_that_the_place_in_the_file_does_not_change(licang: Release) -> None:
    template = licang.notices["grant"]
    moved = template.model_copy(update={"where": template.where.model_copy(update={"line": 99})})
    assert moved.digest == template.digest
    for update in ({"seal": False}, {"number": "另〔{year}〕{serial}号"}, {"served_by": ("counter",)}):
        assert template.model_copy(update=update).digest != template.digest


def test_the_agent_is_told_while_the_mandate_holds(licang: Release) -> None:
    template = licang.notices["grant"]
    assert recipients(template, agent=True) == ("applicant", "agent")
    assert recipients(template, agent=False) == ("applicant",)
    to_agents = template.model_copy(update={"to": ("agent",)})
    assert recipients(to_agents, agent=False) == ("applicant",), "somebody is told"


def test_each_recipient_is_served_once_the_first_time_counts(licang: Release) -> None:
    notice = issued(licang, "grant").model_copy(update={"to": ("applicant", "agent")})
    once = reached(notice, Served(to="applicant", way="portal", on=DAY))
    assert (once.unserved, once.due) == (("agent",), None)
    assert reached(once, Served(to="applicant", way="counter", on=DAY.replace(day=20))) == once
    assert reached(once, Served(to="agent", way="courier", on=DAY)).unserved == ()


def test_who_is_no_recipient_is_not_served(licang: Release) -> None:
    notice = issued(licang, "grant")
    assert reached(notice, Served(to="agent", way="portal", on=DAY)) == notice


def test_notices_of_a_kind_are_told_apart_within_a_case(licang: Release) -> None:
    first = issued(licang, "correction")
    assert next_id("correction", []) == first.id
    assert next_id("correction", [first, issued(licang, "grant")]) == "correction.2"
    with pytest.raises(ValidationError):
        Notice.model_validate(first.model_dump() | {"id": "../correction.1"})
