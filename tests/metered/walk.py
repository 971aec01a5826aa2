"""
One case from its opening to its end through the handlers of ``app.py``, every call of it counted.

The table, the buckets and the queues are in this process; the clock and the carrier are the test's own.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any
from urllib.parse import quote_plus

import boto3

import app
from chalicelib import wiring
from chalicelib.adapters.clock import Clock
from chalicelib.cases.parcels.status import ShipmentStatus
from chalicelib.decisions.forms.model import Release
from chalicelib.decisions.plans import find_step
from chalicelib.ports.people.identity import Staff
from chalicelib.ports.sealing import Place
from infra.local.officers import others
from infra.local.samples import pdf
from tests.adapters.moto_cloud import all_rows
from tests.adapters.office import Office, application, call, open_office
from tests.fakes import Carrier, Hands
from tests.metered.meter import Meter

STATIONS = (
    ShipmentStatus.PICKED_UP,
    ShipmentStatus.IN_TRANSIT,
    ShipmentStatus.OUT_FOR_DELIVERY,
    ShipmentStatus.DELIVERED,
)
"""So often a parcel is asked after, each time with news."""


class MeteredOffice:
    """An office whose calls are counted."""

    def __init__(self, office: Office, meter: Meter) -> None:
        self.office, self.meter = office, meter
        self.clock, self.carrier = Hands(), Carrier(lambda: self.clock.now())
        turned = Clock(real=lambda: self.clock.now().timestamp())
        vars(wiring.ports()).update(clock=turned, couriers=self.carrier)
        self._warm()

    def _warm(self) -> None:
        """What a function reads once, when it starts, belongs to no case."""
        world = wiring.ports()
        wiring.secrets(), wiring.chain_keys(), wiring.query_code_key()
        world.revocations.looked_at = float("inf")  # else every ten seconds, however many cases there are
        world.revocations.revoked("nobody", world.real_clock.now())
        world.releases._seconds = lambda: 0.0  # else what is in force is read anew every fifteen, as well
        world.releases.get(world.releases.active(world.region))
        world.sealer.seal(Place("cases", "CASE#0", "HEAD#PARTIES", 1), b"whoever comes first in a quarter")
        world.sealer.digest("name", "whoever is found first")

    def tell(self, kind: str, function: Any, message: object) -> None:
        """A function is handed a message."""
        with self.meter.call(kind):
            assert call(function, message) == []

    def settle(self) -> None:
        """What the stream reports goes to the queue, and from there to be done."""
        for case, effect in self._new_effects():
            keys = {"pk": {"S": f"CASE#{case}"}, "sk": {"S": f"EFFECT#{effect}"}}
            record = {"eventID": "1", "eventName": "INSERT", "dynamodb": {"Keys": keys}}
            with self.meter.call("effects told of"):
                app.on_case_events({"Records": [record]}, None)
            [message] = self.office.waiting("EFFECTS_QUEUE")
            self.tell("an effect", app.on_effect, message)

    def _new_effects(self) -> list[tuple[str, str]]:
        rows = all_rows(boto3.client("dynamodb"), self.office.variables["TABLE"])
        return [
            (row["pk"]["S"].removeprefix("CASE#"), row["sk"]["S"].removeprefix("EFFECT#"))
            for row in rows
            if row.get("state") == {"S": "open"}
        ]


@contextmanager
def metered_office(rules: Release | None = None) -> Iterator[MeteredOffice]:
    meter = Meter()
    with open_office(rules) as office, meter.installed():
        yield MeteredOffice(office, meter)


class Walk:
    """
    A case on its ordinary way: files, outcomes by HTTP with an idempotency key each, parcels asked after at
    every station; looked at twice, when it is decided and when it is over.
    """

    def __init__(self, at: MeteredOffice, item: str) -> None:
        self.at, self.files = at, 0
        with at.meter.call("POST /cases"):
            answer = at.office.ask("POST", "/cases", application(item), Idempotency_Key=f"opening of {item}")
        assert answer.status_code == 201, answer.body
        self.no, self.code = str(answer.json_body["no"]), str(answer.json_body["query_code"])
        self._materials = answer.json_body["materials"]

    def to_the_end(self) -> None:
        for each in self._materials:
            if each["open"]:
                self.send(each["material"])
        with self.at.meter.call("GET /cases"):
            self.look()
        while (case := self.look())["stage"] != "closed":
            self.at.clock.pass_by(minutes=10)
            self.go_on(case)
        with self.at.meter.call("GET /cases"):
            self.look()

    def look(self) -> dict[str, Any]:
        answer = self.at.office.ask("GET", f"/cases/{self.no}", X_Query_Code=self.code)
        assert answer.status_code == 200, answer.body
        return dict(answer.json_body)

    def send(self, material: str) -> None:
        """A file is put, and S3 tells of it."""
        self.files += 1
        key, bucket = f"uploads/{self.no}/{material}/file", self.at.office.variables["UPLOADS_BUCKET"]
        content = pdf(f"{material} {self.no}")
        kept = boto3.client("s3").put_object(Bucket=bucket, Key=key, Body=content)
        thing = {
            "key": quote_plus(key, safe="/"),
            "versionId": kept["VersionId"],
            "sequencer": f"{self.files:016X}",
            "size": len(content),
        }
        record = {"eventName": "ObjectCreated:Put", "s3": {"object": thing}}
        self.at.tell("a file", app.on_upload, {"Records": [record]})

    def go_on(self, case: dict[str, Any]) -> None:
        """What waits is done: a task of staff, else effects and the parcels that they order."""
        step = self._of_staff(case)
        if step is None:
            self.at.settle()
            self._carry()
        else:
            self._end(case, step)

    def _of_staff(self, case: dict[str, Any]) -> str | None:
        """The step of the first open task that a person ends."""
        plan = wiring.ports().releases.get(case["release"]).plans[case["channel"]]
        steps = [each["step"] for each in case["tasks"]]
        return next((name for name in steps if find_step(plan, name).by == "staff"), None)

    def _end(self, case: dict[str, Any], name: str) -> None:
        """The step's first outcome, by somebody who has ended none before."""
        release = wiring.ports().releases.get(case["release"])
        step = find_step(release.plans[case["channel"]], name)
        outcome = step.outcomes[0]
        unit = next(task["unit"] for task in case["tasks"] if task["step"] == name)
        body: dict[str, Any] = {"outcome": outcome.outcome}
        body |= {"number": f"证照-{self.no}"} if outcome.number else {}
        body |= {"officers": others(release.units, unit, case["item"], max(0, step.officers - 1))}
        who = self.at.office.token(Staff(id=f"s-{case['version']}", units=("*",)))
        key = {"Idempotency_Key": f"{name} {case['version']}"}
        with self.at.meter.call("an outcome"):
            answer = self.at.office.ask("POST", f"/cases/{self.no}/steps/{name}", body, **who, **key)
        assert answer.status_code == 200, answer.body

    def _carry(self) -> None:
        """The parcel under way goes from station to station, and is asked after at each."""
        for parcel in self.look()["shipments"]:
            if parcel["number"] is None or parcel["status"] in ("delivered", "cancelled"):
                continue
            for status in STATIONS:
                key = f"{parcel['carrier']}#{parcel['number']}"
                waybill = wiring.ports().cases.waybill(key)
                assert waybill is not None
                assert waybill.due is not None
                self.at.clock.at = max(waybill.due, self.at.clock.at + timedelta(minutes=1))
                self.at.carrier.tell(parcel["number"], status)
                self.at.tell("a poll with news", app.on_due_work, {"kind": "waybill", "key": key})
