"""The changes as lines for people: the gravest first, old and new below each other, nothing cut."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from difflib import SequenceMatcher

from chalicelib.authoring.comparing.forms.asks import Ask, in_words
from chalicelib.authoring.comparing.forms.danger import Danger, called
from chalicelib.authoring.comparing.forms.entry import Entry
from chalicelib.authoring.comparing.forms.words.shown import as_text, differing, visible
from chalicelib.authoring.comparing.forms.words.written import Written
from chalicelib.authoring.findings.message import singular
from chalicelib.decisions.forms.form import Text

Group = tuple[Entry, ...]
"""The same change of the same value in several places, such as a limit of many items; most often one."""


def alike(entries: Iterable[Entry]) -> list[Group]:
    """The same changes of several files together, and of several steps of a plan that one part was made."""
    found: dict[str, list[Entry]] = {}
    for one in entries:
        _, _, below = one.at.title.zh.partition(" › ")
        of_plan = one.at.field.startswith("steps[") and below
        place = (below, one.at.field.partition("]")[2]) if of_plan else one.at.field
        found.setdefault(repr((place, one.old, one.new, one.at.danger)), []).append(one)
    return [tuple(group) for group in found.values()]


def by_danger(entries: Iterable[Entry]) -> Iterator[tuple[Danger, list[Group]]]:
    """The changes by what they touch, the gravest first; alike ones together."""
    groups = alike(entries)
    for danger in Danger:
        found = [group for group in groups if group[0].at.danger is danger]
        if found:
            yield danger, found


def heading(danger: Danger, groups: Sequence[Group]) -> Text:
    """What a run of changes touches, and how many there are."""
    number, words = sum(map(len, groups)), called(danger)
    return Text(zh=f"{words.zh}（{number} 处）", en=f"{words.en} ({number})")


Speak = Callable[[str, str, str], str]
"""Puts what is said in Chinese and in English together, with a text between; or chooses one of them."""


def both(zh: str, en: str, between: str) -> str:
    """Both languages, one after the other."""
    return zh if zh == en else f"{zh}{between}{en}"


def lines(group: Group, speak: Speak = both) -> Iterator[str]:
    """A change: what it is called, where it stands, old and new; then what could be overlooked."""
    one, *others = group
    yield from speak(visible(one.at.title.zh), visible(one.at.title.en), "\n").split("\n")
    yield visible(f"{one.at.file}  {one.at.field}")
    if others:
        files = list(dict.fromkeys(visible(other.at.file) for other in others))
        yield speak(
            f"另有 {len(others)} 处同样修改：{'、'.join(files)}",
            singular(f"the same in {len(others)} more places: {', '.join(files)}"),
            " / ",
        )
    if one.inside:
        yield from _whole(one, speak)
        return
    if _several_lines(one.old) or _several_lines(one.new):
        yield from _line_by_line(str(one.old or ""), str(one.new or ""), speak)
    else:
        yield f"{_label(speak, '旧', 'old')}{_value(one.old, one.words[0], speak)}"
        yield f"{_label(speak, '新', 'new')}{_value(one.new, one.words[1], speak)}"
    yield from _moved(one, speak)
    apart = None if one.said else differing(one.old, one.new)
    if apart is not None:
        yield f"{_label(speak, '不同之处（第几字）', 'what differs (at which character)')}{apart}"


def ask_lines(found: Iterable[Ask]) -> Iterator[Text]:
    """What is newly asked and what no longer, fact by fact with the number of items."""
    kinds: dict[tuple[bool, bool, bool, str], list[Ask]] = {}
    for one in found:
        key = not one.added, not one.required or not one.added, one.already, one.fact.fact
        kinds.setdefault(key, []).append(one)
    for _, alike in sorted(kinds.items(), key=lambda kind: kind[0]):
        yield in_words(alike[0], len(alike))


def _whole(one: Entry, speak: Speak) -> Iterator[str]:
    """All that came or went, value by value."""
    came = one.old is None
    yield (_label(speak, "新增", "added") if came else _label(speak, "删除", "removed")).rstrip()
    above = one.at.title
    for each in one.inside:
        title = each.at.title
        zh, en = title.zh.removeprefix(above.zh), title.en.removeprefix(above.en)
        value, words = (each.new, each.words[1]) if one.old is None else (each.old, each.words[0])
        said = speak(zh.removeprefix(" › "), en.removeprefix(" › "), " / ")
        called = f"  {visible(said)}{'：' if said == zh.removeprefix(' › ') else ':'}"
        if _several_lines(value):
            yield called
            yield from (f"    {visible(line)}" for line in value.split("\n"))
        else:
            yield f"{called}{'' if called.endswith('：') else ' '}{_value(value, words, speak)}"
    if (
        came
        and _MATERIAL.search(one.at.field)
        and not any(_FROM.search(each.at.field) for each in one.inside)
    ):
        yield f"  {speak(_AT_ONCE.zh, _AT_ONCE.en, ' / ')}"


_MATERIAL, _FROM = re.compile(r"(?:^|\.)materials\[[^\]]*\]$"), re.compile(r"\]\.from$")
_AT_ONCE = Text(
    zh="没有写起用日（from）：适用于本版启用以后的申请；此前已经开始申请的办件不变",
    en="no 'from' is written: it is for applications that begin once this release is in force; cases begun "
    "before stay as they are",
)


def _label(speak: Speak, zh: str, en: str) -> str:
    """A word and the colon before what it names: the Chinese one after Chinese alone."""
    word = speak(zh, en, " ")
    return f"{word}：" if word == zh else f"{word}: "


def _several_lines(value: Written) -> bool:
    return isinstance(value, str) and "\n" in value


def _line_by_line(old: str, new: str, speak: Speak) -> Iterator[str]:
    """A text of several lines, such as a notice's: what stays, what goes, what comes, in its order."""
    was, now = old.split("\n"), new.split("\n")
    for how, a, b, c, d in SequenceMatcher(None, was, now, autojunk=False).get_opcodes():
        if how == "equal":
            yield from (f"{_label(speak, '不变', 'same')}{visible(line)}" for line in was[a:b])
        else:
            yield from (f"{_label(speak, '旧', 'old')}{visible(line)}" for line in was[a:b])
            yield from (f"{_label(speak, '新', 'new')}{visible(line)}" for line in now[c:d])


def _moved(one: Entry, speak: Speak) -> Iterator[str]:
    """Of lists what is in one of them only; of whole lists in another order that is all there is to tell."""
    if isinstance(one.old, list) and isinstance(one.new, list):
        gone, come = _without(one.old, one.new), _without(one.new, one.old)
        if gone:
            yield f"{_label(speak, '少了', 'gone')}{as_text(gone)}"
        if come:
            yield f"{_label(speak, '多了', 'come')}{as_text(come)}"


def _without(some: list[Written], others: list[Written]) -> list[Written]:
    return [one for one in some if one not in others]


def _value(value: Written, words: Text | None, speak: Speak) -> str:
    if words is None:
        return speak("（无）", "(none)", " ") if value is None else as_text(value)
    return visible(speak(words.zh, words.en, " / "))
