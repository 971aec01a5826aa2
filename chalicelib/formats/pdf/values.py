"""Read the values of a PDF's dictionaries as its readers do."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from pypdf.generic import (
    ByteStringObject,
    DictionaryObject,
    IndirectObject,
    NullObject,
    PdfObject,
    TextStringObject,
)

from chalicelib.formats.verdict import too_complex

_MOST_OBJECTS = 400_000


def value_of(found: DictionaryObject, key: str) -> PdfObject | None:
    """What stands under a key, wherever it lies; None where nothing does (ISO 32000-2, 7.3.9 and 7.3.10)."""
    return resolved(found.raw_get(key)) if key in found else None


def resolved(value: PdfObject | None) -> PdfObject | None:
    """The object itself, where only a reference to it was written; None for the null object, or none."""
    each = value.get_object() if isinstance(value, IndirectObject) else value
    return None if isinstance(each, NullObject) else each


def reached(start: PdfObject | None, parts: Callable[[PdfObject], list[PdfObject]]) -> Iterator[PdfObject]:
    """
    Every object that can be reached from one, what is only referred to once; ``parts`` are those of one.

    Raises:
        FaultError: there are too many.
    """
    waiting = [start]
    seen: set[tuple[int, int]] = set()
    for _ in range(_MOST_OBJECTS):
        if not waiting:
            return
        each = waiting.pop()
        if isinstance(each, IndirectObject):
            place = (each.idnum, each.generation)
            if place in seen:
                continue
            seen.add(place)
        each = resolved(each)
        if each is not None:
            yield each
            waiting += parts(each)
    raise too_complex()


def name_of(found: DictionaryObject, key: str) -> str:
    """The name under a key; empty where nothing stands."""
    value = value_of(found, key)
    return "" if value is None else str(value)


def texts_of(found: DictionaryObject, *keys: str) -> list[str]:
    """The strings under these keys."""
    said = [value_of(found, key) for key in keys]
    return [str(each) for each in said if isinstance(each, TextStringObject | ByteStringObject)]
