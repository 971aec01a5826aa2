from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import boto3
import pytest

from chalicelib import wiring
from chalicelib.__main__ import main
from chalicelib.adapters.identity import identify_staff
from chalicelib.services.errors import Problem
from tests.adapters.a_case import LICANG, release
from tests.adapters.moto_cloud import all_rows, moto_cloud
from tests.adapters.office import KEY, Office, forget, open_office

Said = Callable[..., Any]


@pytest.fixture(scope="module")
def building() -> Iterator[Office]:
    with open_office() as running:
        yield running


@pytest.fixture
def table(building: Office) -> str:
    """A table in which nothing has been published yet."""
    name = building.variables["TABLE"]
    client = boto3.client("dynamodb")
    for row in all_rows(client, name):
        client.delete_item(TableName=name, Key={"pk": row["pk"], "sk": row["sk"]})
    return name


@pytest.fixture
def said(capsys: pytest.CaptureFixture[str]) -> Said:
    """The one JSON value that a command prints; the text of its complaint if it ends in 2."""

    def run(*words: str, ends: int = 0) -> Any:
        assert main([*words, "--json"]) == ends
        told = capsys.readouterr()
        if ends == 2:
            assert told.out == ""
            return told.err
        assert told.out.count("\n") == 1
        return json.loads(told.out)

    return run


def publish(said: Said, folder: Path = LICANG) -> str:
    return str(said("rules", "publish", str(folder))["digest"])


def test_checked_rules_are_stored_under_their_digest_and_not_yet_in_force(table: str, said: Said) -> None:
    entry = said("rules", "publish", str(LICANG))
    assert entry == {
        "region": "licang",
        "digest": release().digest,
        "bytes": len(release().canonical()),
    }
    assert wiring.shelf().get(release().digest) == release()
    assert said("rules", "log") == []
    assert publish(said) == release().digest


def test_rules_with_a_mistake_are_not_published(table: str, said: Said, tmp_path: Path) -> None:
    folder = tmp_path / "licang"
    shutil.copytree(LICANG, folder)
    channels = folder / "channels.yaml"
    channels.write_text(channels.read_text(encoding="utf-8").replace("item.secret", "item.secrte"), "utf-8")
    told = said("rules", "publish", str(folder), ends=1)
    assert told["ok"] is False
    assert any(problem["file"] == "channels.yaml" for problem in told["problems"])


def test_a_published_release_is_put_in_force_and_the_log_tells_by_whom(table: str, said: Said) -> None:
    digest = publish(said)
    entry = said("rules", "activate", digest, "--by", "li")
    assert (entry["n"], entry["digest"], entry["by"], entry["region"]) == (1, digest, "li", "licang")
    assert wiring.world().releases.active("licang") == digest
    again = said("rules", "activate", digest, "--by", "wang")
    assert (again["n"], again["before"], again["last"]) == (2, digest, entry["hash"])
    log = said("rules", "log")
    assert [(line["n"], line["by"]) for line in log] == [(1, "li"), (2, "wang")]
    assert said("rules", "log", "--region", "elsewhere") == []


def test_without_a_name_the_user_of_the_machine_put_it_in_force(
    table: str, said: Said, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LOGNAME", "operator-7")
    assert said("rules", "activate", publish(said))["by"] == "operator-7"


@pytest.mark.parametrize("digest", ["0" * 64, "", "../../etc/passwd"])
def test_a_release_that_is_not_stored_is_a_wrong_call(table: str, said: Said, digest: str) -> None:
    told = said("rules", "activate", digest, ends=2)
    assert "check the number" in told
    assert "is not stored" in told


def test_a_release_that_was_tampered_with_is_a_wrong_call(table: str, building: Office, said: Said) -> None:
    digest = publish(said)
    forged = release().canonical().replace(b"one_visit", b"fully_online", 1)
    bucket = building.variables["RULES_BUCKET"]
    boto3.client("s3").put_object(Bucket=bucket, Key=f"releases/{digest}.json", Body=forged)
    assert "not as it was published" in said("rules", "activate", digest, ends=2)
    assert publish(said) == digest
    said("rules", "activate", digest)


@pytest.mark.parametrize(
    "words", [["publish", str(LICANG)], ["activate", "0" * 64], ["log"]], ids=["publish", "activate", "log"]
)
def test_without_the_deployment_s_variables_the_call_names_them(
    building: Office, said: Said, monkeypatch: pytest.MonkeyPatch, words: list[str]
) -> None:
    monkeypatch.delenv("RULES_BUCKET")
    assert "set RULES_BUCKET" in said("rules", *words, ends=2)


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (["publish", str(LICANG)], "try again: release .* cannot be stored .*NoSuchBucket"),
        (["activate", "0" * 64], "try again: release .* cannot be read .*NoSuchBucket"),
        (["log"], "check the number and the deployment: the publication log cannot be read"),
    ],
    ids=["publish", "activate", "log"],
)
def test_what_the_cloud_refuses_is_told_with_its_reason(
    building: Office, said: Said, monkeypatch: pytest.MonkeyPatch, words: list[str], why: str
) -> None:
    monkeypatch.setenv("RULES_BUCKET", "a-bucket-that-is-not-there")
    monkeypatch.setenv("TABLE", "a-table-that-is-not-there")
    assert re.search(why, said("rules", *words, ends=2))


def test_people_are_told_in_lines(table: str, said: Said, capsys: pytest.CaptureFixture[str]) -> None:
    digest = publish(said)
    assert main(["rules", "activate", digest, "--by", "li"]) == 0
    assert f"digest: {digest}" in capsys.readouterr().out
    assert main(["rules", "activate", digest, "--by", "li"]) == 0
    capsys.readouterr()
    assert main(["rules", "log"]) == 0
    assert capsys.readouterr().out.count("\n") == 2


# --- token ---------------------------------------------------------------------------------------


def test_a_token_is_good_for_its_departments_and_hours(building: Office, said: Said) -> None:
    made = said("token", "s-7", "health", "water", "--hours", "2")
    until = datetime.fromisoformat(made["until"])
    now = datetime.now(UTC)
    staff = identify_staff(KEY, f"Bearer {made['token']}", "licang", now)
    assert (staff.id, staff.departments) == ("s-7", ("health", "water"))
    assert 7190 < (until - now).total_seconds() <= 7200
    with pytest.raises(Problem):
        identify_staff(KEY, f"Bearer {made['token']}", "licang", until)


def test_a_token_opens_the_desk(building: Office, said: Said) -> None:
    token = said("token", "s-7", "*")["token"]
    answer = building.ask("GET", "/desk?department=health&kind=review", Authorization=f"Bearer {token}")
    assert answer.status_code == 200


def test_people_get_the_bare_token(building: Office, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["token", "s-7", "health"]) == 0
    token = capsys.readouterr().out.strip()
    assert identify_staff(KEY, f"Bearer {token}", "licang", datetime.now(UTC)).id == "s-7"


@pytest.mark.parametrize("words", [[], ["s-7"], ["s-7", "health", "--hours", "many"]], ids=len)
def test_a_token_for_nobody_is_a_wrong_call(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as caught:
        main(["token", *words])
    assert caught.value.code == 2
    assert capsys.readouterr().err


def test_without_the_deployment_s_variables_no_token_is_made(
    said: Said, monkeypatch: pytest.MonkeyPatch
) -> None:
    with moto_cloud():
        for name in ("SECRETS_ARN", "TABLE"):
            monkeypatch.delenv(name, raising=False)
        forget()
        try:
            assert "SECRETS_ARN" in said("token", "s-7", "health", ends=2)
        finally:
            forget()


def test_a_secret_that_cannot_be_read_is_told(
    building: Office, said: Said, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SECRETS_ARN", "not-there")
    forget()
    try:
        assert "ResourceNotFoundException" in said("token", "s-7", "health", ends=2)
    finally:
        monkeypatch.undo()
        forget()
