"""
Time limits and special steps of items against 行政许可法: twenty working days unless a law or regulation says
otherwise, and ten more at most by an extension (art. 42), forty-five where licences are handled together, and
what alone is not counted (art. 45).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from chalicelib.authoring.findings.problems import Problem, Say, problem
from chalicelib.authoring.reading.documents import Read
from chalicelib.authoring.space import reference
from chalicelib.decisions.model import Demand, Item, ItemType

ORDINARY_DAYS = 20
JOINT_DAYS = 45
EXTENSION_DAYS = 10
LICENSING_LAW = "行政许可法"
_SECOND_PARAGRAPH = "第四十二条第二款"


def lint_limits(item: Read[Item], demands: Sequence[Demand]) -> Iterator[Problem]:
    """
    What the law contradicts in an item's limits; the licensing law binds licence items alone.

    Args:
        demands: of the region: they say which items need an inspection.
    """
    inspections = [demand for demand in demands if demand.does == "inspection"]
    inspected = any(_may_hold(demand, item.form) for demand in inspections)
    if item.form.type is ItemType.LICENCE:
        yield from _statutory(item)
        yield from _extension(item)
    yield from _never_extended(item)
    if item.form.guide is not None:
        yield from _special_steps(item)
        yield from _together(item)
        if inspections and not inspected:
            yield from _never_inspected(item)
    if item.form.limits.promised.at_once:
        yield from _on_the_spot(item, inspected)


def _statutory(item: Read[Item]) -> Iterator[Problem]:
    limits, file = item.form.limits, item.document.file
    days = limits.statutory.fewest
    if days <= ORDINARY_DAYS:
        return
    if not limits.basis:
        at = item.node.find("limits", "statutory")
        yield problem(file, at, "limit-without-law", _without_law(days))
    elif all(LICENSING_LAW in law.title for law in limits.basis) and (
        days > JOINT_DAYS or all(law.article != _SECOND_PARAGRAPH for law in limits.basis)
    ):
        at = item.node.find("limits", "basis")
        yield problem(file, at, "limit-beyond-law", _beyond(days))


def _extension(item: Read[Item]) -> Iterator[Problem]:
    """An extension beyond the licensing law's, which no other law gives."""
    extension, basis = item.form.limits.extension, item.form.limits.basis
    if extension is None or extension.fewest <= EXTENSION_DAYS:
        return
    if all(LICENSING_LAW in law.title for law in basis):
        at = item.node.find("limits", "extension")
        yield item.told(at, "extension-without-law", _extended(extension.fewest))


def _never_extended(item: Read[Item]) -> Iterator[Problem]:
    """What is decided at once by law has no days to which others could be added."""
    if item.form.limits.statutory.at_once and item.form.limits.extension is not None:
        yield item.told(item.node.find("limits", "extension"), "extension-at-once", _EXTENDED_AT_ONCE)


def _together(item: Read[Item]) -> Iterator[Problem]:
    """Special steps each of which fits into the limit, and which together do not."""
    steps = item.form.guide.special_steps if item.form.guide else ()
    days = [step.days for step in steps if step.counts_toward_limit]
    limit = item.form.limits.statutory.most
    if max(days, default=0) <= limit < sum(days):
        at = item.node.find("guide", "special_steps")
        yield item.told(at, "special-steps-beyond-limit", _all_longer(sum(days), limit), "warning")


def _special_steps(item: Read[Item]) -> Iterator[Problem]:
    limit, promised = item.form.limits.statutory.most, item.form.limits.promised.most
    for number, step in enumerate(item.form.guide.special_steps if item.form.guide else ()):
        path = ("guide", "special_steps", number)
        if step.counts_toward_limit and step.days > limit:
            at = item.node.find(*path, "days")
            yield item.told(at, "special-step-beyond-limit", _longer(step.days, limit))
        elif step.counts_toward_limit and step.days > promised > 0:
            at = item.node.find(*path, "days")
            yield item.told(at, "special-step-beyond-promise", _unkept(step.days, promised), "warning")
        uncounted = step.kind == "inspection" and not step.counts_toward_limit
        if uncounted and LICENSING_LAW in (step.basis or ""):
            at = item.node.find(*path, "basis")
            yield item.told(at, "inspection-counts", _INSPECTION)


def _may_hold(demand: Demand, item: Item) -> bool:
    """Whether a demand holds of an item for some applicant: what its file does not say may be so."""
    facts = {f"item.{name}": value for name, value in item.facts.items()}
    return all(test.fact not in facts or reference.holds(test, facts) for test in demand.when)


def _never_inspected(item: Read[Item]) -> Iterator[Problem]:
    """A guide that tells of an inspection which the facts of the item leave out."""
    for number, step in enumerate(item.form.guide.special_steps if item.form.guide else ()):
        if step.kind == "inspection":
            at = item.node.find("guide", "special_steps", number, "kind")
            yield item.told(at, "inspection-contradicted", _NEVER_INSPECTED)


def _on_the_spot(item: Read[Item], inspected: bool) -> Iterator[Problem]:
    """A promise of no days at all is kept only where nobody has to go and see."""
    steps = item.form.guide.special_steps if item.form.guide is not None else ()
    if inspected or any(step.counts_toward_limit for step in steps):
        at = item.node.find("limits", "promised")
        yield item.told(at, "promised-at-once", _AT_ONCE)


def _without_law(days: int) -> Say:
    return Say(
        f"法定时限 {days} 个工作日，长于行政许可法的 {ORDINARY_DAYS} 日，却没有写明另有规定的"
        "法律、法规（行政许可法第四十二条）。",
        f"The statutory limit of {days} working days exceeds the {ORDINARY_DAYS} of the licensing law, "
        "and no other law is named for it (行政许可法, article 42).",
        "请核对；法律、法规另有规定的，写 basis，例如 "
        "limits: {statutory: …, promised: …, basis: [{title: 某某条例, article: 第…条}]}。",
        "Check it. If another law sets it, name it: "
        "limits: {statutory: …, promised: …, basis: [{title: …, article: …}]}.",
    )


def _extended(days: int) -> Say:
    return Say(
        f"延长 {days} 个工作日，长于行政许可法的 {EXTENSION_DAYS} 日，却没有写明另有规定的法律、法规"
        "（行政许可法第四十二条）。",
        f"An extension of {days} working days exceeds the {EXTENSION_DAYS} of the licensing law, and no "
        "other law is named for it (行政许可法, article 42).",
        f"请改为不超过 {EXTENSION_DAYS} 日；法律、法规另有规定的，在 limits 中写 basis。",
        f"Write {EXTENSION_DAYS} at most; if another law gives more, name it as 'basis' in 'limits'.",
    )


def _beyond(days: int) -> Say:
    return Say(
        f"行政许可法本身只给 {ORDINARY_DAYS} 日；统一、联合、集中办理的 {JOINT_DAYS} 日（第四十二条第二款），"
        f"不能作为 {days} 日的依据。延长须逐件批准，不是时限。",
        f"The licensing law itself gives {ORDINARY_DAYS} days, and {JOINT_DAYS} where licences are handled "
        f"together (article 42, second paragraph); it is no basis for {days}.",
        f"请写另有规定的法律、法规；联合办理的写 article: {_SECOND_PARAGRAPH}，不超过 {JOINT_DAYS}。",
        f"Name the law that gives the limit; where licences are handled together write article: "
        f"{_SECOND_PARAGRAPH}, and at most {JOINT_DAYS}.",
    )


def _longer(days: int, limit: int) -> Say:
    return Say(
        f"计入时限的特殊环节 {days} 日，长于法定时限 {limit} 日。",
        f"A special step that counts takes {days} days, more than the statutory limit of {limit}.",
        "请缩短，或核对它是否依法不计入时限（行政许可法第四十五条）。",
        "Shorten it, or check whether the law leaves it out of the limit (行政许可法, article 45).",
    )


def _all_longer(days: int, limit: int) -> Say:
    return Say(
        f"计入时限的特殊环节合计 {days} 日，长于法定时限 {limit} 日：先后进行就会逾期。",
        f"The special steps that count take {days} days together, more than the statutory limit of {limit}: "
        "one after the other they make a case late.",
        "请缩短，或核对其中哪些依法不计入时限（行政许可法第四十五条）。",
        "Shorten them, or check which of them the law leaves out of the limit (行政许可法, article 45).",
    )


def _unkept(days: int, promised: int) -> Say:
    return Say(
        f"计入时限的特殊环节可用 {days} 日，长于承诺时限 {promised} 日：承诺可能做不到。",
        f"A special step that counts may take {days} days, more than the {promised} that are promised: the "
        "promise may be broken.",
        "请写实际能做到的承诺时限，或缩短特殊环节。",
        "Write a promise that can be kept, or shorten the step.",
    )


_INSPECTION = Say(
    "现场核查计入时限：行政许可法第四十五条列举的不计时环节里没有它。",
    "An inspection counts toward the limit: it is not among what article 45 of the licensing law leaves out.",
    "请写 counts_toward_limit: true；另有法律规定不计入的，写那部法律。",
    "Write counts_toward_limit: true, or name the other law that leaves it out.",
)
_NEVER_INSPECTED = Say(
    "办事指南写有现场勘验，按事项的要素却不需要勘验：办件会略过勘验（行政许可法第三十四条）。",
    "The guide tells of an inspection, but by its facts the item needs none: its cases would pass it by "
    "(行政许可法, article 34).",
    "请核对事项的勘验要素（facts）；确实不需勘验的，从办事指南的 special_steps 中删去。",
    "Check what the item's facts say of inspections; if there is none, remove it from special_steps.",
)
_EXTENDED_AT_ONCE = Say(
    "法定当场办结的事项没有时限可以延长。",
    "The law has this item decided on the spot: there is no limit that could be extended.",
    "请删去 extension，或核对法定时限（statutory）。",
    "Remove 'extension', or check the statutory limit.",
)
_AT_ONCE = Say(
    "承诺当场办结（0 日）的事项却要勘验或有特殊环节，不可能当场决定。",
    "The item promises a decision on the spot (0 days) and yet needs an inspection or a special step.",
    "请写实际能做到的承诺时限，或改正事项的要素。",
    "Write a promise that can be kept, or correct the item's facts.",
)
