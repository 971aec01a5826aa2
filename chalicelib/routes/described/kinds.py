"""What schemas of answers are made of (JSON Schema 2020-12, as OpenAPI 3.1 takes it)."""

from __future__ import annotations

from typing import Any

Schema = dict[str, Any]

REF = "#/components/schemas/"
TEXT: Schema = {"type": "string"}
NUMBER: Schema = {"type": "integer"}
TRUTH: Schema = {"type": "boolean"}
NAME: Schema = {"$ref": f"{REF}Text"}
"""A name or a sentence, in Chinese and English."""
TIME: Schema = {
    "type": "string",
    "format": "date-time",
    "pattern": r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[+-]\d\d:\d\d$",
}
"""The one form of time: ISO 8601 in whole seconds, with the office's offset."""
DAY: Schema = {"type": "string", "format": "date", "pattern": r"^\d{4}-\d\d-\d\d$"}
VALUE: Schema = {"type": ["boolean", "integer", "string"]}
"""Of a fact; an amount is text in its unit."""
FACTS: Schema = {
    "type": "object",
    "additionalProperties": {"type": "object", "additionalProperties": VALUE},
}
"""By scope and name, such as {"application": {"courier": true}}."""


def or_null(schema: Schema) -> Schema:
    return {"anyOf": [schema, {"type": "null"}]}


def list_of(schema: Schema) -> Schema:
    return {"type": "array", "items": schema}


def one_of(*values: str) -> Schema:
    return {"enum": list(values)}


def by_name(schema: Schema) -> Schema:
    """An object of any names, each with a value of one kind."""
    return {"type": "object", "additionalProperties": schema}


def named(name: str) -> Schema:
    return {"$ref": f"{REF}{name}"}


def object_of(
    title: str,
    fields: dict[str, Schema],
    description: str = "",
    more: dict[str, Schema] | None = None,
    *,
    others: bool = False,
) -> Schema:
    """
    An object by its ``title`` in both languages: ``fields`` are always there, ``more`` sometimes; with
    ``others`` also what is not described here.
    """
    told: Schema = {"description": description} if description else {}
    told |= {"additionalProperties": True} if others else {}
    known = {**fields, **(more or {})}
    return {"title": title, "type": "object", "properties": known, "required": list(fields)} | told


BASIS = object_of(
    "设定依据 Basis", {"title": TEXT}, "The law or document, and the article.", {"article": TEXT, "url": TEXT}
)
PERIOD = object_of(
    "期限 Period", {}, "", {"working_days": NUMBER, "days": NUMBER, "months": NUMBER, "at_once": TRUTH}
)
UNIT: dict[str, Schema] = {"unit": TEXT, "unit_name": NAME}
