"""A region adds a channel of its own: a plan, a rule that chooses it, and not a line of code."""

from __future__ import annotations

import json
import shutil
from datetime import date
from pathlib import Path

import pytest
import zen

from chalicelib.__main__ import main
from chalicelib.authoring.check import check
from chalicelib.authoring.checking.load import load
from chalicelib.authoring.proofs.totals import counted
from chalicelib.cases.case import Stage
from chalicelib.decisions.channels import channels
from chalicelib.decisions.decide import decide
from chalicelib.decisions.forms.model import Release
from chalicelib.decisions.forms.plan import End
from chalicelib.decisions.release import canonical
from chalicelib.services.releases.publish_rules import publish_release
from tests.fakes import MORNING, World
from tests.services.releases.bookshelf import Bookshelf, claimed
from tests.services.scene import BY_COURIER, Scene

ITEM = "physician-practice-registration"
TODAY = date(2026, 3, 2)
FIVE = ("outbound_courier", "two_way_courier", "inspection_collection", "one_visit", "fully_online")

PART = """\
part: papers-to-van
title: {zh: 上门收件车, en: The van calls}
exits: [given-up, unfit]
steps:
  - step: papers-to-van
    title: {zh: 收件车上门收取材料, en: The van collects the papers}
    by: staff
    unit: handles
    within: {working_days: 10}
    late: [given-up, not-handed-in]
    outcomes:
      - {outcome: received, title: {zh: 已收取, en: taken}, next: onward, hand_over: {what: papers, from: applicant, to: unit, counted: true}}
      - {outcome: given-up, title: {zh: 逾期未交, en: given up}, next: given-up, before: accepted}
      - {outcome: not-handed-in, title: {zh: 受理后逾期未交, en: not handed in}, next: unfit, after: accepted}
"""  # noqa: E501
RULE = """\
rules:
  - rule: van-calls
    title: {zh: 收件车上门收取, en: The van collects the papers}
    when:
      item.secret: false
      item.in_person: false
      item.inspection: none
      item.paper_originals: {at_least: 1}
      item.mail_material: true
      application.courier: true
    choose: van
    basis: [{title: 中华人民共和国行政许可法, article: 第二十九条}]
    from: 2018-04-01
"""
EXAMPLE = "examples:\n  - {name: 医师注册由收件车上门收取, item: physician-practice-registration, expect: van, by: van-calls}\n"  # noqa: E501


def edit(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text, (path, old)
    path.write_text(text.replace(old, new), encoding="utf-8")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Licang with a van that collects papers at the door."""
    copy = Path(shutil.copytree("rules/licang", tmp_path_factory.mktemp("rules") / "licang"))
    plan = (copy / "plans/two_way_courier.yaml").read_text(encoding="utf-8")
    called = plan.replace("plan: two_way_courier", "plan: van").replace(
        "paper_in: courier", "paper_in: inspection"
    )
    called = called.replace("网上预审+双向快递", "网上预审+收件车").replace(
        "courier both ways", "papers by van"
    )
    there = "  - {part: papers-by-courier}\n"
    assert there in called
    called = called.replace(there, "  - {part: papers-to-van}\n  - {part: papers-to-hall}\n")
    (copy / "plans/van.yaml").write_text(called, encoding="utf-8")
    (copy / "parts/papers-to-van.yaml").write_text(PART, encoding="utf-8")
    (item,) = copy.glob(f"items/*/{ITEM}.yaml")
    with item.open("a", encoding="utf-8") as file:
        file.write(RULE)
    edit(copy / "region.yaml", "two_way_courier: 41,", "two_way_courier: 40, van: 1,")
    edit(copy / "invariants.yaml", "two_way_courier", "two_way_courier, van")
    edit(copy / "channels.yaml", "examples:\n", EXAMPLE)
    for line in (copy / "channels.yaml").read_text(encoding="utf-8").splitlines():
        if f"item: {ITEM}," in line and "expect: two_way_courier, by: courier-both-ways" in line:
            edit(
                copy / "channels.yaml",
                line,
                line.replace("expect: two_way_courier, by: courier-both-ways", "expect: van, by: van-calls"),
            )
    return copy


@pytest.fixture(scope="module")
def release(folder: Path) -> Release:
    return load(folder)


def test_a_sixth_channel_passes_the_check_of_its_region(folder: Path) -> None:
    assert [found for found in check(folder, TODAY).problems if found.severity == "error"] == []


def test_the_channels_come_in_the_order_of_the_figures_then_the_others_by_name(release: Release) -> None:
    assert channels(release) == ("outbound_courier", "two_way_courier", "van", *FIVE[2:])
    unpublished = release.region.published.model_copy(update={"channels": {"van": 1}})
    region = release.region.model_copy(update={"published": unpublished})
    assert channels(release.model_copy(update={"region": region})) == ("van", *sorted(FIVE))


def test_a_sixth_channel_is_decided_and_counted(release: Release) -> None:
    decision = decide(release, ITEM, {"application.courier": True}, TODAY)
    assert (decision.channel, decision.rule, decision.visits) == ("van", "van-calls", 0)
    total = counted(release, date(2018, 6, 28))
    assert list(total.channels) == list(channels(release))
    assert (total.channels["van"], total.channels["two_way_courier"]) == (1, 40)


def test_a_sixth_channel_is_called_by_the_title_of_its_plan(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["rules", "totals", str(folder)]) == 0
    assert "网上预审+收件车" in capsys.readouterr().out
    assert main(["rules", "explain", str(folder), "--item", ITEM]) == 0
    assert "→ Online pre-review, papers by van (van): no visit" in capsys.readouterr().out
    assert main(["rules", "explain", str(folder), "--item", ITEM, "--why-not", "by_pigeon"]) == 2
    assert "、van（网上预审+收件车）、" in capsys.readouterr().err
    assert main(["rules", "diff", "rules/licang", str(folder), "--since", "2018-06-28"]) == 0
    assert "papers by van" in capsys.readouterr().out


@pytest.mark.parametrize("to", ["jdm", "dmn"])
def test_a_sixth_channel_is_exported(
    to: str, folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / f"rules.{to}"
    assert main(["rules", "export", str(folder), "--to", to, "--out", str(out), "--on", str(TODAY)]) == 0
    text = out.read_text(encoding="utf-8")
    if to == "dmn":
        assert '"two_way_courier","van","inspection_collection"' in text
        return
    capsys.readouterr()
    main(["rules", "decide", str(folder), "--item", ITEM, "--on", str(TODAY), "--json"])
    facts = json.loads(capsys.readouterr().out)["facts"]
    found = zen.ZenEngine().create_decision(text).evaluate({**facts, "code": ITEM})
    assert found["result"] == {"channel": "van", "rule": "van-calls"}


def test_a_release_with_a_sixth_channel_is_published_and_a_case_runs_through_it(release: Release) -> None:
    shelf = Bookshelf()
    entry = publish_release(shelf, release, claimed("wang"), MORNING, {"ok": True})
    stored = shelf.get(str(entry["digest"]))
    assert canonical(stored) == canonical(release)
    scene = Scene(ITEM, World(stored))
    scene.upload_all()
    assert scene.case.channel == "van"
    scene.findings(
        "pre-review pass", "papers-to-van received", "papers-to-hall received", "acceptance accept"
    )
    scene.findings("review pass", "decision grant", "licence made")
    scene.carry(*BY_COURIER)
    assert (scene.case.stage, scene.case.settled) == (Stage.CLOSED, End.GRANTED)
    assert scene.quiet()
