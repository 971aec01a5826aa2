"""Show and read legal bases in a cell, one a line: 《title》article address."""

from __future__ import annotations

import re

from chalicelib.authoring.checking.articles import article_meant
from chalicelib.authoring.findings.message import say
from chalicelib.authoring.workbook.cells.cells import Shown, Typed, Unfit, text_of, tidy
from chalicelib.authoring.workbook.cells.kinds import Kind, Value

_ARTICLE = re.compile(r"(?P<title>.+?[法例定则章见])(?P<article>第.+条.*)")
_LINE = re.compile(r"《(?P<title>.+)》(?P<article>[^《》\n]*?)(?:\s+(?P<url>https?://\S+))?")
_SHORTEST = 2  # characters of a title


class Laws(Kind):
    """The legal basis of a rule or an item."""

    def show(self, value: Value) -> Shown:
        return "\n".join(map(_shown, value)) or None

    def read(self, cell: Typed) -> Value:
        text = text_of(cell.strip() if isinstance(cell, str) else cell)
        lines = [line.strip() for line in text.split("\n")]
        return [_read(line) for line in lines if line]


def _shown(law: dict[str, str]) -> str:
    article, url = law.get("article") or "", law.get("url")
    return f"《{law['title']}》{article}" + (f" {url}" if url else "")


def _parted(plain: str) -> tuple[str, str]:
    """Title and article as they were probably meant: parted by a blank, or where an article is named."""
    title, _, article = plain.partition(" ")
    named = None if article else _ARTICLE.fullmatch(title)
    return (named["title"], named["article"]) if named else (title, article)


def _read(line: str) -> dict[str, str]:
    found = _LINE.fullmatch(line)
    if found is None or len(found["title"]) < _SHORTEST:
        title, article = _parted(tidy(line).strip("<>《》 ").replace("》", " "))
        raise Unfit(say("wrong-basis", title=title, article=article_meant(article) or article))
    meant = article_meant(found["article"].strip())
    if meant:
        raise Unfit(say("wrong-article", article=found["article"].strip(), meant=meant))
    given = {name: text.strip() for name, text in found.groupdict().items() if text and text.strip()}
    return given
