"""Dates of effect of materials, in decisions and at the policy desk: the day of the application counts."""

from __future__ import annotations

import json
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chalicelib.__main__ import main
from chalicelib.authoring.advice.advise import advise
from chalicelib.authoring.advice.context import AdviceContext
from chalicelib.authoring.check import check
from chalicelib.authoring.checking.load import load, read
from chalicelib.authoring.comparing.diff import diff
from chalicelib.authoring.comparing.replaying.alike import Case
from chalicelib.authoring.comparing.replaying.replay import replay
from chalicelib.authoring.examples.propose import propose
from chalicelib.authoring.proofs.papers import papers_not_taken
from chalicelib.decisions.decide import decide
from chalicelib.decisions.effect import in_effect, versions
from chalicelib.decisions.facts.asked import CONSENT
from chalicelib.decisions.forms.form import Text
from chalicelib.decisions.forms.material import Material
from chalicelib.decisions.forms.model import Release
from chalicelib.decisions.release import canonical, digest
from chalicelib.decisions.release import read as read_release
from tests.authoring.region import spoil
from tests.authoring.workbook.office import put, stored, taken
from tests.fakes import licang

FOOD, FORM = (
    "items/market/food.yaml",
    "{material: form, name: {zh: 申请书, en: Form}, format: electronic, originals: 0}",
)
TODAY, LAST, AFTER = date(2026, 6, 1), date(2027, 3, 31), date(2027, 4, 1)
OUT, COUNTER = "outbound_courier", "one_visit"
AGREES = {CONSENT: True}


def changes(folder: Path) -> Release:
    """The form is uploaded to the last day, and from the day after on it is handed in on paper."""
    later = "{material: form, name: {zh: 申请书, en: Form}, from: 2027-04-01, format: paper, originals: 1}"
    old = FORM.replace("format", "until: 2027-03-31, format")
    spoil(folder, FOOD, f"  - {FORM}", f"  - {old}\n  - {later}")
    spoil(folder, "channels.yaml", "item: food, expect", f'item: food, "on": {TODAY}, expect')
    return load(folder)


def said(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, Any]:
    ended = main([*words, "--json"])
    return ended, json.loads(capsys.readouterr().out)


def test_a_decision_goes_by_the_materials_of_the_day_of_the_application(old: Path) -> None:
    release = changes(old)
    assert [decide(release, "food", AGREES, day).channel for day in (LAST, AFTER)] == [OUT, COUNTER]
    assert decide(release, "food", AGREES, date(2027, 9, 1), LAST).channel == OUT
    assert decide(release, "food", AGREES, AFTER).visits == 1


def test_a_release_with_dated_materials_is_read_back_as_it_was(old: Path) -> None:
    release = changes(old)
    again = read_release(canonical(release), digest(canonical(release)))
    assert [(one.from_, one.until) for one in again.items["food"].materials] == [(None, LAST), (AFTER, None)]
    assert len(versions(again.items["food"], TODAY)) == 2
    assert len(versions(again.items["food"], AFTER)) == 1


_days = st.dates(date(2027, 1, 1), date(2027, 1, 20))


@st.composite
def _material(draw: st.DrawFn) -> Material:
    first, last = draw(st.none() | _days), draw(st.none() | _days)
    return Material(
        material=f"m{draw(st.integers(0, 10**6))}",
        name=Text(zh="材料", en="material"),
        from_=first,
        until=last,
        format=draw(st.sampled_from(["paper", "electronic", "both"])),
        originals=draw(st.integers(0, 2)),
    )


@settings(max_examples=30, deadline=None)
@given(st.lists(_material(), max_size=4), _days)
def test_as_of_a_day_an_item_is_one_that_has_the_materials_of_that_day_alone(
    materials: list[Material], day: date
) -> None:
    item = licang().items["food-business-licence"].model_copy(update={"materials": tuple(materials)})
    standing = tuple(one for one in materials if (one.from_ or day) <= day <= (one.until or day))
    assert standing == tuple(one for one in materials if in_effect(one, day))
    plain = item.model_copy(update={"materials": standing})
    dated, undated = (
        licang().model_copy(update={"items": {**licang().items, item.item: one}}) for one in (item, plain)
    )
    found, expected = (
        decide(one, item.item, AGREES, day + timedelta(days=30), day) for one in (dated, undated)
    )
    assert (found.channel, found.visits, found.facts) == (expected.channel, expected.visits, expected.facts)


# --- the commands --------------------------------------------------------------------------------


@pytest.mark.parametrize(("on", "channel"), [(LAST, OUT), (AFTER, COUNTER)], ids=str)
def test_decide_and_explain_go_by_their_day(
    old: Path, capsys: pytest.CaptureFixture[str], on: date, channel: str
) -> None:
    changes(old)
    about = ("--item", "food", "--on", on.isoformat())
    _, found = said(capsys, "rules", "decide", str(old), *about)
    assert (found["channel"], found["visits"]) == (channel, int(channel == COUNTER))
    _, found = said(capsys, "rules", "explain", str(old), *about)
    assert found["decision"]["channel"] == channel


def test_a_change_to_come_is_shown_with_its_day_and_moves_its_item_then(old: Path, new: Path) -> None:
    found = diff(load(old), changes(new), TODAY)
    assert [(one.item, one.from_, one.to, one.on) for one in found.channel.items] == [
        ("food", OUT, COUNTER, AFTER)
    ]
    assert AFTER in found.as_of
    told = [(one.at.field, one.old, one.new) for one in found.entries if one.at.file == FOOD]
    assert told[0] == ("materials[form].until", None, str(LAST))
    assert [field for field, _, _ in told[1:]] == ["materials[form@2027-04-01]"]
    assert "（2027-04-01 起）" in found.entries[1].at.title.zh


def test_past_cases_move_from_the_day_on_and_not_before(old: Path, new: Path) -> None:
    cases = [(Case("food", AGREES, TODAY), 3), (Case("food", AGREES, AFTER, TODAY), 2)]
    found = replay(load(old), changes(new), cases, TODAY)
    assert found.matrix == {(OUT, OUT): 5}
    assert {day: one.matrix for day, one in found.as_of.items()} == {
        TODAY: {(OUT, OUT): 5},
        AFTER: {(OUT, COUNTER): 5},
    }
    assert found.as_of[AFTER].new.visits == 5


def test_clients_are_told_what_the_materials_to_come_ask(old: Path, new: Path) -> None:
    for folder in (old, new):
        spoil(
            folder,
            "facts.yaml",
            "facts:\n",
            "facts:\n  - {fact: application.agent, title: {zh: 代办, en: agent}, type: bool, usual: false}\n",
        )
    spoil(
        new,
        FOOD,
        "materials:\n",
        "materials:\n  - {material: mandate, from: 2027-04-01, name: {zh: 委托书, en: Mandate}, "
        "when: {application.agent: true}, format: electronic}\n",
    )
    found = [(one.item, one.fact.fact, one.added) for one in diff(load(old), load(new), TODAY).asks]
    assert found == [("food", "application.agent", True)]


def test_examples_and_advice_go_by_the_materials_of_their_day(old: Path) -> None:
    release = changes(old)
    shown = [one.shown for one in propose(release, TODAY, TODAY).proposals if one.shown.item == "food"]
    for one in shown:
        own = int(one.day >= AFTER)
        assert one.known["item.paper_originals"] == one.facts.get("item.paper_originals", own)
    assert all(one.on is not None for one in shown), "another day, other materials"
    assert AdviceContext(release, AFTER).of_day.items["food"].materials[0].format == "paper"
    assert (
        advise(AdviceContext(release, LAST), {}).context.of_day.items["food"].materials[0].format
        == "electronic"
    )


# --- the check -----------------------------------------------------------------------------------


def test_papers_that_nobody_will_take_are_told_before_their_day(old: Path) -> None:
    spoil(
        old,
        FOOD,
        "materials:\n",
        "materials:\n  - {material: deed, from: 2027-04-01, name: {zh: 证明, en: Deed}, "
        "format: paper, copies: 1}\n",
    )
    files, release = read(old)
    assert [(one.code, one.file) for one in papers_not_taken(files, release, TODAY)] == [
        ("papers-not-taken", FOOD)
    ]


def test_days_on_which_nobody_is_asked_are_a_warning(old: Path) -> None:
    changes(old)
    spoil(old, FOOD, "until: 2027-03-31", "until: 2027-03-01")
    found = [one for one in check(old, TODAY, engines=()).problems if one.code == "material-days"]
    assert [(one.severity, one.line) for one in found] == [("warning", 14)]
    assert "2027-03-02" in found[0].zh
    assert "2027-03-31" in found[0].zh


def test_a_material_of_one_name_on_other_days_is_no_second_of_that_name(old: Path) -> None:
    changes(old)
    codes = {one.code for one in check(old, TODAY, engines=()).problems}
    assert codes.isdisjoint({"duplicate", "same-name", "material-days"})


# --- Excel ---------------------------------------------------------------------------------------


def test_two_rows_of_one_material_come_back_from_excel_each_as_it_was(old: Path) -> None:
    changes(old)
    assert taken(old).files == ()


def test_in_excel_a_material_is_changed_from_a_day_on_by_a_row_of_its_own(old: Path) -> None:
    changes(old)
    before = (old / FOOD).read_text(encoding="utf-8")
    stored(old, put("材料", "form", "停用", date(2027, 2, 28)))
    assert (old / FOOD).read_text(encoding="utf-8") == before.replace(
        "until: 2027-03-31", "until: 2027-02-28"
    )
