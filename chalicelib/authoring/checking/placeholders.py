"""
Texts that were put in to be written later or garbled, laws that are not named, articles that are not written
as laws write them, and titles of several lines: no parcel, certificate or notice may go out with one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from chalicelib.authoring.checking.articles import article_meant, beyond_any_law, of_the_office
from chalicelib.authoring.checking.misread import misread_in
from chalicelib.authoring.findings.message import Message, say
from chalicelib.authoring.findings.problems import Problem, Severity, problem
from chalicelib.authoring.reading.folder import Folder
from chalicelib.authoring.reading.yaml.marked import Bracketed, Node, Raw

_CHINESE = "\u3400-\u9fff"
_MARKS = re.compile(
    r"(?<![A-Za-z0-9])(?:TODO|TBD|TBA|FIXME|[Xx]{3,})(?![A-Za-z0-9])"
    rf"|(?<=[{_CHINESE}])[Xx]{{2,}}(?![A-Za-z0-9])|(?<![A-Za-z0-9])[Xx]{{2,}}(?=[{_CHINESE}])"
    r"|×{2,}|[＊*]{3,}|[?？]{3,}|_{3,}|\{\{.*?\}\}"
)
"""What nobody would leave in a text that is ready."""
_WAITING = re.compile(
    r"(?<![等期有亟尚])待(?:定|补充?|填写?|录入|完善|更新)(?!\w)|某某|占位(?:符|文字)?(?!\w)"
)
"""The same in Chinese; titles of a plan's steps may say so what a case waits for, and answers speak of it."""
_HINT = re.compile("[TFXx×＊*?？_{待某占]")
"""A sign of each of these: in most texts there is none, which is seen much sooner."""
_WHOLE = re.compile(
    r"todo|tbd|tba|fixme|x{2,}|n/?a|placeholder|lorem ipsum.*|test(?:ing)?|asdf\w*|qwerty\w*"
    r"|to be (?:added|announced|completed|confirmed|defined|determined|filled in|supplied|written)"
    r"|待(?:定|补充?|填写?|录入|完善|更新|核实?|确认)|暂[缺无定]|未填写?|请填写|占位.*|测试"
)
"""What says nothing where it is the whole text, brackets and punctuation left out."""
_KINDS = re.compile(
    "(?:(?:依据|根据|按照?|依法?|相关|有关|国家|地方|上级|各级|国务院|办公厅|行政|现行|政府|法律|法规|规章|规定|通知|公告|决定"
    "|命令|令|文件|办法|条例|政策|来源|不详|没有|无|的|和|及|与|等|、)"
    r"|(?:(?:the|this|an?|any|by|from|in|of|on|under|and|or|some|relevant|applicable|official|general|office|state"
    "|council|government|national|local|laws?|acts?|statutes?|regulations?|rules?|notices?|decisions?|orders?"
    "|documents?|circulars?|announcements?|provisions?|legal|basis|source|none|nil|unknown)(?![a-z])[ ,/]*))+"
)
"""What says of which kind a text is, and not which it is."""
_AROUND = "()[]{}<>（）【】《》〈〉「」“”\"'‘’.。…,，;；:：!！?？-—_ \t"

_OF_THE_OFFICE = "law-not-named/of-the-office"
_FOR_PEOPLE = frozenset(
    [
        "zh",
        "en",
        "title",
        "name",
        "source",
        "name_en",
        "address",
        "address_en",
        "number",
        "code_lists",
        "phone",
        "article",
        "standard",
        "standard_en",
        "basis",
        "consultation",
        "complaint",
    ]
)
"""Keys whose texts people read; all others hold codes and values."""
_ONE_LINE = ("title", "name", "article")
"""Keys of what stands on one line of a page, a list, a notice or a cell."""


def lint_texts(folder: Folder) -> Iterator[Problem]:
    """
    Every text for people, in every file of the region, that has not been written yet, every article that is
    not written as laws write it, and every title of several lines: one walk through all texts finds them.
    """
    for document in folder.documents:
        loose = document.file.startswith(("parts/", "plans/"))
        for node, text, keys, asked in _texts(document.root, asked=loose):
            wrong = _told(text, keys, loose=asked)
            if wrong is not None:
                severity: Severity = "warning" if wrong.key == _OF_THE_OFFICE else "error"
                yield problem(document.file, node.at, wrong, severity)


def _told(text: str, keys: tuple[str, str], *, loose: bool) -> Message | None:
    """What is wrong with a text under these keys, the last of which is its own."""
    is_law = keys == ("basis", "title") or keys[1] == "basis"
    return _broken(text, keys) or _wrong(text, loose, "law" if is_law else keys[1])


def _broken(text: str, keys: tuple[str, str]) -> Message | None:
    """That a title goes on in a second line: whoever reads its first line alone reads another title."""
    if not ("\n" in text or "\r" in text) or (keys[0] not in _ONE_LINE and keys[1] not in _ONE_LINE):
        return None
    first, *others = text.splitlines()
    around = f"{first[-12:]}⟨U+000A⟩{''.join(others)[:12]}"
    return say("yaml-character/break", around=around) if others else None


@lru_cache(maxsize=2_000)  # laws, their articles and much else are named again and again
def _wrong(text: str, loose: bool, key: str) -> Message | None:
    """What is wrong with a text for people, wherever it stands; ``law`` is the key of a legal basis."""
    found = placeholder_in(text, loose=loose)
    if found is not None:
        return say("placeholder", found=found[:60])
    meant = article_meant(text) if key == "article" else None
    if meant is not None:
        return say("wrong-article", article=text[:60], meant=meant[:60])
    if key == "article" and beyond_any_law(text):
        return say("wrong-article/beyond", article=text[:60])
    if key in ("law", "source") and _KINDS.fullmatch(text.strip(_AROUND).casefold()):
        return say("law-not-named", found=text[:60])
    if key == "law" and not loose and of_the_office(text):
        return say("law-not-named/of-the-office", found=text[:60])
    return misread_in(text)


def _texts(root: Node, *, asked: bool) -> Iterator[tuple[Node, str, tuple[str, str], bool]]:
    """
    The texts for people below a node, each with its key, after the one that it stands under, and whether it
    belongs to people's questions. What stands in brackets is left out where nothing is wrong in it: its nodes
    would have to be made first.

    Args:
        asked: whether all of them do.
    """
    left = [(root, "", asked)]
    while left:
        node, under, asked = left.pop()
        value = node.value
        each = value.items() if isinstance(value, dict) else ((under, one) for one in node.list)
        for key, inner in each:
            if isinstance(inner, Bracketed) and _right(inner.raw, key, loose=asked or key == "questions"):
                continue
            below = inner.value
            if isinstance(below, str):
                if key in _FOR_PEOPLE:
                    yield inner, below, (under, key), asked or key == "questions"
            elif isinstance(below, dict | list):
                left.append((inner, key, asked or key == "questions"))


def _right(raw: Raw, under: str, *, loose: bool) -> bool:
    """Whether nothing is wrong with the texts for people below a value."""
    each = (
        raw.items()
        if isinstance(raw, dict)
        else ((under, one) for one in raw)
        if isinstance(raw, list)
        else ()
    )
    for key, value in each:
        asked = loose or key == "questions"
        if isinstance(value, str):
            if key in _FOR_PEOPLE and _told(value, (under, key), loose=asked) is not None:
                return False
        elif isinstance(value, dict | list) and not _right(value, key, loose=asked):
            return False
    return True


def placeholder_in(text: str, *, loose: bool = False) -> str | None:
    """The part of a text that is a placeholder, with a little around it; None if none is."""
    found = None
    if _HINT.search(text):
        found = _MARKS.search(text) or (None if loose else _WAITING.search(text))
    if found is not None:
        return text[max(found.start() - 10, 0) : found.end() + 10]
    return text if not loose and _WHOLE.fullmatch(text.strip(_AROUND).casefold()) else None
