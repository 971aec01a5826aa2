"""How a case is shown, to its applicant as to staff."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from chalicelib.cases.case import Case
from chalicelib.cases.evolve import draft_until
from chalicelib.cases.item_of_case import item_of
from chalicelib.cases.parcels.on_its_way import held_since
from chalicelib.cases.people.acting import how_submitted
from chalicelib.cases.people.erasure_reasons import ERASURE_REASONS
from chalicelib.cases.time.clocks import STATUTORY
from chalicelib.cases.waiting import deadline, is_late
from chalicelib.decisions.decision import nested
from chalicelib.decisions.facts.amounts import for_json
from chalicelib.decisions.facts.asked import CONSENT
from chalicelib.decisions.forms.form import Text
from chalicelib.decisions.forms.model import Release
from chalicelib.decisions.forms.plan import End
from chalicelib.decisions.ordinary_way import ordinary_way, visits
from chalicelib.ports.cases import Loaded
from chalicelib.ports.ports import Ports
from chalicelib.routes.files import show_documents
from chalicelib.routes.views.cases.clocks import show_clocks
from chalicelib.routes.views.cases.decisions import show_offers
from chalicelib.routes.views.cases.materials import list_materials, show_refused
from chalicelib.routes.views.cases.notices import show_notices
from chalicelib.routes.views.cases.parcels import show_shipments
from chalicelib.routes.views.desk.tasks import first_task, show_tasks, step_of
from chalicelib.routes.views.texts import opened, text, told
from chalicelib.routes.views.words import (
    day,
    end_name,
    holder_kind,
    holder_name,
    material_name,
    time,
    unit_name,
)
from chalicelib.services.cases.rules.newer_release import Newer, newer_release
from chalicelib.services.days import local_day
from chalicelib.services.facts_in_force import rules_of

_PROMISED = "item.limits.promised"


def show_case(
    ports: Ports, loaded: Loaded, in_force: str | None = None, also: dict[str, Any] | None = None
) -> dict[str, Any]:
    """
    A case as its applicant may see it; times in the region's zone.

    Args:
        in_force: the release in force, where it has just been looked up.
        also: what else is shown of it; its texts are opened with the others.

    Raises:
        SealError: a text cannot be opened.
    """
    return opened(ports, loaded.case, _shown(ports, loaded, in_force) | (also or {}))


def show_brief(ports: Ports, case: Case) -> dict[str, Any]:
    """Which case it is and where it stands: nothing that people wrote, no files, no documents."""
    release = rules_of(ports, case.release)
    today = local_day(release, ports.clock.now())
    return {
        **_what(case, release),
        **_where(case, release, today),
        "opened_at": time(release, case.opened_at),
        "mandate": _mandate(case, today),
    }


def _shown(ports: Ports, loaded: Loaded, in_force: str | None) -> dict[str, Any]:
    case = loaded.case
    release = rules_of(ports, case.release)
    return {
        **show_brief(ports, case),
        "newer_release": _newer(newer_release(ports, case, in_force)),
        **_when(case, release, ports.clock.now()),
        "facts": nested(for_json(release.facts, case.facts)),
        **_submission(loaded, release, ports.clock.now()),
        "materials": list_materials(loaded, release),
        "refused": show_refused(loaded, release),
        "correction": [
            {**told(release, line), "name": material_name(release, case, line.material)}
            for line in case.correction
        ],
        "custody": _custody(case, release),
        "shipments": show_shipments(release, case),
        "offers": show_offers(release, case, local_day(release, ports.clock.now())),
        "licence": case.licence,
        "refusal": _refusal(case, release),
        "documents": show_documents(ports, case, release),
        "notices": show_notices(release, case),
        "rating": case.rating,
        "erased": _erased(case, release),
    }


def _what(case: Case, release: Release) -> dict[str, Any]:
    """Which case it is, and under which rules."""
    decides = release.items[case.item].units.decides
    return {
        "no": case.no,
        "item": case.item,
        "item_name": release.items[case.item].name.model_dump(),
        "unit": decides,
        "unit_name": unit_name(release, decides),
        "release": case.release,
        "version": case.version,
    }


def _where(case: Case, release: Release, today: date) -> dict[str, Any]:
    """How far it has come. What is said of one step is said of the open task that began first."""
    first = first_task(case)
    step = None if first is None else step_of(release, case.channel, first.step)
    return {
        "stage": case.stage.value,
        "channel": case.channel,
        "visits": _visits(case, release, today),
        "tasks": show_tasks(release, case),
        "step": first and first.step,
        "step_title": None if step is None else step.title.model_dump(),
        "round": first and first.round,
        "way": first and first.way,
        "due": first and time(release, deadline(case, first)),
        "late": first is not None and is_late(case, first),
        "answerable": case.answerable,
        "state": case.state,
        "end": end_name(case.settled, case.state),
    }


def _submission(loaded: Loaded, release: Release, now: datetime) -> dict[str, Any]:
    """Whether it is submitted, how it will be, until when it may lie, and what it lacks."""
    case = loaded.case
    return {
        "submitted": case.submitted,
        "submit": how_submitted(case, now).value,
        "draft_until": time(release, draft_until(case, loaded.files.last_at)),
        "missing": list(case.lacking(loaded.files.supplied)),
    }


def _when(case: Case, release: Release, now: datetime) -> dict[str, Any]:
    """Its days: milestones, and the clocks that run between them."""
    known = [(clock, case.clocks[clock.clock]) for clock in release.clocks if clock.clock in case.clocks]
    due: dict[str, date] = {clock.limit: run.due for clock, run in known if isinstance(clock.limit, str)}
    return {
        "milestones": {milestone.value: day(on) for milestone, on in case.milestones.items()},
        "clocks": show_clocks(release, case, now),
        "accepted_on": day(case.accepted_on),
        "accepted_by_silence": case.accepted_by_silence,
        "promised_due": day(due.get(_PROMISED)),
        "statutory_due": day(due.get(STATUTORY)),
        "provisional": any(run.provisional for _, run in known if run.running),
    }


def _refusal(case: Case, release: Release) -> dict[str, Any] | None:
    """
    Why the office closed the case without a licence, and what can be done against it (行政许可法 art. 32,
    38); None while nothing is final, and for what the applicant took back or gave up.
    """
    if case.settled not in (End.REFUSED, End.NOT_ACCEPTED) or case.state is None or case.reason is None:
        return None
    return {"reason": text(case.reason), "remedies": release.region.told_remedies.model_dump()}


def _erased(case: Case, release: Release) -> dict[str, Any] | None:
    """That nobody can be told any more who the parties were, since when, and why."""
    if case.erased is None:
        return None
    why = ERASURE_REASONS[case.erased.reason]
    text = Text(
        zh=f"当事人资料、上传的文件和签发的电子文书已依法删除（{why.zh}），不能再查看；办理过程的记录保留",
        en="the parties' data, uploaded files and issued documents were erased as the law provides "
        f"({why.en}) and cannot be seen any more; the record of what was done is kept",
    )
    told = {"reason": case.erased.reason.value, "text": text.model_dump()}
    return {"at": time(release, case.erased.at), **told}


def _custody(case: Case, release: Release) -> dict[str, Any]:
    """Who holds each paper; of one that is or came in a parcel, which."""
    return {
        paper: {
            "holder": holding.holder,
            "holder_name": holder_name(release, holding.holder),
            **holder_kind(release, case.item, holding.holder, local_day(release, held_since(case, holding))),
            "since": time(release, held_since(case, holding)),
            "parcel": holding.parcel,
        }
        for paper, holding in case.custody.items()
    }


def _mandate(case: Case, today: date) -> dict[str, Any] | None:
    """What the agent may do, and whether that is over; None of a case without an agent."""
    if case.mandate is None:
        return None
    mandate = case.mandate.model_dump(mode="json", exclude={"ends_at", "ended"})
    return mandate | {"over": case.mandate.over(today)}


def _visits(case: Case, release: Release, today: date) -> int | None:
    """How often the applicant comes if nothing goes wrong, by the consent and the units as they are now."""
    plan = None if case.channel is None else release.plans.get(case.channel)
    if plan is None:
        return None
    facts = {**case.facts, CONSENT: case.application.get(CONSENT) is True}
    return visits(ordinary_way(release, plan, item_of(release, case), facts, today))


def _newer(newer: Newer | None) -> dict[str, Any] | None:
    """What the applicant is told of rules that came into force since, and what they ask for."""
    if newer is None:
        return None
    return {
        "digest": newer.digest,
        "note": newer.note.model_dump(),
        "can_adopt": newer.item is not None,
        "materials_added": [
            {
                "material": m.material,
                "name": m.name.model_dump(),
                "required": newer.needs[m.material].required,
            }
            for m in newer.added
        ],
        "materials_removed": list(newer.removed),
        "facts_needed": [
            {"fact": fact.fact.removeprefix("application."), "title": fact.title.model_dump()}
            for fact in newer.facts
        ],
    }
