"""What a notice's template says in itself: what it fills in, its number, whom it goes to and how."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from chalicelib.authoring.findings.problems import Say, did_you_mean
from chalicelib.authoring.reading.documents import Read
from chalicelib.authoring.reading.folder import Folder
from chalicelib.authoring.reading.names import each_once, same_as_file
from chalicelib.decisions.form import Text
from chalicelib.decisions.notice import NEEDED, SERIAL, YEAR, NoticeTemplate, Placeholder

_FILLED = re.compile(r"\{([^{}]*)\}")
_BRACE = re.compile(r"[{}｛｝]")
_AROUND_DIGITS = re.compile(r"(?<=\})[0-9]+|[0-9]+(?=\{)|\s")


def check_templates(folder: Folder) -> list[Read[NoticeTemplate]]:
    """
    Report what is wrong with the files of notices, each by itself and beside the others.

    Returns:
        Those whose texts fill in what there is.
    """
    right = []
    series: dict[str, str] = {}
    for notice in folder.notices:
        form = notice.form
        same_as_file(notice, "notice", form.notice)
        for key in ("to", "served_by", "needs"):
            each_once(notice, ((name, (key, n)) for n, name in enumerate(getattr(form, key))))
        if form.served_by[0] == "sms":
            notice.report(notice.node.find("served_by", 0), "served-by-sms", _SMS)
        _check_number(notice, series)
        if _texts_are_right(notice):
            right.append(notice)
            _check_needs(notice)
    return right


def _check_number(notice: Read[NoticeTemplate], series: dict[str, str]) -> None:
    """A number has the year and the serial once each; no two notices may come to the same one."""
    number, at = notice.form.number, notice.node.find("number")
    found = sorted(_FILLED.findall(number))
    if found != sorted((YEAR[1:-1], SERIAL[1:-1])) or _BRACE.search(_FILLED.sub("", number)):
        notice.report(at, "notice-number", _NUMBER)
        return
    alike = _AROUND_DIGITS.sub("", number).casefold()
    other = series.setdefault(alike, notice.form.notice)
    if other != notice.form.notice:
        notice.report(at, "duplicate", _same_series(other))


def _texts_are_right(notice: Read[NoticeTemplate]) -> bool:
    """Whether both languages fill in what there is, and the same; what they do not is reported."""
    text = notice.form.text
    right = True
    for language, written in (("zh", text.zh), ("en", text.en)):
        for code, say in _faults(written):
            right = False
            notice.report(notice.node.find("text", language), code, say)
    if not right:
        return False
    zh, en = set(_FILLED.findall(text.zh)), set(_FILLED.findall(text.en))
    for language, missing in (("zh", en - zh), ("en", zh - en)):
        if missing:
            right = False
            at = notice.node.find("text", language)
            notice.report(at, "other-language", _only_there(language, missing))
    return right


def _faults(written: str) -> Iterator[tuple[str, Say]]:
    """Names in braces that are none, and braces that are no pair."""
    known = [each.value for each in Placeholder]
    for name in dict.fromkeys(_FILLED.findall(written)):
        if name not in known:
            say = Say(
                f"没有可填的“{{{name[:40]}}}”。",
                f"There is nothing called '{{{name[:40]}}}' to be filled in.",
                *did_you_mean(name.strip(), known),
            )
            yield "unknown-placeholder", say
    if _BRACE.search(_FILLED.sub("", written)):
        yield "stray-brace", _STRAY


def _check_needs(notice: Read[NoticeTemplate]) -> None:
    """What a person must give is what the text has a place for, and the other way round."""
    form = notice.form
    for number, need in enumerate(form.needs):
        if NEEDED[need] not in form.placeholders:
            notice.report(notice.node.find("needs", number), "need-not-told", _no_place(NEEDED[need]))
    for need, placeholder in NEEDED.items():
        if placeholder in form.placeholders and need not in form.needs:
            notice.report(notice.node.find("needs"), "need-not-said", _unsaid(need, placeholder))


_SMS = Say(
    "短信只能提示有一份文书，不能送达文书本身，不能排在第一。",
    "A text message says that there is a notice; it is not the notice and cannot be the first way.",
    "请把 portal、courier、counter 或 publication 写在最前。",
    "Put portal, courier, counter or publication first.",
)
_NUMBER = Say(
    "文号须有且各有一处 {year}（年份）和 {serial}（顺序号），不能有其他填充项。",
    "A number has {year} and {serial} once each, and nothing else to be filled in.",
    'number 请写成 "李审受〔{year}〕{serial}号" 的样子，加引号。',
    "Write 'number' like \"李审受〔{year}〕{serial}号\", in quotes.",
)
_STRAY = Say(
    "花括号不成对，或用了全角的｛｝。",
    "A brace stands alone, or is a full-width one ｛｝.",
    "填充项请写成 {item}，用半角花括号，中间不留空格；正文里不能另用花括号。",
    "Write what is filled in as {item}, with ordinary braces and no blanks; the text has no other braces.",
)
_LANGUAGES: Mapping[str, tuple[str, str]] = {"zh": ("中文", "Chinese"), "en": ("英文", "English")}


def listed(names: Iterable[str]) -> Text:
    """Names as they stand in a text, in order, in a sentence of either language."""
    each = [f"{{{name}}}" for name in sorted(names)]
    return Text(zh="、".join(each), en=", ".join(each))


def _same_series(other: str) -> Say:
    return Say(
        f"文号与“{other}”相同：两种文书会编出同样的号。",
        f"The number is that of '{other}': two notices would come to bear the same one.",
        "请换一个机关代字。",
        "Use other characters before the year.",
    )


def _only_there(language: str, names: Iterable[str]) -> Say:
    zh, en = _LANGUAGES[language]
    told = listed(names)
    return Say(
        f"{zh}文本没有 {told.zh}，另一种语言有：两种文本须告知同样的内容。",
        f"The {en} text lacks {told.en}, which the other has: both must tell the same.",
        f"请在{zh}文本中补上，或从另一种语言中删去。",
        f"Put it into the {en} text, or take it out of the other.",
    )


def _no_place(placeholder: Placeholder) -> Say:
    return Say(
        f"needs 要求填写，正文却没有 {{{placeholder}}}：填写的内容不会告知任何人。",
        f"'needs' asks for it, yet the text has no {{{placeholder}}}: nobody would be told.",
        f"请在中英文正文中写 {{{placeholder}}}，或从 needs 中删去。",
        f"Put {{{placeholder}}} into both texts, or take it out of 'needs'.",
    )


def _unsaid(need: str, placeholder: Placeholder) -> Say:
    return Say(
        f"正文有 {{{placeholder}}}，须由人填写，needs 却没有写 {need}。",
        f"The text has {{{placeholder}}}, which a person gives, and 'needs' does not say {need}.",
        f"请在 needs 中加上 {need}。",
        f"Add {need} to 'needs'.",
    )
