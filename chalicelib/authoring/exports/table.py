"""
Make the rules of one day a decision table that any engine can hold: first hit, and closed by itself.

Other engines let a row through whose tests cannot see that a fact is missing or of the wrong kind.
So no cell here is open and none says "not": every row names, for every fact that decides, the values
with which it holds; where the rule does not ask, these are all the right ones. A fact that is missing,
or has a value that is none, fits no row but the last, which is a person's desk. This is so too where the
rules would decide without a fact that was left out: a table has no way to say that it cannot matter.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from chalicelib.authoring.findings.telling import channel_words
from chalicelib.decisions.effect import rules_on
from chalicelib.decisions.explain import cited
from chalicelib.decisions.facts.amounts import amount_words, is_amount
from chalicelib.decisions.facts.value_set import ValueSet
from chalicelib.decisions.forms.form import CHANNEL, UNDETERMINED, Text
from chalicelib.decisions.forms.model import Fact, Release, Rule
from chalicelib.decisions.limits import OwnedRule
from chalicelib.decisions.tables import outcomes
from chalicelib.decisions.tables import table as table_of
from chalicelib.decisions.today import of_day

CODE = Text(
    zh="事项代号（文件名，不带 .yaml），写在 item、application 旁边的 code",
    en="the item's code (its file's name without .yaml), given as 'code' beside item and application",
)


@dataclass(frozen=True)
class Row:
    """A rule as a row. ``items`` None: whatever the item; a fact without a cell is not looked at."""

    name: str
    rule: Rule
    items: tuple[str, ...] | None
    cells: Mapping[str, ValueSet]

    @property
    def basis(self) -> str:
        return "、".join(map(cited, self.rule.basis))


@dataclass(frozen=True)
class Table:
    """
    A day's rules. ``facts`` are the columns; ``needed`` those without which no item is decided;
    ``codes``: all items, if the item's code decides too, otherwise nothing.
    """

    release: Release
    on: date
    facts: tuple[Fact, ...]
    needed: frozenset[str]
    needed_more: Mapping[str, frozenset[str]]
    codes: tuple[str, ...]
    rows: tuple[Row, ...]

    @property
    def optional(self) -> tuple[Fact, ...]:
        """Declared facts that not every row looks at: they may be left out, but not be wrong."""
        return tuple(fact for fact in self.release.facts if fact.fact not in self.needed)

    @property
    def decides(self) -> str:
        """The decision that the table takes, by name."""
        return self.release.decides

    @property
    def answer(self) -> str:
        """What its first output is called."""
        return CHANNEL if self.decides == CHANNEL else "outcome"

    @property
    def title(self) -> str:
        """What it decides, in both languages."""
        return (
            "办理渠道 channel"
            if self.decides == CHANNEL
            else both(table_of(self.release, self.decides).title)
        )

    @property
    def otherwise(self) -> str:
        """What it answers where no row holds."""
        return table_of(self.release, self.decides).otherwise

    @property
    def outcomes(self) -> tuple[str, ...]:
        """All that it can answer."""
        named = outcomes(self.release, self.decides)
        return named if self.otherwise in named else (*named, self.otherwise)


def about(table: Table) -> str:
    """What a person who opens the file must know: which rules these are, and how to ask."""
    code = f" {both(CODE)}." if table.codes else ""
    zh, en = _what(table)
    return (
        f"{table.on} 有效的{zh}，规则版本 {table.release.digest}。要素按 rules decide 输出的 facts 给出，"
        f"规则用到的须全部给出：缺少一项即{_left(table).zh}，即使这一项不影响结果。"
        f" {en} in effect on {table.on}, of release {table.release.digest}."
        f" Give the facts as 'rules decide' prints them, and all that the rules read: where one is missing "
        f"{_left(table).en}, also if it could change nothing.{code}"
    )


def _what(table: Table) -> tuple[str, str]:
    if table.decides == CHANNEL:
        return "渠道规则", "Channel rules"
    title = table_of(table.release, table.decides).title
    return f"“{title.zh}”规则", f'Rules of "{title.en}"'


def _left(table: Table) -> Text:
    """What becomes of what no row holds."""
    if table.otherwise == UNDETERMINED:
        return Text(zh="转人工判断", en="a person decides")
    name = channel_words(table.release, table.otherwise)
    return Text(zh=f"为“{name.zh}”", en=f'it is "{name.en}"')


def no_rule(table: Table) -> Text:
    """What is told of the last row."""
    left = _left(table)
    return Text(
        zh=f"没有规则符合，或要素缺失、有误：{left.zh}", en=f"No rule, or facts missing or wrong: {left.en}"
    )


def titled(fact: Fact) -> Text:
    """What a fact is called; of an amount also how it is counted here: engines compute with whole numbers."""
    if not is_amount(fact):
        return fact.title
    zh, en = amount_words(fact, 1).zh, amount_words(fact, 1).en
    return Text(
        zh=f"{fact.title.zh}（整数，以 {zh} 为 1）", en=f"{fact.title.en} (a whole number, {en} is 1)"
    )


def both(text: Text) -> str:
    """A label in both languages, for formats that have room for one."""
    return f"{text.zh} {text.en}"


def table(release: Release, on: date) -> Table:
    """The rules in effect on a day as a table."""
    rules = [OwnedRule(item, of_day(rule, on)) for item, rule in rules_on(release, on)]
    asked: dict[str | None, set[str]] = {None: set()}
    for item, rule in rules:
        asked.setdefault(item, set()).update(condition.fact for condition in rule.when)
    needed = frozenset(asked[None])
    own = {item: frozenset(names) - needed for item, names in asked.items() if item is not None}
    read = needed.union(*own.values())
    columns = tuple(fact for fact in release.facts if fact.fact in read) or release.facts  # no table without
    maker = _Maker({fact.fact: fact for fact in columns}, needed, own, tuple(release.items) if own else ())
    return Table(release, on, columns, needed, own, maker.codes, tuple(maker.rows(rules)))


@dataclass(frozen=True)
class _Maker:
    declared: Mapping[str, Fact]
    needed: frozenset[str]
    own: Mapping[str, frozenset[str]]
    codes: tuple[str, ...]

    def rows(self, rules: Iterable[OwnedRule]) -> Iterator[Row]:
        """
        Items' own rules for themselves, and before or after them the region's once for all items that need
        the same facts. Of a rule with alternatives each group of conditions is a row.
        """
        each = list(named_apart(rules))
        yield from self._of_region([one for one in each if one[1].item is None and one[1].rule.before_items])
        for name, (item, rule) in each:
            if item is not None:
                yield from self._row(f"{item}-{name}", rule, (item,), self.own[item])
        yield from self._of_region(
            [one for one in each if one[1].item is None and not one[1].rule.before_items]
        )

    def _of_region(self, rules: Sequence[tuple[str, OwnedRule]]) -> Iterator[Row]:
        groups: dict[frozenset[str], list[str]] = {}
        for code in self.codes:
            groups.setdefault(self.own.get(code, frozenset()), []).append(code)
        if not self.codes:
            groups[frozenset()] = []
        for number, (more, codes) in enumerate(groups.items()):
            for way, (_, rule) in rules:
                name = way if number == 0 else f"{way}-{number + 1}"
                yield from self._row(f"region-{name}", rule, tuple(codes) or None, more)

    def _row(
        self, name: str, rule: Rule, items: tuple[str, ...] | None, more: frozenset[str]
    ) -> Iterator[Row]:
        cells = {
            name: ValueSet.of(fact, [condition for condition in rule.when if condition.fact == name])
            for name, fact in self.declared.items()
            if name in self.needed or name in more
        }
        if all(cells.values()):
            yield Row(name, rule, items, cells)  # else it can never hold


def named_apart(rules: Iterable[OwnedRule]) -> Iterator[tuple[str, OwnedRule]]:
    """Rules with a name for the row of each: the second group of conditions of "agent" is "agent-or-2"."""
    met: Counter[tuple[str | None, str]] = Counter()
    for led in rules:
        met[led.item, led.rule.rule] += 1
        number = met[led.item, led.rule.rule]
        yield (led.rule.rule if number == 1 else f"{led.rule.rule}-or-{number}"), led
