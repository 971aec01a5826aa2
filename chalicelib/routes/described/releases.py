"""Releases of the rules, their log and checks, as ``services.releases.show_releases`` shows them."""

from __future__ import annotations

from chalicelib.routes.described.kinds import (
    NUMBER,
    TEXT,
    TIME,
    TRUTH,
    Schema,
    list_of,
    named,
    object_of,
    or_null,
)

_ENTRY: dict[str, Schema] = {
    "n": NUMBER,
    "digest": TEXT,
    "before": or_null(TEXT),
    "by": TEXT,
    "at": or_null(TIME),
    "last": TEXT,
    "hash": TEXT,
}
_MORE: dict[str, Schema] = {"kind": TEXT, "way": TEXT, "id": TEXT, "name": TEXT, "login": TEXT, "world": TEXT}
_DIFF = object_of("全部修改 Diff", {}, "What `rules diff` prints.", others=True)
_REPLAY = object_of("重算 Replay", {}, "What `rules replay` prints.", others=True)
_CASES = {
    "replay": or_null(_REPLAY),
    "replay_decisions": object_of("其他决策重算 Replays", {}, "By decision.", others=True),
    "replay_clocks": object_of("计时重算 ClockReplays", {}, "By decision.", others=True),
    "one_sided": object_of("只有一方询问的决策 OneSided", {}, "By decision.", others=True),
}

SCHEMAS: dict[str, Schema] = {
    "LogEntry": object_of(
        "发布记录 LogEntry",
        _ENTRY,
        "hash: over the entry as it is kept, its time in UTC; at: null where that was "
        "made unreadable; last: the hash of the entry before.",
        _MORE,
    ),
    "Releases": object_of(
        "规则发布记录 Releases",
        {
            "region": TEXT,
            "active": or_null(TEXT),
            "world": or_null(TEXT),
            "shadow": or_null(TEXT),
            "broken": or_null(NUMBER),
            "log": list_of(named("LogEntry")),
        },
        "broken: the first entry that is not as it was written; world: the calendars and units in force.",
    ),
    "Release": object_of(
        "规则版本 Release",
        {
            "digest": TEXT,
            "world": TEXT,
            "region": TEXT,
            "active": TRUTH,
            "shadow": TRUTH,
            "items": NUMBER,
            "rules": NUMBER,
            "examples": NUMBER,
            "invariants": NUMBER,
            "entries": list_of(named("LogEntry")),
        },
    ),
    "Checks": object_of(
        "检查结果 Checks",
        {"ok": TRUTH, "in_force": or_null(TEXT), "diff": or_null(_DIFF), **_CASES},
        "The report that it was published with, as `rules check` prints it, and all that it changes: at most "
        "2,000 recent cases and 2,000 running clocks are decided again.",
        others=True,
    ),
    "Activation": object_of(
        "启用 Activation",
        {**_ENTRY, "diff": or_null(_DIFF), **_CASES},
        "The log's new entry, with the review that it stands on.",
        _MORE,
        others=True,
    ),
    "Health": object_of("健康检查 Health", {"ok": TRUTH, "region": TEXT, "release": TEXT}),
    "Document": object_of("接口说明 Document", {"openapi": TEXT}, "OpenAPI 3.1.", others=True),
}
