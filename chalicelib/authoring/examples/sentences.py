"""Tell examples and mutants in sentences that an officer can say yes or no to."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from chalicelib.authoring.examples.example_set import Shown
from chalicelib.authoring.examples.proposal import Apart, Outcome
from chalicelib.authoring.explaining.edit_words import edit_words
from chalicelib.authoring.findings.telling import channel_words, fact_is, joined
from chalicelib.authoring.space.domain import Situation
from chalicelib.authoring.space.edits import Edit
from chalicelib.decisions.facts.words import value_words
from chalicelib.decisions.forms.form import CHANNEL, FactValue, Text
from chalicelib.decisions.forms.model import Fact, Release
from chalicelib.decisions.law_names import law_words

LONGEST = 36
"""Characters of an example's name."""


def name_of(release: Release, shown: Shown, taken: Collection[str]) -> Text:
    """
    A short name that no other example has: the item, and what is changed of it. Files get the Chinese one.

    Args:
        taken: the Chinese names of the others.
    """
    item, more = release.items[shown.item].name, list(_changes(release, shown))
    name = joined([item, *more], "，", ", ")
    if len(name.zh) > LONGEST and len(more) > 1:
        first = more[0]
        space = " " if first.zh[-1].isascii() else ""
        name = Text(
            zh=f"{item.zh}，{first.zh}{space}等 {len(more)} 处",
            en=f"{item.en}, {first.en} and {len(more) - 1} more",
        )
    number, unique = 1, name
    while unique.zh in taken:
        number += 1
        unique = Text(zh=f"{name.zh}（{number}）", en=f"{name.en} ({number})")
    return unique


def _changes(release: Release, shown: Shown) -> Iterator[Text]:
    for fact, value in shown.facts.items():
        form = release.declared[fact]
        title, said = form.title, value_words(form, value)
        yield Text(zh=f"{title.zh}：{said.zh}", en=f"{title.en}: {said.en}")
    if shown.on:
        yield Text(zh=shown.on.isoformat(), en=shown.on.isoformat())


def sentence(
    release: Release,
    shown: Shown,
    outcome: Outcome,
    apart: Sequence[Apart],
    notices: Sequence[Edit],
) -> Text:
    """
    An example in words: the item, the facts that count, the channel, the rule and its legal basis; then
    what would change it, or which mistaken change it would notice.
    """
    counts = set(outcome.reasons(shown.known))
    if apart:
        counts.update(apart[0].changes)
    elif notices:
        counts.update(test.fact for group in notices[0].rule.groups for test in group)
    told = {
        fact: shown.known[fact]
        for fact in release.declared
        if fact in shown.facts or fact in counts & shown.known.keys()
    }
    item, facts, to = (
        release.items[shown.item].name,
        _facts(release, told, shown.facts),
        _outcome(release, outcome),
    )
    day = Text(zh=f"（{shown.on}）", en=f" ({shown.on})") if shown.on else None
    end = _contrast(release, apart[0]) if apart else _notices(release, notices)
    zh = f"{item.zh}{day.zh if day else ''}：{facts.zh} → {to.zh}。"
    en = f"{item.en}{day.en if day else ''}: {facts.en} → {to.en}."
    return Text(zh=zh, en=en) if end is None else Text(zh=zh + end.zh, en=f"{en} {end.en}")


def _facts(release: Release, told: Situation, assumed: Collection[str]) -> Text:
    """Facts in a row; those that are not the item's own are marked."""
    if not told:
        return Text(zh="任何情形", en="in every case")
    said = []
    for fact, value in told.items():
        words = fact_is(release.declared[fact], value)
        marks = ("（假设）", " (assumed)") if fact in assumed else ("", "")
        said.append(Text(zh=words.zh + marks[0], en=words.en + marks[1]))
    return joined(said, "，", ", ")


def _outcome(release: Release, outcome: Outcome) -> Text:
    channel = channel_words(release, outcome.channel)
    rule = outcome.rule
    if rule is None:
        return Text(zh=f"没有规则符合，{channel.zh}", en=f"no rule applies: {channel.en}")
    law = joined(map(law_words, rule.basis), "、", ", ")
    return Text(
        zh=f"{channel.zh}（规则 {rule.rule}，依据{law.zh}）",
        en=f"{channel.en} (rule {rule.rule}, on the basis of {law.en})",
    )


def _contrast(release: Release, apart: Apart) -> Text:
    changed = joined(
        (_becomes(release.declared[fact], value) for fact, value in apart.changes.items()), "，", " and "
    )
    channel, by = channel_words(release, apart.becomes.channel), apart.becomes.name
    goes = "走" if release.decides == CHANNEL else "为"
    then = Text(zh=f"则{goes}“{channel.zh}”（规则 {by}）", en=f'it is "{channel.en}" (rule {by})')
    if by is None:
        then = Text(zh=f"则没有规则符合，{channel.zh}", en=f"no rule applies: {channel.en}")
    masked = _MASKED if not apart.contrast.unique else None
    return Text(
        zh=f"若{changed.zh}，{then.zh}。{masked.zh if masked else ''}",
        en=f"If {changed.en} instead, {then.en}.{masked.en if masked else ''}",
    )


def _becomes(fact: Fact, value: FactValue) -> Text:
    said = value_words(fact, value)
    return Text(zh=f"“{fact.title.zh}”改为“{said.zh}”", en=f'"{fact.title.en}" is "{said.en}"')


def _notices(release: Release, notices: Sequence[Edit]) -> Text | None:
    if not notices:
        return None
    words, others = edit_words(release, notices[0]), len(notices) - 1
    zh, en = (f"（另有 {others} 种）", f" ({others} more besides)") if others else ("", "")
    return Text(
        zh=f"此例能发现这样的误改：{words.zh}{zh}。",
        en=f"It would notice this mistaken change: {words.en}{en}.",
    )


_MASKED = Text(
    zh="（只改一项时由更前的规则决定，所以同时改了别的。）",
    en=" (Changed alone, earlier rules decide; so more is changed.)",
)
