"""
The words of findings: data in ``messages/<code>.yaml`` that a person without Python can read and mend.

Each file belongs to one finding code. ``meaning`` says why it matters. ``messages`` holds its sentences by
variant, in Chinese and in English, with the way to mend what is wrong. A ``{name}`` in a sentence stands for
a fact that the check gives. The pages in ``docs/rules`` are made of these files.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import Any, Literal, NamedTuple

import yaml

from chalicelib.decisions.forms.form import Text

FOLDER = Path(__file__).with_name("messages")
PLACEHOLDER = re.compile(r"\{([a-z_]+)\}")

Language = Literal["zh", "en"]


class Both(NamedTuple):
    """Words put together in code, in both languages; either may be empty."""

    zh: str
    en: str


_BETWEEN: Mapping[Language, str] = {"zh": "、", "en": ", "}


class Told(NamedTuple):
    """A message in words, and the way to mend it."""

    zh: str
    en: str
    mend_zh: str
    mend_en: str


@dataclass(frozen=True)
class Message:
    """A message by its key, ``code/variant``, and what fills its places; put in words when it is shown."""

    key: str
    facts: Mapping[str, object]

    @property
    def code(self) -> str:
        """The finding code that it belongs to."""
        return self.key.partition("/")[0]

    def told(self) -> Told:
        """
        Put the message in words; they are put together once, however often it is told.

        Raises:
            KeyError: no file has the message, or a place of it is not filled.
        """
        return self._told

    @cached_property
    def _told(self) -> Told:
        code, _, variant = self.key.partition("/")
        said = page(code)["messages"][variant or code]
        mend = said["mend"]
        return Told(
            self._fill(said["zh"], "zh"),
            self._fill(said["en"], "en"),
            self._fill(mend["zh"], "zh"),
            self._fill(mend["en"], "en"),
        )

    def _fill(self, sentence: str, language: Language) -> str:
        filled = PLACEHOLDER.sub(lambda place: shown(self.facts[place[1]], language), sentence)
        return singular(filled) if language == "en" else filled


def say(
    key: str, /, *, mend: Both | None = None, what: Text | Both | str | None = None, **facts: object
) -> Message:
    """
    The message ``code/variant``, or ``code`` where it has only one, filled with facts.

    Args:
        mend: the way to mend what is wrong, and ``what`` it is: in both languages, never a plain pair, which
            would be shown as a list.
    """
    given = {"mend": mend, "what": what}
    return Message(key, facts | {name: told for name, told in given.items() if told is not None})


def shown(given: object, language: Language) -> str:
    """What fills a place, in one language: words of both by that language, several as a list."""
    if hasattr(given, "zh"):
        return str(getattr(given, language))
    if isinstance(given, Sequence) and not isinstance(given, str):
        return _BETWEEN[language].join(shown(one, language) for one in given)
    return str(given)


_COUNTED = (
    "byte case character clock column condition day decimal document edit error example fact file hour item "
    "line material minute month officer other parcel place problem row rule situation step value visit "
    "warning weekday year"
)
_ONE = re.compile(rf"(?<![\w.,–-])1 ((?:[a-z]+ )??)({'|'.join(_COUNTED.split())})s\b")


def singular(en: str) -> str:
    """English in which one is not told as several: "1 days" is "1 day", "1 working days" too."""
    return _ONE.sub(r"1 \1\2", en) if "1 " in en else en


def noun(number: int, en: str) -> str:
    """What stands behind its number: "items", but "item" behind 1."""
    return singular(f"{number} {en}").removeprefix(f"{number} ")


def page_of(code: str) -> str:
    """Where in this project a page explains a finding code."""
    return f"docs/rules/{code}.md"


@cache
def page(code: str) -> dict[str, Any]:  # a file as it is: the tests hold its form
    """All that is written of a finding code."""
    return dict(yaml.load((FOLDER / f"{code}.yaml").read_bytes(), yaml.CSafeLoader))
