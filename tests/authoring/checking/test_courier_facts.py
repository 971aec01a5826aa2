from __future__ import annotations

from datetime import date
from pathlib import Path

from chalicelib.authoring.check import check
from tests.authoring.region import FILES, spoil, write_region

TODAY = date(2026, 11, 23)
CONSENT = next(
    line for line in FILES["facts.yaml"].splitlines(keepends=True) if "application.courier" in line
)
PLAN = "plans/outbound_courier.yaml"


def found(folder: Path) -> list[tuple[str, int, str]]:
    return [(each.file, each.line, each.code) for each in check(folder, TODAY).problems]


def codes(folder: Path) -> list[str]:
    return [code for _, _, code in found(folder)]


def region(path: Path, consent: str) -> Path:
    """A whole region in which the rules test no consent, and the applicant is asked by ``consent``."""
    folder = write_region(path / "licang")
    spoil(folder, "facts.yaml", CONSENT, consent)
    spoil(folder, "channels.yaml", ", application.courier: true", "")
    last = ", facts: {application.courier: false}, expect: one_visit, by: counter"
    spoil(folder, "channels.yaml", last, ", expect: outbound_courier, by: courier")
    return folder


def test_a_plan_that_sends_couriers_where_nobody_is_asked_is_told_at_its_ways(tmp_path: Path) -> None:
    line = FILES[PLAN].splitlines().index("result_out: [courier, counter]") + 1
    assert (PLAN, line, "courier-consent") in found(region(tmp_path, ""))


def test_where_the_applicant_is_asked_nothing_is_told(tmp_path: Path) -> None:
    assert "courier-consent" not in codes(region(tmp_path, CONSENT))


def test_a_consent_that_is_no_yes_or_no_sends_nobody_and_is_told(tmp_path: Path) -> None:
    number = CONSENT.replace("type: bool, usual: true", "type: whole_number, usual: 1")
    assert "courier-consent" in codes(region(tmp_path, number))


def test_whether_results_may_be_mailed_is_a_yes_or_a_no(tmp_path: Path) -> None:
    mailed = "  - {fact: item.mail_result, title: {zh: 可寄, en: mailed}, type: whole_number}\n"
    folder = region(tmp_path, mailed + CONSENT)
    for file in FILES:
        if file.startswith("items/"):
            spoil(folder, file, "electronic_result:", "mail_result: 1\n  electronic_result:")
    assert "courier-consent" in codes(folder)


def test_a_region_that_sends_nobody_need_not_ask(tmp_path: Path) -> None:
    folder = region(tmp_path, "")
    for file in FILES:
        if file.startswith("plans/"):
            text = (folder / file).read_text(encoding="utf-8")
            (folder / file).write_text(
                text.replace("[courier, counter]", "[electronic, counter]"), encoding="utf-8"
            )
    assert "courier-consent" not in codes(folder)
