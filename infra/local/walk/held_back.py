"""
While cases are replayed an hour passes every second: what a person submits now would be late within minutes.

So the portal address does not take it before time is slow: her draft is kept, and she is told to come again.
Programs, the replay among them, submit by another address and are not held.
"""

from __future__ import annotations

import re
from http import HTTPStatus

from infra.local.issuer.page import STYLE, headers_of_page
from infra.local.portal.behind import Beside
from infra.local.walk.clock import WalkClock

_SUBMITTED = re.compile("/cases/([0-9]{21})/submit", re.ASCII)
_AGAIN_SECONDS = "60"

_HEADERS = headers_of_page("'none'")


def held_back(clock: WalkClock, method: str, address: str) -> Beside | None:
    """A page for who submits while time is fast for the replay; None for everything else."""
    found = _SUBMITTED.fullmatch(address)
    if method != "POST" or found is None or not clock.hurries:
        return None
    case = f"/cases/{found[1]}"
    headers = {**_HEADERS, "Retry-After": _AGAIN_SECONDS}
    return Beside(HTTPStatus.SERVICE_UNAVAILABLE, headers, _page(case).encode())


def _page(case: str) -> str:
    return f"""<!doctype html>
<html lang="zh-CN">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>请过几分钟再提交 Please submit in some minutes</title><style>{STYLE}</style></head>
<body>
<main>
<h1>请过几分钟再提交 <span lang="en">Please submit in some minutes</span></h1>
<p class="note">您填的、传的都存好了，还没有提交。本机正在把每个事项各办一件作演示，这时办公室一秒钟走一小时；
现在提交，几分钟就过了期限。演示一结束，时钟就慢下来，约四分钟。
<span lang="en">What you filled in and sent is saved, and not submitted yet. One case of every item is being
worked through, and an hour passes in the office every second: within minutes your case would be late. The
clock slows down when that is over, in some four minutes.</span></p>
<p><a href="{case}/check">回到核对页，再点提交
<span lang="en">Back to your answers, to submit again</span></a></p>
<p><a href="/walk-through#clock">看看时钟 <span lang="en">Look at the clock</span></a></p>
</main>
</body>
</html>
"""
