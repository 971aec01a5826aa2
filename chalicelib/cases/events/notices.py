"""What has happened to notices: issued, served, come back."""

from datetime import date, datetime
from typing import Literal

from chalicelib.cases.events.event import Event
from chalicelib.cases.notices import Notice
from chalicelib.decisions.forms.notice import Recipient, Way


class NoticeIssued(Event):
    """A notice was issued 出具文书, under the number that its commit gave it."""

    kind: Literal["notice_issued"] = "notice_issued"
    notice: Notice


class NoticeServed(Event):
    """A notice, by its id, has reached a recipient on a local day 送达, in ``parcel`` if one brought it."""

    kind: Literal["notice_served"] = "notice_served"
    notice: str
    to: Recipient
    way: Way
    on: date
    parcel: str | None = None


class NoticeCameBack(Event):
    """The parcel that had brought a notice came back, or who signed for it is in doubt: it served nobody."""

    kind: Literal["notice_came_back"] = "notice_came_back"
    notice: str
    parcel: str


class NoticeDueChanged(Event):
    """By the calendars in force it is waited until another moment that a notice is served."""

    kind: Literal["notice_due_changed"] = "notice_due_changed"
    notice: str
    due: datetime


NoticeEvent = NoticeIssued | NoticeServed | NoticeCameBack | NoticeDueChanged
