"""What is recorded of a task, from the form that carries it."""

from __future__ import annotations

from datetime import date

from chalicelib.routes.requests.bodies import TaskBody
from chalicelib.services.cases.desk.record_outcome import Finding


def finding_of(body: TaskBody, key: str | None, number: int | None = None) -> Finding:
    """
    Args:
        key: makes recording it twice recording it once.
        number: the round of the step that is meant.
    """
    return Finding(
        outcome=body.outcome,
        round=number,
        version=body.version,
        note=body.note,
        reason=body.reason,
        lines=tuple(line.value for line in body.lines),
        missing=body.missing,
        number=body.number,
        day=None if body.day is None else date.fromisoformat(body.day),
        officers=body.officers,
        channel=body.channel,
        way=body.way,
        files=body.files,
        key=key,
    )
