"""Confirmed examples reach the file: lines are added, nothing else is touched, what is wrong is refused."""

from __future__ import annotations

import unicodedata
from datetime import date
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from chalicelib.authoring.check import check
from chalicelib.authoring.checking.load import load
from chalicelib.authoring.examples.adding import NoLinesError, added
from chalicelib.authoring.examples.confirm import NotConfirmedError, chosen, confirm
from chalicelib.authoring.examples.proposal import Outcome
from chalicelib.authoring.examples.propose import Proposed, propose
from chalicelib.authoring.reading.yaml.nodes import parse
from chalicelib.authoring.reading.yaml.signs import hidden
from chalicelib.decisions.forms.model import Confirmed
from tests.authoring.region import spoil, write_region

TODAY = date(2026, 6, 1)
BY = Confirmed(by="张三", on=TODAY)
ENTRY = {"name": "新", "item": "food", "facts": {"item.secret": True}, "expect": "one_visit"}
LINE = "  - {name: 新, item: food, facts: {item.secret: true}, expect: one_visit}\n"
HEAD = "decision: channel\nrules:\n  - {rule: a}\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write_region(tmp_path / "licang")


def proposed(folder: Path) -> Proposed:
    return propose(load(folder), TODAY, TODAY)


def entries(text: str) -> list[object]:
    content = parse(text.encode()).plain()
    assert isinstance(content, dict)
    return list(content["examples"])


def test_confirmed_examples_stand_in_the_file_with_name_and_day_and_the_check_passes(folder: Path) -> None:
    found = proposed(folder)
    picked = chosen(found.proposals, [found.proposals[1].id, found.proposals[0].id])
    before = (folder / "channels.yaml").read_text(encoding="utf-8")
    confirm(folder, found.release, picked, BY, TODAY)
    after = (folder / "channels.yaml").read_text(encoding="utf-8")
    assert after.startswith(before)
    lines = after.removeprefix(before).splitlines()
    assert len(lines) == 2
    assert all(line.startswith("  - {name: ") for line in lines)
    assert all(line.endswith('confirmed: {by: 张三, "on": 2026-06-01}}') for line in lines)
    checked = check(folder, TODAY)
    assert checked.release is not None
    assert [problem.code for problem in checked.problems if problem.severity == "error"] == []
    assert [example.confirmed for example in checked.release.examples[-2:]] == [BY, BY]
    assert sorted(path.name for path in folder.iterdir() if path.is_file()) == [
        "channels.yaml", "clocks.yaml", "facts.yaml", "invariants.yaml", "region.yaml", "units.yaml",
    ]  # fmt: skip


def test_afterwards_only_the_rest_is_proposed_under_the_same_ids(folder: Path) -> None:
    found = proposed(folder)
    first, *rest = found.proposals
    confirm(folder, found.release, [first], BY, TODAY)
    again = proposed(folder)
    assert [one.id for one in again.proposals] == [one.id for one in rest]
    confirm(folder, again.release, again.proposals, BY, TODAY)
    last = proposed(folder)
    assert last.proposals == ()


def test_an_id_that_is_not_proposed_is_refused_and_so_is_one_of_other_rules(folder: Path) -> None:
    found = proposed(folder)
    with pytest.raises(NotConfirmedError, match="abc123"):
        chosen(found.proposals, [found.proposals[0].id, "abc123"])
    spoil(folder, "channels.yaml", "快递送达", "快递送达到家")
    changed = proposed(folder)
    with pytest.raises(NotConfirmedError, match="规则在列出后有改动"):
        chosen(changed.proposals, [found.proposals[0].id])


def test_an_example_that_the_engine_decides_otherwise_is_not_written(folder: Path) -> None:
    found = proposed(folder)
    one = found.proposals[0]
    other = next(rule for rule in found.release.rules if rule is not one.outcome.rule)
    wrong = type(one)(**{**vars(one), "outcome": Outcome(other)})
    before = (folder / "channels.yaml").read_bytes()
    with pytest.raises(NotConfirmedError):
        confirm(folder, found.release, [wrong], BY, TODAY)
    assert (folder / "channels.yaml").read_bytes() == before


BEFORE_AND_AFTER = {
    "after a comment at the end of the last line": (
        HEAD + "examples:\n  - {name: a}   # why\n",
        HEAD + "examples:\n  - {name: a}   # why\n" + LINE,
    ),
    "before a comment that ends the file": (
        HEAD + "examples:\n  - {name: a}\n# the end\n",
        HEAD + "examples:\n  - {name: a}\n" + LINE + "# the end\n",
    ),
    "where another key follows": (
        "examples:\n  - {name: a}\n\n# rules\nrules: []\n",
        "examples:\n  - {name: a}\n" + LINE + "\n# rules\nrules: []\n",
    ),
    "without a line's end at the end": (
        HEAD + "examples:\n  - {name: a}",
        HEAD + "examples:\n  - {name: a}\n" + LINE.rstrip(),
    ),
    "in the indent of the file": (
        HEAD + "examples:\n- {name: a}\n",
        HEAD + "examples:\n- {name: a}\n" + LINE.lstrip(),
    ),
    "after a map over several lines": (
        HEAD + "examples:\n  -   name: a\n      facts:\n        item.secret: true  # yes\n\n# end\n",
        HEAD
        + "examples:\n  -   name: a\n      facts:\n        item.secret: true  # yes\n"
        + LINE
        + "\n# end\n",
    ),
    "after a text over several lines": (
        HEAD + "examples:\n  - name: |\n      a\n      b\n",
        HEAD + "examples:\n  - name: |\n      a\n      b\n" + LINE,
    ),
    "after a text over several lines, where another key follows": (
        "examples:\n  - name: >\n      a\n      b\nrules: []\n",
        "examples:\n  - name: >\n      a\n      b\n" + LINE + "rules: []\n",
    ),
    "as the first of an empty list": (
        "rules: []\nexamples: []   # none yet\n# end\n",
        "rules: []\nexamples:   # none yet\n" + LINE + "# end\n",
    ),
    "within the brackets of a list on one line": (
        HEAD + "examples: [{name: a}]   # few\n",
        HEAD + "examples: [{name: a}, " + LINE.strip().removeprefix("- ") + "]   # few\n",
    ),
    "as the first of a new list": (HEAD, HEAD + "examples:\n" + LINE),
    "with the line ends of the file": (
        (HEAD + "examples:\n  - {name: a}\n").replace("\n", "\r\n"),
        (HEAD + "examples:\n  - {name: a}\n" + LINE).replace("\n", "\r\n"),
    ),
    "behind a mark of the byte order": (
        "\ufeff" + HEAD + "examples:\n  - {name: a}\n",
        "\ufeff" + HEAD + "examples:\n  - {name: a}\n" + LINE,
    ),
}


@pytest.mark.parametrize("where", BEFORE_AND_AFTER)
def test_lines_are_added_and_nothing_else_is_touched(where: str) -> None:
    before, after = BEFORE_AND_AFTER[where]
    assert added(before.encode(), [ENTRY]).decode() == after


@pytest.mark.parametrize(
    "text", ["examples: none\n", "examples: {name: a}\n", "[]\n", "a: &b 1\nexamples: [*b]\n"]
)
def test_a_file_that_takes_no_lines_is_refused(text: str) -> None:
    with pytest.raises(NoLinesError):
        added(text.encode(), [ENTRY])


NAMES = (
    st.text(st.characters(exclude_categories=["C", "Zl", "Zp"]), max_size=30)
    .map(str.strip)
    .filter(lambda name: name and hidden(name) is None)
)
"""Of signs that a file may hold: the others are refused where they stand."""


@settings(max_examples=120, deadline=None)
@given(name=NAMES, by=NAMES)
@example(name="?0", by="- 张")
@example(name="a: b, {c} #d", by="'\"")
@example(name="true", by="2026-06-01")
@example(name="*a", by="&b !c")
def test_whatever_a_name_is_made_of_it_is_read_again_as_it_was(name: str, by: str) -> None:
    entry = ENTRY | {"name": name, "confirmed": {"by": by, "on": TODAY}}
    before = HEAD + "examples:\n  - {name: a}\n"
    after = added(before.encode(), [entry]).decode()
    assert after.startswith(before)
    written = entries(after)[-1]
    assert isinstance(written, dict)
    assert written["confirmed"] == {"by": parse_text(by), "on": "2026-06-01"}
    assert written["name"] == parse_text(name)


def parse_text(text: str) -> str:
    return unicodedata.normalize("NFC", text)
