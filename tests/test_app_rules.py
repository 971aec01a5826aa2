"""The trigger of the rules bucket: what policy staff drop comes out published, with a report beside it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote_plus

import boto3
import pytest

import app
from chalicelib import wiring
from chalicelib.ports.people.identity import CloudUser
from chalicelib.services.errors import Problem
from chalicelib.services.releases.activate_release import activate_release
from chalicelib.services.releases.approve_release import approve_release
from chalicelib.services.releases.callers import caller
from tests.adapters.a_case import LICANG
from tests.adapters.office import FOOD, NAME, PHONE, Office, call, open_office
from tests.fakes import whole_licang as release
from tests.services.releases.bookshelf import claimed

pytestmark = pytest.mark.usefixtures("checked_once")
PERMIT = "aquaculture-permit"
AUTHOR = "AWS:AIDA0EXAMPLE"
APPROVER = caller(CloudUser("li", "AIDA1EXAMPLE"), "李审", "desk")


@pytest.fixture(scope="module")
def office() -> Iterator[Office]:
    with open_office(release()) as running:
        yield running


@pytest.fixture
def bucket(office: Office) -> Iterator[str]:
    """The rules bucket with the region's folder dropped into it."""
    s3, name = boto3.client("s3"), office.variables["RULES_BUCKET"]
    for file in LICANG.rglob("*.yaml"):
        s3.put_object(Bucket=name, Key=_key(file.relative_to(LICANG).as_posix()), Body=file.read_bytes())
    yield name
    for thing in s3.list_objects_v2(Bucket=name, Prefix="incoming/")["Contents"]:
        s3.delete_object(Bucket=name, Key=thing["Key"])
    office.activate(release())


def _key(path: str) -> str:
    return f"incoming/licang/{path}"


def edit(bucket: str, path: str, *changes: tuple[str, str]) -> None:
    """Drop a changed file."""
    text = (LICANG / path).read_text(encoding="utf-8")
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    boto3.client("s3").put_object(Bucket=bucket, Key=_key(path), Body=text.encode())


def told(*paths: str, by: str = AUTHOR) -> dict[str, Any]:
    """S3's message about these files."""
    return {
        "Records": [
            {
                "eventName": "ObjectCreated:Put",
                "userIdentity": {"principalId": by},
                "s3": {"object": {"key": quote_plus(_key(path), safe="/")}},
            }
            for path in paths
        ]
    }


def report(bucket: str) -> dict[str, Any]:
    s3 = boto3.client("s3")
    found: dict[str, Any] = json.loads(s3.get_object(Bucket=bucket, Key=_key("report.json"))["Body"].read())
    return found


def entries(kind: str) -> list[dict[str, Any]]:
    return [dict(entry) for entry in wiring.ports().releases.log("licang") if entry["kind"] == kind]


def changed(bucket: str) -> None:
    """One item must be seen in person from now on."""
    [path] = [file.relative_to(LICANG).as_posix() for file in LICANG.rglob(f"{PERMIT}.yaml")]
    edit(
        bucket,
        path,
        ("in_person: false", "in_person: true"),
        ("units:", "visit_reason: {zh: 须到场核验, en: must be seen in person}\nunits:"),
    )
    totals = (("two_way_courier: 41", "two_way_courier: 40"), ("one_visit: 2", "one_visit: 3"))
    edit(bucket, "region.yaml", *totals, ('"98.9"', '"98.3"'))


WARNED_SOONER = (
    ("{clock.days_left: 0}", "{clock.days_left: {at_most: 5}}"),
    ("by: nearly-due", "by: last-day"),
)
"""Five days before its end a clock shows a warning, no more on its last day alone."""


def test_a_changed_folder_is_published_and_a_second_person_puts_it_in_force(
    office: Office, bucket: str
) -> None:
    office.running(PERMIT)
    changed(bucket)
    assert call(app.on_rule_file, told("region.yaml"), told("channels.yaml", by="AWS:other")) == []
    found = report(bucket)
    assert found["ok"] is True
    digest = found["published"]["digest"]
    assert {entry["by"] for entry in entries("published") if entry["digest"] == digest} == {
        AUTHOR,
        "AWS:other",
    }
    assert [(move["item"], move["to"]) for move in found["diff"]["items"]] == [(PERMIT, "one_visit")]
    assert found["replay"]["moved"] == 1
    world = wiring.ports()
    assert world.releases.active("licang") == release().digest
    with pytest.raises(Problem):
        activate_release(world, digest, claimed(AUTHOR), world.clock.now(), release().digest)
    before = office.running(PERMIT)
    activate_release(world, digest, APPROVER, world.clock.now(), release().digest)
    after = office.running(PERMIT)
    assert (office.case(before)["channel"], office.case(after)["channel"]) == ("two_way_courier", "one_visit")
    assert (office.case(before)["release"], office.case(after)["release"]) == (release().digest, digest)


def test_running_clocks_are_asked_again_by_a_changed_decision_on_clocks_and_nobody_is_named(
    office: Office, bucket: str
) -> None:
    office.clear()
    opened = office.running(FOOD)
    edit(bucket, "decisions/supervision.yaml", *WARNED_SOONER)
    assert call(app.on_rule_file, told("decisions/supervision.yaml")) == []
    found = report(bucket)
    assert found["ok"] is True
    cards = found["replay_clocks"]["supervision"]
    assert (cards["clocks"], cards["matrix"]) == (1, {"none": {"warning": 1}})
    assert (cards["graver"], cards["lighter"], cards["unknown"], cards["more"]) == (1, 0, 0, False)
    text = boto3.client("s3").get_object(Bucket=bucket, Key=_key("报告-report.md"))["Body"].read().decode()
    assert "正在走的计时：1 个中 1 个改变结果，1 个更重，0 个更轻" in text
    assert "1: in order → warning (graver)" in text
    for word in (opened.no, NAME, PHONE):
        assert word not in text + json.dumps(found, ensure_ascii=False)

    digest = found["published"]["digest"]
    seen = office.ask("GET", f"/releases/{digest}/checks", **office.policy("王策", "policy-author")).json_body
    assert seen["replay_clocks"] == found["replay_clocks"]
    entry = approve_release(wiring.ports(), app._review, digest, APPROVER, release().digest)
    assert entry["replay_clocks"] == found["replay_clocks"]


def test_a_mistake_is_reported_beside_the_file_and_nothing_is_published(office: Office, bucket: str) -> None:
    edit(bucket, "invariants.yaml", ("item.secret: true", "item.secrte: true"))
    before = entries("published")
    assert call(app.on_rule_file, told("invariants.yaml")) == []
    found = report(bucket)
    assert (found["ok"], found["published"]) == (False, None)
    [problem] = found["checks"]["problems"]
    assert (problem["file"], problem["code"]) == ("invariants.yaml", "unknown-fact")
    text = boto3.client("s3").get_object(Bucket=bucket, Key=_key("报告-report.md"))["Body"].read().decode()
    assert f"`invariants.yaml:{problem['line']}:{problem['column']}`" in text
    assert entries("published") == before


def test_a_file_of_another_ending_dropped_alone_is_told_what_its_name_must_be(
    office: Office, bucket: str
) -> None:
    boto3.client("s3").put_object(Bucket=bucket, Key=_key("calendars/2031.yml"), Body=b"year: 2031\n")
    assert call(app.on_rule_file, told("calendars/2031.yml")) == []
    found = report(bucket)
    assert (found["ok"], found["published"]) == (False, None)
    assert "calendars/2031.yml" in found["taken"]
    [problem] = found["checks"]["problems"]
    assert "calendars/2031.yaml" in problem["mend"]["en"]


def examined(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The regions whose folders are examined from now on."""
    from chalicelib.authoring import dropped

    real, seen = dropped.examine, list[str]()

    def examine(region: str, *rest: Any) -> dropped.Examined:
        seen.append(region)
        return real(region, *rest)

    monkeypatch.setattr(dropped, "examine", examine)
    return seen


def test_a_batch_about_one_folder_is_one_check_and_a_bad_message_comes_again_alone(
    office: Office, bucket: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen = examined(monkeypatch)
    messages = [told("region.yaml"), "no json", told("facts.yaml"), {"Event": "s3:TestEvent"}, "[]"]
    assert call(app.on_rule_file, *messages) == ["m1", "m4"]
    assert seen == ["licang"]


def test_a_folder_that_cannot_be_published_is_checked_once_a_batch_and_every_message_comes_again(
    office: Office, bucket: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A check may take minutes: one for each of a hundred files would outlast the function."""
    seen = examined(monkeypatch)
    changed(bucket)
    monkeypatch.setattr(wiring.ports().releases, "log", lambda region: [])
    assert call(app.on_rule_file, *[told("region.yaml")] * 3) == ["m0", "m1", "m2"]
    assert seen == ["licang"]
    assert "entry 1 of the publication log" in report(bucket)["refused"]["en"]


def test_a_folder_told_of_in_many_batches_is_examined_once_and_everyone_s(
    office: Office, bucket: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen = examined(monkeypatch)
    edit(bucket, "invariants.yaml", ("item.secret: true", "item.secrte: true"))
    assert call(app.on_rule_file, told("invariants.yaml", by="AWS:first")) == []
    changed(bucket)
    edit(bucket, "invariants.yaml")
    for path in ("region.yaml", "invariants.yaml", "region.yaml"):
        assert call(app.on_rule_file, told(path, by="AWS:second")) == []
    assert seen == ["licang", "licang"]
    digest = report(bucket)["published"]["digest"]
    world = wiring.ports()
    with pytest.raises(Problem) as caught:
        activate_release(world, digest, claimed("AWS:first"), world.clock.now(), release().digest)
    assert caught.value.code == "second_person"


def test_its_own_reports_and_releases_are_not_listened_to(office: Office, bucket: str) -> None:
    assert call(app.on_rule_file, told("报告-report.md", "report.json")) == []
    keys = [thing["Key"] for thing in boto3.client("s3").list_objects_v2(Bucket=bucket)["Contents"]]
    assert _key("report.json") not in keys
