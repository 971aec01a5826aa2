"""What ``rules check`` says of a region's folder."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from chalicelib.authoring.check import Checked
from chalicelib.authoring.comparing.forms.asks import asked_words
from chalicelib.authoring.findings.telling import channel_words, titles, visits_words
from chalicelib.commands.command import show, show_json, show_problems
from chalicelib.commands.language import aside, label, listed, several, spoken, told, word
from chalicelib.decisions.forms.form import Text
from chalicelib.decisions.forms.model import Release


def show_checked(checked: Checked, *, json: bool, all_asked: bool) -> None:
    """
    The findings, and what came of the check.

    Args:
        all_asked: the engines were asked as much as at publication.
    """
    found = checked.asked if checked.ok else {}
    if json:
        show_json(checked.as_json() | {"asks": [{"fact": name, "items": n} for name, n in found.items()]})
        return
    show_problems(checked.problems)
    show(summary(checked))
    for line in _asked(checked.release, found):
        show(line)
    for line in who_comes(checked) if checked.ok else ():
        show(line)
    if checked.ok and checked.agreement is not None and checked.agreement.in_part and not all_asked:
        show(_in_part())


def summary(checked: Checked) -> str:
    """What came of a check, in a few lines."""
    if checked.release is None or not checked.ok:
        return told(_counted(checked)) + _more(checked)
    what = went_through(checked, checked.release)
    passed = spoken(f"通过：{what.zh}", f"passed: {what.en}")
    named = f"{word('规则版本', 'release')} {checked.release.digest}"
    return f"{passed}\n{_decisions(checked)}{engines(checked)}{named}\n{world_named(checked.release.world)}"


def went_through(checked: Checked, release: Release) -> Text:
    """How much was checked without an error; a comparison counts the situations of one period alone."""
    items, situations, warnings = len(release.items), checked.situations, len(checked.problems)
    return Text(
        zh=f"{items} 个事项、{situations} 种情形（各项决策、各个时段合计），{warnings} 个提醒",
        en=f"{several(items, 'item')}, {several(situations, 'situation')} (of all decisions and periods), "
        f"{several(warnings, 'warning')}",
    )


def not_passed(checked: Checked, so: Text) -> str:
    """
    How many findings keep a release from what somebody wanted to do with it.

    Args:
        so: what is not done therefore.
    """
    counted = _counted(checked)
    return spoken(f"{so.zh}：{counted.zh}", f"{so.en}: {counted.en}")


def _counted(checked: Checked) -> Text:
    """How many errors and warnings there are."""
    errors = sum(found.severity == "error" for found in checked.problems)
    warnings = len(checked.problems) - errors
    return Text(
        zh=f"{errors} 个错误、{warnings} 个提醒",
        en=f"{several(errors, 'error')}, {several(warnings, 'warning')}",
    )


def _decisions(checked: Checked) -> str:
    """The decisions beside the channel, in a line; nothing where there is none."""
    release = checked.release
    tables = () if release is None else tuple(release.decisions.values())
    if not tables:
        return ""
    named = listed((told(one.title, " ") + aside(one.decision) for one in tables), "；")
    return f"{label('渠道以外的决策', 'decisions beside the channel')}{named}\n"


def world_named(world: str) -> str:
    """The digest of a release's calendars and units: running cases follow them, and their events name it."""
    return f"{word('日历、单位和大厅版本', 'calendars, units and hall')} {world}"


def _asked(release: Release | None, found: Mapping[str, int]) -> Iterator[str]:
    """What applicants are asked."""
    declared = {} if release is None else release.declared
    if found:
        yield label("申请人须填写的要素", "what applicants are asked").rstrip()
    for name, items in found.items():
        words = asked_words(declared[name], items)
        yield "  " + spoken(f"{words.zh}", f"{words.en}")


def who_comes(checked: Checked) -> Iterator[str]:
    """In which situations a channel that is called zero errand needs a visit after all."""
    if checked.to_come:
        yield (
            label(
                "零跑腿渠道中仍须到场的情形", "situations that need a visit in a zero-errand channel"
            ).rstrip()
        )
    for one in checked.to_come:
        name, come = channel_words(titles(checked.release), one.channel), visits_words(one.visits)
        yield f"  {label(name.zh, name.en)}" + spoken(
            f"{one.words.zh} → {come.zh}", f"{one.words.en} → {come.en}"
        )


def engines(checked: Checked) -> str:
    """Who was asked how much, in a line or two; nothing where nobody was asked."""
    if checked.agreement is None:
        return ""
    words = checked.agreement.words()
    said = told(words, "\n") if checked.agreement.left_out else words.zh
    return f"{label('引擎一致', 'engines agree')}{said}\n"


def _in_part() -> str:
    return spoken(
        "情形很多，各引擎只问了最能分辨的。加 --all 与发布时问得一样多："
        "估计十分钟能问完就全部询问，否则询问二十秒。",
        "There are many situations: each engine was asked those that tell most. With --all they are asked as "
        "much as publishing asks: all where ten minutes are enough, else for twenty seconds.",
        "\n",
    )


def _more(checked: Checked) -> str:
    """What was not checked because of what is wrong; nothing where all was."""
    if checked.agreement is None or not checked.agreement.ok:
        return "\n" + spoken(
            "改正以上问题后，再检查其余内容（引擎、示例、公布数据）。",
            "Mend these first; engines, examples and published figures are checked once they are right.",
            "\n",
        )
    if not checked.whole:
        return "\n" + spoken(
            "改正以上问题后，再检查其余内容（文书、公布数据、事项）。",
            "Mend these first; notices, published figures and items are checked once they are right.",
            "\n",
        )
    return ""
