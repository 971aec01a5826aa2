"""
The files of the folder ``decisions``: names that must exist, outcomes that are declared, facts that are known
when a decision is asked. Dates, and what the engine bears, are checked here for its rules.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import PurePosixPath
from typing import TypeVar

from chalicelib.authoring.findings.problems import Say, did_you_mean
from chalicelib.authoring.reading.conditions import Facts, check_value, known_fact
from chalicelib.authoring.reading.documents import Read
from chalicelib.authoring.reading.folder import Folder
from chalicelib.authoring.reading.names import each_once, known_name, once_in_folder, same_as_file
from chalicelib.decisions.form import CHANNEL, UNDETERMINED, Form
from chalicelib.decisions.limits import Led, excesses
from chalicelib.decisions.model import DecisionTable, Example, Invariant, Rule
from chalicelib.decisions.plan import ROLES
from chalicelib.decisions.tables import scopes_known
from chalicelib.decisions.unit import every_unit

F = TypeVar("F", bound=Form)
CLOCK_NAME = "clock.name"


def check_decisions(folder: Folder) -> None:
    """Report what does not fit in the decisions beside the channel."""
    for read in folder.decisions:
        _check_head(read)
        _check_rules(read)
        _check_invariants(read)
        _check_examples(read, folder)
        _check_units(read, folder)
    asked = [read for read in folder.decisions if read.form.asked == "every_working_day"]
    for read in asked[1:]:
        read.report(read.node.find("asked"), "asked-of", _ONCE)
    _check_clock_names(folder)
    for clock in folder.clocks if asked else ():
        for number, warn in enumerate(clock.form.warn):
            if warn.tell == "supervises":
                clock.report(clock.node.find("warn", number, "tell"), "warned-twice", _warned(asked[0].form))


def check_example_facts(example: Read[Example], facts: Facts) -> None:
    """Report facts of an example that are not declared, not known there, or not of their kind."""
    node = example.node.map.get("facts")
    for name, value in node.map.items() if node is not None else ():
        fact = known_fact(example.document, node, name, facts) if node is not None else None
        if fact is not None:
            check_value(example.document, fact, value)


def inner(read: Read[DecisionTable], key: str, forms: Sequence[F]) -> Iterator[Read[F]]:
    """The rules, invariants or examples of a decision, each with its place."""
    nodes = read.node.map[key].list if key in read.node.map else []
    return (Read(form, read.document, node) for form, node in zip(forms, nodes, strict=True))


def _check_head(read: Read[DecisionTable]) -> None:
    form = read.form
    same_as_file(read, "decision", form.decision)
    if form.decision == CHANNEL:
        read.report(read.node.find("decision"), "wrong-decision", _CHANNEL)
    if (form.asked, form.each) in (("submission", "clock"), ("every_working_day", None)):
        read.report(read.node.find("each" if form.each else "asked"), "asked-of", _OF_CLOCK)
    names = [one.outcome for one in form.outcomes]
    each_once(read, [(name, ("outcomes", n, "outcome")) for n, name in enumerate(names)])
    if UNDETERMINED in names:
        at = read.node.find("outcomes", names.index(UNDETERMINED), "outcome")
        read.report(at, "not-one-of", _UNDETERMINED)
    _check_outcome(read, ("otherwise",), form.otherwise, [UNDETERMINED, *names])
    if form.asked == "every_working_day" and form.otherwise == UNDETERMINED:
        read.report(read.node.find("otherwise"), "asked-of", _NOBODY)


def _check_units(read: Read[DecisionTable], folder: Folder) -> None:
    """Who does what the applicant may choose is a role or a unit; nobody chooses anything later."""
    known = [*ROLES, *(unit.unit for unit in every_unit(one.form for one in folder.units))]
    for number, one in enumerate(read.form.outcomes):
        place = ("outcomes", number, "unit")
        if one.unit is not None and read.form.asked != "submission":
            read.report(read.node.find(*place), "asked-of", _NO_OFFER)
        elif one.unit is not None and folder.units:
            known_name(read, place, one.unit, known, "unit", "单位")


def _check_rules(read: Read[DecisionTable]) -> None:
    rules = list(inner(read, "rules", read.form.rules))
    once_in_folder("rule", [(rule.form.rule, rule) for rule in rules])
    for rule in rules:
        _check_outcome(rule, ("choose",), rule.form.choose, _names(read))
        _check_days(rule)
        for _, reason in excesses([Led(None, rule.form)]):
            say = Say(f"{reason.zh}。", f"{reason.en}.", "请拆分这条规则。", "Split this rule.")
            rule.report(rule.node.at, "engine-limit", say)


def _check_invariants(read: Read[DecisionTable]) -> None:
    invariants = list(inner(read, "invariants", read.form.invariants))
    once_in_folder("invariant", [(one.form.invariant, one) for one in invariants])
    for one in invariants:
        _check_days(one)
        for name in one.form.expect:
            _check_outcome(one, ("expect",), name, [UNDETERMINED, *_names(read)])


def _check_examples(read: Read[DecisionTable], folder: Folder) -> None:
    examples = list(inner(read, "examples", read.form.examples))
    once_in_folder("name", [(one.form.name, one) for one in examples])
    codes = [PurePosixPath(file).stem for file in folder.item_files]  # also of files with mistakes
    rules = [rule.rule for rule in read.form.rules]
    facts = folder.facts.within(*scopes_known(read.form.asked, read.form.each))
    for one in examples:
        known_name(one, ("item",), one.form.item, codes, "item", "事项")
        if one.form.by is not None:
            known_name(one, ("by",), one.form.by, rules, "rule", "规则")
        _check_outcome(one, ("expect",), one.form.expect, [UNDETERMINED, *_names(read)])
        check_example_facts(one, facts)


def _check_outcome(read: Read[Form], place: tuple[str, ...], name: str, known: Sequence[str]) -> None:
    if name not in known:
        say = Say(
            f"outcomes 没有列出“{name}”。", f"'outcomes' lists no '{name}'.", *did_you_mean(name, known)
        )
        read.report(read.node.find(*place), "unknown-outcome", say)


def _check_days(read: Read[Rule] | Read[Invariant]) -> None:
    form = read.form
    if form.until is not None and form.from_ is not None and form.until < form.from_:
        read.report(read.node.find("until"), "crossed-dates", _CROSSED)


def _check_clock_names(folder: Folder) -> None:
    """A fact that names the clock has the clocks of clocks.yaml as its values, no other and no fewer."""
    fact = folder.facts.declared.get(CLOCK_NAME)
    clocks = {read.form.clock for read in folder.clocks}
    if fact is None or fact.allowed == clocks:
        return
    for document in folder.documents:
        nodes = document.root.map["facts"].list if document.file == "facts.yaml" else ()
        for node in nodes:
            if node.map["fact"].value == CLOCK_NAME:
                document.report(node.find("values"), "clock-fact", _clocks(sorted(clocks)))


def _names(read: Read[DecisionTable]) -> list[str]:
    return [one.outcome for one in read.form.outcomes]


def _warned(decision: DecisionTable) -> Say:
    return Say(
        f"监督单位由决策“{decision.title.zh}”（{decision.decision}）通知，这里再提醒就重复了。",
        f"Whoever supervises is told by the decision '{decision.title.en}' ({decision.decision}); this would "
        "tell it twice.",
        "请删去这一条提醒，或改为 tell: unit。",
        "Remove this warning, or write 'tell: unit'.",
    )


def _clocks(clocks: list[str]) -> Say:
    return Say(
        "计时的名字与 clocks.yaml 不一致。",
        "The names of clocks are not those of clocks.yaml.",
        f"values 请写：{'、'.join(clocks)}。",
        f"The values must be: {', '.join(clocks)}.",
    )


_CHANNEL = Say(
    "办理渠道的决定写在 channels.yaml。",
    "The decision on the channel stands in channels.yaml.",
    "请改名，或把规则移到 channels.yaml。",
    "Rename it, or move its rules to channels.yaml.",
)
_OF_CLOCK = Say(
    "提交时还没有计时；每个工作日询问的，只能对每个计时询问。",
    "On submission no clock runs; what is asked every working day is asked of each clock.",
    "asked: submission 时请删去 each；asked: every_working_day 时请写 each: clock。",
    "Remove 'each' with 'asked: submission'; write 'each: clock' with 'asked: every_working_day'.",
)
_ONCE = Say(
    "已有一项决策在每个工作日对每个计时询问。",
    "Another decision is asked of every clock each working day already.",
    "请合并为一项：一个计时只能有一种牌。",
    "Merge the two: a clock shows one card.",
)
_NOBODY = Say(
    "每个工作日询问的，没有规则符合时不能每天转人工判断。",
    "What is asked every working day cannot be left to a person each time no rule matches.",
    "otherwise 请写一个结果，例如 warning。",
    "Let 'otherwise' be one of the outcomes, such as warning.",
)
_NO_OFFER = Say(
    "只有提交时询问的决策，其结果才由申请人选择、由单位办理。",
    "Only what a decision on submission comes out with is the applicant's to choose, and a unit's to do.",
    "请删去 unit，或写 asked: submission。",
    "Remove 'unit', or write 'asked: submission'.",
)
_UNDETERMINED = Say(
    "undetermined 不是结果：没有规则符合时才转人工判断。",
    "'undetermined' is no outcome: it is what happens where no rule matches.",
    "请改名；需要由人判断的，写 otherwise: undetermined。",
    "Rename it; 'otherwise: undetermined' leaves it to a person.",
)
_CROSSED = Say("失效日期早于生效日期。", "'until' is before 'from'.", "请改正日期。", "Correct the dates.")
