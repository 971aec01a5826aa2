"""Requests by the description of the API: right ones, and ones with something changed, left out or put in."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable
from typing import Any

from hypothesis import strategies as st

from chalicelib.routes.openapi import document

LETTERS = "".join(map(chr, range(32, 127))) + "张三（）·é補０"
ODD_TEXTS = st.one_of(
    st.text(max_size=8),
    st.sampled_from(["", "\x00", "..", "%2e%2e", "a/b", "😀", "é", "' OR 1=1", "${jndi:x}", "x" * 3_000]),
)
SCALARS = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(allow_nan=False, allow_infinity=False).filter(lambda number: number != int(number)),
    ODD_TEXTS,
)
VALUES = st.recursive(SCALARS, lambda inner: st.lists(inner, max_size=2) | st.dictionaries(ODD_TEXTS, inner))


def right(schema: dict[str, Any]) -> st.SearchStrategy[Any]:
    """What ``schema`` takes; it is one that this API uses."""
    match schema:
        case {"$ref": str(name)}:
            return right(document()["components"]["schemas"][name.rsplit("/", 1)[1]])
        case {"anyOf": kinds}:
            return st.one_of([right(kind) for kind in kinds])
        case {"enum": values}:
            return st.sampled_from(values)
    return _KINDS[schema["type"]](schema)


def _texts(schema: dict[str, Any]) -> st.SearchStrategy[str]:
    least, most = schema.get("minLength", 0), schema.get("maxLength", 20)
    if "pattern" in schema:
        texts = st.from_regex(schema["pattern"].strip("^$"), fullmatch=True, alphabet=LETTERS)
        return texts.filter(lambda text: least <= len(text) <= schema.get("maxLength", len(text)))
    return st.text(LETTERS, min_size=least, max_size=min(most, 20))


def _objects(schema: dict[str, Any]) -> st.SearchStrategy[dict[str, Any]]:
    if "patternProperties" in schema:
        [(pattern, value)] = schema["patternProperties"].items()
        return st.dictionaries(right({"type": "string", "pattern": pattern}), right(value), max_size=3)
    fields = {name: right(field) for name, field in schema["properties"].items()}
    needed = {name: fields.pop(name) for name in schema.get("required", ())}
    return st.fixed_dictionaries(needed, optional=fields)


_KINDS: dict[str, Callable[[dict[str, Any]], st.SearchStrategy[Any]]] = {
    "object": _objects,
    "array": lambda schema: st.lists(right(schema["items"]), max_size=3),
    "string": _texts,
    "integer": lambda schema: st.integers(schema.get("minimum", -(2**70)), schema.get("maximum", 2**70)),
    "number": lambda schema: st.floats(
        schema["exclusiveMinimum"], schema["exclusiveMaximum"], exclude_min=True, exclude_max=True
    ),
    "boolean": lambda _: st.booleans(),
    "null": lambda _: st.none(),
}


@st.composite
def changed(draw: st.DrawFn, bodies: st.SearchStrategy[Any]) -> Any:
    """One of ``bodies`` with one place in it changed, left out or put in; it may still be a right one."""
    body = copy.deepcopy(draw(bodies))
    place: Any = body
    while isinstance(place, dict | list) and place:
        key = draw(st.sampled_from(sorted(place) if isinstance(place, dict) else range(len(place))))
        if not isinstance(place[key], dict | list) or draw(st.booleans()):
            break
        place = place[key]
    if isinstance(place, dict) and (not place or draw(st.booleans())):
        place[draw(ODD_TEXTS)] = draw(VALUES)
    elif place and draw(st.booleans()):
        del place[key]
    elif place:
        near = [json.dumps(place[key]), [place[key]], True, 1]
        place[key] = draw(st.sampled_from(near) | VALUES)
    return body


BODIES = {
    name: right(schema)
    for name, schema in document()["components"]["schemas"].items()
    if name.endswith("Body")
}
