"""Tasks, their outcomes and lines of work lists, as ``views.tasks`` shows them."""

from __future__ import annotations

from chalicelib.routes.described.decisions import CAME_OUT
from chalicelib.routes.described.kinds import (
    NAME,
    NUMBER,
    PERIOD,
    TEXT,
    TIME,
    TRUTH,
    UNIT,
    Schema,
    list_of,
    named,
    object_of,
    one_of,
    or_null,
)
from chalicelib.routes.described.materials import PROMISED

_WHEN: dict[str, Schema] = {
    "since": TIME,
    "due": or_null(TIME),
    "late": TRUTH,
    "claimed_by": or_null(TEXT),
}
_NEEDS = ("reason", "lines", "number", "missing", "day", "way", "officers", "channel", "note")

SCHEMAS: dict[str, Schema] = {
    "Outcome": object_of(
        "办理结果 Outcome",
        {
            "outcome": TEXT,
            "title": NAME,
            "needs": list_of(one_of(*_NEEDS)),
            "may_give": list_of(one_of("missing")),
            "earliest": or_null(PERIOD),
            "officers": NUMBER,
        },
        "needs: what must be given with it; may_give: what may be; earliest: how far off its day is.",
    ),
    "Work": object_of(
        "待办事项 Work",
        {
            "case": TEXT,
            "task": TEXT,
            "item": TEXT,
            "item_name": NAME,
            "step": TEXT,
            "title": or_null(NAME),
            "round": NUMBER,
            "side": TRUTH,
            "clock": TRUTH,
            **UNIT,
            "applicant": TEXT,
            **_WHEN,
            "warned": TRUTH,
            "incomplete": TRUTH,
            "accepted_by_silence": TRUTH,
            "card": or_null(object_of("监察结果 CameOut", {}, more=CAME_OUT)),
            "outcomes": list_of(named("Outcome")),
        },
        "A line of a work list: a task, a task beside the plan, or a clock that whoever supervises is warned "
        "of. due: its own days, or the first clock of its case; warned: a clock runs down; applicant: a "
        "masked name.",
    ),
    "Desk": object_of(
        "待办列表 Desk",
        {"work": list_of(named("Work")), "next": or_null(TEXT)},
        "The oldest deadline first; next: for the following page, null on the last.",
    ),
    "Task": object_of(
        "待办 Task",
        {
            "id": TEXT,
            "step": TEXT,
            "title": or_null(NAME),
            "round": NUMBER,
            **UNIT,
            **_WHEN,
            "outcomes": list_of(named("Outcome")),
        },
        "A task of the plan, which says by whom it is ended and by what way a result travels; or one beside "
        "the plan, which says what it is about; of a commitment to be checked, what was promised.",
        {
            "by": one_of("staff", "applicant", "pick_up", "parcels", "delivery", "time"),
            "way": or_null(one_of("courier", "electronic")),
            "about": list_of(TEXT),
            "promises": list_of(
                object_of("待核查的承诺 Checked", {"material": TEXT, "name": or_null(NAME), **PROMISED})
            ),
        },
    ),
}
