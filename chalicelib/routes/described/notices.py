"""Notices, as ``views.notices`` shows them."""

from __future__ import annotations

from chalicelib.routes.described.kinds import (
    DAY,
    NAME,
    TEXT,
    Schema,
    list_of,
    named,
    object_of,
    one_of,
    or_null,
)

_PARTY = one_of("applicant", "agent")
_FIELDS: dict[str, Schema] = {
    "id": TEXT,
    "kind": TEXT,
    "title": or_null(NAME),
    "number": or_null(TEXT),
    "issued_on": DAY,
    "recipients": list_of(_PARTY),
    "served": list_of(
        object_of(
            "送达 Served",
            {
                "to": _PARTY,
                "way": one_of("portal", "courier", "counter", "publication", "sms"),
                "on": DAY,
            },
        )
    ),
}

SCHEMAS: dict[str, Schema] = {
    "Notice": object_of("文书 Notice", _FIELDS, "What was told to whom; its text comes when it is opened."),
    "Notices": object_of("文书列表 Notices", {"notices": list_of(named("Notice"))}),
    "OpenedNotice": object_of("文书全文 OpenedNotice", {**_FIELDS, "zh": TEXT, "en": TEXT}),
}
