"""
The pages of finding codes, ``docs/rules/<code>.md``, made of the messages and of faults that tests prove.

``python -m tests.rule_pages`` writes them anew. The examples are edits of ``tests/authoring/broken`` and
``spoilt``: other tests make each of them and see that it gives just the finding on whose page it stands.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from itertools import takewhile
from pathlib import Path
from typing import Any

from chalicelib.authoring.findings.message import FOLDER, PLACEHOLDER, page, page_of
from tests.authoring.broken import FAULTS
from tests.authoring.checking.test_decisions import MISTAKES as OF_DECISIONS
from tests.authoring.spoilt import MISTAKES

ROOT = Path(__file__).parent.parent
INDEX = ROOT / "docs" / "rules" / "README.md"
CODES = [file.stem for file in sorted(FOLDER.glob("*.yaml"))]
_LAW = re.compile(
    "《?([\u4e00-\u9fff]{2,20}(?:法|办法|条例))》?(第[一二三四五六七八九十]+条(?:、第[一二三四五六七八九十]+条)*)"
)
_MARK = "¦"
Edit = tuple[str, str, str]
"""A file, the text that is there, and the text that is put in its place."""


def pages() -> dict[Path, str]:
    """Every page by its place, and the one that lists them."""
    made = {ROOT / page_of(code): "\n".join(_page(code)) + "\n" for code in CODES}
    return made | {INDEX: "\n".join(_index()) + "\n"}


def examples() -> dict[str, tuple[Edit, ...]]:
    """By code the shortest fault that gives it."""
    found: dict[str, tuple[Edit, ...]] = {}
    spoilt = [(row[4].partition("@")[0], ((row[1], row[2], row[3]),)) for row in (*MISTAKES, *OF_DECISIONS)]
    for code, edits in [*((fault.code, fault.edits) for fault in FAULTS), *spoilt]:
        if code not in found or _length(edits) < _length(found[code]):
            found[code] = edits
    return found


def _length(edits: tuple[Edit, ...]) -> int:
    return sum(len(old) + len(new) for _, old, new in edits)


def _index() -> Iterator[str]:
    yield "# 检查结果的代码 · The codes of findings"
    yield ""
    yield "每个代码一页：什么意思，一个例子，怎样改，依据哪条法律。`rules check` 的每条结果都写明代码。"
    yield ""
    yield "A page a code: what it means, an example, how to mend it, which law. `rules check` tells the code."
    yield ""
    for code in CODES:
        first = next(iter(page(code)["messages"].values()))
        yield f"- [{code}]({code}.md): {_shown(first['zh'])} {_shown(first['en'])}"


def _page(code: str) -> Iterator[str]:
    told = page(code)
    yield from (f"# {code}", "")
    if "meaning" in told:
        yield from (told["meaning"]["zh"], "", told["meaning"]["en"], "")
    yield from ("## 检查时怎样说，怎样改 · What is said, and how to mend it", "")
    for message in told["messages"].values():
        yield f"- {_shown(message['zh'])} **{_shown(message['mend']['zh'])}**"
        yield f"  {_shown(message['en'])} **{_shown(message['mend']['en'])}**"
    yield ""
    edits = examples().get(code)
    if edits is not None:
        yield from ("## 例子 · An example", "")
        yield "在测试用的小地区里这样改动，就得到这个结果。"
        yield "This edit of the small region of the tests gives it."
        yield ""
        shown = [edit for edit in edits if edit[1] != edit[2].replace(_MARK, "")]
        yield from (line for edit in shown for line in _diff(edit))
    laws = dict.fromkeys(f"《{name}》{articles}" for name, articles in _cited(told))
    if laws:
        yield from ("## 依据 · Law", "", "、".join(laws), "")
    yield "[全部代码 · all codes](README.md)"


def _cited(told: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for message in told["messages"].values():
        for found in _LAW.finditer(f"{message['zh']} {message['mend']['zh']}"):
            yield found[1], found[2]


def _shown(sentence: str) -> str:
    """A sentence with its places marked as what the check fills in."""
    return PLACEHOLDER.sub(lambda place: f"‹{place[1]}›", sentence).replace("*", "\\*").replace("<", "\\<")


def _diff(edit: Edit) -> Iterator[str]:
    """An edit as people read one: the lines that go and those that come, without what both share."""
    file, old, new = edit
    was, now = old.splitlines(), new.replace(_MARK, "").splitlines()
    same = len(list(takewhile(lambda pair: pair[0] == pair[1], zip(was, now, strict=False))))
    yield from (f"`{file}`", "", "```diff")
    yield from (f"  {line}" for line in was[:same])
    yield from (f"- {line}" for line in was[same:])
    yield from (f"+ {line}" for line in now[same:])
    yield from ("```", "")


if __name__ == "__main__":
    INDEX.parent.mkdir(exist_ok=True)
    made = pages()
    for old in INDEX.parent.glob("*.md"):
        if old not in made:
            old.unlink()
    for path, text in made.items():
        path.write_text(text, encoding="utf-8")
