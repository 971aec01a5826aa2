"""An inspection can vanish from no channel: every way to a grant past what the law demands is found."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import pytest

from chalicelib.authoring.check import check
from chalicelib.authoring.load import load
from chalicelib.authoring.problems import Problem
from tests.authoring.region import spoil, write_region

TODAY = date(2026, 11, 25)
LICANG = ["fully_online", "one_visit", "outbound_courier", "two_way_courier"]
"""Without inspection_collection: where nobody inspects nobody collects either, and that is told first."""
LINSHAN = sorted(path.stem for path in Path("rules/demo-linshan/plans").glob("*.yaml"))


def copied(tmp_path: Path, region: str) -> Path:
    return Path(shutil.copytree(Path("rules") / region, tmp_path / region))


def found(folder: Path, code: str = "demand-passed-by") -> list[Problem]:
    return [one for one in check(folder, TODAY, engines=()).problems if one.code == code]


def edit(folder: Path, plan: str, old: str, new: str) -> None:
    spoil(folder, f"plans/{plan}.yaml", old, new)


def line_of(folder: Path, plan: str, text: str) -> int:
    lines = (folder / "plans" / f"{plan}.yaml").read_text(encoding="utf-8").splitlines()
    return next(number for number, line in enumerate(lines, 1) if text in line)


@pytest.mark.parametrize("region", ["licang", "demo-linshan"])
def test_in_both_regions_every_channel_inspects_what_must_be_inspected(tmp_path: Path, region: str) -> None:
    assert check(copied(tmp_path, region), TODAY, engines=()).ok


def without_inspection(folder: Path, plan: str) -> None:
    """As if nobody had ever thought of an inspection in this channel."""
    path = folder / "plans" / f"{plan}.yaml"
    text = path.read_text(encoding="utf-8")
    start, end = text.index("  - step: inspection\n"), text.index("  - step: decision-to-refuse")
    text = (text[:start] + text[end:]).replace("next: inspection, accepts", "next: review, accepts")
    path.write_text(text, encoding="utf-8")


@pytest.mark.parametrize("plan", LICANG)
def test_a_plan_that_leaves_the_inspection_out_is_an_error_with_article_channel_and_items(
    tmp_path: Path, plan: str
) -> None:
    folder = copied(tmp_path, "licang")
    without_inspection(folder, plan)
    (one,) = found(folder)
    assert (one.file, one.severity) == (f"plans/{plan}.yaml", "error")
    assert one.line == line_of(folder, plan, f"plan: {plan}")
    for words in ("第三十四条", f"({plan})", "Items that meet it now: "):
        assert words in one.en
    for words in ("第三十四条", f"（{plan}）", "审查 → 决定 → 制证"):
        assert words in one.zh
    assert "does: inspection" in one.mend_zh


def test_the_paperless_food_licence_is_named_where_its_channel_does_not_inspect(tmp_path: Path) -> None:
    folder = copied(tmp_path, "licang")
    food = folder / "items/market-supervision/food-business-licence.yaml"
    text = food.read_text(encoding="utf-8")
    paperless = text.replace("format: both, originals: 1", "format: electronic, originals: 0")
    paperless = paperless.replace("format: both, originals: 0, copies: 1", "format: electronic, originals: 0")
    food.write_text(paperless, encoding="utf-8")
    assert found(folder) == []
    for other in (folder / "items").rglob("*.yaml"):
        if "inspection: required" in other.read_text(encoding="utf-8") and other != food:
            other.write_text(
                other.read_text("utf-8").replace("inspection: required", "inspection: none"), "utf-8"
            )
    without_inspection(folder, "outbound_courier")
    (one,) = found(folder)
    assert "食品经营许可（food-business-licence）" in one.zh
    assert "(food-business-licence)" in one.en


HOLES = {
    "a fail that leads on to the review": (
        "en: failed; to be put right}, next: rectification}",
        "en: failed; to be put right}, next: rectification}\n"
        "      - {outcome: nearly, title: {zh: 基本合格, en: nearly passed}, next: review}",
        "{outcome: nearly,",
    ),
    "put right, and nobody looks again": (
        'en: "put right, to be inspected again"}, next: inspection}',
        'en: "put right, to be inspected again"}, next: review}',
        "en: failed; to be put right}, next: rectification}",
    ),
    "put right, and somebody may believe it": (
        'en: "put right, to be inspected again"}, next: inspection}',
        'en: "put right, to be inspected again"}, next: inspection}\n'
        "      - {outcome: believed, title: {zh: 免予复勘, en: believed}, next: review}",
        "{outcome: believed,",
    ),
    "given up, and granted all the same": (
        "next: decision-to-refuse}",
        "next: decision-to-refuse}\n"
        "      - {outcome: waived, title: {zh: 免予整改, en: waived}, next: decision}",
        "{outcome: waived,",
    ),
    "left out for another fact": (
        "skip: {when: {item.inspection: none}, next: review}",
        "skip: {when: {item.secret: false}, next: review}",
        "skip: {when: {item.secret: false}",
    ),
    "left out also where it is joint": (
        "skip: {when: {item.inspection: none}, next: review}",
        "skip: {when: {item.inspection: [none, joint]}, next: review}",
        "skip: {when: {item.inspection: [none, joint]}",
    ),
    "left out where it is needed": (
        "skip: {when: {item.inspection: none}, next: review}",
        "skip: {unless: {item.inspection: none}, next: review}",
        "skip: {unless: {item.inspection: none}",
    ),
    "on one branch only": (
        "      - {outcome: accept, title: {zh: 受理, en: accepted}, next: inspection, accepts: paper}\n",
        "      - {outcome: accept, title: {zh: 受理, en: accepted}, next: inspection, accepts: paper}\n"
        "      - {outcome: quick, title: {zh: 从简, en: simple}, next: review, accepts: paper}\n",
        "{outcome: quick,",
    ),
    "the pre-review may lead to the decision": (
        "  - step: correction\n    title: {zh: 补正材料",
        "      - {outcome: known, title: {zh: 老户, en: well known}, next: decision, accepts: prereview}\n"
        "  - step: correction\n    title: {zh: 补正材料",
        "{outcome: known,",
    ),
}  # fmt: skip


@pytest.mark.parametrize("what", HOLES)
@pytest.mark.parametrize("plan", ["fully_online", "outbound_courier"])
def test_a_hole_is_told_where_the_inspection_is_lost(tmp_path: Path, plan: str, what: str) -> None:
    folder = copied(tmp_path, "licang")
    old, new, place = HOLES[what]
    edit(folder, plan, old, new)
    problems = found(folder)
    assert line_of(folder, plan, place) in {one.line for one in problems}
    assert {one.file for one in problems} == {f"plans/{plan}.yaml"}


def test_an_inspection_after_the_decision_comes_too_late(tmp_path: Path) -> None:
    folder = copied(tmp_path, "licang")
    plan = "fully_online"
    edit(folder, plan, "next: inspection, accepts: paper", "next: review, accepts: paper")
    edit(folder, plan, "en: granted}, next: licence}", "en: granted}, next: inspection}")
    edit(folder, plan, "title: {zh: 勘验合格, en: passed}, next: review}",
         "title: {zh: 勘验合格, en: passed}, next: licence}")  # fmt: skip
    edit(folder, plan, "skip: {when: {item.inspection: none}, next: review}",
         "skip: {when: {item.inspection: none}, next: licence}")  # fmt: skip
    (one,) = found(folder)
    assert "it comes only after the decision" in one.en
    assert one.line == line_of(folder, plan, "zh: 勘验合格, en: passed}, next: licence")


def test_a_loop_in_which_the_inspection_fails_at_last_is_no_way_to_a_grant(tmp_path: Path) -> None:
    folder = copied(tmp_path, "licang")
    plan = "fully_online"
    edit(folder, plan, "      - {outcome: grant, title: {zh: 准予, en: granted}, next: licence}\n",
         "      - {outcome: grant, title: {zh: 准予, en: granted}, next: licence}\n"
         "      - {outcome: again, title: {zh: 复勘, en: once more}, next: inspection}\n")  # fmt: skip
    assert found(folder) == []
    edit(folder, plan, "en: failed; to be put right}, next: rectification}",
         "en: failed; to be put right}, next: rectification}\n"
         "      - {outcome: nearly, title: {zh: 基本合格, en: nearly}, next: review}")  # fmt: skip
    assert found(folder)


def test_a_new_item_with_a_joint_inspection_is_inspected_in_its_own_channel_too(tmp_path: Path) -> None:
    """By a rule of its own it goes online from end to end; that channel inspects, so nothing is lost."""
    folder = copied(tmp_path, "licang")
    path = folder / "items/commerce"
    item = (folder / "items/market-supervision/food-business-licence.yaml").read_text(encoding="utf-8")
    own = (
        "rules:\n  - rule: all-online\n    title: {zh: 网办, en: Online}\n    when: {item.secret: false, "
        "item.in_person: false, item.paper_originals: 0}\n    choose: fully_online\n"
        "    basis: [{title: 行政许可法}]\n    from: 2026-01-01\n"
    )
    new = item.replace("item: food-business-licence", "item: night-market")
    new = new.replace("department: market-supervision", "department: commerce")
    new = new.replace("inspection: required", "inspection: joint") + own
    new = new.replace("limits:", "joint_departments: [health]\nlimits:", 1)
    (path / "night-market.yaml").write_text(new, encoding="utf-8")
    assert found(folder) == []
    edit(
        folder,
        "fully_online",
        "skip: {when: {item.inspection: none}",
        "skip: {when: {item.inspection: [none, joint]}",
    )
    assert found(folder)


def test_a_channel_without_a_plan_is_told_before(tmp_path: Path) -> None:
    folder = copied(tmp_path, "licang")
    (folder / "plans/fully_online.yaml").unlink()
    assert [one.code for one in check(folder, TODAY, engines=()).problems] == ["missing-plan"]


@pytest.mark.parametrize("plan", ["fully_online", "outbound_courier"])
def test_a_commitment_replaces_an_inspection_only_where_the_item_allows_it(tmp_path: Path, plan: str) -> None:
    folder = copied(tmp_path, "demo-linshan")
    edit(folder, plan, "{unless: {application.commitment: true, item.commitment_allowed: true}",
         "{when: {application.commitment: false}")  # fmt: skip
    (one,) = found(folder)
    assert one.line == line_of(folder, plan, "{outcome: valid,")


@pytest.mark.parametrize("plan", LINSHAN)
def test_whoever_takes_a_demand_away_takes_the_proof_away_and_is_told(tmp_path: Path, plan: str) -> None:
    folder = copied(tmp_path, "demo-linshan")
    path = folder / "invariants.yaml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text[: text.index("\n# 法定环节")], encoding="utf-8")
    for other in LINSHAN:
        if other != plan:
            file = folder / "plans" / f"{other}.yaml"
            lines = file.read_text(encoding="utf-8").splitlines(keepends=True)
            file.write_text(
                "".join(line for line in lines if "does: inspection" not in line), encoding="utf-8"
            )
    (one,) = found(folder, "does-undemanded")
    assert one.file == f"plans/{plan}.yaml"


@pytest.mark.parametrize("left", ["required", "joint"])
def test_a_demand_made_narrower_than_what_the_plans_do_is_told(tmp_path: Path, left: str) -> None:
    folder = copied(tmp_path, "licang")
    assert found(folder, "does-undemanded") == []
    spoil(
        folder,
        "invariants.yaml",
        "when: {item.inspection: [required, joint]}",
        f"when: {{item.inspection: {left}}}",
    )
    (one,) = found(folder, "does-undemanded")
    assert one.severity == "warning"
    assert ("多部门联合勘验" in one.zh) == (left == "required")


def test_a_demand_that_hangs_on_something_else_too_is_not_narrower(tmp_path: Path) -> None:
    folder = copied(tmp_path, "demo-linshan")
    assert found(folder, "does-undemanded") == []
    text = (folder / "invariants.yaml").read_text(encoding="utf-8")
    (folder / "invariants.yaml").write_text(text.replace("[video, on_site]", "video"), encoding="utf-8")
    (one,) = found(folder, "does-undemanded")
    assert one.severity == "warning"


@pytest.mark.parametrize(("does", "passing"), [("hearing", "held"), ("publication", "published")])
def test_a_hearing_or_a_publication_can_be_demanded_by_any_fact(
    tmp_path: Path, does: str, passing: str
) -> None:
    folder = write_region(tmp_path / "licang")
    with (folder / "invariants.yaml").open("a", encoding="utf-8") as invariants:
        invariants.write(
            "demands:\n  - demand: due\n    title: {zh: 依法须做, en: Due by law}\n"
            "    when: {item.secret: true}\n"
            f"    does: {does}\n    basis: [{{title: 行政许可法, article: 第四十六条}}]\n"
        )
    problems = found(folder)
    assert {one.file for one in problems} == {"plans/outbound_courier.yaml", "plans/one_visit.yaml"}
    assert all("第四十六条" in one.en for one in problems)
    step = (
        f"  - step: due\n    title: {{zh: 办, en: Due}}\n    by: staff\n    does: {does}\n"
        "    skip: {unless: {item.secret: true}, next: decision}\n"
        f"    outcomes: [{{outcome: {passing}, title: {{zh: 已办, en: done}}, next: decision}}]\n"
    )
    for plan in ("outbound_courier", "one_visit"):
        edit(folder, plan, "next: decision, accepts: paper}", "next: due, accepts: paper}")
        edit(folder, plan, "  - step: decision\n", step + "  - step: decision\n")
    assert found(folder) == []
    release = load(folder)
    assert [one.does for one in release.demands] == [does]
