"""
Rows of every form in which values were ever stored. ``python -m tests.adapters.dynamodb.corpus`` writes those
of the forms of today.

``corpus/<kind>.<number>.json`` holds rows of one kind, each value once with every field filled and once with
only what must be there, and a digest of the vocabulary: the form as a JSON Schema. While no data of a form is
in service it may be written anew; from then on its file stays as it is, and a change takes the next number.
"""

from __future__ import annotations

import dataclasses
import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import UTC, date, datetime
from enum import Enum
from functools import cache
from pathlib import Path
from types import NoneType, UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin, get_type_hints

from pydantic import AwareDatetime, BaseModel, TypeAdapter
from pydantic.fields import FieldInfo
from pydantic_core import PydanticUndefined

from chalicelib.adapters.dynamodb import schema
from chalicelib.adapters.dynamodb.cases.case_rows import effect_row, head, waybill_row
from chalicelib.adapters.dynamodb.cases.decided_cases import decided_row
from chalicelib.adapters.dynamodb.cases.event_rows import Chain
from chalicelib.adapters.dynamodb.cases.file_rows import file_row
from chalicelib.adapters.dynamodb.cases.text_rows import opened as opened_texts
from chalicelib.adapters.dynamodb.cases.text_rows import sealed_row as sealed_texts
from chalicelib.adapters.dynamodb.cases.waiting_rows import clock, line
from chalicelib.adapters.dynamodb.people import file_names
from chalicelib.adapters.dynamodb.people.party_rows import opened, sealed_row
from chalicelib.adapters.dynamodb.rows import Row, case_key, text
from chalicelib.adapters.dynamodb.schema import Form
from chalicelib.cases import events
from chalicelib.cases.case import Case
from chalicelib.cases.events import EVENT, AnyEvent
from chalicelib.cases.notices import Notice, Served
from chalicelib.cases.parcels.waybill import Waybill
from chalicelib.cases.people.mandates import PartyKind, PartyMark
from chalicelib.cases.people.parties import Identity, Parties, Party
from chalicelib.cases.uploads.files import FilePlace, UploadedFile, file_key, token_of
from chalicelib.cases.values import WRITTEN_BY_PEOPLE, AskedClock, Effect, Line, Words
from chalicelib.decisions.forms.form import Basis, FactValue, Text
from chalicelib.decisions.forms.notice import Placeholder
from chalicelib.decisions.forms.plan import Period
from chalicelib.ports.cases import Commit, Work
from chalicelib.ports.rules.past_cases import Decided, Shadowed, Taken
from chalicelib.ports.sealing import Place
from chalicelib.texts.identity_kinds import IdentityKind

FOLDER = Path(__file__).parent / "corpus"
CHAIN = Chain(lambda: ("what the corpus is chained with",))
NO = "370213202603020000019"
AT = datetime(2026, 3, 2, 2, 30, 15, 123456, tzinfo=UTC)
NAME = "7.1"
"""Of a text that somebody wrote: events and heads hold no more of it."""

_MARK = PartyMark(kind=PartyKind.NATURAL, digest="0" * 64, since=datetime(2026, 3, 2, tzinfo=UTC))
_LEAST = Party(name="张三", phone="13800001234", address="山东省青岛市李沧区示例路2号3单元")
_MOST = _LEAST.model_copy(
    update={
        "kind": PartyKind.LEGAL,
        "identity": Identity(kind=IdentityKind.USCC, number="91350100M000100Y43"),
        "legal_person": "李四",
        "disabled": False,
    }
)
_PARTIES = (Parties(salt="0" * 64, applicant=_MOST, agent=_MOST), Parties(salt="0" * 64, applicant=_LEAST))
_PLAIN: dict[Any, Any] = {
    str: "文字 text",
    int: 3,
    bool: True,
    float: 1.5,
    date: date(2026, 3, 2),
    datetime: AT,
    AwareDatetime: AT,
    PartyMark: _MARK,
    Period: Period(working_days=3),
    Taken: Taken("home-call", "very-old"),
    Notice: Notice(
        id="correction.1",
        kind="correction",
        number="李审补〔2026〕7号",
        to=("applicant", "agent"),
        issued_on=date(2026, 3, 2),
        issued_at=AT,
        release="0" * 64,
        template="1" * 64,
        values={
            Placeholder.OFFICE: Text(zh="审批局", en="the office"),
            Placeholder.RECEIVED_ON: date(2026, 3, 2),
            Placeholder.PAUSE_BASIS: Basis(title="中华人民共和国行政许可法", article="第四十五条"),
            Placeholder.EXTENDED_BY: Period(working_days=3),
            Placeholder.PAPERS: ("lease", "floor-plan"),
        },
        reason="7.1",
        lines=(Line(material="lease", problem="7.2", mend="7.3"),),
        due=AT,
        served=(
            Served(to="applicant", way="courier", on=date(2026, 3, 3), parcel="20260302-0001-deliver-1"),
        ),
    ),
}


# --- values ----------------------------------------------------------------------------------------


def kinds() -> tuple[type[events.Event], ...]:
    """Every kind of event there is."""
    return get_args(AnyEvent)


def examples(*forms: Any) -> Iterator[Any]:
    """Each form twice: with every field filled, and with only what must be there."""
    for form in forms:
        for full in (True, False):
            yield _example(form, full)


def _example(form: Any, full: bool) -> Any:
    fields = _fields(form)
    return form(
        **{name: _value(kind, full, form) for name, (kind, needed) in fields.items() if full or needed}
    )


def _fields(form: Any) -> dict[str, tuple[Any, bool]]:
    """What a form consists of, and whether each must be there."""
    if issubclass(form, BaseModel):
        form.model_rebuild()
        told = form.model_fields.items()
        return {name: (_kind(field), field.default is PydanticUndefined) for name, field in told}
    names = {"date": date, "datetime": datetime, "FactValue": FactValue, "Mapping": Mapping}
    hints = get_type_hints(form, localns=names)
    return {
        field.name: (hints[field.name], field.default is dataclasses.MISSING)
        for field in dataclasses.fields(form)
    }


def _kind(field: FieldInfo) -> Any:
    return Words if WRITTEN_BY_PEOPLE in field.metadata else field.annotation


def _value(form: Any, full: bool, within: Any) -> Any:
    if form in _PLAIN:
        return _PLAIN[form]
    origin, inner = get_origin(form), get_args(form)
    if origin is Annotated:
        return NAME if WRITTEN_BY_PEOPLE in inner[1:] else _value(inner[0], full, within)
    if origin is Literal:
        return inner[0]
    if origin in (Union, UnionType):
        return _value(next(each for each in inner if each is not NoneType), full, within)
    if origin is tuple:
        return (_value(inner[0], full, within),)
    if origin in (dict, Mapping):
        return {_value(inner[0], full, within): _value(inner[1], full, within)}
    return _of_class(form, full and form is not within)


def _of_class(form: type, full: bool) -> Any:
    """A form within itself has only what must be there: it would have no end."""
    if issubclass(form, Enum):
        return next(iter(form))
    if issubclass(form, BaseModel) or dataclasses.is_dataclass(form):
        return _example(form, full)
    raise TypeError(f"no example of {form}: say one in _PLAIN")


# --- rows ------------------------------------------------------------------------------------------


def _case_rows() -> list[Row]:
    """One row of events an example, chained as those of one case, and behind them heads."""
    made: list[Row] = []
    for n, event in enumerate(examples(*kinds()), start=1):
        body = f"[{event.model_dump_json()}]"
        row = case_key(NO, f"EVENT#{n:06d}") | schema.CASE.mark | {"body": text(body)}
        made.append(CHAIN.sealed(row, made[-1]["hash"]["S"] if made else ""))
    last = made[-1]["hash"]["S"]
    return made + [CHAIN.sealed_head(head(case, last)) for case in examples(Case)]


def _waybills() -> Iterator[Row]:
    yield from map(waybill_row, examples(Waybill))


def _lines() -> Iterator[Row]:
    for work in examples(Work):
        yield case_key(NO, f"TASK#{work.task}") | line("licang", work)


def _clocks() -> Iterator[Row]:
    for asked in examples(AskedClock):
        yield case_key(NO, f"TIMER#{asked.run.clock}") | clock(asked)


def _decided() -> Iterator[Row]:
    for n, decided in enumerate(examples(Decided)):
        yield decided_row("licang", decided, f"{n:064}")


def _effects() -> Iterator[Row]:
    [case, _] = examples(Case)
    for effect in examples(*get_args(Effect)):
        yield effect_row(case, effect, AT)


def _files() -> Iterator[Row]:
    for file in examples(UploadedFile):
        yield file_row(NO, file)


def _file_names() -> Iterator[Row]:
    """A row of the name of a file with what is sealed in it as text."""
    [case, _] = examples(Case)
    place = FilePlace("lease", file_key(NO, "lease", token_of("0" * 32)))
    row = file_names.sealed_row("", case.model_copy(update={"no": NO}), place, "租约 (1).pdf", _Unsealed())
    yield row | {"sealed": text(row["sealed"]["B"].decode())}


def read_file_name(row: Row) -> str:
    place = file_names.read_place(_sealed(row))
    return file_names.opened("", NO, [place], _Unsealed)[place.key]


class _Unsealed:
    """The port ``Sealer`` that leaves all as it is: two sealed rows of one content are never alike."""

    def seal(self, place: Place, clear: bytes) -> bytes:
        return clear

    def open(self, place: Place, sealed: bytes) -> bytes:
        return sealed

    def digest(self, kind: str, value: str) -> str:
        return hashlib.sha256(f"{kind} {value}".encode()).hexdigest()


def _parties() -> Iterator[Row]:
    """Rows of parties with what is sealed in them as text."""
    [case, _] = examples(Case)
    for parties in _PARTIES:
        change = Commit(trigger=None, at=AT, before=None, after=case, events=(), parties=parties)
        row = sealed_row("", change, _Unsealed)
        if row is not None:
            yield row | {"sealed": text(row["sealed"]["B"].decode())}


def read_parties(row: Row) -> Parties:
    return opened("", _sealed(row), _Unsealed())


def read_texts(row: Row) -> dict[str, str]:
    return opened_texts("", [_sealed(row)], ("7.1", "7.2"), _Unsealed)


def _sealed(row: Row) -> Row:
    return row | {"sealed": {"B": row["sealed"]["S"].encode()}}


def _texts() -> Iterator[Row]:
    """A row of texts with what is sealed in it as text."""
    [case, _] = examples(Case)
    texts = {NAME: "文字 text", "7.2": "另一段文字\nanother text"}
    row = sealed_texts(
        "",
        Commit(trigger=None, at=AT, before=None, after=case.model_copy(update={"erased": None}), texts=texts),
        _Unsealed,
    )
    if row is not None:
        yield row | {"sealed": text(row["sealed"]["B"].decode())}


_KINDS: dict[str, tuple[tuple[Any, ...], Callable[[], Iterable[Row]]]] = {
    "case": ((AnyEvent, Case), _case_rows),
    "effect": ((Effect,), _effects),
    "waybill": ((Waybill,), _waybills),
    "file": ((UploadedFile,), _files),
    "file-name": ((str,), _file_names),
    "line": ((Work,), _lines),
    "clock": ((AskedClock,), _clocks),
    "parties": ((Parties,), _parties),
    "texts": ((dict[str, str],), _texts),
    "decided": ((Decided, Shadowed), _decided),
}
"""Of what rows of a kind are made, and how."""


def vocabulary(form: Form) -> str:
    """A digest of what rows of a form hold; descriptions and titles do not count."""
    forms = [_schema(each) for each in _KINDS[form.kind][0]]
    return hashlib.sha256(json.dumps(_bare(forms), sort_keys=True).encode()).hexdigest()


def _schema(form: Any) -> Any:
    """As JSON Schema; of a dataclass, its fields with their types as they are written."""
    if form is AnyEvent:
        return EVENT.json_schema()
    if dataclasses.is_dataclass(form):
        return {field.name: field.type for field in dataclasses.fields(form)}
    return TypeAdapter(form).json_schema()


def _bare(told: Any) -> Any:
    if isinstance(told, list):
        return [_bare(each) for each in told]
    if not isinstance(told, dict):
        return told
    kept = {name: each for name, each in told.items() if not _is_word(name, each)}
    return {name: _bare(each) for name, each in kept.items()}


def _is_word(name: str, value: object) -> bool:
    """What a person reads; a field may be called so, too, and is no text then."""
    return name in ("title", "description") and isinstance(value, str)


def rows(form: Form) -> list[Row]:
    """Rows of today's form, as the program writes them."""
    return list(_KINDS[form.kind][1]())


@cache
def content(kind: str, number: int) -> Any:
    """What the corpus keeps of a form."""
    return json.loads((FOLDER / f"{kind}.{number}.json").read_text(encoding="utf-8"))


def kept() -> list[tuple[str, int]]:
    """Every form of which the corpus keeps rows."""
    names = (file.stem.split(".") for file in FOLDER.glob("*.json"))
    return sorted((kind, int(number)) for kind, number in names)


def write() -> None:
    """Write the rows of today's forms."""
    FOLDER.mkdir(exist_ok=True)
    for form in schema.FORMS:
        told = {"vocabulary": vocabulary(form), "rows": rows(form)}
        file = FOLDER / f"{form.kind}.{form.number}.json"
        file.write_text(json.dumps(told, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    write()
