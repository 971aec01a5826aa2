"""The whole way of a food licence in the packaged app: files go from browser to store and are judged."""

from __future__ import annotations

import re
import socket
import struct
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import APIResponse, Browser, FilePayload, Route, expect

from chalicelib.ports.storage.file_parts import PART_BYTES
from chalicelib.rendering.words import Language
from chalicelib.services.days import local_day
from infra.local.cloud import EmbeddedCloud
from infra.local.issuer.people import CITIZENS
from infra.local.publish import put_in_force
from infra.local.samples import pdf
from infra.local.walk.clock import WalkClock
from infra.local.walk.page import PATH
from infra.local.walk.plan import plan_walk
from infra.package import ROOT, Package
from tests.browser.applicants import (
    CODE,
    PAPERS,
    begin_by_keyboard,
    change_address,
    change_courier,
    fill,
    fill_for,
    fill_signed_in,
    find_item,
    mend,
    next_step,
    pre_reviewed,
    press,
    rate,
    sign_in,
    sign_out,
    start,
    submit,
    upload,
)
from tests.browser.clerks import (
    ask_to_correct,
    at_the_desk,
    at_the_desk_by_keyboard,
    deliver,
    follow,
    open_on_list,
    tick_what_is_wrong,
    work_through,
)
from tests.browser.person import OTHER_WAYS, WAYS, Person, somebody
from tests.browser.photo import HEIGHT, PLACE, WIDTH, photograph, pixels, red_quarters
from tests.waiting import until


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


def asked_to_correct(chromium: Browser, me: Person) -> None:
    """A clerk, in a browser of her own, has the floor plan mended; the applicant stands on her case."""
    [no] = re.findall("[0-9]{21}", me.page.url)
    with somebody(chromium, me.site, me.language) as clerk:
        follow(clerk, "网上预审")
        open_on_list(clerk, no)
        tick_what_is_wrong(clerk)
        ask_to_correct(clerk)
    me.page.reload()
    me.reads("要改 1 处", "1 place to mend")


def apply(me: Person) -> None:
    me.go(f"items/{CODE}")
    start(me)
    fill(me)
    next_step(me)


def a_pdf(name: str) -> FilePayload:
    return FilePayload(name=f"{name}.pdf", mimeType="application/pdf", buffer=pdf(name))


def lose_one_answer(route: Route, lost: list[str], method: str = "POST") -> None:
    """The first request of this kind arrives, and its answer does not."""
    if route.request.method == method and not lost:
        lost.append(route.request.url)
        route.fetch()
        route.abort()
    else:
        route.continue_()


def test_several_files_are_sent_by_telephone_turned_shrunk_judged_submitted_and_seen_at_the_desk(
    chromium: Browser, office: EmbeddedCloud, portal: str, screens: Path
) -> None:
    with somebody(chromium, portal, "zh", "phone") as me:
        page, browser = me.page, me.page.context
        apply(me)
        photo = photograph(page)
        assert len(photo) > 1_500_000
        assert pixels(photo) == (WIDTH, HEIGHT)
        small = photograph(page, 800, 600)
        assert len(small) < 1_500_000
        assert red_quarters(page, small) == ["upper left"], "as its note has it turned"
        plan = page.locator("#m-floor-plan")
        plan.locator("input[type=file]").set_input_files(
            [FilePayload(name="第1页.jpg", mimeType="image/jpeg", buffer=photo), a_pdf("第2页")]
        )
        expect(plan.get_by_text("可以用")).to_have_count(2)
        upload(me, "floor-plan", FilePayload(name="第3页.jpg", mimeType="image/jpeg", buffer=small))
        shrunk = plan.locator("li", has_text="第1页.jpg").inner_text()
        assert re.search(r"JPEG \d", shrunk)
        expect(plan.get_by_text("第2页.pdf").first).to_be_visible()
        form = page.locator("#m-application-form")
        form.locator("input[type=file]").set_input_files(a_pdf("长" * 80))
        form.locator("input[type=file]").set_input_files(a_pdf("另" * 80))
        expect(form.get_by_text("文件名为 1 到 80 个字")).to_have_count(2)  # each keeps its reason
        browser.set_offline(True)
        form.locator("input[type=file]").set_input_files(a_pdf("申请书"))
        expect(form.get_by_text("网络断了")).to_be_visible()
        page.screenshot(path=screens / "offline.zh.phone.png", full_page=True)
        browser.set_offline(False)
        expect(form.get_by_text("可以用")).to_be_visible()
        expect(form.get_by_text("文件名为 1 到 80 个字")).to_have_count(0)
        lost: list[str] = []
        browser.route("**/lease/**", lambda route: lose_one_answer(route, lost, "PUT"))
        for name in ("lease", "id-card"):
            upload(me, name, a_pdf(name))
        assert lost, "the answer of the store was lost once; the file has arrived and stands there once"
        expect(page.locator("#m-lease .files li")).to_have_count(1)
        page.screenshot(path=screens / "sent.zh.phone.png", full_page=True)
        no = submit(me)
        kept = stored(office, f"uploads/{no}/floor-plan/")
        arrived = {pixels(content): content for content in kept if content.startswith(b"\xff\xd8")}
        assert sorted(arrived) == [(600, 800), (1800, 2400)], "upright, no side longer than a page lets it"
        assert len(arrived[1800, 2400]) < len(photo)
        for content in arrived.values():
            assert b"Exif" not in content, "nothing turns it any more"
            assert PLACE not in content
            assert red_quarters(page, content) == ["upper left"], "upright, and not on its head"
    drawn_at_the_desk(chromium, portal, no, screens)


def stored(office: EmbeddedCloud, prefix: str) -> list[bytes]:
    """What lies in the store below a prefix."""
    store, bucket = office.client("s3"), office.uploads_bucket
    listed = store.list_objects_v2(Bucket=bucket, Prefix=prefix)["Contents"]
    return [store.get_object(Bucket=bucket, Key=each["Key"])["Body"].read() for each in listed]


def drawn_at_the_desk(chromium: Browser, site: str, no: str, screens: Path) -> None:
    """A clerk opens the first paper of the list, a PDF in its frame, and goes on to a photograph."""
    with somebody(chromium, site) as clerk:
        page, viewer = clerk.page, clerk.page.locator("#viewer")
        follow(clerk, "网上预审")
        open_on_list(clerk, no)
        form = viewer.locator("iframe[title='食品经营许可申请书']")
        expect(form).to_be_visible()
        viewer.get_by_role("link", name="经营场所平面布局图").first.click()
        photo = viewer.get_by_role("img", name="经营场所平面布局图")
        expect(photo).to_be_visible()
        expect(photo).to_have_js_property("naturalWidth", 1800)
        expect(photo).to_have_js_property("naturalHeight", 2400)
        page.screenshot(path=screens / "desk-photograph.zh.desk.png", full_page=True)
        with page.expect_response(re.compile(f"/uploads/{no}/application-form/")) as answered:
            viewer.get_by_role("link", name="食品经营许可申请书").click()
        expect(form).to_be_visible()
        assert str(form.get_attribute("src")).startswith(answered.value.url)
        assert answered.value.status == 200
        assert answered.value.header_value("content-type") == "application/pdf"


def test_a_small_file_goes_on_by_itself_when_the_line_is_cut_in_its_middle_or_falls_silent(
    chromium: Browser, portal: str
) -> None:
    """Less than S3 takes as a part of a larger file, it is sent once more whole; nobody chooses it again."""
    content = filled_pdf(3_000_000)
    assert len(content) < PART_BYTES
    file = FilePayload(name="plan.pdf", mimeType="application/pdf", buffer=content)
    with cut_line(len(content) // 2) as (cut, arrived), somebody(chromium, portal, "en", "phone") as me:
        turns: list[Route] = []

        def by_turn(route: Route) -> None:
            turns.append(route)
            if len(turns) == 1:
                route.continue_(url=cut)
            elif len(turns) == 3:
                route.continue_()

        me.page.clock.install()
        apply(me)
        me.page.context.route("**/floor-plan/**", by_turn)
        plan = me.page.locator("#m-floor-plan")
        with me.page.expect_request(lambda sent: sent.method == "PUT" and len(turns) == 1):
            plan.locator("input[type=file]").set_input_files(file)
        expect(plan.get_by_text("No connection; it goes on by itself when there is one")).to_be_visible()
        me.page.clock.fast_forward("03:01")  # nothing is heard of the second
        expect(plan.get_by_text("Good", exact=True)).to_be_visible()
        expect(plan.locator("li")).to_have_count(1)
    assert 0 < arrived[0] < len(content), "it was cut in the middle"
    assert [each.request.method for each in turns] == ["PUT"] * 3


def test_of_two_files_sent_at_once_both_stand_there_whichever_answer_comes_last(
    chromium: Browser, portal: str
) -> None:
    with somebody(chromium, portal, "zh", "phone") as me:
        apply(me)
        plan, held = me.page.locator("#m-floor-plan"), list[tuple[Route, APIResponse]]()
        good = plan.get_by_text("可以用", exact=True)

        def hold_the_first_verdict(route: Route) -> None:
            answer = route.fetch()
            if "可以用" in answer.text() and not held:
                held.append((route, answer))
            else:
                route.fulfill(response=answer)

        me.page.route(re.compile("/materials$"), hold_the_first_verdict)
        plan.locator("input[type=file]").set_input_files(a_pdf("第1页"))
        until(lambda: me.page.title() and held)  # what a page asks for is heard while it is spoken to
        [(route, answer)] = held
        plan.locator("input[type=file]").set_input_files(a_pdf("第2页"))
        expect(good).to_have_count(2)
        route.fulfill(response=answer)
        expect(plan.locator(".sending")).to_have_count(0)
        expect(good).to_have_count(2)


@contextmanager
def cut_line(least: int) -> Iterator[tuple[str, list[int]]]:
    """An address whose one connection is reset once so many bytes of a request have come; how many had."""
    arrived: list[int] = []
    with socket.create_server(("127.0.0.1", 0)) as server:

        def read_some() -> None:
            line, _ = server.accept()
            with line:
                line.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
                arrived.append(0)
                while arrived[0] < least:
                    arrived[0] += len(line.recv(1 << 16))

        reader = threading.Thread(target=read_some, daemon=True)
        reader.start()
        yield f"http://127.0.0.1:{server.getsockname()[1]}/", arrived
        reader.join(timeout=60)


def filled_pdf(size: int) -> bytes:
    """A PDF of one empty page, with comments of so many bytes."""
    body = b"%PDF-1.4\n" + b"".join(b"%" + b"x" * 98 + b"\n" for _ in range(size // 100))
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
    content = filled_pdf(11_000_000)
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

    with somebody(chromium, portal, "zh", "phone") as me:
        page, browser = me.page, me.page.context
        browser.route(re.compile("partNumber="), by_part)
        apply(me)
        plan = page.locator("#m-floor-plan")
        plan.locator("input[type=file]").set_input_files(file)
        expect(plan.get_by_text("网络断了")).to_be_visible()
        assert arrived == ["1"]
        page.reload()  # whoever closed the page chooses the file again
        plan.locator("input[type=file]").set_input_files(file)
        again = plan.get_by_role("button", name="再传一次")
        expect(again).to_be_visible()
        page.screenshot(path=screens / "send-again.zh.phone.png", full_page=True)
        assert arrived == ["1"], "what has arrived was not sent again"
        cut.clear()
        lost: list[str] = []
        browser.route("**/floor-plan/whole", lambda route: lose_one_answer(route, lost))
        again.click()
        expect(plan.get_by_text("可以用")).to_be_visible()
        expect(plan.locator("li")).to_have_count(1)
        assert lost
        assert arrived == ["1", "2", "3"], "nor is anything where the answer to the closing was lost"


def upload_by_form(me: Person, name: str, file: Path) -> None:
    """Upload one file without a script, and look again until it is judged."""
    section = me.page.locator(f"#m-{name}")
    me.sees(section)
    good = section.get_by_text(me.t("可以用", "Good"), exact=True)
    before = good.count()
    section.get_by_role("link").first.press("Enter")
    me.field("选一个文件", "Choose a file").set_input_files(file)
    me.button("上传", "Upload").press("Enter")
    me.sees(section)

    def judged() -> bool:
        if good.count() > before:
            return True
        with me.page.expect_navigation():
            me.link("看结果", "See the result").press("Enter")
        return False

    until(judged)
    expect(good).to_have_count(before + 1)


@pytest.mark.parametrize(("language", "size"), OTHER_WAYS)
def test_the_whole_way_goes_without_any_script(
    chromium: Browser, portal: str, tmp_path: Path, language: Language, size: str
) -> None:
    file = tmp_path / "扫描件.pdf"
    file.write_bytes(pdf("scan"))
    with somebody(chromium, portal, language, size, script=False) as me:
        apply(me)
        for name in PAPERS:
            upload_by_form(me, name, file)
        submit(me)
        asked_to_correct(chromium, me)
        me.link("去改", "Mend it").click()
        me.reads("办理单位说：", "The office says:")
        upload_by_form(me, "floor-plan", file)
        mend(me)


def choose_by_keyboard(me: Person, name: str) -> None:
    section, field = me.page.locator(f"#m-{name}"), me.page.locator(f"#u-{name}")
    expect(field).to_be_attached()  # the script has put it in the place of the link
    for _ in range(80):
        me.page.keyboard.press("Tab")
        if me.page.evaluate("document.activeElement.id") == f"u-{name}":
            break
    expect(field).to_be_focused()
    me.page.keyboard.press("Enter")  # opens the chooser, which the test answers
    expect(section.get_by_text(me.t("可以用", "Good"), exact=True).last).to_be_visible()


def test_the_whole_way_goes_by_keyboard_alone(
    chromium: Browser, portal: str, screens: Path, tmp_path: Path
) -> None:
    file = tmp_path / "扫描件.pdf"
    file.write_bytes(pdf("scan"))
    with somebody(chromium, portal, "zh", "desk") as me:
        me.page.on("filechooser", lambda chooser: chooser.set_files(file))
        begin_by_keyboard(me)
        for name in PAPERS:
            choose_by_keyboard(me, name)
        me.page.screenshot(path=screens / "keyboard.zh.desk.png", full_page=True)
        press(me, "下一步：核对", "Next: check")
        me.stands_on("请核对您填的内容", "Check what you have given")
        press(me, "以上内容和材料都是真实的", "All of this is true", "Space")
        press(me, "提交申请", "Submit the application")
        me.stands_on("申请已收到", "Your application has arrived")
        press(me, "查看进度", "See where it stands")
        pre_reviewed(me)
        asked_to_correct(chromium, me)
        press(me, "去改", "Mend it")
        me.reads("办理单位说：", "The office says:")
        press(me, "都改好了，提交", "All is mended: submit")
        me.reads("没有新的文件", "No new file")  # a file is judged on this answer, too
        choose_by_keyboard(me, "floor-plan")
        press(me, "都改好了，提交", "All is mended: submit")
        pre_reviewed(me)


@pytest.mark.parametrize(("language", "size"), WAYS)
def test_the_walk_leads_from_the_application_to_the_door_by_its_links(
    chromium: Browser, portal: str, screens: Path, tmp_path: Path, language: Language, size: str
) -> None:
    """
    One browser, as newcomers have it: all stops are reached by links of the walk and end as it says.

    In front of a large screen the clerks' steps are done by keyboard alone.
    """
    applicant = CITIZENS[0]
    with somebody(chromium, portal, language, size) as me:
        assert applicant.name in follow(me, "申请")
        samples = {name: tmp_path / f"{name}.pdf" for name in PAPERS}
        for name, file in samples.items():
            file.write_bytes(me.page.request.get(f"{portal}{PATH}/sample/{name}.pdf").body())
        start(me)
        fill_signed_in(me, applicant)
        next_step(me)
        for name, file in samples.items():
            upload(me, name, file)
        no = submit(me)
        case = me.page.url
        done = work_through(me, no, at_the_desk if size == "phone" else at_the_desk_by_keyboard)
        assert done[0] == me.t("通过", "Passed")
        assert done[-1] == me.t("已制证", "Made")
        follow(me, "办结")
        looks = deliver(me, case)
        assert me.t("您手里", "\nYou\n") in looks
        assert me.t("已签收", "Signed for") in looks
        assert me.t("晚了", ": late") not in looks, "whoever reads for a while does not run out of days"
        me.page.screenshot(path=screens / f"walk-delivered.{language}.{size}.png", full_page=True)
        rate(me, "非常满意", "Very satisfied")


@pytest.mark.parametrize(("language", "size"), OTHER_WAYS)
def test_an_elderly_owners_case_goes_through_her_agent_from_the_first_page_to_the_door(
    chromium: Browser, portal: str, screens: Path, tmp_path: Path, language: Language, size: str
) -> None:
    """
    Both sign on: neither needs a code. The agent applies, changes her mind about couriers and mends what is
    to be corrected; the owner says where the licence is to go; both see who got which notice.
    """
    file, owner, agent = tmp_path / "扫描件.pdf", CITIZENS[1], CITIZENS[2]
    file.write_bytes(pdf("scan"))
    with somebody(chromium, portal, language, size) as me:

        def picture(name: str) -> None:
            me.page.screenshot(path=screens / f"{name}.{language}.{size}.png", full_page=True)

        sign_in(me, agent.name)
        find_item(me)
        fill_for(me, owner, agent)
        picture("apply-agent")
        next_step(me)
        for name in PAPERS:
            upload(me, name, file)
        no = submit(me)
        case = me.page.url
        change_courier(me, agree=False)
        change_courier(me, agree=True)
        change_address(me, "青岛市李沧区示例路 20 号")
        asked_to_correct(chromium, me)
        mended_by_the_agent(me, no, owner.name)
        picture("mine-agent")
        sign_out(me)
        sign_in(me, owner.name)
        me.link("我的办件", "My cases").click()
        expect(me.page.locator(f"#case-{no}")).to_contain_text(me.t("代理人 ", "Agent: ") + agent.name)
        picture("mine-owner")
        me.page.goto(case)
        change_address(me, "青岛市李沧区养老院路 9 号")
        done = done_by_clerks(chromium, me, no, ("示例路 20 号", "养老院路 9 号"))
        assert ", ".join(done) == me.t(
            "通过, 合格, 已交接, 建议准予, 准予, 已制证",
            "Passed, Passed, Handed over, Grant proposed, Granted, Made",
        )
        assert me.t("您手里", "\nYou\n") in deliver(me, case)
        picture("delivered-owner")
        rate(me, "满意", "Satisfied")
        me.link("准予行政许可决定书", "Decision to Grant a Licence").click()
        me.go()
        sign_out(me)
        sign_in(me, agent.name)
        me.link("我的办件", "My cases").click()
        mine = me.page.locator(f"#case-{no}")
        expect(mine.locator("li", has_text=me.t("准予行政许可决定书", "Decision to Grant"))).to_contain_text(
            re.compile(
                me.t(
                    "给申请人：快递送到.*网上打开.*给代理人：还没有打开",
                    "to the applicant: brought by courier.*opened online.*to the agent: not opened yet",
                )
            )
        )
        expect(mine.get_by_text(me.t("办完了：准予", "Done: granted"))).to_be_visible()
        picture("mine-agent-done")


def mended_by_the_agent(me: Person, no: str, owner: str) -> None:
    """From My cases: she opens what she was told, sends the plan anew and submits."""
    me.link("我的办件", "My cases").click()
    expect(me.page.get_by_role("heading", name=owner)).to_be_visible()
    mine = me.page.locator(f"#case-{no}")
    expect(mine.get_by_text(me.t("给代理人：还没有打开", "to the agent: not opened yet"))).to_be_visible()
    mine.get_by_role("link", name=me.t("补正告知书", "Notice of Corrections Needed")).click()
    me.page.go_back()
    me.page.reload()
    expect(mine.get_by_text(me.t("给代理人：网上打开", "to the agent: opened online"))).to_be_visible()
    mine.get_by_role("link", name=me.t("去办", "Go on")).click()
    upload(me, "floor-plan", a_pdf("新图"))
    mend(me)


def done_by_clerks(chromium: Browser, me: Person, no: str, addresses: tuple[str, ...]) -> list[str]:
    """Clerks see where applicant and agent live, and do all that is theirs, in a browser without script."""
    with somebody(chromium, me.site, me.language, script=False) as clerk:
        follow(clerk, "网上预审")
        open_on_list(clerk, no)
        for address in addresses:
            expect(clerk.page.get_by_text(address)).to_be_visible()
        return work_through(clerk, no)
