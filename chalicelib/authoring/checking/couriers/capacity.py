"""
What a case, its row in the store and the portal can bear, held against the rule files: a file that is
accepted today must not fail when the first applicant comes.
"""

from __future__ import annotations

from collections.abc import Iterator

from chalicelib.authoring.findings.problems import TOP, Problem, Say, problem
from chalicelib.authoring.reading.documents import Read
from chalicelib.authoring.reading.folder import Folder
from chalicelib.cases.materials import MOST_ANSWERS, MOST_NAMED
from chalicelib.decisions.form import Text
from chalicelib.decisions.model import Item

NAME_LENGTH = 200
"""Characters of an item's name (GB/T 39046-2020, table 4: an..200)."""


def lint_capacity(folder: Folder) -> Iterator[Problem]:
    """Items that no case can hold, and more questions than the portal may ask."""
    for item in folder.items:
        yield from _files(item)
        yield from _papers(item)
        yield from _names(item)
    asked = [name for name in folder.facts.declared if name.startswith("application.")]
    if len(asked) > MOST_ANSWERS:
        yield problem("facts.yaml", TOP, "too-many-facts", _facts(len(asked)))


def _files(item: Read[Item]) -> Iterator[Problem]:
    uploaded = sum(material.uploaded for material in item.form.materials)
    if uploaded > MOST_NAMED:
        yield item.told(item.node.key("materials"), "too-many-materials", _correctable(uploaded))


def _papers(item: Read[Item]) -> Iterator[Problem]:
    papers = sum(material.on_paper for material in item.form.materials)
    uploaded = sum(material.uploaded for material in item.form.materials)
    if papers > MOST_NAMED >= uploaded:
        at = item.node.key("materials")
        yield item.told(at, "too-many-materials", _countable(papers))


def _names(item: Read[Item]) -> Iterator[Problem]:
    long: list[tuple[Text, tuple[object, ...]]] = [
        (item.form.name, ("name",)),
        (item.form.result.name, ("result", "name")),
    ]
    for number, material in enumerate(item.form.materials):
        long.append((material.name, ("materials", number, "name")))
    for name, path in long:
        if max(len(name.zh), len(name.en)) > NAME_LENGTH:
            yield item.told(item.node.find(*path), "name-too-long", _LONG)


def _correctable(uploaded: int) -> Say:
    return Say(
        f"可上传的材料有 {uploaded} 项，而一次补正告知最多列 {MOST_NAMED} 项：需要补正的须一次告知"
        "（行政许可法第三十二条）。",
        f"{uploaded} materials can be uploaded, but a notice of correction lists {MOST_NAMED} at most: "
        "all that is to be corrected is told at once (行政许可法, article 32).",
        *_FEWER,
    )


def _countable(papers: int) -> Say:
    return Say(
        f"纸质材料有 {papers} 项，而拆封清点时一次最多登记缺少 {MOST_NAMED} 项。",
        f"There are {papers} materials on paper, but a count can name {MOST_NAMED} missing ones at most.",
        *_FEWER,
    )


def _facts(asked: int) -> Say:
    return Say(
        f"向申请人提问的要素有 {asked} 个，而一份申请最多回答 {MOST_ANSWERS} 个。",
        f"{asked} facts are asked of applicants, but an application answers {MOST_ANSWERS} at most.",
        "请减少 application. 开头的要素。",
        "Declare fewer facts that begin with application.",
    )


_FEWER = (
    "请合并材料（一项可以有多个文件），或按办理情形分成几个事项。",
    "Merge materials (one may have several files), or make several items of it.",
)
_LONG = Say(
    f"名称超过 {NAME_LENGTH} 个字符（GB/T 39046-2020 表4）。",
    f"The name has more than {NAME_LENGTH} characters (GB/T 39046-2020, table 4).",
    "请用规范的简短名称，说明写在办事指南里。",
    "Use the short official name; explanations belong into the guide.",
)
