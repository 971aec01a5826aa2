"""
What can be advised of a decision beside the channel: which attributes of items it looks at, if any.

Its outcomes cost nobody a visit or a sheet of paper, so no change is ranked by what it saves.
Where its rules look at no attribute that the office could change, that is all there is to say.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from chalicelib.authoring.findings.telling import joined, quoted
from chalicelib.decisions.effect import as_of, items_on, rules_on
from chalicelib.decisions.facts.facts import checked, item_facts
from chalicelib.decisions.facts.words import value_words
from chalicelib.decisions.forms.form import FactValue, Text
from chalicelib.decisions.forms.model import Fact, Release
from chalicelib.decisions.tables import table


@dataclass(frozen=True)
class Looked:
    """The attributes that a decision looks at, each with how many items have each value."""

    title: Text
    attributes: Mapping[str, Counter[FactValue]]
    others: tuple[Fact, ...]
    declared: Mapping[str, Fact]

    def as_json(self) -> dict[str, Any]:
        each = {
            name: [{"value": value, "items": items} for value, items in found.most_common()]
            for name, found in self.attributes.items()
        }
        return {"attributes": each, **self.words().model_dump()}

    def words(self) -> Text:
        """What can be said, in a sentence or two."""
        if not self.attributes:
            seen = (
                joined((quoted(fact.title) for fact in self.others), "、", ", ") if self.others else _NOTHING
            )
            return Text(
                zh=f"“{self.title.zh}”只看{seen.zh}：本机关改变事项的要素，不会改变它的结果，要素上没有可建议的修改。",
                en=f'"{self.title.en}" looks only at {seen.en}: no attribute of an item that the office '
                "could change makes it come out otherwise, so there is nothing of items to advise.",
            )
        return Text(
            zh=f"“{self.title.zh}”的结果不涉及跑腿和材料，不按节省多少排序。它看的事项要素和事项数如下；"
            "改变以后得到什么结果，用 rules explain --decision 查看。",
            en=f'No outcome of "{self.title.en}" costs a visit or a paper, so no change is ranked. Below are '
            "the attributes of items that it looks at; 'rules explain --decision' tells what follows from a "
            "change.",
        )

    def lines(self) -> list[Text]:
        """The attributes with their values and how many items have each, for people."""
        found = []
        for name, values in self.attributes.items():
            fact = self.declared[name]
            each = [(value_words(fact, value), items) for value, items in values.most_common()]
            zh = "、".join(f"{said.zh} {items}" for said, items in each)
            en = ", ".join(f"{said.en} {items}" for said, items in each)
            found.append(Text(zh=f"{fact.title.zh}：{zh}", en=f"{fact.title.en}: {en}"))
        return found


_NOTHING = Text(zh="日期", en="the day")


def looked_at(release: Release, on: date) -> Looked:
    """
    What a decision looks at on a day.

    Args:
        release: as that decision.
    """
    read = dict.fromkeys(test.fact for _, rule in rules_on(release, on) for test in rule.when)
    own = [name for name in read if name.startswith("item.") and release.declared[name].set_by == "office"]
    values: dict[str, Counter[FactValue]] = {name: Counter() for name in own}
    for item in items_on(release, on).values():
        known, _ = checked(release.declared, item_facts(release, as_of(item, on), {}))
        for name in values.keys() & known.keys():
            values[name][known[name]] += 1
    others = tuple(release.declared[name] for name in read if name not in values)
    return Looked(table(release, release.decides).title, values, others, release.declared)
