"""What the rules decide: a channel and why, what is offered, cards of supervision (``views.decisions``)."""

from __future__ import annotations

from chalicelib.routes.described.kinds import (
    BASIS,
    DAY,
    FACTS,
    NAME,
    NUMBER,
    TEXT,
    TRUTH,
    Schema,
    list_of,
    object_of,
    or_null,
)

CAME_OUT: dict[str, Schema] = {
    "outcome": TEXT,
    "outcome_title": or_null(NAME),
    "rule": or_null(TEXT),
    "rule_title": or_null(NAME),
    "basis": list_of(BASIS),
}

SCHEMAS: dict[str, Schema] = {
    "Decision": object_of(
        "决定 Decision",
        {
            "decision": TEXT,
            "outcome": TEXT,
            "item": TEXT,
            "rule": or_null(TEXT),
            "file": or_null(TEXT),
            "line": or_null(NUMBER),
            "basis": list_of(BASIS),
            "because": NAME,
            "release": TEXT,
            "facts": FACTS,
            "missing": list_of(TEXT),
            "invalid": list_of(object_of("填写有误 Invalid", {"name": TEXT, "reason": NAME})),
        },
        "What came out, by which rule of the release and why; channel and visits of a channel alone.",
        {"channel": TEXT, "visits": or_null(NUMBER)},
    ),
    "Offer": object_of(
        "可选方式 Offer",
        {
            "decision": TEXT,
            "title": NAME,
            **CAME_OUT,
            "since": DAY,
            "unit": TEXT,
            "unit_name": NAME,
            "accepted": or_null(TRUTH),
            "changeable": TRUTH,
        },
        "What a policy decision offers the applicant, who takes it or declines it; unit: who does it; "
        "accepted: null until they have; changeable: whether they may still say so, or otherwise.",
    ),
    "Card": object_of(
        "监察提示 Card",
        {"clock": TEXT, "title": NAME, "unit": or_null(TEXT), **CAME_OUT, "since": DAY},
        "What came out for a running clock under supervision; unit: on whose list it stands, null while all "
        "is well.",
    ),
}
