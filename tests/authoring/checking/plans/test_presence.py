"""Wherever the applicant is seen in person a visit is marked, at whatever step of the part that is."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from chalicelib.authoring.check import check
from tests.authoring.region import spoil, write_region

SEEN = "parts/seen.yaml"
LOOK, SIGN = 12, 18
PART = """\
part: seen
title: {zh: 当面办理, en: Face to face}
does: presence
exits: [given-up]
steps:
  - step: look
    title: {zh: 核验本人, en: The applicant is checked}
    by: staff
    unit: hall
    late: absent
    outcomes:
      - {outcome: seen, title: {zh: 已核验, en: checked}, next: signature}
      - {outcome: absent, title: {zh: 未到, en: absent}, next: given-up}
  - step: signature
    title: {zh: 签字, en: Signature}
    by: staff
    outcomes:
      - {outcome: signed, title: {zh: 已签字, en: signed}, next: onward}
      - {outcome: unsigned, title: {zh: 未签字, en: not signed}, next: onward}
"""
IN = (", en: checked}", ", en: checked}, visit: true")
SIGNED = (", en: signed}", ", en: signed}, visit: true")
UNSIGNED = (", en: not signed}", ", en: not signed}, visit: true")
ASKED = ("    by: staff\n    outcomes", "    by: staff\n    when: {item.secret: true}\n    outcomes")
GO = ("    unit: hall\n", "    unit: market\n    officers: 2\n")
TWO = ("    unit: hall\n", "    unit: hall\n    officers: 2\n")
BOTH = ("    by: staff\n    outcomes", "    by: staff\n    officers: 2\n    outcomes")


@pytest.mark.parametrize(
    ("edits", "lines"),
    [
        ([], [LOOK]),
        ([IN], []),
        ([SIGNED], [LOOK]),
        ([SIGNED, UNSIGNED], []),
        ([SIGNED, UNSIGNED, ASKED], [LOOK]),
        ([IN, ASKED], []),
        ([TWO], [LOOK + 1]),
        ([GO], [SIGN + 1]),
        ([GO, BOTH], []),
    ],
    ids=[
        "none",
        "first",
        "one-way",
        "later",
        "later-passed-by",
        "first-passed-by",
        "two-at-the-hall",
        "officers-go-once",
        "officers-go",
    ],
)
def test_every_way_on_from_where_the_applicant_is_seen_has_a_visit(
    tmp_path: Path, edits: list[tuple[str, str]], lines: list[int]
) -> None:
    folder = write_region(tmp_path / "region")
    (folder / SEEN).write_text(PART, encoding="utf-8")
    for old, new in edits:
        spoil(folder, SEEN, old, new)
    found = check(folder, date(2026, 6, 1), engines=()).problems
    assert [one.line for one in found if one.code == "visit-not-marked"] == lines
