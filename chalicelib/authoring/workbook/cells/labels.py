"""Name the values of closed sets: by a Chinese title where it is clear, else by the code itself."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable
from functools import cached_property

from chalicelib.authoring.findings.message import Both, say
from chalicelib.authoring.findings.problems import meant, scalar
from chalicelib.authoring.workbook.cells.cells import Unfit, nearest, tidy
from chalicelib.decisions.forms.form import FactValue

BAR = "|"
NOT = "非"
_WIDE_BAR = "｜"
_SIGNS = re.compile("[,，、;；/]|或|和")


class Labels:
    """Each value of a closed set with its label; labels and codes name one value only."""

    def __init__(self, titles: Iterable[tuple[FactValue, str]]) -> None:
        pairs = [(value, unicodedata.normalize("NFC", title)) for value, title in titles]
        codes = {scalar(value) for value, _ in pairs}
        often = Counter(title for _, title in pairs)
        self._labels = {
            value: title if often[title] == 1 and _clear(title, codes) else scalar(value)
            for value, title in pairs
        }
        self._values: dict[str, FactValue] = {}
        for value, label in self._labels.items():
            self._values[label] = value
            if isinstance(value, str):
                self._values[value] = value

    @property
    def all(self) -> tuple[str, ...]:
        return tuple(self._labels.values())

    def label(self, value: object) -> str:
        """The label of a value; of one that is not in the set its code."""
        known = self._labels.get(value) if isinstance(value, FactValue) else None
        return str(value) if known is None else str(known)

    def value(self, text: str) -> FactValue:
        """
        The value that a label or a code names, blanks around it and the width of its letters aside.

        Raises:
            Unfit: there is none.
        """
        known = self._values.get(text)
        known = self._alike.get(tidy(text)) if known is None else known
        if known is None:
            raise Unfit(say("not-one-of/labels", text=shortened(text), mend=self._mend(text)))
        return known

    @cached_property
    def _alike(self) -> dict[str, FactValue | None]:
        """The values by their words made tidy; None where two would be one."""
        alike: dict[str, FactValue | None] = {}
        for word, value in self._values.items():
            known = alike.setdefault(tidy(word), value)
            if known is not value:
                alike[tidy(word)] = None
        return alike

    def _mend(self, text: str) -> Both:
        parts = [part.strip() for part in _SIGNS.split(text)]
        if len(parts) > 1 and all(part in self._values for part in parts):
            return meant(BAR.join(parts))
        return nearest(text, self._near)

    @cached_property
    def _near(self) -> dict[str, str]:
        near = {label: label for label in self._labels.values()}
        for value, label in self._labels.items():
            near.setdefault(scalar(value), label)
            for word in _SAID.get(value, ()) if isinstance(value, bool) else ():
                near.setdefault(word, label)
        return near


def parts(text: str) -> list[str]:
    """What stands between bars, be they full-width ones."""
    return [part.strip() for part in text.replace(_WIDE_BAR, BAR).split(BAR)]


def yes_or_no() -> Labels:
    return Labels([(True, "是"), (False, "否")])


def _clear(title: str, codes: set[str]) -> bool:
    """Whether a title can stand in a cell: no sign of ours in it, and not another value's code."""
    odd = not title or title != title.strip() or title.startswith((NOT, "≥", "≤", ">", "<", "="))
    return not odd and title not in codes and not any(sign in title for sign in (BAR, _WIDE_BAR, "\n", "–"))


def shortened(text: str) -> str:
    """What was written, for a sentence about it."""
    return text if len(text) <= 40 else text[:40] + "…"


_SAID = {True: ("yes", "on", "y", "对", "有", "√", "1"), False: ("no", "off", "n", "不", "无", "×", "0")}
