"""facts.yaml: what the rules may test."""

from __future__ import annotations

from chalicelib.authoring.findings.problems import Say, did_you_mean
from chalicelib.authoring.reading.conditions import Facts
from chalicelib.authoring.reading.documents import Document, Read, entries, only_keys, read_form
from chalicelib.decisions.facts import KINDS, PROGRAM_KNOWS, bounds, is_of_applicant, scope_of, wrong
from chalicelib.decisions.limits import FACTS
from chalicelib.decisions.model import Fact


def read_facts(document: Document | None) -> Facts:
    """The declared facts in their order; what is wrong with them is reported."""
    if document is None:
        return Facts({}, whole=False)
    only_keys(document, ("facts",))
    declared: dict[str, Fact] = {}
    broken: set[str] = set()
    for node in entries(document, "facts"):
        before = len(document.problems)
        read = read_form(Fact, document, node, node.plain())
        if read is not None:
            _check(read, declared)
        if read is None or len(document.problems) > before:
            broken.add(str(node.map["fact"].value) if "fact" in node.map else "")
        else:
            declared[read.form.fact] = read.form
    if len(declared) > FACTS:
        document.report(document.root.at, "engine-limit", _TOO_MANY)
    whole = "facts" in document.root.map and "" not in broken  # of one without name nobody knows which it is
    return Facts(declared, frozenset(broken), whole)


def _check(read: Read[Fact], declared: dict[str, Fact]) -> None:
    fact = read.form
    if fact.fact in declared:
        read.report(read.node.find("fact"), "duplicate", _twice(fact.fact))
    _check_values(read)
    if fact.type != "whole_number" and (fact.at_least is not None or fact.at_most is not None):
        read.report(
            read.node.key("at_least" if fact.at_least is not None else "at_most"), "no-bounds", _NO_BOUNDS
        )
    least, most = bounds(fact)
    if least > most:
        read.report(read.node.find("at_most"), "crossed-bounds", _CROSSED)
    if fact.computed is not None and (fact.type != "whole_number" or not fact.fact.startswith("item.")):
        read.report(read.node.find("computed"), "computed", _COMPUTED)
    _check_scope(read)
    for key, said in (("if_so", fact.if_so), ("if_not", fact.if_not)):
        if said is not None and fact.type != "bool":
            read.report(read.node.key(key), "fact-words", _FACT_WORDS)
    _check_usual(read)


def _check_scope(read: Read[Fact]) -> None:
    """What is known of applicant, case and clock is the program's own list, how it is told the region's."""
    fact = read.form
    if not fact.fact.startswith(("item.", "application.")):
        _check_known(read)
    if fact.sensitive and not is_of_applicant(fact.fact):
        read.report(read.node.find("sensitive"), "sensitive", _SENSITIVE)


def _check_known(read: Read[Fact]) -> None:
    fact, scope = read.form, scope_of(read.form.fact)
    known = PROGRAM_KNOWS.get(fact.fact)
    if known is None:
        mend = did_you_mean(fact.fact, [name for name in PROGRAM_KNOWS if scope_of(name) == scope])
        say = Say(f"系统不掌握“{fact.fact}”。", f"Nothing is known of {fact.fact}.", *mend)
        read.report(read.node.find("fact"), f"{scope}-fact", say)
    elif fact.type != known:
        say = Say(f"“{fact.fact}”的类型是 {known}。", f"{fact.fact} is a {known}.", "请改正。", "Correct it.")
        read.report(read.node.find("type"), f"{scope}-fact", say)
    elif fact.fact == "applicant.kind" and fact.allowed != set(KINDS):
        read.report(read.node.find("values"), "applicant-fact", _KINDS)


def _check_values(read: Read[Fact]) -> None:
    fact = read.form
    if (fact.type == "one_of") != bool(fact.values):
        read.report(read.node.find("values"), "fact-values", _VALUES)
    seen: set[str] = set()
    for number, value in enumerate(fact.values):
        if value.value in seen:
            read.report(read.node.find("values", number, "value"), "duplicate", _twice(value.value))
        seen.add(value.value)


def _check_usual(read: Read[Fact]) -> None:
    fact = read.form
    if fact.usual is None:
        return
    at = read.node.find("usual")
    if fact.fact.startswith("item."):
        read.report(at, "usual", _USUAL)
        return
    reason = wrong(fact, fact.usual)
    if reason is not None and (fact.type != "one_of" or fact.values):
        say = Say(f"usual {reason.zh}。", f"'usual' {reason.en}.", "请改正。", "Correct it.")
        read.report(at, "wrong-value", say)


def _twice(name: str) -> Say:
    return Say(
        f"“{name}”重复。", f"'{name}' stands here twice.", "请改名或删去一个。", "Rename or remove one."
    )


_NO_BOUNDS = Say(
    "只有整数可以有上下限。",
    "Only a whole number has bounds.",
    "请删去 at_least 和 at_most。",
    "Remove at_least and at_most.",
)
_CROSSED = Say("下限大于上限。", "at_least is greater than at_most.", "请改正。", "Correct them.")
_COMPUTED = Say(
    "只有事项的整数要素可以由材料算出。",
    "Only a whole number of the item can be computed.",
    "请删去 computed，或改为 item.… 的 whole_number。",
    "Remove 'computed', or make it a whole_number named item.….",
)
_FACT_WORDS = Say(
    "只有是非要素可以写 if_so 和 if_not。",
    "Only a yes-or-no fact has 'if_so' and 'if_not'.",
    "请删去；其中之一的说法写在 values 的 title。",
    "Remove them; the values of a one_of have titles.",
)
_VALUES = Say(
    "one_of 必须列出 values，其他类型不得列出。",
    "A one_of lists its values; other types have none.",
    "请补充或删去 values。",
    "Add or remove 'values'.",
)
_KINDS = Say(
    f"申请人类别的值是 {'、'.join(KINDS)}。",
    f"The values of an applicant's kind are {' and '.join(KINDS)}.",
    "请改正 values。",
    "Correct 'values'.",
)
_SENSITIVE = Say(
    "只有申请人要素（applicant.…）可以标为敏感：其他要素记录在办件中。",
    "Only a fact of the applicant (applicant.…) can be sensitive: all others are kept with the case.",
    "请删去 sensitive。",
    "Remove 'sensitive'.",
)
_USUAL = Say(
    "usual 只用于申请的要素；事项的要素写在事项文件中。",
    "'usual' is for facts of the application; those of items stand in their files.",
    "请删去 usual。",
    "Remove 'usual'.",
)
_TOO_MANY = Say(
    f"要素超过 {FACTS} 个。",
    f"There are more than {FACTS} facts.",
    "请删去不用的要素。",
    "Remove unused facts.",
)
