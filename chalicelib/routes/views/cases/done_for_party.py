"""What was changed for a party without her own sign-on, so that she sees it and can object."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from chalicelib.cases import events
from chalicelib.cases.events import AnyEvent
from chalicelib.cases.values import Role
from chalicelib.decisions.forms.form import Text
from chalicelib.decisions.forms.model import Release
from chalicelib.routes.views.words import time

SHOWN = timedelta(days=30)
"""So long it stands on her page; the history keeps it."""

_BY_STAFF: dict[type[AnyEvent], Text] = {
    events.ContactChanged: Text(
        zh="工作人员改了电话或地址。", en="Our staff changed the telephone number or address."
    ),
    events.QueryCodeReplaced: Text(
        zh="工作人员补发了查询码，原来的失效。",
        en="Our staff issued a new query code; the one before has ended.",
    ),
    events.MandateRevoked: Text(zh="工作人员撤销了委托。", en="Our staff ended the mandate."),
    events.CaseWithdrawn: Text(zh="工作人员撤回了申请。", en="Our staff withdrew the application."),
}
_LOST = Text(
    zh="有人凭证件号码和电话在网上补了查询码，原来的失效。",
    en="A new query code was given online to somebody who knew identity and telephone number; the one before "
    "has ended.",
)


def show_done_for_party(
    release: Release, happened: Iterable[AnyEvent], now: datetime
) -> list[dict[str, Any]]:
    """When and what, the newest first; nothing of whom or of the values themselves."""
    lately = [event for event in happened if event.at > now - SHOWN]
    told = [(event.at, text) for event in lately if (text := _told(event)) is not None]
    return [{"at": time(release, at), "did": text.model_dump()} for at, text in reversed(told)]


def _told(event: AnyEvent) -> Text | None:
    if event.by.role is Role.STAFF:
        return _BY_STAFF.get(type(event))
    lost = isinstance(event, events.QueryCodeReplaced) and event.by.id == "lost-code"
    return _LOST if lost else None
