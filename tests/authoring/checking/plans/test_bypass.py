"""An inspection can vanish from no channel: every way to a grant past what the law demands is found."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import pytest

from chalicelib.authoring.checking.load import load, read
from chalicelib.authoring.checking.plans.walking.kinds import Walks
from chalicelib.authoring.findings.problems import Problem
from chalicelib.authoring.proofs.demanded import Demanded
from chalicelib.authoring.proofs.demands import demands
from chalicelib.decisions.forms.form import FactValue
from tests.authoring.broken import HEAR, HEARD_OF, HEARING
from tests.authoring.region import spoil, write_district, write_region

TODAY = date(2026, 11, 25)
LICANG = ["fully_online", "inspection_collection", "one_visit", "outbound_courier", "two_way_courier"]
REVIEW = "    does: review "
LINE = "  - {part: inspection, each: inspects, when: {item.inspection: [required, joint]}}"
COLLECTS = "  - {part: inspection, each: inspects, collects_papers: first}"


def copied(tmp_path: Path, region: str) -> Path:
    if region == "licang":
        return write_district(tmp_path / region)
    return Path(shutil.copytree(Path("rules") / region, tmp_path / region))


def found(folder: Path, code: str = "demand-passed-by") -> list[Problem]:
    files, release = read(folder)
    return [one for one in demands(files, release, TODAY, Walks(release)) if one.code == code]


def line_of(folder: Path, file: str, text: str) -> int:
    lines = (folder / file).read_text(encoding="utf-8").splitlines()
    return next(number for number, line in enumerate(lines, 1) if text in line)


def without_inspection(folder: Path, plan: str) -> None:
    """As if nobody had ever thought of an inspection in this channel."""
    path = folder / f"plans/{plan}.yaml"
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    path.write_text("".join(line for line in lines if "part: inspection," not in line), encoding="utf-8")
    spoil(folder, f"plans/{plan}.yaml", "exits:\n", "exits:\n")


@pytest.mark.parametrize("region", ["licang", "demo-linshan"])
def test_in_both_regions_every_channel_does_what_the_law_demands(region: str) -> None:
    files, release = read(Path("rules") / region)
    assert list(demands(files, release, TODAY, Walks(release))) == []


@pytest.mark.parametrize("plan", ["outbound_courier", "two_way_courier"])
def test_a_plan_that_leaves_the_inspection_out_is_an_error_with_article_channel_and_items(
    tmp_path: Path, plan: str
) -> None:
    folder = copied(tmp_path, "licang")
    without_inspection(folder, plan)
    (one,) = found(folder)
    assert (one.file, one.severity) == (f"plans/{plan}.yaml", "error")
    assert one.line == line_of(folder, f"plans/{plan}.yaml", f"plan: {plan}")
    for words in ("article 34", f"({plan})", "Items that meet it now: "):
        assert words in one.en
    for words in ("第三十四条", f"（{plan}）", "审查 → 决定"):
        assert words in one.zh
    assert "does: inspection" in one.mend_zh


@pytest.mark.parametrize(
    "when", ["{item.inspection: required}", "{item.secret: false, item.inspection: [required, joint]}"]
)
def test_an_inspection_that_the_plan_leaves_out_too_often_is_told_at_its_condition(
    tmp_path: Path, when: str
) -> None:
    folder = copied(tmp_path, "licang")
    spoil(folder, "plans/fully_online.yaml", "{item.inspection: [required, joint]}", when)
    (one,) = found(folder)
    assert (one.file, one.line) == (
        "plans/fully_online.yaml",
        line_of(folder, "plans/fully_online.yaml", when),
    )


def test_a_step_s_own_condition_leaves_it_out_in_every_plan(tmp_path: Path) -> None:
    folder = copied(tmp_path, "licang")
    own = "    officers: 2 \n    when: {item.secret: false}\n"
    file = folder / "parts/inspection.yaml"
    lines = [own if "officers: 2" in line else f"{line}\n" for line in file.read_text("utf-8").splitlines()]
    file.write_text("".join(lines), encoding="utf-8")
    (one,) = found(folder)  # told once
    assert (one.file, one.line) == (
        "parts/inspection.yaml",
        line_of(folder, "parts/inspection.yaml", "secret: false"),
    )


HOLES = {
    "a fail that leads on": (
        "en: failed; to be put right}, next: rectification, issues: rectification, reason: required}",
        "en: failed; to be put right}, next: onward, issues: rectification, reason: required}",
        "en: failed; to be put right}",
    ),
    "put right, and nobody looks again": (
        "next: inspection}",
        "next: onward}",
        "en: failed; to be put right}",
    ),
    "put right, and somebody may believe it": (
        "next: inspection}\n",
        "next: inspection}\n      - {outcome: believed, title: {zh: 免予复勘, en: believed}, next: onward}\n",
        "{outcome: believed,",
    ),
}


@pytest.mark.parametrize("what", HOLES)
def test_a_hole_is_told_where_the_inspection_is_lost(tmp_path: Path, what: str) -> None:
    folder = copied(tmp_path, "licang")
    old, new, place = HOLES[what]
    spoil(folder, "parts/inspection.yaml", old, new)
    if "put right, and nobody" not in what and "rectification" in old:
        more = "      - {outcome: mend, title: {zh: 改, en: mend}, next: rectification}\n"
        spoil(folder, "parts/inspection.yaml", "  - step: rectification", f"{more}  - step: rectification")
    (one,) = found(folder)
    assert (one.file, one.line) == ("parts/inspection.yaml", line_of(folder, "parts/inspection.yaml", place))


def test_what_one_unit_has_not_passed_is_not_done_whatever_the_others_say(tmp_path: Path) -> None:
    """A lane's exit that leads to the review: one unit failed."""
    folder = copied(tmp_path, "licang")
    plan, way_out = "plans/outbound_courier.yaml", "unfit: [{go_on: decision}]"
    spoil(folder, plan, "unfit: [{part: refusal}]", way_out)
    (inspection,) = [one for one in found(folder) if "does: inspection" in one.mend_zh]
    assert (inspection.file, inspection.line) == (plan, line_of(folder, plan, way_out))


def test_a_way_out_that_leads_past_the_inspection_is_told_in_the_plan_that_takes_it(tmp_path: Path) -> None:
    """The part with that way out is right elsewhere: where the inspection is not demanded, or was done."""
    folder = copied(tmp_path, "demo-linshan")
    plan = "plans/inspection_collection.yaml"
    inspection, way_out = "  - {part: inspection, each", "  committed: [{go_on: papers-to-hall}]\n"
    promised = "  - {part: commitment, when: {application.commitment: true}}"
    spoil(folder, plan, inspection, f"{promised}\n{inspection}")
    spoil(folder, plan, "  lapsed:", f"{way_out}  lapsed:")
    (one,) = found(folder)
    assert (one.file, one.line) == (plan, line_of(folder, plan, way_out.strip()))


def test_a_hearing_left_out_of_two_plans_is_told_in_each_though_one_may_be_asked_for(tmp_path: Path) -> None:
    folder = copied(tmp_path, "licang")
    plans = ["plans/fully_online.yaml", "plans/one_visit.yaml"]
    for plan in plans:
        spoil(folder, plan, "  - {part: hearing, when: {item.hearing: true}}\n", "")
    assert [(one.file, one.line) for one in found(folder)] == [(plan, 1) for plan in plans]


def test_an_inspection_after_the_decision_comes_too_late(tmp_path: Path) -> None:
    folder = copied(tmp_path, "licang")
    without_inspection(folder, "fully_online")
    spoil(folder, "plans/fully_online.yaml", "  - {part: licence}\n", f"{LINE}\n  - {{part: licence}}\n")
    (one,) = found(folder)
    assert "without the inspection (it comes only after the decision): " in one.en
    assert "不经勘验就准予（决定之后才做）：" in one.zh


def test_a_part_that_inspects_twice_is_no_hole(tmp_path: Path) -> None:
    folder = copied(tmp_path, "licang")
    again = LINE.replace("part: inspection", "part: inspection, as: again")
    spoil(folder, "plans/fully_online.yaml", LINE, f"{LINE}\n{again}")
    assert found(folder) == []


def test_an_item_that_is_inspected_by_nobody_is_told(tmp_path: Path) -> None:
    folder = copied(tmp_path, "licang")
    item = "items/market-supervision/food-business-licence.yaml"
    text = (folder / item).read_text(encoding="utf-8")
    start = text.index(", inspects: [")
    (folder / item).write_text(text[:start] + text[text.index("]", start) + 1 :], encoding="utf-8")
    (one,) = found(folder, "nobody-does")
    assert one.file == item
    assert "inspects" in one.mend_zh


NO_PAPERS = "{item.in_person: true, item.paper_originals: 0}"


@pytest.mark.parametrize(
    ("when", "lost"),
    [
        ("{item.in_person: true, item.paper_originals: 0, item.secret: true}", True),
        ("{item.in_person: true, item.paper_originals: 0, item.secret: false}", True),
        ("{item.in_person: true, item.paper_originals: 0, item.online_depth: [II, III]}", True),
        ("{item.in_person: true, item.paper_originals: {at_least: 1}}", True),
        ("{item.in_person: true}", False),
    ],
)
def test_who_has_to_come_in_person_comes_though_she_brings_nothing(
    tmp_path: Path, when: str, lost: bool
) -> None:
    folder = copied(tmp_path, "licang")
    spoil(folder, "plans/one_visit.yaml", NO_PAPERS, when)
    assert [(one.file, "in person" in one.en) for one in found(folder)] == [
        ("plans/one_visit.yaml", True)
    ] * lost


@pytest.mark.parametrize(
    ("region", "part", "step"),
    [
        ("licang", "papers-at-counter", "step: papers-at-counter"),
        ("demo-linshan", "visit", "step: visit"),
    ],
)
def test_a_visit_that_no_longer_says_what_it_does_is_told_there(
    tmp_path: Path, region: str, part: str, step: str
) -> None:
    folder, file = copied(tmp_path, region), f"parts/{part}.yaml"
    path = folder / file
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    lines.remove(next(line for line in lines if "does: presence" in line))
    path.write_text("".join(lines), encoding="utf-8")
    (one,) = found(folder)
    assert (one.file, one.line) == (file, line_of(folder, file, step))


@pytest.mark.parametrize(("visit", "right"), [(", visit: true", True), (", reason: required", False)])
def test_who_came_was_there_by_any_outcome_and_nobody_at_work_waives_that(
    tmp_path: Path, visit: str, right: bool
) -> None:
    folder, file = copied(tmp_path, "licang"), "parts/in-person.yaml"
    other = f"      - {{outcome: otherwise, title: {{zh: 另行核验, en: otherwise}}, next: onward{visit}}}\n"
    given_up = "      - {outcome: given-up,"
    spoil(folder, file, given_up, f"{other}{given_up}")
    told = found(folder)
    assert [(one.file, one.line) for one in told] == [(file, line_of(folder, file, "otherwise"))] * (
        not right
    )
    assert all("a law alone can waive it" in one.en for one in told)


@pytest.mark.parametrize(("plan", "left_out"), [("outbound_courier", 0), ("two_way_courier", 1)])
def test_a_plan_calls_all_who_inspect_the_items_that_are_sent_there_and_needs_no_others(
    tmp_path: Path, plan: str, left_out: int
) -> None:
    """Checked by video: joint inspections are sent to the one and not to the other."""
    folder = copied(tmp_path, "licang")
    text = (folder / "parts/inspection.yaml").read_text(encoding="utf-8")
    text = text.replace("part: inspection", "part: video").replace("unit: each", "unit: decides")
    lines = (line for line in text.splitlines() if "hand_over" not in line)
    (folder / "parts/video.yaml").write_text("\n".join(lines), encoding="utf-8")
    spoil(folder, f"plans/{plan}.yaml", "{part: inspection, each: inspects, when", "{part: video, when")
    assert [one.file for one in found(folder, "joint-inspection")] == [f"plans/{plan}.yaml"] * left_out


def test_a_lane_for_every_inspector_whose_work_goes_to_one_unit_leaves_the_others_out(tmp_path: Path) -> None:
    folder = copied(tmp_path, "licang")
    spoil(folder, "parts/inspection.yaml", "unit: each ", "unit: handles ")
    told = found(folder, "joint-inspection")
    assert told
    assert {one.file.partition("/")[0] for one in told} == {"plans"}


def test_items_are_named_only_where_what_counts_is_so_of_them(tmp_path: Path) -> None:
    """Every item that is seen in person there brings papers: the way without papers is met by none."""
    folder = copied(tmp_path, "licang")
    spoil(
        folder,
        "plans/one_visit.yaml",
        NO_PAPERS,
        "{item.in_person: true, item.paper_originals: {at_least: 1}}",
    )
    (one,) = found(folder)
    assert "none at present" in one.en


IN_PERSON = "{item.in_person: true}\n    expect: [one_visit]\n"
NEXT = """
  - invariant: in-person-later
    title: {zh: 后一条, en: the next one}
    when: {item.in_person: true}
    from: 2026-11-%s
    expect: [one_visit]
"""


@pytest.mark.parametrize(
    ("dated", "told"),
    [
        (IN_PERSON + "    until: 2030-12-31\n", None),
        (IN_PERSON + "    until: 2026-11-25\n", None),
        (IN_PERSON + "    until: 2026-11-23\n" + NEXT % 24, None),
        (IN_PERSON + "    until: 2026-11-24\n", "until: 2026-11-24"),
        (IN_PERSON + "    from: 2026-11-26\n", "from: 2026-11-26"),
        (IN_PERSON + "    until: 2026-11-24\n" + NEXT % 26, "until: 2026-11-24"),
    ],
)
def test_a_channel_owes_no_visit_while_an_invariant_keeps_out_who_has_to_come(
    tmp_path: Path, dated: str, told: str | None
) -> None:
    folder, file = copied(tmp_path, "licang"), "invariants.yaml"
    spoil(folder, file, IN_PERSON, dated)
    at = [(one.file, one.line) for one in found(folder)]
    assert at == ([(file, line_of(folder, file, told))] if told else [])


def test_where_no_invariant_keeps_out_who_has_to_come_every_plan_passes_it_by(tmp_path: Path) -> None:
    folder = copied(tmp_path, "licang")
    spoil(folder, "invariants.yaml", IN_PERSON, IN_PERSON.replace("one_visit", ", ".join(LICANG)))
    without = {f"plans/{one}.yaml" for one in LICANG if one not in ("one_visit", "two_way_courier")}
    assert {one.file for one in found(folder)} == without | {"parts/papers-by-courier.yaml"}, (
        "a visit that takes nobody's presence is told where it stands"
    )


def test_an_invariant_that_keeps_out_more_than_is_demanded_does_for_it(tmp_path: Path) -> None:
    folder = copied(tmp_path, "demo-linshan")
    spoil(
        folder,
        "facts.yaml",
        "{value: counter,",
        "{value: notary, title: {zh: 公证, en: a notary}}\n      - {value: counter,",
    )
    text = (folder / "invariants.yaml").read_text(encoding="utf-8")
    kept_out, demands_ = text.split("\ndemands:")
    assert "{item.original_check: counter}" in kept_out
    more = kept_out.replace("{item.original_check: counter}", "{item.original_check: [counter, notary]}")
    (folder / "invariants.yaml").write_text(f"{more}\ndemands:{demands_}", encoding="utf-8")
    assert found(folder) == []


def test_a_demand_that_nothing_makes_any_more_is_told_at_the_part(tmp_path: Path) -> None:
    folder = copied(tmp_path, "demo-linshan")
    path = folder / "invariants.yaml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text[: text.index("\n# 法定环节")], encoding="utf-8")
    told = {(one.file, one.severity) for one in found(folder, "does-undemanded")}
    assert told == {("parts/inspection.yaml", "error"), ("parts/visit.yaml", "error")}


@pytest.mark.parametrize("left", ["required", "joint"])
def test_a_demand_made_narrower_than_what_the_plans_do_is_told(tmp_path: Path, left: str) -> None:
    folder = copied(tmp_path, "licang")
    whole = "when: {item.inspection: [required, joint]}"
    spoil(folder, "invariants.yaml", whole, f"when: {{item.inspection: {left}}}")
    (one,) = found(folder, "does-undemanded")
    assert one.severity == "warning"
    assert ("多部门联合勘验" in one.zh) == (left == "required")


@pytest.mark.parametrize(
    "narrower", ["item.paper_originals: {at_least: 1}", "item.secret: false", "application.courier: true"]
)
def test_a_demand_made_narrower_by_another_fact_is_told_with_what_it_no_longer_reaches(
    tmp_path: Path, narrower: str
) -> None:
    """Else the inspection of what needs no paper could be taken out of every plan, and nobody would know."""
    folder = copied(tmp_path, "licang")
    whole = "when: {item.inspection: [required, joint]"
    spoil(folder, "invariants.yaml", f"{whole}}}", f"{whole}, {narrower}}}")
    (one,) = found(folder, "does-undemanded")
    assert (one.file, one.severity) == ("parts/inspection.yaml", "warning")


def test_an_inspection_taken_out_where_a_narrower_demand_no_longer_reaches_is_still_told(
    tmp_path: Path,
) -> None:
    folder = copied(tmp_path, "licang")
    whole = "when: {item.inspection: [required, joint]"
    spoil(folder, "invariants.yaml", f"{whole}}}", f"{whole}, item.paper_originals: {{at_least: 1}}}}")
    without_inspection(folder, "fully_online")
    assert found(folder, "does-undemanded")


@pytest.mark.parametrize("does", ["hearing", "publication"])
def test_a_hearing_or_a_publication_can_be_demanded_by_any_fact(tmp_path: Path, does: str) -> None:
    folder = write_region(tmp_path / "licang")
    with (folder / "invariants.yaml").open("a", encoding="utf-8") as invariants:
        invariants.write(
            "demands:\n  - demand: due\n    title: {zh: 依法须做, en: Due by law}\n"
            "    when: {item.secret: true}\n"
            f"    does: {does}\n    basis: [{{title: 行政许可法, article: 第四十六条}}]\n"
        )
    problems = found(folder)
    assert {one.file for one in problems} == {"plans/outbound_courier.yaml", "plans/one_visit.yaml"}
    assert all("article 46" in one.en and "第四十六条" in one.zh for one in problems)
    (folder / HEAR).write_text(HEARING.replace("does: hearing", f"does: {does}"), encoding="utf-8")
    (folder / HEARD_OF[0]).write_text(HEARD_OF[2], encoding="utf-8")
    use = "  - {part: hearing, when: {item.secret: true}}\n  - {part: decision}\n"
    for plan in ("outbound_courier", "one_visit"):
        spoil(folder, f"plans/{plan}.yaml", "  - {part: decision}\n", use)
    assert found(folder) == []
    assert [one.does for one in load(folder).demands] == [does]


def test_a_publication_may_follow_the_grant_and_a_hearing_may_not(tmp_path: Path) -> None:
    folder = write_region(tmp_path / "licang")
    demand = (
        "demands:\n  - demand: due\n    title: {zh: 依法, en: Due by law}\n    when: {item.secret: true}\n"
        "    does: publication\n    basis: [{title: 行政许可法, article: 第四十条}]\n"
    )
    invariants = (folder / "invariants.yaml").read_text(encoding="utf-8")
    (folder / "invariants.yaml").write_text(invariants + demand, encoding="utf-8")
    (folder / HEAR).write_text(HEARING.replace("does: hearing", "does: publication"), encoding="utf-8")
    (folder / HEARD_OF[0]).write_text(HEARD_OF[2], encoding="utf-8")
    for plan in ("outbound_courier", "one_visit"):
        use = "  - {part: hearing, when: {item.secret: true}}\n  - {part: licence}\n"
        spoil(folder, f"plans/{plan}.yaml", "  - {part: licence}\n", use)
    assert found(folder) == []
    (folder / "invariants.yaml").write_text(invariants + demand.replace("publication", "hearing"), "utf-8")
    (folder / HEAR).write_text(HEARING, encoding="utf-8")
    assert found(folder)


def test_advice_never_leads_past_what_is_demanded(tmp_path: Path) -> None:
    """Of a plan without inspection it says so for the situations that need one, and for no other."""
    folder = copied(tmp_path, "licang")
    without_inspection(folder, "outbound_courier")
    asked = Demanded(load(folder))
    needs: dict[str, FactValue] = {"item.inspection": "required", "item.hearing": False}
    assert asked.passed_by(needs, "outbound_courier")
    assert not asked.passed_by({**needs, "item.inspection": "none"}, "outbound_courier")
    assert not asked.passed_by(needs, "one_visit")


@pytest.mark.parametrize(
    ("old", "new", "place"),
    [
        (REVIEW, "    when: {application.courier: false}\n" + REVIEW, "parts/decision.yaml"),
        (REVIEW, "    # does: nothing ", "plans/fully_online.yaml"),
    ],
)
def test_nothing_is_granted_without_a_review(tmp_path: Path, old: str, new: str, place: str) -> None:
    folder = copied(tmp_path, "licang")
    spoil(folder, "parts/decision.yaml", old, new)
    one = found(folder)[0]
    assert (one.file, one.severity) == (place, "error")
    assert "does: review" in one.mend_zh
