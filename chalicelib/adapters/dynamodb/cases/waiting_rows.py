"""
What a case waits for as rows: a projection of its head, never read to decide.

``TASK#<id>`` stands on the list of a unit (index ``desk``) with all that the list shows, ``TIMER#<clock>``
for a clock; both are found when their time has come (index ``due``). What neither a list nor the time
would find has no row. A clock's row also holds what a decision on clocks may look at, without the person:
whoever tries new rules reads no case.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime
from typing import Any

from chalicelib.adapters.dynamodb.rows import Row, case_key, due_entry, moment, text
from chalicelib.adapters.dynamodb.schema import CLOCK, LINE
from chalicelib.cases.case import Case
from chalicelib.cases.values import OF_DECISIONS, AskedClock, ClockRun, SideTask, Task
from chalicelib.cases.waiting import Waiting, deadline, is_late, is_warned, waiting
from chalicelib.ports.cases import DueKind, Work


def waiting_rows(case: Case | None) -> dict[str, Row]:
    """The rows of all that a case waits for, by sort key; none of no case."""
    if case is None:
        return {}
    rows = (_row(case, each) for each in waiting(case))
    return {row["sk"]["S"]: row for row in rows if "due_pk" in row or "desk_pk" in row}


def desk_pk(region: str, unit: str) -> str:
    return f"DESK#{region}#{unit}"


def unit_of(row: Mapping[str, Any], region: str) -> str | None:
    """On which unit of a region's list a row stands, whatever form the line has; None: on none there."""
    start, pk = desk_pk(region, ""), row.get("desk_pk", text(""))["S"]
    return pk.removeprefix(start) if pk.startswith(start) else None


def read_work(row: Mapping[str, Any]) -> Work:
    """
    A line of a list from what the index holds of it.

    Raises:
        NewerSchemaError, OtherSchemaError: this program does not know its form.
    """
    line = LINE.read(row, "line")
    times = {
        name: None if line[name] is None else datetime.fromisoformat(line[name]) for name in ("since", "due")
    }
    return Work(**{**line, **times, "reached": tuple(line["reached"]), "about": tuple(line["about"])})


def read_clock(row: Mapping[str, Any]) -> AskedClock | None:
    """
    What a decision may look at of a clock, from its row; None: a version of before this was kept wrote it.

    Raises:
        NewerSchemaError, OtherSchemaError: this program does not know its form.
    """
    if "clock" not in row:
        return None
    return AskedClock.model_validate(CLOCK.read(row, "clock"))


def clock(asked: AskedClock) -> Row:
    """What the row of a clock holds for whoever asks about it."""
    return CLOCK.mark | {"clock": text(asked.model_dump_json(exclude_defaults=True))}


def _row(case: Case, waits: Waiting) -> Row:
    is_clock = waits.kind == "clock"
    row = case_key(case.no, f"{'TIMER' if is_clock else 'TASK'}#{waits.id}")
    if waits.due is not None and not waits.late:
        kind = DueKind.CLOCK if is_clock else DueKind.TASK
        row |= due_entry(case.region, kind, f"{case.no}#{waits.id}", waits.due)
    run = case.clocks.get(waits.id) if is_clock else None
    if run is not None:
        row |= clock(_asked(case, run))
    if waits.unit is not None:
        row |= line(case.region, _work(case, waits, waits.unit))
    return row


def line(region: str, work: Work) -> Row:
    """What brings a row onto the list of a unit."""
    told = {
        "desk_pk": text(desk_pk(region, work.unit)),
        "desk_at": text(work.place),
        "line": text(json.dumps(asdict(work), ensure_ascii=False, default=moment)),
    }
    return LINE.mark | told


def _asked(case: Case, run: ClockRun) -> AskedClock:
    return AskedClock(
        item=case.item,
        release=case.release,
        opened_at=case.opened_at,
        application=case.application,
        corrections=case.corrections,
        accepted_by_silence=case.accepted_by_silence,
        run=run,
    )


def _work(case: Case, waits: Waiting, unit: str) -> Work:
    about: Task | SideTask | ClockRun
    if waits.kind == "clock":
        about = case.clocks[waits.id]
    else:
        about = case.tasks.get(waits.id) or case.sides[waits.id]
    return Work(
        case=case.no,
        task=waits.id,
        unit=unit,
        item=case.item,
        release=case.release,
        channel=case.channel,
        step=waits.step,
        side=waits.kind == "side",
        round=1 if isinstance(about, ClockRun) else about.round,
        since=waits.since,
        due=about.ends_at if isinstance(about, ClockRun) else deadline(case, about),
        late=about.ran_out if isinstance(about, ClockRun) else is_late(case, about),
        claimed_by=waits.claimed_by,
        applicant=case.applicant.masked or "",
        incomplete=bool(case.missing),
        accepted_by_silence=case.accepted_by_silence,
        reached=tuple(milestone.value for milestone in case.milestones),
        clock=waits.kind == "clock",
        warned=isinstance(about, ClockRun) or is_warned(case, about),
        about=about.about if isinstance(about, SideTask) and about.kind in OF_DECISIONS else (),
        card=about.card.outcome if isinstance(about, ClockRun) and about.card else None,
        rule=about.card.rule if isinstance(about, ClockRun) and about.card else None,
    )
