"""
Placeholders that stand in each other's place in a notice's text 填充项写反: whom to ask for review and where
to sue, the law's last day and the promised one. The word that stands beside each tells them apart.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from chalicelib.authoring.checking.notices.texts import listed
from chalicelib.authoring.checking.wording import Language
from chalicelib.authoring.findings.problems import Problem
from chalicelib.authoring.reading.documents import Read
from chalicelib.authoring.reading.folder import Folder
from chalicelib.decisions.forms.notice import NoticeTemplate, Placeholder

_CLAUSE = re.compile(r"[，。；;,.\n]")


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
    """The first that is wrong of each pair in each text of a notice."""
    for read in folder.notices:
        for pair in _PAIRS:
            yield from _of_text(read, "zh", read.form.text.zh, pair)
            yield from _of_text(read, "en", read.form.text.en, pair)


def _of_text(read: Read[NoticeTemplate], language: Language, text: str, pair: _Pair) -> Iterator[Problem]:
    for clause in _CLAUSE.split(text):
        for placeholder in pair.words:
            word, meant = _beside(clause, placeholder, language, pair)
            if meant not in (None, placeholder):
                told = {"told": listed([placeholder]), "beside": word, "meant": listed([meant])}
                yield read.at("text", language).error(pair.key, **told)
                return


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
