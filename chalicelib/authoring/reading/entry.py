"""Forms of a file, each with its place there, as are the entries within it that keep one."""

from __future__ import annotations

from functools import cache
from typing import Any, TypeVar

from chalicelib.authoring.reading.conditions.conditions import Facts, content
from chalicelib.authoring.reading.documents import Document, Read, form_in, read_form
from chalicelib.authoring.reading.yaml.nodes import Node
from chalicelib.decisions.forms.form import Form
from chalicelib.decisions.forms.model import Invariant

F = TypeVar("F", bound=Form)


def read_entry(form: type[F], document: Document, node: Node, facts: Facts) -> Read[F] | None:
    """A form with its place, and the place of each entry within it that keeps one."""
    data = content(document, node, facts)
    if isinstance(data, dict):
        if "where" in form.model_fields:
            data["where"] = document.where(node)
        for key, inner in _placed(form):
            _place_entries(inner, document, node.map.get(key), data.get(key))
        if form is Invariant:
            _several_expected(data)
    return read_form(form, document, node, data)


@cache
def _placed(form: type[Form]) -> tuple[tuple[str, type[Form]], ...]:
    """The lists of a form whose entries keep their places."""
    inner = {key: form_in(one.annotation) for key, one in form.model_fields.items()}
    return tuple((key, one) for key, one in inner.items() if one and "where" in one.model_fields)


def _place_entries(form: type[Form], document: Document, node: Node | None, entries: object) -> None:
    """Give each entry of a list, or of the lists of a map, its place in the file."""
    if node is None:
        return
    if isinstance(entries, dict):
        for key, inner in entries.items():
            _place_entries(form, document, node.map.get(key), inner)
    if not isinstance(entries, list) or len(entries) != len(node.list):
        return  # what is no list of entries was told of
    for entry, place in zip(entries, node.list, strict=True):
        if isinstance(entry, dict):
            entry["where"] = document.where(place)
            if form is Invariant:
                _several_expected(entry)


def _several_expected(invariant: dict[str, Any]) -> None:
    """What an invariant expects as a list, where it is written as one name."""
    if not isinstance(invariant.get("expect", []), list):
        invariant["expect"] = [invariant["expect"]]
