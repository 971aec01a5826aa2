"""
The form in which cases and events are stored: one number for all of it, and how older ones are read.

Whoever changes the form of an event or of the case gives it the next number, writes how the events of the
form before become events of the new one, and keeps rows of the old form in the tests (``python -m
tests.adapters.dynamodb.corpus``). Stored rows are never rewritten: their chain is over the stored bytes. A
head of an older form is not read at all: the case is told again by its events.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from chalicelib.services.errors import OtherSchemaError

SCHEMA = 2
"""The form of cases and events in the table. Rows that do not say have that of the first programs, 1."""

Told = list[dict[str, Any]]
"""The events of one row as JSON values, in order."""

Upcaster = Callable[[Told], Told]

UPCASTERS: dict[int, Upcaster] = {}
"""From the form of that number to the next. Of 1 there is none: no data of it was ever in service."""


def schema_of(row: Mapping[str, Any]) -> int:
    """
    Raises:
        OtherSchemaError: a version of this program wrote the row whose form this one does not know.
    """
    found = int(row.get("schema", {"N": "1"})["N"])
    if not readable(found):
        raise OtherSchemaError(found, SCHEMA)
    return found


def readable(schema: int) -> bool:
    """Whether this program reads a form: its own, or an older one from which every step is known."""
    return schema <= SCHEMA and all(step in UPCASTERS for step in range(schema, SCHEMA))


def upcast(told: Told, schema: int) -> Told:
    """The events of a row of a readable form, in the form of today."""
    for step in range(schema, SCHEMA):
        told = UPCASTERS[step](told)
    return told
