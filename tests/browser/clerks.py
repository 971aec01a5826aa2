"""What clerks do at the desk, in either language, led by the page that walks newcomers through a case."""

from __future__ import annotations

import re
from collections.abc import Callable

from playwright.sync_api import expect

from chalicelib.web.wording import case_number
from infra.local.walk.page import PATH
from tests.browser.applicants import press, reach
from tests.browser.person import Person
from tests.waiting import until

_TITLES = "all => all.map(each => each.firstChild.textContent.trim())"
_NO_CLERKS = ("申请", "送达", "办结")

PLAN = ("经营场所平面布局图", "Floor plan of the premises")
UNREADABLE = ("看不清，要重拍", "Cannot be read, to be photographed again")
"""The paper that clerks have mended, and why."""


def follow(me: Person, stop: str) -> str:
    """
    Go back to the walk, which is in both languages, and sign on as whoever it names at a stop.

    Returns:
        What it says of the stop.
    """
    me.go(PATH[1:])
    told = (
        me.page.get_by_role("listitem").filter(has=me.page.get_by_role("heading", name=stop, level=3)).first
    )
    says = told.inner_text()
    told.get_by_role("link", name="登录").click()
    me.page.get_by_role("button").first.click()
    expect(me.button("退出", "Sign out")).to_be_visible()
    return says


def open_on_list(me: Person, no: str) -> None:
    """Open a case from a list; its page is all there, with the file beside it, before anything is pressed."""
    me.page.locator(f"a[href$='{no}']").first.click()
    me.page.wait_for_url(re.compile(f"/desk/cases/{no}"))


def claim(me: Person) -> None:
    me.click(me.button("认领", "Claim"))
    me.sees(me.button("退回，让别人也能办", "Give it back for anybody to do"))


def tick_what_is_wrong(me: Person) -> None:
    """A clerk who has a case open finds a paper wanting, for one of the usual reasons."""
    me.click(me.page.get_by_text(me.t("需补正", "To be corrected"), exact=True).first)
    me.page.get_by_role("group", name=me.t(*PLAN)).get_by_label(me.t(*UNREADABLE)).check()


def ask_to_correct(me: Person) -> None:
    """Have what was ticked mended."""
    me.click(me.button("需补正", "To be corrected"))
    me.is_told("已记录", "Recorded")
    me.is_told(
        "出具《申请材料补正告知书》，通知申请人",
        'Issues "Notice of Corrections Needed" to the applicant',
    )
    me.stands_on("待办", "To do")


def at_the_desk(me: Person, stop: str, no: str) -> str:
    """Do what the walk says at a stop of the clerks: open the case, and choose the outcome it names."""
    says = follow(me, stop)
    open_on_list(me, no)
    for colleague in colleagues_in(says):
        listed = me.page.locator(f"input[name='with-{colleague}']")  # by name or by number, as she is known
        if listed.count():
            listed.check()
        else:
            me.choice(*COLLEAGUES).first.fill(colleague)
    if NUMBERED in says:
        me.choice(*NUMBER).fill(LICENCE)
    outcome = outcome_in(me, says)
    me.click(me.button(outcome, outcome))
    me.reads("已记录", "Recorded")
    return outcome


def at_the_desk_by_keyboard(me: Person, stop: str, no: str) -> str:
    """The same, once she has signed on, without a pointer."""
    says = follow(me, stop)
    reach(me, case_number(no), at_most=300)
    me.page.keyboard.press("Enter")
    me.page.wait_for_url(f"**/desk/cases/{no}")
    for colleague in colleagues_in(says):
        listed = me.page.locator(f"input[name='with-{colleague}']")
        if listed.count():
            reach(me, listed.locator("xpath=..").inner_text(), at_most=300)
            me.page.keyboard.press("Space")
        else:
            reach(me, me.t(*COLLEAGUES), at_most=300)
            me.page.keyboard.type(colleague)
    if NUMBERED in says:
        reach(me, me.t(*NUMBER), at_most=300)
        me.page.keyboard.type(LICENCE)
    outcome = outcome_in(me, says)
    reach(me, f"{me.t('给同事留一句话', 'A note for colleagues')} {outcome[:1].lower()}{outcome[1:]}", 300)
    press(me, outcome, outcome)  # after its note: its title bears its name, too
    me.reads("已记录", "Recorded")
    return outcome


COLLEAGUES = ("工号，几个人的用逗号隔开", "Staff numbers, commas")
NUMBER = ("证照编号", "Number of the licence")
LICENCE = "JY13702130000001"
NUMBERED = "编号随意填写"
"""What the walk says, which is in both languages, where a licence gets its number."""


def colleagues_in(says: str) -> list[str]:
    return re.findall("工号：([a-z0-9-]+)", says)


def outcome_in(me: Person, says: str) -> str:
    named: str = re.findall(me.t("点“(.+?)”", "choose “(.+?)”"), says)[0]
    return named[:1].upper() + named[1:]


def work_through(me: Person, no: str, do: Callable[[Person, str, str], str] = at_the_desk) -> list[str]:
    """The clerks' whole way, from pre-review to the licence; the outcomes in order."""
    me.go(PATH[1:])
    stops: list[str] = me.page.locator("ol").first.locator("h3").evaluate_all(_TITLES)
    return [do(me, stop, no) for stop in stops if stop not in _NO_CLERKS]


def deliver(me: Person, case: str) -> str:
    """Turn the clock until the courier has been; what the case then says to whoever may see it."""
    until(
        lambda: seen(me, case), lambda told: me.t("约定从我们这里取件", "pick-up from us") in told, looks=400
    )
    for looks in _LOOKS_A_DAY:
        me.go(PATH[1:])
        me.page.get_by_role("button", name="到下一个工作日").click()
        me.page.wait_for_url("**#clock")
        for _ in range(looks):
            if me.t("办完了：准予", "Done: granted") in (told := seen(me, case)):
                return told
    raise AssertionError(f"still {told}")


_LOOKS_A_DAY = (*[20] * 7, 1_000)
"""
What the courier's day brings is there some seconds later, as the walk says. Most days bring nothing; after
the last of them the parcel must be there, however long a busy machine takes to hear of it.
"""


def seen(me: Person, case: str) -> str:
    me.page.goto(case)
    return me.page.locator("main").inner_text()
