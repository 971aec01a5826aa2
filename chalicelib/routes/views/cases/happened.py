"""What an event of a case tells people, in a sentence 办理经过."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from chalicelib.cases import events
from chalicelib.cases.decide.work.sides import OUTCOMES
from chalicelib.cases.events import AnyEvent
from chalicelib.cases.people.recusals import GROUND_TITLES
from chalicelib.cases.side_titles import TITLES
from chalicelib.cases.values import Direction, SideKind
from chalicelib.decisions.forms.form import Text
from chalicelib.decisions.plans import find_outcome
from chalicelib.routes.views.desk.consequences import (
    TOLD,
    Scene,
    clock_title,
    goes_without_saying,
    papers_named,
)
from chalicelib.routes.views.desk.tasks import step_of
from chalicelib.routes.views.words import unit_name


def sentence(scene: Scene, event: AnyEvent) -> Text | None:
    """None where it says nothing to people."""
    if goes_without_saying(event):
        return None
    tell = _HAPPENED.get(type(event)) or TOLD.get(type(event))
    return None if tell is None else tell(scene, event)


def _always(zh: str, en: str) -> Callable[[Scene, Any], Text]:
    return lambda _scene, _event: Text(zh=zh, en=en)


def _submitted(_: Scene, event: events.ApplicationSubmitted) -> Text:
    files = event.files.count
    return Text(
        zh=f"提交申请，{files} 个文件。", en=f"Submitted, with {files} file{'' if files == 1 else 's'}."
    )


def _supplied(_: Scene, event: events.MaterialsSupplied) -> Text:
    files = event.files.count
    return Text(zh=f"材料有变动，现有 {files} 个文件。", en=f"Papers changed; files now: {files}.")


def _channel(scene: Scene, event: events.ChannelDecided) -> Text:
    plan = scene.release.plans.get(event.channel)
    if plan is None:
        return Text(zh="规则定不下办理渠道，转人工。", en="The rules leave the channel to a person.")
    return Text(
        zh=f"办理渠道：{plan.title.zh}。{event.because.zh}",
        en=f"Channel: {plan.title.en}. {event.because.en}",
    )


def _started(scene: Scene, event: events.TaskStarted) -> Text:
    """Without its deadline: that may be another by now."""
    step = step_of(scene.release, scene.case.channel, event.task.step)
    title, unit = (
        Text(zh="下一步", en="a next step") if step is None else step.title,
        unit_name(scene.release, event.task.unit),
    )
    if event.task.by != "staff":
        return Text(zh=f"进入“{title.zh}”。", en=f"On to: {title.en}.")
    return Text(zh=f"进入“{title.zh}”，由{unit['zh']}办。", en=f"On to: {title.en}, at {unit['en']}.")


def _ended(scene: Scene, event: events.TaskEnded) -> Text:
    step = step_of(scene.release, scene.case.channel, event.step)
    outcome = None if step is None else find_outcome(step, event.outcome)
    if step is None or outcome is None:
        return Text(zh="这一环节结束。", en="The step ended.")
    return Text(zh=f"{step.title.zh}：{outcome.title.zh}。", en=f"{step.title.en}: {outcome.title.en}.")


def _task(scene: Scene, name: str) -> Text:
    """What a task or side task is called, by its id: ``review-1``, and in a lane ``inspection-1-health``."""
    kind = name.rpartition("-")[0].partition("@")[0]
    if kind in {side.value for side in SideKind}:
        return TITLES[SideKind(kind)]
    parts = name.split("-")
    steps = ("-".join(parts[:at]) for at, part in enumerate(parts) if part.isdecimal())
    titles = (title for step in steps if (title := _titled(scene, step)) is not None)
    return next(titles, Text(zh="待办", en="the task"))


def _titled(scene: Scene, name: str) -> Text | None:
    plan = scene.release.plans.get(scene.case.channel or "")
    return next((step.title for step in plan.steps if step.step == name), None) if plan else None


def _about_task(zh: str, en: str) -> Callable[[Scene, Any], Text]:
    def tell(scene: Scene, event: Any) -> Text:
        title = _task(scene, event.task)
        return Text(zh=f"{zh}：{title.zh}。", en=f"{en}: {title.en}.")

    return tell


def _side_ended(scene: Scene, event: events.SideEnded) -> Text:
    title, kind = _task(scene, event.side), event.side.rpartition("-")[0]
    known = OUTCOMES[SideKind(kind)] if kind in {side.value for side in SideKind} else {}
    outcome = known.get(event.outcome)
    zh, en = ("已了结", "settled") if outcome is None else (outcome.zh, outcome.en)
    return Text(zh=f"{title.zh}：{zh}。", en=f"{title.en}: {en}.")


def _correction(scene: Scene, event: events.CorrectionAsked) -> Text:
    zh, en = papers_named(scene, tuple(dict.fromkeys(line.material for line in event.lines)))
    return Text(zh=f"要求补正：{zh}。", en=f"To be corrected: {en}.")


def _ordered(_: Scene, event: events.ShipmentOrdered) -> Text:
    if event.direction is Direction.INBOUND:
        return Text(zh="向快递公司下单，上门取材料。", en="A courier was ordered to fetch the papers.")
    return Text(zh="向快递公司下单，送给申请人。", en="A courier was ordered to bring it to the applicant.")


def _booked(_: Scene, event: events.ShipmentBooked) -> Text:
    return Text(
        zh=f"快递公司已接单，单号 {event.number}。",
        en=f"The courier company accepted the order, number {event.number}.",
    )


def _ran_out(scene: Scene, event: events.ClockRanOut) -> Text:
    title = clock_title(scene, event.clock)
    return Text(zh=f"{title.zh}：已经到期。", en=f"{title.en}: it has run out.")


def _warned(scene: Scene, event: events.ClockWarned) -> Text:
    title = clock_title(scene, event.run.clock)
    return Text(zh=f"{title.zh}：快到期，已提醒。", en=f"{title.en}: it runs down; a reminder was given.")


def _extension(scene: Scene, event: events.ExtensionAsked) -> Text:
    title = clock_title(scene, event.clock)
    return Text(zh=f"申请延长：{title.zh}。", en=f"Asked to be extended: {title.en}.")


def _answered(_: Scene, event: events.ExtensionAnswered) -> Text:
    if event.granted:
        return Text(zh="准予延长。", en="The extension was granted.")
    return Text(zh="不予延长。", en="The extension was refused.")


def _recused(_: Scene, event: events.OfficerRecused) -> Text:
    title = GROUND_TITLES[event.ground]
    return Text(
        zh=f"申请回避：{title.zh}。由其他人员办理。",
        en=f"Keeps out of the case: {title.en}. Others see to it.",
    )


def _consent(_: Scene, event: events.ConsentChanged) -> Text:
    if event.courier:
        return Text(zh="同意用快递。", en="Agreed to couriers.")
    return Text(zh="不用快递，自己到大厅。", en="Takes no courier, comes to the hall.")


_HAPPENED: Mapping[type, Callable[[Scene, Any], Text]] = {
    events.CaseOpened: _always("建立申请。", "Began to apply."),
    events.ReleaseAdopted: _always("改按新规则办理。", "Goes on under the newer rules."),
    events.ApplicationSubmitted: _submitted,
    events.MaterialsSupplied: _supplied,
    events.CommitmentMade: _always("作出书面承诺。", "Made a commitment in writing."),
    events.ChannelDecided: _channel,
    events.TaskEnded: _ended,
    events.TaskStarted: _started,
    events.TaskClaimed: _about_task("认领", "Claimed"),
    events.OfficerRecused: _recused,
    events.TaskReleased: _about_task("退回", "Gave back"),
    events.TaskLate: _about_task("已超期", "Late"),
    events.SideEnded: _side_ended,
    events.CorrectionAsked: _correction,
    events.ClockWarned: _warned,
    events.ClockRanOut: _ran_out,
    events.ExtensionAsked: _extension,
    events.ExtensionAnswered: _answered,
    events.ShipmentOrdered: _ordered,
    events.ShipmentBooked: _booked,
    events.ShipmentRecalled: _always("撤销快递。", "The courier was called off."),
    events.ShipmentRefused: _always("快递公司没有接单。", "The courier did not take the order."),
    events.DocumentIssued: _always("生成电子文件。", "The electronic document was made."),
    events.NoticeServed: _always("文书已送达。", "A notice was served."),
    events.NoticeCameBack: _always("文书被退回。", "A notice came back."),
    events.ConsentChanged: _consent,
    events.ContactChanged: _always("改了联系方式。", "Gave another telephone or address."),
    events.QueryCodeReplaced: _always(
        "补发了查询码，原来的失效。", "Another query code was issued; the one of before has ended."
    ),
    events.MandateRevoked: _always("撤销委托。", "Ended the mandate."),
    events.MandateEnded: _always("委托到期。", "The mandate ran out."),
    events.CaseWithdrawn: _always("撤回申请。", "Took the application back."),
    events.CaseRated: _always("作出评价。", "Rated the case."),
    events.PartiesErased: _always("当事人资料已依法删除。", "The parties' data were erased."),
}
"""What is told of the past beside ``consequences.TOLD``; what is in neither says nothing to people."""
