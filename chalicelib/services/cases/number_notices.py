"""Give the notices that a commit issues their numbers 文号: the next of their series, without a gap."""

from __future__ import annotations

from collections import Counter

from chalicelib.cases.events import AnyEvent, NoticeIssued
from chalicelib.cases.notices import Series, series_of
from chalicelib.decisions.forms.model import Release
from chalicelib.ports.cases import Serials
from chalicelib.ports.ports import Ports


def number_notices(
    ports: Ports, region: str, events: tuple[AnyEvent, ...], release: Release
) -> tuple[tuple[AnyEvent, ...], tuple[Serials, ...]]:
    """
    The events with numbers for the notices among them, and the serials that these take: the commit holds only
    if nobody else has had them meanwhile, and then they are given anew. One read, where any is issued.
    """
    issued = [event.notice for event in events if isinstance(event, NoticeIssued)]
    if not issued:
        return events, ()
    series = {each.id: series_of(release.notices[each.kind], each.issued_on) for each in issued}
    names = tuple(dict.fromkeys(series.values()))
    last = dict(zip(names, ports.cases.last_serials(region, names), strict=True))
    now: Counter[Series] = Counter(last)
    told: list[AnyEvent] = []
    for event in events:
        if isinstance(event, NoticeIssued):
            its = series[event.notice.id]
            now[its] += 1
            notice = event.notice.model_copy(update={"number": its.number(now[its])})
            told.append(event.model_copy(update={"notice": notice}))
        else:
            told.append(event)
    return tuple(told), tuple(Serials(each, last[each], now[each]) for each in names)
