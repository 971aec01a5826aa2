"""The whole way of a food licence in the packaged app: files go from browser to store and are judged."""

from __future__ import annotations

import base64
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, FilePayload, Page, Route, expect

from chalicelib.ports.file_parts import PART_BYTES
from chalicelib.ports.identity import Staff, StaffRole
from chalicelib.services.days import local_day
from infra.local.cloud import EmbeddedCloud
from infra.local.issuer.people import CITIZENS
from infra.local.people import ask
from infra.local.publish import put_in_force
from infra.local.samples import pdf
from infra.local.walk import plan_walk
from infra.local.walk_clock import WalkClock
from infra.local.walk_page import PATH
from infra.package import ROOT, Package
from tests.adapters.office import ADDRESS, NAME, PHONE
from tests.browser.test_pages import fill, reach
from tests.waiting import until

WAIT = 60_000
"""Milliseconds: a function of the embedded cloud may have to be started first."""

PAPERS = ("application-form", "floor-plan", "lease", "id-card")

_PHOTO = """() => { const c = document.createElement("canvas"); c.width = 3000; c.height = 2250;
    const g = c.getContext("2d"), d = g.createImageData(3000, 2250);
    for (let i = 0; i < d.data.length; i++) d.data[i] = i % 4 == 3 ? 255 : (i * 2654435761 >>> 7) & 255;
    g.putImageData(d, 0, 0); return c.toDataURL("image/jpeg", 0.92).split(",")[1]; }"""


@pytest.fixture(scope="module")
def office(packaged: Package, tmp_path_factory: pytest.TempPathFactory) -> Iterator[EmbeddedCloud]:
    """An office of its own, with Licang's rules in force."""
    with EmbeddedCloud(folder=tmp_path_factory.mktemp("pages")) as cloud:
        release, _ = put_in_force(cloud, ROOT / "rules" / "licang")
        clock = WalkClock(cloud, release, None, lambda: cloud.invoke("on_due"))
        cloud.walk_through(plan_walk(release, local_day(release, cloud.now())), clock)
        clock.replayed()
        yield cloud


@pytest.fixture(scope="module")
def portal(office: EmbeddedCloud) -> str:
    return office.portal_url


def asked_to_correct(office: EmbeddedCloud, page: Page) -> None:
    """A clerk has the floor plan mended; the applicant stands on her case."""
    no = re.findall("[0-9]{21}", page.url)[0]
    token = office.token(Staff("s-1", ("market-supervision",), (StaffRole.OFFICER.value,)))
    lines = [{"material": "floor-plan", "problem": "看不清尺寸", "mend": "标明尺寸后重新拍照"}]
    body = {"outcome": "correct", "lines": lines}
    address = f"{office.portal_url}/cases/{no}/steps/pre-review"
    ask("POST", address, body, {"Authorization": f"Bearer {token}"})
    page.reload()
    expect(page.get_by_text("要改 1 处")).to_be_visible()


def resubmitted(page: Page) -> None:
    expect(page.get_by_text("正在办：网上预审")).to_be_visible(timeout=WAIT)


def apply(page: Page, portal: str) -> None:
    page.goto(f"{portal}/items/food-business-licence")
    page.get_by_role("button", name="开始办理").click()
    fill(page)
    page.get_by_role("button", name="下一步").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("上传材料")


def submit(page: Page) -> None:
    page.get_by_role("link", name="下一步：核对").click()
    expect(page.get_by_text("还缺")).to_have_count(0)
    page.get_by_label("以上内容和材料都是真实的").check()
    page.get_by_role("button", name="提交申请").dblclick(no_wait_after=True)
    expect(page.get_by_role("heading", level=1)).to_have_text("申请已收到", timeout=WAIT)
    page.get_by_role("link", name="查看进度").click()
    expect(page.get_by_text("正在办：网上预审")).to_be_visible(timeout=WAIT)


def test_several_files_are_sent_by_telephone_shrunk_judged_and_submitted(
    chromium: Browser, portal: str, screens: Path
) -> None:
    with chromium.new_context(viewport={"width": 390, "height": 844}) as browser:
        browser.set_default_timeout(WAIT)
        page = browser.new_page()
        apply(page, portal)
        photo = base64.b64decode(page.evaluate(_PHOTO))
        assert len(photo) > 1_500_000
        plan = page.locator("#m-floor-plan")
        plan.locator("input[type=file]").set_input_files(
            [
                FilePayload(name="第1页.jpg", mimeType="image/jpeg", buffer=photo),
                FilePayload(name="第2页.pdf", mimeType="application/pdf", buffer=pdf("2")),
            ]
        )
        expect(plan.get_by_text("可以用")).to_have_count(2, timeout=WAIT)
        shrunk = plan.locator("li", has_text="第1页.jpg").inner_text()
        assert re.search(r"JPEG \d", shrunk)
        expect(plan.get_by_text("第2页.pdf").first).to_be_visible()
        browser.set_offline(True)
        form = page.locator("#m-application-form")
        form.locator("input[type=file]").set_input_files(
            FilePayload(name="申请书.pdf", mimeType="application/pdf", buffer=pdf("form"))
        )
        expect(form.get_by_text("网络断了")).to_be_visible(timeout=WAIT)
        page.screenshot(path=screens / "offline.zh.phone.png", full_page=True)
        browser.set_offline(False)
        expect(form.get_by_text("可以用")).to_be_visible(timeout=WAIT)
        lost: list[str] = []

        def lose_one_answer(route: Route) -> None:
            if route.request.method == "PUT" and not lost:
                lost.append(route.request.url)
                route.fetch()
                route.abort()
            else:
                route.continue_()

        browser.route("**/lease/**", lose_one_answer)
        for name in ("lease", "id-card"):
            section = page.locator(f"#m-{name}")
            section.locator("input[type=file]").set_input_files(
                FilePayload(name=f"{name}.pdf", mimeType="application/pdf", buffer=pdf(name))
            )
            expect(section.get_by_text("可以用")).to_be_visible(timeout=WAIT)
        assert lost, "the answer of the store was lost once; the file has arrived and stands there once"
        expect(page.locator("#m-lease .files li")).to_have_count(1)
        page.screenshot(path=screens / "sent.zh.phone.png", full_page=True)
        submit(page)


def large_pdf() -> bytes:
    """A PDF of one empty page and 11 MB of comments."""
    body = b"%PDF-1.4\n" + b"".join(b"%" + b"x" * 98 + b"\n" for _ in range(110_000))
    places = []
    page = "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>"
    each = ("<</Type/Catalog/Pages 2 0 R>>", "<</Type/Pages/Kids[3 0 R]/Count 1>>", page)
    for number, content in enumerate(each, start=1):
        places.append(len(body))
        body += f"{number} 0 obj{content}endobj\n".encode()
    rows = b"".join(f"{place:010d} 00000 n \n".encode() for place in places)
    end = f"trailer<</Size 4/Root 1 0 R>>\nstartxref\n{len(body)}\n%%EOF\n".encode()
    return body + b"xref\n0 4\n0000000000 65535 f \n" + rows + end


def test_a_large_file_goes_on_where_the_connection_was_cut_and_where_the_page_was_closed(
    chromium: Browser, portal: str, screens: Path
) -> None:
    """Each part arrives once, however often the line fails; who gives up waiting presses a button."""
    content = large_pdf()
    assert 2 * PART_BYTES < len(content) < 3 * PART_BYTES
    file = FilePayload(name="大图.pdf", mimeType="application/pdf", buffer=content)
    arrived: list[str] = []
    cut = {"2"}

    def by_part(route: Route) -> None:
        [number] = re.findall("partNumber=([0-9]+)", route.request.url)
        if number in cut:
            route.abort("connectionreset")
        else:
            arrived.append(number)
            route.continue_()

    with chromium.new_context(viewport={"width": 390, "height": 844}) as browser:
        browser.set_default_timeout(WAIT)
        browser.route(re.compile("partNumber="), by_part)
        page = browser.new_page()
        apply(page, portal)
        plan = page.locator("#m-floor-plan")
        plan.locator("input[type=file]").set_input_files(file)
        expect(plan.get_by_text("网络断了")).to_be_visible(timeout=WAIT)
        assert arrived == ["1"]
        page.reload()  # whoever closed the page chooses the file again
        plan.locator("input[type=file]").set_input_files(file)
        again = plan.get_by_role("button", name="再传一次")
        expect(again).to_be_visible(timeout=WAIT)
        page.screenshot(path=screens / "send-again.zh.phone.png", full_page=True)
        assert arrived == ["1"], "what has arrived was not sent again"
        cut.clear()
        again.click()
        expect(plan.get_by_text("可以用")).to_be_visible(timeout=WAIT)
        expect(plan.locator("li")).to_have_count(1)
        assert arrived == ["1", "2", "3"]


def upload_by_form(page: Page, name: str, file: Path) -> None:
    """Upload one file without a script, and look again until it is judged."""
    section = page.locator(f"#m-{name}")
    before = section.get_by_text("可以用").count()
    section.get_by_role("link").first.press("Enter")
    page.get_by_label("选一个文件").set_input_files(file)
    page.get_by_role("button", name="上传").press("Enter")
    expect(section).to_be_visible()
    for _ in range(100):
        if section.get_by_text("可以用").count() > before:
            break
        page.get_by_role("link", name="看结果").press("Enter")
    expect(section.get_by_text("可以用")).to_have_count(before + 1)


def test_the_whole_way_goes_without_any_script(
    chromium: Browser, office: EmbeddedCloud, tmp_path: Path
) -> None:
    file = tmp_path / "扫描件.pdf"
    file.write_bytes(pdf("scan"))
    with chromium.new_context(java_script_enabled=False) as browser:
        browser.set_default_timeout(WAIT)
        page = browser.new_page()
        apply(page, office.portal_url)
        for name in PAPERS:
            upload_by_form(page, name, file)
        submit(page)
        asked_to_correct(office, page)
        page.get_by_role("link", name="去改").click()
        expect(page.get_by_text("标明尺寸后重新拍照")).to_be_visible()
        upload_by_form(page, "floor-plan", file)
        page.get_by_role("button", name="都改好了，提交").click()
        resubmitted(page)


def press(page: Page, name: str, key: str = "Enter") -> None:
    """Come to something by Tab alone, and press it."""
    reach(page, name)
    page.keyboard.press(key)


def choose_by_keyboard(page: Page, name: str) -> None:
    section, field = page.locator(f"#m-{name}"), page.locator(f"#u-{name}")
    expect(field).to_be_attached()  # the script has put it in the place of the link
    for _ in range(80):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.id") == f"u-{name}":
            break
    expect(field).to_be_focused()
    page.keyboard.press("Enter")  # opens the chooser, which the test answers
    expect(section.get_by_text("可以用").last).to_be_visible()


def test_the_whole_way_goes_by_keyboard_alone(
    chromium: Browser, office: EmbeddedCloud, screens: Path, tmp_path: Path
) -> None:
    file = tmp_path / "扫描件.pdf"
    file.write_bytes(pdf("scan"))
    with chromium.new_context() as browser:
        browser.set_default_timeout(WAIT)
        page = browser.new_page()
        page.on("filechooser", lambda chooser: chooser.set_files(file))
        page.goto(office.portal_url)
        reach(page, "事项名称")
        page.keyboard.type("开饭馆")
        expect(page.get_by_role("heading", name="开饭馆")).to_be_visible()
        press(page, "食品经营许可")
        expect(page.get_by_role("heading", level=1)).to_have_text("食品经营许可")
        press(page, "开始办理")
        expect(page.get_by_role("heading", level=1)).to_have_text("填写申请")
        for name, typed in (("姓名或单位名称", NAME), ("联系电话", PHONE), ("收件地址", ADDRESS)):
            reach(page, name)
            page.keyboard.type(typed)
        press(page, "下一步")
        expect(page.get_by_role("heading", level=1)).to_have_text("上传材料")
        for name in PAPERS:
            choose_by_keyboard(page, name)
        page.screenshot(path=screens / "keyboard.zh.desk.png", full_page=True)
        press(page, "下一步：核对")
        expect(page.get_by_role("heading", level=1)).to_have_text("请核对您填的内容")
        press(page, "以上内容和材料都是真实的", "Space")
        press(page, "提交申请")
        expect(page.get_by_role("heading", level=1)).to_have_text("申请已收到")
        press(page, "查看进度")
        expect(page.get_by_text("正在办：网上预审")).to_be_visible()
        asked_to_correct(office, page)
        press(page, "去改")
        expect(page.get_by_text("标明尺寸后重新拍照")).to_be_visible()
        choose_by_keyboard(page, "floor-plan")
        press(page, "都改好了，提交")
        resubmitted(page)


def sign_in(page: Page, portal: str, name: str) -> None:
    page.goto(portal)
    page.get_by_role("link", name="登录", exact=True).click()
    page.get_by_role("button", name=name).click()
    expect(page.get_by_role("link", name="我的办件")).to_be_visible()


def follow(page: Page, office: EmbeddedCloud, stop: str) -> str:
    """Go back to the walk, and sign on as whoever it names at a stop; what it says of the stop."""
    page.goto(f"{office.portal_url}{PATH}")
    told = page.get_by_role("listitem").filter(has=page.get_by_role("heading", name=stop, level=3)).first
    says = told.inner_text()
    told.get_by_role("link", name="登录").click()
    page.get_by_role("button").first.click()
    expect(page.get_by_role("button", name="退出", exact=True)).to_be_visible()
    return says


def at_the_desk(page: Page, office: EmbeddedCloud, stop: str, no: str) -> str:
    """Do what the walk says at a stop of the clerks: open the case, and choose the outcome it names."""
    says = follow(page, office, stop)
    outcome: str = re.findall("点“(.+?)”", says)[0]
    page.locator(f"a[href$='{no}']").first.click()
    for colleague in re.findall("工号：([a-z0-9-]+)", says):
        named = page.get_by_label(f"工号 {colleague}", exact=True)
        if named.count():
            named.check()
        else:
            page.get_by_label("工号，几个人的用逗号隔开").first.fill(colleague)
    if "编号随意填写" in says:
        page.get_by_label("证照编号").fill("JY13702130000001")
    page.get_by_role("button", name=outcome, exact=True).click()
    expect(page.get_by_text("已记录")).to_be_visible()
    return outcome


def test_the_walk_leads_from_the_application_to_the_door_by_its_links(
    chromium: Browser, office: EmbeddedCloud, screens: Path, tmp_path: Path
) -> None:
    """One browser, as newcomers have it: all stops are reached by links of the walk and end as it says."""
    applicant = CITIZENS[0]
    with chromium.new_context() as browser:
        browser.set_default_timeout(WAIT)
        page = browser.new_page()
        says = follow(page, office, "申请")
        assert applicant.name in says
        samples = {}
        for name in PAPERS:
            samples[name] = tmp_path / f"{name}.pdf"
            samples[name].write_bytes(page.request.get(f"{office.portal_url}{PATH}/sample/{name}.pdf").body())
        page.get_by_role("button", name="开始办理").click()
        told = {"联系电话": PHONE, "收件地址": ADDRESS, "姓名或单位名称": applicant.name}
        told["申请人的证件号码"] = str(applicant.claims["identity_number"])
        for label, typed in told.items():
            page.get_by_label(label, exact=True).fill(typed)
        page.get_by_role("button", name="下一步").click()
        for name, file in samples.items():
            section = page.locator(f"#m-{name}")
            section.locator("input[type=file]").set_input_files(file)
            expect(section.get_by_text("可以用")).to_be_visible()
        submit(page)
        case = page.url
        no = re.findall("[0-9]{21}", case)[0]
        page.goto(f"{office.portal_url}{PATH}")
        clerks = [
            name for name in page.locator("ol").first.locator("h3").evaluate_all(TITLES) if name not in ENDS
        ]
        done = [at_the_desk(page, office, stop, no) for stop in clerks]
        assert done[0] == "通过"
        assert done[-1] == "已制证"
        follow(page, office, "办结")
        until(lambda: seen(page, case), lambda told: "约定上门" in told, looks=400)
        looks = until(lambda: a_day_later(page, office, case), lambda told: "办完了：准予" in told, looks=8)
        assert "您手里" in looks
        assert "晚了" not in looks, "whoever reads for a while does not run out of days"
        page.screenshot(path=screens / "delivered.zh.desk.png", full_page=True)
        page.get_by_role("link", name="给这次办理打个分").click()
        page.get_by_label("非常满意", exact=True).check()
        page.get_by_role("button", name="提交评价").click()
        expect(page.get_by_role("link", name="给这次办理打个分")).to_have_count(0)


def a_day_later(page: Page, office: EmbeddedCloud, case: str) -> str:
    page.goto(f"{office.portal_url}{PATH}")
    page.get_by_role("button", name="到下一个工作日").click()
    page.wait_for_url("**#clock")
    return seen(page, case)


def seen(page: Page, case: str) -> str:
    page.goto(case)
    return page.locator("main").inner_text()


TITLES = "all => all.map(each => each.firstChild.textContent.trim())"
ENDS = ("申请", "送达", "办结")


def test_an_elderly_owners_case_goes_through_her_agent(
    chromium: Browser, office: EmbeddedCloud, screens: Path, tmp_path: Path
) -> None:
    """Both sign on: neither needs a code; the agent mends what is to be corrected, and the owner sees it."""
    file, owner, agent = tmp_path / "扫描件.pdf", CITIZENS[1], CITIZENS[2]
    file.write_bytes(pdf("scan"))
    with chromium.new_context(viewport={"width": 390, "height": 844}) as browser:
        browser.set_default_timeout(WAIT)
        page = browser.new_page()
        sign_in(page, office.portal_url, agent.name)
        page.goto(f"{office.portal_url}/apply/food-business-licence?courier=yes")
        page.get_by_label("代理人", exact=False).first.check()
        told = {
            "姓名或单位名称": owner.name,
            "申请人的证件号码": str(owner.claims["identity_number"]),
            "联系电话": PHONE,
            "收件地址": ADDRESS,
            "代理人姓名": agent.name,
            "代理人电话": "13800001111",
            "代理人地址": "青岛市李沧区示例路2号",
            "代理人证件号码": str(agent.claims["identity_number"]),
            "委托从哪天起": "2020-01-01",
            "到哪天止（含这一天）": "2099-12-31",
        }
        for label, typed in told.items():
            page.get_by_label(label, exact=True).fill(typed)
        page.screenshot(path=screens / "apply-agent.zh.phone.png", full_page=True)
        page.get_by_role("button", name="下一步").click()
        for name in PAPERS:
            section = page.locator(f"#m-{name}")
            section.locator("input[type=file]").set_input_files(file)
            expect(section.get_by_text("可以用")).to_be_visible()
        submit(page)
        asked_to_correct(office, page)
        page.get_by_role("link", name="我的办件").click()
        expect(page.get_by_role("heading", name=owner.name)).to_be_visible()
        expect(page.get_by_text("给代理人：还没有打开")).to_be_visible()
        page.get_by_role("link", name="补正告知书").click()
        page.go_back()
        page.reload()
        expect(page.get_by_text("给代理人：网上打开")).to_be_visible()
        page.screenshot(path=screens / "mine-agent.zh.phone.png", full_page=True)
        page.get_by_role("link", name="去办").click()
        plan = page.locator("#m-floor-plan")
        plan.locator("input[type=file]").set_input_files(
            FilePayload(name="新图.pdf", mimeType="application/pdf", buffer=pdf("new plan"))
        )
        expect(plan.locator("li", has_text="新图.pdf").get_by_text("可以用")).to_be_visible()
        page.get_by_role("button", name="都改好了，提交").click()
        resubmitted(page)
        page.get_by_role("button", name="退出", exact=True).click()
        sign_in(page, office.portal_url, owner.name)
        page.get_by_role("link", name="我的办件").click()
        expect(page.get_by_text(f"代理人 {agent.name}")).to_be_visible()
        page.screenshot(path=screens / "mine-owner.zh.phone.png", full_page=True)
