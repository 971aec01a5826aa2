"""Every notice of a region, as it might be issued of a case of a food licence."""

from __future__ import annotations

from datetime import UTC, date, datetime

from chalicelib.cases.notices import Filling, Lacking, Notice, kept, recipients, series_of
from chalicelib.cases.values import Line
from chalicelib.decisions.forms.form import Basis, Text
from chalicelib.decisions.forms.model import Release
from chalicelib.decisions.forms.notice import Placeholder
from chalicelib.decisions.forms.plan import Period
from chalicelib.rendering.notice import Opened, Rendered, render

ITEM, NO = "food-business-licence", "370213202603020000010"
DAY = date(2026, 3, 9)
P = Placeholder
KNOWN: dict[Placeholder, Filling] = {
    P.OFFICE: Text(zh="青岛市李沧区市场监督管理局", en="Market Supervision Bureau of Licang District"),
    P.RECEIVED_ON: date(2026, 3, 2),
    P.ACCEPTED_ON: date(2026, 3, 3),
    P.DECIDED_ON: date(2026, 3, 9),
    P.STATUTORY_DUE: date(2026, 3, 17),
    P.PROMISED_DUE: date(2026, 3, 12),
    P.RESPOND_BY: date(2026, 3, 30),
    P.PAPERS: ("application-form",),
    P.DEFERRED: (
        Lacking(material="application-form", by=date(2026, 3, 10)),
        Lacking(material="floor-plan", by=date(2026, 3, 30)),
    ),
    P.HEARING_ON: date(2026, 3, 20),
    P.EXTENDED_BY: Period(working_days=10),
    P.PAUSE_BASIS: Basis(title="中华人民共和国行政许可法", article="第四十五条"),
    P.PAUSED_FROM: date(2026, 3, 10),
    P.PAUSED_UNTIL: date(2026, 4, 21),
}
OPENED = Opened(
    applicant="王桂兰",
    reason="经营场所未设置独立的清洗消毒区域。\n冷藏设备不能正常工作。",
    lines=(
        Line(material="application-form", problem="缺少法定代表人签字", mend="签字后重新上传"),
        Line(material="floor-plan", problem="未标明操作间面积", mend="标明各功能区面积"),
    ),
    track_url="https://example.gov.cn/track",
)


def issued(release: Release, kind: str, serial: int = 7) -> Notice:
    """A notice of a kind, issued of the example."""
    template = release.notices[kind]
    return Notice(
        id=f"{kind}.1",
        kind=kind,
        number=series_of(template, DAY).number(serial),
        to=recipients(template, agent=False),
        issued_on=DAY,
        issued_at=datetime(DAY.year, DAY.month, DAY.day, tzinfo=UTC),
        release=release.digest,
        template=template.digest,
        values=kept(template, KNOWN),
    )


def opened(release: Release, kind: str, what: Opened = OPENED) -> Rendered:
    """The notice as somebody opens it."""
    return render(issued(release, kind), release, release.items[ITEM], NO, what)
