"""facts.yaml: what the rules may test."""

from __future__ import annotations

from chalicelib.authoring.findings.message import Message, say
from chalicelib.authoring.findings.problems import did_you_mean
from chalicelib.authoring.reading.conditions.amounts import AMOUNT, declared_amount
from chalicelib.authoring.reading.conditions.conditions import Facts
from chalicelib.authoring.reading.documents import Document, Read, entries, only_keys, read_form
from chalicelib.decisions.facts.facts import (
    ATTRIBUTES,
    KINDS,
    PROGRAM_KNOWS,
    bounds,
    is_of_applicant,
    scope_of,
    wrong,
)
from chalicelib.decisions.forms.model import Fact
from chalicelib.decisions.limits import FACTS


def read_facts(document: Document | None) -> Facts:
    """The declared facts in their order; what is wrong with them is reported."""
    if document is None:
        return Facts({}, whole=False)
    only_keys(document, ("facts",))
    declared: dict[str, Fact] = {}
    broken: set[str] = set()
    for node in entries(document, "facts"):
        before = len(document.problems)
        amount = declared_amount(document, node)
        read = read_form(Fact, document, node, node.plain() if amount is None else amount)
        if read is not None:
            _check(read, declared)
        if read is None or len(document.problems) > before:
            broken.add(str(node.map["fact"].value) if "fact" in node.map else "")
        else:
            declared[read.form.fact] = read.form
    if len(declared) > FACTS:
        document.report(document.root.at, say("engine-limit/too-many", facts=FACTS))
    whole = "facts" in document.root.map and "" not in broken  # of one without name nobody knows which it is
    return Facts(declared, frozenset(broken), whole)


def _check(read: Read[Fact], declared: dict[str, Fact]) -> None:
    fact = read.form
    if fact.fact in declared:
        read.report(read.node.find("fact"), _twice(fact.fact))
    if _reserved(fact.fact):
        read.report(read.node.find("fact"), say("reserved-name/fact", name=fact.fact))
    _check_values(read)
    if fact.type != "whole_number" and (fact.at_least is not None or fact.at_most is not None):
        read.report(
            read.node.key("at_least" if fact.at_least is not None else "at_most"), say("no-bounds/facts")
        )
    least, most = bounds(fact)
    if least > most:
        read.report(read.node.find("at_most"), say("crossed-bounds/facts"))
    if fact.computed is not None and (fact.type != "whole_number" or not fact.fact.startswith("item.")):
        read.report(read.node.find("computed"), say("computed"))
    _check_unit(read)
    _check_scope(read)
    for key, said in (("if_so", fact.if_so), ("if_not", fact.if_not)):
        if said is not None and fact.type != "bool":
            read.report(read.node.key(key), say("fact-words"))
    _check_usual(read)


def _reserved(name: str) -> bool:
    """Whether it could not be told from a key of the forms, or from an attribute of an item."""
    last = name.partition(".")[2]
    return last in _KEYS or last.endswith("_") or name in {fact.fact for fact in ATTRIBUTES}


_KEYS = ("when", "unless", "any", "where")


def _check_unit(read: Read[Fact]) -> None:
    """An amount alone has a unit and decimals."""
    named = [key for key in ("unit", "decimals") if getattr(read.form, key) is not None]
    if named and read.node.map["type"].value != AMOUNT:
        read.report(read.node.key(named[0]), say("amount/type"))


def _check_scope(read: Read[Fact]) -> None:
    """What is known of applicant, case and clock is the program's own list, how it is told the region's."""
    fact = read.form
    if not fact.fact.startswith(("item.", "application.")):
        _check_known(read)
    if fact.sensitive and not is_of_applicant(fact.fact):
        read.report(read.node.find("sensitive"), say("sensitive"))


def _check_known(read: Read[Fact]) -> None:
    fact, scope = read.form, scope_of(read.form.fact)
    known = PROGRAM_KNOWS.get(fact.fact)
    if known is None:
        mend = did_you_mean(fact.fact, [name for name in PROGRAM_KNOWS if scope_of(name) == scope])
        read.report(read.node.find("fact"), say(_UNKNOWN[scope], fact=fact.fact, mend=mend))
    elif fact.type != known:
        read.report(read.node.find("type"), say(_OTHER_TYPE[scope], fact=fact.fact, known=known))
    elif fact.fact == "applicant.kind" and fact.allowed != set(KINDS):
        read.report(read.node.find("values"), say("applicant-fact/kinds", kinds=KINDS))


_UNKNOWN = {
    "applicant": "applicant-fact/unknown",
    "case": "case-fact/unknown",
    "clock": "clock-fact/unknown",
}
_OTHER_TYPE = {"applicant": "applicant-fact/type", "case": "case-fact/type", "clock": "clock-fact/type"}


def _check_values(read: Read[Fact]) -> None:
    fact = read.form
    if (fact.type == "one_of") != bool(fact.values):
        read.report(read.node.find("values"), say("fact-values"))
    seen: set[str] = set()
    for number, value in enumerate(fact.values):
        if value.value in seen:
            read.report(read.node.find("values", number, "value"), _twice(value.value))
        seen.add(value.value)


def _check_usual(read: Read[Fact]) -> None:
    fact = read.form
    if fact.usual is None:
        return
    at = read.node.find("usual")
    if fact.fact.startswith("item."):
        read.report(at, say("usual"))
        return
    reason = wrong(fact, fact.usual)
    if reason is not None and (fact.type != "one_of" or fact.values):
        message = say("wrong-value/facts", reason=reason)
        read.report(at, message)


def _twice(name: str) -> Message:
    return say("duplicate/facts", name=name)
