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
from typing import Any, NamedTuple

import pytest

from chalicelib import wiring
from chalicelib.adapters.clock import Clock
from chalicelib.adapters.dynamodb.rows import text
from chalicelib.authoring.checking.load import load
from chalicelib.decisions.forms.form import Where
from chalicelib.decisions.forms.model import Release
from chalicelib.decisions.forms.region import Calendar
from infra.local.carrier import serve
from infra.local.carrier_desk import Account, Carrier
from infra.local.cloud import EmbeddedCloud
from infra.package import ROOT, Package
from tests.adapters.office import forget
from tests.adapters.releases import put_in_force
from tests.whole.stations import ON_ITS_WAY, STATIONS, Job, StandingTime, Station


class Process:
    """The process that can be killed in its work (``tests.whole.dying``)."""

    def __init__(self, environment: dict[str, str], time: StandingTime) -> None:
        self._time = time
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
        self._process.stdin.write(json.dumps(job | {"now": self._time.real()}) + "\n")
        self._process.stdin.flush()
        answer: dict[str, Any] = json.loads(self._process.stdout.readline())
        return answer

    def stop(self) -> None:
        self._process.communicate()


@pytest.fixture(scope="module")
def quiet_cloud(packaged: Package, tmp_path_factory: pytest.TempPathFactory) -> Iterator[EmbeddedCloud]:
    """An embedded cloud in which no trigger fires: only what a test does happens."""
    with EmbeddedCloud(folder=tmp_path_factory.mktemp("quiet")) as cloud:
        functions = cloud.client("lambda")
        for mapping in functions.list_event_source_mappings()["EventSourceMappings"]:
            functions.update_event_source_mapping(UUID=mapping["UUID"], Enabled=False)
        yield cloud


@pytest.fixture(scope="module")
def time() -> StandingTime:
    return StandingTime()


@pytest.fixture(scope="module")
def carrier(quiet_cloud: EmbeddedCloud, time: StandingTime) -> Carrier:
    """A carrier with the account of the cloud's own, by the time of the test."""
    keys = quiet_cloud.identity.keys
    account = Account(keys["KUAIDI100_CUSTOMER"], keys["KUAIDI100_KEY"], keys["KUAIDI100_SECRET"])
    return Carrier(account, Clock(real=time.real).now)


@pytest.fixture(scope="module")
def environment(quiet_cloud: EmbeddedCloud, carrier: Carrier) -> Iterator[dict[str, str]]:
    server = serve(carrier)
    threading.Thread(target=server.serve_forever).start()
    address = f"http://127.0.0.1:{server.server_port}"
    yield quiet_cloud.environment() | {"KUAIDI100_URL": address, "KUAIDI100_ORDER_URL": address}
    server.shutdown()
    server.server_close()


@pytest.fixture(scope="module")
def world(environment: dict[str, str], time: StandingTime) -> Iterator[wiring.AwsPorts]:
    with pytest.MonkeyPatch.context() as patch:
        for name, value in environment.items():
            patch.setenv(name, value)
        forget()
        made = wiring.AwsPorts()
        vars(made)["clock"] = Clock(real=time.real)
        rules = _with_calendars(load(Path(ROOT / "rules" / "licang")))
        put_in_force(made.releases, rules, made.clock.now())
        yield made
        forget()


def _with_calendars(release: Release) -> Release:
    """Years pass: a day without a published calendar would be provisional, and never runs out."""
    now = datetime.now(UTC).year
    plain = {y: _calendar(y) for y in range(now, now + 30) if y not in release.calendars}
    return release.model_copy(update={"calendars": release.calendars | plain})


def _calendar(year: int) -> Calendar:
    where = Where(file=f"calendars/{year}.yaml", line=1)
    return Calendar(year=year, off=(), worked=(), source="made up for the test", where=where)


@pytest.fixture(scope="module")
def process(environment: dict[str, str], world: wiring.AwsPorts, time: StandingTime) -> Iterator[Process]:
    running = Process({**os.environ, **environment}, time)
    yield running
    running.stop()


@pytest.fixture
def stage(
    quiet_cloud: EmbeddedCloud, world: wiring.AwsPorts, process: Process, carrier: Carrier, time: StandingTime
) -> Stage:
    return Stage(quiet_cloud, world, process, carrier, time)


@pytest.mark.parametrize("station", STATIONS, ids=lambda station: station.name)
@pytest.mark.parametrize("after", [False, True], ids=["before the request", "after its answer"])
def test_a_function_killed_at_any_request_and_called_again_leaves_the_same_case(
    stage: Stage, station: Station, after: bool
) -> None:
    undisturbed, requests = _run(stage, station, None, after)
    assert requests > 2, "there is nothing to be killed in"
    for die_at in range(1, requests + 1):
        disturbed, _ = _run(stage, station, die_at, after)
        assert disturbed == undisturbed, f"killed at request {die_at} of {requests}"


class Stage(NamedTuple):
    """What a station is reached and left in."""

    cloud: EmbeddedCloud
    world: wiring.AwsPorts
    process: Process
    carrier: Carrier
    time: StandingTime


def _run(stage: Stage, station: Station, die_at: int | None, after: bool) -> tuple[dict[str, Any], int]:
    no, job = station.reach(stage.world, stage.cloud.client("s3"), stage.time)
    if die_at is not None:
        answer = stage.process.do(job | {"die_at": die_at, "after": after})
        assert answer == {"died": True}, f"{station.name} was to die at request {die_at}"
    requests = _done(stage.process, job)
    while (due := _still_due(stage.world, no)) is not None:
        stage.time.reach(due)
        _done(stage.process, job)
    return _picture(stage, no), requests


def _done(process: Process, job: Job) -> int:
    """How many requests a job took that nothing disturbed."""
    answer = process.do(job)
    assert not answer["died"]
    assert not (isinstance(answer["result"], dict) and answer["result"].get("batchItemFailures")), answer
    return int(answer["requests"])


def _still_due(world: wiring.AwsPorts, no: str) -> datetime | None:
    """
    When to ask again after a parcel of which nothing was heard yet; None if there is none. A poller killed
    after it took the right to ask leaves that right to run out.
    """
    case = world.cases.load(no)
    assert case is not None
    for parcel in case.shipments.values():
        waybill = world.cases.waybill(f"{parcel.carrier}#{parcel.number}") if parcel.number else None
        if waybill and waybill.due and world.clock.now() >= waybill.booked_at + ON_ITS_WAY:
            return waybill.due
    return None


def _picture(stage: Stage, no: str) -> dict[str, Any]:
    """Everything the table and the carrier know of a case, without what differs from case to case."""
    cloud, world = stage.cloud, stage.world
    loaded = world.cases.load_with_files(no)
    assert loaded is not None
    case = loaded.case
    rows = cloud.client("dynamodb").query(
        TableName=cloud.table,
        KeyConditionExpression="pk = :pk",
        ExpressionAttributeValues={":pk": text(f"CASE#{no}")},
    )["Items"]
    own = {no: "NO"} | {file.id: str(file.name) for file in loaded.files.known}
    own |= {place.token: "PLACE" for place in loaded.files.places.values()}
    orders = stage.carrier.books()["parcels"]
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
_TIMES |= {"asked_at", "answered_at", "signed_at", "issued_at", "erasure_at"}
_TIMES |= {"received_on", "accepted_on", "statutory_due", "promised_due", "issued_on"}  # what notices tell
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
