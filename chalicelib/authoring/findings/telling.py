"""Tell facts and conditions in plain sentences, for policy staff."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date

from chalicelib.decisions.facts.asked import CONSENT
from chalicelib.decisions.facts.needs import counted, needs_of
from chalicelib.decisions.facts.words import IS, MUST, asked_words, value_words
from chalicelib.decisions.forms.form import (
    CHANNEL,
    UNDETERMINED,
    ChannelName,
    Condition,
    FactValue,
    OutcomeName,
    Text,
)
from chalicelib.decisions.forms.model import Fact, Item, Release
from chalicelib.decisions.forms.plan import Does, Plan
from chalicelib.decisions.tables import table


def fact_is(fact: Fact, value: FactValue) -> Text:
    """“title”为“value”."""
    said = value_words(fact, value)
    return Text(zh=f"“{fact.title.zh}”为“{said.zh}”", en=f'"{fact.title.en}" is "{said.en}"')


def so(fact: Fact, value: FactValue, *, changed: bool = True) -> Text:
    """
    That a fact is so, as one says it: a yes or a no in the words of facts.yaml, of papers counted from
    the materials how many are left, anything else by its title and value.

    Args:
        changed: whether it would be so by a change; else it is so already.
    """
    if fact.computed is not None:
        return _papers_left(fact.computed, value, changed)
    if isinstance(value, bool):
        said = fact.if_so if value else fact.if_not
        return said or (fact.title if value else fact_is(fact, value))
    return fact_is(fact, value)


def papers(fact: Fact, item: Item, said: Mapping[str, FactValue]) -> list[Text]:
    """The required materials that a computed fact counts in an application: they are what has to change."""
    if fact.computed is None:
        return []
    needs = needs_of(item, said)
    each = (material for material, _ in counted(item, fact.computed) if material.material in needs)
    return [material.name for material in each if needs[material.material].required]


def must_be(fact: Fact, condition: Condition) -> Text:
    """What a condition asks of its fact."""
    return _titled(fact, asked_words(fact, condition, MUST) or Text(zh="须已知", en="must be known"))


def is_within(fact: Fact, condition: Condition) -> Text:
    """That what a condition asks of its fact is so."""
    return _titled(fact, asked_words(fact, condition, IS) or Text(zh="已知", en="is known"))


def _titled(fact: Fact, said: Text) -> Text:
    return Text(zh=f"“{fact.title.zh}”{said.zh}", en=f'"{fact.title.en}" {said.en}')


DOES: dict[Does, Text] = {
    "review": Text(zh="审查", en="review"),
    "inspection": Text(zh="勘验", en="inspection"),
    "presence": Text(zh="本人到场", en="presence in person"),
    "hearing": Text(zh="听证", en="hearing"),
    "publication": Text(zh="公示", en="publication"),
    "opinion": Text(zh="征求意见", en="opinion"),
    "tender": Text(zh="招标", en="tender"),
    "auction": Text(zh="拍卖", en="auction"),
    "testing": Text(zh="检验、检测", en="testing"),
    "quarantine": Text(zh="检疫", en="quarantine"),
    "appraisal": Text(zh="鉴定", en="appraisal"),
    "expert_review": Text(zh="专家评审", en="expert review"),
}
"""What a step can do; all but an opinion the law can demand before a grant."""


def outcome_word(decision: str) -> Text:
    """What an outcome of a decision is called in a sentence: of channels everybody says channel."""
    if decision == CHANNEL:
        return Text(zh="渠道", en="channel")
    return Text(zh="结果", en="outcome")


Titles = Mapping[str, Text]
"""What the channels of a region, or the outcomes of another decision, are called, by name."""


def titles(*releases: Release | None) -> Titles:
    """What can come out of the decision of these releases, as people call it; the last one's titles first."""
    tables = (table(release, release.decides) for release in releases if release)
    return {one.outcome: one.title for found in tables for one in found.outcomes}


def otherwise(release: Release) -> OutcomeName:
    """What comes out of the decision of a release where none of its rules decides."""
    return table(release, release.decides).otherwise


def channel_name(known: Release | Titles, channel: ChannelName) -> str:
    """A channel in both languages, on one line."""
    name = channel_words(known, channel)
    return name.zh if name.zh == name.en else f"{name.zh} {name.en}"


def named_channel(known: Release | Titles, channel: ChannelName) -> Text:
    """A channel by its title, and by the word that stands for it in the files."""
    name = channel_words(known, channel)
    return Text(zh=f"“{name.zh}”（{channel}）", en=f"'{name.en}' ({channel})")


def named_plan(plan: Plan) -> Text:
    """A channel by the title of its plan, and by the word that stands for it in the files."""
    return Text(zh=f"“{plan.title.zh}”（{plan.plan}）", en=f"'{plan.title.en}' ({plan.plan})")


def channel_words(known: Release | Titles, channel: ChannelName) -> Text:
    """A channel by the title of its plan; one that has none, as of a release of before, by its name."""
    if channel == UNDETERMINED:
        return Text(zh="待定（人工判断）", en="undetermined (a person decides)")
    called = titles(known) if isinstance(known, Release) else known
    return called.get(channel) or Text(zh=channel, en=channel)


def usual_couriers(release: Release) -> Iterator[Text]:
    """For whom figures without a visit hold, where couriers are asked about."""
    usual = next((fact.usual for fact in release.facts if fact.fact == CONSENT), None)
    if usual is not None:
        yield couriers_words(usual is True)


def couriers_words(agrees: bool) -> Text:
    """Of which applicant something is said."""
    if agrees:
        return Text(zh="同意使用快递的申请人", en="for an applicant who agrees to couriers")
    return Text(zh="不同意使用快递的申请人", en="for an applicant who does not agree to couriers")


def visits_words(visits: int) -> Text:
    """How often the applicant must come."""
    if not visits:
        return Text(zh="不用跑腿", en="no visit")
    return Text(zh=f"跑 {visits} 次", en=f"{visits} visit{'s' if visits > 1 else ''}")


def joined(texts: Iterable[Text], zh: str = "；", en: str = "; ") -> Text:
    """Sentences in a row; at least one."""
    each = list(texts)
    return Text(zh=zh.join(text.zh for text in each), en=en.join(text.en for text in each))


def quoted(text: Text) -> Text:
    return Text(zh=f"“{text.zh}”", en=f'"{text.en}"')


def first_of(texts: Iterable[Text], most: int, unit: str, comma: str = "、") -> Text:
    """The first of some, with how many there are in all (zh) and besides (en); ``unit`` counts them."""
    each = list(texts)
    words, more = joined(each[:most], comma, ", "), len(each) - most
    zh, en = (f"等 {len(each)} {unit}", f" and {more} more") if more > 0 else ("", "")
    return Text(zh=f"{words.zh}{zh}", en=f"{words.en}{en}")


def span(on: date, until: date | None) -> Text:
    """From a day on, or from it to a last day, as it stands in brackets."""
    if until is None:
        return Text(zh=f"{on} 起", en=f"from {on}")
    return Text(zh=f"{on} 至 {until}", en=f"from {on} to {until}")


def _papers_left(computed: str, value: FactValue, changed: bool) -> Text:
    kinds = {"paper_originals": ("原件", "original is", "originals are")}
    zh, one, more = kinds.get(computed, ("复印件", "copy is", "copies are"))
    if value == 0 and not changed:
        return Text(zh=f"不收取纸质{zh}", en=f"no paper {more} asked for")
    if value == 0:
        return Text(zh=f"不再收取纸质{zh}", en=f"no paper {more} asked for any more")
    en = one if value == 1 else more
    return Text(zh=f"纸质{zh}共收 {value} 份", en=f"{value} paper {en} asked for in all")
