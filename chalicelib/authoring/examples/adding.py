"""Add examples to a file of rules as lines of its own, after the last one that stands there."""

from __future__ import annotations

import codecs
import json
import unicodedata
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from chalicelib.authoring.reading.yaml.nodes import Unreadable, parse
from chalicelib.authoring.rewrite.rewrite import RewriteError, rewrite


class NoLinesError(ValueError):
    """The file has no form that lines can be added to."""


def added(before: bytes, entries: Sequence[Mapping[str, Any]]) -> bytes:
    """
    Add examples to a file of rules after its last one, each on a line of its own; nothing else is touched.

    Raises:
        NoLinesError: the file has no form that lines can be added to.
    """
    texts = [json.dumps(entry, ensure_ascii=False, default=date.isoformat) for entry in entries]
    new = [json.loads(unicodedata.normalize("NFC", text)) for text in texts]  # as text is read everywhere
    try:
        held = parse(before.removeprefix(codecs.BOM_UTF8)).plain()
        data: dict[str, Any] = dict(held) if isinstance(held, dict) else {"examples": None}
        examples = data.get("examples", [])
        if not isinstance(examples, list):
            raise NoLinesError
        return rewrite(before.decode(), {**data, "examples": [*examples, *new]}).encode()
    except (Unreadable, RewriteError) as error:
        raise NoLinesError from error
