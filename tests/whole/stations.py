"""Points in a case's life at which a function does one commit, each reached without a disturbance."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from time import time_ns
from typing import Any
from uuid import uuid4
from zoneinfo import ZoneInfo

from chalicelib.adapters.bounded_http import post_form
from chalicelib.cases.case import Case
from chalicelib.cases.people.parties import Party
from chalicelib.cases.values import Actor, Line, Role
from chalicelib.ports.people.identity import Staff
from chalicelib.services.cases.applying.open_case import Request, open_case
from chalicelib.services.cases.desk.record_outcome import Finding, record_outcome
from chalicelib.services.cases.files.receive_upload import Arrival, receive_upload
from chalicelib.services.run_effect import run_effect
from chalicelib.wiring import AwsPorts, settings
from infra.local import samples

CLERK, DECIDER = Staff(id="clerk", units=("*",)), Staff(id="decider", units=("*",))
APPLICANT = Actor(role=Role.APPLICANT, id="portal")
PERSON = Party(name="测试申请人", phone="13800000000", address="青岛市李沧区演示路1号")

Job = dict[str, Any]


ON_ITS_WAY = timedelta(days=3)
"""How long a parcel of the local carrier is on its way."""


_OFFICE = ZoneInfo("Asia/Shanghai")


class StandingTime:
    """The office's time, which stands still but when a test moves it on."""

    def __init__(self) -> None:
        self._now = datetime.now(UTC).timestamp()

    def real(self) -> float:
        """Unix seconds, for a ``Clock``."""
        return self._now

    def reach(self, moment: datetime) -> None:
        """It is then; it never goes back."""
        self._now = max(self._now, moment.timestamp())

    def reach_monday(self) -> None:
        """
        The next Monday morning, by the office's clock: whoever begins then has the same working days ahead,
        whatever has taken how long before.
        """
        now = datetime.fromtimestamp(self._now, _OFFICE)
        monday = now + timedelta(days=7 - now.weekday())
        self.reach(monday.replace(hour=9, minute=0, second=0, microsecond=0))


@dataclass(frozen=True)
class Station:
    """``reach`` brings a fresh case there and gives the job that does the next thing with it."""

    name: str
    reach: Callable[[AwsPorts, Any, StandingTime], tuple[str, Job]]


def opened(world: AwsPorts, item: str) -> Case:
    request = Request(item=item, applicant=PERSON, application={"application.courier": True}, key=None)
    return open_case(world, APPLICANT, request).case


def put(s3: Any, case: Case, material: str) -> Arrival:
    """A file in the store, and what S3 tells of it."""
    key = f"uploads/{case.no}/{material}/file"
    content = samples.pdf(material)
    answer = s3.put_object(Bucket=settings().uploads_bucket, Key=key, Body=content)
    return Arrival(key=key, version=answer["VersionId"], sequencer=f"{time_ns():016X}", size=len(content))


def supplied(world: AwsPorts, s3: Any, item: str) -> Case:
    """A case with every material uploaded, so that its plan has begun."""
    case = opened(world, item)
    for material in case.open_materials:
        loaded = receive_upload(world, put(s3, case, material))
        assert loaded is not None
        case = loaded.case
    return case


def at_step(world: AwsPorts, s3: Any, item: str, *outcomes: tuple[str, str]) -> Case:
    case = supplied(world, s3, item)
    for step, outcome in outcomes:
        number = "1" if outcome == "made" else None
        who = DECIDER if step == "decision" else CLERK
        record_outcome(world, who, case.no, step, Finding(outcome=outcome, number=number))
    found = world.cases.load(case.no)
    assert found is not None
    return found


def order_of(case: Case) -> str:
    """The number of what the one open task has ordered."""
    (task,) = case.tasks
    return case.order(task)


def sqs_job(handler: str, body: object) -> Job:
    record = {"messageId": uuid4().hex, "body": json.dumps(body), "eventSource": "aws:sqs"}
    return {"handler": handler, "event": {"Records": [record]}}


def api_job(
    method: str, resource: str, parameters: dict[str, str], body: object, headers: dict[str, str]
) -> Job:
    event = {
        "requestContext": {"httpMethod": method, "resourcePath": resource, "identity": {}, "path": resource},
        "path": resource,
        "headers": {"content-type": "application/json", **headers},
        "multiValueHeaders": {},
        "multiValueQueryStringParameters": None,
        "pathParameters": parameters,
        "stageVariables": None,
        "isBase64Encoded": False,
        "body": json.dumps(body),
    }
    return {"handler": "api", "event": event}


def _last_upload(world: AwsPorts, s3: Any, _: StandingTime) -> tuple[str, Job]:
    case = opened(world, "automatic-import-licence")
    *others, last = case.open_materials
    for material in others:
        receive_upload(world, put(s3, case, material))
    return case.no, _upload_job(put(s3, case, last))


def _upload_job(arrival: Arrival) -> Job:
    place = {"key": arrival.key, "versionId": arrival.version, "sequencer": arrival.sequencer}
    return sqs_job("on_upload", {"Records": [{"s3": {"object": {**place, "size": arrival.size}}}]})


def _corrected(world: AwsPorts, s3: Any, _: StandingTime) -> tuple[str, Job]:
    case = supplied(world, s3, "automatic-import-licence")
    name = next(name for name, need in case.needs.items() if need.uploaded)
    line = Line(material=name, problem="不清晰", mend="重新扫描")
    asked = record_outcome(world, CLERK, case.no, "pre-review", Finding(outcome="correct", lines=(line,)))
    return case.no, _upload_job(put(s3, asked.case, name))


def _silence(world: AwsPorts, s3: Any, time: StandingTime) -> tuple[str, Job]:
    time.reach_monday()
    case = supplied(world, s3, "automatic-import-licence")
    reply = next(run for run in case.clocks.values() if run.clock == "reply")
    time.reach(reply.ends_at)
    return case.no, sqs_job("on_due_work", {"kind": "clock", "key": f"{case.no}#{reply.clock}"})


def _outcome(world: AwsPorts, s3: Any, _: StandingTime) -> tuple[str, Job]:
    case = supplied(world, s3, "aquaculture-permit")
    headers = {"authorization": f"Bearer {_token('agriculture-1')}", "idempotency-key": uuid4().hex}
    parameters = {"no": case.no, "step": "pre-review"}
    return case.no, api_job("POST", "/cases/{no}/steps/{step}", parameters, {"outcome": "pass"}, headers)


def _booking(world: AwsPorts, s3: Any, _: StandingTime) -> tuple[str, Job]:
    case = at_step(world, s3, "aquaculture-permit", ("pre-review", "pass"))
    return case.no, sqs_job("on_effect", {"case": case.no, "effect": order_of(case)})


def _document(world: AwsPorts, s3: Any, _: StandingTime) -> tuple[str, Job]:
    steps = (("pre-review", "pass"), ("review", "pass"), ("decision", "grant"))
    case = at_step(world, s3, "investment-project-filing", *steps, ("licence", "made"))
    return case.no, sqs_job("on_effect", {"case": case.no, "effect": order_of(case)})


def _parcel(world: AwsPorts, s3: Any, time: StandingTime) -> tuple[str, Job]:
    case = at_step(world, s3, "aquaculture-permit", ("pre-review", "pass"))
    run_effect(world, case.no, order_of(case))
    found = world.cases.load(case.no)
    assert found is not None
    parcel = found.shipments[order_of(case)]
    time.reach(world.clock.now() + ON_ITS_WAY)
    return case.no, sqs_job("on_due_work", {"kind": "waybill", "key": f"{parcel.carrier}#{parcel.number}"})


def _token(person: str) -> str:
    """As the local sign-on gives it on the command line."""
    return post_form(f"{settings().oidc_issuer}/people/{person}/token", {}, 30).decode()


STATIONS = (
    Station("the last upload", _last_upload),
    Station("a corrected upload", _corrected),
    Station("silence that accepts", _silence),
    Station("an outcome over HTTP", _outcome),
    Station("a courier ordered", _booking),
    Station("an electronic licence issued", _document),
    Station("a parcel asked after", _parcel),
)
