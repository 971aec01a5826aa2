"""Why an item goes the way it goes, for its page: a reason in sentences, not a list of facts."""

from __future__ import annotations

from typing import NamedTuple

from chalicelib.decisions.decision import Decision
from chalicelib.decisions.facts.amounts import amount_words, is_amount
from chalicelib.decisions.facts.conditions import hold
from chalicelib.decisions.forms.form import Basis, FactValue, Text
from chalicelib.decisions.forms.model import Fact, Item, Release


class Reason(NamedTuple):
    """A reason in sentences, and the articles that it rests on."""

    told: Text
    basis: tuple[Basis, ...]


def reason_of(release: Release, item: Item, decision: Decision) -> Reason:
    """
    Why the channel is what it is: what is so about the item, what the office's rule makes of that, and what
    it means for who applies. Where no rule decided, what the decision itself says.
    """
    rule = next((one for one in (*item.rules, *release.rules) if one.rule == decision.rule), None)
    if rule is None:
        return Reason(decision.because, ())
    held = next((group for group in rule.groups if hold(group, decision.facts)), rule.groups[0])
    tested = dict.fromkeys(test.fact for test in held)
    clauses = [
        _clause(release.declared[name], decision.facts[name]) for name in tested if name in decision.facts
    ]
    plan = release.plans.get(decision.channel)
    meant = None if plan is None else _PAPERS.get(plan.paper_in)
    zh = f"按照规则，{rule.title.zh}。"
    en = f"The rule is: {rule.title.en[:1].lower()}{rule.title.en[1:]}."
    if clauses:
        zh = f"这个事项，{'，'.join(one.zh for one in clauses)}。{zh}"
        en = f"For this item, {_listed([one.en for one in clauses])}. {en}"
    if meant is not None:
        zh, en = f"{zh}{meant.zh}", f"{en} {meant.en}"
    return Reason(Text(zh=zh, en=en), rule.basis)


_PAPERS = {
    "none": Text(zh="所以您不用交纸质材料。", en="So you hand in no paper."),
    "courier": Text(
        zh="所以由快递上门取纸质材料，您不用跑。", en="So a courier fetches the papers at your door."
    ),
    "inspection": Text(
        zh="所以勘验人员上门时把纸质材料一并带走，您不用送。",
        en="So the inspectors take the papers along when they come, and you bring nothing.",
    ),
    "counter": Text(zh="所以要您到大厅来办。", en="So you come to the hall."),
}
"""What the way in which paper comes in means for who applies."""


def _clause(fact: Fact, value: FactValue) -> Text:
    """A fact as a part of a sentence."""
    if isinstance(value, bool):
        said = fact.if_so if value else fact.if_not
        yes, no = Text(zh="“是”", en="yes"), Text(zh="“否”", en="no")
        return said or _named(fact, yes if value else no)
    if is_amount(fact) and isinstance(value, int):
        return _named(fact, amount_words(fact, value))
    titles = {one.value: one.title for one in fact.values}
    if value in titles:
        title = titles[value]
        return _named(fact, Text(zh=f"“{title.zh}”", en=title.en))
    if fact.type == "whole_number":
        return Text(zh=f"{fact.title.zh}是 {value}", en=f"the number of {fact.title.en} is {value}")
    return _named(fact, Text(zh=str(value), en=str(value)))


def _named(fact: Fact, value: Text) -> Text:
    return Text(zh=f"{fact.title.zh}是{value.zh}", en=f"{fact.title.en} is {value.en}")


def _listed(parts: list[str]) -> str:
    """Write some things in a row, as English does: a, b and c."""
    return " and ".join([", ".join(parts[:-1]), parts[-1]]) if len(parts) > 1 else parts[0]
