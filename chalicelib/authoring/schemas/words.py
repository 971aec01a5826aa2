"""What keys of the rule files are called and mean, in both languages, by form and key: ``fields.yaml``."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import yaml

from chalicelib.decisions.forms.form import Text

_FILE = Path(__file__).with_name("fields.yaml")


@cache
def fields() -> dict[str, dict[str, Text]]:
    """By form and key a short title, and after a sign what is to be known of it."""
    told = yaml.load(_FILE.read_bytes(), yaml.CSafeLoader)
    return {form: {key: Text(**words) for key, words in keys.items()} for form, keys in told.items()}


def shown(words: Text) -> str:
    """Both languages in one line, as editors show it."""
    return f"{words.zh} {words.en}"
