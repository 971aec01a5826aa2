"""What clerks do at the desk, led by the page that walks newcomers through a case."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from infra.local.walk.page import PATH
from tests.waiting import until

_TITLES = "all => all.map(each => each.firstChild.textContent.trim())"
_NO_CLERKS = ("申请", "送达", "办结")


def follow(page: Page, portal: str, stop: str) -> str:
    """Go back to the walk, and sign on as whoever it names at a stop; what it says of the stop."""
    page.goto(f"{portal}{PATH}")
    told = page.get_by_role("listitem").filter(has=page.get_by_role("heading", name=stop, level=3)).first
    says = told.inner_text()
    told.get_by_role("link", name="登录").click()
    page.get_by_role("button").first.click()
    expect(page.get_by_role("button", name="退出", exact=True)).to_be_visible()
    return says


def open_on_list(page: Page, no: str) -> None:
    page.locator(f"a[href$='{no}']").first.click()


def ask_to_correct(page: Page, portal: str, no: str, paper: str, why: str) -> None:
    """A clerk has a paper mended, for one of the usual reasons."""
    follow(page, portal, "网上预审")
    open_on_list(page, no)
    page.get_by_text("需补正", exact=True).first.click()
    page.get_by_role("group", name=paper).get_by_label(why).check()
    page.get_by_role("button", name="需补正").click()
    expect(page.get_by_role("status")).to_contain_text("出具《申请材料补正告知书》，通知申请人")


def at_the_desk(page: Page, portal: str, stop: str, no: str) -> str:
    """Do what the walk says at a stop of the clerks: open the case, and choose the outcome it names."""
    says = follow(page, portal, stop)
    outcome: str = re.findall("点“(.+?)”", says)[0]
    open_on_list(page, no)
    for colleague in re.findall("工号：([a-z0-9-]+)", says):
        named = page.locator(f"input[name='with-{colleague}']")  # by name or by number, as she is known
        if named.count():
            named.check()
        else:
            page.get_by_label("工号，几个人的用逗号隔开").first.fill(colleague)
    if "编号随意填写" in says:
        page.get_by_label("证照编号").fill("JY13702130000001")
    page.get_by_role("button", name=outcome, exact=True).click()
    expect(page.get_by_text("已记录")).to_be_visible()
    return outcome


def work_through(page: Page, portal: str, no: str) -> list[str]:
    """The clerks' whole way, from pre-review to the licence; the outcomes in order."""
    page.goto(f"{portal}{PATH}")
    stops: list[str] = page.locator("ol").first.locator("h3").evaluate_all(_TITLES)
    return [at_the_desk(page, portal, stop, no) for stop in stops if stop not in _NO_CLERKS]


def deliver(page: Page, portal: str, case: str) -> str:
    """Turn the clock until the courier has been; what the case then says. Somebody must see ``case``."""
    until(lambda: seen(page, case), lambda told: "约定从我们这里取件" in told, looks=400)
    for _ in range(8):
        page.goto(f"{portal}{PATH}")
        page.get_by_role("button", name="到下一个工作日").click()
        page.wait_for_url("**#clock")
        for _ in range(_LOOKS_A_DAY):
            if "办完了：准予" in (told := seen(page, case)):
                return told
    raise AssertionError(f"still {told}")


_LOOKS_A_DAY = 20
"""What the courier's day brings is there some seconds later, as the walk says."""


def seen(page: Page, case: str) -> str:
    page.goto(case)
    return page.locator("main").inner_text()
