"""Look up what keys of the rule files are called and mean, by form and key: ``fields.yaml``."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from chalicelib.decisions.forms.form import Text

_FILE = Path(__file__).with_name("fields.yaml")


@dataclass(frozen=True)
class Field:
    """
    A key: ``words`` are a short title, and after a sign what is to be known of it; ``example`` is a value of
    it, None where it holds what has keys of its own; all else is for Excel, as the head of the file says.
    """

    words: Text
    example: Any = None  # JSON of any shape
    of_decision: Text | None = None
    width: int | None = None
    cell: Text | None = None
    values: Mapping[str, str] = field(default_factory=dict)
    of: str | None = None

    def said(self, *, of_decision: bool = False) -> Text:
        """The words; what is called a channel in channels.yaml is an outcome of another decision."""
        return self.of_decision if of_decision and self.of_decision is not None else self.words


@cache
def fields() -> dict[str, dict[str, Field]]:
    """All keys by form and key, in the order in which forms are written."""
    told = yaml.load(_FILE.read_bytes(), yaml.CSafeLoader)
    return {form: {key: _field(**one) for key, one in keys.items()} for form, keys in told.items()}


def _field(*, zh: str, en: str, **more: Any) -> Field:
    more |= {key: Text(**more[key]) for key in ("cell", "of_decision") if key in more}
    return Field(Text(zh=zh, en=en), **more)


def titled(words: Text) -> Text:
    """The short title alone: what stands before the first explanation in either language."""
    zh, en = re.split("[，：；（。]", words.zh)[0], re.split("[,:;(]", words.en)[0]
    return Text(zh=zh.strip(), en=en.strip())


def explained(words: Text) -> Text:
    """What is said after the short title; the whole where nothing is."""
    title = titled(words)
    zh, en = (
        whole.removeprefix(short).lstrip("，：；。,:; ")
        for whole, short in zip((words.zh, words.en), (title.zh, title.en), strict=True)
    )
    return Text(zh=zh or words.zh, en=en or words.en)


def shown(words: Text) -> str:
    """Both languages in one line, as editors show it."""
    return f"{words.zh} {words.en}"
