"""Describe an engine: a program that answers for each situation with the rule it chose."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from typing import Any, NamedTuple

from chalicelib.authoring.agreement.engines import child
from chalicelib.authoring.space.domain import EffectPeriod
from chalicelib.decisions.forms.form import UNDETERMINED, Text
from chalicelib.decisions.forms.model import Release
from chalicelib.decisions.limits import OwnedRule

Answer = list[Any]
"""[channel, rule, …] as JSON has it; both null where the engine gave nothing."""


class Cost(NamedTuple):
    """Seconds of one processor: ``once`` for a band's rules, ``each`` for one situation."""

    once: float
    each: float


class Engine(ABC):
    """
    One engine, asked in a child process.

    The child reads a line of JSON for each band, ``{"document": …}``, and after it what is asked there,
    ``{"asked": {code, classes, numbers}}`` a line; it writes lines ``[answers, chosen]``: for the next
    situations, in order, places in that line's answers.
    """

    name: str
    title: Text
    """What it is called where people read of it."""
    most: int | None = None
    """Situations that it is asked at most, evenly spread, where it is too slow for all."""

    ready: child.Child | None = None
    """Its process, where that was started before there was anything to ask; it can be asked once."""

    def missing(self) -> Text | None:
        """Why it cannot be asked here, and what to do; None if it can."""
        return None

    @abstractmethod
    def command(self) -> Sequence[str]:
        """The program to start."""

    @abstractmethod
    def document(self, release: Release, band: EffectPeriod) -> Any:  # JSON of any shape
        """
        The rules of a band in the engine's own form, and whatever else it must be told.

        Raises:
            ExportError: that form cannot hold them.
        """

    def excess(self, band: EffectPeriod) -> Text | None:
        """Why the rules of a band are too many for it; None if it can hold them."""
        return None

    @abstractmethod
    def cost(self, band: EffectPeriod) -> Cost:
        """What a band costs; measured, and rounded up, for a choice of how much to ask."""

    def right(self, place: int, led: OwnedRule | None, otherwise: str = UNDETERMINED) -> Answer:
        """
        The answer that is right where the rule at ``place`` of the band decides, or none.

        Args:
            otherwise: what comes out where none does.
        """
        return [otherwise, None] if led is None else [led.rule.choose, led.rule.rule]
