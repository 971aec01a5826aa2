"""The page that walks a newcomer through one case 演示引导."""

from __future__ import annotations

import html
from datetime import date, timedelta
from urllib.parse import quote

from chalicelib.decisions.forms.form import Text
from chalicelib.web.wording import day
from infra.local.issuer.page import STYLE
from infra.local.issuer.people import DemoPerson
from infra.local.walk.clock import WalkClock
from infra.local.walk.plan import Stop, Walk, Walker

PATH = "/walk-through"


def walk_page(walk: Walk, clock: WalkClock) -> str:
    """The page: the clock, who there is, then the stops in order, and the way through an agent."""
    zh, en = _zh(walk.item.name), _en(walk.item.name)
    return f"""<!doctype html>
<html lang="zh-CN">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>演示引导 Walk-through · 零跑腿 Zero Errand</title><style>{STYLE}{_STYLE}</style></head>
<body>
<main>
<h1>演示引导 <span lang="en">Walk-through</span></h1>
<p class="note">仅限本机演示：人员、证件号码和办件都是虚构的。
<span lang="en">For this machine alone: people, numbers and cases are made up.</span></p>
<p>一件“{zh}”从申请到送达，全程走一遍，大约十分钟；再替老年业主办一件。
<span lang="en">One case of “{en}”, from the application until the licence is delivered: some ten
minutes. Then one for an elderly owner.</span></p>
{_clock(clock)}
<h2>演示人员 <span lang="en">People</span></h2>
<ul class="people">
{"".join(map(_walker, walk.people))}</ul>
<h2>一步一步来 <span lang="en">Step by step</span></h2>
<ol>
{_apply(walk)}{"".join(map(_stop, walk.stops))}{_done(walk)}</ol>
<h2>替老年业主办 <span lang="en">For an elderly owner, through an agent</span></h2>
<ol>
{_through_agent(walk, clock.now().date())}</ol>
</main>
</body>
</html>
"""


def _clock(clock: WalkClock) -> str:
    """What time it is in the office, how fast it goes, and the button that turns it on."""
    now, pace, on = clock.now(), clock.pace(), clock.next_morning().date().isoformat()
    today = now.date().isoformat()
    told = _says(
        Text(
            zh=f"办公室现在是 {day(today, 'zh', weekday=True)} {now:%H:%M}，{pace.zh}。",
            en=f"In the office it is {day(today, 'en', weekday=True)}, {now:%H:%M}; {pace.en}.",
        )
    )
    if clock.replaying:
        told += _says(_REPLAYING)
    else:
        button = (
            f"到下一个工作日：{day(on, 'zh', weekday=True)}上午 9 点 "
            f'<span lang="en">Go on to {day(on, "en", weekday=True)}, 9:00</span>'
        )
        told += (
            _says(_WAITING) + f'<form method="post" action="{PATH}/next-day?key={quote(clock.key)}">'
            f"<button>{button}</button></form>\n"
        )
    return f'<section id="clock"><h2>时钟 <span lang="en">The clock</span></h2>\n{told}</section>'


_REPLAYING = Text(
    zh="正在把每个事项各办一件，约四分钟，这时时钟走得快；办完时钟就慢下来，这里会出现拨钟的按钮。"
    "申请现在就可以填、可以传材料；提交要等到那时，期限就不会赶在您前面。刷新本页就能看到。",
    en="One case of every item is being worked through, for some four minutes, and the clock runs for them. "
    "Then it slows down, and a button to turn it on stands here. You may fill in and upload meanwhile; your "
    "case can be submitted after that, so that its days do not run ahead of you. Reload this page to see.",
)
_WAITING = Text(
    zh="要等快递、等期限的时候，不用真等，点这里：",
    en="When you would have to wait for a courier or a limit, do not wait but choose:",
)


def _apply(walk: Walk) -> str:
    applicant = walk.people[0]
    told = (
        Text(
            zh=f"点“开始办理”，姓名填 {applicant.person.name}，证件号码填 {_number(applicant.person)}；"
            "电话和地址随意填写；同意快递",
            en=f"choose “Start”; the name is {applicant.person.name}, the identity number "
            f"{_number(applicant.person)}; telephone and address as you like; agree to couriers",
        ),
        Text(zh="每项材料上传一个文件，再核对、提交", en="upload a file for each paper, check, submit"),
    )
    return _step(_APPLY, _as(applicant.person, applicant.begins), told, _samples(walk))


def _done(walk: Walk) -> str:
    applicant = walk.people[0].person
    told = Text(
        zh="看结果、时限和每份材料在谁手中；给这次办理打个分",
        en="see the result, the days and who holds which paper; rate how it went",
    )
    return _step(_DONE, _as(applicant, "/mine"), (told,))


def _through_agent(walk: Walk, today: date) -> str:
    """The way through an agent; the days of her mandate are named, for the office's are not the reader's."""
    agent, owner = walk.agent, walk.elder
    since, until = (each.isoformat() for each in (today, today + timedelta(days=60)))
    begins = next(each.begins for each in walk.people if each.person == agent)
    filled = (
        Text(
            zh=f"登录后点“找事项”，找“{walk.item.name.zh}”，开始办理，“由谁来办”选代理人",
            en=f"then choose “Find”, find “{walk.item.name.en}”, start, and say that an agent applies",
        ),
        Text(
            zh=f"申请人：{owner.name}，证件号码 {_number(owner)}",
            en=f"the applicant is {owner.name}, identity number {_number(owner)}",
        ),
        Text(
            zh=f"代理人：{agent.name}，证件号码 {_number(agent)}；委托期限按办公室的日期填："
            f"从 {day(since, 'zh')}到 {day(until, 'zh')}",
            en=f"the agent is {agent.name}, identity number {_number(agent)}; the mandate goes by "
            f"the office's days, from {day(since, 'en')} until {day(until, 'en')}",
        ),
        Text(
            zh="电话和地址随意填写；上传上面的示例文件、提交，然后由同样的人员办；要补正、发文书，都先到"
            "代理人的“我的办件”里",
            en="telephones and addresses as you like; upload the files from above and submit; the same "
            "people work on it. Corrections and notices come to the agent's My cases",
        ),
    )
    sees = Text(
        zh="她不用做什么，就能看到自己的办件、谁在替她办、文书给了谁；想改收件地址、办完要打分，也在这里",
        en="without doing anything the owner sees the case, who acts in it, and who got which notice; the "
        "owner also says here where the licence goes, and rates how it went",
    )
    return _step(_FOR_HER, _as(agent, begins), filled) + _step(_SEES, _as(owner, "/mine"), (sees,))


_FILES = Text(zh="要上传的示例文件，先下载：", en="Files to upload, download them first:")
_APPLY, _DONE = Text(zh="申请", en="Apply"), Text(zh="办结", en="Done")
_FOR_HER = Text(zh="代理人替她申请", en="The agent applies for the owner")
_SEES = Text(zh="业主自己看", en="The owner looks")


def _step(title: Text, link: str, told: tuple[Text, ...], more: str = "") -> str:
    says = "".join(map(_says, told))
    return f'<li><h3>{_zh(title)} <span lang="en">{_en(title)}</span></h3>\n{link}{says}{more}</li>\n'


def _samples(walk: Walk) -> str:
    """A file to upload for each material."""
    links = "".join(
        f'<li><a href="{PATH}/sample/{quote(each.material)}.pdf" download="{_zh(each.name)}.pdf">'
        f'{_zh(each.name)} <span lang="en">{_en(each.name)}</span></a></li>\n'
        for each in walk.item.materials
    )
    return f"{_says(_FILES)}<ul>\n{links}</ul>\n"


def _number(person: DemoPerson) -> str:
    return str(person.claims["identity_number"])


def _walker(walker: Walker) -> str:
    person = walker.person
    return (
        f"<li><strong>{html.escape(person.name)}</strong>{_role(person)} "
        f'<span lang="en">{html.escape(person.en)}</span>'
        f"{_says(walker.can)}{_as(person, walker.begins)}</li>\n"
    )


def _role(person: DemoPerson) -> str:
    """What somebody is, where her name does not say it."""
    unit, _, _ = person.zh.partition(" ")
    return "" if person.name.startswith(unit) else f" {html.escape(person.zh)}"


def _stop(stop: Stop) -> str:
    return _step(stop.title, "" if stop.person is None else _as(stop.person, "/desk"), stop.do)


def _as(person: DemoPerson, begins: str) -> str:
    place = html.escape(f"{PATH}/as/{quote(person.id)}?to={quote(begins, safe='')}")
    name = html.escape(person.name)
    english = html.escape(person.en)
    link = f'<a class="go" href="{place}">以{name}登录 <span lang="en">Sign in: {english}</span></a>'
    return f'<p class="do">{link}</p>\n'


def _says(text: Text) -> str:
    return f'<p class="do">{_zh(text)} <span lang="en">{_en(text)}</span></p>\n'


def _zh(text: Text) -> str:
    return html.escape(text.zh)


def _en(text: Text) -> str:
    return html.escape(text.en)


_STYLE = """
h1 span, h2 span, h3 span { font-weight: 400; font-size: .8em; color: #555 }
span[lang=en] { color: #555; overflow-wrap: anywhere }
h3 { margin: 0 0 .3rem; font-size: 1.1rem }
ol { padding-left: 1.6rem }
ol > li { margin-bottom: 1.4rem; padding-left: .3rem }
section { border-left: .4rem solid #0b5cad; padding: .1rem 1rem 1rem }
section button { width: auto }
ul.people > li { border: 1px solid #c9c9c9; border-radius: .4rem; padding: .7rem 1rem }
p.do { margin: .3rem 0 }
a { color: #0b5cad }
a.go { display: inline-block; line-height: 1.4; padding: .5rem 1rem; border-radius: .4rem;
       background: #0b5cad; color: #fff; text-decoration: none }
a.go span { display: block; font-size: .85em; color: #fff }
a:focus-visible { outline: .2rem solid #b35900; outline-offset: .15rem }
"""
