"""What an edit changes besides channels is told, whatever it is; what only moved in its file is not."""

# ruff: noqa: E501  # a table

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from chalicelib.authoring.amendments import Amendment
from chalicelib.authoring.diff import diff
from chalicelib.authoring.load import load
from tests.authoring.region import spoil

FOOD = "items/market/food.yaml"
EDITS = [
    ("a shorter promise", FOOD, "promised: 10", "promised: 9", ("item", "food", ("limits",))),
    ("another address", "region.yaml", "address: 演示地址", "address: 别处", ("region", "licang", ("hall",))),
    ("a step's days", "plans/outbound_courier.yaml", "days: 20", "days: 21", ("plan", "outbound_courier", ("steps",))),
    ("a title", "channels.yaml", "zh: 涉密到窗口", "zh: 涉密的到窗口", ("rule", "secret", ("title",))),
    ("an invariant", "invariants.yaml", "expect: one_visit", "expect: [one_visit, fully_online]",
     ("invariant", "secret-at-counter", ("expect",))),
    ("an interval", "couriers/ems.yaml", "minutes: 120", "minutes: 60", ("courier", "ems", ("polling",))),
    ("a day off", "calendars/2026.yaml", "2026-01-02", "2026-01-05", ("calendar", "2026", ("off",))),
    ("a usual answer", "facts.yaml", "usual: true", "usual: false", ("fact", "application.courier", ("usual",))),
]  # fmt: skip


def also(old: Path, new: Path) -> list[Amendment]:
    return list(diff(load(old), load(new), date(2026, 6, 1)).also)


@pytest.mark.parametrize(
    ("file", "before", "after", "expected"), [one[1:] for one in EDITS], ids=[one[0] for one in EDITS]
)
def test_an_edit_is_told_by_kind_name_and_field(
    old: Path, new: Path, file: str, before: str, after: str, expected: tuple[str, str, tuple[str, ...]]
) -> None:
    spoil(new, file, before, after)
    kind, name, fields = expected
    assert also(old, new) == [Amendment(kind, name, "changed", fields)]
    assert also(new, old) == [Amendment(kind, name, "changed", fields)]


def test_what_only_stands_on_another_line_is_no_change(old: Path, new: Path) -> None:
    for file in ("channels.yaml", FOOD, "plans/one_visit.yaml"):
        text = (new / file).read_text(encoding="utf-8")
        (new / file).write_text(f"# a line more\n{text}", encoding="utf-8")
    assert also(old, new) == []


def test_what_comes_and_goes_is_told(old: Path, new: Path) -> None:
    spoil(new, "channels.yaml", "rule: courier", "rule: by-courier")
    spoil(new, "channels.yaml", "by: courier}", "by: by-courier}")
    told = [(one.kind, one.name, one.change) for one in also(old, new)]
    assert told == [
        ("rule", "courier", "removed"),
        ("rule", "by-courier", "added"),
        ("example", "普通", "changed"),
    ]


def test_rules_in_another_order_are_told(old: Path, new: Path) -> None:
    text = (new / "channels.yaml").read_text(encoding="utf-8")
    head, first, second, rest = text.split("  - rule: ", 3)
    (new / "channels.yaml").write_text("  - rule: ".join([head, second, first, rest]), encoding="utf-8")
    assert [one.kind for one in also(old, new)] == ["order"]
