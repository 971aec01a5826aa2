"""Who signs a command on the rules: whom the cloud knows by its keys, else whoever gives a name."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import boto3
import pytest

from chalicelib import wiring
from chalicelib.__main__ import main
from chalicelib.adapters.identity.callers import Callers
from chalicelib.ports.people.identity import Staff, StaffRole
from chalicelib.services.errors import RetryableError
from tests.adapters.a_case import LICANG
from tests.adapters.moto_cloud import refused
from tests.adapters.office import Office
from tests.commands.conftest import Said

SignIn = Callable[..., None]


def user(name: str) -> dict[str, str]:
    """The keys of a user of the account."""
    made: dict[str, str] = boto3.client("iam").create_access_key(UserName=name)["AccessKey"]
    return {"AWS_ACCESS_KEY_ID": made["AccessKeyId"], "AWS_SECRET_ACCESS_KEY": made["SecretAccessKey"]}


def session(role: str, name: str) -> dict[str, str]:
    """The keys of a session."""
    arn = f"arn:aws-cn:iam::123456789012:role/{role}"
    made = boto3.client("sts").assume_role(RoleArn=arn, RoleSessionName=name)["Credentials"]
    names = {
        "AccessKeyId": "ACCESS_KEY_ID",
        "SecretAccessKey": "SECRET_ACCESS_KEY",
        "SessionToken": "SESSION_TOKEN",
    }
    return {f"AWS_{variable}": made[key] for key, variable in names.items()}


@pytest.fixture(scope="module")
def keys(building: Office) -> dict[str, dict[str, str]]:
    for name in ("wang", "li"):
        boto3.client("iam").create_user(UserName=name, Path="/policy/desk/")
    return {
        "wang": user("wang"),
        "li": user("li"),
        "li in a session": session("desk", "li"),
        "zhao in a session": session("desk", "zhao"),
    }


@pytest.fixture
def sign_in(keys: dict[str, dict[str, str]], monkeypatch: pytest.MonkeyPatch) -> SignIn:
    def sign_in(name: str) -> None:
        monkeypatch.setattr(boto3, "DEFAULT_SESSION", None)
        monkeypatch.delenv("AWS_SESSION_TOKEN", raising=False)
        for variable, value in keys[name].items():
            monkeypatch.setenv(variable, value)

    return sign_in


def published(said: Said, *words: str) -> dict[str, Any]:
    return dict(said("rules", "publish", str(LICANG), *words))


def test_a_user_of_the_cloud_is_one_person_whatever_name_is_given(
    table: str, said: Said, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LOGNAME", "operator-7")
    sign_in("wang")
    entry = published(said, "--by", "王策")
    assert [entry[name] for name in ("by", "way", "name", "login")] == ["wang", "cloud", "王策", "operator-7"]
    monkeypatch.setenv("LOGNAME", "operator-8")
    for words in ([], ["--by", "李审"]):
        told = said("rules", "activate", "--yes", entry["digest"], *words, ends=1)
        assert told["problems"][0]["code"] == "second_person"
    assert wiring.policy_desk().releases.standing("licang").active is None
    sign_in("li")
    assert said("rules", "activate", "--yes", entry["digest"])["by"] == "li"
    assert said("rules", "shadow", "--off", ends=1)["problems"][0]["code"] == "no_shadow"


def test_a_user_and_a_session_of_one_name_are_one_person(table: str, said: Said, sign_in: SignIn) -> None:
    sign_in("li in a session")
    entry = published(said)
    assert (entry["by"], entry["way"], entry["id"].endswith(":li")) == ("li", "cloud", True)
    sign_in("li")
    told = said("rules", "activate", "--yes", entry["digest"], ends=1)
    assert told["problems"][0]["code"] == "second_person"
    sign_in("zhao in a session")
    assert said("rules", "activate", "--yes", entry["digest"])["by"] == "zhao"


def test_keys_of_nobody_do_not_approve_what_a_user_has_published(
    table: str, said: Said, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    sign_in("wang")
    digest = published(said)["digest"]
    with monkeypatch.context() as nobody:
        nobody.setattr(boto3, "DEFAULT_SESSION", None)
        nobody.setenv("AWS_ACCESS_KEY_ID", "FOOBARKEY")
        [problem] = said("rules", "activate", "--yes", digest, "--by", "李审", ends=1)["problems"]
    assert problem["code"] == "second_person_unknown"
    assert f"rules activate {digest}" in problem["message"]["zh"]


def test_without_a_user_a_name_is_a_claim_and_the_output_says_so_in_both_languages(
    table: str, said: Said, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("LOGNAME", "operator-7")
    entry = published(said, "--by", "王策")
    assert (entry["by"], entry["way"], entry["login"], "name" in entry) == (
        "王策",
        "claimed",
        "operator-7",
        False,
    )
    told = said("rules", "activate", "--yes", entry["digest"], ends=1)
    assert told["problems"][0]["code"] == "second_person"
    assert main(["rules", "activate", "--yes", entry["digest"], "--by", "李审"]) == 0
    shown = capsys.readouterr().out
    assert "李审 (自报 claimed)" in shown
    assert "姓名是自报的" in shown
    assert "the name is a claim" in shown
    assert main(["rules", "log"]) == 0
    shown = capsys.readouterr().out
    assert shown.count(" (自报 claimed)") == 2
    assert "the name is a claim" not in shown


def test_a_user_s_entry_is_shown_with_the_name_that_was_given_and_is_no_claim(
    table: str, sign_in: SignIn, capsys: pytest.CaptureFixture[str]
) -> None:
    sign_in("wang")
    assert main(["rules", "publish", str(LICANG), "--by", "王策"]) == 0
    shown = capsys.readouterr().out
    assert "  wang (王策)\n" in shown
    assert "claim" not in shown


def test_a_cloud_that_does_not_say_who_calls_is_asked_again_and_nothing_is_published(
    table: str, said: Said, monkeypatch: pytest.MonkeyPatch
) -> None:
    def silent(self: Callers) -> None:
        raise RetryableError("the cloud does not say who calls")

    monkeypatch.setattr(Callers, "user", silent)
    assert "does not say who calls" in said("rules", "publish", str(LICANG), ends=2)
    assert wiring.policy_desk().releases.log("licang") == []


@pytest.mark.parametrize(
    ("arn", "name"),
    [
        ("arn:aws-cn:iam::123456789012:user/wang", "wang"),
        ("arn:aws:iam::123456789012:user/policy/desk/wang", "wang"),
        (
            "arn:aws-cn:sts::123456789012:assumed-role/AWSReservedSSO_Desk_0/li@office.gov.cn",
            "li@office.gov.cn",
        ),
        ("arn:aws:sts::123456789012:federated-user/li", "li"),
        ("arn:aws:iam::123456789012:root", None),
        ("arn:aws:iam::000000000000:root", None),
        ("arn:aws-cn:sts::123456789012:user/moto", None),
    ],
)
def test_users_and_sessions_are_persons_and_whole_accounts_are_not(arn: str, name: str | None) -> None:
    class Sts:
        def get_caller_identity(self) -> dict[str, str]:
            return {"Arn": arn, "UserId": "AIDA1"}

    found = Callers(Sts()).user()
    assert (None if found is None else found.name) == name


def test_a_refusal_of_the_cloud_may_be_tried_again(building: Office) -> None:
    client = boto3.client("sts")
    with refused(client, "GetCallerIdentity", "Throttling"), pytest.raises(RetryableError):
        Callers(client).user()


def test_a_token_may_say_who_one_is_in_the_cloud(
    table: str, said: Said, building: Office, sign_in: SignIn
) -> None:
    sign_in("wang")
    digest = published(said)["digest"]

    def approve(*users: str) -> tuple[int, str]:
        approver = Staff("s-7", (), (StaffRole.APPROVER,), users or None)
        path = f"/releases/{digest}/activation"
        answer = building.ask("POST", path, {"expect": None}, **building.token(approver))
        return answer.status_code, json.loads(answer.body).get("code", "")

    assert approve() == (403, "second_person_unknown")
    assert approve("wang", "AIDA1") == (403, "second_person")
    assert approve("li") == (200, "")
