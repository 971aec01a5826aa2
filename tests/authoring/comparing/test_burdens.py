"""Whatever makes an application cost more or less is told: visits, parcels, papers, files, fees."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from shutil import copytree

import pytest

from chalicelib.authoring.checking.load import load
from chalicelib.authoring.comparing.burdens import BurdenMove, burden_lines, burdens
from chalicelib.decisions.forms.form import Text
from chalicelib.decisions.forms.model import Release
from chalicelib.decisions.forms.plan import Outcome, Plan
from tests.authoring.region import spoil

TODAY = date(2026, 6, 1)
FOOD = "items/market-supervision/food-business-licence.yaml"


@pytest.fixture(scope="module")
def licang() -> Release:
    return load(Path("rules/licang"))


@pytest.fixture
def region(tmp_path: Path) -> Path:
    return Path(copytree("rules/licang", tmp_path / "licang"))


COPY = "format: both, originals: 0, copies: 1"


def moves(licang: Release, region: Path, before: str, after: str, file: str = FOOD) -> list[BurdenMove]:
    spoil(region, file, before, after)
    return list(burdens(licang, load(region), TODAY))


@pytest.mark.parametrize(
    ("before", "after", "changes"),
    [
        ("mail_result: true", "mail_result: false", {("visits", 0, 1), ("parcels_out", 1, 0)}),
        (COPY, "format: both, originals: 0, copies: 3", {("sheets", 3, 5)}),
        (COPY, "format: electronic, originals: 0", {("sheets", 3, 2)}),
        (COPY, "format: paper, originals: 0, copies: 1", {("uploads", 4, 3)}),
        (COPY, f"{COPY}, need: optional", {("sheets", 3, 2), ("uploads", 4, 3)}),
        (COPY, f"{COPY}, original: seen", {("shown", 0, 1)}),
        (
            *("fee: {charged: false}", "fee: {charged: true, standard: 100元, standard_en: 100 yuan}"),
            {("fee", None, Text(zh="100元", en="100 yuan"))},
        ),
    ],
)
def test_what_an_item_costs_otherwise_is_told_whatever_it_says_of_itself(
    licang: Release, region: Path, before: str, after: str, changes: set[tuple[str, object, object]]
) -> None:
    (found,) = (one for one in moves(licang, region, before, after) if not one.given)
    assert found.item.item == "food-business-licence"
    assert set(found.changes) == {one for one in changes if one[1] != one[2]}
    assert (found.on, found.until) == (TODAY, None)
    assert not re.search("[一-鿿]", found.words.en)


def served_at_home(plan: Plan) -> Plan:
    """With nobody who comes for it where the result waits at the counter."""
    steps = [
        step.model_copy(update={"outcomes": tuple(map(unvisited, step.outcomes))}) for step in plan.steps
    ]
    return plan.model_copy(update={"steps": tuple(steps)})


def unvisited(outcome: Outcome) -> Outcome:
    return outcome.model_copy(update={"visit": False})


def test_steps_cost_as_much_and_who_answers_otherwise_is_told_apart(licang: Release) -> None:
    """Who agrees to no courier fetches the result, and has to no longer; nobody else notices."""
    plans = {name: served_at_home(plan) for name, plan in licang.plans.items() if plan.paper_in != "counter"}
    found = list(burdens(licang, licang.model_copy(update={"plans": licang.plans | plans}), TODAY))
    assert {(repr(one.given), one.changes) for one in found} == {
        ("{'application.courier': False}", (("visits", 1, 0),))
    }
    (told,) = burden_lines(found)
    assert told.zh.startswith(
        f"{len(found)} 个事项（2026-06-01 起）：“申请人同意使用快递：否”的，跑腿次数 1 → 0"
    )
    assert 'where "the applicant agrees to couriers: no": visits 1 → 0' in told.en


def test_a_material_that_comes_later_is_told_from_its_first_day(licang: Release, region: Path) -> None:
    (found,) = moves(licang, region, f"{COPY}}}", f"{COPY}, until: 2026-12-31}}")
    assert (found.on, found.until) == (date(2027, 1, 1), None)
    assert found.changes == (("sheets", 3, 2), ("uploads", 4, 3))


def test_what_costs_the_same_is_not_told(licang: Release, region: Path) -> None:
    assert moves(licang, region, "name: {zh: 经营场所使用证明,", "name: {zh: 场所使用证明,") == []


def charged(rate: str) -> str:
    return f"fee: {{charged: true{rate}}}"


def test_a_fee_is_told_in_json_as_the_rules_have_it_and_as_nothing_where_it_is_free(
    licang: Release, region: Path
) -> None:
    free, ten = "fee: {charged: false}", charged(", standard: 10元, standard_en: 10 yuan")
    (unsaid,) = moves(licang, region, free, charged(""))
    assert unsaid.as_json()["changes"] == {"fee": {"old": None, "new": ""}}
    assert (unsaid.words.zh, unsaid.words.en) == ("收费 无 → 有", "fee none → charged")
    (told,) = moves(licang, region, charged(""), ten)
    assert told.as_json()["changes"] == {"fee": {"old": None, "new": "10元"}}


def test_a_fee_that_is_only_translated_otherwise_costs_the_same(licang: Release, region: Path) -> None:
    spoil(region, FOOD, "fee: {charged: false}", charged(", standard: 10元, standard_en: 10 yuan"))
    before = load(region)
    assert moves(before, region, "standard_en: 10 yuan", "standard_en: RMB 10") == []
    (found,) = moves(before, region, "standard: 10元", "standard: 11元")
    assert found.words.zh == "收费 “10元” → “11元”"
