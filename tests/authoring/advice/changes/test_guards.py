"""Rules to come, and examples of their days, stand against an edit of today too."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from chalicelib.authoring.advice.changes.guards import Guards
from chalicelib.authoring.advice.changes.rule_changes import edits_of
from chalicelib.authoring.advice.context import AdviceContext
from chalicelib.authoring.checking.load import load
from chalicelib.authoring.space.edits import Edit, Kind
from chalicelib.decisions.forms.form import Condition
from chalicelib.decisions.forms.model import Example, Invariant, Release
from tests.authoring.advice.regions import TODAY
from tests.authoring.region import write_region

NEXT_YEAR = date(2027, 1, 1)


def with_rules_to_come(folder: Path) -> Release:
    """From next year on inspectors collect where there is an inspection; all else is for the counter."""
    release = load(write_region(folder / "licang"))
    last = release.rules[-1]
    inspected = (Condition(fact="item.inspection", any_of=("required", "joint")),)
    coming = last.model_copy(
        update={
            "rule": "collected",
            "when": inspected,
            "choose": "inspection_collection",
            "from_": NEXT_YEAR,
        }
    )
    return release.model_copy(update={"rules": (*release.rules[:-1], coming, last)})


def an_edit(context: AdviceContext, kind: Kind, rule: str) -> Edit:
    return next(edit for edit in edits_of(context, None) if (edit.kind, edit.rule.rule) == (kind, rule))


def today_and_later(release: Release, kind: Kind, rule: str) -> tuple[bool, bool]:
    context = AdviceContext(release, TODAY)
    edit, guards = an_edit(context, kind, rule), Guards(context)
    return guards.against(edit, context.shift(edit)), guards.later(edit)


def test_an_invariant_that_breaks_only_by_a_rule_to_come_is_named(tmp_path: Path) -> None:
    release = with_rules_to_come(tmp_path)
    kept = release.invariants[0].model_copy(
        update={
            "invariant": "never-collected-in-secret",
            "when": (Condition(fact="item.secret", any_of=(True,)),),
            "expect": ("one_visit", "outbound_courier"),
        }
    )
    release = release.model_copy(update={"invariants": (kept,), "examples": ()})
    now, later = today_and_later(release, Kind.ENDED, "secret")
    assert (now, later) == (False, True)


@pytest.mark.parametrize(
    ("from_", "until", "now", "later"),
    [
        (None, None, True, False),
        (None, TODAY, True, False),
        (date(2026, 5, 1), None, True, False),
        (None, date(2026, 5, 31), False, False),  # over
        (date(2026, 9, 1), None, False, True),  # it begins on a day on which no rule comes or goes
    ],
)
def test_an_invariant_stands_against_an_edit_on_its_own_days(
    tmp_path: Path, from_: date | None, until: date | None, now: bool, later: bool
) -> None:
    release = load(write_region(tmp_path / "licang"))
    dated = release.invariants[0].model_copy(update={"from_": from_, "until": until})
    release = release.model_copy(update={"invariants": (dated,), "examples": ()})
    obstacles = today_and_later(release, Kind.ENDED, "secret")
    assert obstacles == (now, later)


def test_an_example_of_a_day_to_come_is_taken_by_the_rules_of_that_day(tmp_path: Path) -> None:
    release = with_rules_to_come(tmp_path)
    facts = {"item.secret": True, "item.inspection": "joint"}
    example = Example(
        name="涉密", item="food", facts=facts, on=NEXT_YEAR, expect="one_visit", by="secret",
        where=release.rules[0].where,
    )  # fmt: skip
    release = release.model_copy(update={"examples": (example,), "invariants": ()})
    now, later = today_and_later(release, Kind.ENDED, "secret")
    assert (now, later) == (False, True)


def test_what_fails_already_is_not_held_against_an_edit(tmp_path: Path) -> None:
    release = with_rules_to_come(tmp_path)
    broken = Invariant(
        invariant="nothing-is-collected",
        title=release.rules[0].title,
        when=(),
        expect=("one_visit", "outbound_courier"),
        where=release.rules[0].where,
    )
    wrong = release.examples[0].model_copy(update={"expect": "fully_online"})
    release = release.model_copy(update={"invariants": (broken,), "examples": (wrong,)})
    now, later = today_and_later(release, Kind.DROPPED, "courier")
    assert (now, later) == (False, False)


def test_a_gap_is_an_obstacle(tmp_path: Path) -> None:
    bare = with_rules_to_come(tmp_path).model_copy(update={"invariants": (), "examples": ()})
    now, _ = today_and_later(bare, Kind.ENDED, "counter")
    assert now


def test_edits_of_an_item_s_own_rule_move_only_that_item(tmp_path: Path) -> None:
    release = load(write_region(tmp_path / "licang"))
    on = date(2019, 1, 1)
    context = AdviceContext(release, on)
    (owner,) = context.own
    edit = next(
        one
        for one in edits_of(context, owner)
        if one.kind is Kind.OUTCOME and one.new[0].choose == "outbound_courier"
    )
    edited = Guards(context).edited(edit)
    assert edited.rules == release.rules
    assert edited.items["food"] == release.items["food"]
    assert [rule.choose for rule in edited.items[owner].rules] == ["outbound_courier"]
    assert Guards(context).against(edit, context.shift(edit))
