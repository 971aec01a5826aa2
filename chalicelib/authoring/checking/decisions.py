"""
The files of the folder ``decisions``: names that must exist, outcomes that are declared, facts that are known
when a decision is asked. Dates, and what the engine bears, are checked here for its rules.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from chalicelib.authoring.checking.rules import check_examples, check_invariants, check_rules
from chalicelib.authoring.findings.message import say
from chalicelib.authoring.findings.problems import Problem, did_you_mean
from chalicelib.authoring.reading.documents import Read
from chalicelib.authoring.reading.folder import Folder
from chalicelib.authoring.reading.names import each_once, known_name, same_as_file
from chalicelib.decisions.forms.form import CHANNEL, UNDETERMINED, Form
from chalicelib.decisions.forms.model import DecisionTable, Fact
from chalicelib.decisions.forms.plan import ROLES
from chalicelib.decisions.tables import scopes_known

CLOCK_NAME = "clock.name"


def check_decisions(folder: Folder) -> None:
    """Report what does not fit in the decisions beside the channel."""
    for read in folder.decisions:
        _check_head(read)
        _check_rules(read, folder.facts.declared)
        _check_invariants(read, folder.facts.declared)
        _check_examples(read, folder)
        _check_units(read, folder)
    asked = [read for read in folder.decisions if read.form.asked == "every_working_day"]
    for read in asked[1:]:
        first = asked[0].form
        read.report(read.node.find("asked"), say("asked-of/once", title=first.title, decision=first.decision))
    _check_clock_names(folder)
    for clock in folder.clocks if asked else ():
        for number, warn in enumerate(clock.form.warn):
            if warn.tell == "supervises":
                at, form = clock.node.find("warn", number, "tell"), asked[0].form
                clock.report(at, say("warned-twice", title=form.title, decision=form.decision))


def lint_outcomes(folder: Folder) -> Iterator[Problem]:
    """Outcomes that come out of nothing; one that only dead rules choose is told of with these."""
    for read in folder.decisions:
        chosen = {read.form.otherwise, *(rule.choose for rule in read.form.rules)}
        for number, one in enumerate(read.form.outcomes):
            if one.outcome not in chosen:
                spot = read.at("outcomes", number, "outcome")
                yield spot.warning("unchosen-outcome", title=one.title, outcome=one.outcome)


def _check_head(read: Read[DecisionTable]) -> None:
    form = read.form
    same_as_file(read, "decision", form.decision)
    if form.decision == CHANNEL:
        read.report(read.node.find("decision"), say("wrong-decision/channel"))
    if (form.asked, form.each) in (("submission", "clock"), ("every_working_day", None)):
        read.report(read.node.find("each" if form.each else "asked"), say("asked-of"))
    names = [one.outcome for one in form.outcomes]
    each_once(read, [(name, ("outcomes", n, "outcome")) for n, name in enumerate(names)])
    if UNDETERMINED in names:
        at = read.node.find("outcomes", names.index(UNDETERMINED), "outcome")
        read.report(at, say("not-one-of/undetermined-outcome"))
    _check_outcome(read, ("otherwise",), form.otherwise, [UNDETERMINED, *names])
    if form.asked == "every_working_day" and form.otherwise == UNDETERMINED:
        read.report(read.node.find("otherwise"), say("asked-of/nobody"))


def _check_units(read: Read[DecisionTable], folder: Folder) -> None:
    """Who does what the applicant may choose is a role or a unit; nobody chooses anything later."""
    known = [*ROLES, *folder.unit_names]
    for number, one in enumerate(read.form.outcomes):
        place = ("outcomes", number, "unit")
        if one.unit is not None and read.form.asked != "submission":
            read.report(read.node.find(*place), say("asked-of/no-offer"))
        elif one.unit is not None and folder.unit_names:
            known_name(read, place, one.unit, known, "unknown-unit/name")


def _check_rules(read: Read[DecisionTable], declared: Mapping[str, Fact]) -> None:
    rules = read.inner("rules", read.form.rules)
    check_rules(rules, declared)
    for rule in rules:
        _check_outcome(rule, ("choose",), rule.form.choose, _names(read))
        if rule.form.before_items:
            rule.report(rule.node.key("before_items"), say("before-items/of-decision"))


def _check_invariants(read: Read[DecisionTable], declared: Mapping[str, Fact]) -> None:
    invariants = read.inner("invariants", read.form.invariants)
    check_invariants(invariants, declared)
    for one in invariants:
        for name in one.form.expect:
            _check_outcome(one, ("expect",), name, [UNDETERMINED, *_names(read)])


def _check_examples(read: Read[DecisionTable], folder: Folder) -> None:
    examples = read.inner("examples", read.form.examples)
    facts = folder.facts.within(*scopes_known(read.form.asked, read.form.each))
    check_examples(examples, folder, [rule.rule for rule in read.form.rules], facts)
    for one in examples:
        _check_outcome(one, ("expect",), one.form.expect, [UNDETERMINED, *_names(read)])


def _check_outcome(read: Read[Form], place: tuple[str, ...], name: str, known: Sequence[str]) -> None:
    if name not in known:
        message = say("unknown-outcome/decisions", name=name, mend=did_you_mean(name, known))
        read.report(read.node.find(*place), message)


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
                document.report(node.find("values"), say("clock-fact/clocks", clocks=sorted(clocks)))


def _names(read: Read[DecisionTable]) -> list[str]:
    return [one.outcome for one in read.form.outcomes]
