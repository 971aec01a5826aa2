from __future__ import annotations

import json
import re
import shutil
import sys
from datetime import UTC, datetime
from math import inf
from pathlib import Path

import boto3
import pytest

from chalicelib import wiring
from chalicelib.__main__ import main
from chalicelib.authoring.agreement.budget import Budget
from chalicelib.authoring.agreement.compare import disagreements
from chalicelib.authoring.agreement.engines.exported import EXPORTED
from chalicelib.authoring.checking.load import load
from chalicelib.authoring.space.domain import bands
from chalicelib.services.releases.publish_rules import publish_release
from tests.adapters.a_case import LICANG
from tests.adapters.moto_cloud import moto_cloud
from tests.adapters.office import Office, forget
from tests.adapters.releases import APPROVER, AUTHOR
from tests.authoring.region import write_region
from tests.commands.conftest import Said
from tests.fakes import whole_licang as release
from tests.services.releases.bookshelf import claimed

TWO_WAY = "aquaculture-permit"


def publish(said: Said, folder: Path = LICANG, by: str = AUTHOR) -> str:
    return str(said("rules", "publish", str(folder), "--by", by)["digest"])


def test_checked_rules_are_stored_under_their_digest_and_not_yet_in_force(table: str, said: Said) -> None:
    entry = said("rules", "publish", str(LICANG), "--by", AUTHOR)
    told = ("region", "n", "kind", "digest", "before", "by", "bytes")
    assert {name: entry[name] for name in told} == {
        "region": "licang",
        "n": 1,
        "kind": "published",
        "digest": release().digest,
        "before": None,
        "by": AUTHOR,
        "bytes": len(release().canonical()),
    }
    shelf = wiring.policy_desk().releases
    assert shelf.get(release().digest) == release()
    assert shelf.standing("licang").active is None
    assert json.loads(shelf.checks(release().digest))["ok"] is True
    assert publish(said) == release().digest
    assert len(said("rules", "log")) == 1


def test_rules_with_a_mistake_are_not_published(
    table: str, said: Said, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "licang"
    shutil.copytree(LICANG, folder)
    channels = folder / "channels.yaml"
    channels.write_text(channels.read_text(encoding="utf-8").replace("item.secret", "item.secrte"), "utf-8")
    told = said("rules", "publish", str(folder), ends=1)
    assert told["ok"] is False
    assert any(problem["file"] == "channels.yaml" for problem in told["problems"])
    assert said("rules", "log") == []
    capsys.readouterr()
    assert main(["rules", "publish", str(folder)]) == 1
    assert "没有发布：2 个错误、0 个提醒 / not published: 2 errors, 0 warnings" in capsys.readouterr().out


def test_whoever_publishes_reads_the_warnings_of_the_check(
    table: str, said: Said, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = write_region(tmp_path / "region")
    again, first = (said("rules", "publish", str(folder), "--by", AUTHOR) for _ in range(2))
    warned = [found for found in first["problems"] if found["severity"] == "warning"]
    assert warned
    assert (first.get("again"), again.get("again")) == (True, None)
    capsys.readouterr()
    assert main(["rules", "publish", str(folder), "--by", AUTHOR]) == 0
    assert warned[0]["message"]["zh"] in capsys.readouterr().out


def test_a_reader_of_exports_that_never_answers_stops_no_publication(
    table: str, said: Said, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Every reader leaves a mark when it is started, and is stopped in time; publishing starts none."""
    folder, started = write_region(tmp_path / "region"), tmp_path / "started"
    script = f"open({str(started)!r}, 'a').close()\nwhile True: pass"
    for reader in EXPORTED.values():
        monkeypatch.setattr(type(reader), "command", lambda _: (sys.executable, "-c", script))
        monkeypatch.setattr(type(reader), "missing", lambda _: None)
    entry = said("rules", "publish", str(folder), "--by", AUTHOR)
    assert entry["kind"] == "published"
    assert not started.exists()
    checks = json.loads(wiring.policy_desk().releases.checks(entry["digest"]))
    assert set(checks["engines"]) == {"durable_rules"}
    small = load(folder)
    for reader in EXPORTED.values():
        asked = disagreements(small, bands(small)[-1:], engines=[reader], budget=Budget(inf, inf, clock=0.5))
        assert [failure.code for failure in asked.failures] == ["engine-timeout"]
    assert started.exists()


def test_a_second_person_puts_a_release_in_force_and_the_log_tells_who(table: str, said: Said) -> None:
    digest = publish(said)
    entry = said("rules", "activate", "--yes", digest, "--by", APPROVER)
    assert (entry["n"], entry["kind"], entry["digest"], entry["by"]) == (2, "activated", digest, APPROVER)
    assert entry["region"] == "licang"
    assert entry["checks"]["ok"] is True
    assert (entry["diff"], entry["replay"]) == (None, None)
    assert wiring.ports().releases.active("licang") == digest
    log = said("rules", "log")
    assert [(line["n"], line["kind"], line["by"]) for line in log] == [
        (1, "published", AUTHOR),
        (2, "activated", APPROVER),
    ]
    assert said("rules", "log", "--region", "elsewhere") == []


def test_whoever_published_is_refused_in_both_languages_and_nothing_changes(table: str, said: Said) -> None:
    digest = publish(said)
    told = said("rules", "activate", "--yes", digest, "--by", f" {AUTHOR} ", ends=1)
    [problem] = told["problems"]
    assert (told["ok"], problem["code"]) == (False, "second_person")
    assert "第二人" in problem["message"]["zh"]
    assert f"rules activate {digest} --by" in problem["message"]["zh"]  # to be copied as it stands
    assert "second person" in problem["message"]["en"]
    assert wiring.policy_desk().releases.standing("licang").active is None
    assert len(said("rules", "log")) == 1


def test_without_a_name_it_is_the_user_of_the_machine(
    table: str, said: Said, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LOGNAME", "operator-7")
    digest = str(said("rules", "publish", str(LICANG))["digest"])
    assert said("rules", "log")[0]["by"] == "operator-7"
    assert said("rules", "activate", "--yes", digest, ends=1)["problems"][0]["code"] == "second_person"
    monkeypatch.setenv("LOGNAME", "operator-8")
    assert said("rules", "activate", "--yes", digest)["by"] == "operator-8"


def test_the_approver_is_shown_what_moves_for_items_and_for_real_cases(
    table: str, building: Office, said: Said, tmp_path: Path
) -> None:
    building.activate(release())
    for courier in (True, True, False):
        building.running(TWO_WAY, courier=courier)
    folder = tmp_path / "licang"
    shutil.copytree(LICANG, folder)
    [file] = (folder / "items").rglob(f"{TWO_WAY}.yaml")
    item = file.read_text(encoding="utf-8").replace("in_person: false", "in_person: true")
    file.write_text(item + "visit_reason: {zh: 须到场核验, en: must be seen in person}\n", encoding="utf-8")
    region = folder / "region.yaml"
    region.write_text(
        region.read_text(encoding="utf-8")
        .replace("two_way_courier: 41", "two_way_courier: 40")
        .replace("one_visit: 2", "one_visit: 3")
        .replace('"98.9"', '"98.3"'),
        encoding="utf-8",
    )
    digest = publish(said, folder)
    entry = said("rules", "activate", "--yes", digest, "--by", APPROVER)
    assert entry["in_force"] == release().digest
    assert [(line["item"], line["to"]) for line in entry["diff"]["items"]] == [(TWO_WAY, "one_visit")]
    seen = {one["field"]: (one["old"], one["new"], one["danger"]) for one in entry["diff"]["entries"]}
    assert seen["facts.in_person"] == (False, True, "law")
    assert entry["replay"]["cases"] == 3
    assert entry["replay"]["moved"] == 2
    assert entry["replay"]["matrix"]["two_way_courier"] == {"one_visit": 2}
    assert entry["replay"]["visits"] == {"old": 2, "new": 4}, "papers and result, where no courier may come"


def test_the_approver_reads_that_running_cases_follow_a_merger_and_which_digest_they_name(
    table: str, building: Office, said: Said, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    building.activate(release())
    folder = tmp_path / "licang"
    shutil.copytree(LICANG, folder)
    units = folder / "units.yaml"
    before = "en: Archives Bureau}, kind: department}"
    after = before.replace("department}", "department, until: 2026-12-31, joined: hall}")
    units.write_text(units.read_text("utf-8").replace(before, after), "utf-8")
    new = load(folder)
    assert main(["rules", "publish", str(folder), "--by", AUTHOR]) == 0
    assert f"日历、单位和大厅版本 calendars, units and hall {new.world}" in capsys.readouterr().out
    assert main(["rules", "activate", "--yes", new.digest, "--by", APPROVER]) == 0
    shown = capsys.readouterr().out
    for part in (
        "正在办理的办件也随之变化",
        "running cases follow them, too",
        "本次没有别的修改",
        "“档案局”（archives）自 2027-01-01 起并入“政务服务大厅综合窗口”",
        f"calendars, units and hall {new.world}",
    ):
        assert part in shown
    assert said("rules", "log")[-1]["world"] == new.world
    building.activate(release())


def test_an_activation_on_top_of_another_release_than_the_one_compared_with_is_refused(
    table: str, said: Said
) -> None:
    digest = publish(said)
    told = said("rules", "activate", "--yes", digest, "--by", APPROVER, "--expect", "0" * 64, ends=1)
    assert told["problems"][0]["code"] == "overtaken"
    assert len(said("rules", "log")) == 1


def test_a_release_that_no_longer_holds_is_not_put_in_force(table: str, said: Said) -> None:
    """Published by other means, or by an older program: it is checked again from its bytes."""
    *rules, last = release().rules
    examples = tuple(example for example in release().examples if example.by != last.rule)
    bad = release().model_copy(update={"rules": tuple(rules), "examples": examples})
    shelf, at = wiring.policy_desk().releases, datetime.now(UTC)
    publish_release(shelf, bad, claimed(AUTHOR), at, {"ok": True})
    told = said("rules", "activate", "--yes", bad.digest, "--by", APPROVER, ends=1)
    assert {problem["code"] for problem in told["problems"]} - {"no-calendar"} == {"gap", "invariant"}
    assert all(problem["message"]["zh"] for problem in told["problems"])
    assert shelf.standing("licang").active is None


def test_one_command_goes_back_and_the_log_says_that_it_was_an_emergency(
    table: str, building: Office, said: Said
) -> None:
    other = release().model_copy(update={"examples": ()})
    building.activate(release())
    building.activate(other)
    entry = said("rules", "rollback", "--by", AUTHOR)
    assert (entry["kind"], entry["digest"], entry["before"]) == (
        "rolled-back",
        release().digest,
        other.digest,
    )
    assert wiring.ports().releases.active("licang") == release().digest
    assert said("rules", "rollback", ends=1)["problems"][0]["code"] == "none_before"
    assert said("rules", "rollback", "--to", other.digest)["digest"] == other.digest
    told = said("rules", "rollback", "--to", "0" * 64, ends=1)
    assert told["problems"][0]["code"] == "never_in_force"


def test_a_log_that_was_changed_is_told_with_the_place(
    table: str, building: Office, said: Said, capsys: pytest.CaptureFixture[str]
) -> None:
    building.activate(release())
    key = {"pk": {"S": "RELEASE#licang"}, "sk": {"S": "LOG#000001"}}
    client = boto3.client("dynamodb")
    body = client.get_item(TableName=table, Key=key)["Item"]["body"]["S"].replace("licang", "")
    client.update_item(
        TableName=table,
        Key=key,
        UpdateExpression="SET body = :body",
        ExpressionAttributeValues={":body": {"S": body.replace('"n": 1', '"n": 7')}},
    )
    assert main(["rules", "log", "--json"]) == 1
    told = capsys.readouterr()
    assert len(json.loads(told.out)) == 2
    assert "第 1 条" in told.err
    assert "entry 1 is not as it was written" in told.err
    assert said("rules", "rollback", ends=1)["problems"][0]["code"] == "log_broken"
    client.update_item(
        TableName=table,
        Key=key,
        UpdateExpression="SET body = :body",
        ExpressionAttributeValues={":body": {"S": '{"kind": "blessed", "at": "once"}'}},
    )
    assert main(["rules", "log"]) == 1
    told = capsys.readouterr()
    assert '"kind": "blessed"' in told.out.splitlines()[0]
    assert "第 1 条" in told.err


@pytest.mark.parametrize("digest", ["0" * 64, "", "../../etc/passwd"])
def test_a_release_that_is_not_stored_is_a_wrong_call(table: str, said: Said, digest: str) -> None:
    told = said("rules", "activate", "--yes", digest, ends=2)
    assert "没有保存这个版本；版本号共 64 位，请从 rules log 完整照抄 / " in told
    assert "is not stored; copy the whole digest" in told


def test_a_release_that_was_tampered_with_is_a_wrong_call(table: str, building: Office, said: Said) -> None:
    digest = publish(said)
    forged = release().canonical().replace(b"one_visit", b"fully_online", 1)
    bucket = building.variables["RULES_BUCKET"]
    boto3.client("s3").put_object(Bucket=bucket, Key=f"releases/{digest}.json", Body=forged)
    assert "not as it was published" in said("rules", "activate", "--yes", digest, "--by", APPROVER, ends=2)
    assert publish(said) == digest
    said("rules", "activate", "--yes", digest, "--by", APPROVER)


@pytest.mark.parametrize(
    "words",
    [["publish", str(LICANG)], ["activate", "0" * 64], ["log"], ["rollback"]],
    ids=["publish", "activate", "log", "rollback"],
)
def test_without_the_deployment_s_variables_the_call_names_them(
    building: Office, said: Said, monkeypatch: pytest.MonkeyPatch, words: list[str]
) -> None:
    monkeypatch.delenv("RULES_BUCKET")
    assert "set RULES_BUCKET" in said("rules", *words, ends=2)


@pytest.mark.parametrize("words", [["log"], ["rollback"], ["shadow"], ["shadow", "--off"]], ids=" ".join)
def test_the_region_is_the_deployment_s_and_never_guessed(
    table: str, said: Said, monkeypatch: pytest.MonkeyPatch, words: list[str]
) -> None:
    said("rules", "activate", "--yes", publish(said), "--by", APPROVER)
    monkeypatch.setenv("REGION_NAME", "")
    assert "请用 --region 写明地区" in said("rules", *words, ends=2)
    assert len(said("rules", "log", "--region", "licang")) == 2


def test_another_region_s_deployment_has_a_log_of_its_own(
    table: str, said: Said, monkeypatch: pytest.MonkeyPatch
) -> None:
    publish(said)
    monkeypatch.setenv("REGION_NAME", "demo-linshan")
    assert said("rules", "log") == []
    digest = publish(said, LICANG.parent / "demo-linshan")
    assert [entry["digest"] for entry in said("rules", "log")] == [digest]


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (["publish", str(LICANG)], "check both: release .* cannot be stored .*NoSuchBucket"),
        (["activate", "0" * 64], "check both: release .* cannot be read .*NoSuchBucket"),
        (
            ["log"],
            "部署（ResourceNotFoundException） / .* check both: the release in force cannot be read",
        ),
    ],
    ids=["publish", "activate", "log"],
)
def test_what_the_cloud_refuses_is_told_with_its_reason(
    building: Office, said: Said, monkeypatch: pytest.MonkeyPatch, words: list[str], why: str
) -> None:
    monkeypatch.setenv("RULES_BUCKET", "a-bucket-that-is-not-there")
    monkeypatch.setenv("TABLE", "a-table-that-is-not-there")
    assert re.search(why, said("rules", *words, ends=2))


def test_people_are_told_in_lines(table: str, capsys: pytest.CaptureFixture[str]) -> None:
    digest = release().digest
    assert main(["rules", "publish", str(LICANG), "--by", AUTHOR]) == 0
    stored = capsys.readouterr().out
    assert f"rules activate {digest}" in stored
    assert "此前已由同一人保存过" not in stored
    assert main(["rules", "activate", "--yes", digest, "--by", AUTHOR]) == 1
    assert "第二人" in capsys.readouterr().err
    assert main(["rules", "activate", "--yes", digest, "--by", APPROVER]) == 0
    told = capsys.readouterr().out
    assert "重新检查通过" in told
    assert f"{digest}  启用 activated  {APPROVER}" in told
    assert main(["rules", "activate", "--yes", digest, "--by", APPROVER]) == 0
    assert "in force already" in capsys.readouterr().out
    assert main(["rules", "activate", digest, "--by", APPROVER]) == 0  # nothing has to be asked
    unasked = capsys.readouterr()
    assert "in force already" in unasked.out
    assert unasked.err == ""
    assert main(["rules", "publish", str(LICANG), "--by", AUTHOR]) == 0
    again = capsys.readouterr().out
    assert "该版本与正在使用的相同，无需再启用 / this release is in force already" in again
    assert "尚未启用" not in again
    assert "此前已由同一人保存过，没有新增记录 / stored before by the same person" in again
    assert main(["rules", "log"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == 4
    assert "规则有变的决策：办理渠道" in lines[2]
    assert "the log is whole, 2 entries" in lines[-1]
    assert digest in lines[-1]


def test_on_a_terminal_the_approver_is_asked_and_may_say_no(
    table: str, said: Said, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    digest = publish(said)
    answers = iter(["", "n", "y"])
    monkeypatch.setattr("sys.stdin.isatty", lambda: True)
    monkeypatch.setattr("sys.stdout.isatty", lambda: True)
    monkeypatch.setattr("builtins.input", lambda _: next(answers))
    shelf = wiring.policy_desk().releases
    for _ in range(2):
        assert main(["rules", "activate", digest, "--by", APPROVER]) == 0
        assert "没有启用" in capsys.readouterr().out
        assert shelf.standing("licang").active is None
    assert main(["rules", "activate", digest, "--by", APPROVER]) == 0
    assert shelf.standing("licang").active == digest


@pytest.mark.parametrize("terminal", [True, False])
def test_where_nobody_can_be_asked_nothing_comes_into_force_without_a_yes(
    table: str,
    said: Said,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    terminal: bool,
) -> None:
    digest = publish(said)
    monkeypatch.setattr("sys.stdin.isatty", lambda: terminal)
    told = said("rules", "activate", digest, "--by", APPROVER, ends=1)
    assert (told["ok"], told["problems"][0]["code"], told["checks"]["ok"]) == (False, "not-asked", True)
    assert main(["rules", "activate", digest, "--by", APPROVER]) == 1
    shown = capsys.readouterr()
    assert "重新检查通过" in shown.out
    assert "请先看完以上差异，再加 --yes 启用" in shown.err
    assert wiring.policy_desk().releases.standing("licang").active is None


def test_a_shadow_run_counts_what_would_have_been_decided_otherwise(
    table: str, building: Office, said: Said, capsys: pytest.CaptureFixture[str]
) -> None:
    building.activate(release())
    assert said("rules", "shadow") == {
        "shadow": None,
        "running": False,
        "cases": 0,
        "same": 0,
        "differ": 0,
        "failed": 0,
        "differences": [],
        "clocks": {},
        "clocks_on": None,
    }
    item = release().items[TWO_WAY]
    secret = item.model_copy(update={"facts": item.facts | {"secret": True}})
    other = release().model_copy(update={"items": {**release().items, TWO_WAY: secret}})
    publish_release(wiring.policy_desk().releases, other, claimed(AUTHOR), datetime.now(UTC), {"ok": True})
    assert said("rules", "shadow", other.digest, "--by", AUTHOR)["kind"] == "shadow-started"
    forget()
    for courier in (True, True, False):
        building.running(TWO_WAY, courier=courier)
    building.running()
    told = said("rules", "shadow")
    assert (told["shadow"], told["running"]) == (other.digest, True)
    assert (told["cases"], told["same"], told["differ"], told["failed"]) == (4, 2, 2, 0)
    [difference] = told["differences"]
    assert (difference["item"], difference["cases"]) == (TWO_WAY, 2)
    assert difference["channel"] == {"active": "two_way_courier", "shadow": "one_visit"}
    (cards,) = told["clocks"].values()
    assert (cards["clocks"], cards["matrix"]) == (1, {"none": {"none": 1}}), (
        "of a licence, that were asked now"
    )
    assert said("rules", "shadow", "--off")["kind"] == "shadow-ended"
    ended = said("rules", "shadow")
    assert (ended["running"], ended["differ"], ended["clocks"]) == (False, 2, told["clocks"])
    assert main(["rules", "shadow"]) == 0
    shown = capsys.readouterr().out
    assert "4 个办件：2 个相同，2 个不同" in shown
    assert "secret-to-counter" in shown
    assert "影子运行不逐日留存计时的结果" in shown
    assert said("rules", "shadow", "--off", ends=1)["problems"][0]["code"] == "no_shadow"
    assert "not both" in said("rules", "shadow", other.digest, "--off", ends=2)


def test_another_decision_is_published_put_in_force_shadowed_and_taken_back_like_the_channel(
    table: str, building: Office, said: Said, capsys: pytest.CaptureFixture[str]
) -> None:
    """Its edit moves no channel; the approver, the shadow and the log name the decision."""

    def shown_log() -> str:
        capsys.readouterr()
        assert main(["rules", "log"]) == 0
        return capsys.readouterr().out

    building.activate(release())
    path = release().decisions["special-path"]
    edited = path.model_copy(update={"otherwise": "undetermined"})  # then a person asks for her age
    other = release().model_copy(update={"decisions": {**release().decisions, "special-path": edited}})
    entry = publish_release(
        wiring.policy_desk().releases, other, claimed(AUTHOR), datetime.now(UTC), {"ok": True}
    )
    assert said("rules", "shadow", other.digest, "--by", AUTHOR)["kind"] == "shadow-started"
    forget()
    for _ in range(2):
        building.running(TWO_WAY)
    ran = said("rules", "shadow")
    assert (ran["differ"], {one["decision"] for one in ran["differences"]}) == (2, {"special-path"})
    shown = said("rules", "activate", "--yes", str(entry["digest"]), "--by", APPROVER)
    assert [one["decision"] for one in shown["diff"]["decisions"]] == ["special-path"]
    assert (shown["diff"]["moves"], shown["replay"]["moved"]) == ([], 0)
    again = shown["replay_decisions"]["special-path"]
    assert (again["cases"], again["moved"], again["matrix"]) == (2, 2, {"none": {"undetermined": 2}})
    assert "规则有变的决策：特事特办方式 / decisions whose rules changed: Special path" in shown_log()
    assert said("rules", "rollback", "--by", AUTHOR)["digest"] == release().digest
    assert shown_log().count("规则有变的决策：特事特办方式") == 2


# --- what every command of the cloud needs ----------------------------------------------------------


def test_without_the_deployment_s_variables_nothing_is_done(
    said: Said, monkeypatch: pytest.MonkeyPatch
) -> None:
    with moto_cloud():
        for name in ("SECRETS_ARN", "TABLE"):
            monkeypatch.delenv(name, raising=False)
        forget()
        try:
            assert "SECRETS_ARN" in said("cases", "strays", ends=2)
        finally:
            forget()


def test_a_secret_that_cannot_be_read_is_told(
    building: Office, said: Said, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CHAIN_ARN", "not-there")
    forget()
    try:
        assert "not-there" in said("cases", "verify", ends=2)
    finally:
        monkeypatch.undo()
        forget()
