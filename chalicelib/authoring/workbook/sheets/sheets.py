"""
Make the sheets of a region's workbook, by the table of kinds of rule files.

A list of a file is a sheet where its entries have columns; so are the files of a folder, a row each, and the
lists within these. Of files that have no columns of their own each has its lists as sheets of its own.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import replace

from chalicelib.authoring.reading import kinds
from chalicelib.authoring.reading.documents import Read
from chalicelib.authoring.reading.folder import Folder
from chalicelib.authoring.reading.kinds import Kind
from chalicelib.authoring.workbook.cells.kinds import Kind as Content
from chalicelib.authoring.workbook.cells.kinds import Known
from chalicelib.authoring.workbook.cells.labels import Labels
from chalicelib.authoring.workbook.sheets.columns import GROUP, OWNER, READER, Column, Role, Sheet
from chalicelib.authoring.workbook.sheets.groups import Ordinal
from chalicelib.authoring.workbook.sheets.of_form import Names, columns, has_columns, lists
from chalicelib.authoring.workbook.sheets.words import said, words
from chalicelib.decisions.channels import in_order
from chalicelib.decisions.facts.facts import scope_of
from chalicelib.decisions.forms.form import Form, Text
from chalicelib.decisions.forms.model import DecisionTable, Fact
from chalicelib.decisions.forms.unit import every_unit
from chalicelib.decisions.tables import scopes_known

LONGEST_NAME = 31
"""Signs of a sheet's name, as Excel has it."""


def sheets(files: Folder) -> tuple[Sheet, ...]:
    """The sheets in their order, by the region's own facts, units and plans."""
    units = Labels([(one.unit, one.name.zh) for one in every_unit(read.form for read in files.units)])
    names = _names(files.facts.declared, files.facts.scopes, _channels(files), units)
    return tuple(sheet for kind in kinds.KINDS for sheet in _of_kind(kind, files, names))


def _names(facts: Mapping[str, Fact], scopes: Collection[str], outcomes: Labels, units: Labels) -> Names:
    """What the columns can name where only facts of these scopes can be tested."""
    known = {name: fact for name, fact in facts.items() if scope_of(name) in scopes}
    return Names(known, outcomes, units, {name: fact for name, fact in facts.items() if name not in known})


def _of_kind(kind: Kind, files: Folder, names: Names) -> Iterator[Sheet]:
    for key, listed in kind.lists.items():
        if has_columns(listed.form):
            special = [_special("rule-owner", OWNER)] if listed.also else []
            told, place = _said_of(listed.form, listed.title), (kind.place, key, listed.also)
            yield _sheet(*told, kind, listed.form, names, special, *place)
    if kind.form is None or not kind.depth:
        return
    within = lists(kind.form)
    if not has_columns(kind.form):
        for number, read in enumerate(files.decisions if kind.form is DecisionTable else (), 1):
            yield from _of_decision(kind, number, read, names)
        return
    yield _sheet(*_said_of(kind.form), kind, kind.form, names)
    also = {key for one in kinds.KINDS for key, listed in one.lists.items() if listed.also == kind.name}
    for key, form in within.items():
        if key not in also:
            owner = [_special("owner", OWNER, required=True), _special("reader", READER)]
            yield _sheet(*_said_of(form), kind, form, names, owner, None, key)


def _of_decision(kind: Kind, number: int, read: Read[DecisionTable], names: Names) -> Iterator[Sheet]:
    """The lists of a decision beside the channel, with the facts that it can test."""
    form, scopes = read.form, scopes_known(read.form.asked, read.form.each)
    outcomes = Labels([(one.outcome, one.title.zh) for one in form.outcomes])
    own = replace(_names({**names.facts, **names.others}, scopes, outcomes, names.units), of_decision=True)
    for key, entry in lists(DecisionTable).items():
        title, about = _said_of(entry)
        called = "决策" if key == "rules" else title.zh
        name = Text(zh=f"{called}{number} {form.decision}", en=f"{title.en}: {form.title.en}")
        told = Text(zh=f"决策“{form.title.zh}”：{about.zh}", en=about.en)
        yield _sheet(name, told, kind, entry, own, (), read.document.file, key)


def _sheet(
    title: Text,
    about: Text,
    kind: Kind,
    form: type[Form],
    names: Names,
    special: Iterable[Column] = (),
    file: str | None = None,
    under: str | None = None,
    also: str | None = None,
) -> Sheet:
    code, *others = columns(form, names)
    group = [_special("group", GROUP)] if "any" in form.model_fields else []
    owned = file is None and under is not None
    made = [*special, code, *others] if owned else [code, *special, *group, *others]
    dated = ("from",) if owned and "from_" in form.model_fields else ()  # one name on different days
    key = (*((GROUP,) if group else ()), *dated, *((OWNER,) if owned else ()), code.path[0])
    empty = frozenset(one for column in made for one in column.path[:-1] if not _must(made, one))
    name = title.zh[:LONGEST_NAME]
    left_out = frozenset(f"{fact.title.zh} {fact.title.en}" for fact in names.others.values())
    return Sheet(name, title, tuple(made), key, about, kind, empty, file, under, also, left_out)


def _must(made: Iterable[Column], key: str) -> bool:
    """Whether a key stays where nothing is left under it."""
    return key == "when" or any(column.required for column in made if key in column.path[:-1])


def _special(name: str, path: str, *, required: bool = False) -> Column:
    """A column of what no file says, or by where it stands."""
    title, note = said("columns", name, "title"), said("columns", name, "note")
    kind, role, width = _SPECIAL[path]
    return Column(title, note, (path,), kind, role, width, required)


_SPECIAL: dict[str, tuple[Content, Role, int]] = {
    OWNER: (Known(), Role.IDENTITY, 26),
    READER: (Content(), Role.READER, 24),
    GROUP: (Ordinal(), Role.IDENTITY, 8),
}


def _said_of(form: type[Form], title: Text | None = None) -> tuple[Text, Text]:
    """What a sheet is called and what it is for; one that the workbook has no words for by its own title."""
    if form.__name__ not in words()["sheets"] and title is not None:
        return title, title
    return said("sheets", form.__name__, "title"), said("sheets", form.__name__, "about")


def _channels(files: Folder) -> Labels:
    titles = {plan.form.plan: plan.form.title.zh for plan in files.plans}
    published = () if files.region is None else files.region.form.published.channels
    return Labels([(one, titles.get(one, one)) for one in in_order(published, files.channels)])
