"""The page on which a person is picked 选择演示人员."""

from __future__ import annotations

import html
from collections.abc import Sequence

from infra.local.issuer.people import DemoPerson

HEADERS = {
    "Content-Type": "text/html; charset=utf-8",
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; form-action 'self' {portal}; "
    "frame-ancestors 'none'; base-uri 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
}

WALKER = "walk-through-person"
"""The cookie in which the walk-through says who is offered first: it goes to all ports of a machine."""

STYLE = """
body { font: 1.1rem/1.6 system-ui, "Noto Sans CJK SC", "Microsoft YaHei", sans-serif; margin: 0 auto;
       max-width: 44rem; padding: 1.5rem; color: #1a1a1a; background: #fff }
p.note { border-left: .4rem solid #b35900; padding: .3rem 1rem; background: #fff6e9 }
ul { list-style: none; padding: 0; display: grid; gap: .5rem }
button { font: inherit; width: 100%; min-height: 3rem; text-align: start; padding: .5rem 1rem;
         border: 1px solid #767676; border-radius: .4rem; background: #fff; color: inherit; cursor: pointer }
button:hover { background: #eef4fb }
button:focus-visible { outline: .2rem solid #0b5cad; outline-offset: .15rem }
small { display: block; color: #555 }
summary { min-height: 2.5rem; cursor: pointer; font-weight: 600 }
"""


def page(people: Sequence[DemoPerson], query: str, offered: str | None = None) -> str:
    """
    Everybody who can be picked: first those of whom there is one, then the clerks of all units.

    Args:
        query: what the browser was sent here with; it goes on with the form.
        offered: who stands before all others, as the walk-through says.
    """
    before = [each for each in people if each.id == offered]
    first = [each for each in people if "units" not in each.claims or not each.id.endswith(("-1", "-2"))]
    clerks = [each for each in people if each not in first]
    action = html.escape(f"/authorize?{query}")
    return f"""<!doctype html>
<html lang="zh-CN">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>演示登录 Demonstration sign-on</title><style>{STYLE}</style></head>
<body>
<main>
<h1>演示登录 <span lang="en">Demonstration sign-on</span></h1>
<p class="note">仅限本机演示：任何人都可以选择任一身份，人员均为虚构。
<span lang="en">For this machine alone: anybody can be anybody. All these people are made up.</span></p>
<h2>您要以谁的身份登录？ <span lang="en">Who are you?</span></h2>
<form method="post" action="{action}">
{_offer(before)}{_list(first)}
<details><summary>各办理单位人员（{len(clerks)} 人） <span lang="en">Clerks of the units</span></summary>
{_list(clerks)}
</details>
</form>
</main>
</body>
</html>
"""


def _offer(before: Sequence[DemoPerson]) -> str:
    if not before:
        return ""
    told = '演示引导里的这一位： <span lang="en">Of the walk-through:</span>'
    other = '其他人员： <span lang="en">Anybody else:</span>'
    return f"<p>{told}</p>\n{_list(before)}<p>{other}</p>\n"


def _list(people: Sequence[DemoPerson]) -> str:
    return f"<ul>\n{''.join(map(_line, people))}</ul>"


def _line(person: DemoPerson) -> str:
    name, zh, en = (html.escape(each) for each in (person.name, person.zh, person.en))
    return (
        f'<li><button name="person" value="{html.escape(person.id)}">{name}'
        f'<small>{zh} <span lang="en">{en}</span></small></button></li>\n'
    )
