"""
The page that walks a newcomer through one case 演示引导, at ``/walk-through`` of the portal address.

This machine alone has it: it is no part of the deployment package, and no cloud answers for it.
"""

from __future__ import annotations

import html
from collections.abc import Callable
from http import HTTPStatus
from urllib.parse import parse_qs, quote, urlsplit

from chalicelib.decisions.forms.form import Text
from infra.local.issuer.page import STYLE, WALKER
from infra.local.issuer.people import DemoPerson
from infra.local.portal import Beside
from infra.local.samples import pdf
from infra.local.walk import Stop, Walk, Walker

PATH = "/walk-through"
_HEADERS = {
    "Content-Type": "text/html; charset=utf-8",
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; "
    "form-action 'none'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
}


def beside_api(walk: Callable[[], Walk]) -> Callable[[str, str], Beside | None]:
    """What is answered to a method and an address of the walk; None to every other."""

    def answer(method: str, address: str) -> Beside | None:
        parts = urlsplit(address)
        if method not in ("GET", "HEAD") or not f"{parts.path}/".startswith(f"{PATH}/"):
            return None
        match parts.path.removeprefix(PATH).split("/")[1:]:
            case []:
                return Beside(HTTPStatus.OK, _HEADERS, walk_page(walk()).encode())
            case ["sample.pdf"]:
                return Beside(HTTPStatus.OK, {"Content-Type": "application/pdf"}, pdf("demonstration"))
            case ["as", person]:
                to = parse_qs(parts.query).get("to", ["/"])[0]
                return _sign_in(walk(), person, to)
        return None

    return answer


def _sign_in(walk: Walk, person: str, to: str) -> Beside | None:
    """Off to the sign-on, which then offers this person first; only to a page that the walk leads to."""
    known = {each.person.id: each.begins for each in walk.people}
    known |= {stop.person.id: "/desk" for stop in walk.stops if stop.person and stop.person.id not in known}
    if known.get(person) != to:
        return None
    cookie = f"{WALKER}={person}; Path=/; HttpOnly; SameSite=Lax; Max-Age=600"
    headers = {
        "Location": f"/sign-in?next={quote(to, safe='')}",
        "Set-Cookie": cookie,
        "Cache-Control": "no-store",
    }
    return Beside(HTTPStatus.SEE_OTHER, headers, b"")


def walk_page(walk: Walk) -> str:
    """The page: who there is, then the stops in order. 人员与步骤。"""
    item = walk.item.name
    applicant = walk.people[0]
    number = str(applicant.person.claims["identity_number"])
    return f"""<!doctype html>
<html lang="zh-CN">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>演示引导 Walk-through · 零跑腿 Zero Errand</title><style>{STYLE}{_STYLE}</style></head>
<body>
<main>
<h1>演示引导 <span lang="en">Walk-through</span></h1>
<p class="note">仅限本机演示：人员、证件号码和办件都是虚构的。
<span lang="en">For this machine alone: people, numbers and cases are made up.</span></p>
<p>一件“{_zh(item)}”从申请到送达，全程走一遍，大约十分钟。
<span lang="en">One case of “{
        _en(item)
    }”, from the application until the licence is delivered: some ten minutes.</span></p>
<p>本机的钟走得快：一秒钟就是一小时。办得慢的会超期，照样可以办完。
<span lang="en">The clock here runs fast: a second is an hour. Limits of who takes long run out, and the
case can be brought to its end all the same.</span></p>
<h2>五位演示人员 <span lang="en">Five people</span></h2>
<ul class="people">
{"".join(map(_walker, walk.people))}</ul>
<h2>一步一步来 <span lang="en">Step by step</span></h2>
<ol>
<li><h3>申请 <span lang="en">Apply</span></h3>
{_as(applicant.person, applicant.begins)}
{
        _says(
            Text(
                zh=f"点“开始办理”，证件号码填 {number}，电话和地址随意填写；同意快递",
                en=f"choose “Start”; the identity number is {number}, telephone and address as you "
                "like; agree to couriers",
            )
        )
    }
{_says(Text(zh="每项材料上传一个文件，再核对、提交", en="upload a file for each paper, check, submit"))}
<p class="do"><a href="{
        PATH
    }/sample.pdf" download="sample.pdf">下载示例文件 <span lang="en">A file to upload</span></a></p></li>
{"".join(map(_stop, walk.stops))}<li><h3>办结 <span lang="en">Done</span></h3>
{_as(applicant.person, applicant.begins)}
{
        _says(
            Text(
                zh="在“我的办件”里看结果、时限和每份材料在谁手中",
                en="see the result, the days and who holds which paper under My cases",
            )
        )
    }</li>
</ol>
</main>
</body>
</html>
"""


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
    who = "" if stop.person is None else _as(stop.person, "/desk")
    told = "".join(map(_says, stop.do))
    return f'<li><h3>{_zh(stop.title)} <span lang="en">{_en(stop.title)}</span></h3>\n{who}{told}</li>\n'


def _as(person: DemoPerson, to: str) -> str:
    place = html.escape(f"{PATH}/as/{quote(person.id)}?to={quote(to, safe='')}")
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
ul.people > li { border: 1px solid #c9c9c9; border-radius: .4rem; padding: .7rem 1rem }
p.do { margin: .3rem 0 }
a { color: #0b5cad }
a.go { display: inline-block; line-height: 1.4; padding: .5rem 1rem; border-radius: .4rem;
       background: #0b5cad; color: #fff; text-decoration: none }
a.go span { display: block; font-size: .85em; color: #fff }
a:focus-visible { outline: .2rem solid #b35900; outline-offset: .15rem }
"""
