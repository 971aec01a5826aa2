"""A function killed in the middle of a commit, its message delivered again: the case as if undisturbed."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import threading
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from chalicelib import wiring
from chalicelib.adapters.dynamodb.rows import text
from chalicelib.authoring.load import load
from chalicelib.decisions.form import Where
from chalicelib.decisions.model import Release
from chalicelib.decisions.region import Calendar
from infra.local.cloud import EmbeddedCloud
from infra.local.people import ask
from infra.package import ROOT, Package
from tests.adapters.office import forget
from tests.adapters.releases import put_in_force
from tests.whole.stations import STATIONS, Job, Station

SPEED = 360_000
"""A hundred simulated hours a second: a parcel is there within one."""


class Process:
    """The process that can be killed in its work (``tests.whole.dying``)."""

    def __init__(self, environment: dict[str, str]) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.whole.dying"],
            cwd=ROOT,
            env=environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def do(self, job: Job) -> dict[str, Any]:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps(job) + "\n")
        self._process.stdin.flush()
        answer: dict[str, Any] = json.loads(self._process.stdout.readline())
        return answer

    def stop(self) -> None:
        self._process.communicate()


@pytest.fixture(scope="module")
def quiet_cloud(packaged: Package, tmp_path_factory: pytest.TempPathFactory) -> Iterator[EmbeddedCloud]:
    """An embedded cloud in which no trigger fires: only what a test does happens."""
    with EmbeddedCloud(folder=tmp_path_factory.mktemp("quiet"), rate=SPEED) as cloud:
        functions = cloud.client("lambda")
        for mapping in functions.list_event_source_mappings()["EventSourceMappings"]:
            functions.update_event_source_mapping(UUID=mapping["UUID"], Enabled=False)
        yield cloud


@pytest.fixture(scope="module")
def world(quiet_cloud: EmbeddedCloud) -> Iterator[wiring.Cloud]:
    with pytest.MonkeyPatch.context() as patch:
        for name, value in quiet_cloud.environment().items():
            patch.setenv(name, value)
        forget()
        made = wiring.Cloud()
        rules = _with_calendars(load(Path(ROOT / "rules" / "licang")))
        put_in_force(made.releases, rules, made.clock.now())
        yield made
        forget()


def _with_calendars(release: Release) -> Release:
    """Simulated years pass: a day without a published calendar would be provisional, and never runs out."""
    now = datetime.now(UTC).year
    plain = {y: _calendar(y) for y in range(now, now + 40) if y not in release.calendars}
    return release.model_copy(update={"calendars": release.calendars | plain})


def _calendar(year: int) -> Calendar:
    where = Where(file=f"calendars/{year}.yaml", line=1)
    return Calendar(year=year, off=(), worked=(), source="made up for the test", where=where)


@pytest.fixture(scope="module")
def process(quiet_cloud: EmbeddedCloud, world: wiring.Cloud) -> Iterator[Process]:
    running = Process({**os.environ, **quiet_cloud.environment()})
    yield running
    running.stop()


@pytest.mark.parametrize("station", STATIONS, ids=lambda station: station.name)
@pytest.mark.parametrize("after", [False, True], ids=["before the request", "after its answer"])
def test_a_function_killed_at_any_request_and_called_again_leaves_the_same_case(
    quiet_cloud: EmbeddedCloud, world: wiring.Cloud, process: Process, station: Station, after: bool
) -> None:
    undisturbed, requests = _run(quiet_cloud, world, process, station, None, after)
    assert requests > 2, "there is nothing to be killed in"
    for die_at in range(1, requests + 1):
        disturbed, _ = _run(quiet_cloud, world, process, station, die_at, after)
        assert disturbed == undisturbed, f"killed at request {die_at} of {requests}"


def _run(
    cloud: EmbeddedCloud,
    world: wiring.Cloud,
    process: Process,
    station: Station,
    die_at: int | None,
    after: bool,
) -> tuple[dict[str, Any], int]:
    no, job = station.reach(world, cloud.client("s3"))
    _until_parcels_are_there(world, no)
    if die_at is not None:
        answer = _done(process, job | {"die_at": die_at, "after": after})
        assert answer == {"died": True}, f"{station.name} was to die at request {die_at}"
    requests = int(_done(process, job)["requests"])
    while _still_due(world, no):
        assert process.do(job)["died"] is False
    return _picture(cloud, world, no), requests


def _done(process: Process, job: Job) -> dict[str, Any]:
    """
    What came of a job in the end. Simulated days pass by the second: where one passes in the middle of an
    order, the order comes again, as the queue would bring it.
    """
    while True:
        answer = process.do(job)
        result = answer.get("result")
        if not (isinstance(result, dict) and result.get("batchItemFailures")):
            return answer


def _until_parcels_are_there(world: wiring.Cloud, no: str) -> None:
    """Simulated days pass by themselves; a parcel on its way is at its end after three."""
    case = world.cases.load(no)
    assert case is not None
    parcels = [parcel for parcel in case.shipments.values() if parcel.number]
    for parcel in parcels:
        waybill = world.cases.waybill(f"{parcel.carrier}#{parcel.number}")
        assert waybill is not None
        while (world.clock.now() - waybill.booked_at).days < 3:
            threading.Event().wait(0.05)


def _still_due(world: wiring.Cloud, no: str) -> bool:
    """A poller killed after it took the right to ask leaves that right to run out: asked again later."""
    case = world.cases.load(no)
    assert case is not None
    for parcel in case.shipments.values():
        waybill = parcel.number and world.cases.waybill(f"{parcel.carrier}#{parcel.number}")
        if waybill and waybill.due is not None and parcel.status != "requested":
            return True
        if waybill and waybill.events == () and (world.clock.now() - waybill.booked_at).days >= 3:
            return True
    return False


def _picture(cloud: EmbeddedCloud, world: wiring.Cloud, no: str) -> dict[str, Any]:
    """Everything the table and the carrier know of a case, without what differs from case to case."""
    loaded = world.cases.load_with_files(no)
    assert loaded is not None
    case = loaded.case
    rows = cloud.client("dynamodb").query(
        TableName=cloud.table,
        KeyConditionExpression="pk = :pk",
        ExpressionAttributeValues={":pk": text(f"CASE#{no}")},
    )["Items"]
    own = {no: "NO"} | {file.id: file.name for file in loaded.files.known}
    orders = ask("GET", f"{cloud.carrier_url}/control")["parcels"]
    return {
        "version": case.version,
        "stage": (case.channel, tuple(case.tasks), case.lanes, case.rounds, case.settled, case.state),
        "events": [_plain(event.model_dump(mode="json"), no) for event in world.cases.events(no)],
        "files": [(file.material, file.name, file.refused) for file in loaded.files.known],
        "custody": {paper: holding.holder for paper, holding in case.custody.items()},
        "shipments": {order.replace(no, "NO"): parcel.status for order, parcel in case.shipments.items()},
        "rows": sorted((_without(row["sk"]["S"], own), row.get("state", {}).get("S")) for row in rows),
        "carrier": sum(1 for order in orders if no in json.dumps(order)),
    }


_TIMES = {"at", "due", "on", "day", "since", "until", "pick_up", "started_at", "ends_at", "next_at"}
_OWN = _TIMES | {"number", "version", "sequencer", "sha256", "code_digest"}
_DIGEST = re.compile(r"\b[0-9a-f]{64}\b")
"""A digest of files is one of their names, too, in which the number of the case stands."""


def _without(text: str, own: dict[str, str]) -> str:
    for name, plain in own.items():
        text = text.replace(name, plain)
    return text


def _plain(content: Any, no: str) -> Any:
    match content:
        case dict():
            return {key: _plain(value, no) for key, value in content.items() if key not in _OWN}
        case list():
            return [_plain(value, no) for value in content]
        case str():
            return _DIGEST.sub("DIGEST", content.replace(no, "NO"))
        case _:
            return content
