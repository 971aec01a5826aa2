"""Items against the law, against what a case can hold, and against each other."""

from __future__ import annotations

import json
import re
import shutil
from datetime import date
from pathlib import Path

import pytest

from chalicelib.authoring.check import check
from chalicelib.authoring.checking.lints import lint
from chalicelib.authoring.checking.load import read
from chalicelib.authoring.findings.problems import Problem
from chalicelib.cases.uploads.most import MOST_ANSWERS, MOST_NAMED
from chalicelib.routes.requests.bodies import OutcomeBody
from chalicelib.routes.requests.opening_body import OpenBody
from tests.authoring.broken import DEMANDS, GUIDE
from tests.authoring.region import FILES, spoil, write_region

TODAY = date(2026, 6, 1)
FOOD, VAULT = "items/market/food.yaml", "items/health/vault.yaml"
OTHER = "items/market/other.yaml"
LIMITS = "limits: {statutory: {working_days: 20}, promised: {working_days: 10}}"
MATERIAL = "  - {material: form, name: {zh: 申请书, en: Form}, format: electronic, originals: 0}\n"


@pytest.fixture
def region(tmp_path: Path) -> Path:
    return write_region(tmp_path / "licang")


def found(region: Path) -> list[Problem]:
    """All but what the base region lacks, an example of the vault's own rule, and its published figures."""
    problems = check(region, TODAY, engines=()).problems
    return [one for one in problems if one.code not in ("no-example", "totals")]


def told(region: Path) -> list[tuple[str, str, str]]:
    return [(one.file, one.code, one.severity) for one in found(region)]


def other(region: Path, *edits: tuple[str, str], guide: str = "") -> None:
    """A second item of the department, as the first but for these edits."""
    text = FILES[FOOD].replace("item: food", "item: other")
    for old, new in edits:
        assert text.count(old) == 1
        text = text.replace(old, new)
    (region / OTHER).write_text(text + guide, encoding="utf-8")


def with_guides(region: Path, first: str = GUIDE, second: str = GUIDE) -> None:
    path = region / FOOD
    path.write_text(path.read_text(encoding="utf-8") + first, encoding="utf-8")
    other(
        region, ("zh: 食品经营许可, en: Food business", "zh: 食品生产许可, en: Food production"), guide=second
    )


@pytest.mark.parametrize("days", [21, 30, 45, 60, 250])
def test_a_licence_takes_twenty_days_unless_a_law_is_named(region: Path, days: int) -> None:
    spoil(
        region,
        FOOD,
        LIMITS,
        f"limits: {{statutory: {{working_days: {days}}}, promised: {{working_days: 10}}}}",
    )
    (one,) = found(region)
    assert (one.file, one.line, one.column, one.code) == (FOOD, 11, 21, "limit-without-law")
    assert "第四十二条" in one.zh
    assert "article 42" in one.en


def test_another_law_gives_more_days_once_it_is_named(region: Path) -> None:
    spoil(
        region,
        FOOD,
        LIMITS,
        "limits: {statutory: {working_days: 60}, promised: {working_days: 10}, "
        "basis: [{title: 某条例, article: 第九条}]}",
    )
    assert found(region) == []


@pytest.mark.parametrize(
    ("title", "told_as"),
    [
        ("中华人民共和国食品安全法（2021年修正）", None),
        ("《食品安全法实施条例》", None),
        ("国务院令第412号", None),
        ("国务院对确需保留的行政审批项目设定行政许可的决定附件第75项", None),
        ("食品安全法第三十五条", None),
        ("企业财务会计报告条例", None),
        ("上海市食品经营管理办法", None),
        ("放射性药品管理办法", None),
        ("局务会关于食品经营许可的规定", "error"),
        ("山东省实施《中华人民共和国食品安全法》办法", None),
        ("国务院关于第六批取消和调整行政审批项目的通知", "warning"),
        ("食品经营许可和备案管理办法", "warning"),
        ("关于做好食品经营许可工作的意见", "error"),
    ],
)
def test_a_licence_is_set_by_a_law_or_regulation(region: Path, title: str, told_as: str | None) -> None:
    spoil(region, FOOD, "{title: 食品安全法, article: 第三十五条}", f"{{title: {title}}}")
    assert told(region) == ([] if told_as is None else [(FOOD, "set-without-law", told_as)])


def test_the_ministrys_rule_is_named_and_not_what_the_district_made(region: Path) -> None:
    basis = "{title: 李沧区食品经营办法}, {title: 食品经营许可管理办法}"
    spoil(region, FOOD, "{title: 食品安全法, article: 第三十五条}", basis)
    (one,) = found(region)
    assert (one.code, one.severity) == ("set-without-law", "warning")
    assert "“食品经营许可管理办法”" in one.zh


@pytest.mark.parametrize(
    ("fee", "right"),
    [
        (
            "charged: true, basis: 收费办法, standard: 每本壹拾元, standard_en: ten yuan, pay_online: true",
            True,
        ),
        ("charged: true, basis: 收费办法, standard: 叁佰元, standard_en: 300 yuan, pay_online: true", True),
        ("charged: true, basis: 收费办法, standard: ５元, standard_en: 5 yuan, pay_online: true", True),
        ("charged: true, basis: 收费办法, standard: 按规定收, standard_en: by rule, pay_online: true", False),
        ("charged: false, standard: 费用由财政100%承担", True),
        ("charged: false, standard: 每证成本10元由财政承担", True),
        ("charged: false, standard: 检测费由检测机构收取，约800元", True),
        ("charged: false, standard: 由申请人承担10元", False),
        ("charged: false, standard: 政府定价5元由申请人承担", False),
        ("charged: false, standard: 窗口收取每证10元，上缴财政", False),
        ("charged: false, standard: 每本壹拾元", False),
    ],
)
def test_a_rate_is_an_amount_and_what_others_pay_is_none(region: Path, fee: str, right: bool) -> None:
    old = "charged: true, basis: 收费办法, standard: 10元, standard_en: 10 yuan, pay_online: true"
    assert old in GUIDE
    with (region / FOOD).open("a", encoding="utf-8") as item:
        item.write(GUIDE.replace(old, fee))
    assert [code for _, code, _ in told(region)] == (
        [] if right else ["guide-L08" if "true" in fee else "guide-L09"]
    )


@pytest.mark.parametrize(
    "more",
    [
        "extension: {working_days: 10}",
        "extension: {days: 14}",
        "extension: {working_days: 30}, basis: [{title: 某条例, article: 第九条}]",
    ],
)
def test_an_extension_is_ten_days_or_what_another_law_gives(region: Path, more: str) -> None:
    spoil(region, FOOD, LIMITS, LIMITS.removesuffix("}") + f", {more}}}")
    assert found(region) == []


@pytest.mark.parametrize(
    ("days", "article", "right"),
    [(45, "第四十二条第二款", True), (46, "第四十二条第二款", False), (30, "第四十二条", False)],
)
def test_the_licensing_law_itself_gives_forty_five_days_to_joint_handling_alone(
    region: Path, days: int, article: str, right: bool
) -> None:
    basis = f"[{{title: 中华人民共和国行政许可法, article: {article}}}]"
    spoil(region, FOOD, LIMITS, LIMITS.replace("20", str(days))[:-1] + f", basis: {basis}}}")
    assert told(region) == ([] if right else [(FOOD, "limit-beyond-law", "error")])


def test_the_licensing_law_says_nothing_of_other_items(region: Path) -> None:
    spoil(region, FOOD, LIMITS, LIMITS.replace("20", "60"))
    spoil(region, FOOD, 'type: "01"', 'type: "20"')
    assert found(region) == []


@pytest.mark.parametrize("days", ["251", "9999999999"])
def test_no_limit_is_longer_than_a_calendar_can_count(region: Path, days: str) -> None:
    spoil(
        region,
        FOOD,
        LIMITS,
        f"limits: {{statutory: {{working_days: {days}}}, promised: {{working_days: 10}}}}",
    )
    assert told(region) == [(FOOD, "out-of-bounds", "error")]


def linted(region: Path) -> list[tuple[str, str, str]]:
    """What is told of the items in themselves, where the region demands inspections."""
    invariants = region / "invariants.yaml"
    if "demands:" not in invariants.read_text(encoding="utf-8"):
        invariants.write_text(invariants.read_text(encoding="utf-8") + DEMANDS, encoding="utf-8")
    return [(one.file, one.code, one.severity) for one in lint(read(region)[0], TODAY) if one.file == FOOD]


def test_nobody_promises_a_decision_on_the_spot_where_an_inspection_comes_first(region: Path) -> None:
    spoil(region, FOOD, LIMITS, LIMITS.replace("{working_days: 10}", "{at_once: true}"))
    assert linted(region) == []
    spoil(region, FOOD, "inspection: none", "inspection: required")
    assert linted(region) == [(FOOD, "promised-at-once", "error")]


def test_a_guide_that_tells_of_an_inspection_is_no_guide_of_an_item_without_one(region: Path) -> None:
    guide = GUIDE + "  special_steps: [{kind: inspection, days: 5, counts_toward_limit: true}]\n"
    guide = re.sub(r"(?m)^  special_steps: .*kind: hearing.*\n", "", guide)
    path = region / FOOD
    path.write_text(path.read_text(encoding="utf-8") + guide, encoding="utf-8")
    assert linted(region) == [(FOOD, "inspection-contradicted", "error")]
    spoil(region, FOOD, "inspection: none", "inspection: joint")
    assert [code for _, code, _ in linted(region)] == ["joint-inspection"]


def test_an_inspection_that_only_a_commitment_replaces_may_still_come(tmp_path: Path) -> None:
    region = Path(shutil.copytree("rules/demo-linshan", tmp_path / "linshan"))
    venue = "items/health/public-venue-hygiene-licence.yaml"
    spoil(region, venue, "promised: {working_days: 5}}", "promised: {at_once: true}}")
    assert codes_of(region, venue) == ["promised-at-once"]
    spoil(region, venue, "site_check: video", "site_check: none")
    assert "inspection-contradicted" in codes_of(region, venue)


def codes_of(region: Path, file: str) -> list[str]:
    return [one.code for one in lint(read(region)[0], TODAY) if one.file == file]


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        (
            "kind: hearing, days: 5, counts_toward_limit: false",
            "kind: hearing, days: 21, counts_toward_limit: true",
            "special-step-beyond-limit",
        ),
        ("kind: hearing, days: 5", "kind: inspection, days: 5", "inspection-counts"),
    ],
)
def test_special_steps_keep_to_the_limit(region: Path, old: str, new: str, code: str) -> None:
    path = region / FOOD
    path.write_text(path.read_text(encoding="utf-8") + GUIDE.replace(old, new), encoding="utf-8")
    assert told(region) == [(FOOD, code, "error")]


def test_a_special_step_longer_than_the_promise_is_told(region: Path) -> None:
    path = region / FOOD
    guide = GUIDE.replace("days: 5, counts_toward_limit: false", "days: 11, counts_toward_limit: true")
    path.write_text(path.read_text(encoding="utf-8") + guide, encoding="utf-8")
    assert told(region) == [(FOOD, "special-step-beyond-promise", "warning")]


def test_special_steps_that_fit_one_by_one_and_not_together_are_told(region: Path) -> None:
    path = region / FOOD
    both = "days: 8, counts_toward_limit: true}, {kind: hearing, days: 13, counts_toward_limit: true"
    guide = GUIDE.replace("days: 5, counts_toward_limit: false", both)
    path.write_text(path.read_text(encoding="utf-8") + guide, encoding="utf-8")
    assert (FOOD, "special-steps-beyond-limit", "warning") in told(region)


def materials(region: Path, number: int, rest: str = "format: electronic, originals: 0") -> None:
    lines = (f"  - {{material: m-{n}, name: {{zh: 材料{n}, en: M{n}}}, {rest}}}\n" for n in range(number))
    spoil(region, FOOD, MATERIAL, "".join(lines))


@pytest.mark.parametrize("number", [MOST_NAMED + 1, 200])
def test_an_item_with_more_materials_than_a_case_can_take_is_refused_with_numbers(
    region: Path, number: int
) -> None:
    materials(region, number)
    (one,) = found(region)
    assert (one.file, one.line, one.code) == (FOOD, 12, "too-many-materials")
    assert str(number) in one.zh
    assert str(MOST_NAMED) in one.zh
    assert str(MOST_NAMED) in one.en


def test_as_many_materials_as_one_notice_of_correction_can_name_are_taken(region: Path) -> None:
    materials(region, MOST_NAMED)
    assert found(region) == []


def test_more_papers_than_a_count_can_name_are_told(region: Path) -> None:
    spoil(region, "facts.yaml", "at_most: 60", "at_most: 90")
    materials(region, MOST_NAMED + 1, "format: paper, originals: 1")
    assert (FOOD, "too-many-materials", "error") in told(region)


def test_more_questions_than_an_application_can_answer_are_told(region: Path) -> None:
    facts = "".join(
        f"  - {{fact: application.q{n}, title: {{zh: 问{n}, en: Q{n}}}, type: bool, usual: true}}\n"
        for n in range(MOST_ANSWERS)
    )
    spoil(region, "facts.yaml", "facts:\n", "facts:\n" + facts)
    (one,) = [one for one in found(region) if one.file == "facts.yaml"]
    assert one.code == "too-many-facts"
    assert f"{MOST_ANSWERS + 1} 个" in one.zh


def test_the_portal_takes_as_much_as_the_rule_files_may_ask() -> None:
    answers = {f"q{n}": True for n in range(MOST_ANSWERS)} | {}
    person = {"name": "王芳", "phone": "053200000000", "address": "演示路一号"}
    body = {"item": "food", "applicant": person, "application": answers}
    assert len(OpenBody.model_validate(body).application) == MOST_ANSWERS
    longest = {"a" * 48: True}
    assert OpenBody.model_validate(body | {"application": longest}).application == longest
    lines = [{"material": f"m-{n}", "problem": "缺", "mend": "补"} for n in range(MOST_NAMED)]
    outcome = json.dumps({"outcome": "correct", "lines": lines})
    assert len(OutcomeBody.model_validate_json(outcome).lines) == MOST_NAMED


@pytest.mark.parametrize("where", ["{zh: 食品经营许可,", "{zh: 申请书,"])
def test_a_name_is_no_longer_than_the_standard_has_it(region: Path, where: str) -> None:
    spoil(region, FOOD, where, f"{{zh: {'长' * 201},")
    assert told(region) == [(FOOD, "name-too-long", "error")]


@pytest.mark.parametrize(
    "name",
    [
        "食品经营许可",
        "食品 经营许可",
        "《食品经营许可》",
        "食品经营许可（）",
        "食品　经营　许可",
        "食品经营许可。",
    ],
)
def test_two_items_of_one_name_in_a_department_are_told(region: Path, name: str) -> None:
    other(region, ("zh: 食品经营许可,", f"zh: {name},"))
    (one,) = found(region)
    assert (one.file, one.line, one.column, one.code) == (OTHER, 2, 7, "same-name")
    assert FOOD in one.zh


def test_width_and_case_make_no_other_name(region: Path) -> None:
    spoil(region, FOOD, "zh: 食品经营许可,", "zh: 三类（A）经营许可,")
    other(region, ("zh: 食品经营许可,", "zh: 三类(ａ)经营许可,"))
    assert told(region) == [(OTHER, "same-name", "error")]


def test_an_item_and_its_successor_may_have_one_name(region: Path) -> None:
    spoil(region, FOOD, "units: {decides: market}\n", "units: {decides: market}\nuntil: 2026-12-31\n")
    other(region, ("units: {decides: market}\n", "units: {decides: market}\nfrom: 2027-01-01\n"))
    assert "same-name" not in {code for _, code, _ in told(region)}


def test_a_counter_that_takes_two_items_of_one_name_is_told_whoever_decides_them(region: Path) -> None:
    other(region, ("units: {decides: market}\n", "units: {decides: health, handles: market}\n"))
    assert told(region) == [(OTHER, "same-name", "error")]


def test_another_department_may_have_an_item_of_that_name(region: Path) -> None:
    spoil(region, VAULT, "zh: 金库方案,", "zh: 食品经营许可,")
    assert found(region) == []


def test_materials_and_units_stand_once_by_name(region: Path) -> None:
    spoil(region, FOOD, MATERIAL, MATERIAL + MATERIAL.replace("material: form", "material: form-2"))
    spoil(region, "units.yaml", "zh: 卫健局", "zh: 市场监管局 ")
    assert told(region) == [(FOOD, "same-name", "error"), ("units.yaml", "duplicate", "error")]


def test_two_carriers_of_one_code_are_told(region: Path) -> None:
    text = FILES["couriers/ems.yaml"].replace("courier: ems", "courier: post")
    (region / "couriers" / "post.yaml").write_text(text, encoding="utf-8")
    assert told(region) == [("couriers/post.yaml", "same-code", "error")]


def test_a_guide_copied_whole_is_told(region: Path) -> None:
    with_guides(region)
    assert told(region) == [(OTHER, "copied-guide", "warning")]


def test_a_guide_copied_but_for_its_telephones_is_a_copy(region: Path) -> None:
    with_guides(region, second=GUIDE.replace("0532-0000000", "0533-0000000"))
    assert told(region) == [(OTHER, "copied-guide", "warning")]


@pytest.mark.parametrize(
    ("statutory", "promised", "code"),
    [
        ("working_days: 20", "months: 1", "promised-perhaps-longer"),
        ("working_days: 20", "days: 28", "promised-perhaps-longer"),
        ("working_days: 20", "days: 20", None),
        ("working_days: 20", "months: 2", "promised-longer"),
        ("days: 30", "days: 40", "promised-longer"),
        ("days: 30", "days: 30", None),
        ("days: 30", "months: 1", "promised-perhaps-longer"),
        ("days: 60", "months: 1", None),
        ("days: 25", "months: 1", "promised-longer"),
        ("months: 3", "working_days: 20", None),
        ("months: 1", "months: 1", None),
        ("months: 1", "at_once: true", None),
        ("at_once: true", "days: 1", "promised-longer"),
    ],
)
def test_a_promise_in_other_days_than_the_laws_is_compared_as_far_as_the_calendar_allows(
    region: Path, statutory: str, promised: str, code: str | None
) -> None:
    spoil(region, FOOD, LIMITS, f"limits: {{statutory: {{{statutory}}}, promised: {{{promised}}}}}")
    codes = {one.code for one in check(region, TODAY, engines=()).problems}
    assert codes & {"promised-longer", "promised-perhaps-longer"} == ({code} if code else set())


@pytest.mark.parametrize(
    "basis",
    [
        "{title: 食品经营许可和备案管理办法}, {title: 食品安全法}",
        "{title: 国务院对确需保留的行政审批项目设定行政许可的决定}",
        "{title: 旅馆业治安管理办法}",
        "{title: 山东省燃气管理条例}, {title: 关于加强燃气管理的通知}",
    ],
)
def test_a_licence_may_rest_on_more_than_the_law_that_sets_it(region: Path, basis: str) -> None:
    spoil(region, FOOD, "{title: 食品安全法, article: 第三十五条}", basis)
    assert linted(region) == []
