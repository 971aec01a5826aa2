"""Check a notice's template in itself: what it fills in, its number, whom it goes to and how."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from chalicelib.authoring.findings.message import Both, Message, say
from chalicelib.authoring.findings.problems import did_you_mean
from chalicelib.authoring.reading.documents import Read
from chalicelib.authoring.reading.folder import Folder
from chalicelib.authoring.reading.names import each_once, same_as_file
from chalicelib.decisions.forms.form import Text
from chalicelib.decisions.forms.notice import NEEDED, SERIAL, YEAR, Kind, NoticeTemplate, Placeholder

_FILLED = re.compile(r"\{([^{}]*)\}")
_KINDS = frozenset(kind.value for kind in Kind)
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
            notice.report(notice.node.find("served_by", 0), say("served-by-sms"))
        if form.served_by[0] == "publication":
            notice.report(notice.node.find("served_by", 0), say("served-by-publication"))
        if "applicant" not in form.to and form.notice in _KINDS:
            notice.report(notice.node.find("to"), say("notice-to"))
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
        notice.report(at, say("notice-number", year=YEAR, serial=SERIAL))
        return
    alike = _AROUND_DIGITS.sub("", number).casefold()
    other = series.setdefault(alike, notice.form.notice)
    if other != notice.form.notice:
        notice.report(at, say("duplicate/same-series", other=other))


def _texts_are_right(notice: Read[NoticeTemplate]) -> bool:
    """Whether both languages fill in what there is, and the same; what they do not is reported."""
    text = notice.form.text
    right = True
    for language, written in (("zh", text.zh), ("en", text.en)):
        for message in _faults(written):
            right = False
            notice.report(notice.node.find("text", language), message)
    if not right:
        return False
    zh, en = set(_FILLED.findall(text.zh)), set(_FILLED.findall(text.en))
    for language, missing in (("zh", en - zh), ("en", zh - en)):
        if missing:
            right = False
            at = notice.node.find("text", language)
            notice.report(at, _only_there(language, missing))
    return right


def _faults(written: str) -> Iterator[Message]:
    """Names in braces that are none, and braces that are no pair."""
    known = [each.value for each in Placeholder]
    for name in dict.fromkeys(_FILLED.findall(written)):
        if name not in known:
            yield say("unknown-placeholder", name=name[:40], mend=did_you_mean(name.strip(), known))
    if _BRACE.search(_FILLED.sub("", written)):
        yield say("stray-brace", item="{item}")


def _check_needs(notice: Read[NoticeTemplate]) -> None:
    """What a person must give is what the text has a place for, and the other way round."""
    form = notice.form
    for number, need in enumerate(form.needs):
        if NEEDED[need] not in form.placeholders:
            notice.report(notice.node.find("needs", number), say("need-not-told", placeholder=NEEDED[need]))
    for need, placeholder in NEEDED.items():
        if placeholder in form.placeholders and need not in form.needs:
            notice.report(notice.node.find("needs"), say("need-not-said", placeholder=placeholder, need=need))


_LANGUAGES: Mapping[str, tuple[str, str]] = {"zh": ("中文", "Chinese"), "en": ("英文", "English")}


def listed(names: Iterable[str]) -> Text:
    """Names as they stand in a text, in order, in a sentence of either language."""
    each = [f"{{{name}}}" for name in sorted(names)]
    return Text(zh="、".join(each), en=", ".join(each))


def _only_there(language: str, names: Iterable[str]) -> Message:
    zh, en = _LANGUAGES[language]
    told = listed(names)
    return say("other-language", what=Both(zh, en), told=told)
