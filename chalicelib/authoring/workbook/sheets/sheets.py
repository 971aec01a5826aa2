"""The sheets of a region's workbook: rules, items, materials, examples, invariants; each decision's own."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from chalicelib.authoring.reading.documents import Read
from chalicelib.authoring.reading.folder import Folder
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
    Words,
)
from chalicelib.authoring.workbook.cells.labels import Labels, yes_or_no
from chalicelib.authoring.workbook.cells.laws import Laws
from chalicelib.authoring.workbook.cells.material_kinds import Deferral, When
from chalicelib.authoring.workbook.sheets import notes
from chalicelib.authoring.workbook.sheets.columns import GROUP, OWNER, READER, Column, Role, Sheet
from chalicelib.authoring.workbook.sheets.groups import Ordinal
from chalicelib.decisions.channels import in_order
from chalicelib.decisions.facts.amounts import is_amount
from chalicelib.decisions.facts.facts import scope_of
from chalicelib.decisions.forms.form import Text
from chalicelib.decisions.forms.model import DecisionTable, Fact, ItemType
from chalicelib.decisions.forms.unit import every_unit
from chalicelib.decisions.tables import scopes_known

TYPES = Labels(
    [
        (ItemType.LICENCE.value, "行政许可"),
        (ItemType.CONFIRMATION.value, "行政确认"),
        (ItemType.OTHER.value, "其他行政权力"),
        (ItemType.PUBLIC_SERVICE.value, "公共服务"),
    ]
)
TRIGGERS = Labels([("prereview", "网上预审通过即受理"), ("paper", "收到纸质材料才受理")])
FORMATS = Labels([("paper", "只交纸质"), ("electronic", "只上传"), ("both", "先上传后交纸质")])
RESULTS = Labels([("paper", "纸质"), ("electronic", "电子"), ("both", "纸质和电子")])
ORIGINALS = Labels([("kept", "不退还"), ("returned", "随结果退还"), ("seen", "只核验不收取")])
NEEDS = Labels([("required", "必要"), ("optional", "可不交")])


CHANNELS, INVARIANTS = "channels.yaml", "invariants.yaml"
LONGEST_NAME = 31
"""Signs of a sheet's name, as Excel has it."""


@dataclass(frozen=True)
class Taken:
    """A decision as its sheets need it: the facts that it can test, what can come out, how that is called."""

    declared: Mapping[str, Fact]
    outcomes: Labels
    choose: notes.Note = notes.OUTCOME
    expect: notes.Note = notes.EXPECTED
    allowed: notes.Note = notes.ALLOWED_OUTCOMES


def sheets(files: Folder) -> tuple[Sheet, ...]:
    """The sheets in their order, by the region's own facts, units and plans."""
    words = notes.CHOOSE, notes.EXPECT, notes.ALLOWED
    channel = Taken(files.facts.declared, _channels(files), *words)
    examples = _examples(channel, Text(zh="示例", en="Examples"), CHANNELS)
    proved = _invariants(channel, Text(zh="不变式", en="Invariants"), INVARIANTS)
    decisions = (
        one for number, read in enumerate(files.decisions, 1) for one in _decision(files, number, read)
    )
    return (_rules(channel), _items(files), _materials(files), examples, proved, *decisions)


def _rules(channel: Taken) -> Sheet:
    code, *others = _rule(channel)
    owner = _column((OWNER,), Known(), Role.IDENTITY, 20, *notes.RULE_ITEM)
    before = _column(("before_items",), Choice(yes_or_no()), Role.TEXT, 12, *notes.BEFORE_ITEMS)
    columns = (code, owner, *others, before)
    title = Text(zh="规则", en="Rules")
    return Sheet("规则", title, columns, (GROUP, "rule"), notes.ABOUT_RULES, file=CHANNELS)


def _decision(files: Folder, number: int, read: Read[DecisionTable]) -> Iterator[Sheet]:
    """The rules, examples and invariants of a decision beside the channel."""
    form, file, scopes = read.form, read.document.file, scopes_known(read.form.asked, read.form.each)
    known = {name: fact for name, fact in files.facts.declared.items() if scope_of(name) in scopes}
    taken = Taken(known, Labels([(one.outcome, one.title.zh) for one in form.outcomes]))
    name = f"{number} {form.decision}"
    columns = tuple(_rule(taken))
    about = notes.about_decision(form.title)
    yield Sheet(f"决策{name}"[:LONGEST_NAME], form.title, columns, (GROUP, "rule"), about, file=file)
    yield _examples(taken, Text(zh=f"示例{name}", en=f"Examples: {form.title.en}"), file)
    yield _invariants(taken, Text(zh=f"不变式{name}", en=f"Invariants: {form.title.en}"), file)


def _rule(taken: Taken) -> Iterator[Column]:
    """The columns of a rule."""
    yield _column(("rule",), Code(), Role.IDENTITY, 24, *notes.RULE, required=True)
    yield _column((GROUP,), Ordinal(), Role.IDENTITY, 8, *notes.GROUP)
    yield from _titles("title", notes.TITLE_ZH, notes.TITLE_EN)
    yield from _tests(taken.declared)
    yield _column(("choose",), Choice(taken.outcomes), Role.OUTCOME, 38, *taken.choose, required=True)
    yield _column(("basis",), Laws(), Role.TEXT, 38, *notes.BASIS, required=True)
    yield _column(("from",), Day(), Role.TEXT, 12, *notes.FROM, required=True)
    yield _column(("until",), Day(), Role.TEXT, 12, *notes.UNTIL)


def _items(files: Folder) -> Sheet:
    units = Labels([(one.unit, one.name.zh) for one in every_unit(read.form for read in files.units)])
    columns = [
        _column(("item",), Code(), Role.IDENTITY, 26, *notes.ITEM, required=True),
        *_titles("name", notes.NAME_ZH, notes.NAME_EN),
        _column(("type",), Choice(TYPES), Role.TEXT, 12, *notes.TYPE, required=True),
        _column(("units", "decides"), Choice(units), Role.TEXT, 20, *notes.DECIDES, required=True),
        _column(("units", "handles"), Choice(units), Role.TEXT, 20, *notes.HANDLES),
        _column(("units", "inspects"), Several(units), Role.TEXT, 26, *notes.INSPECTS),
        _column(("units", "advises"), Several(units), Role.TEXT, 22, *notes.ADVISES),
        _column(("units", "supervises"), Choice(units), Role.TEXT, 20, *notes.SUPERVISES),
        _column(("from",), Day(), Role.TEXT, 12, *notes.ITEM_FROM),
        _column(("until",), Day(), Role.TEXT, 12, *notes.ITEM_UNTIL),
        _column(("replaced_by",), Known(), Role.TEXT, 26, *notes.REPLACED_BY),
        _column(("basis",), Laws(), Role.TEXT, 38, *notes.ITEM_BASIS, required=True),
        *_facts(files.facts.declared),
        *_titles("visit_reason", notes.VISIT_ZH, notes.VISIT_EN, required=False),
        _column(("acceptance_trigger",), Choice(TRIGGERS), Role.TEXT, 18, *notes.TRIGGER, required=True),
        _column(("limits", "statutory"), Span(), Role.TEXT, 12, *notes.STATUTORY, required=True),
        _column(("limits", "promised"), Span(), Role.TEXT, 12, *notes.PROMISED, required=True),
        _column(("limits", "extension"), Span(), Role.TEXT, 12, *notes.EXTENSION),
        _column(("limits", "basis"), Laws(), Role.TEXT, 30, *notes.LIMIT_BASIS),
        _column(("result", "name", "zh"), Words(), Role.TEXT, 22, *notes.RESULT_ZH, required=True),
        _column(("result", "name", "en"), Words(), Role.TEXT, 22, *notes.RESULT_EN, required=True),
        _column(("result", "form"), Choice(RESULTS), Role.TEXT, 12, *notes.RESULT_FORM, required=True),
    ]
    return Sheet(
        "事项", Text(zh="事项", en="Items"), tuple(columns), ("item",), notes.ABOUT_ITEMS, ("visit_reason",)
    )


def _materials(files: Folder) -> Sheet:
    sheets_count = Whole()
    when = When(
        {name: fact for name, fact in files.facts.declared.items() if name.startswith("application.")}
    )
    units = Labels([(one.unit, one.name.zh) for one in every_unit(read.form for read in files.units)])
    columns = [
        _column((OWNER,), Known(), Role.IDENTITY, 26, *notes.MATERIAL_ITEM, required=True),
        _column((READER,), Words(), Role.READER, 24, *notes.READER),
        _column(("material",), Code(), Role.IDENTITY, 26, *notes.MATERIAL, required=True),
        *_titles("name", notes.MATERIAL_ZH, notes.MATERIAL_EN),
        _column(("when",), when, Role.FACT, 22, *notes.MATERIAL_WHEN),
        _column(("format",), Choice(FORMATS), Role.FACT, 16, *notes.FORMAT),
        _column(("originals",), sheets_count, Role.FACT, 10, *notes.ORIGINALS, default=0),
        _column(("copies",), sheets_count, Role.FACT, 10, *notes.COPIES, default=0),
        _column(("need",), Choice(NEEDS), Role.FACT, 10, *notes.NEED, default="required"),
        _column(("original",), Choice(ORIGINALS), Role.FACT, 14, *notes.ORIGINAL, default="kept"),
        _column(("deferrable",), Deferral(), Role.FACT, 18, *notes.DEFERRABLE),
        _column(("shared", "from"), Choice(units), Role.FACT, 20, *notes.SHARED),
        _column(("committed", "when"), when, Role.FACT, 22, *notes.COMMITTED),
        _column(("committed", "checked_within"), Span(), Role.FACT, 14, *notes.CHECKED_WITHIN),
        _column(("committed", "text", "zh"), Words(), Role.TEXT, 40, *notes.PROMISE_ZH),
        _column(("committed", "text", "en"), Words(), Role.TEXT, 40, *notes.PROMISE_EN),
    ]
    key, title = (OWNER, "material"), Text(zh="材料", en="Materials")
    empty = ("shared", "committed", "text")
    return Sheet("材料", title, tuple(columns), key, notes.ABOUT_MATERIALS, empty)


def _examples(taken: Taken, title: Text, file: str) -> Sheet:
    columns = [
        _column(("name",), Words(), Role.IDENTITY, 40, *notes.EXAMPLE, required=True),
        _column(("item",), Known(), Role.TEXT, 26, *notes.EXAMPLE_ITEM, required=True),
        *[
            _column(
                ("facts", fact.fact),
                _value_kind(fact),
                Role.FACT,
                14,
                fact.title,
                notes.as_given(fact, _said(fact)),
            )
            for fact in taken.declared.values()
        ],
        _column(("on",), Day(), Role.TEXT, 12, *notes.ON),
        _column(("expect",), Choice(taken.outcomes), Role.OUTCOME, 38, *taken.expect, required=True),
        _column(("by",), Known(), Role.TEXT, 24, *notes.BY),
    ]
    name, about = title.zh[:LONGEST_NAME], notes.ABOUT_EXAMPLES
    return Sheet(name, title, tuple(columns), ("name",), about, ("facts",), file, "examples")


def _invariants(taken: Taken, title: Text, file: str) -> Sheet:
    columns = [
        _column(("invariant",), Code(), Role.IDENTITY, 30, *notes.INVARIANT, required=True),
        _column((GROUP,), Ordinal(), Role.IDENTITY, 8, *notes.GROUP),
        *_titles("title", notes.TITLE_ZH, notes.TITLE_EN),
        *_tests(taken.declared),
        _column(("expect",), Several(taken.outcomes), Role.OUTCOME, 40, *taken.allowed, required=True),
        _column(("from",), Day(), Role.TEXT, 12, *notes.PROVED_FROM),
        _column(("until",), Day(), Role.TEXT, 12, *notes.PROVED_UNTIL),
    ]
    name, key = title.zh[:LONGEST_NAME], (GROUP, "invariant")
    return Sheet(name, title, tuple(columns), key, notes.ABOUT_INVARIANTS, (), file, "invariants")


def _tests(declared: Mapping[str, Fact]) -> Iterator[Column]:
    for fact in declared.values():
        yield _column(
            ("when", fact.fact),
            Test(fact, labels_of(fact)),
            Role.FACT,
            16,
            fact.title,
            notes.asked(fact, _said(fact)),
        )


def _facts(declared: Mapping[str, Fact]) -> Iterator[Column]:
    for fact in declared.values():
        if fact.fact.startswith("item.") and fact.computed is None:
            path = ("facts", fact.fact.removeprefix("item."))
            yield _column(
                path,
                _value_kind(fact),
                Role.FACT,
                14,
                fact.title,
                notes.stated(fact, _said(fact)),
                required=True,
            )


def _value_kind(fact: Fact) -> Kind:
    labels = labels_of(fact)
    if labels is not None:
        return Choice(labels)
    if is_amount(fact):
        return Amount()
    return Whole() if fact.type == "whole_number" else Day()


def _channels(files: Folder) -> Labels:
    titles = {plan.form.plan: plan.form.title.zh for plan in files.plans}
    published = () if files.region is None else files.region.form.published.channels
    return Labels([(one, titles.get(one, one)) for one in in_order(published, files.channels)])


def _titles(key: str, zh: tuple[Text, Text], en: tuple[Text, Text], *, required: bool = True) -> list[Column]:
    return [
        _column((key, "zh"), Words(), Role.TEXT, 30, *zh, required=required),
        _column((key, "en"), Words(), Role.TEXT, 30, *en, required=required),
    ]


def _column(
    path: tuple[str, ...],
    kind: Kind,
    role: Role,
    width: int,
    title: Text,
    note: Text,
    *,
    required: bool = False,
    default: object = None,
) -> Column:
    return Column(title, note, path, kind, role, width, required, default)


def _said(fact: Fact) -> tuple[str, ...]:
    """The words for a fact's values; none where they are numbers or days."""
    labels = labels_of(fact)
    return () if labels is None else labels.all
