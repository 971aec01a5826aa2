"""
Make the columns of a form: one for each key with a width in ``schemas/fields.yaml``, in that order.

What may stand in a column follows from the kind of value that the form has there; a form within a form has
its columns in its place. So a new key of a rule file has its column, its note and its drop-down by its line
there.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from types import NoneType
from typing import Annotated, Any, get_args, get_origin

from pydantic.fields import FieldInfo

from chalicelib.authoring.reading.documents import form_in
from chalicelib.authoring.schemas.words import Field, explained, fields, titled
from chalicelib.authoring.workbook.cells.cells import Shown
from chalicelib.authoring.workbook.cells.conditions import Test, labels_of
from chalicelib.authoring.workbook.cells.kinds import (
    Amount,
    Choice,
    Code,
    Day,
    Kind,
    Known,
    Several,
    Span,
    Whole,
)
from chalicelib.authoring.workbook.cells.labels import Labels, yes_or_no
from chalicelib.authoring.workbook.cells.laws import Laws
from chalicelib.authoring.workbook.cells.material_kinds import Deferral, When
from chalicelib.authoring.workbook.sheets.columns import Column, Role
from chalicelib.authoring.workbook.sheets.words import said
from chalicelib.decisions.facts.amounts import is_amount
from chalicelib.decisions.facts.facts import bounds
from chalicelib.decisions.forms.form import Basis, Condition, Form, Text
from chalicelib.decisions.forms.material import Deferrable
from chalicelib.decisions.forms.model import Fact
from chalicelib.decisions.forms.plan import Period

Path = tuple[str, ...]
_FAR = 10**15
"""A bound beyond it is none that people set."""


@dataclass(frozen=True)
class Names:
    """What the columns of a region's sheets can name: facts that can be tested, what can come out, units."""

    facts: Mapping[str, Fact]
    outcomes: Labels
    units: Labels
    others: Mapping[str, Fact] = field(default_factory=dict)
    """Facts that cannot be tested there."""
    of_decision: bool = field(default=False)
    """Whether they are those of another decision than the channel."""


def columns(form: type[Form], names: Names, above: Path = (), *, required: bool = True) -> Iterator[Column]:
    """
    The columns of a form.

    Args:
        above: where it stands in the entry of a row.
        required: whether it must stand there; else no key of it must.
    """
    keys = {one.alias or name: one for name, one in form.model_fields.items()}
    for number, (key, told) in enumerate(fields().get(form.__name__, {}).items()):
        path, info = (*above, key), keys[key]
        needed = required and info.is_required()
        inner = form_in(info.annotation)
        if told.of == "facts":
            yield from _of_facts(path, info, told.width or 0, names)
        elif told.width is not None:
            role = Role.IDENTITY if not (number or above) else _role(told, inner)
            yield from _of_key(path, info, told, names, role, needed)
        elif inner is not None and not _is_list(info):
            yield from columns(inner, names, path, required=needed)


def lists(form: type[Form]) -> dict[str, type[Form]]:
    """The lists of a form whose entries have columns, by key: they are sheets of their own."""
    inner = {name: form_in(info.annotation) for name, info in form.model_fields.items() if _is_list(info)}
    return {key: one for key, one in inner.items() if one is not None and has_columns(one)}


def has_columns(form: type[Form]) -> bool:
    """Whether any key of a form has a width of its own."""
    return any(one.width is not None for one in fields().get(form.__name__, {}).values())


def _of_key(
    path: Path, info: FieldInfo, told: Field, names: Names, role: Role, required: bool
) -> Iterator[Column]:
    title, note = _heading(told, names)
    width = told.width or 0
    if form_in(info.annotation) is Text:
        for language, zh, en in (("zh", "", " (Chinese)"), ("en", "（英文）", " (English)")):
            heading, such = (
                Text(zh=title.zh + zh, en=title.en + en),
                _such_as(note, (told.example or {}).get(language)),
            )
            yield Column(heading, such, (*path, language), Kind(), role, width, required)
        return
    default = info.default if isinstance(info.default, int | str) and info.default is not False else None
    kind = _kind(info, told, names)
    if not kind.choices:
        note = _such_as(note, None if told.example is None else kind.show(told.example))
    yield Column(title, note, path, kind, role, width, required, default)


def _such_as(note: Text, shown: Shown) -> Text:
    """A note with an example as a cell of the column has it, if there is one."""
    if shown is None:
        return note
    return Text(zh=f"{note.zh}\n例如：{shown}", en=f"{note.en}\nSuch as: {shown}")


def _of_facts(path: Path, info: FieldInfo, width: int, names: Names) -> Iterator[Column]:
    """One column a fact: of what is asked, of what an item states, or of what an example says instead."""
    tested, own = form_in(info.annotation) is Condition, info.is_required()
    for fact in names.facts.values():
        name = fact.fact
        if own and not tested:
            if not name.startswith("item.") or fact.computed is not None:
                continue
            name = name.removeprefix("item.")
        labels = labels_of(fact)
        kind = Test(fact, labels) if tested else _value_kind(fact, labels)
        note = _fact_note(fact, "asked" if tested else "stated", () if labels is None else labels.all)
        if not tested and not own:
            more = said("facts", "as_given")
            note = Text(zh=f"{note.zh}\n{more.zh}", en=f"{note.en} {more.en}")
        yield Column(fact.title, note, (*path, name), kind, Role.FACT, width, own and not tested)


def _fact_note(fact: Fact, how: str, values: tuple[str, ...]) -> Text:
    least, most = bounds(fact)
    within = f"{least} 到 {most}。" if -_FAR < least <= most < _FAR else ""
    note = said("facts", how, fact.type, said="、".join(values), within=within)
    return Text(zh=f"{fact.fact}\n{note.zh}", en=f"{_capital(fact.title.en)}. {note.en}")


def _heading(told: Field, names: Names) -> tuple[Text, Text]:
    """A column's title, and its note: of a closed set the words to choose from, and what cells alone need."""
    words = told.said(of_decision=names.of_decision)
    title, about = titled(words), explained(words)
    zh, en = about.zh.replace("不写", "空着"), about.en.replace("without it", "empty:")
    if told.values or (told.of == "units" and about == words):
        listed = "、".join(told.values.values())
        zh, en = f"从列表选择：{listed}" if listed else "从列表选择", "Choose from the list"
    if told.cell is not None:
        zh, en = f"{zh}。\n{told.cell.zh}", f"{en}. {told.cell.en}"
    note = Text(zh=zh if zh.endswith("。") else f"{zh}。", en=_capital(en if en.endswith(".") else f"{en}."))
    return Text(zh=title.zh, en=_capital(title.en)), note


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]


def _role(told: Field, inner: type[Form] | None) -> Role:
    if told.of == "outcomes":
        return Role.OUTCOME
    return Role.FACT if inner is Condition else Role.TEXT


def _kind(info: FieldInfo, told: Field, names: Names) -> Kind:
    """What may stand in a column, by the kind of value of its key."""
    inner, several = form_in(info.annotation), _is_list(info)
    if told.of in ("outcomes", "units"):
        labels = names.outcomes if told.of == "outcomes" else names.units
        return Several(labels) if several else Choice(labels)
    if told.of is not None:
        return Known()
    if told.values:
        return Several(Labels(told.values.items())) if several else Choice(Labels(told.values.items()))
    if inner is not None:
        return _form_kind(inner, names)
    return _plain_kind(info)


def _form_kind(inner: type[Form], names: Names) -> Kind:
    if inner is Basis:
        return Laws()
    if inner is Condition:
        facts = names.facts.items()
        return When({name: fact for name, fact in facts if name.startswith("application.")})
    if issubclass(inner, Deferrable):
        return Deferral()
    if issubclass(inner, Period):
        return Span()
    raise TypeError(f"no column can hold a {inner.__name__}")


def _plain_kind(info: FieldInfo) -> Kind:
    plain = _plain(info.annotation)
    if plain is bool:
        return Choice(yes_or_no())
    if plain is int:
        return Whole()
    if plain is date:
        return Day()
    return Code() if any(getattr(one, "pattern", None) for one in info.metadata) else Kind()


def _value_kind(fact: Fact, labels: Labels | None) -> Kind:
    if labels is not None:
        return Choice(labels)
    if is_amount(fact):
        return Amount()
    return Whole() if fact.type == "whole_number" else Day()


def _plain(annotation: Any) -> Any:  # a type as pydantic keeps it: of any kind
    """A type without that it may be missing, and without its bounds."""
    if get_origin(annotation) is Annotated:
        return _plain(get_args(annotation)[0])
    some = [one for one in get_args(annotation) if one is not NoneType]
    return _plain(some[0]) if NoneType in get_args(annotation) else annotation


def _is_list(info: FieldInfo) -> bool:
    return get_origin(_plain(info.annotation)) is tuple
