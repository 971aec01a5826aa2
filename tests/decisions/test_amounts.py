"""Amounts with decimals in a fixed unit: read exactly, counted in the smallest unit, told with the unit."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from chalicelib.__main__ import main
from chalicelib.authoring.check import check
from chalicelib.authoring.checking.load import load
from chalicelib.authoring.comparing.forms.entries import entries
from chalicelib.authoring.proofs.rules.gaps import condition_for
from chalicelib.authoring.workbook.cells.cells import Unfit
from chalicelib.authoring.workbook.cells.conditions import Test as Column
from chalicelib.authoring.workbook.cells.kinds import whole
from chalicelib.commands.rules.given.cases_file import read_past_cases
from chalicelib.decisions.decide import decide, what_if
from chalicelib.decisions.facts.amounts import as_written, from_json, in_smallest
from chalicelib.decisions.forms.form import FactValue, Text
from chalicelib.decisions.forms.model import Fact, Release
from chalicelib.routes.requests.bodies import FactsBody
from chalicelib.routes.views.items import show_item
from chalicelib.services.cases.applying.application import facts_told
from tests.authoring.region import spoil, write_region
from tests.authoring.workbook.office import cell, put, stored, taken

YUAN = Fact(
    fact="application.capital",
    title=Text(zh="注册资本", en="capital"),
    type="whole_number",
    unit=Text(zh="元", en="yuan"),
    decimals=2,
)
DECLARED = """\
  - fact: application.capital
    title: {zh: 注册资本, en: capital}
    type: amount
    unit: {zh: 元, en: yuan}
    decimals: 2
    at_least: 0
    at_most: 1000000.5
    usual: 99.9
"""
COURIER = "  - {fact: application.courier"
LARGE = "    when: {application.capital: {at_least: 1000.1}}\n"
TODAY = date(2026, 6, 1)
ASKED = ("rules", "decide", "--item", "food", "--json", "--on", "2026-06-01")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = write_region(tmp_path / "region")
    spoil(folder, "facts.yaml", COURIER, DECLARED + COURIER)
    spoil(folder, "channels.yaml", "    when: {item.secret: true}\n", LARGE)
    spoil(
        folder,
        "channels.yaml",
        "{name: 涉密, item: vault, expect",
        "{name: 涉密, item: vault, facts: {application.capital: 1000.1}, expect",
    )
    spoil(
        folder,
        "invariants.yaml",
        "when: {item.secret: true}",
        "when: {application.capital: {at_least: 5000}}",
    )
    return folder


def ask(release: Release, capital: object) -> tuple[str | None, bool]:
    decision = decide(release, "food", {"application.courier": True, "application.capital": capital}, TODAY)
    return decision.rule, bool(decision.invalid)


@settings(max_examples=60)
@given(st.decimals(min_value=-(10**12), max_value=10**12, places=2))
def test_what_is_written_comes_back_exactly(number: Decimal) -> None:
    counted = in_smallest(YUAN, f"{number:f}" if number else "0.00")
    assert counted == int(number.scaleb(2))
    assert Decimal(as_written(YUAN, counted)) == number


NONE = ["1.234", "1,000", "1e3", "０", "", "--1", "01", ".5", "5.", 1.5, True, None, "9" * 30]


@pytest.mark.parametrize("written", NONE)
def test_what_is_no_such_amount_is_refused(written: object) -> None:
    assert in_smallest(YUAN, written) is None


def test_a_bound_with_decimals_decides_to_the_smallest_unit(folder: Path) -> None:
    assert check(folder, TODAY, engines=()).ok
    release = load(folder)
    assert release.rules[0].when[0].at_least == 100_010
    told = [ask(release, capital) for capital in ("1000.09", "1000.1", "1000.10")]
    assert told == [("courier", False), ("secret", False), ("secret", False)]
    assert ask(release, 100_010) == ("secret", False)  # as a decision keeps it
    assert [ask(release, told)[1] for told in ("1000.101", 1000.1, "1000001", "-1")] == [True] * 4


def test_an_amount_is_told_with_its_unit(folder: Path) -> None:
    facts = {"application.capital": "2000", "application.courier": True}
    decision = what_if(load(folder), "food", facts, TODAY)
    assert decision.because.zh.startswith("注册资本：2000.00 元。")
    assert "capital: 2000.00 yuan" in decision.because.en.lower()
    assert decision.facts["application.capital"] == 200_000


def test_a_number_in_json_is_in_the_unit_and_what_is_printed_can_be_told_again(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    def capital(facts: str) -> object:
        main([*ASKED, str(folder), "--facts", facts])
        return json.loads(capsys.readouterr().out)["facts"]["application"].get("capital")

    told = '{"application": {"courier": true, "capital": %s}}'
    assert capital(told % "6000") == capital(told % '"6000.00"') == "6000.00"
    assert capital(told % "5000.50") == "5000.50"
    assert [capital(told % wrong) for wrong in ("5000.505", "1e3", "true")] == [None] * 3
    (tmp_path / "cases.jsonl").write_text(
        f'{{"item": "food", "facts": {told % "1000.10"}}}', encoding="utf-8"
    )
    ((case, _),) = read_past_cases(tmp_path / "cases.jsonl", [load(folder)], TODAY).cases
    assert what_if(load(folder), "food", case.facts or {}, TODAY).facts["application.capital"] == 100_010


def test_a_number_in_a_request_is_in_the_unit_or_refused_where_a_float_lost_it(folder: Path) -> None:
    release = load(folder)

    def capital(number: str) -> object:
        body = FactsBody.model_validate_json(f'{{"application": {{"capital": {number}}}}}')
        return what_if(release, "food", from_json(release.facts, body.flat), TODAY).facts.get(
            "application.capital"
        )

    assert [capital(number) for number in ("6000", "5000.50", '"5000.50"')] == [600_000, 500_050, 500_050]
    with pytest.raises(ValidationError):
        capital("90071992547409.91")
    (fact,) = (one for one in release.facts if one.decimals)
    (asks,) = show_item(release, release.items["food"], (fact,), (), (), TODAY)["asks"]
    assert (asks["at_least"], asks["at_most"]) == ("0.00", "1000000.50")
    assert facts_told(release, "food", {"application.capital": 6000, "application.courier": True}, TODAY) == {
        "application.capital": 600_000,
        "application.courier": True,
    }


DAYS = Fact(fact="application.opened", title=YUAN.title, type="date")
BEGINS = (date.min.isoformat(), "2026-03-01", "2026-03-02", "2026-06-01")


@pytest.mark.parametrize(
    ("fact", "value", "begins", "rule"),
    [
        (YUAN, 0, (0, 500_050), "{at_most: 5000.49}"),
        (YUAN.model_copy(update={"at_least": 0}), 0, (0, 500_050), "{at_least: 0.00, at_most: 5000.49}"),
        (YUAN, 500_050, (0, 500_050, 500_051), "5000.50"),
        (YUAN, 500_050, (0, 500_050), "{at_least: 5000.50}"),
        (DAYS, BEGINS[0], BEGINS, "{at_most: 2026-02-28}"),
        (DAYS, BEGINS[1], BEGINS, "2026-03-01"),
        (DAYS, BEGINS[2], BEGINS, "{at_least: 2026-03-02, at_most: 2026-05-31}"),
        (DAYS, BEGINS[3], BEGINS, "{at_least: 2026-06-01}"),
    ],
)
def test_a_gap_is_mended_by_the_whole_range_as_rule_files_have_it(
    fact: Fact, value: FactValue, begins: tuple[FactValue, ...], rule: str
) -> None:
    assert condition_for(fact, value, begins) == rule


@pytest.mark.parametrize("typed", [5000.5, "5000.50"])
def test_a_number_cell_with_a_point_is_an_amount(typed: float | str) -> None:
    assert in_smallest(YUAN, Column(YUAN, None).read(typed)) == 500_050
    assert Column(YUAN, None).read(5000) == 5000


def test_each_language_of_a_mistake_in_a_cell_is_told_alone() -> None:
    with pytest.raises(Unfit) as wrong:
        whole(2.5)
    told = wrong.value.message.told()
    assert not any(sign in told.zh + told.mend_zh for sign in ("Write", "fraction"))
    assert (told.en + told.mend_en).isascii()


def test_a_diff_tells_an_amount_as_it_is_written_with_its_unit(folder: Path, tmp_path: Path) -> None:
    plain, amount = load(write_region(tmp_path / "plain")), load(folder)
    told = [one for one in entries(plain, amount) if "capital" in f"{one.at.field} {one.new}"]
    (fact,) = [one.new for one in told if isinstance(one.new, dict) and one.new.get("type")]
    assert (fact["type"], fact["at_most"], fact["usual"]) == ("amount", "1000000.50", "99.90")
    assert "100010" not in str([(one.new, one.inside) for one in told])
    spoil(folder, "facts.yaml", "at_most: 1000000.5", "at_most: 2000000")
    spoil(folder, "channels.yaml", "{at_least: 1000.1}", "{at_least: 1000.25}")
    said = {
        str(one.new): one.words[1]
        for one in entries(amount, load(folder))
        if one.at.file in ("facts.yaml", "channels.yaml")
    }
    assert said["2000000.00"] == Text(zh="2000000.00 元", en="2000000.00 yuan")
    assert "{'at_least': '1000.25'}" in said


def test_an_amount_goes_through_a_workbook_as_it_is_written(folder: Path) -> None:
    assert taken(folder).files == ()
    assert cell(folder, "规则", "secret", "注册资本") == "≥1000.1"
    stored(folder, put("规则", "secret", "注册资本", "1000.25–2000"))
    (test,) = load(folder).rules[0].when
    assert (test.at_least, test.at_most) == (100_025, 200_000)


@pytest.mark.parametrize(
    ("fact", "typed", "meant"),
    [
        (YUAN, ">500.01", "≥500.02"),
        (YUAN, "<500", "≤499.99"),
        (YUAN, "> 0", "≥0.01"),
        (YUAN, "<0.00", "≤-0.01"),
        (YUAN, "1.5~2.5", "1.5–2.5"),
        (YUAN, "不少于500.01", "≥500.01"),
        (YUAN.model_copy(update={"decimals": None, "unit": None}), ">2", "≥3"),
        (DAYS, ">2026-02-28", "≥2026-03-01"),
        (DAYS, "<2026-03-01", "≤2026-02-28"),
    ],
)
def test_a_strict_bound_in_excel_is_told_as_the_next_one_that_can_be_written(
    fact: Fact, typed: str, meant: str
) -> None:
    column = Column(fact, None)
    with pytest.raises(Unfit) as found:
        column.read(typed)
    assert f"是不是“{meant}”" in found.value.message.told().mend_zh
    column.read(meant)


@pytest.mark.parametrize("typed", [">0.001", ">", "<x", ">2026-02-28"])
def test_what_no_amount_stands_beside_is_refused_without_a_guess(typed: str) -> None:
    with pytest.raises(Unfit) as found:
        Column(YUAN, None).read(typed)
    assert "是不是" not in found.value.message.told().mend_zh
