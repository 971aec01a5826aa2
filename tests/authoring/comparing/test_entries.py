"""No value of a release changes unseen: of whatever differs there is an entry with the old and the new."""

# ruff: noqa: E501  # a table

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from pydantic import BaseModel, ValidationError

from chalicelib.authoring.checking.load import load
from chalicelib.authoring.comparing.forms.danger import Danger, called
from chalicelib.authoring.comparing.forms.entries import entries
from chalicelib.authoring.comparing.forms.entry import Entry
from chalicelib.authoring.comparing.forms.words.titles import FILES, named, title
from chalicelib.decisions.forms.form import Condition, Form, Text, Where
from chalicelib.decisions.forms.model import Release
from tests.authoring.region import spoil, write_decisions, write_region

REFUSAL = "不予许可：{reason} 可在六十日内向{review_body}申请复议，六个月内向{court}起诉。"
FOOD, VAULT = "items/market/food.yaml", "items/health/vault.yaml"
OUT, VISIT = "plans/outbound_courier.yaml", "plans/one_visit.yaml"
EDITS = [
    ("items food limits promised working_days", 9, FOOD, "limits.promised.working_days", 10, 9, "limits", "承诺时限"),
    ("items food limits statutory working_days", 60, FOOD, "limits.statutory.working_days", 20, 60, "limits", "法定时限"),
    ("region hall address", "张三家", "region.yaml", "hall.address", "演示地址", "张三家", "money", "收件地址 › 地址"),
    ("region hall phone", "0532-11111111", "region.yaml", "hall.phone", "0532-00000000", "0532-11111111", "money", "电话"),
    ("region carrier", "sf", "region.yaml", "carrier", "ems", "sf", "money", "快递公司"),
    ("couriers ems code", "sf", "couriers/ems.yaml", "code", "ems", "sf", "money", "快递100"),
    ("couriers ems polling 0 minutes", 60, "couriers/ems.yaml", "polling[in_transit].minutes", 120, 60, "limits", "分钟"),
    ("couriers ems night", [23, 6], "couriers/ems.yaml", "night[22]", 22, 23, "limits", "夜间"),
    ("region uploads kinds", ["pdf"], "region.yaml", "uploads.kinds[jpeg]", "jpeg", None, "personal", "允许的文件种类"),
    ("region uploads max_bytes", 9, "region.yaml", "uploads.max_bytes", 20971520, 9, "personal", "上传限制"),
    ("units 2 name zh", "卫生局", "units.yaml", "units[health].name.zh", "卫健局", "卫生局", "other", "办理单位"),
    ("region published channels one_visit", 5, "region.yaml", "published.channels.one_visit", 1, 5, "examples", "公布数据"),
    ("facts 4 usual", False, "facts.yaml", "facts[application.courier].usual", True, False, "personal", "一般申请人的回答"),
    ("facts 1 values 2 title zh", "多部门", "facts.yaml", "facts[item.inspection].values[joint].title.zh", "联合", "多部门", "papers", "可取的值"),
    ("rules 0 title zh", "涉密的", "channels.yaml", "rules[secret].title.zh", "涉密到窗口", "涉密的", "other", "名称"),
    ("rules 1 when 0 at_most", 2, "channels.yaml", "rules[courier].when[item.paper_originals]", {"at_most": 0}, {"at_most": 2}, "papers", "纸质原件份数"),
    ("rules 0 when 0 any_of", [False], "channels.yaml", "rules[secret].when[item.secret]", True, False, "papers", "涉密"),
    ("rules 1 choose", "one_visit", "channels.yaml", "rules[courier].choose", "outbound_courier", "one_visit", "papers", "办理渠道"),
    ("rules 1 basis 0 article", "第四十条", "channels.yaml", "rules[courier].basis[行政许可法].article", "第四十四条", "第四十条", "law", "依据"),
    ("rules 1 from", "2027-01-01", "channels.yaml", "rules[courier].from", "2016-08-01", "2027-01-01", "papers", "生效"),
    ("rules 1 until", "2027-01-01", "channels.yaml", "rules[courier].until", None, "2027-01-01", "papers", "失效"),
    ("examples 1 item", "food", "channels.yaml", "examples[涉密].item", "vault", "food", "examples", "事项代号"),
    ("invariants 0 expect", ["one_visit", "fully_online"], "invariants.yaml", "invariants[secret-at-counter].expect[fully_online]", None, "fully_online", "law", "允许的渠道"),
    ("items food facts secret", True, FOOD, "facts.secret", False, True, "papers", "涉密"),
    ("items vault materials 0 originals", 1, VAULT, "materials[plan].originals", 2, 1, "papers", "申请材料“方案” › 原件份数"),
    ("items vault materials 1 need", "required", VAULT, "materials[old].need", "optional", "required", "papers", "必要性"),
    ("items vault materials 0 copies", 1, VAULT, "materials[plan].copies", 0, 1, "papers", "复印件份数"),
    ("items vault visit_reason zh", "秘密", VAULT, "visit_reason.zh", "涉密", "秘密", "other", "到场理由"),
    ("items food result form", "both", FOOD, "result.form", "paper", "both", "papers", "办理结果"),
    ("items food acceptance_trigger", "paper", FOOD, "acceptance_trigger", "prereview", "paper", "law", "受理时点"),
    ("items food type", "20", FOOD, "type", "01", "20", "law", "事项类型"),
    ("items vault rules 0 until", "2030-12-31", VAULT, "rules[vault-always].until", "2020-12-31", "2030-12-31", "papers", "失效"),
    ("plans outbound_courier steps delivery ways", ["counter"], OUT, "steps[delivery].ways[courier]", "courier", None, "money", "送达方式"),
    ("plans outbound_courier steps refused end", "revoked", OUT, "steps[refused].end", "refused", "revoked", "law", "办结方式"),
    ("plans outbound_courier steps decision outcomes refuse next", "licence", OUT, "steps[decision].outcomes[refuse].next", "refusal-delivery", "licence", "law", "接着的环节"),
    ("plans one_visit paper_in", "courier", VISIT, "paper_in", "counter", "courier", "papers", "纸质材料"),
    ("plans one_visit steps counter outcomes received hand_over to", "unit", VISIT, "steps[counter].outcomes[received].hand_over.to", "hall", "unit", "papers", "接收方"),
    ("plans one_visit steps correction within working_days", 20, VISIT, "steps[correction].within.working_days", 15, 20, "limits", "期限"),
    ("clocks 0 limit working_days", 9, "clocks.yaml", "clocks[reply].limit.working_days", 5, 9, "limits", "计时"),
    ("notices refusal text zh", "不予许可。", "notices/refusal.yaml", "text.zh", REFUSAL, "不予许可。", "law", "正文"),
    ("notices refusal basis 0 article", "第五条", "notices/refusal.yaml", "basis[行政许可法].article", "第三十八条", "第五条", "law", "依据"),
    ("notices refusal to", ["applicant"], "notices/refusal.yaml", "to[agent]", "agent", None, "personal", "发给谁"),
    ("notices refusal served_by", ["counter"], "notices/refusal.yaml", "served_by[courier]", "courier", None, "law", "送达方式"),
    ("notices acceptance seal", False, "notices/acceptance.yaml", "seal", True, False, "law", "印章"),
    ("notices grant title zh", "许可书", "notices/grant.yaml", "title.zh", "准予许可决定书", "许可书", "other", "标题"),
    ("notices grant number", "许准〔{year}〕{serial}号", "notices/grant.yaml", "number", "许〔{year}〕{serial}号", "许准〔{year}〕{serial}号", "law", "文号"),
    ("region remedies court zh", "铁路法院", "region.yaml", "remedies.court.zh", "区法院", "铁路法院", "law", "管辖法院"),
    ("calendars 2026 off 0", "2026-01-31", "calendars/2026.yaml", "off[2026-01-01]", "2026-01-01", "2026-01-31", "limits", "放假"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("several", "one"),
    [
        ("channel rules", "channel rule"),
        ("demands of the law", "demand of the law"),
        ("items that the member knows", "item that the member knows"),
        ("stretches that units walk", "stretch that units walk"),
        ("ways out", "way out"),
        ("settings of the region › items of each channel", "settings of the region › item of each channel"),
        ("legal basis", "legal basis"),
        ("group of conditions", "group of conditions"),
    ],
)
def test_one_of_several_is_called_by_the_word_for_one(several: str, one: str) -> None:
    names = Text(zh="甲", en="A"), Text(zh="乙", en="B")
    assert named(Text(zh="规则", en=several), names[0]).en == f'{one} "A"'
    assert named(Text(zh="规则", en=several), *names) == Text(zh="规则“甲、乙”", en=f'{several} "A, B"')


@pytest.fixture
def old(tmp_path: Path) -> Path:
    return write_region(tmp_path / "old")


@pytest.fixture
def new(tmp_path: Path) -> Path:
    return write_region(tmp_path / "new")


def told(old: Path, new: Path) -> list[Entry]:
    return entries(load(old), load(new))


def place_of(holder: Any, key: str | int) -> str | int:
    """A key of a map, a place in a list, or there the place of the form that bears the name."""
    if isinstance(holder, list) and isinstance(key, str):
        return next(
            number for number, one in enumerate(holder) if key in (one.get("step"), one.get("outcome"))
        )
    return key


def with_value(release: Release, path: str, value: object) -> Release:
    """The release with another value at a path of its JSON, whatever the checks of a folder would say."""
    content = content_of(release)
    *above, last = (int(part) if part.isdigit() and part != "2026" else part for part in path.split())
    holder = content
    for key in above:
        holder = holder[place_of(holder, key)]
    holder[last] = value
    return Release.model_validate_json(json.dumps(content))


@pytest.mark.parametrize("edit", EDITS, ids=[edit[0] for edit in EDITS])
def test_an_edit_is_told_by_its_place_its_title_and_both_values(old: Path, edit: tuple[Any, ...]) -> None:
    path, value, file, field, was, becomes, danger, words = edit
    before = load(old)
    after = with_value(before, path, value)
    one = entries(before, after)[0]
    shown = one.as_json()
    assert (shown["file"], shown["field"], shown["old"], shown["new"]) == (file, field, was, becomes)
    assert shown["danger"] == danger
    assert words in shown["title"]["zh"]
    assert any(sign.isascii() and sign.isalpha() for sign in shown["title"]["en"])
    back = entries(after, before)[0]
    assert (back.old, back.new) == (one.new, one.old) or isinstance(value, list)


def test_what_only_stands_on_another_line_is_no_change(old: Path, new: Path) -> None:
    for file in ("channels.yaml", FOOD, VISIT):
        text = (new / file).read_text(encoding="utf-8")
        (new / file).write_text(f"# a line more\n{text}", encoding="utf-8")
    assert told(old, new) == []


EITHER = "when: {item.inspection: none}, any: [{item.secret: true, application.courier: true}, {item.paper_originals: {at_most: 3}}], expect: [one_visit, outbound_courier]}"
AGAIN = "when: {item.inspection: {not: [joint, required]}}, any: [{item.paper_originals: {at_least: 0, at_most: 3}}, {application.courier: {not: false}, item.secret: true}], expect: [outbound_courier, one_visit]}"


def test_the_same_said_in_another_way_is_no_change_while_its_facts_mean_the_same(
    old: Path, new: Path
) -> None:
    """Conditions, groups, outcomes that are allowed, invariants and examples say the same in any order."""
    first, second = (
        f"invariants:\n  - {{invariant: either, title: {{zh: 其一, en: either}}, {text}\n"
        for text in (EITHER, AGAIN)
    )
    spoil(old, "invariants.yaml", "invariants:\n", first)
    _, secret = (new / "invariants.yaml").read_text(encoding="utf-8").split("\n", 1)
    (new / "invariants.yaml").write_text(second + secret, encoding="utf-8")
    spoil(new, "channels.yaml", "{item.paper_originals: {at_most: 0}, application.courier: true}",
          "{application.courier: [true], item.paper_originals: 0}")  # fmt: skip
    plain = "  - {name: 普通, item: food, expect: outbound_courier, by: courier}\n"
    spoil(new, "channels.yaml", plain, "")
    text = (new / "channels.yaml").read_text(encoding="utf-8")
    (new / "channels.yaml").write_text(text + plain, encoding="utf-8")
    assert told(old, new) == []
    spoil(
        new,
        "facts.yaml",
        "      - {value: joint,",
        "      - {value: later, title: {zh: 后, en: later}}\n      - {value: joint,",
    )
    assert "invariants[either].when[item.inspection]" in {one.at.field for one in told(old, new)}
    spoil(new, "invariants.yaml", "at_least: 0, at_most: 3", "at_least: 1, at_most: 3")
    assert any("any[" in one.at.field for one in told(old, new))


def test_outcomes_mean_something_in_their_order_only_where_clocks_are_asked_about(
    old: Path, new: Path
) -> None:
    for folder in (old, new):
        write_decisions(folder)
    squad = "  - {outcome: squad, title: {zh: 小分队上门, en: the squad comes}}\n"
    call = "  - {outcome: home-call, title: {zh: 上门办理, en: a home call}, unit: hall}\n"
    spoil(new, "decisions/special-path.yaml", squad + call, call + squad)
    assert told(old, new) == []
    red = "  - {outcome: red, title: {zh: 红牌, en: red card}}\n"
    yellow = "  - {outcome: yellow, title: {zh: 黄牌, en: yellow card}}\n"
    spoil(new, "decisions/supervision.yaml", red + yellow, yellow + red)
    assert [one.at.field for one in told(old, new)] == ["outcomes"]


def test_a_limit_in_another_kind_of_days_is_one_change_told_in_words(old: Path, new: Path) -> None:
    spoil(new, FOOD, "promised: {working_days: 10}", "promised: {months: 1}")
    (one,) = told(old, new)
    assert (one.at.field, one.old, one.new) == ("limits.promised", {"working_days": 10}, {"months": 1})
    assert one.words == (Text(zh="10个工作日", en="10 working days"), Text(zh="1个月", en="1 month"))
    spoil(new, FOOD, "promised: {months: 1}", "promised: {at_once: true}")
    (one,) = told(old, new)
    assert one.words[1] == Text(zh="即办", en="at once")


def test_steps_of_a_plan_say_the_same_in_whatever_order_its_ways_out_stand(old: Path, new: Path) -> None:
    refused = "  refused: [{part: hand-out, as: refusal-delivery, gives: refusal, end: refused}]\n"
    withdrawn = "  withdrawn: [{part: hand-out, as: papers-withdrawn, gives: papers, end: withdrawn}]\n"
    spoil(new, OUT, refused + withdrawn, withdrawn + refused)
    assert told(old, new) == []


def test_what_an_example_assumes_stands_with_the_examples(old: Path, new: Path) -> None:
    spoil(new, "channels.yaml", "facts: {application.courier: false}", "facts: {application.courier: true}")
    (one,) = told(old, new)
    assert (one.at.field, one.at.danger) == ("examples[不用快递].facts[application.courier]", Danger.EXAMPLES)


def test_of_days_in_another_order_those_are_told_that_came_or_went(old: Path, new: Path) -> None:
    spoil(new, "calendars/2026.yaml", "worked: [2026-01-04, 2026-02-14,", "worked: [2026-02-14, 2026-01-04,")
    assert told(old, new) == []
    spoil(new, "calendars/2026.yaml", "2026-09-20, 2026-10-10", "2026-10-10, 2026-09-27, 2026-09-19")
    assert [(one.at.field, one.old, one.new) for one in told(old, new)] == [
        ("worked[2026-09-20]", "2026-09-20", "2026-09-27"),
        ("worked[2026-09-19]", None, "2026-09-19"),
    ]


def test_a_paper_that_is_dropped_is_told_whole_and_first(old: Path, new: Path) -> None:
    spoil(new, VAULT, "  - {material: plan, name: {zh: 方案, en: Plan}, format: paper, originals: 2}\n", "")
    spoil(new, "region.yaml", "address: 演示地址", "address: 张三家")
    spoil(new, FOOD, "promised: {working_days: 10}", "promised: {working_days: 9}")
    gone, address, promise = told(old, new)
    assert (gone.at.field, gone.at.danger, gone.new) == ("materials[plan]", Danger.PAPERS, None)
    assert gone.old == {
        "material": "plan",
        "name": {"zh": "方案", "en": "Plan"},
        "format": "paper",
        "originals": 2,
    }
    assert [address.at.danger, promise.at.danger] == [Danger.MONEY, Danger.LIMITS]
    assert [one.old for one in gone.inside] == ["plan", "方案", "Plan", "paper", 2]


def test_what_has_another_name_and_is_else_the_same_is_told_as_that(old: Path, new: Path) -> None:
    spoil(new, "channels.yaml", "rule: courier", "rule: by-courier")
    spoil(new, "channels.yaml", "by: courier}", "by: by-courier}")
    assert [(one.at.field, one.old, one.new) for one in told(old, new)] == [
        ("examples[普通].by", "courier", "by-courier"),
        ("rules[courier].rule", "courier", "by-courier"),
    ]


def test_what_comes_is_as_grave_as_the_gravest_in_it(old: Path, new: Path) -> None:
    food = (new / FOOD).read_text(encoding="utf-8")
    (new / "items/market/tea.yaml").write_text(food.replace("item: food", "item: tea"), encoding="utf-8")
    (one,) = told(old, new)
    assert (one.at.file, one.at.field, one.old) == ("items/market/tea.yaml", "items[tea]", None)
    assert one.at.danger is Danger.PAPERS
    assert one.new["materials"][0]["material"] == "form"


def test_rules_in_another_order_are_told_with_both_orders(old: Path, new: Path) -> None:
    text = (new / "channels.yaml").read_text(encoding="utf-8")
    head, first, second, rest = text.split("  - rule: ", 3)
    (new / "channels.yaml").write_text("  - rule: ".join([head, second, first, rest]), encoding="utf-8")
    (one,) = told(old, new)
    assert (one.at.field, one.at.danger) == ("rules", Danger.PAPERS)
    assert (one.old, one.new) == (["secret", "courier", "counter"], ["courier", "secret", "counter"])
    was, now = one.words
    assert was is not None
    assert now is not None
    assert [each.split("（")[1] for each in was.zh.split("；")] == ["secret）", "courier）", "counter）"]
    assert [each.split(" (")[1] for each in now.en.split("; ")] == ["courier)", "secret)", "counter)"]


def test_outcomes_in_another_order_are_told_for_the_first_is_the_ordinary_way(old: Path, new: Path) -> None:
    part = new / "parts/decision.yaml"
    lines = part.read_text(encoding="utf-8").splitlines(keepends=True)
    place = next(number for number, line in enumerate(lines) if "outcome: grant" in line)
    lines[place], lines[place + 1] = lines[place + 1], lines[place]
    part.write_text("".join(lines), encoding="utf-8")
    one, other = told(old, new)  # in each plan that uses the part
    assert {one.at.file, other.at.file} == {OUT, VISIT}
    assert one.at.field == "steps[decision].outcomes"
    assert one.old[:2] == ["grant", "refuse"]
    assert one.new[:2] == ["refuse", "grant"]


def test_a_step_that_comes_is_told_where_the_steps_of_plans_are(old: Path, new: Path) -> None:
    more = "  - {step: again, title: {zh: 复核, en: Again}, by: staff, outcomes: [{outcome: ok, title: {zh: 好, en: ok}, next: decision, hand_over: {what: papers, from: hall, to: unit}}]}\n"
    spoil(new, "parts/decision.yaml", "  - step: decision\n", f"{more}  - step: decision\n")
    come = {one.at.danger for one in told(old, new) if one.at.field == "steps[again]"}
    assert come == {Danger.LAW} == {one.at.danger for one in told(new, old) if one.at.field == "steps[again]"}


def test_of_two_articles_of_one_law_the_one_that_changed_is_told(old: Path, new: Path) -> None:
    two = "basis: [{title: 食品安全法, article: 第三十五条}, {title: 食品安全法, article: 第三十六条}]"
    for folder in (old, new):
        spoil(folder, FOOD, "basis: [{title: 食品安全法, article: 第三十五条}]", two)
    spoil(new, FOOD, "第三十六条", "第九条")
    (one,) = told(old, new)
    assert (one.old, one.new) == ("第三十六条", "第九条")


# --- no leaf ---------------------------------------------------------------------------------------


def leaves(value: Any, path: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    """The way to every value of a release's JSON, but for the places in files."""
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    if not isinstance(value, dict | list):
        yield path
    for key, one in inner:
        if key != "where":
            yield from leaves(one, (*path, key))


def others(value: object) -> Iterator[object]:
    """Values to put in the place of one, one of which its form may take."""
    match value:
        case bool():
            yield not value
        case int():
            yield from (value + 1, value - 1)
        case str():
            yield from (f"{value}x", f"{value[:-1]}9", f"{value[:-1]}8", f"{value[:-1]}1", "item.inspection")
            yield from (
                "paper",
                "both",
                "one_visit",
                "staff",
                "two_way_courier",
                "optional",
                "counter",
                "png",
                "10",
            )
            yield from (
                "bool",
                "date",
                "application.courier",
                "office",
                "2",
                "3",
                "paper_copies",
                "legal_person",
            )
            yield from (
                "made",
                "accepted",
                "inspects",
                "refused",
                "courier",
                "squad",
                "decides",
                "parcels",
                "materials",
            )
            yield from ("missing", "inspectors", "applicant", "law", "electronic", "reviewed", "document")


def changed(content: Any, path: tuple[str | int, ...]) -> tuple[Release, object, object] | None:
    """The release with one leaf changed, the leaf as it was and as it is; None if its form allows no other."""
    *above, last = path
    holder = content
    for key in above:
        holder = holder[key]
    was = holder[last]
    try:
        for other in others(was):
            if other == was:
                continue
            holder[last] = other
            try:
                return Release.model_validate_json(json.dumps(content)), was, other
            except ValidationError:
                continue
        return None
    finally:
        holder[last] = was


def content_of(release: Release) -> Any:
    return release.model_dump(mode="json", by_alias=True, exclude_defaults=True)


def check_told(release: Release, content: Any, path: tuple[str | int, ...]) -> bool:
    """Whether the leaf could be changed; then it is told."""
    made = changed(content, path)
    if made is None:
        return False
    edited, was, becomes = made
    found = [one.as_json() for one in entries(release, edited)]
    assert found, path
    before = " ".join(f"{one['field']} {json.dumps(one['old'], ensure_ascii=False)}" for one in found)
    after = " ".join(f"{one['field']} {json.dumps(one['new'], ensure_ascii=False)}" for one in found)
    assert json.dumps(was, ensure_ascii=False).strip('"') in before, (path, was, found)
    assert json.dumps(becomes, ensure_ascii=False).strip('"') in after, (path, becomes, found)
    return True


def test_no_leaf_of_a_small_region_changes_without_an_entry_that_shows_old_and_new(old: Path) -> None:
    release = load(old)
    content = content_of(release)
    each = [path for path in leaves(content) if path[0] != "items" or path[2] != "item"]
    each = each[::3]  # most come again and again, under other names
    told = [path for path in each if check_told(release, content, path)]
    assert len(told) > 0.93 * len(each), set(each) - set(told)


@pytest.mark.parametrize("region", ["licang", "demo-linshan"])
def test_no_leaf_of_a_whole_region_changes_unseen(region: str) -> None:
    release = load(Path("rules") / region)
    content = content_of(release)
    each = sorted(leaves(content), key=str)
    assert sum(check_told(release, content, path) for path in each[:: len(each) // 25]) > 15


# --- every form has its words ----------------------------------------------------------------------


def forms(form: type[BaseModel]) -> Iterator[type[Form]]:
    """The forms that a release is made of."""
    seen: set[type[Form]] = set()
    todo: list[Any] = [field.annotation for field in form.model_fields.values()]
    while todo:
        kind = todo.pop()
        todo += getattr(kind, "__args__", ())
        if isinstance(kind, type) and issubclass(kind, Form) and kind not in seen:
            seen.add(kind)
            todo += [field.annotation for field in kind.model_fields.values()]
            yield kind


def test_every_key_of_every_form_has_a_short_title_in_both_languages() -> None:
    each = set(forms(Release)) - {Condition, Where}
    assert {Text, *each} > {Text}
    for form in each:
        for name, field in form.model_fields.items():
            if name != "where":
                words = title(form, field.alias or name)
                assert any("一" <= sign <= "鿿" for sign in words.zh), (form, name)
                assert any(sign.isascii() and sign.isalpha() for sign in words.en), (form, name, words)
                assert len(words.zh) <= 30, (form, name, words)


def test_every_part_of_a_release_has_a_file_and_every_danger_its_words() -> None:
    assert FILES.keys() == Release.model_fields.keys()
    assert all(called(danger).zh for danger in Danger)
