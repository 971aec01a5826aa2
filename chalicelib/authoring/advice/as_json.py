"""Advice as one JSON value."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from chalicelib.authoring.advice.advise import Advice
from chalicelib.authoring.advice.changes.attributes import AttributeChange
from chalicelib.authoring.advice.changes.rule_changes import RuleChange
from chalicelib.authoring.advice.context import AdviceContext
from chalicelib.authoring.advice.moves import Move, Moves, by_item, cases
from chalicelib.authoring.advice.words import attribute_words
from chalicelib.authoring.explaining.edit_words import edit_words
from chalicelib.authoring.findings.telling import papers
from chalicelib.decisions.decide import item_facts
from chalicelib.decisions.forms.form import Basis
from chalicelib.decisions.forms.model import Rule


def as_json(advice: Advice, limit: int, everything: bool) -> dict[str, Any]:
    """
    Args:
        limit: at most so many changes of each kind.
        everything: attributes too that only a law could change; ``allowed`` is then false.
    """
    context, rules = advice.context, advice.rules
    attributes = [*advice.attributes, *(advice.by_law if everything else ())]
    return {
        "region": context.release.region.region,
        "release": context.release.digest,
        "on": context.on.isoformat(),
        "assumed": dict(advice.assumed),
        "items": len(context.items),
        "cases": advice.cases,
        "situations": context.rules_in_effect(None).space.size,
        "attribute_changes": [
            {"rank": rank, **_attribute(context, change)} for rank, change in enumerate(attributes[:limit], 1)
        ],
        "rule_changes": [
            {"rank": rank, **_rule_change(context, change)}
            for rank, change in enumerate(rules.allowed[:limit], 1)
        ],
        "edits": {
            "tried": rules.edits,
            "lightening": rules.lightening,
            "unproved": rules.unproved,
        },
    }


def _attribute(context: AdviceContext, change: AttributeChange) -> dict[str, Any]:
    last = change.after
    words = attribute_words(change.fact, change.first, change.after)
    return {
        "fact": change.fact.fact,
        "value": change.first,
        "below": last,
        **words.model_dump(),
        "allowed": change.fact.set_by == "office",
        "set_by": change.fact.set_by,
        "scope": "items" if change.of_item else "applicants",
        "lifted": cases(change.items.lifted),
        "saved": change.gain(change.items)._asdict(),
        "if_for_all": _net(change.items),
        "cases": None if change.cases is None else _past(change.done(change.cases)),
        "items": [_lift(context, change, move) for move in by_item(change.done(change.counted).lifted)],
        "law": laws(context, change.done(change.counted).lifted),
    }


def _lift(context: AdviceContext, change: AttributeChange, move: Move) -> dict[str, Any]:
    fact, member = change.fact, move.member
    told = _move(context, move, change.cases)
    item = context.of_day.items[member.item]
    now = item_facts(context.release, item, member.facts).get(fact.fact) if change.of_item else None
    made: dict[str, Any] = {"now": now, "value": member.facts[fact.fact]} if change.of_item else {}
    if fact.computed is not None:
        made["materials"] = [name.model_dump() for name in papers(fact, item, member.facts)]
    return {**told, **made}


def _rule_change(context: AdviceContext, change: RuleChange) -> dict[str, Any]:
    edit = change.edit
    return {
        "kind": edit.kind,
        "rule": edit.rule.rule,
        "item": edit.owner,
        "file": edit.rule.where.file,
        "line": edit.rule.where.line,
        **edit_words(context.release, edit).model_dump(),
        "becomes": [_written(rule) for rule in edit.new],
        "lifted": cases(change.items.lifted),
        "burdened": cases(change.items.burdened),
        "saved": change.items.saved._asdict(),
        "situations_moved": change.situations,
        "cases": None if change.cases is None else _past(change.cases),
        "items": [
            _move(context, move, change.cases)
            for move in by_item((*change.counted.lifted, *change.counted.burdened))
        ],
        "law": [{"rule": edit.rule.rule, "basis": _basis(edit.basis)}],
    }


def laws(context: AdviceContext, lifted: Iterable[Move]) -> list[dict[str, Any]]:
    """The rules that decide these cases as things are, with the law that each stands on."""
    return [
        {"rule": rule.rule, "file": rule.where.file, "line": rule.where.line, "basis": _basis(rule.basis)}
        for rule in deciding(context, lifted)
    ]


def deciding(context: AdviceContext, lifted: Iterable[Move]) -> list[Rule]:
    """The rules that decide these cases as things are, each once."""
    rules = (context.rule(move.before) for move in lifted)
    return list({rule.rule: rule for rule in rules if rule is not None}.values())


def _move(context: AdviceContext, move: Move, past: Moves | None) -> dict[str, Any]:
    """What moves of an item; where past cases weigh, of how many."""
    item = context.release.items[move.member.item]
    return {
        "item": item.item,
        **item.name.model_dump(),
        "from": move.was.channel,
        "to": move.becomes.channel,
        **({} if past is None else {"cases": move.member.number}),
        "saved": move.saved._asdict(),
    }


def _net(found: Moves) -> dict[str, Any]:
    return {
        "lifted": cases(found.lifted),
        "burdened": cases(found.burdened),
        "to_a_person": found.to_a_person,
        "saved": found.saved._asdict(),
    }


def _past(found: Moves) -> dict[str, Any]:
    return {
        "lifted": cases(found.lifted),
        "burdened": cases(found.burdened),
        "saved": found.saved._asdict(),
    }


def _basis(basis: Sequence[Basis]) -> list[Mapping[str, Any]]:
    return [one.model_dump(exclude_none=True) for one in basis]


def _written(rule: Rule) -> dict[str, Any]:
    """A rule as it would stand in the file, in normal form."""
    when = [one.model_dump(mode="json", exclude_defaults=True) for one in rule.when]
    return {"rule": rule.rule, "when": when, "choose": rule.choose}
