"""A case, in brief and whole, for its applicant and for staff, as ``views.case`` shows it."""

from __future__ import annotations

from chalicelib.routes.described.history import ACT
from chalicelib.routes.described.kinds import (
    DAY,
    FACTS,
    NAME,
    NUMBER,
    TEXT,
    TIME,
    TRUTH,
    UNIT,
    Schema,
    by_name,
    list_of,
    named,
    object_of,
    one_of,
    or_null,
)

_MANDATE: dict[str, Schema] = {
    "since": DAY,
    "until": DAY,
    "items": list_of(TEXT),
    "revoked_on": or_null(DAY),
}
_MANDATE_TOLD = "Of the office's days, both inclusive; no items: for this case alone."

_BRIEF: dict[str, Schema] = {
    "no": TEXT,
    "item": TEXT,
    "item_name": NAME,
    **UNIT,
    "release": TEXT,
    "version": NUMBER,
    "stage": one_of("materials", "undetermined", "running", "closed"),
    "channel": or_null(TEXT),
    "visits": or_null(NUMBER),
    "tasks": list_of(named("Task")),
    "step": or_null(TEXT),
    "step_title": or_null(NAME),
    "round": or_null(NUMBER),
    "way": or_null(one_of("courier", "electronic")),
    "due": or_null(TIME),
    "late": TRUTH,
    "answerable": or_null(TEXT),
    "state": or_null(NUMBER),
    "end": or_null(NAME),
    "opened_at": TIME,
    "mandate": or_null(
        object_of(
            "委托 StandingMandate",
            {**_MANDATE, "over": or_null(one_of("expired", "revoked"))},
            f"{_MANDATE_TOLD} over: the agent acts no more.",
        )
    ),
}
_NEWER = object_of(
    "现行规则 NewerRelease",
    {
        "digest": TEXT,
        "note": NAME,
        "can_adopt": TRUTH,
        "materials_added": list_of(
            object_of("新增材料 Added", {"material": TEXT, "name": NAME, "required": TRUTH})
        ),
        "materials_removed": list_of(TEXT),
        "facts_needed": list_of(object_of("需要填写 Needed", {"fact": TEXT, "title": NAME})),
    },
    "Rules that came into force since the case was opened, and what they ask for.",
)
_HOLDING = object_of(
    "材料在谁手中 Holding",
    {
        "holder": TEXT,
        "holder_name": NAME,
        "holder_kind": one_of("party", "unit", "inspectors", "parcel"),
        "holder_kind_name": NAME,
        "since": TIME,
        "parcel": or_null(TEXT),
    },
    "parcel: the order of the one that a paper is in, or came to the applicant by.",
)
_CASE: dict[str, Schema] = {
    **_BRIEF,
    "newer_release": or_null(_NEWER),
    "milestones": by_name(DAY),
    "clocks": list_of(named("Clock")),
    "accepted_on": or_null(DAY),
    "accepted_by_silence": TRUTH,
    "promised_due": or_null(DAY),
    "statutory_due": or_null(DAY),
    "provisional": TRUTH,
    "facts": FACTS,
    "submitted": TRUTH,
    "submit": one_of("when_complete", "explicit"),
    "draft_until": or_null(TIME),
    "missing": list_of(TEXT),
    "materials": list_of(named("Material")),
    "refused": list_of(named("Refused")),
    "correction": list_of(named("Correction")),
    "custody": by_name(named("Holding")),
    "shipments": list_of(named("Shipment")),
    "offers": list_of(named("Offer")),
    "licence": or_null(TEXT),
    "refusal": or_null(object_of("不予许可或不予受理 Refusal", {"reason": TEXT, "remedies": NAME})),
    "documents": by_name(TEXT),
    "notices": list_of(named("Notice")),
    "rating": or_null(NUMBER),
    "erased": or_null(object_of("已删除 Erased", {"at": TIME, "reason": TEXT, "text": NAME})),
}
_CASE_TOLD = (
    "step, round, due and late tell of the open task that began first; draft_until: when it closes unless it "
    "is submitted; missing: required materials without a file."
)

_WHOLE: dict[str, Schema] = {
    **_CASE,
    "shipments": list_of(named("Parcel")),
    "decision": or_null(named("Decided")),
    "history": list_of(object_of("办理经过 Act", ACT, "Who did what, when: of staff the unit.")),
}
_LISTED: dict[str, Schema] = {"applicant": TEXT, "sides": list_of(named("Task"))}
_FOR_STAFF: dict[str, Schema] = {
    **_LISTED,
    "files_digest": TEXT,
    "extensions": list_of(named("Extension")),
    "cards": list_of(named("Card")),
}
_PARTY = object_of(
    "当事人 Party",
    {
        "kind": one_of("natural", "legal"),
        "name": TEXT,
        "phone": TEXT,
        "address": TEXT,
        "legal_person": or_null(TEXT),
        "disabled": or_null(TRUTH),
        "identity": or_null(object_of("证件 Identity", {"kind": TEXT, "number": TEXT})),
    },
    "Of a number its first three and last two signs.",
)
_PARTIES = object_of(
    "当事人 Parties",
    {
        "applicant": _PARTY,
        "agent": or_null(_PARTY),
        "mandate": or_null(object_of("委托 Mandate", _MANDATE, _MANDATE_TOLD)),
    },
    "null: they were erased.",
)
_PAGES: dict[str, Schema] = {
    "events": list_of(named("Event")),
    "events_before": or_null(NUMBER),
    "uploads": list_of(named("Upload")),
    "uploads_from": or_null(NUMBER),
}
_EVENT = object_of(
    "办件过程记录 Event",
    {"kind": TEXT, "at": TIME, "by": object_of("办理人 Actor", {"role": TEXT, "id": TEXT})},
    "What happened, when, and who made it happen; more by its kind.",
    others=True,
)
_FOUND = object_of(
    "检索结果 Found",
    {
        "cases": list_of(object_of("检索到的办件 FoundCase", {**_BRIEF, **_LISTED})),
        "next": or_null(TEXT),
        "complete": TRUTH,
        "unreadable": or_null(object_of("无法打开 Unreadable", {"cases": NUMBER, "text": NAME})),
    },
    "The newest first; next: for the following page, null on the last; complete: false where a party has "
    "more cases than one search looks at; unreadable: so many more cannot be opened, null where all can.",
)

_TO_COLLEAGUES: dict[str, Schema] = {"words": list_of(TEXT), "staff": or_null(TEXT)}
"""Of an act: what was written with it, and the staff number of who did it."""

SCHEMAS: dict[str, Schema] = {
    "Holding": _HOLDING,
    "Event": _EVENT,
    "Brief": object_of("办件摘要 Brief", _BRIEF, "Which case it is and where it stands."),
    "Case": object_of("办件 Case", _CASE, _CASE_TOLD),
    "WholeCase": object_of("办件及办理经过 WholeCase", _WHOLE, f"{_CASE_TOLD} history: the newest first."),
    "Changed": {
        "title": "办件 Changed",
        "description": "The case for a party of it; in brief for staff who did it for them.",
        "anyOf": [named("Case"), named("Brief")],
    },
    "MandateEnded": {
        "title": "委托已结束的办件 MandateEnded",
        "description": "query_code: the one of before opens nothing more. The new one is told to who signed "
        "on as the applicant and to staff; null to who shows a code alone, who may be the agent.",
        "anyOf": [
            object_of("办件 CaseWithCode", {**_CASE, "query_code": or_null(TEXT)}),
            object_of("办件摘要 BriefWithCode", {**_BRIEF, "query_code": or_null(TEXT)}),
        ],
    },
    "OpenedCase": object_of("新办件 OpenedCase", {**_CASE, "query_code": or_null(TEXT)}, _CASE_TOLD),
    "NewCode": object_of(
        "新查询码 NewCode", {"no": TEXT, "query_code": TEXT}, "The code of before opens the case no more."
    ),
    "StaffCase": object_of(
        "供工作人员查看的办件 StaffCase",
        {
            **_WHOLE,
            "history": list_of(object_of("办理经过 StaffAct", {**ACT, **_TO_COLLEAGUES})),
            **_FOR_STAFF,
            "parties": or_null(_PARTIES),
            **_PAGES,
        },
        "The newest events, the oldest files; the numbers ask for the page behind, null where there is none.",
    ),
    "LimitedCase": object_of("时限已调整的办件 LimitedCase", {**_CASE, **_FOR_STAFF}, _CASE_TOLD),
    "Found": _FOUND,
}
