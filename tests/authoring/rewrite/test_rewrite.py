"""A text says other data after as few changes as there can be: all else stays as it was typed."""

from __future__ import annotations

import copy
import difflib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.authoring.reading.yaml.nodes import parse
from chalicelib.authoring.reading.yaml.signs import hidden
from chalicelib.authoring.rewrite.rewrite import RewriteError, rewrite, written

RULES = """\
# head
rules:
  # about a
  - rule: a
    title: {zh: 甲, en: "one, two"}   # title of a
    when: {item.secret: true}
    basis:
      - {title: 法, article: 第一条}   # why
    from: 2018-01-01        # since

  # about b
  # more about b
  - rule: b
    title: {zh: 乙, en: two}
    when:
      item.depth: IV        # deep
      item.originals: {at_least: 1}
    basis: [{title: 法}]
    from: 2019-01-01

# between
examples:
  # group one
  - {name: x, item: i}
  - {name: y, item: i}   # y
  # group two
  - {name: z, item: i}
"""


def data(text: str) -> Any:
    return parse(text.encode()).plain()


def changed(text: str, new: Any) -> list[str]:
    """The lines that go and come, each with its sign."""
    made = rewrite(text, new)
    assert data(made) == new
    lines = difflib.unified_diff(text.splitlines(), made.splitlines(), n=0, lineterm="")
    return [line for line in lines if not line.startswith(("@@", "---", "+++"))]


@pytest.mark.parametrize("file", sorted(Path("rules").rglob("*.yaml")), ids=str)
def test_a_file_that_says_what_it_said_is_not_touched(file: Path) -> None:
    text = file.read_text(encoding="utf-8")
    assert rewrite(text, data(text)) == text


def test_a_value_changes_in_its_place() -> None:
    new = data(RULES)
    new["rules"][1]["when"]["item.originals"] = {"at_least": 2}
    assert changed(RULES, new) == [
        "-      item.originals: {at_least: 1}",
        "+      item.originals: {at_least: 2}",
    ]


def test_a_value_in_quotes_stays_in_quotes_and_what_needs_them_gets_them() -> None:
    text = 'a: "01"   # code\nb: x\nc: true\nd: "y"\n'
    new = {"a": "10", "b": "10", "c": "true", "d": "plain"}
    assert rewrite(text, new) == 'a: "10"   # code\nb: "10"\nc: "true"\nd: "plain"\n'


def test_a_new_key_stands_after_the_one_before_it_and_the_comments_stay() -> None:
    new = data(RULES)
    new["rules"][0]["until"] = "2020-12-31"
    assert changed(RULES, new) == ["+    until: 2020-12-31"]
    assert "# since\n    until: 2020-12-31\n\n  # about b" in rewrite(RULES, new)


def test_a_key_goes_with_its_line_and_its_map_stays() -> None:
    new = data(RULES)
    del new["rules"][1]["when"]["item.depth"]
    assert changed(RULES, new) == ["-      item.depth: IV        # deep"]
    del new["rules"][1]["when"]["item.originals"]
    assert "    when: {}\n" in rewrite(RULES, new)


def test_all_the_keys_of_a_map_may_be_exchanged() -> None:
    new = data(RULES)
    new["rules"][1]["when"] = {"item.new": 1, "item.originals": 2}
    assert changed(RULES, new) == [
        "-      item.depth: IV        # deep",
        "-      item.originals: {at_least: 1}",
        "+      item.new: 1",
        "+      item.originals: 2",
    ]
    new["rules"][1]["when"] = {"item.other": 3}
    assert "    when:\n      item.other: 3\n    basis" in rewrite(RULES, new)


def test_comments_travel_with_their_entry_and_blank_lines_stay() -> None:
    new = data(RULES)
    new["rules"].reverse()
    made = rewrite(RULES, new)
    assert (
        made.index("# more about b") < made.index("rule: b") < made.index("# about a") < made.index("rule: a")
    )
    assert made.startswith("# head\nrules:\n  # about b\n")
    assert "from: 2019-01-01\n\n  # about a\n" in made
    assert "# since\n\n# between\nexamples:" in made
    new["rules"].reverse()
    assert rewrite(made, new) == RULES


def test_an_entry_is_moved_and_changed_at_once() -> None:
    new = data(RULES)
    new["rules"].reverse()
    new["rules"][1]["from"] = "2018-02-01"
    new["rules"][1]["until"] = "2018-03-01"
    del new["rules"][0]["when"]["item.originals"]
    made = rewrite(RULES, new)
    assert data(made) == new
    assert "from: 2018-02-01        # since\n    until: 2018-03-01\n\n# between" in made


def test_a_renamed_entry_keeps_its_comments() -> None:
    new = data(RULES)
    new["rules"][1]["rule"] = "c"
    assert changed(RULES, new) == ["-  - rule: b", "+  - rule: c"]


def test_a_new_entry_is_written_as_its_neighbours_are() -> None:
    new = data(RULES)
    rule = {"rule": "fresh", "title": {"zh": "新", "en": "new"}, "when": {}, "basis": [{"title": "法"}]}
    new["rules"].insert(1, rule)
    new["examples"].append({"name": "w", "item": "i"})
    assert changed(RULES, new) == [
        "+",
        "+  - rule: fresh",
        "+    title: {zh: 新, en: new}",
        "+    when: {}",
        "+    basis:",
        "+      - {title: 法}",
        "+  - {name: w, item: i}",
    ]


def test_the_heading_of_a_group_outlives_its_first_entry() -> None:
    new = data(RULES)
    del new["examples"][0]
    assert changed(RULES, new) == ["-  - {name: x, item: i}"]


def test_what_stands_alone_goes_with_its_comment() -> None:
    new = data(RULES)
    del new["rules"][0]
    made = rewrite(RULES, new)
    assert "about a" not in made
    assert "about b" in made


def test_a_list_may_lose_all_its_entries_and_get_some_again() -> None:
    new = data(RULES)
    new["examples"] = []
    made = rewrite(RULES, new)
    assert data(made) == new
    assert made.endswith("# between\nexamples: []\n")
    again = rewrite(made, data(RULES))
    assert data(again) == data(RULES)


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
@pytest.mark.parametrize("end", ["", "\n"])
def test_line_breaks_byte_order_marks_and_a_missing_last_break_are_kept(
    newline: str, mark: str, end: str
) -> None:
    text = mark + newline.join(["a: 1  # one", "b:", "  - {k: 1}", "  - {k: 2}"]) + end
    new = {"a": 2, "b": [{"k": 2}, {"k": 3}, {"k": 1}], "c": "x"}
    wanted = ["a: 2  # one", "b:", "  - {k: 2}", "  - {k: 3}", "  - {k: 1}", "c: x"]
    assert rewrite(text, new) == mark + newline.join(wanted) + end


def test_what_cannot_be_changed_in_places_is_refused_and_never_guessed() -> None:
    with pytest.raises(RewriteError):
        rewrite("a: x\n", {"a": "y" * 70_000})  # more than a rule file may say
    with pytest.raises(RewriteError):
        rewrite("l:\n  - a: 1\n    b: 2\n", {"l": [{"b": 2}]})


SCALARS = st.one_of(
    st.booleans(),
    st.integers(-5, 2018),
    st.text(st.characters(exclude_categories=["Cc", "Cf", "Cn", "Cs", "Zl", "Zp"]), max_size=8).filter(
        lambda text: hidden(text) is None
    ),
    st.sampled_from(
        ["", "true", "1.5", "0x1", "a: b", "a #b", "- x", "[", "2018-01-01", "甲，乙", "x ", "'", '"']
    ),
).filter(
    lambda value: not isinstance(value, str) or parse(written({"a": value}).encode()).plain() == {"a": value}
)
KEYS = st.sampled_from(["a", "bb", "item.c", "d-e"])
VALUES = st.recursive(
    SCALARS,
    lambda inner: st.one_of(
        st.lists(SCALARS, max_size=4),
        st.lists(st.dictionaries(KEYS, inner, min_size=1, max_size=3), max_size=4),
        st.dictionaries(KEYS, inner, max_size=3),
    ),
    max_leaves=12,
)
FILES = st.dictionaries(KEYS, VALUES, min_size=1, max_size=4)


@given(FILES)
def test_a_new_file_says_what_it_was_given(new: dict[str, Any]) -> None:
    assert data(written(new)) == new


@given(FILES, FILES)
def test_whatever_a_text_said_it_says_what_it_is_asked_to_or_is_refused(
    old: dict[str, Any], new: dict[str, Any]
) -> None:
    try:
        made = rewrite(written(old), new)
    except RewriteError:
        return
    assert data(made) == new


@given(FILES, st.data())
def test_with_one_scalar_changed_every_other_line_stays(old: dict[str, Any], draw: st.DataObject) -> None:
    text = "".join(f"{line}  # {n}\n" for n, line in enumerate(written(old).splitlines()))
    if data(text) != old:
        return  # a text over several lines
    new = copy.deepcopy(old)
    key = draw.draw(st.sampled_from(sorted(old)))
    if isinstance(new[key], dict | list):
        return
    new[key] = draw.draw(SCALARS)
    before, after = text.splitlines(), rewrite(text, new).splitlines()
    assert len(before) == len(after)
    assert sum(one != other for one, other in zip(before, after, strict=True)) <= 1
    assert [line.rpartition("  # ")[2] for line in after] == [line.rpartition("  # ")[2] for line in before]
