"""Record what a member of staff has found: the outcome of a step, or the channel of an undetermined case."""

from __future__ import annotations

import hashlib
from typing import NamedTuple

from chalicelib.cases.case import Case
from chalicelib.cases.commands import Command, EndStep, Settle
from chalicelib.cases.values import Line
from chalicelib.decisions.form import Channel
from chalicelib.ports.identity import Staff
from chalicelib.ports.world import World
from chalicelib.services.cases.change_case import change_case
from chalicelib.services.days import local_day
from chalicelib.services.errors import Problem, not_found

CHANNEL_STEP = "channel"
"""The name under which a person settles an undetermined channel."""


class Finding(NamedTuple):
    """What is recorded; ``key`` makes recording twice recording once."""

    outcome: str
    round: int | None = None
    version: int | None = None
    note: str | None = None
    reason: str | None = None
    lines: tuple[Line, ...] = ()
    missing: tuple[str, ...] = ()
    number: str | None = None
    channel: Channel | None = None
    key: str | None = None

    def fingerprint(self, step: str) -> str:
        """SHA-256 of what is recorded at ``step``, so that a key cannot be used for something else."""
        return hashlib.sha256(f"{step} {self!r}".encode()).hexdigest()


def record_outcome(world: World, who: Staff, no: str, step: str, finding: Finding) -> Case:
    """
    The case after the outcome.

    Raises:
        Problem: 404 no such case; 403 the case is another department's; 422 a key used for something else,
            or something said that would be kept nowhere.
        NotPossible: the case does not stand at that step, or something is missing.
    """
    case = find_case(world, no)
    if not who.serves(case.department):
        raise other_department()
    trigger = f"step#{no}#{finding.key or world.codes.unused()}"
    fingerprint = finding.fingerprint(step)
    before = world.cases.seen(trigger)
    if before is None:
        command = _command(world, who, case, step, finding)
        return change_case(world, no, trigger, lambda _: command, fingerprint=fingerprint)
    if before.fingerprint != fingerprint:
        raise Problem(
            422,
            "key_reused",
            "该 Idempotency-Key 已用于另一项结果，请换一个",
            "this Idempotency-Key was used for another outcome; use a new one",
        )
    return case


def other_department() -> Problem:
    return Problem(
        403,
        "other_department",
        "该办件属于其他部门，请由该部门人员办理，或请管理员在您的令牌中加入该部门",
        "this case belongs to another department: its staff work on it, or ask your administrator to put the "
        "department into your token",
    )


def find_case(world: World, no: str) -> Case:
    """
    Raises:
        Problem: 404, also for a case of another region: departments of several may have one name.
    """
    case = world.cases.load(no)
    if case is None or case.region != world.region:
        raise not_found("没有这个办件，请核对办件编号", "there is no such case; please check the number")
    return case


def _command(world: World, who: Staff, case: Case, step: str, finding: Finding) -> Command:
    _check_taken(step, finding)
    now = world.clock.now()
    standing = case.round if case.step == step else None  # what she saw, should the case move on meanwhile
    if step != CHANNEL_STEP:
        return EndStep(
            at=now,
            by=who.actor,
            step=step,
            outcome=finding.outcome,
            round=finding.round or standing,
            version=finding.version,
            note=finding.note,
            reason=finding.reason,
            lines=finding.lines,
            missing=finding.missing,
            number=finding.number,
        )
    note = finding.note or finding.reason
    if finding.channel is None or not note:
        raise Problem(
            422,
            "channel_needed",
            "请选择办理渠道并写明理由",
            "choose a channel and give the reason in a note",
        )
    day = local_day(world.releases.get(case.release), now)
    return Settle(at=now, by=who.actor, channel=finding.channel, version=finding.version, note=note, on=day)


def _check_taken(step: str, finding: Finding) -> None:
    """
    Raises:
        Problem: 422, something was said that no record of this step would keep.
    """
    if step != CHANNEL_STEP:
        lost: dict[str, object] = {"渠道（channel） / the channel": finding.channel}
    else:
        lost = {
            "理由（reason），已有说明 / a reason beside the note": finding.note and finding.reason,
            "补正内容（lines） / lines of a correction": finding.lines,
            "缺少的材料（missing） / missing papers": finding.missing,
            "证照编号（number） / a licence number": finding.number,
        }
    for what, said in lost.items():
        if said:
            zh, _, en = what.partition(" / ")
            raise Problem(
                422,
                "not_taken_here",
                f"这里不记录{zh}，请删去或在相应环节填写",
                f"{en} would be kept nowhere here; leave it out, or record it at its own step",
            )
