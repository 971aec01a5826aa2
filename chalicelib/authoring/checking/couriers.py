"""Check what couriers need: facts that the system knows, and parcels asked about by known names."""

from __future__ import annotations

import re
from collections.abc import Iterator

from chalicelib.authoring.findings.message import say
from chalicelib.authoring.findings.problems import Mark, did_you_mean
from chalicelib.authoring.reading.documents import Read
from chalicelib.authoring.reading.folder import Folder
from chalicelib.authoring.reading.names import each_once, same_as_file
from chalicelib.authoring.reading.plans.expand import ReadPlan
from chalicelib.cases.parcels.polling import PHONE_NEEDED
from chalicelib.cases.parcels.status import ShipmentStatus
from chalicelib.decisions.facts.asked import CONSENT
from chalicelib.decisions.forms.region import Courier
from chalicelib.decisions.plans import MAILED

_LONGEST_NIGHT = 12
_DAY = frozenset(range(10, 18))
"""Hours of the clock at which parcels are on the road, wherever in the country."""
_TRACE_CODE = re.compile(r"[0-8]|1[0-4]|[1-8][0-9]{2}|10[0-9]{2}")
"""
A state of Kuaidi100 (0-8, 10-14), or what it says more of one: three digits of which the first is the state,
four that begin with 10 of what is under way (api.kuaidi100.com, real-time query, list of states).
"""


def check_courier(courier: Read[Courier]) -> None:
    """
    Report intervals that no parcel would ever come to: of a status that is none, or written twice.

    A trace code may be any that belongs to a state by its digits: the documents list not all. And report
    times that leave a parcel without a query, a query without an answer, or silence without anyone who hears.
    """
    _check_times(courier)
    same_as_file(courier, "courier", courier.form.courier)
    polling = [(one.status, ("polling", number, "status")) for number, one in enumerate(courier.form.polling)]
    each_once(courier, polling)
    known = [status.value for status in ShipmentStatus if not status.terminal]
    for status, path in polling:
        if status not in known and not _TRACE_CODE.fullmatch(status):
            message = say("unknown-status", status=status, mend=did_you_mean(status, known))
            courier.report(courier.node.find(*path), message)


def _check_times(courier: Read[Courier]) -> None:
    form, node = courier.form, courier.node
    first, last = form.night
    if first == last:
        courier.report(node.find("night"), say("night/no-night"))
    elif (last - first) % 24 > _LONGEST_NIGHT:
        courier.report(
            node.find("night"), say("night", hours=(last - first) % 24, longest_night=_LONGEST_NIGHT)
        )
    elif by_day := _DAY.intersection(hour % 24 for hour in range(first, first + (last - first) % 24)):
        courier.report(node.find("night"), say("night/by-day", first=min(by_day), last=max(by_day) + 1))
    if form.give_up_days * 24 <= form.silent_hours:
        courier.report(node.find("give_up_days"), say("give-up-days"))
    for number, interval in enumerate(form.polling):
        if interval.minutes >= form.silent_hours * 60:
            hours = form.silent_hours
            told = say("silent-hours", minutes=interval.minutes, silent_hours=hours, minutes_xx=hours * 60)
            courier.report(node.find("polling", number, "minutes"), told)
    if form.code in PHONE_NEEDED and not form.phone_needed:
        courier.report(node.find("phone_needed"), say("phone-needed"))


def check_courier_facts(folder: Folder) -> None:
    """
    Report plans that send couriers in a region whose applicants are never asked.

    Such a plan would run, and every case of it end at the counter: nobody would see why.
    """
    facts = folder.facts
    if not facts.whole or CONSENT in facts.broken:
        return
    consent = facts.declared.get(CONSENT)
    for plan in folder.plans:
        at = next(_by_courier(plan), None)
        if at is not None and (consent is None or consent.type != "bool"):
            plan.report(at, say("courier-consent/consent", consent=CONSENT))
        elif at is not None and MAILED in facts.declared and facts.declared[MAILED].type != "bool":
            plan.report(at, say("courier-consent/mailed", mailed=MAILED))


def _by_courier(plan: ReadPlan) -> Iterator[Mark]:
    """Where a plan first says that it sends a courier."""
    for step in plan.form.steps:
        if step.by == "pick_up":
            yield plan.uses[step.step].find("part")
    if "courier" in plan.form.result_out:
        yield plan.node.find("result_out")
