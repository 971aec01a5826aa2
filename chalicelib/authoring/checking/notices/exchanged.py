"""
What stands in each other's place in a notice's text 写反: whom to ask for review and where to sue, and by
when; the law's last day and the promised one. The word that stands beside each tells them apart. And what
turns a remedy round: a period that has to be over first, or that it must not be asked for.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from chalicelib.authoring.checking.notices.texts import listed
from chalicelib.authoring.checking.wording import Language
from chalicelib.authoring.findings.problems import Problem
from chalicelib.authoring.reading.documents import Read
from chalicelib.authoring.reading.folder import Folder
from chalicelib.decisions.forms.notice import NoticeTemplate, Placeholder

_CLAUSE = re.compile(r"[，。；;,.\n]")
_ENDS = (re.compile(rf"{_CLAUSE.pattern}|或者|\bor\b"), re.compile(r"[。；;.\n]"))
"""Where a clause ends, and where a sentence does: what is not told in the one is told in the other."""
_IN_TURN = re.compile(r"分别|依次|\brespectively\b", re.IGNORECASE)
"""In such a sentence the first belongs to the first, and not to what stands beside it."""

PERIODS = (
    re.compile(r"六十[日天]|60 ?[日天]|\b(?:sixty|60)\b[- ]days?", re.IGNORECASE),
    re.compile(r"六个月|6 ?个月|\b(?:six|6)\b[- ]months?", re.IGNORECASE),
)
"""Within which to ask for review (行政复议法 (2023) art. 20), and to sue (行政诉讼法 (2017) art. 46)."""
_REMEDIES = (
    re.compile(r"\{review_body\}|复议|\breview|\breconsider", re.IGNORECASE),
    re.compile(r"\{court\}|诉讼|起诉|\bsu(?:e|it)\b|\blawsuit\b|\blitigat", re.IGNORECASE),
)


_OVER = re.compile(
    r"(?:(?:六十|60) ?[日天]|(?:六|6) ?个月)(?:期?限?届?满)?[之以]?后"
    r"|\b(?:after|earlier than) (?:sixty|60) days|\b(?:after|earlier than) (?:six|6) months"
    r"|\b(?:(?:sixty|60) days|(?:six|6) months) (?:later|have passed|are over)",
    re.IGNORECASE,
)
_WITHIN = (
    re.compile(r"(?:六十|60) ?[日天][之以]?内|\bwithin (?:sixty|60)\b", re.IGNORECASE),
    re.compile(r"(?:六|6) ?个月[之以]?内|\bwithin (?:six|6)\b", re.IGNORECASE),
)
_FROM_ELSEWHERE = re.compile(
    r"自(?![^，。；]{0,30}(?:收到|知道|送达|签收|接到|领))[^，。；]{0,10}(?:作出|决定书?|签发|盖章)之日起"
    r"(?:六|60|6 ?个)"
    r"|自[^，。；]{0,6}(?:受理|申请)之日起(?:六十|60|六|6)[ 日天个月之以]{1,5}内，?[您你]?(?:可|向|申请|提)"
    r"|\b(?:(?:sixty|60) days|(?:six|6) months) (?:of|from|after) the (?:date|day) of (?:the|this) decision\b"
    r"(?!['’]s|[^,.;]{0,60}\b(?:rece|serv|reach|deliver|notif|know))",
    re.IGNORECASE,
)
"""Both periods begin when the decision is known, by its receipt."""
_ENDS_OTHERWISE = re.compile(
    r"未|不予受理|不受理|不再|仍|不可抗力|障碍|耽误|延长|计算|视为|公告|逾"
    r"|\b(?:no|not|without|unless|deemed|publi\w+|ext\w+)\b",
    re.IGNORECASE,
)
"""
Other periods that end are told as well: of who does not answer, of what is served by publication, of what
was delayed; and what happens to whoever comes too late.
"""
_FORBIDS = re.compile(
    r"(?:不得|不能|不可以?|不准|无权|禁止)"
    r"(?:再|就[^，。；]{0,12}|对[^，。；]{0,6}(?:决定|行为)|向[^，。；]{0,20}?){0,3}"
    r"(?:申请(?!人)|提[起出]){0,2}(?:行政)?(?:复议|诉讼|起诉)"
    r"|\b(?:may|can|must|shall) ?not (?:sue\b|litigate\b|(?:bring|file)\b.{0,40} suit"
    r"|(?:ask|apply|request|seek|go)\b(?: to| \{?\w+\}?)?(?: for)?(?: an?| any| the)?(?: administrative)?"
    r" (?:review|reconsid))"
    r"|\b(?:no right|not entitled) to\b.{0,80}(?:review|reconsid|sue\b|suit|litig)",
    re.IGNORECASE,
)
_AT_TIMES = re.compile(
    "逾期|超过|过期|届满|期间|期内|同时|未经|[前又已除但再后]|[应请可][以当]?向"
    r"|\b(?:un(?:less|til)|before|after|while|during|once|both|pending|already|except|but|again|if|instead)\b",
    re.IGNORECASE,
)
"""When or why laws forbid a remedy: after its period, beside the review; and where it is instead."""
_DISAGREE = re.compile(
    r"\bif (?:you|they|the applicant)\b(?: do(?:es)? not)? (?:disagree|object|agree|accept|are dissatisfied)"
    "|除此之外",
    re.IGNORECASE,
)
"""The condition that every remedy has, and no exception."""


class _Pair(NamedTuple):
    """The word that each of two placeholders stands beside; ``follows``: in Chinese it comes behind."""

    words: Mapping[Placeholder, Mapping[Language, str]]
    follows: bool
    key: str


_PAIRS = (
    _Pair(
        {
            Placeholder.REVIEW_BODY: {"zh": "复议", "en": r"\breview\w*|\breconsider\w*"},
            Placeholder.COURT: {"zh": "诉讼|起诉", "en": r"\bsu(?:e|it)\b|\blawsuit\b|\blitigat\w+"},
        },
        follows=True,
        key="notice-exchanged/remedies",
    ),
    _Pair(
        {
            Placeholder.STATUTORY_DUE: {"zh": "法定|依法", "en": r"\bby law\b|\bthe law\b|\bstatutory\b"},
            Placeholder.PROMISED_DUE: {"zh": "承诺", "en": r"\bpromis\w+"},
        },
        follows=False,
        key="notice-exchanged/due",
    ),
)


def lint_exchanged(folder: Folder) -> Iterator[Problem]:
    """The first that is wrong of each pair in each text of a notice; if nothing is, its periods."""
    for read in folder.notices:
        yield from _of_language(read, "zh", read.form.text.zh)
        yield from _of_language(read, "en", read.form.text.en)


def _of_language(read: Read[NoticeTemplate], language: Language, text: str) -> Iterator[Problem]:
    found = [one for pair in _PAIRS for one in _of_text(read, language, text, pair)]
    yield from found
    if not found and _periods_exchanged(text):
        yield read.at("text", language).error("notice-exchanged/periods")
    elif any(_FROM_ELSEWHERE.search(one) and _order(one, _REMEDIES) for one in _ENDS[1].split(text)):
        yield read.at("text", language).error("remedy-period/begins")
    elif any(map(_turned, _ENDS[1].split(text))):
        yield read.at("text", language).error("remedy-period/turned")


def _of_text(read: Read[NoticeTemplate], language: Language, text: str, pair: _Pair) -> Iterator[Problem]:
    clauses = (
        one for part in _ENDS[1].split(text) if not _IN_TURN.search(part) for one in _CLAUSE.split(part)
    )
    for clause in clauses:
        for placeholder in pair.words:
            word, meant = _beside(clause, placeholder, language, pair)
            if meant not in (None, placeholder):
                told = {"told": listed([placeholder]), "beside": word, "meant": listed([meant])}
                yield read.at("text", language).error(pair.key, **told)
                return


def _periods_exchanged(text: str) -> bool:
    """Whether the period of one remedy is the other's: in its clause, else by the order in its sentence."""
    for ends in _ENDS:
        told = [(_order(part, PERIODS), _order(part, _REMEDIES)) for part in ends.split(text)]
        paired = [(when, what) for when, what in told if when and len(when) == len(what)]
        if paired:
            return any(when != what for when, what in paired)
    return False


def _turned(sentence: str) -> bool:
    """Whether a remedy waits for its period to be over, or is forbidden altogether."""
    if not _order(sentence, _REMEDIES):
        return False
    over = {n for one in _OVER.finditer(sentence) for n, when in enumerate(PERIODS) if when.search(one[0])}
    if any(not _WITHIN[n].search(sentence) for n in over) and not _ENDS_OTHERWISE.search(sentence):
        return True
    return _FORBIDS.search(sentence) is not None and not _AT_TIMES.search(_DISAGREE.sub("", sentence))


def _order(text: str, patterns: Sequence[re.Pattern[str]]) -> list[int]:
    """Which of two stand in a text, by where each first does."""
    found = ((match.start(), n) for n, one in enumerate(patterns) if (match := one.search(text)))
    return [n for _, n in sorted(found)]


def _beside(
    clause: str, placeholder: Placeholder, language: Language, pair: _Pair
) -> tuple[str, Placeholder | None]:
    """The word that stands beside a placeholder in a clause, and the placeholder that it belongs to."""
    before, found, after = clause.partition(f"{{{placeholder}}}")
    ahead, behind = _found(before.rpartition("}")[2], language, pair), _found(after, language, pair)
    sides = (behind[:1], ahead[-1:]) if language == "zh" and pair.follows else (ahead[-1:], behind[:1])
    words = [*sides[0], *sides[1]] if found else []
    return words[0] if words else ("", None)


def _found(text: str, language: Language, pair: _Pair) -> list[tuple[str, Placeholder]]:
    """Words of a pair in the order in which they stand in a text, up to the next placeholder."""
    each = [
        (match.start(), match[0], one)
        for one, words in pair.words.items()
        for match in re.finditer(words[language], text.partition("{")[0], re.IGNORECASE)
    ]
    return [(word, one) for _, word, one in sorted(each)]
