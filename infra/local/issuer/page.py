"""The page on which a person is picked 选择演示人员."""

from __future__ import annotations

import html
from collections.abc import Sequence
from itertools import groupby
from operator import itemgetter

from infra.local.issuer.people import DemoPerson


def headers_of_page(forms: str) -> dict[str, str]:
    """
    What goes with a page that is made on this machine beside those of the API.

    Args:
        forms: where its forms may go, as a Content-Security-Policy says it.
    """
    return {
        "Content-Type": "text/html; charset=utf-8",
        "Content-Security-Policy": f"default-src 'none'; style-src 'unsafe-inline'; form-action {forms}; "
        "frame-ancestors 'none'; base-uri 'none'",
        "X-Content-Type-Options": "nosniff",
        "Referrer-Policy": "no-referrer",
        "Cache-Control": "no-store",
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
h3 { margin: 1.2rem 0 .4rem; font-size: 1rem }
summary { min-height: 2.5rem; cursor: pointer; font-weight: 600 }
"""


def page(
    people: Sequence[DemoPerson], query: str, first: Sequence[str] = (), offered: str | None = None
) -> str:
    """
    Everybody who can be picked: whom the walk-through has ``offered``, under a title that says so; who is to
    stand ``first``, then the others of whom there is one, then the clerks, unit by unit.

    Args:
        query: what the browser was sent here with; it goes on with the form.
    """
    known = {each.id: each for each in people}
    meant = [known[offered]] if offered in known else []
    before = [known[id] for id in dict.fromkeys(first) if id in known and id != offered]
    others = [each for each in people if each not in (*meant, *before)]
    action = html.escape(f"/authorize?{query}")
    return f"""<!doctype html>
<html lang="zh-CN">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>演示登录 Demonstration sign-in</title><style>{STYLE}</style></head>
<body>
<main>
<h1>演示登录 <span lang="en">Demonstration sign-in</span></h1>
<p class="note">仅限本机演示：任何人都可以选择任一身份，人员均为虚构。
<span lang="en">For this machine alone: anybody can be anybody. All these people are made up.</span></p>
<h2>您要以谁的身份登录？ <span lang="en">Who are you?</span></h2>
<form method="post" action="{action}">
{_titled("演示引导这一步请选", "For this step of the walk-through choose", meant)}\
{_titled("演示引导里的人员", "People of the walk-through", before)}\
{_titled("其他人员", "Others", [each for each in others if each.unit is None])}\
<details><summary>各办理单位人员 <span lang="en">Clerks, unit by unit</span></summary>
{_by_unit(people)}</details>
</form>
</main>
</body>
</html>
"""


def _by_unit(people: Sequence[DemoPerson]) -> str:
    """Every unit with its clerks, those who stand first among them too: one looks for them here."""
    clerks = [(each.unit.zh, each.unit.en, each) for each in people if each.unit is not None]
    named = groupby(clerks, key=itemgetter(0, 1))
    return "".join(_titled(zh, en, [each for *_, each in those]) for (zh, en), those in named)


def _titled(zh: str, en: str, people: Sequence[DemoPerson]) -> str:
    if not people:
        return ""
    title = f'{html.escape(zh)} <span lang="en">{html.escape(en)}</span>'
    return f"<h3>{title}</h3>\n<ul>\n{''.join(map(_line, people))}</ul>\n"


def _line(person: DemoPerson) -> str:
    name, zh, en = (html.escape(each) for each in (person.name, person.zh, person.en))
    return (
        f'<li><button name="person" value="{html.escape(person.id)}">{name}'
        f'<small>{zh} <span lang="en">{en}</span></small></button></li>\n'
    )
