"""What applicants and agents do on the pages, one function an act."""

from __future__ import annotations

import re
from pathlib import Path

from playwright.sync_api import FilePayload, Page, expect

from infra.local.issuer.people import DemoPerson
from tests.adapters.office import ADDRESS, NAME, PHONE

WAIT = 60_000
"""Milliseconds: a function of the embedded cloud may have to be started first."""

ITEM, CODE = "食品经营许可", "food-business-licence"
PAPERS = ("application-form", "floor-plan", "lease", "id-card")

AGENT_PHONE, AGENT_ADDRESS = "13800001111", "青岛市李沧区示例路2号"


def number_of(person: DemoPerson) -> str:
    return str(person.claims["identity_number"])


def sign_in(page: Page, portal: str, name: str) -> None:
    page.goto(portal)
    page.get_by_role("link", name="登录", exact=True).click()
    page.get_by_role("button", name=name).click()
    expect(page.get_by_role("link", name="我的办件")).to_be_visible()


def sign_out(page: Page) -> None:
    page.get_by_role("button", name="退出", exact=True).click()
    expect(page.get_by_role("link", name="登录", exact=True).first).to_be_visible()


def find_item(page: Page, portal: str, wanted: str = "开饭馆") -> None:
    """From the first page to the form of an application, as somebody does who knows her wish and no item."""
    page.goto(portal)
    page.get_by_label("事项名称、部门").fill(wanted)
    page.get_by_role("link", name=ITEM).first.click()
    page.get_by_role("button", name="开始办理").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("填写申请")


def fill(page: Page) -> None:
    """The least that an application says of its applicant."""
    for name, typed in (("姓名或单位名称", NAME), ("联系电话", PHONE), ("收件地址", ADDRESS)):
        page.get_by_label(name, exact=True).press_sequentially(typed)


def fill_for(page: Page, owner: DemoPerson, agent: DemoPerson) -> None:
    """What an agent who signed on says of her person, of herself and of her mandate."""
    page.get_by_label("代理人", exact=False).first.check()
    told = {
        "姓名或单位名称": owner.name,
        "申请人的证件号码": number_of(owner),
        "联系电话": PHONE,
        "收件地址": ADDRESS,
        "代理人姓名": agent.name,
        "代理人电话": AGENT_PHONE,
        "代理人地址": AGENT_ADDRESS,
        "代理人证件号码": number_of(agent),
        "委托从哪天起": "2020-01-01",
        "到哪天止（含这一天）": "2099-12-31",
    }
    for label, typed in told.items():
        page.get_by_label(label, exact=True).fill(typed)


def next_step(page: Page) -> None:
    page.get_by_role("button", name="下一步").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("上传材料")


def upload(page: Page, material: str, file: Path | FilePayload) -> None:
    """Choose a file for a paper, and wait until the page says that it is good."""
    section = page.locator(f"#m-{material}")
    good = section.get_by_text("可以用").count()
    section.locator("input[type=file]").set_input_files(file)
    expect(section.get_by_text("可以用")).to_have_count(good + 1, timeout=WAIT)


def submit(page: Page) -> str:
    """Check the answers and submit, with a double click; then see where it stands. Gives its number."""
    page.get_by_role("link", name="下一步：核对").click()
    expect(page.get_by_text("还缺")).to_have_count(0)
    page.get_by_label("以上内容和材料都是真实的").check()
    page.get_by_role("button", name="提交申请").dblclick(no_wait_after=True)
    expect(page.get_by_role("heading", level=1)).to_have_text("申请已收到", timeout=WAIT)
    page.get_by_role("link", name="查看进度").click()
    pre_reviewed(page)
    return str(re.findall("[0-9]{21}", page.url)[0])


def pre_reviewed(page: Page) -> None:
    """It is with the office again."""
    expect(page.get_by_text("正在办：网上预审")).to_be_visible(timeout=WAIT)


def change_courier(page: Page, answer: str, visits: str) -> None:
    """Change one's mind about couriers on the page of a case, and read what follows."""
    page.get_by_role("link", name="改用或不用快递").click()
    page.get_by_label(answer).check()
    page.locator("#courier").get_by_role("button").click()
    expect(page.get_by_role("status")).to_contain_text("您对快递的选择已经改好")
    expect(page.get_by_text(visits)).to_be_visible()


def change_address(page: Page, address: str) -> None:
    page.get_by_role("link", name="改电话或地址").click()
    page.get_by_label("新地址").fill(address)
    page.locator("#contact").get_by_role("button").click()
    expect(page.get_by_role("status")).to_contain_text("电话和地址已经改好")


def rate(page: Page, score: str) -> None:
    page.get_by_role("link", name="给这次办理打个分").click()
    page.get_by_label(score, exact=True).check()
    page.get_by_role("button", name="提交评价").click()
    expect(page.get_by_role("status")).to_contain_text("您的评价已经收到")
    expect(page.get_by_role("link", name="给这次办理打个分")).to_have_count(0)


def reach(page: Page, name: str) -> None:
    """Press Tab until something of this name has the focus, and see that its ring shows."""
    for _ in range(80):
        page.keyboard.press("Tab")
        focused = page.evaluate(
            "() => { const at = document.activeElement; const label = at.labels && at.labels[0];"
            " return (label || at).textContent.trim() + ' ' + (at.getAttribute('aria-label') || ''); }"
        )
        if name in focused:
            ring = page.evaluate("() => getComputedStyle(document.activeElement).outlineStyle")
            assert ring != "none", f"{name} shows no ring"
            return
    raise AssertionError(f"Tab never comes to {name}")


def press(page: Page, name: str, key: str = "Enter") -> None:
    """Come to something by Tab alone, and press it."""
    reach(page, name)
    page.keyboard.press(key)


def begin_by_keyboard(page: Page, portal: str) -> None:
    """From the first page to the papers by keyboard alone."""
    page.goto(portal)
    reach(page, "事项名称")
    page.keyboard.type("开饭馆")
    expect(page.get_by_role("heading", name="开饭馆")).to_be_visible()
    press(page, ITEM)
    expect(page.get_by_role("heading", level=1)).to_have_text(ITEM)
    press(page, "开始办理")
    expect(page.get_by_role("heading", level=1)).to_have_text("填写申请")
    for name, typed in (("姓名或单位名称", NAME), ("联系电话", PHONE), ("收件地址", ADDRESS)):
        reach(page, name)
        page.keyboard.type(typed)
    press(page, "下一步")
    expect(page.get_by_role("heading", level=1)).to_have_text("上传材料")
