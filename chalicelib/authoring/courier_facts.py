"""What couriers need: facts that the system itself knows, and parcels that are asked about by known names."""

from __future__ import annotations

import re
from collections.abc import Iterator

from chalicelib.authoring.documents import Read
from chalicelib.authoring.folder import Folder
from chalicelib.authoring.names import each_once, same_as_file
from chalicelib.authoring.problems import Mark, Say, did_you_mean
from chalicelib.cases.shipments import ShipmentStatus
from chalicelib.decisions.asked import CONSENT
from chalicelib.decisions.plan import Plan
from chalicelib.decisions.plans import MAILED
from chalicelib.decisions.region import Courier

_TRACE_CODE = re.compile(r"[0-9]{1,4}")


def check_courier(courier: Read[Courier]) -> None:
    """
    Report intervals that no parcel would ever come to: of a status that is none, or written twice.

    A trace code of the carrier may be any number of four digits at most: the documents list not all.
    """
    same_as_file(courier, "courier", courier.form.courier)
    polling = [(one.status, ("polling", number, "status")) for number, one in enumerate(courier.form.polling)]
    each_once(courier, polling)
    known = [status.value for status in ShipmentStatus if not status.terminal]
    for status, path in polling:
        if status not in known and not _TRACE_CODE.fullmatch(status):
            zh, en = did_you_mean(status, known)
            say = Say(
                f"包裹没有状态“{status}”，这个间隔永远用不上。",
                f"No parcel that is still asked about has the status '{status}': this is never used.",
                f'{zh}快递公司的轨迹代码写成加引号的数字，如 "1001"。',
                f'{en} A trace code of the carrier is a number in quotes, such as "1001".',
            )
            courier.report(courier.node.find(*path), "unknown-status", say)


def check_courier_facts(folder: Folder) -> None:
    """
    Report plans that send couriers in a region whose applicants are never asked.

    Such a plan would run, and every case of it end at the counter: nobody would see why.
    """
    facts = folder.facts
    if not facts.whole or CONSENT in facts.broken:
        return
    consent = facts.declared.get(CONSENT)
    for plan in folder.plans:
        at = next(_by_courier(plan), None)
        if at is not None and (consent is None or consent.type != "bool"):
            plan.report(at, "courier-consent", _CONSENT)
        elif at is not None and MAILED in facts.declared and facts.declared[MAILED].type != "bool":
            plan.report(at, "courier-consent", _MAILED)


def _by_courier(plan: Read[Plan]) -> Iterator[Mark]:
    for number, step in enumerate(plan.form.steps):
        if step.by == "pick_up":
            yield plan.node.find("steps", number, "by")
        elif "courier" in step.ways:
            yield plan.node.find("steps", number, "ways")


_CONSENT = Say(
    f"流程要派快递，但没有是非要素 {CONSENT}：申请人不会被问到，快递也就永远不会派出。",
    f"The plan sends a courier, but there is no yes-or-no fact {CONSENT}: nobody is asked, none is sent.",
    f"请在 facts.yaml 声明 {CONSENT}（type: bool）。",
    f"Declare {CONSENT} in facts.yaml (type: bool).",
)
_MAILED = Say(
    f"要素 {MAILED} 不是是非要素，快递永远不会寄出结果。",
    f"The fact {MAILED} is not of type bool, so that no result is ever sent.",
    f"请在 facts.yaml 将 {MAILED} 改为 type: bool。",
    f"Make {MAILED} type: bool in facts.yaml.",
)
