"""A data folder through its life: a release of one's own, killed emulators, a stop, another rate of time."""

from __future__ import annotations

import json
import os
import shutil
import signal
import stat
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import chain, repeat
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from chalicelib.ports.people.identity import Staff, StaffRole
from infra.local import __main__ as runner
from infra.local import replay as replaying
from infra.local import samples
from infra.local.__main__ import point_to
from infra.local.cloud import EmbeddedCloud
from infra.local.ministack import ACCOUNT
from infra.local.people import Applicant, Officer, ask
from infra.local.publish import put_in_force
from infra.local.replay import PATIENCE_SECONDS
from infra.package import ROOT, Package
from tests.waiting import until
from tests.whole import readme_commands as readme

TRY_IT = "Try it, in a second window while it serves (with `PORT=`, that port instead of 8000):"

RULES = ROOT / "rules" / "licang"
ITEM = "automatic-import-licence"
KILLS = 2


@dataclass
class Life:
    """What the first run left to the second."""

    data: Path
    release: str = ""
    token: str = ""
    time: datetime | None = None
    told: list[str] = field(default_factory=list)
    cases: list[dict[str, Any]] = field(default_factory=list)
    places: list[dict[str, Any]] = field(default_factory=list)
    modes: dict[str, int] = field(default_factory=dict)


def kill_emulator(cloud: EmbeddedCloud, life: Life) -> None:
    """As hard as can be; back is the cloud when it says so."""
    [emulator] = [each for each in cloud._watched if "embedded cloud" in each.name]
    backs = sum("is there again" in line for line in life.told)
    os.kill(emulator.child.pid, signal.SIGKILL)
    until(lambda: sum("is there again" in line for line in life.told), lambda n: n > backs)


def edited(folder: Path) -> Path:
    """The region's rules with another hall, as its own release."""
    copy = Path(shutil.copytree(RULES, folder / "licang"))
    region = copy / "region.yaml"
    text = region.read_text(encoding="utf-8")
    assert "hall:" in text
    lines = [line for line in text.splitlines() if line.strip().startswith("phone:")]
    region.write_text(text.replace(lines[0], lines[0].split(":")[0] + ': "0532-87654321"'), encoding="utf-8")
    return copy


def modes(folder: Path) -> dict[str, int]:
    """
    The mode of every file and folder in ``folder``, links left out.

    The cloud goes on writing meanwhile, a new file beside the old one and then in its place: a name that
    was listed may be gone when it is looked at.
    """
    found = {str(folder): folder.stat().st_mode & 0o777}
    for parent, folders, files in os.walk(folder):
        for name in folders + files:
            with suppress(FileNotFoundError):
                state = os.lstat(Path(parent, name))
                if not stat.S_ISLNK(state.st_mode):
                    found[str(Path(parent, name))] = state.st_mode & 0o777
    return found


def opened_and_supplied(cloud: EmbeddedCloud, life: Life) -> None:
    applicant = Applicant(cloud.portal_url)
    case = applicant.open(ITEM)
    life.cases.append(case)
    for line in case["materials"]:
        if line["upload"]:
            applicant.put(line["upload"], samples.pdf(line["material"]))


@pytest.fixture(scope="module")
def life(packaged: Package, tmp_path_factory: pytest.TempPathFactory) -> Life:
    """
    The first run: it puts a release of its own in force, takes cases and files, and its emulator is killed,
    right after an answer, ``KILLS`` times.
    """
    data = tmp_path_factory.mktemp("kept") / "data"
    life = Life(data)
    with EmbeddedCloud(data=data, rate=3600, tell=life.told.append) as cloud:
        release, new = put_in_force(cloud, edited(tmp_path_factory.mktemp("rules")))
        assert new, "nothing was in force"
        life.release = release.digest
        for _ in range(KILLS):
            opened_and_supplied(cloud, life)
            kill_emulator(cloud, life)
        dead = next(
            url for url in cloud.client("sqs").list_queues()["QueueUrls"] if "UploadsDeadLetters" in url
        )
        cloud.client("sqs").send_message(QueueUrl=dead, MessageBody="a dead letter")
        until((data / "queues.json").read_text, lambda text: "a dead letter" in text)
        case = Applicant(cloud.portal_url).open(ITEM)
        life.cases.append(case)
        life.places = [line["upload"] for line in case["materials"] if line["upload"]]
        life.token = cloud.token(Staff(id="clerk", units=("*",), roles=(StaffRole.OFFICER,)))
        life.modes = modes(data)
        life.time = cloud.now()
    return life


@pytest.fixture(scope="module")
def second(life: Life) -> Iterator[EmbeddedCloud]:
    """The run after it, in real time."""
    with EmbeddedCloud(data=life.data, rate=1, tell=life.told.append) as cloud:
        yield cloud


def test_nothing_that_was_answered_before_a_kill_is_lost(life: Life, second: EmbeddedCloud) -> None:
    applicant = Applicant(second.portal_url)
    for case in life.cases[:KILLS]:
        look = lambda case=case: applicant.see(case["no"], case["query_code"])  # noqa: E731
        shown = until(look, lambda shown: shown["channel"] is not None)
        assert all(
            line["files"] for line in shown["materials"] if line["required"] and not line.get("on_paper")
        )


def test_messages_that_lay_there_still_do(life: Life, second: EmbeddedCloud) -> None:
    queues = second.client("sqs")
    [dead] = [url for url in queues.list_queues()["QueueUrls"] if "UploadsDeadLetters" in url]
    [letter] = queues.receive_message(QueueUrl=dead, VisibilityTimeout=0)["Messages"]
    assert letter["Body"] == "a dead letter"


def test_every_restart_was_told_in_words(life: Life) -> None:
    assert sum("意外停止" in line and "signal 9" in line for line in life.told) == KILLS
    assert not any("damaged" in line for line in life.told)


def test_what_was_in_force_stays_in_force(life: Life, second: EmbeddedCloud) -> None:
    release, new = put_in_force(second, RULES)
    assert (release.digest, new) == (life.release, False)
    assert _pointers(second, "licang") == [life.release]
    assert _pointers(second, "demo-linshan") == [], "another region begins with nothing in force"


def _pointers(cloud: EmbeddedCloud, region: str) -> list[str]:
    key = {"pk": {"S": f"RELEASE#{region}"}, "sk": {"S": "ACTIVE"}}
    row = cloud.client("dynamodb").get_item(TableName=cloud.table, Key=key).get("Item")
    return [row["digest"]["S"]] if row else []


def test_time_goes_on_from_where_it_was_though_the_rate_is_another(life: Life, second: EmbeddedCloud) -> None:
    assert life.time is not None
    health = ask("GET", f"{second.portal_url}/health")
    opened = Applicant(second.portal_url).open(ITEM)
    row = {"pk": {"S": f"CASE#{opened['no']}"}, "sk": {"S": "EVENT#000001"}}
    head = second.client("dynamodb").query(
        TableName=second.table,
        KeyConditionExpression="pk = :pk",
        ExpressionAttributeValues={":pk": row["pk"]},
    )["Items"]
    times = sorted(set(_moments(json.dumps(head, default=str))))
    assert times, health
    assert times[0] >= life.time - timedelta(seconds=1)
    assert times[-1] <= second.now() + timedelta(days=60)


def _moments(text: str) -> Iterator[datetime]:
    import re

    for found in re.findall(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|\+\d\d:\d\d)", text):
        yield datetime.fromisoformat(found)


def test_tokens_query_codes_and_places_to_upload_to_of_the_first_run_still_open(
    life: Life, second: EmbeddedCloud
) -> None:
    assert isinstance(Officer(second.portal_url, life.token).desk("hall"), list)
    applicant, case = Applicant(second.portal_url), life.cases[KILLS]
    for place in life.places:
        applicant.put(place, samples.pdf(place["url"][-40:-20]))
    until(lambda: applicant.see(case["no"], case["query_code"]), lambda shown: shown["channel"] is not None)


def test_a_replay_on_kept_data_opens_and_counts_its_own_cases(life: Life, second: EmbeddedCloud) -> None:
    """Its cases take weeks of real time: once they have been opened, its patience is over."""
    release, _ = put_in_force(second, RULES)
    seconds = chain([0.0] * 3, repeat(PATIENCE_SECONDS + 1.0))  # it begins, sets its end, and looks once
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(replaying, "time", SimpleNamespace(monotonic=lambda: next(seconds)))
        report = replaying.replay(second, release, 2)
    numbers = {errand.no for errand in report._errands}
    assert len(numbers) == 2
    assert "" not in numbers
    assert not numbers & {case["no"] for case in life.cases}


@pytest.mark.skipif(shutil.which("curl") is None, reason="the commands are made with curl")
def test_every_command_of_the_readme_works_as_printed_on_a_data_folder(
    second: EmbeddedCloud, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = readme.workplace(tmp_path)
    monkeypatch.setattr(runner, "RUN_FOLDER", place / "build" / "cloud")
    assert point_to(second.folder / "environment") == second.folder / "environment"
    assert ITEM in readme.run(
        readme.block(TRY_IT).replace("head -c 400", "cat"),
        place,
        second.portal_url,
    )
    commands = readme.block("A case by hand:").splitlines(keepends=True)
    look = next(n for n, line in enumerate(commands) if "cases/$NO -H" in line)
    known = "".join(line for line in commands if line.startswith(("NO=", "CODE=")))
    readme.run("".join(commands[:look]), place, second.portal_url)
    case = json.loads((place / "build" / "case.json").read_text())
    applicant = Applicant(second.portal_url)
    until(lambda: applicant.see(case["no"], case["query_code"]), lambda shown: shown["channel"] is not None)
    told = readme.run(known + "".join(commands[look:]), place, second.portal_url)
    assert told.count(case["no"]) >= 3, "looked at, found on the work list, decided upon"
    assert '"status": 4' not in told


def test_nothing_in_the_folder_is_open_to_anybody_else(life: Life, second: EmbeddedCloud) -> None:
    now = modes(life.data)
    kinds = {Path(path).name for path in life.modes | now}
    assert {
        "identity.json",
        "clock.json",
        "queues.json",
        "environment",
        "ministack.log",
    } <= kinds
    assert any(path.endswith(".pdf") or "/uploads/" in path for path in now)
    for path, mode in (life.modes | now).items():
        assert mode in {0o700, 0o600}, path
    assert {path: mode for path, mode in modes(second._scratch).items() if mode & 0o077} == {}


def test_files_told_of_before_a_kill_lie_where_they_were(life: Life, second: EmbeddedCloud) -> None:
    listed = second.client("s3").list_objects_v2(Bucket=second.uploads_bucket)["Contents"]
    on_disk = life.data / "s3" / ACCOUNT / second.uploads_bucket
    assert len(listed) >= KILLS
    assert on_disk.is_dir()
