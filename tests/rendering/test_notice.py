"""A notice opened: in its own wording, in both languages, with nothing on the page that is not its own."""

from __future__ import annotations

import base64
import hashlib
import re
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import pytest

from chalicelib.authoring.checking.load import load
from chalicelib.cases.correction_reasons import REASONS
from chalicelib.cases.values import Line
from chalicelib.decisions.forms.form import Basis
from chalicelib.decisions.forms.model import Release
from chalicelib.decisions.forms.notice import Placeholder
from chalicelib.decisions.forms.plan import Period
from chalicelib.rendering import words
from chalicelib.rendering.notice import WrongWordingError, render
from chalicelib.rendering.page import POLICY, STYLE
from tests.rendering.example import ITEM, NO, OPENED, issued, opened

HOSTILE = '<script>alert("王")</script>\u202e{court}&amp;\'"'


@pytest.fixture(scope="module")
def licang() -> Release:
    return load(Path("rules/licang"))


@pytest.fixture(scope="module")
def linshan() -> Release:
    return load(Path("rules/demo-linshan"))


class Tags(HTMLParser):
    """Every tag and attribute of a page, and its text."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: list[str] = []
        self.text: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += [name for name, _ in attrs]

    def handle_data(self, data: str) -> None:
        self.text.append(data)


def test_every_notice_of_both_regions_is_filled_in_without_a_gap(licang: Release, linshan: Release) -> None:
    for release in (licang, linshan):
        for kind in release.notices:
            rendered = opened(release, kind)
            for told in (rendered.zh, rendered.en):
                assert not re.search("[{}]", told), kind
                assert words.NOTHING not in told.replace("demonstration", ""), kind
                assert "2026" in told


def test_an_acceptance_reads_as_an_office_writes_it(licang: Release) -> None:
    rendered = opened(licang, "acceptance")
    assert "李审受〔2026〕7号" in rendered.zh
    assert f"{OPENED.track_url}（演示地址）" in rendered.zh
    assert f"{OPENED.track_url} (a demonstration address)" in rendered.en
    assert "王桂兰：" in rendered.zh
    assert "“食品经营许可”申请" in rendered.zh
    assert "自2026年3月3日起受理" in rendered.zh
    assert "应当在2026年3月17日以前作出决定" in rendered.zh
    assert rendered.zh.endswith("青岛市李沧区市场监督管理局\n2026年3月9日\n")
    assert "decides by 17 March 2026" in rendered.en
    assert rendered.en.endswith("Market Supervision Bureau of Licang District\n9 March 2026\n")


def test_an_acceptance_names_what_may_follow_with_its_last_day_and_says_nothing_where_all_is_there(
    licang: Release,
) -> None:
    rendered = opened(licang, "acceptance")
    names = {one.material: one.name for one in licang.items[ITEM].materials}
    form, plan = names["application-form"], names["floor-plan"]
    assert f"：{form.zh}（2026年3月10日以前）、{plan.zh}（2026年3月30日以前）。" in rendered.zh
    assert f": {form.en} (by 10 March 2026), {plan.en} (by 30 March 2026)." in rendered.en
    notice = issued(licang, "acceptance")
    values = {name: value for name, value in notice.values.items() if name is not Placeholder.DEFERRED}
    bare = render(notice.model_copy(update={"values": values}), licang, licang.items[ITEM], NO, OPENED)
    assert [word for word in ("容缺", words.NOTHING) if word in bare.zh] == []
    assert "may follow" not in bare.en
    assert len(rendered.zh.splitlines()) == len(bare.zh.splitlines()) + 1


def test_a_refusal_tells_its_reasons_and_where_and_until_when_it_can_be_fought(licang: Release) -> None:
    rendered = opened(licang, "refusal")
    for told in (
        "经营场所未设置独立的清洗消毒区域。\n冷藏设备不能正常工作。",
        "六十日内向青岛市李沧区人民政府申请行政复议",
        "六个月内向青岛市李沧区人民法院提起行政诉讼",
    ):
        assert told in rendered.zh
    assert "within sixty days of receiving it, or sue at the People's Court of Licang District" in rendered.en


def test_a_correction_lists_every_line_by_the_name_of_its_material(licang: Release) -> None:
    rendered = opened(licang, "correction")
    assert "1．食品经营许可申请书：缺少法定代表人签字；补正方法：签字后重新上传\n2．" in rendered.zh
    assert "1. Application form: 缺少法定代表人签字; to mend it: 签字后重新上传\n2. " in rendered.en


def test_ready_words_and_laws_are_english_in_the_translation(licang: Release) -> None:
    ready = next(each for each in REASONS if each.reason == "unclear")
    line = Line(material="floor-plan", problem=ready.problem.zh, mend=ready.mend.zh)
    rendered = opened(licang, "correction", replace(OPENED, lines=(line,)))
    assert f"：{ready.problem.zh}；补正方法：{ready.mend.zh}\n" in rendered.zh
    assert f": {ready.problem.en}; to mend it: {ready.mend.en}\n" in rendered.en
    assert "\nLegal basis: Administrative Licensing Law, article 32\n" in rendered.en


def test_a_pause_of_the_program_tells_its_reason_without_a_person_s_words(licang: Release) -> None:
    notice = issued(licang, "pause")
    step = licang.plans["one_visit"].title
    values = {**notice.values, Placeholder.REASON: step}
    kept = notice.model_copy(update={"values": values})
    rendered = render(kept, licang, licang.items[ITEM], NO, replace(OPENED, reason=None))
    assert step.zh in rendered.zh
    assert step.en in rendered.en


@pytest.mark.parametrize("kind", ["correction", "refusal"])
def test_nothing_that_a_person_wrote_is_markup_turns_a_line_or_is_filled_in_again(
    licang: Release, kind: str
) -> None:
    lines = (Line(material="application-form", problem=HOSTILE, mend=HOSTILE),)
    hostile = replace(OPENED, applicant=HOSTILE, reason=HOSTILE, lines=lines, track_url=HOSTILE)
    rendered = opened(licang, kind, hostile)
    usual = opened(licang, kind)
    tags, ordinary = Tags(rendered.html), Tags(usual.html)
    assert set(tags.tags) == set(ordinary.tags)
    assert "script" not in tags.tags
    assert set(tags.attributes) == set(ordinary.attributes)
    assert HOSTILE in "".join(tags.text)
    assert "{court}" in rendered.zh, "a name in braces within a value stays as it is"
    for at in (found.start() for found in re.finditer("\u202e", rendered.html)):
        before, after = rendered.html[:at], rendered.html[at:]
        assert before.rfind("<bdi>") > before.rfind("</bdi>"), "it turns nothing outside its own value"
        assert after.index("</bdi>") < after.index("</p>")


def test_a_page_loads_nothing_runs_nothing_and_names_nobody_in_its_title(licang: Release) -> None:
    page = opened(licang, "acceptance").html
    assert not re.search(r"<(script|link|img|iframe|form|object)|\bon\w+=|src=|href=|@import|url\(", page)
    title = page[page.index("<title>") : page.index("</title>")]
    assert title == "<title>行政许可受理通知书 李审受〔2026〕7号"
    style = page[page.index("<style>") + len("<style>") : page.index("</style>")]
    assert style == STYLE
    assert base64.b64encode(hashlib.sha256(style.encode()).digest()).decode() in POLICY
    assert POLICY.startswith("default-src 'none'")


def test_a_page_has_a_sheet_of_paper_for_each_language(licang: Release) -> None:
    page = opened(licang, "acceptance").html
    assert "@page { size: A4;" in page
    assert re.findall(r'<article class="sheet" lang="([^"]+)">', page) == ["zh-CN", "en"]
    assert page.count("加盖印章处") == 1, "the seal belongs to the Chinese text"
    assert page.count('class="demonstration"') == 2
    assert "加盖印章处" not in opened(licang, "papers-owed").html


def test_what_is_printed_on_a4_is_not_laid_out_as_for_a_telephone() -> None:
    """Between its margins an A4 page is narrower than 210 mm, which a printer's media query measures."""
    assert re.findall(r"@media (.*?max-width.*?) {", STYLE) == ["screen and (max-width: 210mm)"]


def test_a_region_that_is_no_demonstration_says_nothing_of_it(licang: Release) -> None:
    region = licang.region.model_copy(update={"notice": None})
    real = licang.model_copy(update={"region": region})
    rendered = opened(real, "acceptance")
    assert "演示" not in rendered.zh.split("\n")[0]
    assert 'class="demonstration"' not in rendered.html


def test_a_notice_is_shown_in_the_wording_it_was_issued_in_or_not_at_all(licang: Release) -> None:
    notice = issued(licang, "grant")
    grant = licang.notices["grant"]
    for update in ({"text": licang.notices["refusal"].text}, {"basis": (Basis(title="另一部法"),)}):
        other = licang.model_copy(
            update={"notices": {**licang.notices, "grant": grant.model_copy(update=update)}}
        )
        with pytest.raises(WrongWordingError):
            render(notice, other, licang.items[ITEM], NO, OPENED)
    with pytest.raises(WrongWordingError):
        render(notice, licang.model_copy(update={"notices": {}}), licang.items[ITEM], NO, OPENED)


@pytest.mark.parametrize(
    ("period", "zh", "en"),
    [
        (Period(working_days=1), "1个工作日", "1 working day"),
        (Period(working_days=10), "10个工作日", "10 working days"),
        (Period(days=30), "30日", "30 days"),
        (Period(months=1), "1个月", "1 month"),
    ],
)
def test_a_period_is_told_in_its_own_kind_of_days(period: Period, zh: str, en: str) -> None:
    assert words.period(period, "zh") == zh
    assert words.period(period, "en") == en


def test_of_one_law_the_title_is_told_once() -> None:
    of = [Basis(title="甲法", article="第一条"), Basis(title="乙法"), Basis(title="甲法", article="第二条")]
    assert words.bases(of, "zh") == "《甲法》第一条、第二条、《乙法》"
