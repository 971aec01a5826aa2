"""A folder with one fault has one finding: in its file, on its line and column, with its code."""

from __future__ import annotations

import re
from datetime import date
from functools import partial
from pathlib import Path

import pytest

from chalicelib.authoring import check as checking
from chalicelib.authoring.check import check
from chalicelib.authoring.reading.ahead import read_ahead
from tests.authoring.broken import CHANNELS, FAULTS, Fault, guide
from tests.authoring.region import spoil, write_region
from tests.authoring.spoilt import MISTAKES

TODAY = date(2026, 6, 1)
OWN_EXAMPLE = (
    '  - {name: 金库, item: vault, facts: {item.inspection: joint}, "on": 2019-06-03, expect: one_visit}\n'
)


@pytest.fixture
def region(tmp_path: Path) -> Path:
    folder = write_region(tmp_path / "licang")
    with (folder / CHANNELS).open("a", encoding="utf-8") as channels:
        channels.write(OWN_EXAMPLE)
    return folder


def test_the_folder_that_the_faults_are_put_into_is_clean(region: Path) -> None:
    assert check(region, TODAY, engines=()).problems == ()


@pytest.mark.parametrize("fault", FAULTS, ids=[fault.what for fault in FAULTS])
def test_one_fault_is_one_finding_in_its_place_on_one_core_and_on_two(
    region: Path, fault: Fault, monkeypatch: pytest.MonkeyPatch
) -> None:
    for file, old, new in fault.edits:
        if old:
            spoil(region, file, old, new)
        else:
            (region / file).write_text(new, encoding="utf-8")
    where = _unmark(region)
    found = check(region, TODAY, engines=()).problems
    monkeypatch.setattr(checking, "can_fork", lambda: True)
    ahead = partial(read_ahead, region)
    assert check(region, TODAY, engines=(), apart=True, ahead=ahead).problems == found
    assert [(one.file, one.line, one.column, one.code) for one in found] == [(*where, fault.code)]
    (one,) = found
    assert one.zh
    assert re.sub("[→⟨⟩]", "", one.en).isascii() or re.search("[《\u4e00-\u9fff]", one.en)
    assert one.mend_zh
    assert one.mend_en


@pytest.mark.parametrize(
    ("number", "codes"),
    [
        ("12345", []),
        ("12315", []),
        ("0532-12345", []),
        ("0532-0000003", []),
        ("12445", ["guide-L10"]),
        ("123456", ["guide-L10"]),
        ("110", ["guide-L10"]),
        ("13800000000", ["guide-L10"]),
    ],
)
def test_complaints_may_go_to_a_hotline_of_the_state_or_to_a_number_with_area_code(
    region: Path, number: str, codes: list[str]
) -> None:
    for file, old, new in guide("complaint: 0532-00000002", f'complaint: "{number}"'):
        spoil(region, file, old, new)
    assert [one.code for one in check(region, TODAY, engines=()).problems] == codes


def test_there_are_more_than_sixty_faults_of_more_than_thirty_classes() -> None:
    classes = {fault.code for fault in FAULTS} | {row[-1].partition("@")[0] for row in MISTAKES}
    assert len(FAULTS) > 60
    assert len(classes) > 60


def _unmark(region: Path) -> tuple[str, int, int]:
    """Where the mark stands; it is taken away."""
    for path in sorted(region.rglob("*.yaml")):
        text = path.read_text(encoding="utf-8")
        if "¦" in text:
            assert text.count("¦") == 1
            path.write_text(text.replace("¦", ""), encoding="utf-8")
            before = text[: text.index("¦")]
            return (
                path.relative_to(region).as_posix(),
                before.count("\n") + 1,
                len(before) - before.rfind("\n"),
            )
    raise AssertionError("no edit marks the place")
