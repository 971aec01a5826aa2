"""Policy staff over HTTP: what is published, what was checked, and who may put it in force."""

from __future__ import annotations

import re
import shlex
import subprocess
from collections.abc import Iterator
from datetime import datetime, timedelta
from html import unescape
from pathlib import Path
from typing import Any

import boto3
import pytest
from chalice.test import HTTPResponse

from chalicelib import wiring
from chalicelib.__main__ import parser
from chalicelib.authoring.comparing.forms.danger import Danger
from chalicelib.commands.command import Exit
from chalicelib.decisions.forms.model import Release
from chalicelib.services.releases.publish_rules import publish_release
from tests.adapters.a_case import release
from tests.adapters.office import ROOT, Office
from tests.adapters.releases import APPROVER, AUTHOR
from tests.pages.test_desk import signed_on
from tests.routes.answers_of import allows_the_portal, problem
from tests.services.releases.bookshelf import claimed

PERMIT = "aquaculture-permit"
NOWHERE = "0" * 64
REVIEWED = ("diff", "replay", "replay_decisions", "replay_clocks", "one_sided")


def other(**facts: Any) -> Release:
    """The region's rules with other facts of one item, and figures that agree with them."""
    item = release().items[PERMIT]
    changed = item.model_copy(update={"facts": item.facts | facts, "visit_reason": item.name})
    figures = release().region.published
    channels = {**figures.channels, "two_way_courier": 40, "one_visit": 3}
    published = figures.model_copy(update={"channels": channels, "zero_errand_percent": "98.3"})
    region = release().region.model_copy(update={"published": published})
    return release().model_copy(update={"items": {**release().items, PERMIT: changed}, "region": region})


@pytest.fixture
def published(office: Office) -> Iterator[str]:
    """A release that someone has published; afterwards the usual one is in force again."""
    one, world = other(in_person=True), wiring.ports()
    publish_release(world.releases, one, claimed(AUTHOR), world.clock.now(), {"ok": True, "situations": 7})
    yield one.digest
    office.activate(release())


def get(office: Office, path: str, name: str = AUTHOR, *roles: str) -> HTTPResponse:
    return office.ask("GET", path, **office.policy(name, *(roles or ("policy-author",))))


def approve(
    office: Office, digest: str, name: str = APPROVER, *, role: str = "policy-approver", **body: Any
) -> HTTPResponse:
    content = {"expect": release().digest} | body
    return office.ask("POST", f"/releases/{digest}/activation", content, **office.policy(name, role))


def active() -> str:
    return wiring.ports().releases.active("licang")


def test_the_log_and_what_is_in_force_are_shown(office: Office, published: str) -> None:
    answer = get(office, "/releases")
    assert answer.status_code == 200
    allows_the_portal(answer)
    told = answer.json_body
    assert (told["region"], told["active"], told["shadow"], told["broken"]) == (
        "licang",
        release().digest,
        None,
        None,
    )
    kept = wiring.ports().releases.log("licang")
    at = [
        (datetime.fromisoformat(str(of["at"])) - datetime.fromisoformat(str(it["at"])))
        for of, it in zip(kept, told["log"], strict=True)
    ]
    assert all(timedelta() <= lost < timedelta(seconds=1) for lost in at), (
        "the same moments, in whole seconds"
    )
    assert [entry["hash"] for entry in told["log"]] == [entry["hash"] for entry in kept]
    assert published in {entry["digest"] for entry in told["log"] if entry["kind"] == "published"}


def test_a_release_is_shown_with_its_entries_and_the_report_it_was_published_with(
    office: Office, published: str
) -> None:
    told = get(office, f"/releases/{published}").json_body
    assert (told["active"], told["items"], told["region"]) == (False, len(release().items), "licang")
    assert told["entries"][0]["by"] == AUTHOR
    here = get(office, f"/releases/{release().digest}").json_body
    assert here["active"] is True
    others = release().decisions.values()
    own = sum(len(item.rules) for item in release().items.values())
    assert here["rules"] == own + len(release().rules) + sum(len(one.rules) for one in others)
    assert here["examples"] == len(release().examples) + sum(len(one.examples) for one in others)
    assert here["invariants"] == len(release().invariants) + sum(len(one.invariants) for one in others)
    told = get(office, f"/releases/{published}/checks").json_body
    assert (told["ok"], told["situations"], told["in_force"]) == (True, 7, release().digest)


def test_before_signing_every_value_is_shown_as_it_was_and_as_it_will_be(
    office: Office, published: str
) -> None:
    told = get(office, f"/releases/{published}/checks").json_body["diff"]
    entry = next(one for one in told["entries"] if one["field"] == "facts.in_person")
    assert entry["file"].endswith(f"{PERMIT}.yaml")
    assert (entry["old"], entry["new"], entry["danger"]) == (False, True, "law")
    assert "依法须本人到场" in entry["title"]["zh"]
    ranks = [Danger(one["danger"]).rank for one in told["entries"]]
    assert ranks == sorted(ranks)
    assert (told["asks"], len(told["as_of"])) == ([], 1)
    assert [move["item"] for move in told["items"]] == [PERMIT]


def test_the_release_in_force_changes_nothing(office: Office, published: str) -> None:
    assert approve(office, published).status_code == 200
    told = get(office, f"/releases/{published}/checks").json_body
    assert (told["in_force"], told["diff"], told["replay"]) == (published, None, None)


def test_a_second_person_puts_a_release_in_force_and_sees_what_that_changes(
    office: Office, published: str
) -> None:
    office.running(PERMIT)
    seen = get(office, f"/releases/{published}/checks").json_body
    answer = approve(office, published)
    assert answer.status_code == 200, answer.body
    told = answer.json_body
    assert [seen[key] for key in REVIEWED] == [told[key] for key in REVIEWED], "one review for all"
    assert (told["kind"], told["by"], told["before"]) == ("activated", APPROVER, release().digest)
    assert told["checks"]["ok"] is True
    assert [(move["item"], move["to"]) for move in told["diff"]["items"]] == [(PERMIT, "one_visit")]
    assert told["replay"]["moved"] >= 1
    assert active() == published
    again = approve(office, published)
    assert (again.status_code, again.json_body["n"]) == (200, told["n"])


def test_whoever_published_it_cannot_approve_it(office: Office, published: str) -> None:
    for name in (AUTHOR, f" {AUTHOR} "):
        problem(approve(office, published, name), 403, "second_person")
    assert active() == release().digest


def test_the_role_of_an_approver_is_needed_and_a_department_is_none(office: Office, published: str) -> None:
    problem(approve(office, published, role="policy-author"), 403, "role_needed")
    problem(approve(office, published, role="policy"), 403, "role_needed")
    path = f"/releases/{published}/activation"
    problem(office.ask("POST", path, {"expect": None}, **office.staff("*")), 403, "role_needed")
    problem(office.ask("POST", path, {"expect": None}), 401, "sign_in")
    for path in ("/releases", f"/releases/{published}", f"/releases/{published}/checks"):
        problem(office.ask("GET", path, **office.staff("*")), 403, "role_needed")
        problem(office.ask("GET", path), 401, "sign_in")
        assert get(office, path, APPROVER, "policy-approver").status_code == 200
    assert active() == release().digest


def test_an_approval_of_what_was_compared_with_another_release_is_refused(
    office: Office, published: str
) -> None:
    for expect in (None, NOWHERE, published):
        problem(approve(office, published, expect=expect), 409, "overtaken")
    problem(approve(office, published, expect="x"), 422, "body_wrong")
    assert active() == release().digest


def test_a_release_in_force_is_not_compared_with_one_that_nobody_ever_stored(office: Office) -> None:
    told = problem(approve(office, release().digest, expect=NOWHERE), 409, "overtaken")
    assert "请重新核对" in told["title"]["zh"]
    assert active() == release().digest


def test_a_release_that_no_longer_passes_is_refused_with_every_reason(office: Office) -> None:
    bad, world = other(), wiring.ports()
    publish_release(world.releases, bad, claimed(AUTHOR), world.clock.now(), {"ok": True})
    told = problem(approve(office, bad.digest), 409, "checks_failed")
    assert any("region.yaml:1 " in reason["en"] for reason in told["details"])
    assert all("请" in reason["zh"] for reason in told["details"])
    assert active() == release().digest


@pytest.mark.parametrize("digest", [NOWHERE, "x", "..%2Freport", "A" * 64], ids=["none", "x", "up", "big"])
@pytest.mark.parametrize("what", ["", "/checks"])
def test_a_release_that_is_not_there_is_not_found(office: Office, digest: str, what: str) -> None:
    problem(get(office, f"/releases/{digest}{what}"), 404, "not_found")
    problem(approve(office, digest), 404, "not_found")


def test_another_region_s_release_is_not_ours_to_see_or_approve(office: Office) -> None:
    region = release().region.model_copy(update={"region": "elsewhere"})
    foreign, world = release().model_copy(update={"region": region}), wiring.ports()
    publish_release(world.releases, foreign, claimed(AUTHOR), world.clock.now(), {"ok": True})
    problem(get(office, f"/releases/{foreign.digest}"), 404, "not_found")
    problem(approve(office, foreign.digest), 404, "not_found")


def test_a_report_that_was_never_written_is_not_found(office: Office, published: str) -> None:
    key = f"releases/{published}.checks.json"
    boto3.client("s3").delete_object(Bucket=office.variables["RULES_BUCKET"], Key=key)
    problem(get(office, f"/releases/{published}/checks"), 404, "not_found")


def test_commands_on_the_page_of_policy_staff_run_as_they_are_copied(
    office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    one, world = other(in_person=False), wiring.ports()
    publish_release(world.releases, one, claimed(AUTHOR), world.clock.now(), {"ok": True, "situations": 7})
    monkeypatch.chdir(tmp_path)
    (tmp_path / "rules").symlink_to(ROOT / "rules")
    page = signed_on(office, "author").get("/policy").body.decode()
    called = [shlex.split(unescape(one)) for one in re.findall(r"<code[^>]*>(.*?)</code>", page)]
    assert [".venv/bin/python", "-m", "chalicelib", "rules", "activate", one.digest] in called
    loaded = called.index(shlex.split("set -a; . build/cloud/environment; set +a"))
    rules = [".venv/bin/python", "-m", "chalicelib", "rules"]
    assert [words[4] for words in called[loaded + 1 :]] == ["publish", "activate", "log", "rollback"]
    for name in ("TABLE", "RULES_BUCKET", "REGION_NAME"):
        monkeypatch.delenv(name)
    for words in called[:loaded]:
        if words[:4] == rules:
            assert run(words) == Exit.DONE, words
        else:
            subprocess.run(words, check=True)  # noqa: S603 - what the page says
    for words in called[loaded + 1 :]:
        with pytest.raises(ValueError, match="RULES_BUCKET"):
            run(words)
    monkeypatch.setenv("TABLE", office.variables["TABLE"])
    monkeypatch.setenv("RULES_BUCKET", office.variables["RULES_BUCKET"])
    monkeypatch.setenv("REGION_NAME", office.variables["REGION_NAME"])
    assert run([*rules, "log"]) == Exit.DONE


def run(words: list[str]) -> Exit:
    """Run a command as it stands on the page."""
    arguments = parser([(words[3], words[4])]).parse_args(words[3:])
    return Exit(arguments.command.run(arguments))
