"""
The pages of finding codes, ``docs/rules/<code>.md``, made of the messages and of faults that the check finds.

``python -m tests.rule_pages`` writes them anew. The examples are edits of ``tests/authoring/illustrated``,
``broken`` and ``spoilt``: each is checked, and its page says what the check says of it. What no edit of rule
files can show, such as a damaged workbook, the messages tell in words.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import date
from difflib import unified_diff
from functools import cache
from itertools import groupby
from pathlib import Path
from tempfile import TemporaryDirectory

import yaml

from chalicelib.authoring.check import check
from chalicelib.authoring.findings.message import FOLDER, PLACEHOLDER, page, page_of
from chalicelib.authoring.findings.problems import Problem
from tests.authoring.broken import FAULTS
from tests.authoring.checking.test_decisions import MISTAKES as OF_DECISIONS
from tests.authoring.illustrated import ILLUSTRATED, Edit, Shown
from tests.authoring.region import DECISION_FACTS, DECISIONS, FILES, spoil, write_region
from tests.authoring.spoilt import MISTAKES

ROOT = Path(__file__).parent.parent
INDEX = ROOT / "docs" / "rules" / "README.md"
CODES = [file.stem for file in sorted(FOLDER.glob("*.yaml"))]
_NO_LAW = {
    "zh": "这里没有列出法条：这是规则文件的写法或系统的要求。",
    "en": "No article is named: this comes from how rule files are written, or from what the system needs.",
}
_NOT_COMPARED = {
    "zh": "条款没有逐条对照官方文本，正式启用前请法制机构核对。",
    "en": "Not every article was compared with the official text: have a legal section check them first.",
}
PLACES: dict[str, tuple[str, str]] = yaml.safe_load(
    (ROOT / "tests/authoring/places.yaml").read_text(encoding="utf-8")
)
_MARK = "¦"
_LONGEST, _MOST = 240, 9
"""Signs of a line and lines of a run that a page shows."""
_CONTROLS = {sign: 0x2400 + sign for sign in range(32)}
"""Control characters do not show; these pictures of them do."""
_LAST_FACT = FILES["facts.yaml"].splitlines(keepends=True)[-1]
_DECIDED = (
    ("facts.yaml", _LAST_FACT, _LAST_FACT + DECISION_FACTS),
    *((file, "", text) for file, text in DECISIONS.items()),
)
"""What a region needs for decisions beside the channel."""
_TODAY = date(2026, 6, 1)


def pages() -> dict[Path, str]:
    """Every page by its place, and the one that lists them."""
    made = {ROOT / page_of(code): "\n".join(_page(code)) + "\n" for code in CODES}
    return made | {INDEX: "\n".join(_index()) + "\n"}


@cache
def examples() -> dict[str, Shown]:
    """By code what shows it: what was chosen for its page, else the shortest fault that is whole."""
    found: dict[str, tuple[Edit, ...]] = {}
    spoilt = [(row[4].partition("@")[0], ((row[1], row[2], row[3]),)) for row in MISTAKES]
    decided = [(row[4].partition("@")[0], (*_DECIDED, (row[1], row[2], row[3]))) for row in OF_DECISIONS]
    for code, edits in [*((fault.code, fault.edits) for fault in FAULTS), *spoilt, *decided]:
        if code not in found or _length(edits) < _length(found[code]):
            found[code] = edits
    return {code: _of_fault(edits) for code, edits in found.items()} | ILLUSTRATED


def replayed(shown: Shown) -> tuple[tuple[Problem, ...], tuple[Problem, ...]]:
    """What the check finds in the region of an example: as it is wrong, and when it is mended."""
    with TemporaryDirectory(prefix="rule-pages-") as room:
        region = write_region(Path(room) / "licang")
        for file, old, new in shown.given:
            _edit(region / file, old, new.replace(_MARK, ""))
        before = (region / shown.file).read_text(encoding="utf-8") if shown.old else ""
        _edit(region / shown.file, shown.old, shown.wrong)
        wrong = check(region, _TODAY, engines=()).problems
        (region / shown.file).write_text(before, encoding="utf-8")
        _edit(region / shown.file, shown.old, shown.mended)
        return wrong, check(region, _TODAY, engines=()).problems


def _edit(file: Path, old: str, new: str | None) -> None:
    """Put a text in the place of another; without any the file goes, and an empty ``old`` is no file."""
    if old and new is not None:
        spoil(file.parent, file.name, old, new)
    elif new:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(new, encoding="utf-8")
    else:
        file.unlink(missing_ok=True)


def _of_fault(edits: tuple[Edit, ...]) -> Shown:
    """A fault as it is shown: the edit that holds the mark, and what the region needs for it."""
    changed = [edit for edit in edits if edit[1] != edit[2].replace(_MARK, "")]
    main = next((edit for edit in changed if _MARK in edit[2]), changed[-1])
    beside = tuple(edit for edit in changed if edit is not main)
    return Shown(main[0], main[1], main[2].replace(_MARK, ""), None, beside)


def _length(edits: tuple[Edit, ...]) -> tuple[bool, int]:
    """Faults in files that the region has come first: there the mended text can be shown."""
    return any(not old for _, old, _ in edits), sum(len(old) + len(new) for _, old, new in edits)


def _index() -> Iterator[str]:
    yield "# 检查结果的代码 · The codes of findings"
    yield ""
    yield "每个代码一页：什么意思，一个例子，怎样改，依据哪条法律。`rules check` 的每条结果都写明代码。"
    yield ""
    yield "A page a code: what it means, an example, how to mend it, which law. `rules check` tells the code."
    yield ""
    yield "`make rule-pages` 把全部代码合成一页（`build/rules.html`），可以查找、打印、离线使用。"
    yield "`make rule-pages` puts all of them on one page, to search, print and use without a network."
    yield ""
    for code in CODES:
        first = next(iter(page(code)["messages"].values()))
        yield f"- [{code}]({code}.md): {_shown(first['zh'], 0)} {_shown(first['en'], 1)}"


def _page(code: str) -> Iterator[str]:
    told = page(code)
    yield from (f"# {code}", "")
    if "meaning" in told:
        yield from (told["meaning"]["zh"], "", told["meaning"]["en"], "")
    yield from ("## 检查时怎样说，怎样改 · What is said, and how to mend it", "")
    for message in told["messages"].values():
        yield f"- {_shown(message['zh'], 0)} **{_shown(message['mend']['zh'], 0)}**"
        yield f"  {_shown(message['en'], 1)} **{_shown(message['mend']['en'], 1)}**"
    yield ""
    if any(
        PLACEHOLDER.search(message["zh"] + message["mend"]["zh"]) for message in told["messages"].values()
    ):
        yield from ("‹›里是检查时按实际情况填写的内容。What stands in ‹› the check fills in.", "")
    yield from ("## 例子 · An example", "")
    yield from _example(code)
    yield from ("## 依据 · Law", "")
    laws = told.get("law", [_NO_LAW])
    yield from ("；".join(law["zh"] for law in laws), "", "; ".join(law["en"] for law in laws), "")
    if "law" in told:
        yield from (_NOT_COMPARED["zh"], "", _NOT_COMPARED["en"], "")
    yield "[全部代码 · all codes](README.md)"


def _shown(sentence: str, language: int) -> str:
    """A sentence in Chinese (0) or English (1), with words in ‹› where the check fills something in."""
    return _plain(PLACEHOLDER.sub(lambda place: f"‹{PLACES[place[1]][language]}›", sentence))


def _plain(sentence: str) -> str:
    return sentence.replace("*", "\\*").replace("<", "\\<")


def _example(code: str) -> Iterator[str]:
    """What is wrong and how it is right: an edit that gives the code, or in words where no edit can."""
    shown = examples().get(code)
    if shown is None:
        told = page(code)["example"]
        for name, part in (("错误 · Wrong", "wrong"), ("改正 · Mended", "right")):
            yield from (f"**{name}**", "", told[part]["zh"], "", told[part]["en"], "")
        return
    yield "“-”是错误的写法，“+”是改正后的写法。"
    yield "A line with - is wrong, a line with + is mended."
    yield from ("", f"`{shown.file}`", "", "```diff", *_diff(shown), "```", "")
    said = next(one for one in replayed(shown)[0] if one.code == code)
    yield from _said(said, {message["zh"] for message in page(code)["messages"].values()})
    beside = dict.fromkeys(f"`{file}`" for file, _, _ in shown.given if file != shown.file)
    if beside:
        files = ", ".join(beside)
        yield from (f"例子还用到 {files} 里的内容。", f"The example also needs what stands in {files}.", "")


def _said(one: Problem, above: Collection[str]) -> Iterator[str]:
    """Where the check finds it and what it says, unless that stands word for word among those ``above``."""
    if one.zh in above:
        yield from (f"检查指在 · The check points to `{one.place}`", "")
        return
    yield from (f"检查这样说 · The check says (`{one.place}`)：", "")
    yield f"- {_plain(one.zh)} **{_plain(one.mend_zh)}**"
    yield f"  {_plain(one.en)} **{_plain(one.mend_en)}**"
    yield ""


def _diff(shown: Shown) -> Iterator[str]:
    """From the wrong text to the mended one, in whole lines with what stands around them."""
    text = FILES.get(shown.file, "")
    for file, old, new in shown.given:
        if file == shown.file:
            text = text.replace(old, new.replace(_MARK, ""), 1) if old else new
    wrong, mended = (_put(text, shown.old, put) for put in (shown.wrong, shown.mended))
    lines = list(unified_diff(wrong, mended, lineterm="", n=1))[3:]
    for sign, run in groupby(lines, key=lambda line: line[0]):
        yield from _short(["  …" if sign == "@" else f"{sign} {line[1:]}" for line in run])


def _put(text: str, old: str, new: str | None) -> list[str]:
    return (text.replace(old, new or "", 1) if old else new or "").splitlines()


def _short(lines: list[str]) -> list[str]:
    """Long lines and long runs of lines cut, as a page has room for."""
    lines = [line.translate(_CONTROLS) for line in lines]
    lines = [line if len(line) <= _LONGEST else f"{line[:_LONGEST]}…" for line in lines]
    return lines if len(lines) <= _MOST else [*lines[: _MOST - 2], f"{lines[0][0]} …", lines[-1]]


if __name__ == "__main__":
    INDEX.parent.mkdir(exist_ok=True)
    made = pages()
    for old in INDEX.parent.glob("*.md"):
        if old not in made:
            old.unlink()
    for path, text in made.items():
        path.write_text(text, encoding="utf-8")
