"""What an item's dates of effect mean at the policy desk: counted, compared, replayed, proposed, advised."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from chalicelib.__main__ import main
from chalicelib.authoring.advice.advise import advise
from chalicelib.authoring.advice.context import AdviceContext
from chalicelib.authoring.check import check
from chalicelib.authoring.checking.load import load
from chalicelib.authoring.comparing.diff import diff
from chalicelib.authoring.comparing.replaying.alike import Case
from chalicelib.authoring.comparing.replaying.replay import replay
from chalicelib.authoring.examples.proposal import Proposal
from chalicelib.authoring.examples.propose import propose
from chalicelib.authoring.proofs.totals import coming_decisions, counted
from chalicelib.authoring.review import Taken, compare
from chalicelib.decisions.forms.form import UNDETERMINED
from chalicelib.decisions.forms.model import Release
from tests.authoring.region import spoil

FOOD, VAULT = "items/market/food.yaml", "items/health/vault.yaml"
TODAY, LAST, AFTER = date(2026, 6, 1), date(2027, 3, 31), date(2027, 4, 1)
OUT, GONE = "outbound_courier", UNDETERMINED


def ends(folder: Path, more: str = "") -> Release:
    """The food licence ends on the last day."""
    spoil(folder, FOOD, "acceptance_trigger", f"until: {LAST}\n{more}acceptance_trigger")
    return load(folder)


def begins(folder: Path) -> Release:
    """The food licence begins on the day after."""
    spoil(folder, FOOD, "acceptance_trigger", f"from: {AFTER}\nacceptance_trigger")
    return load(folder)


def said(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, Any]:
    ended = main([*words, "--json"])
    return ended, json.loads(capsys.readouterr().out)


# --- counting ------------------------------------------------------------------------------------


def test_totals_count_the_items_in_effect_on_the_day(old: Path) -> None:
    release = ends(old)
    assert counted(release, LAST).licence_items == 2
    assert counted(release, AFTER).licence_items == 1
    assert counted(release, AFTER).channels[OUT] == 0


def test_totals_of_another_day_are_asked_for_by_name(old: Path, capsys: pytest.CaptureFixture[str]) -> None:
    ends(old)
    ended, found = said(capsys, "rules", "totals", str(old), "--on", AFTER.isoformat())
    assert (ended, found["licence_items"], found["on"]) == (0, 1, "2027-04-01")
    assert found["published_as_of"] == "2026-06-01"
    _, found = said(capsys, "rules", "totals", str(old), "--on", LAST.isoformat())
    assert found["licence_items"] == 2


def test_published_figures_hold_as_of_their_day_however_late_they_are_checked(old: Path) -> None:
    ends(old)
    spoil(old, "channels.yaml", "item: food, expect", f'item: food, "on": {TODAY}, expect')
    spoil(old, "channels.yaml", "facts: {application", f'"on": {TODAY}, facts: {{application')
    assert check(old, date(2030, 1, 1), engines=()).ok
    assert "totals" not in {one.code for one in check(old, date(2030, 1, 1), engines=()).problems}


def test_an_item_to_come_is_checked_as_of_its_first_day_and_one_that_is_over_no_more(old: Path) -> None:
    assert coming_decisions(begins(old), TODAY)["food"].channel == OUT
    release = load(old)
    over = release.items["food"].model_copy(update={"from_": None, "until": date(2020, 1, 1)})
    release = release.model_copy(update={"items": {**release.items, "food": over}})
    assert "food" not in coming_decisions(release, TODAY)


def test_an_item_to_come_that_would_need_a_visit_is_told_before_it_begins(old: Path) -> None:
    spoil(old, VAULT, "visit_reason: {zh: 涉密, en: secret}\n", f"from: {AFTER}\n")
    spoil(old, "region.yaml", "licence_items: 2", "licence_items: 1")
    spoil(old, "region.yaml", "{outbound_courier: 1, one_visit: 1}", "{outbound_courier: 1}")
    spoil(old, "region.yaml", '"50.0"', '"100.0"')
    spoil(old, "channels.yaml", "item: vault, expect", f'item: vault, "on": {AFTER}, expect')
    codes = {one.code for one in check(old, TODAY, engines=()).problems if one.severity == "error"}
    assert codes == {"visit-without-reason"}


def test_an_item_that_sends_people_to_one_that_is_over_by_now_is_told(old: Path) -> None:
    spoil(old, VAULT, "acceptance_trigger", f"until: {LAST}\nacceptance_trigger")
    ends(old, "replaced_by: vault\n")
    codes = [one.code for one in check(old, TODAY, engines=()).problems]
    assert codes.count("replaced-by-one-over") == 1


# --- deciding ------------------------------------------------------------------------------------


@pytest.mark.parametrize(("on", "ends_with"), [(LAST, 0), (AFTER, 3)], ids=str)
def test_the_command_decides_to_the_last_day_and_then_says_why_not(
    old: Path, capsys: pytest.CaptureFixture[str], on: date, ends_with: int
) -> None:
    ends(old, "replaced_by: vault\n")
    words = ("rules", "decide", str(old), "--item", "food", "--on", on.isoformat())
    ended, found = said(capsys, *words)
    assert (ended, found["channel"]) == (ends_with, GONE if ends_with else OUT)
    if ends_with:
        assert (found["rule"], found["visits"], found["missing"], found["invalid"]) == (None, None, [], [])
        assert str(LAST) in found["because"]["zh"]
        assert "Vault plan" in found["because"]["en"]


def test_a_batch_decides_each_line_on_its_own_day(
    old: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    ends(old)
    lines = [{"item": "food", "on": str(day)} for day in (LAST, AFTER, LAST)]
    (tmp_path / "cases.jsonl").write_text("\n".join(map(json.dumps, lines)), encoding="utf-8")
    assert main(["rules", "decide", str(old), "--batch", str(tmp_path / "cases.jsonl")]) == 3
    channels = [json.loads(line)["channel"] for line in capsys.readouterr().out.splitlines()]
    assert channels == [OUT, GONE, OUT]


def test_an_item_that_is_over_is_explained_by_its_date_and_by_no_fact(
    old: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    ends(old)
    words = ("rules", "explain", str(old), "--item", "food", "--on", AFTER.isoformat())
    ended, found = said(capsys, *words)
    assert (ended, found["deciding"], found["why_not"], found["nearest"]) == (3, [], [], [])
    assert str(LAST) in found["decision"]["because"]["zh"]


# --- comparing -----------------------------------------------------------------------------------


def test_an_end_that_is_to_come_is_shown_on_its_day(old: Path, new: Path) -> None:
    found = diff(load(old), ends(new), TODAY)
    assert [(one.item, one.from_, one.to, one.on) for one in found.channel.items] == [
        ("food", OUT, None, AFTER)
    ]
    assert found.channel.days[0].moved == 0
    assert [(one.at.field, one.old, one.new) for one in found.entries] == [("until", None, str(LAST))]
    assert AFTER in found.as_of


def test_an_item_that_is_put_off_is_not_there_and_one_brought_forward_is(old: Path, new: Path) -> None:
    found = diff(load(old), begins(new), TODAY)
    moves = [(one.item, one.from_, one.to, one.on) for one in found.channel.items]
    assert moves == [("food", OUT, None, TODAY)]
    moves = [(one.item, one.from_, one.to, one.on) for one in diff(load(new), load(old), TODAY).channel.items]
    assert moves == [("food", None, OUT, TODAY)]


def test_an_item_that_is_over_lends_no_example_its_facts(old: Path, new: Path) -> None:
    ends(old)
    ends(new)
    spoil(new, "channels.yaml", "choose: outbound_courier", "choose: one_visit")
    found = diff(load(old), load(new), AFTER)
    assert found.channel.moves
    assert {move.example.item for move in found.channel.moves} == {None}


def test_past_cases_of_an_item_that_ends_are_decided_to_its_last_day(old: Path, new: Path) -> None:
    cases = [(Case("food", None, day), 1) for day in (LAST, AFTER)]
    found = replay(load(old), ends(new), cases)
    assert found.matrix == {(OUT, OUT): 1, (OUT, GONE): 1}


def test_a_past_case_that_was_applied_for_in_time_is_decided_however_late(old: Path, new: Path) -> None:
    late = Case("food", None, date(2027, 6, 1), applied=LAST)
    assert replay(load(old), ends(new), [(late, 1)]).matrix == {(OUT, OUT): 1}


class Past(NamedTuple):
    item: str
    application: dict[str, object]
    on: date
    opened: datetime | None
    rule: str | None = None
    release: str = ""
    others: Mapping[str, Taken] = {}


def test_recent_real_cases_count_by_the_offices_day_of_their_opening(old: Path, new: Path) -> None:
    says: dict[str, object] = {"application.courier": True}
    opened = [datetime(2027, 3, 31, hour, tzinfo=UTC) for hour in (15, 16)]  # before midnight, and at it
    cases = [Past("food", says, date(2027, 5, 1), at) for at in opened]
    before, after = load(old), ends(new)
    found = compare(before, check(new, TODAY, engines=()), cases, TODAY)
    assert after.digest == (found.checked.release and found.checked.release.digest)
    assert found.replayed is not None
    assert found.replayed.matrix == {(OUT, OUT): 1, (OUT, GONE): 1}


# --- proposing and advising ----------------------------------------------------------------------


def of_food(proposal: Proposal) -> bool:
    return proposal.shown.item == "food"


def test_proposed_examples_stand_within_the_dates_of_their_items(old: Path, new: Path) -> None:
    to_come = [one.shown.on for one in propose(begins(old), TODAY, TODAY).proposals if of_food(one)]
    ending = [one.shown.on for one in propose(ends(new), TODAY, TODAY).proposals if of_food(one)]
    assert to_come
    assert ending
    assert all(on is not None and on >= AFTER for on in to_come)
    assert all(on is not None and on <= LAST for on in ending)


def test_advice_is_given_for_items_in_effect_on_the_day_alone(old: Path) -> None:
    release = ends(old)
    assert set(AdviceContext(release, LAST).items) == {"food", "vault"}
    assert set(AdviceContext(release, AFTER).items) == {"vault"}
    cases = [(Case("food", None, TODAY), 5), (Case("vault", None, TODAY), 2)]
    assert advise(AdviceContext(release, LAST), {}, cases).cases == 7
    assert advise(AdviceContext(release, AFTER), {}, cases).cases == 2
