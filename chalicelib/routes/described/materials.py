"""Materials, files and places to put them, as ``views.materials`` and ``routes.files`` show them."""

from __future__ import annotations

from chalicelib.routes.described.kinds import (
    DAY,
    NAME,
    NUMBER,
    PERIOD,
    TEXT,
    TIME,
    TRUTH,
    Schema,
    by_name,
    list_of,
    named,
    object_of,
    one_of,
    or_null,
)

PROMISED: dict[str, Schema] = {
    "text": or_null(NAME),
    "digest": or_null(TEXT),
    "checked_within": PERIOD,
    "made_at": or_null(TIME),
    "made_by": or_null(one_of("applicant", "agent")),
}
_FILE: dict[str, Schema] = {
    "id": TEXT,
    "file": TEXT,
    "kind": or_null(TEXT),
    "size": or_null(NUMBER),
    "sha256": or_null(TEXT),
}
_REFUSAL: dict[str, Schema] = {
    "id": TEXT,
    "file": TEXT,
    "reason": or_null(TEXT),
    "kind": or_null(TEXT),
    "text": or_null(NAME),
}
_LIMITS = object_of(
    "上传要求 Limits",
    {
        "max_bytes": NUMBER,
        "kinds": list_of(TEXT),
        "types": list_of(TEXT),
        "max_files": NUMBER,
        "max_files_in_all": NUMBER,
        "text": NAME,
    },
    "What the region takes, for programs and in words.",
)

SCHEMAS: dict[str, Schema] = {
    "Place": object_of(
        "上传地址 Place",
        {
            "method": one_of("PUT"),
            "url": TEXT,
            "key": TEXT,
            "expires_in": NUMBER,
            "headers": by_name(TEXT),
            "size": or_null(NUMBER),
            "limits": _LIMITS,
        },
        "Where to PUT a file, for so many seconds, and what it must come with.",
    ),
    "File": object_of("文件 File", _FILE, "A file that was taken; by its id it can be taken back."),
    "Refused": object_of(
        "未收下的文件 Refused", _REFUSAL, "A file that was not taken, and why.", {"material": TEXT}
    ),
    "Upload": object_of(
        "供工作人员查看的文件 Upload",
        {"material": TEXT, **_FILE, "url": TEXT},
        "For staff: where to read the version that was recorded.",
    ),
    "Material": object_of(
        "材料 Material",
        {
            "material": TEXT,
            "name": or_null(NAME),
            "required": TRUTH,
            "uploaded_by_applicant": TRUTH,
            "on_paper": TRUTH,
            "original": or_null(one_of("kept", "returned", "seen")),
            "deferrable": TRUTH,
            "owed_until": or_null(DAY),
            "overdue": TRUTH,
            "shared": TRUTH,
            "committed": TRUTH,
            "promise": or_null(
                object_of(
                    "承诺 Promise",
                    PROMISED,
                    "What the applicant promises in its place, by the rules of the case; digest: SHA-256 of "
                    "the text; made_at, made_by: null until the application is submitted.",
                )
            ),
            "open": TRUTH,
            "files": list_of(named("File")),
            "refused": or_null(named("Refused")),
        },
        "A material as this application needs it; committed: a promise stands in for it; upload: of a new "
        "case, where its file is PUT.",
        {"upload": or_null(named("Place"))},
    ),
    "Correction": object_of(
        "补正事项 Correction",
        {"material": TEXT, "name": or_null(NAME), "problem": TEXT, "mend": TEXT},
        "What has to be corrected, in the office's words.",
    ),
}
