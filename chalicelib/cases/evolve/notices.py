"""How the notices of a case change with each event."""

from __future__ import annotations

from typing import assert_never

from chalicelib.cases import events
from chalicelib.cases.case import Case
from chalicelib.cases.evolve.changes import Changes
from chalicelib.cases.notices import Notice, Served, come_back, put_away, reached


def change_notices(case: Case, event: events.NoticeEvent) -> Changes:
    match event:
        case events.NoticeIssued():
            return _notice_issued(case, event)
        case events.NoticeServed():
            return _notice_served(case, event)
        case events.NoticeCameBack():
            return _notice(case, event.notice, come_back(case.notices[event.notice], event.parcel))
        case events.NoticeDueChanged():
            changed = case.notices[event.notice].model_copy(update={"due": event.due})
            return {"notices": {**case.notices, event.notice: changed}}
        case _:
            assert_never(event)


def _notice_issued(case: Case, event: events.NoticeIssued) -> Changes:
    notice = event.notice.put_down(case.version + 1)
    seen_to = {name for side in case.sides.values() for name in side.about}
    return {"notices": put_away({**case.notices, notice.id: notice}, seen_to)}


def _notice_served(case: Case, event: events.NoticeServed) -> Changes:
    served = Served(to=event.to, way=event.way, on=event.on, parcel=event.parcel)
    return _notice(case, event.notice, reached(case.notices[event.notice], served))


def _notice(case: Case, name: str, changed: Notice) -> Changes:
    return {"notices": {**case.notices, name: changed}}
