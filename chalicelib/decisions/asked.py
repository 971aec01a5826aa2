"""What an application must state: the facts that can still matter for its item, and no others."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from chalicelib.decisions.form import Condition
from chalicelib.decisions.model import Fact, Release

CONSENT = "application.courier"
"""Couriers are sent by this consent alone, whatever the rules test; an applicant may change it later."""


def asked(release: Release, item: str, on: date) -> tuple[Fact, ...]:
    """
    The facts that whoever applies for ``item`` on a day is asked for, in the order of facts.yaml.

    A rule that has ended by then asks nothing. One that is still to come does: a case is decided
    when its last file is there, not when it is opened.

    Raises:
        KeyError: the release has no such item.
    """
    tested = {condition.fact for condition in _conditions(release, item, on)} | {CONSENT}
    return tuple(
        fact for fact in release.facts if fact.fact.startswith("application.") and fact.fact in tested
    )


def _conditions(release: Release, item: str, on: date) -> Iterator[Condition]:
    for rule in (*release.items[item].rules, *release.rules):
        if rule.until is None or rule.until >= on:
            yield from rule.when
    for plan in release.plans.values():
        for step in plan.steps:
            if step.skip is not None:
                yield from step.skip.tests
