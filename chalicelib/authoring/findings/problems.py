"""Tell what is wrong with a rule file: where, what, and how to mend it, in both languages."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Sequence
from typing import Any, Literal, NamedTuple

from chalicelib.authoring.findings.look_alikes import latin, look_alike
from chalicelib.authoring.findings.message import Both, Message, page_of, say
from chalicelib.decisions.forms.form import Text

Severity = Literal["error", "warning"]


class Mark(NamedTuple):
    """A place in a file; both count from 1. The column is 0 where nobody knows it."""

    line: int
    column: int


TOP = Mark(1, 1)


class Spot(NamedTuple):
    """A file below the region's folder and a place in it, where something is told."""

    file: str
    at: Mark = TOP

    def tell(self, message: Message, severity: Severity = "error") -> Problem:
        """That something is wrong here; its code is that of the message."""
        return problem(self.file, self.at, message, severity)

    def error(self, key: str, /, **facts: Any) -> Problem:
        """That something is wrong here, by the message ``key`` filled with facts."""
        return self.tell(say(key, **facts))

    def warning(self, key: str, /, **facts: Any) -> Problem:
        """That something is likely wrong here, by the message ``key`` filled with facts."""
        return self.tell(say(key, **facts), "warning")


class Problem(NamedTuple):
    """
    A mistake in a rule file. ``file`` is below the region's folder; an ``error`` keeps the folder from
    being published, a ``warning`` does not.
    """

    file: str
    line: int
    column: int
    code: str
    severity: Severity
    zh: str
    en: str
    mend_zh: str
    mend_en: str

    @property
    def place(self) -> str:
        """The file, the line and, where it is known, the column, as editors open it."""
        return f"{self.file}:{self.line}" + (f":{self.column}" if self.column else "")

    @property
    def message(self) -> Text:
        return Text(zh=self.zh, en=self.en)

    @property
    def mend(self) -> Text:
        return Text(zh=self.mend_zh, en=self.mend_en)

    def as_json(self) -> dict[str, Any]:
        return {
            "file": self.file,
            "line": self.line,
            "column": self.column or None,
            "code": self.code,
            "page": page_of(self.code),
            "severity": self.severity,
            "message": {"zh": self.zh, "en": self.en},
            "mend": {"zh": self.mend_zh, "en": self.mend_en},
        }

    def __str__(self) -> str:
        return self.told_at(self.place)

    def told_at(self, place: str) -> str:
        """All of it for people, at the place as they know it."""
        head = f"{place} {self.severity} {self.code}"
        return f"{head}\n  {self.zh} {self.mend_zh}\n  {self.en} {self.mend_en}"


def in_order(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """By file and place, each once."""
    return tuple(sorted(set(problems)))


class RuleFileError(ValueError):
    """A folder of rule files that cannot be used, with every problem found, in order of file and line."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = in_order(problems)
        super().__init__("\n".join(map(str, self.problems)))


class TooManySituationsError(ValueError):
    """The rules tell more situations apart than can be gone through in a reasonable time."""


def problem(file: str, at: Mark, message: Message, severity: Severity = "error") -> Problem:
    """A mistake at a place of a file; its code is that of its message."""
    told = map(visible, message.told())
    name = visible(file).replace("\n", "⟨U+000A⟩")  # one line, whatever somebody called a file
    return Problem(name, at.line, at.column, message.code, severity, *told)


def visible(text: str) -> str:
    """
    Signs that show nothing by their number, ⟨U+200B⟩: a name that differs by one looks right.

    None reaches a terminal either, which would obey some of them.
    """
    if text.isprintable():
        return text
    return "".join(sign if sign.isprintable() or sign == "\n" else f"⟨U+{ord(sign):04X}⟩" for sign in text)


_NEAR = 0.65
"""How alike two words must be: a slip of a letter or two, and not 'until' for 'title'."""


def did_you_mean(word: object, known: Iterable[object]) -> Both:
    """The way to mend a word that is not known, in Chinese and English: the nearest, or all there are."""
    names = list(dict.fromkeys(map(scalar, known)))  # each said once
    said, odd = str(word), look_alike(str(word))
    if odd is not None:
        said = latin(said)
    near = difflib.get_close_matches(said, names, n=1, cutoff=_NEAR) or _ending_alike(said, names)
    mend = meant(near[0]) if near else one_of(names)
    return mend if odd is None else Both(mend.zh + odd.zh, f"{mend.en} {odd.en}")


def near(word: str, known: Iterable[str]) -> Both | None:
    """The way to mend a word that is not known, where one of those known is like it."""
    found = difflib.get_close_matches(word, list(known), n=1, cutoff=_NEAR)
    return meant(found[0]) if found else None


def meant(word: str) -> Both:
    """The way to mend what was most likely to be this."""
    return Both(f"是不是“{word}”？", f"Did you mean '{word}'?")


def one_of(names: Sequence[str]) -> Both:
    """The way to mend what could be any of these; of very many the first are told."""
    if not names:
        return Both("此处没有可用的名称。", "There is none to choose from.")
    few = names[:12]
    more = "…" if len(names) > len(few) else ""
    return Both(f"可用：{'、'.join(few)}{more}。", f"Use one of: {', '.join(few)}{more}.")


def _ending_alike(word: str, names: Iterable[str]) -> list[str]:
    """Names whose last part is the word's: who writes "disabled" means applicant.disabled."""
    last = word.rpartition(".")[2]
    return [name for name in names if "." in name and name.rpartition(".")[2] == last]


def scalar(value: object) -> str:
    """A single value as a rule file has it."""
    return str(value).lower() if isinstance(value, bool) else str(value)
