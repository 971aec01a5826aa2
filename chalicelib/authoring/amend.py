"""
Rule files changed by the program as a careful person would: what is not changed stays as it was typed.

ruamel.yaml keeps comments, order, quotes and the form of lists; what comes out of a file that nobody
changed is that file, byte for byte.
"""

from __future__ import annotations

from io import StringIO
from pathlib import Path

from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap

_NO_WRAP = 1_000_000


def open_file(path: Path) -> CommentedMap:
    """
    A rule file's content with its comments; change it in place, then ``save`` it.

    Raises:
        OSError: it cannot be read.
    """
    content: CommentedMap = _yaml().load(path.read_text(encoding="utf-8"))
    return content


def text(content: CommentedMap) -> str:
    """The content as the file would hold it."""
    out = StringIO()
    _yaml().dump(content, out)
    return out.getvalue()


def save(path: Path, content: CommentedMap) -> None:
    """Write the file anew; half a file is never there."""
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(f".{path.name}.new")
    beside.write_text(text(content), encoding="utf-8")
    beside.replace(path)


def _yaml() -> YAML:
    yaml = YAML(typ="rt")
    yaml.preserve_quotes = True
    yaml.width = _NO_WRAP
    yaml.indent(mapping=2, sequence=4, offset=2)
    return yaml
