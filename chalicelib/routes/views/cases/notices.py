"""How notices are listed: what was told to whom, under which number, and how it was served."""

from __future__ import annotations

from typing import Any

from chalicelib.cases.case import Case
from chalicelib.cases.notices import Notice
from chalicelib.decisions.forms.model import Release
from chalicelib.routes.views.words import day


def show_notices(release: Release, case: Case) -> list[dict[str, Any]]:
    """The notices of a case, the oldest first."""
    return [show_notice(release, notice) for notice in case.notices.values()]


def show_notice(release: Release, notice: Notice) -> dict[str, Any]:
    """A notice without its text: names and words come in only when it is opened."""
    template = release.notices.get(notice.kind)
    return {
        "id": notice.id,
        "kind": notice.kind,
        "title": None if template is None else template.title.model_dump(),
        "number": notice.number,
        "issued_on": day(notice.issued_on),
        "recipients": list(notice.to),
        "served": [{"to": each.to, "way": each.way, "on": day(each.on)} for each in notice.served],
    }
