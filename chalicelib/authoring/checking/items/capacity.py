"""
What a case, its row in the store and the portal can bear, held against the rule files: a file that is
accepted today must not fail when the first applicant comes.
"""

from __future__ import annotations

from collections.abc import Iterator

from chalicelib.authoring.findings.message import Both, say
from chalicelib.authoring.findings.problems import TOP, Problem, problem
from chalicelib.authoring.reading.documents import Read
from chalicelib.authoring.reading.folder import Folder
from chalicelib.cases.uploads.most import MOST_ANSWERS, MOST_NAMED
from chalicelib.decisions.effect import versions
from chalicelib.decisions.forms.model import Item


def lint_capacity(folder: Folder) -> Iterator[Problem]:
    """Items that no case can hold, and more questions than the portal may ask."""
    for item in folder.items:
        yield from _files(item)
        yield from _papers(item)
    asked = [name for name in folder.facts.declared if name.startswith("application.")]
    if len(asked) > MOST_ANSWERS:
        yield problem("facts.yaml", TOP, say("too-many-facts", asked=len(asked), most_answers=MOST_ANSWERS))


def _files(item: Read[Item]) -> Iterator[Problem]:
    uploaded = max(sum(one.uploaded for one in form.materials) for form in versions(item.form))
    if uploaded > MOST_NAMED:
        yield item.at_key("materials").error(
            "too-many-materials/correctable", uploaded=uploaded, most_named=MOST_NAMED, mend=_FEWER
        )


def _papers(item: Read[Item]) -> Iterator[Problem]:
    each = versions(item.form)
    papers = max(sum(material.on_paper for material in form.materials) for form in each)
    uploaded = max(sum(material.uploaded for material in form.materials) for form in each)
    if papers > MOST_NAMED >= uploaded:
        yield item.at_key("materials").error(
            "too-many-materials/countable", papers=papers, most_named=MOST_NAMED, mend=_FEWER
        )


_FEWER = Both(
    "请合并材料（一项可以有多个文件），或按办理情形分成几个事项。",
    "Merge materials (one may have several files), or make several items of it.",
)
