"""Whatever rules a file holds they come back to the byte; whatever an officer edits is what loads."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook
from openpyxl.workbook import Workbook

from chalicelib.authoring.checking.load import load
from chalicelib.authoring.workbook.taking.store import store
from chalicelib.authoring.workbook.taking.take import take
from chalicelib.decisions.forms.form import Condition
from tests.authoring.region import write_region
from tests.authoring.workbook.office import TODAY, column_of, contents, export

HEADINGS = {
    "item.secret": "涉密",
    "item.inspection": "现场勘验",
    "item.paper_originals": "纸质原件份数",
    "application.courier": "同意快递",
}
WORDS = {"none": "不需要", "required": "需要", "joint": "联合", "true": "是", "false": "否"}
BASIS = "[{title: 行政许可法, article: 第二十九条}]"


@dataclass(frozen=True)
class Asked:
    """A condition as a rule file, a cell and the loaded rule have it."""

    yaml: str
    cell: str
    condition: Condition


def _values(fact: str, words: tuple[str, ...], values: tuple[bool | str, ...]) -> st.SearchStrategy[Asked]:
    def made(places: list[int], negated: bool, listed: bool) -> Asked:
        some = [words[place] for place in places]
        yaml = f"[{', '.join(some)}]" if listed or len(some) > 1 else some[0]
        cell = "|".join(WORDS[word] for word in some)
        chosen = tuple(values[place] for place in places)
        if negated:
            return Asked(f"{{not: {yaml}}}", f"非 {cell}", Condition(fact=fact, none_of=chosen))
        return Asked(yaml, cell, Condition(fact=fact, any_of=chosen))

    places = st.lists(st.integers(0, len(words) - 1), min_size=1, unique=True)
    return st.builds(made, places, st.booleans(), st.booleans())


def _between(numbers: tuple[int, int]) -> Asked:
    low, high = sorted(numbers)
    condition = Condition(fact="item.paper_originals", at_least=low, at_most=high)
    return Asked(f"{{at_most: {high}, at_least: {low}}}", f"{low}–{high}", condition)


NUMBER = st.integers(0, 60)
ORIGINALS = st.one_of(
    NUMBER.map(lambda n: Asked(str(n), str(n), Condition(fact="item.paper_originals", any_of=(n,)))),
    NUMBER.map(
        lambda n: Asked(f"{{at_least: {n}}}", f"≥{n}", Condition(fact="item.paper_originals", at_least=n))
    ),
    NUMBER.map(
        lambda n: Asked(f"{{at_most: {n}}}", f"≤{n}", Condition(fact="item.paper_originals", at_most=n))
    ),
    st.tuples(NUMBER, NUMBER).map(_between),
)
ASKED = {
    "item.secret": _values("item.secret", ("true", "false"), (True, False)),
    "item.inspection": _values(
        "item.inspection", ("none", "required", "joint"), ("none", "required", "joint")
    ),
    "item.paper_originals": ORIGINALS,
    "application.courier": _values("application.courier", ("true", "false"), (True, False)),
}
WHEN = st.fixed_dictionaries({}, optional=ASKED)


def written(rules: list[dict[str, Asked]], blocks: list[bool]) -> str:
    """channels.yaml with a comment above each rule, one behind its name, and one behind its last line."""
    text = "decision: channel\nrules:\n"
    for number, (when, block) in enumerate(zip(rules, blocks, strict=True)):
        text += f"  # above r{number}\n  - rule: r{number}  # at r{number}\n"
        text += f"    title: {{zh: 规则{number}, en: rule {number}}}\n"
        if block and when:
            text += "    when:\n" + "".join(f"      {fact}: {one.yaml}\n" for fact, one in when.items())
        else:
            text += f"    when: {{{', '.join(f'{fact}: {one.yaml}' for fact, one in when.items())}}}\n"
        text += f"    choose: one_visit\n    basis: {BASIS}\n    from: 2004-07-01  # since r{number}\n\n"
    return text + "# the end\nexamples: []\n"


@pytest.fixture(scope="module")
def region(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_region(tmp_path_factory.mktemp("any") / "region")


RULES = st.lists(WHEN, min_size=1, max_size=5)


@settings(max_examples=12, deadline=None)
@given(RULES, st.lists(st.booleans(), min_size=5, max_size=5))
def test_any_rules_come_back_to_the_byte(
    region: Path, rules: list[dict[str, Asked]], blocks: list[bool]
) -> None:
    text = written(rules, blocks[: len(rules)])
    (region / "channels.yaml").write_text(text, encoding="utf-8")
    assert take(export(region, region.with_suffix(".xlsx")), region, TODAY).files == ()


@settings(max_examples=12, deadline=None)
@given(RULES, st.lists(st.booleans(), min_size=5, max_size=5), st.data())
def test_what_is_edited_is_what_loads_and_every_comment_stays_with_its_rule(
    region: Path, rules: list[dict[str, Asked]], blocks: list[bool], draw: st.DataObject
) -> None:
    text = written(rules, blocks[: len(rules)])
    (region / "channels.yaml").write_text(text, encoding="utf-8")
    order = draw.draw(st.permutations(range(len(rules))))[: draw.draw(st.integers(1, len(rules)))]
    wanted = {number: draw.draw(WHEN) for number in order}
    file = export(region, region.with_suffix(".xlsx"))
    book = load_workbook(file)
    _fill(book, order, wanted)
    book.save(file)
    store(take(file, region, TODAY, meant=True), region)  # by chance a column may look moved by itself
    _loads(region, order, wanted)
    _comments(region, order)
    assert take(export(region, file), region, TODAY).files == ()


def _fill(book: Workbook, order: list[int], wanted: dict[int, dict[str, Asked]]) -> None:
    """The rules in another order, some of them gone, each with other conditions."""
    sheet = book["规则"]
    rows = {str(row[0].value): [cell.value for cell in row] for row in sheet.iter_rows(min_row=3)}
    sheet.delete_rows(3, len(rows))
    for place, number in enumerate(order, start=3):
        for column, value in enumerate(rows[f"r{number}"], start=1):
            sheet.cell(place, column, value)
        for fact, heading in HEADINGS.items():
            asked = wanted[number].get(fact)
            sheet.cell(place, column_of(sheet, heading)).value = asked.cell if asked else None


def _loads(region: Path, order: list[int], wanted: dict[int, dict[str, Asked]]) -> None:
    release = load(region)
    assert [rule.rule for rule in release.rules] == [f"r{number}" for number in order]
    for rule, number in zip(release.rules, order, strict=True):
        asked = {one.condition.fact: one.condition for one in wanted[number].values()}
        assert {condition.fact: condition for condition in rule.when} == asked


def _comments(region: Path, order: list[int]) -> None:
    lines = contents(region)["channels.yaml"].decode().splitlines()
    for number in order:
        at = lines.index(f"  # above r{number}")
        assert lines[at + 1] == f"  - rule: r{number}  # at r{number}"
        last = next(line for line in lines[at:] if "from:" in line)
        assert last == f"    from: 2004-07-01  # since r{number}"
    assert "# the end" in lines
