"""What the API answers about cases and tasks, as schemas: every field that is always there, and its kind."""

from __future__ import annotations

from typing import Any

Schema = dict[str, Any]

_REF = "#/components/schemas/"
_TEXT: Schema = {"type": "string"}
_NUMBER: Schema = {"type": "integer"}
_TRUTH: Schema = {"type": "boolean"}
_NAME: Schema = {"$ref": f"{_REF}Text"}
_TIME: Schema = {"type": "string", "format": "date-time"}
_DAY: Schema = {"type": "string", "format": "date"}
_ANY: Schema = {"type": "object"}


def _or_null(schema: Schema) -> Schema:
    return {"anyOf": [schema, {"type": "null"}]}


def _list(schema: Schema) -> Schema:
    return {"type": "array", "items": schema}


def _named(name: str) -> Schema:
    return {"$ref": f"{_REF}{name}"}


def _object(
    title: str, fields: dict[str, Schema], description: str = "", more: dict[str, Schema] | None = None
) -> Schema:
    """``fields`` are always there, ``more`` sometimes."""
    told = {"description": description} if description else {}
    known = {**fields, **(more or {})}
    return {"title": title, "type": "object", "properties": known, "required": list(fields)} | told


_WHEN = {"since": _TIME, "due": _or_null(_TIME), "late": _TRUTH, "claimed_by": _or_null(_TEXT)}
_WHO = {"unit": _TEXT, "unit_name": _NAME}

_OUTCOME = _object(
    "Outcome",
    {
        "outcome": _TEXT,
        "title": _NAME,
        "needs": _list(
            {"enum": ["reason", "lines", "number", "missing", "day", "way", "officers", "channel", "note"]}
        ),
        "may_give": _list({"enum": ["missing"]}),
        "earliest": _or_null(_ANY),
        "officers": _NUMBER,
    },
    "needs: what must be given with it; may_give: what may be; earliest: how far off its day is.",
)
_CAME_OUT = {
    "outcome": _TEXT,
    "outcome_title": _or_null(_NAME),
    "rule": _or_null(_TEXT),
    "rule_title": _or_null(_NAME),
    "basis": _list(_ANY),
}
_OFFER = _object(
    "Offer",
    {"decision": _TEXT, "title": _NAME, **_CAME_OUT, "since": _DAY, "accepted": _or_null(_TRUTH)},
    "What a policy decision offers the applicant, who takes it or declines it; accepted: null until she has.",
)
_CARD = _object(
    "Card",
    {"clock": _TEXT, "title": _NAME, "unit": _or_null(_TEXT), **_CAME_OUT, "since": _DAY},
    "What came out for a running clock under supervision; unit: on whose list it stands, null while all is "
    "well.",
)
_WORK = _object(
    "Work",
    {
        "case": _TEXT,
        "task": _TEXT,
        "item": _TEXT,
        "item_name": _NAME,
        "step": _TEXT,
        "title": _or_null(_NAME),
        "round": _NUMBER,
        "side": _TRUTH,
        "clock": _TRUTH,
        **_WHO,
        "applicant": _TEXT,
        **_WHEN,
        "warned": _TRUTH,
        "incomplete": _TRUTH,
        "accepted_by_silence": _TRUTH,
        "card": _or_null(_object("CameOut", _CAME_OUT)),
        "outcomes": _list(_named("Outcome")),
    },
    "A line of a work list: a task, a task beside the plan, or a clock that whoever supervises is warned of. "
    "due: its own days, or the first clock of its case; warned: a clock runs down; applicant: a masked name.",
)
_DESK = _object(
    "Desk",
    {"work": _list(_named("Work")), "next": _or_null(_TEXT)},
    "The oldest deadline first; next: for the following page, null on the last.",
)
_PERIOD: Schema = {
    "type": "object",
    "properties": {"working_days": _NUMBER, "days": _NUMBER, "months": _NUMBER, "at_once": _TRUTH},
}
_PROMISED = {
    "text": _or_null(_NAME),
    "digest": _or_null(_TEXT),
    "checked_within": _PERIOD,
    "made_at": _or_null(_TIME),
    "made_by": _or_null({"enum": ["applicant", "agent"]}),
}
_MATERIAL = _object(
    "Material",
    {
        "material": _TEXT,
        "name": _or_null(_NAME),
        "required": _TRUTH,
        "uploaded_by_applicant": _TRUTH,
        "on_paper": _TRUTH,
        "original": _or_null({"enum": ["kept", "returned", "seen"]}),
        "deferrable": _TRUTH,
        "owed_until": _or_null(_DAY),
        "overdue": _TRUTH,
        "shared": _TRUTH,
        "committed": _TRUTH,
        "promise": _or_null(
            _object(
                "Promise",
                _PROMISED,
                "What the applicant promises in its place, by the rules of the case; digest: SHA-256 of the "
                "text; made_at, made_by: null until the application is submitted.",
            )
        ),
        "open": _TRUTH,
        "files": _list(_ANY),
        "refused": _or_null(_ANY),
    },
    "A material as this application needs it; committed: a promise stands in for it; upload: of a new case, "
    "where its file is PUT.",
    {"upload": _or_null(_ANY)},
)
_ITEM_MATERIAL = _object(
    "ItemMaterial",
    {
        "material": _TEXT,
        "name": _NAME,
        "format": _or_null({"enum": ["paper", "electronic", "both"]}),
        "originals": _NUMBER,
        "copies": _NUMBER,
        "original": {"enum": ["kept", "returned", "seen"]},
        "need": {"enum": ["required", "optional"]},
        "when": _or_null(_NAME),
        "deferrable": _or_null(_ANY),
        "shared": _or_null(_ANY),
        "committed": _or_null(
            _object(
                "Committed",
                {"when": _or_null(_NAME), "checked_within": _PERIOD, "text": _or_null(_NAME)},
                "text: what the applicant promises where she chooses to; when: where she may.",
            )
        ),
    },
)
_ITEM = _object(
    "Item",
    {
        "code": _TEXT,
        "name": _NAME,
        **_WHO,
        "in_effect": _TRUTH,
        "not_in_effect": _or_null(_NAME),
        "materials": _list(_named("ItemMaterial")),
        "asks": _list(_ANY),
        "asks_besides": _list(_ANY),
        "asks_of_applicant": _list(_ANY),
        "attributes": _or_null(_TEXT),
    },
    "An item with everything that its file says; asks: what POST /cases wants to know for it.",
)
_TASK = _object(
    "Task",
    {
        "id": _TEXT,
        "step": _TEXT,
        "title": _or_null(_NAME),
        "round": _NUMBER,
        **_WHO,
        **_WHEN,
        "outcomes": _list(_named("Outcome")),
    },
    "A task of the plan, which says by whom it is ended and by what way a result travels; or one beside the "
    "plan, which says what it is about; of a commitment to be checked, what was promised.",
    {
        "by": {"enum": ["staff", "applicant", "pick_up", "parcels", "delivery", "time"]},
        "way": _or_null({"enum": ["courier", "electronic"]}),
        "about": _list(_TEXT),
        "promises": _list(_object("Checked", {"material": _TEXT, "name": _or_null(_NAME), **_PROMISED})),
    },
)
_DAYS = {"from": _DAY, "until": _DAY, "days": _NUMBER}
_SPAN = _object("Span", _DAYS)
_CLOCK = _object(
    "Clock",
    {
        "clock": _TEXT,
        "title": _NAME,
        "since": _DAY,
        "due": _DAY,
        "provisional": _TRUTH,
        "running": _TRUTH,
        "ran_out": _TRUTH,
        "stopped_on": _or_null(_DAY),
        "limit": _PERIOD,
        "extend": _or_null(_object("Extend", {"at_most": _PERIOD, "times": _NUMBER, "left": _NUMBER})),
        "counted": _list(_SPAN),
        "left": _or_null(_NUMBER),
        "paused": _list(
            _object(
                "Paused",
                {**_DAYS, "task": _TEXT, "basis": _or_null(_ANY), "reason": _or_null(_TEXT)},
            )
        ),
        "extended": _list(
            _object("Extended", {"by": _PERIOD, "reason": _TEXT, "granted_on": _or_null(_TIME)})
        ),
        "count": _NAME,
    },
    "counted: the days that count, today among them, each span without a pause; paused: those on which it "
    "stands still, how many of them it would have counted; left: how many are to come; count: all of it in "
    "words; extend: by how much at most, and how often yet.",
)
_EXTENSION = _object(
    "Extension",
    {
        "task": _TEXT,
        "clock": _TEXT,
        "title": _or_null(_NAME),
        "by": _PERIOD,
        "reason": _TEXT,
        "asked_by": _TEXT,
        "asked_at": _TIME,
        "granted": _or_null(_TRUTH),
        "answered_by": _or_null(_TEXT),
        "answered_at": _or_null(_TIME),
        "answer": _or_null(_TEXT),
    },
    "An extension that was asked for; granted: null while it waits for an answer, or was answered by nobody.",
)
_NOTICE_FIELDS = {
    "id": _TEXT,
    "kind": _TEXT,
    "title": _or_null(_NAME),
    "number": _or_null(_TEXT),
    "issued_on": _DAY,
    "recipients": _list({"enum": ["applicant", "agent"]}),
    "served": _list(
        _object(
            "Served",
            {
                "to": {"enum": ["applicant", "agent"]},
                "way": {"enum": ["portal", "courier", "counter", "publication", "sms"]},
                "on": _DAY,
            },
        )
    ),
}
_NOTICE = _object("Notice", _NOTICE_FIELDS, "What was told to whom; its text comes when it is opened.")
_HOLDING = _object(
    "Holding",
    {
        "holder": _TEXT,
        "holder_name": _NAME,
        "holder_kind": {"enum": ["party", "unit", "inspectors", "parcel"]},
        "holder_kind_name": _NAME,
        "since": _TIME,
        "parcel": _or_null(_TEXT),
    },
    "parcel: the order of the one that a paper is in, or came to the applicant by.",
)
_MANDATE_FIELDS: dict[str, Schema] = {
    "since": _DAY,
    "until": _DAY,
    "items": _list(_TEXT),
    "revoked_on": _or_null(_DAY),
}
_MANDATE_TOLD = "Of the office's days, both inclusive; no items: for this case alone."
_STANDING_MANDATE = _object(
    "StandingMandate",
    {**_MANDATE_FIELDS, "over": _or_null({"enum": ["expired", "revoked"]})},
    f"{_MANDATE_TOLD} over: the agent acts no more.",
)
_BRIEF = _object(
    "Brief",
    {
        "no": _TEXT,
        "item": _TEXT,
        "item_name": _NAME,
        **_WHO,
        "release": _TEXT,
        "version": _NUMBER,
        "stage": {"enum": ["materials", "undetermined", "running", "closed"]},
        "channel": _or_null(_TEXT),
        "visits": _or_null(_NUMBER),
        "tasks": _list(_named("Task")),
        "step": _or_null(_TEXT),
        "step_title": _or_null(_NAME),
        "round": _or_null(_NUMBER),
        "way": _or_null({"enum": ["courier", "electronic"]}),
        "due": _or_null(_TIME),
        "late": _TRUTH,
        "answerable": _or_null(_TEXT),
        "state": _or_null(_NUMBER),
        "end": _or_null(_NAME),
        "opened_at": _TIME,
        "mandate": _or_null(_STANDING_MANDATE),
    },
    "Which case it is and where it stands. step, round, due and late tell of the open task that began first.",
)
_CASE = _object(
    "Case",
    {
        **_BRIEF["properties"],
        "newer_release": _or_null(_ANY),
        "milestones": {"type": "object", "additionalProperties": _DAY},
        "clocks": _list(_named("Clock")),
        "accepted_on": _or_null(_DAY),
        "accepted_by_silence": _TRUTH,
        "promised_due": _or_null(_DAY),
        "statutory_due": _or_null(_DAY),
        "provisional": _TRUTH,
        "facts": _ANY,
        "submitted": _TRUTH,
        "submit": {"enum": ["when_complete", "explicit"]},
        "draft_until": _or_null(_TIME),
        "missing": _list(_TEXT),
        "materials": _list(_named("Material")),
        "refused": _list(_ANY),
        "correction": _list(_ANY),
        "custody": {"type": "object", "additionalProperties": _named("Holding")},
        "shipments": _list(_ANY),
        "offers": _list(_named("Offer")),
        "licence": _or_null(_TEXT),
        "refusal": _or_null(_object("Refusal", {"reason": _TEXT, "remedies": _NAME})),
        "documents": {"type": "object", "additionalProperties": _TEXT},
        "notices": _list(_named("Notice")),
        "rating": _or_null(_NUMBER),
        "erased": _or_null(_object("Erased", {"at": _TIME, "reason": _TEXT, "text": _NAME})),
    },
    "step, round, due and late tell of the open task that began first; draft_until: when it closes unless it "
    "is submitted; missing: required materials without a file.",
)


def _more(name: str, fields: dict[str, Schema], than: str = "Case") -> Schema:
    """A case with more in it."""
    return {"title": name, "allOf": [_named(than), _object(name, fields)]}


_LISTED = {"applicant": _TEXT, "sides": _list(_named("Task"))}
_FOR_STAFF = {
    **_LISTED,
    "files_digest": _TEXT,
    "extensions": _list(_named("Extension")),
    "cards": _list(_named("Card")),
}

_PARTY = _object(
    "Party",
    {
        "kind": {"enum": ["natural", "legal"]},
        "name": _TEXT,
        "phone": _TEXT,
        "address": _TEXT,
        "legal_person": _or_null(_TEXT),
        "disabled": _or_null({"type": "boolean"}),
        "identity": _or_null(_object("Identity", {"kind": _TEXT, "number": _TEXT})),
    },
    "Of a number its first three and last two signs.",
)
_MANDATE = _object("Mandate", _MANDATE_FIELDS, _MANDATE_TOLD)
_PARTIES = {
    "parties": _or_null(
        _object(
            "Parties",
            {"applicant": _PARTY, "agent": _or_null(_PARTY), "mandate": _or_null(_MANDATE)},
            "null: they were erased.",
        )
    )
}
_PAGES = {
    "events": _list(_ANY),
    "events_before": _or_null(_NUMBER),
    "uploads": _list(_ANY),
    "uploads_from": _or_null(_NUMBER),
}
"""The newest events, the oldest files; the numbers ask for the page behind, null where there is none."""

SCHEMAS: dict[str, Schema] = {
    "Outcome": _OUTCOME,
    "Work": _WORK,
    "Desk": _DESK,
    "Item": _ITEM,
    "ItemMaterial": _ITEM_MATERIAL,
    "Material": _MATERIAL,
    "Task": _TASK,
    "Clock": _CLOCK,
    "Extension": _EXTENSION,
    "Offer": _OFFER,
    "Card": _CARD,
    "Notice": _NOTICE,
    "Notices": _object("Notices", {"notices": _list(_named("Notice"))}),
    "OpenedNotice": _object("OpenedNotice", {**_NOTICE_FIELDS, "zh": _TEXT, "en": _TEXT}),
    "Holding": _HOLDING,
    "Brief": _BRIEF,
    "Case": _CASE,
    "Changed": {
        "title": "Changed",
        "description": "The case for a party of it; in brief for staff who did it for her.",
        "anyOf": [_named("Case"), _named("Brief")],
    },
    "OpenedCase": _more("OpenedCase", {"query_code": _TEXT}),
    "NewCode": _object(
        "NewCode", {"no": _TEXT, "query_code": _TEXT}, "The code of before opens the case no more."
    ),
    "StaffCase": _more("StaffCase", _FOR_STAFF | _PARTIES | _PAGES),
    "LimitedCase": _more("LimitedCase", _FOR_STAFF),
    "Found": _object(
        "Found",
        {
            "cases": _list(_more("FoundCase", _LISTED, "Brief")),
            "next": _or_null(_TEXT),
            "complete": _TRUTH,
            "unreadable": _or_null(_object("Unreadable", {"cases": _NUMBER, "text": _NAME})),
        },
        "The newest first; next: for the following page, null on the last; complete: false where a party has "
        "more cases than one search looks at; unreadable: so many more cannot be opened, null where all can.",
    ),
}

_OF_A_CASE = (
    "/cases/{no}/release",
    "/cases/{no}/consents",
    "/cases/{no}/offers/{decision}",
    "/cases/{no}/submission",
    "/cases/{no}/rating",
    "/cases/{no}/tasks/{task}",
    "/cases/{no}/tasks/{task}/claim",
    "/cases/{no}/tasks/{task}/release",
    "/cases/{no}/steps/{step}",
)

ANSWERS: dict[tuple[str, str], str] = {
    ("POST", "/cases"): "OpenedCase",
    ("POST", "/query-codes"): "NewCode",
    ("GET", "/items/{code}"): "Item",
    ("GET", "/cases/{no}"): "Case",
    ("GET", "/track"): "Case",
    ("GET", "/cases/{no}/notices"): "Notices",
    ("GET", "/cases/{no}/notices/{notice}"): "OpenedNotice",
    ("GET", "/desk"): "Desk",
    ("GET", "/desk/search"): "Found",
    ("POST", "/desk/search"): "Found",
    ("GET", "/desk/cases/{no}"): "StaffCase",
    ("DELETE", "/cases/{no}/uploads/{upload}"): "Case",
    ("POST", "/cases/{no}/pauses"): "LimitedCase",
    ("POST", "/cases/{no}/extensions"): "LimitedCase",
    **{("POST", f"/cases/{{no}}/{what}"): "Changed" for what in ("contact", "mandate", "withdrawal")},
    **{("POST", path): "Case" for path in _OF_A_CASE},
}
"""Which of them a route answers."""
