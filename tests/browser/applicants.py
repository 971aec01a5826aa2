"""What applicants and agents do on the pages, one function an act, in either language."""

from __future__ import annotations

import re
from pathlib import Path

from playwright.sync_api import FilePayload, expect

from infra.local.issuer.people import DemoPerson
from tests.adapters.office import ADDRESS, NAME, PHONE
from tests.browser.person import Person

ITEM, CODE = ("食品经营许可", "Food business licence"), "food-business-licence"
PAPERS = ("application-form", "floor-plan", "lease", "id-card")

WISH = ("开饭馆", "restaurant")
"""What somebody looks for who knows no item."""

AGENT_PHONE, AGENT_ADDRESS = "13800001111", "青岛市李沧区示例路2号"


def number_of(person: DemoPerson) -> str:
    return str(person.claims["identity_number"])


def sign_in(me: Person, name: str) -> None:
    me.go()
    me.page.get_by_role("link", name=me.t("登录", "Sign in"), exact=True).click()
    me.page.get_by_role("button", name=name).click()
    expect(me.link("我的办件", "My cases").first).to_be_visible()


def sign_out(me: Person) -> None:
    me.button("退出", "Sign out").click()
    expect(me.page.get_by_role("link", name=me.t("登录", "Sign in"), exact=True)).to_be_visible()


def find_item(me: Person) -> None:
    """From the first page to the form of an application, as somebody does who knows her wish and no item."""
    me.go()
    me.choice("事项名称、部门", "Name of the item, department").fill(me.t(*WISH))
    me.link(*ITEM).first.click()
    start(me)


def start(me: Person) -> None:
    """From the page of an item to its form, having read how often one must come."""
    me.reads("您不用到大厅来", "you need not come to the hall")
    me.button("开始办理", "Start").click()
    me.stands_on("填写申请", "Your application")


LEAST = {
    ("姓名或单位名称", "Name of the person or organisation"): NAME,
    ("联系电话", "Telephone"): PHONE,
    ("收件地址", "Postal address"): ADDRESS,
}
"""The least that an application says of its applicant."""


def fill(me: Person) -> None:
    for label, typed in LEAST.items():
        me.field(*label).press_sequentially(typed)


def fill_signed_in(me: Person, applicant: DemoPerson) -> None:
    """What somebody who signed on says of herself."""
    for label, typed in {
        **LEAST,
        ("姓名或单位名称", "Name of the person or organisation"): applicant.name,
        ("申请人的证件号码", "Number of the applicant's document"): number_of(applicant),
    }.items():
        me.field(*label).fill(typed)


def fill_for(me: Person, owner: DemoPerson, agent: DemoPerson) -> None:
    """What an agent who signed on says of her person, of herself and of her mandate."""
    me.choice("代理人", "An agent").first.check()
    fill_signed_in(me, owner)
    told = {
        ("代理人姓名", "Name of the agent"): agent.name,
        ("代理人电话", "Agent's telephone"): AGENT_PHONE,
        ("代理人地址", "Agent's address"): AGENT_ADDRESS,
        ("代理人证件号码", "Number of the agent's document"): number_of(agent),
        ("委托从哪天起", "Mandate from"): "2020-01-01",
        ("到哪天止（含这一天）", "Mandate until, this day included"): "2099-12-31",
    }
    for label, typed in told.items():
        me.field(*label).fill(typed)


def next_step(me: Person) -> None:
    me.button("下一步：传材料", "Next: papers").click()
    me.stands_on("上传材料", "Your papers")


def upload(me: Person, material: str, file: Path | FilePayload) -> None:
    """Choose a file for a paper, and wait until the page says that it is good."""
    section = me.page.locator(f"#m-{material}")
    me.sees(section)  # with all that is good already
    good = section.get_by_text(me.t("可以用", "Good"), exact=True)
    before = good.count()
    section.locator("input[type=file]").set_input_files(file)
    expect(good).to_have_count(before + 1)


def submit(me: Person) -> str:
    """Check the answers and submit, with a double click; then see where it stands. Gives its number."""
    me.link("下一步：核对", "Next: check").click()
    me.stands_on("请核对您填的内容", "Check what you have given")
    expect(me.text("还缺", "still lacking")).to_have_count(0)
    me.choice("以上内容和材料都是真实的", "All of this is true").check()
    me.button("提交申请", "Submit the application").dblclick(no_wait_after=True)
    me.stands_on("申请已收到", "Your application has arrived")
    me.link("查看进度", "See where it stands").click()
    pre_reviewed(me)
    return str(re.findall("[0-9]{21}", me.page.url)[0])


def pre_reviewed(me: Person) -> None:
    """It is with the office again."""
    me.reads("正在办：网上预审", "Being done: Online pre-review")


NO_VISIT = ("您不用到大厅来", "you need not come to the hall")
ONE_VISIT = ("您要跑 1 趟", "you come to the hall once")


def change_courier(me: Person, *, agree: bool) -> None:
    """Change one's mind about couriers on the page of a case, and read what follows."""
    me.link("改用或不用快递", "agree to couriers, or not").click()
    answer = me.choice("同意用快递", "I agree: couriers") if agree else me.choice("不用快递", "No couriers")
    answer.check()
    me.page.locator("#courier").get_by_role("button").click()
    me.is_told("您对快递的选择已经改好", "Your choice on couriers is changed")
    me.reads(*(NO_VISIT if agree else ONE_VISIT))


def change_address(me: Person, address: str) -> None:
    me.link("改电话或地址", "change telephone or address").click()
    me.field("新地址", "New address").fill(address)
    me.page.locator("#contact").get_by_role("button").click()
    me.is_told("电话和地址已经改好", "Telephone and address are changed")


def withdraw(me: Person, why: str) -> None:
    me.link("撤回申请", "take the application back").click()
    me.choice("原因", "Why").fill(why)
    me.button("撤回这份申请", "Take this application back").dblclick(no_wait_after=True)
    me.is_told("申请已经撤回", "The application is taken back")


def rate(me: Person, zh: str, en: str) -> None:
    rating = me.link("给这次办理打个分", "Rate how it went")
    rating.click()
    me.field(zh, en).check()
    me.button("提交评价", "Send the rating").click()
    me.is_told("您的评价已经收到", "your rating has arrived")
    expect(rating).to_have_count(0)


def mend(me: Person) -> None:
    """All that was asked for is there anew: the office is to look again."""
    me.button("都改好了，提交", "All is mended: submit").click()
    pre_reviewed(me)


def track(me: Person, no: str, code: str) -> None:
    """Ask by number and code, as somebody does on whatever device she has at hand."""
    me.go("track")
    me.choice("办件编号", "Case number").fill(no)
    me.choice("查询码", "Query code").fill(code.lower())
    me.button("查进度", "Track").click()


def reach(me: Person, name: str, at_most: int = 80) -> None:
    """
    Press Tab until something of this name has the focus, and see that its ring shows.

    An address that leads to a part of a page takes the focus there with the first picture of it.
    """
    me.page.evaluate("() => new Promise((drawn) => requestAnimationFrame(() => setTimeout(drawn)))")
    for _ in range(at_most):
        me.page.keyboard.press("Tab")
        focused = me.page.evaluate(
            "() => { const at = document.activeElement; if (at === document.body) return '';"
            " const label = at.labels && at.labels[0];"
            " return (label || at).textContent.trim() + ' ' + (at.getAttribute('aria-label') || ''); }"
        )
        if name in focused:
            ring = me.page.evaluate("() => getComputedStyle(document.activeElement).outlineStyle")
            assert ring != "none", f"{name} shows no ring"
            return
    raise AssertionError(f"Tab never comes to {name}")


def press(me: Person, zh: str, en: str, key: str = "Enter") -> None:
    """Come to something by Tab alone, and press it."""
    reach(me, me.t(zh, en))
    me.page.keyboard.press(key)


def begin_by_keyboard(me: Person) -> None:
    """From the first page to the papers by keyboard alone."""
    me.go()
    reach(me, me.t("事项名称", "Name of the item"))
    me.page.keyboard.type(me.t(*WISH))
    expect(me.page.get_by_role("heading", name=me.t(*WISH))).to_be_visible()
    press(me, *ITEM)
    me.stands_on(*ITEM)
    press(me, "开始办理", "Start")
    me.stands_on("填写申请", "Your application")
    for label, typed in LEAST.items():
        reach(me, me.t(*label))
        me.page.keyboard.type(typed)
    press(me, "下一步", "Next")
    me.stands_on("上传材料", "Your papers")
