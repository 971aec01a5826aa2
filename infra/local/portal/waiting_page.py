"""What somebody sees who opens a page while the cloud cannot answer: why, and the page itself once it can."""

from __future__ import annotations

from html import escape

from infra.local.issuer.page import STYLE

_PAGE = """\
<!doctype html>
<html lang="zh-CN">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="refresh" content="{seconds}"><title>请稍候 Please wait</title>
<style>{style}</style></head>
<body><main><h1>请稍候 <span lang="en">Please wait</span></h1>
<p>{zh}。本页每 {seconds} 秒自动再试。</p>
<p lang="en">{en}. This page tries again by itself every {seconds} seconds.</p></main></body>
</html>
"""


def waiting_page(zh: str, en: str, seconds: str) -> bytes:
    """A page that asks again by itself, until there is an answer."""
    told = escape(en[:1].upper() + en[1:])
    return _PAGE.format(zh=escape(zh), en=told, seconds=escape(seconds), style=STYLE).encode()
