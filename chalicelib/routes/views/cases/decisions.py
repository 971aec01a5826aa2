"""How policy decisions beside the channel are shown: what is offered, and the cards of supervision."""

from __future__ import annotations

from datetime import date
from typing import Any

from chalicelib.cases.case import Case
from chalicelib.cases.decide.application.offers import chosen_side, may_answer, unit_for
from chalicelib.cases.item_of_case import item_of
from chalicelib.cases.time.supervision import asked_of_clocks
from chalicelib.decisions.forms.model import DecisionTable, Release
from chalicelib.decisions.roles import unit_of
from chalicelib.decisions.tables import table
from chalicelib.routes.views.words import day, unit_name


def show_offers(release: Release, case: Case, today: date) -> list[dict[str, Any]]:
    """
    What the applicant may take or decline, why, and who does it; what she has said (``accepted`` is null
    until then), and whether she may change that.
    """
    return [
        {
            "decision": name,
            "title": table(release, name).title.model_dump(),
            **_came_out(table(release, name), offer.outcome, offer.rule),
            "since": day(offer.since),
            **_who_does(release, case, name, today),
            "accepted": offer.accepted,
            "changeable": may_answer(case, name),
        }
        for name, offer in case.offers.items()
        if offer.offered
    ]


def _who_does(release: Release, case: Case, decision: str, today: date) -> dict[str, Any]:
    """The unit on whose list it stands, or would."""
    side = chosen_side(case, decision)
    role = unit_for(release, decision, case.offers[decision].outcome) or "handles"
    unit = side.unit if side else unit_of(item_of(release, case), role, release.units, today)
    return {"unit": unit, "unit_name": unit_name(release, unit)}


def show_cards(release: Release, case: Case) -> list[dict[str, Any]]:
    """What supervision has come out with for each running clock, for staff."""
    titles = {clock.clock: clock.title for clock in release.clocks}
    return [
        {
            "clock": run.clock,
            "title": titles[run.clock].model_dump(),
            "unit": run.supervisor,
            **show_card(release, run.card.outcome, run.card.rule),
            "since": day(run.card.since),
        }
        for run in case.clocks.values()
        if run.running and run.card is not None
    ]


def show_card(release: Release, outcome: str, rule: str | None) -> dict[str, Any]:
    """A card with its rule and legal basis."""
    decision = asked_of_clocks(release)
    return {} if decision is None else _came_out(decision, outcome, rule)


def _came_out(decision: DecisionTable, outcome: str, rule: str | None) -> dict[str, Any]:
    """An outcome, by which rule and on what basis; no rule where a person decided, or none matched."""
    titles = {one.outcome: one.title.model_dump() for one in decision.outcomes}
    by = next((one for one in decision.rules if one.rule == rule), None)
    return {
        "outcome": outcome,
        "outcome_title": titles.get(outcome),
        "rule": rule,
        "rule_title": None if by is None else by.title.model_dump(),
        "basis": [] if by is None else [basis.model_dump(exclude_none=True) for basis in by.basis],
    }
