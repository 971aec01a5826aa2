"""The whole way of a food licence in the packaged app: files go from browser to store and are judged."""

from __future__ import annotations

import base64
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, FilePayload, Page, Route, expect

from chalicelib.ports.storage.file_parts import PART_BYTES
from chalicelib.services.days import local_day
from infra.local.cloud import EmbeddedCloud
from infra.local.issuer.people import CITIZENS
from infra.local.publish import put_in_force
from infra.local.samples import pdf
from infra.local.walk.clock import WalkClock
from infra.local.walk.page import PATH
from infra.local.walk.plan import plan_walk
from infra.package import ROOT, Package
from tests.adapters.office import ADDRESS, PHONE
from tests.browser.applicants import (
    CODE,
    PAPERS,
    WAIT,
    begin_by_keyboard,
    change_address,
    change_courier,
    fill,
    fill_for,
    find_item,
    next_step,
    number_of,
    pre_reviewed,
    press,
    rate,
    sign_in,
    sign_out,
    submit,
    upload,
)
from tests.browser.clerks import ask_to_correct, deliver, follow, open_on_list, work_through

PLAN, UNREADABLE = "经营场所平面布局图", "看不清，要重拍"
"""The paper that clerks have mended, and why."""

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


def asked_to_correct(chromium: Browser, portal: str, page: Page) -> None:
    """A clerk, in a browser of her own, has the floor plan mended; the applicant stands on her case."""
    [no] = re.findall("[0-9]{21}", page.url)
    with chromium.new_context() as browser:
        browser.set_default_timeout(WAIT)
        ask_to_correct(browser.new_page(), portal, no, PLAN, UNREADABLE)
    page.reload()
    expect(page.get_by_text("要改 1 处")).to_be_visible()


def apply(page: Page, portal: str) -> None:
    page.goto(f"{portal}/items/{CODE}")
    page.get_by_role("button", name="开始办理").click()
    fill(page)
    next_step(page)


def lose_one_answer(route: Route, lost: list[str], method: str = "POST") -> None:
    """The first request of this kind arrives, and its answer does not."""
    if route.request.method == method and not lost:
        lost.append(route.request.url)
        route.fetch()
        route.abort()
    else:
        route.continue_()


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
        browser.route("**/lease/**", lambda route: lose_one_answer(route, lost, "PUT"))
        for name in ("lease", "id-card"):
            upload(page, name, FilePayload(name=f"{name}.pdf", mimeType="application/pdf", buffer=pdf(name)))
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
        lost: list[str] = []
        browser.route("**/floor-plan/whole", lambda route: lose_one_answer(route, lost))
        again.click()
        expect(plan.get_by_text("可以用")).to_be_visible(timeout=WAIT)
        expect(plan.locator("li")).to_have_count(1)
        assert lost
        assert arrived == ["1", "2", "3"], "nor is anything where the answer to the closing was lost"


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


def test_the_whole_way_goes_without_any_script(chromium: Browser, portal: str, tmp_path: Path) -> None:
    file = tmp_path / "扫描件.pdf"
    file.write_bytes(pdf("scan"))
    with chromium.new_context(java_script_enabled=False) as browser:
        browser.set_default_timeout(WAIT)
        page = browser.new_page()
        apply(page, portal)
        for name in PAPERS:
            upload_by_form(page, name, file)
        submit(page)
        asked_to_correct(chromium, portal, page)
        page.get_by_role("link", name="去改").click()
        expect(page.get_by_text("办理单位说：")).to_be_visible()
        upload_by_form(page, "floor-plan", file)
        page.get_by_role("button", name="都改好了，提交").click()
        pre_reviewed(page)


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
    chromium: Browser, portal: str, screens: Path, tmp_path: Path
) -> None:
    file = tmp_path / "扫描件.pdf"
    file.write_bytes(pdf("scan"))
    with chromium.new_context() as browser:
        browser.set_default_timeout(WAIT)
        page = browser.new_page()
        page.on("filechooser", lambda chooser: chooser.set_files(file))
        begin_by_keyboard(page, portal)
        for name in PAPERS:
            choose_by_keyboard(page, name)
        page.screenshot(path=screens / "keyboard.zh.desk.png", full_page=True)
        press(page, "下一步：核对")
        expect(page.get_by_role("heading", level=1)).to_have_text("请核对您填的内容")
        press(page, "以上内容和材料都是真实的", "Space")
        press(page, "提交申请")
        expect(page.get_by_role("heading", level=1)).to_have_text("申请已收到")
        press(page, "查看进度")
        pre_reviewed(page)
        asked_to_correct(chromium, portal, page)
        press(page, "去改")
        expect(page.get_by_text("办理单位说：")).to_be_visible()
        press(page, "都改好了，提交")
        expect(page.get_by_text("没有新的文件")).to_be_visible()  # a file is judged on this answer, too
        choose_by_keyboard(page, "floor-plan")
        press(page, "都改好了，提交")
        pre_reviewed(page)


def test_the_walk_leads_from_the_application_to_the_door_by_its_links(
    chromium: Browser, portal: str, screens: Path, tmp_path: Path
) -> None:
    """One browser, as newcomers have it: all stops are reached by links of the walk and end as it says."""
    applicant = CITIZENS[0]
    with chromium.new_context() as browser:
        browser.set_default_timeout(WAIT)
        page = browser.new_page()
        assert applicant.name in follow(page, portal, "申请")
        samples = {name: tmp_path / f"{name}.pdf" for name in PAPERS}
        for name, file in samples.items():
            file.write_bytes(page.request.get(f"{portal}{PATH}/sample/{name}.pdf").body())
        page.get_by_role("button", name="开始办理").click()
        told = {"联系电话": PHONE, "收件地址": ADDRESS, "姓名或单位名称": applicant.name}
        told["申请人的证件号码"] = number_of(applicant)
        for label, typed in told.items():
            page.get_by_label(label, exact=True).fill(typed)
        next_step(page)
        for name, file in samples.items():
            upload(page, name, file)
        no = submit(page)
        case = page.url
        done = work_through(page, portal, no)
        assert done[0] == "通过"
        assert done[-1] == "已制证"
        follow(page, portal, "办结")
        looks = deliver(page, portal, case)
        assert "您手里" in looks
        assert "晚了" not in looks, "whoever reads for a while does not run out of days"
        page.screenshot(path=screens / "delivered.zh.desk.png", full_page=True)
        rate(page, "非常满意")


def test_an_elderly_owners_case_goes_through_her_agent_from_the_first_page_to_the_door(
    chromium: Browser, portal: str, screens: Path, tmp_path: Path
) -> None:
    """
    Both sign on: neither needs a code. The agent applies, changes her mind about couriers and mends what is
    to be corrected; the owner says where the licence is to go; both see who got which notice.
    """
    file, owner, agent = tmp_path / "扫描件.pdf", CITIZENS[1], CITIZENS[2]
    file.write_bytes(pdf("scan"))
    with chromium.new_context(viewport={"width": 390, "height": 844}) as browser:
        browser.set_default_timeout(WAIT)
        page = browser.new_page()
        sign_in(page, portal, agent.name)
        find_item(page, portal)
        fill_for(page, owner, agent)
        page.screenshot(path=screens / "apply-agent.zh.phone.png", full_page=True)
        next_step(page)
        for name in PAPERS:
            upload(page, name, file)
        no = submit(page)
        case = page.url
        change_courier(page, "不用快递", "您要跑 1 趟")
        change_courier(page, "同意用快递", "您不用到大厅来")
        change_address(page, "青岛市李沧区示例路 20 号")
        asked_to_correct(chromium, portal, page)
        mended_by_the_agent(page, owner.name, screens)
        sign_out(page)
        sign_in(page, portal, owner.name)
        page.get_by_role("link", name="我的办件").click()
        expect(page.get_by_text(f"代理人 {agent.name}")).to_be_visible()
        page.screenshot(path=screens / "mine-owner.zh.phone.png", full_page=True)
        page.goto(case)
        change_address(page, "青岛市李沧区养老院路 9 号")
        done = done_by_clerks(chromium, portal, no, ("示例路 20 号", "养老院路 9 号"))
        assert done == ["通过", "合格", "已交接", "建议准予", "准予", "已制证"]
        assert "您手里" in deliver(page, portal, case)
        page.screenshot(path=screens / "delivered-owner.zh.phone.png", full_page=True)
        rate(page, "满意")
        page.get_by_role("link", name="准予行政许可决定书").click()
        page.goto(portal)
        sign_out(page)
        sign_in(page, portal, agent.name)
        page.get_by_role("link", name="我的办件").click()
        decision = page.locator(f"#case-{no} li", has_text="准予行政许可决定书")
        expect(decision).to_contain_text(re.compile("给申请人：快递送到.*网上打开.*给代理人：还没有打开"))
        expect(page.get_by_text("办完了：准予")).to_be_visible()
        page.screenshot(path=screens / "mine-agent-done.zh.phone.png", full_page=True)


def mended_by_the_agent(page: Page, owner: str, screens: Path) -> None:
    """From My cases: she opens what she was told, sends the plan anew and submits."""
    page.get_by_role("link", name="我的办件").click()
    expect(page.get_by_role("heading", name=owner)).to_be_visible()
    expect(page.get_by_text("给代理人：还没有打开")).to_be_visible()
    page.get_by_role("link", name="补正告知书").click()
    page.go_back()
    page.reload()
    expect(page.get_by_text("给代理人：网上打开")).to_be_visible()
    page.screenshot(path=screens / "mine-agent.zh.phone.png", full_page=True)
    page.get_by_role("link", name="去办").click()
    new = FilePayload(name="新图.pdf", mimeType="application/pdf", buffer=pdf("new plan"))
    upload(page, "floor-plan", new)
    page.get_by_role("button", name="都改好了，提交").click()
    pre_reviewed(page)


def done_by_clerks(chromium: Browser, portal: str, no: str, addresses: tuple[str, ...]) -> list[str]:
    """Clerks, in a browser of their own, see where applicant and agent live, and do all that is theirs."""
    with chromium.new_context() as browser:
        browser.set_default_timeout(WAIT)
        page = browser.new_page()
        follow(page, portal, "网上预审")
        open_on_list(page, no)
        for address in addresses:
            expect(page.get_by_text(address)).to_be_visible()
        return work_through(page, portal, no)
