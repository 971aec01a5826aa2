"""What an outcome would cause, in sentences: who is told, what clock starts, who goes on, what is final."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple

from chalicelib.cases import events
from chalicelib.cases.case import LICENCE, Case
from chalicelib.cases.decide.work.possible import milestone_objection
from chalicelib.cases.side_titles import side_title
from chalicelib.cases.values import CourierOrder, CourierRecall, Direction, DocumentIssue, Effect, SideTask
from chalicelib.cases.waiting import deadline
from chalicelib.decisions.forms.form import Text
from chalicelib.decisions.forms.model import Release
from chalicelib.decisions.forms.plan import MILESTONES, Milestone, Step
from chalicelib.decisions.forms.unit import PARCEL
from chalicelib.routes.views.desk.tasks import step_of
from chalicelib.routes.views.words import end_name, holder_name, material_name, time, unit_name
from chalicelib.services.cases.desk.preview_outcome import Preview
from chalicelib.services.days import local_day
from chalicelib.web import wording

_RECIPIENTS = {"applicant": ("申请人", "the applicant"), "agent": ("代理人", "the agent")}


class Scene(NamedTuple):
    """
    What sentences are made with: the rules, the case afterwards, and this year, which needs no telling;
    ``today``: of a day before it is told that it is over.
    """

    release: Release
    case: Case
    year: int
    today: date | None = None


def show_consequences(release: Release, preview: Preview, today: date) -> list[dict[str, str]]:
    """One sentence a consequence, the ones for people outside first; none where nothing follows."""
    scene = Scene(release, preview.after, today.year, today)
    told = [TOLD[type(each)](scene, each) for each in _in_order(preview.events)]
    told += [text for effect in preview.effects if (text := _effect(effect)) is not None]
    return [each.model_dump() for each in dict.fromkeys(told)]


def _in_order(found: tuple[events.AnyEvent, ...]) -> Iterator[events.AnyEvent]:
    """What ends, then what is told to people, what changes hands, what begins."""
    order = list(TOLD)
    known = (each for each in found if type(each) in order and not goes_without_saying(each))
    return iter(sorted(known, key=lambda each: order.index(type(each))))


def goes_without_saying(event: events.AnyEvent) -> bool:
    """Whether what is told with it, a notice or a submission, says the same."""
    return isinstance(event, events.MilestoneReached) and event.milestone in (
        Milestone.TOLD,
        Milestone.SUBMITTED,
        Milestone.NOT_ACCEPTED,
    )


def _milestone(_: Scene, event: events.MilestoneReached) -> Text:
    name = MILESTONES[event.milestone]
    if event.milestone is Milestone.ACCEPTED:
        return Text(zh="这一件从今天起算受理。", en="The application counts as accepted from today.")
    return Text(zh=f"进度记为“{name.zh}”。", en=f"Progress: {name.en}.")


def _notice(scene: Scene, event: events.NoticeIssued) -> Text:
    template = scene.release.notices.get(event.notice.kind)
    zh, en = ("文书", "a notice") if template is None else (template.title.zh, template.title.en)
    to = [_RECIPIENTS[each] for each in event.notice.to]
    return Text(
        zh=f"出具《{zh}》，通知{'和'.join(one for one, _ in to)}。",
        en=f'Issues "{en}" to {" and ".join(one for _, one in to)}.',
    )


def _moved(scene: Scene, event: events.PapersMoved) -> Text:
    giver, taker = (_hand(scene, one) for one in (event.giver, event.taker))
    zh, en = papers_named(scene, event.papers)
    return Text(
        zh=f"{zh}：由{giver['zh']}交给{taker['zh']}。", en=f"{en}: from {giver['en']} to {taker['en']}."
    )


def _hand(scene: Scene, holder: str) -> dict[str, str]:
    """Who gives or takes a paper: while it is with a parcel, the courier."""
    if holder == PARCEL:
        return {"zh": "快递员", "en": "the courier"}
    return holder_name(scene.release, holder)


def papers_named(scene: Scene, papers: tuple[str, ...]) -> tuple[str, str]:
    item = scene.release.items[scene.case.item]
    names: list[Mapping[str, str]] = [
        item.result.name.model_dump()
        if paper == LICENCE
        else material_name(scene.release, scene.case, paper) or {"zh": "一份材料", "en": "a paper"}
        for paper in papers
    ]
    return "、".join(name["zh"] for name in names), ", ".join(name["en"] for name in names)


def _started(scene: Scene, event: events.TaskStarted) -> Text:
    task = event.task
    step = step_of(scene.release, scene.case.channel, task.step)
    unit, title = (
        unit_name(scene.release, task.unit),
        step.title if step else Text(zh="下一步", en="a next step"),
    )
    zh, en = _by_when(scene, deadline(scene.case, task))
    if task.by == "applicant":
        return Text(
            zh=f"请申请人办：{title.zh}{zh}{_if_late(scene, step)[0]}。",
            en=f"The applicant is asked: {title.en}{en}{_if_late(scene, step)[1]}.",
        )
    if task.by == "staff":
        return Text(
            zh=f"下一步“{title.zh}”，由{unit['zh']}办{zh}。", en=f"Next: {title.en}, at {unit['en']}{en}."
        )
    return Text(zh=f"接着“{title.zh}”，自动进行{zh}。", en=f"Then, by itself: {title.en}{en}.")


def _by_when(scene: Scene, due: datetime | None) -> tuple[str, str]:
    iso = time(scene.release, due)
    if iso is None or due is None:
        return "", ""
    zh, en = (wording.last_day(iso, language, scene.year) for language in wording.LANGUAGES)
    if scene.today is not None and local_day(scene.release, due - timedelta(seconds=1)) < scene.today:
        return f"，期限 {zh} 已经过了", f", whose last day, {en}, is over"
    return f"，最迟 {zh}", f", by {en}"


def _if_late(scene: Scene, step: Step | None) -> tuple[str, str]:
    """What comes of a step whose time runs out, by what the case has reached."""
    known = [one for one in step.outcomes if one.outcome in step.late] if step else []
    late = [one.title for one in known if milestone_objection(scene.case, one) is None]
    return (f"；到期没有办的，记为“{late[0].zh}”", f"; otherwise: {late[0].en}") if late else ("", "")


def _side(scene: Scene, event: events.SideOpened) -> Text:
    title = _side_name(scene, event.side)
    unit = unit_name(scene.release, event.side.unit)
    return Text(
        zh=f"另列一项待办“{title.zh}”，由{unit['zh']}办。", en=f"Beside it: {title.en}, for {unit['en']}."
    )


def _side_name(scene: Scene, side: SideTask) -> Text:
    return side_title(scene.release, side.kind, side.about)


def clock_title(scene: Scene, name: str) -> Text:
    found = (clock.title for clock in scene.release.clocks if clock.clock == name)
    return next(found, Text(zh="时限", en="limit"))


def _clock_started(scene: Scene, event: events.ClockStarted) -> Text:
    title, (zh, en) = clock_title(scene, event.run.clock), _on(scene, event.run.due)
    return Text(zh=f"{title.zh}开始计时，到{zh}。", en=f"{title.en}: the clock starts, until {en}.")


def _recounted(scene: Scene, event: events.ClockRecounted) -> Text:
    title, (zh, en) = clock_title(scene, event.run.clock), _on(scene, event.run.due)
    return Text(zh=f"{title.zh}重新计算，到{zh}。", en=f"{title.en}: counted anew, until {en}.")


def _clock_stopped(scene: Scene, event: events.ClockStopped) -> Text:
    title = clock_title(scene, event.clock)
    return Text(zh=f"{title.zh}停止计时。", en=f"{title.en}: the clock stops.")


def _paused(scene: Scene, event: events.ClocksPaused) -> Text:
    titles = [clock_title(scene, name) for name in event.clocks]
    return Text(
        zh=f"{'、'.join(one.zh for one in titles)}从明天起中止计时。",
        en=f"From tomorrow these stand still: {', '.join(one.en for one in titles)}.",
    )


def _on(scene: Scene, on: date) -> tuple[str, str]:
    zh, en = (
        wording.day(on.isoformat(), language, scene.year, weekday=True) for language in wording.LANGUAGES
    )
    over = scene.today is not None and on < scene.today
    return (f" {zh}（已过）", f"{en} (over)") if over else (f" {zh}", en)


def _settled(_: Scene, event: events.CaseSettled) -> Text:
    end = end_name(event.end, event.state) or {"zh": "", "en": ""}
    return Text(
        zh=f"这一件的结果就此确定：{end['zh']}。不能再改。",
        en=f"With this the end of the case is certain: {end['en']}. It cannot be changed.",
    )


def _closed(_: Scene, event: events.CaseClosed) -> Text:
    end = end_name(event.end, event.state) or {"zh": "", "en": ""}
    return Text(zh=f"这一件就此办结：{end['zh']}。", en=f"The case is closed: {end['en']}.")


def _licence(scene: Scene, event: events.LicenceMade) -> Text:
    unit = holder_name(scene.release, event.unit)
    if not event.on_paper:
        return Text(zh="登记证照编号，只有电子证照。", en="The licence is recorded; it is electronic.")
    return Text(
        zh=f"登记证照编号，纸质证照在{unit['zh']}。", en=f"The licence is recorded; it lies at {unit['en']}."
    )


def _voided(_: Scene, _event: events.LicenceVoided) -> Text:
    return Text(zh="原证照作废。", en="The licence counts no more.")


def _waived(scene: Scene, event: events.PapersWaived) -> Text:
    zh, en = papers_named(scene, event.papers)
    return Text(zh=f"不再等这些材料：{zh}。", en=f"These are not waited for any more: {en}.")


def _deferred(scene: Scene, event: events.MaterialsDeferred) -> Text:
    zh, en = papers_named(scene, tuple(event.owed))
    last, until = _on(scene, max(owed.due for owed in event.owed.values()))
    return Text(zh=f"可以以后补交：{zh}，到{last}。", en=f"May follow later: {en}, until {until}.")


TOLD: Mapping[type, Callable[[Scene, Any], Text]] = {
    events.CaseClosed: _closed,
    events.CaseSettled: _settled,
    events.MilestoneReached: _milestone,
    events.NoticeIssued: _notice,
    events.LicenceMade: _licence,
    events.LicenceVoided: _voided,
    events.PapersMoved: _moved,
    events.PapersWaived: _waived,
    events.MaterialsDeferred: _deferred,
    events.TaskStarted: _started,
    events.SideOpened: _side,
    events.ClockStarted: _clock_started,
    events.ClockRecounted: _recounted,
    events.ClockStopped: _clock_stopped,
    events.ClocksPaused: _paused,
}
"""By kind of event, in the order in which they are told; what is not here says nothing to people."""


def _effect(effect: Effect) -> Text | None:
    match effect:
        case CourierOrder(direction=Direction.INBOUND):
            return Text(
                zh="马上约快递上门取材料，费用由政府付。",
                en="A courier is ordered to fetch the papers, at the office's expense.",
            )
        case CourierOrder():
            return Text(
                zh="马上约快递送给申请人，费用由政府付。",
                en="A courier is ordered to bring it to the applicant, at the office's expense.",
            )
        case CourierRecall():
            return Text(zh="撤销还没有取件的快递。", en="A courier who has not come yet is called off.")
        case DocumentIssue():
            return Text(
                zh="马上生成电子文件，申请人可以在网上看和下载。",
                en="The electronic document is made, for the applicant to see and keep.",
            )
        case _:
            return None
