"""
Rows of every form in which events were ever stored. ``python -m tests.adapters.dynamodb.corpus`` writes those
of the form of today.

``corpus/<number>.json`` holds for each kind of event two rows, one with every field filled and one with only
what must be there, and a digest of the vocabulary. While no data of a form is in service it may be written
anew; from then on its file stays as it is, and a change of the vocabulary takes the next number.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from datetime import UTC, date, datetime
from enum import Enum
from pathlib import Path
from types import NoneType, UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from pydantic import BaseModel
from pydantic_core import PydanticUndefined

from chalicelib.adapters.dynamodb.event_rows import Chain
from chalicelib.adapters.dynamodb.rows import Row, case_key, number, text
from chalicelib.adapters.dynamodb.schema import SCHEMA
from chalicelib.cases import events
from chalicelib.cases.case import Case
from chalicelib.cases.events import EVENT, AnyEvent
from chalicelib.cases.mandates import PartyKind, PartyMark

FOLDER = Path(__file__).parent / "corpus"
CHAIN = Chain(lambda: ("what the corpus is chained with",))
NO = "370213202603020000019"

_MARK = PartyMark(kind=PartyKind.NATURAL, digest="0" * 64, since=datetime(2026, 3, 2, tzinfo=UTC))
_PLAIN: dict[Any, Any] = {
    str: "文字 text",
    int: 3,
    bool: True,
    float: 1.5,
    date: date(2026, 3, 2),
    datetime: datetime(2026, 3, 2, 2, 30, 15, 123456, tzinfo=UTC),
    PartyMark: _MARK,
}


def kinds() -> tuple[type[events.Event], ...]:
    """Every kind of event there is."""
    return get_args(AnyEvent)


def vocabulary() -> str:
    """A digest of the forms of all events and of the case; descriptions and titles do not count."""
    forms = [EVENT.json_schema(), Case.model_json_schema()]
    return hashlib.sha256(json.dumps(_bare(forms), sort_keys=True).encode()).hexdigest()


def _bare(schema: Any) -> Any:
    if isinstance(schema, list):
        return [_bare(each) for each in schema]
    if not isinstance(schema, dict):
        return schema
    told = {name: each for name, each in schema.items() if not _is_word(name, each)}
    return {name: _bare(each) for name, each in told.items()}


def _is_word(name: str, value: object) -> bool:
    """What a person reads; a field may be called so, too, and is no text then."""
    return name in ("title", "description") and isinstance(value, str)


def examples() -> Iterator[AnyEvent]:
    """Each kind twice: with every field filled, and with only what must be there."""
    for kind in kinds():
        for full in (True, False):
            yield _example(kind, full)


def _example(form: Any, full: bool) -> Any:
    fields = {
        name: _value(field.annotation, full)
        for name, field in form.model_fields.items()
        if full or field.default is PydanticUndefined
    }
    return form(**fields)


def _value(form: Any, full: bool) -> Any:
    if form in _PLAIN:
        return _PLAIN[form]
    origin, inner = get_origin(form), get_args(form)
    if origin is Annotated:
        return _value(inner[0], full)
    if origin is Literal:
        return inner[0]
    if origin in (Union, UnionType):
        return _value(next(each for each in inner if each is not NoneType), full)
    if origin is tuple:
        return (_value(inner[0], full),)
    if origin is dict:
        return {_value(inner[0], full): _value(inner[1], full)}
    return _of_class(form, full)


def _of_class(form: type, full: bool) -> Any:
    if issubclass(form, Enum):
        return next(iter(form))
    if issubclass(form, BaseModel):
        return _example(form, full)
    raise TypeError(f"no example of {form}: say one in _PLAIN")


def rows() -> list[Row]:
    """One row an example, chained as those of one case."""
    made: list[Row] = []
    for n, event in enumerate(examples(), start=1):
        body = f"[{event.model_dump_json()}]"
        row = case_key(NO, f"EVENT#{n:06d}") | {"schema": number(SCHEMA), "body": text(body)}
        made.append(CHAIN.sealed(row, made[-1]["hash"]["S"] if made else ""))
    return made


def write() -> Path:
    """Write the rows of today's form."""
    FOLDER.mkdir(exist_ok=True)
    file = FOLDER / f"{SCHEMA}.json"
    content = {"vocabulary": vocabulary(), "rows": rows()}
    file.write_text(json.dumps(content, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    return file


if __name__ == "__main__":
    write()
