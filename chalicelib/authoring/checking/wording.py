"""What words say 措辞: whether a title grants or refuses, and whether a fact's yes is worded as its no."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal

from chalicelib.authoring.findings.problems import Problem, Spot
from chalicelib.authoring.reading.folder import Folder
from chalicelib.decisions.forms.form import Text
from chalicelib.decisions.forms.model import Fact

Language = Literal["zh", "en"]

_NO = {
    "zh": re.compile(
        r"(?:不予?|未予?|不得|不能)(?:行政)?(?:准予?|许可|批准?|核准|同意|受理|通过|合格)|不予|驳回|拒绝|否决"
    ),
    "en": re.compile(
        r"\b(?:not|never|no)\s+(?:be\s+|been\s+)?(?:grant|approv|permit|allow|accept|pass|agree)\w*"
        r"|\b(?:refus|reject|den[iy]|declin|disapprov|fail)\w*(?:\s+to\s+\w+)?",
        re.IGNORECASE,
    ),
}
_YES = {
    "zh": re.compile(r"准予|准许|许可|批准|核准|同意|通过|合格|受理(?![以之]?后)"),
    "en": re.compile(
        r"\b(?:grant(?:ed)?|approv\w+|permitted|allowed|accepted|passed|agreed)\b", re.IGNORECASE
    ),
}
_NEGATION = {
    "zh": re.compile("[不未无没非]"),
    "en": re.compile(r"\b(?:no|not|never|none|nobody|nothing|without|cannot)\b", re.IGNORECASE),
}
BORNE = (
    "(?:财政|政府|机关|[本我](?:局|委|办|厅|区|县|市|单位|中心|大厅))[^，。；申当你您企]{0,8}"
    "(?:承担|负担|列支|保障|出资|补贴)"
)
"""Who pays in the applicant's place."""
_MAY = re.compile("可以|[可能会须]")


def contradicts(title: Text, *, yes: bool) -> bool:
    """Whether a title, in either language, says the contrary of a yes or a no."""
    return (not yes) in (says_yes(title.zh, "zh"), says_yes(title.en, "en"))


def says_yes(text: str, language: Language) -> bool | None:
    """
    Whether words grant or accept; None where they say neither or both, or deny another thing: 不符合准予条件.
    """
    no = _NO[language].search(text) is not None
    yes = _YES[language].search(_NO[language].sub("", text)) is not None
    if yes and _NEGATION[language].search(text):
        return None
    return None if no == yes else yes


def lint_fact_words(folder: Folder) -> Iterator[Problem]:
    """Facts whose ``if_so`` says that it is not so, and the other way round."""
    for document in folder.documents:
        if document.file != "facts.yaml":
            continue
        listed = document.root.map.get("facts")
        for node in (document.root,) if listed is None else listed.list:  # a release remembers each alone
            fact = folder.facts.declared.get(str(node.map["fact"].value))
            if fact is not None and _exchanged(fact):
                yield Spot(document.file, node.find("if_so")).warning("fact-words/exchanged")


def _exchanged(fact: Fact) -> bool:
    so, otherwise = fact.if_so, fact.if_not
    if so is None or otherwise is None:
        return False
    return _denies(fact.title.zh, so.zh, otherwise.zh, "zh") or _denies(
        fact.title.en, so.en, otherwise.en, "en"
    )


def _denies(title: str, so: str, otherwise: str, language: Language) -> bool:
    """
    Whether the no of a fact says what its title says, and the yes denies it. A yes may be worded as a
    denial, "no papers are needed" of "online": so only the same words, but for the denial, count.
    """
    negation = _NEGATION[language]
    many = [len(negation.findall(one)) for one in (title, so, otherwise)]
    if many[0] != many[2]:
        return False
    repeats = title.casefold() in otherwise.casefold() and title.casefold() not in so.casefold()
    bare = [_MAY.sub("", negation.sub("", one)) for one in (so, otherwise)]
    return repeats or (many[1] != many[2] and bare[0] == bare[1])
