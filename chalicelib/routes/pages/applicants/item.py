"""An item as a page: must I come, how long, what to prepare and why; and the questions that matter."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from chalice.app import Request, Response

from chalicelib.decisions.effect import in_effect, in_its_place, turns_of
from chalicelib.decisions.explain import conditions_in_words, not_in_effect
from chalicelib.decisions.facts.amounts import amount_words, as_written, for_json, in_smallest, is_amount
from chalicelib.decisions.facts.asked import CONSENT
from chalicelib.decisions.forms.form import FactValue, Text
from chalicelib.decisions.forms.material import Material
from chalicelib.decisions.forms.model import Fact, Item, Release
from chalicelib.decisions.forms.plan import Plan
from chalicelib.decisions.ordinary_way import Met
from chalicelib.decisions.roles import units_of
from chalicelib.routes.pages.applicants.reasons import reason_of
from chalicelib.routes.pages.showing import release_in_force, show
from chalicelib.routes.pages.visitor import look_of, query_of
from chalicelib.routes.requests.addresses import name_in_address
from chalicelib.routes.views.words import unit_name
from chalicelib.services.cases.applying.application import find_item
from chalicelib.services.days import local_day
from chalicelib.services.items.life_events import EVENTS
from chalicelib.services.items.look_at_item import Asked, Option, Seen, look_at_item, trips_by_oneself
from chalicelib.wiring import ports

_YES, _NO = "yes", "no"


def item_page(request: Request, code: str) -> Response:
    """
    The page of an item.

    Raises:
        Problem: 404, there is none of this name.
    """
    release = release_in_force()
    today = local_day(release, ports().clock.now())
    item = find_item(release, name_in_address(code), today)
    seen = look_at_item(release, item, answers_in(release, query_of(request)), today)
    answers = for_json(release.facts, seen.facts)
    return show(
        "item.html",
        look_of(request),
        nav="find",
        item=item,
        seen=seen,
        visits=seen.decision.visits,
        trips=trips_by_oneself(seen),
        without_courier=seen.facts.get(CONSENT) is False,
        event=next((event for event in EVENTS if event.has(item)), None),
        over=None if in_effect(item, today) else not_in_effect(release, item, today),
        ended=item.until is not None and item.until < today,
        instead=None if in_effect(item, today) else in_its_place(release.items, item, today),
        decides=unit_name(release, item.units.decides),
        questions=show_questions(seen.asked),
        steps=_steps(release, seen, today),
        papers=_papers(release, seen),
        turns=list(_turns(release, release.items[item.item], today)),
        reason=reason_of(release, item, seen.decision),
        answers={field_of(name): written(value) for name, value in answers.items()},
        promised=item.limits.promised.model_dump(exclude_none=True),
        statutory=item.limits.statutory.model_dump(exclude_none=True),
    )


def field_of(fact: str) -> str:
    """How a fact of the application is called in a form and in an address."""
    return fact.removeprefix("application.")


def answers_in(release: Release, fields: Mapping[str, str]) -> dict[str, FactValue]:
    """What was answered, by full name; what cannot be read counts as not answered."""
    found: dict[str, FactValue] = {}
    for fact in release.facts:
        given = fields.get(field_of(fact.fact), "")
        if fact.fact.startswith("application.") and given:
            value = _read(fact, given)
            if value is not None:
                found[fact.fact] = value
    return found


def _read(fact: Fact, given: str) -> FactValue | None:
    if fact.type == "bool":
        return {_YES: True, _NO: False}.get(given)
    if is_amount(fact):
        counted = in_smallest(fact, given)
        return None if counted is None else as_written(fact, counted)
    if fact.type == "whole_number":
        return int(given) if given.isascii() and given.isdecimal() and len(given) < 10 else None
    return given


def written(value: FactValue) -> str:
    """An answer as a form has it."""
    if isinstance(value, bool):
        return _YES if value else _NO
    return str(value)


def _in_form(fact: Fact, value: FactValue) -> str:
    return written(for_json([fact], {fact.fact: value})[fact.fact])


def show_questions(questions: tuple[Asked, ...]) -> list[dict[str, Any]]:
    """Questions for a form: each answer in words, and what would come of it."""
    return [
        {
            "field": field_of(one.fact.fact),
            "title": one.fact.title,
            "type": "amount" if is_amount(one.fact) else one.fact.type,
            "value": "" if one.value is None else _in_form(one.fact, one.value),
            "least": one.fact.at_least,
            "most": one.fact.at_most,
            "options": [_option(one.fact, option) for option in one.options],
        }
        for one in questions
    ]


def _option(fact: Fact, option: Option) -> dict[str, Any]:
    told = {"value": _in_form(fact, option.value), "chosen": option.chosen}
    return told | {"visits": option.visits, "papers": option.papers, "title": said(fact, option.value)}


def said(fact: Fact, value: FactValue) -> Text:
    """An answer in words."""
    if isinstance(value, bool):
        told = fact.if_so if value else fact.if_not
        return told or (Text(zh="是", en="yes") if value else Text(zh="否", en="no"))
    if is_amount(fact) and isinstance(value, int):
        return amount_words(fact, value)
    titles = {known.value: known.title for known in fact.values}
    return titles.get(str(value), Text(zh=str(value), en=str(value)))


def _steps(release: Release, seen: Seen, today: date) -> list[dict[str, Any]]:
    """How it goes, from the applicant's side; what offices hand to each other is left out."""
    if seen.plan is None:
        return []
    told = (_step(release, seen.item, seen.plan, met, today) for met in seen.way)
    return [one for one in told if one is not None]


def _step(release: Release, item: Item, plan: Plan, met: Met, today: date) -> dict[str, Any] | None:
    step, outcome = met.step, met.outcome
    handed = None if outcome is None else outcome.hand_over
    if step.by == "end" or (handed is not None and handed.from_ in ("units", "parcel")):
        return None
    kind = step.by if step.does is None else step.does
    role = "inspects" if step.unit == "each" else step.unit
    units = units_of(item, role, release.units, today)
    return {
        "kind": "visit" if met.visit else kind,
        "title": step.title,
        "units": [unit_name(release, unit) for unit in units],
        "takes_papers": step.does == "inspection" and plan.paper_in == "inspection",
        "way": met.way,
        "times": met.times,
    }


def _papers(release: Release, seen: Seen) -> dict[str, list[dict[str, Any]]]:
    """What to prepare, what may be needed besides, and what nobody has to bring."""
    found: dict[str, list[dict[str, Any]]] = {"wanted": [], "optional": [], "other": [], "shared": []}
    for material in seen.item.materials:
        need = seen.needs.get(material.material)
        kind = "other" if need is None else "shared" if need.shared else "wanted"
        if kind == "wanted" and need is not None and not need.required:
            kind = "optional"
        when = conditions_in_words(release.declared, material.when)
        found[kind].append(_paper(release, material) | {"when": when, "need": need})
    return found


def _turns(release: Release, item: Item, today: date) -> Iterator[dict[str, Any]]:
    """The days to come from which on whoever applies has to prepare something else."""
    for turn in turns_of(item, today):
        yield {
            "day": turn.day.isoformat(),
            **{
                kind: [
                    {"name": one.name, "when": conditions_in_words(release.declared, one.when)}
                    for one in materials
                ]
                for kind, materials in turn._asdict().items()
                if kind != "day"
            },
        }


def _paper(release: Release, material: Material) -> dict[str, Any]:
    return {
        "name": material.name,
        "originals": material.originals,
        "copies": material.copies,
        "original": material.original,
        "from": None if material.shared is None else unit_name(release, material.shared.from_),
    }
