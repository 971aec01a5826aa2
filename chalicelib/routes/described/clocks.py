"""Clocks and their extensions, as ``views.clocks`` shows them."""

from __future__ import annotations

from chalicelib.routes.described.kinds import (
    BASIS,
    DAY,
    NAME,
    NUMBER,
    PERIOD,
    TEXT,
    TIME,
    TRUTH,
    Schema,
    list_of,
    object_of,
    or_null,
)

_DAYS = {"from": DAY, "until": DAY, "days": NUMBER}
_PAUSED = {**_DAYS, "task": TEXT, "basis": or_null(BASIS), "reason": or_null(TEXT)}

CLOCK = object_of(
    "计时 Clock",
    {
        "clock": TEXT,
        "title": NAME,
        "since": DAY,
        "due": DAY,
        "provisional": TRUTH,
        "running": TRUTH,
        "ran_out": TRUTH,
        "stopped_on": or_null(DAY),
        "limit": PERIOD,
        "extend": or_null(
            object_of("可延长 Extendable", {"at_most": PERIOD, "times": NUMBER, "left": NUMBER})
        ),
        "counted": list_of(object_of("计入的日期 Span", _DAYS)),
        "left": or_null(NUMBER),
        "paused": list_of(object_of("中止的日期 Paused", _PAUSED)),
        "extended": list_of(
            object_of("已延长 Extended", {"by": PERIOD, "reason": TEXT, "granted_on": or_null(TIME)})
        ),
        "count": NAME,
    },
    "counted: the days that count, today among them, each span without a pause; paused: those on which it "
    "stands still, how many of them it would have counted; left: how many are to come; count: all of it in "
    "words; extend: by how much at most, and how often yet.",
)

EXTENSION = object_of(
    "延长时限 Extension",
    {
        "task": TEXT,
        "clock": TEXT,
        "title": or_null(NAME),
        "by": PERIOD,
        "reason": TEXT,
        "asked_by": TEXT,
        "asked_at": TIME,
        "granted": or_null(TRUTH),
        "answered_by": or_null(TEXT),
        "answered_at": or_null(TIME),
        "answer": or_null(TEXT),
    },
    "An extension that was asked for; granted: null while it waits for an answer, or was answered by nobody.",
)

SCHEMAS: dict[str, Schema] = {"Clock": CLOCK, "Extension": EXTENSION}
