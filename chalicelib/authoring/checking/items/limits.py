"""
Time limits and special steps of items against 行政许可法: twenty working days unless a law or regulation says
otherwise, and ten more at most by an extension (art. 42), forty-five where licences are handled together, and
what alone is not counted (art. 45).
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence

from chalicelib.authoring.checking.articles import is_law, is_rule, made_below, may_be_law, of_the_office
from chalicelib.authoring.checking.region.names import own_names, shown
from chalicelib.authoring.findings.problems import Problem
from chalicelib.authoring.reading.documents import Read
from chalicelib.authoring.reading.folder import Folder
from chalicelib.authoring.space.reference import may_hold
from chalicelib.decisions.forms.form import Basis
from chalicelib.decisions.forms.model import Demand, Item, ItemType
from chalicelib.decisions.forms.plan import Limit
from chalicelib.decisions.forms.unit import every_unit

ORDINARY_DAYS = 20
JOINT_DAYS = 45
EXTENSION_DAYS = 10
LICENSING_LAW = "行政许可法"
_SECOND_PARAGRAPH = "第四十二条第二款"
_OFFICE = re.compile(".{2,}(?:局|委|办|办公室|厅|窗口|中心|科|队|所|站|街道|镇|乡|处)")
_MADE_FOR = re.compile("自治[县旗]|新区$")
"""Whose own laws there are, or those of the city for it alone."""


def makers_below(folder: Folder) -> tuple[str, ...]:
    """Who makes no law by the names of a region: its units, and itself where it is a district or a county."""
    found = [shown(unit.name.zh) for unit in every_unit(read.form for read in folder.units)]
    found = [name for name in found if _OFFICE.fullmatch(name)]
    region = [] if folder.region is None else own_names(folder.region.form)
    return tuple(found) if not region or _MADE_FOR.search(region[-1]) else (*found, *region)


def lint_limits(item: Read[Item], demands: Sequence[Demand], makers: tuple[str, ...]) -> Iterator[Problem]:
    """
    What the law contradicts in an item's limits; the licensing law binds licence items alone.

    Args:
        demands: of the region: they say which items need an inspection or a hearing.
        makers: the names of who makes no law.
    """
    said = {f"item.{name}": value for name, value in item.form.facts.items()}
    demanded = {demand.does for demand in demands}
    met = {demand.does for demand in demands if may_hold(demand.when, said)}
    if item.form.type is ItemType.LICENCE:
        yield from _set(item, makers)
        yield from _statutory(item, makers)
        yield from _extension(item, makers)
    yield from _never_extended(item)
    yield from _perhaps_longer(item)
    if item.form.guide is not None:
        yield from _special_steps(item)
        yield from _together(item)
        yield from _never_done(item, demanded - met)
    if item.form.limits.promised.at_once:
        yield from _on_the_spot(item, "inspection" in met)


def surely_longer(promised: Limit, statutory: Limit) -> bool:
    """Whether a promise is longer than the law's limit on whatever day it begins."""
    if statutory.at_once:
        return not promised.at_once
    return _span(promised, statutory)[0] > _span(statutory, promised)[1]


def _perhaps_longer(item: Read[Item]) -> Iterator[Problem]:
    """A promise in other days than the law's, which is longer where holidays fall so."""
    promised, statutory = item.form.limits.promised, item.form.limits.statutory
    if surely_longer(promised, statutory):
        return
    if _span(promised, statutory)[1] > _span(statutory, promised)[0]:
        yield item.at("limits", "promised").warning("promised-perhaps-longer")


def _span(limit: Limit, other: Limit) -> tuple[int, int]:
    """
    The fewest and the most days of a limit, counted so that it can be compared with another: alike where both
    count the same, in calendar days where one has days and the other months, else in working days.
    """
    if limit.days is None and limit.months is None:  # none at all where it is done at once
        days = limit.working_days or 0
        return days, days
    if other.months is not None and limit.months is not None:
        return limit.months, limit.months
    if other.days is not None or other.months is not None:
        return (limit.days or 0) + 28 * (limit.months or 0), (limit.days or 0) + 31 * (limit.months or 0)
    return limit.fewest, limit.most


def _set(item: Read[Item], makers: tuple[str, ...]) -> Iterator[Problem]:
    """A licence that is set by no law, regulation or State Council decision (行政许可法 arts. 14 to 17)."""
    titles = [law.title for law in item.form.basis]
    if any(map(of_the_office, titles)):
        return  # told with the text
    local = [number for number, title in enumerate(titles) if made_below(title, makers)]
    laws = [number for number, title in enumerate(titles) if number not in local and may_be_law(title)]
    of_the_state = [number for number, title in enumerate(titles) if "国务院" in title]
    if laws or of_the_state:
        if all(is_rule(titles[number]) for number in laws):
            number = (laws or of_the_state)[0]
            at = item.at("basis", number, "title")
            yield at.warning("set-without-law/rule", found=titles[number])
    elif local:
        yield item.at("basis", local[0], "title").error("set-without-law/local", found=titles[local[0]])
    else:
        yield item.at("basis", 0, "title").error("set-without-law", found=titles[0])


def _statutory(item: Read[Item], makers: tuple[str, ...]) -> Iterator[Problem]:
    limits = item.form.limits
    days = limits.statutory.most if limits.statutory.months else limits.statutory.fewest
    if days <= ORDINARY_DAYS:
        return
    laws = _laws(limits.basis, makers)
    if not limits.basis:
        at = item.at("limits", "statutory")
        yield at.error("limit-without-law", days=days, ordinary_days=ORDINARY_DAYS)
    elif not laws:
        at = item.at("limits", "basis", 0, "title")
        yield at.error("limit-without-law/no-law", found=limits.basis[0].title, ordinary_days=ORDINARY_DAYS)
    elif all(is_law(law.title, LICENSING_LAW) for law in laws) and (
        days > JOINT_DAYS or all(law.article != _SECOND_PARAGRAPH for law in laws)
    ):
        at = item.at("limits", "basis")
        yield at.error("limit-beyond-law", ordinary_days=ORDINARY_DAYS, joint_days=JOINT_DAYS, days=days)
    elif all(is_rule(law.title) for law in laws):
        at = item.at("limits", "basis", 0, "title")
        yield at.warning("limit-without-law/rule", found=laws[0].title, ordinary_days=ORDINARY_DAYS)


def _laws(basis: Sequence[Basis], makers: tuple[str, ...]) -> list[Basis]:
    """Those that may be laws or regulations by their titles."""
    return [law for law in basis if may_be_law(law.title) and not made_below(law.title, makers)]


def _extension(item: Read[Item], makers: tuple[str, ...]) -> Iterator[Problem]:
    """An extension beyond the licensing law's, which no other law gives."""
    extension, basis = item.form.limits.extension, item.form.limits.basis
    if extension is None or extension.fewest <= EXTENSION_DAYS:
        return
    if all(is_law(law.title, LICENSING_LAW) for law in _laws(basis, makers)):
        yield item.at("limits", "extension").error(
            "extension-without-law", days=extension.fewest, extension_days=EXTENSION_DAYS
        )


def _never_extended(item: Read[Item]) -> Iterator[Problem]:
    """What is decided at once by law has no days to which others could be added."""
    if item.form.limits.statutory.at_once and item.form.limits.extension is not None:
        yield item.at("limits", "extension").error("extension-at-once")


def _together(item: Read[Item]) -> Iterator[Problem]:
    """Special steps each of which fits into the limit, and which together do not."""
    steps = item.form.guide.special_steps if item.form.guide else ()
    days = [step.days for step in steps if step.counts_toward_limit]
    limit = item.form.limits.statutory.most
    if max(days, default=0) <= limit < sum(days):
        yield item.at("guide", "special_steps").warning(
            "special-steps-beyond-limit", days=sum(days), limit=limit
        )


def _special_steps(item: Read[Item]) -> Iterator[Problem]:
    limit, promised = item.form.limits.statutory.most, item.form.limits.promised.most
    for number, step in enumerate(item.form.guide.special_steps if item.form.guide else ()):
        path = ("guide", "special_steps", number)
        if step.counts_toward_limit and step.days > limit:
            yield item.at(*path, "days").error("special-step-beyond-limit", days=step.days, limit=limit)
        elif step.counts_toward_limit and step.days > promised > 0:
            yield item.at(*path, "days").warning(
                "special-step-beyond-promise", days=step.days, promised=promised
            )
        uncounted = step.kind == "inspection" and not step.counts_toward_limit
        if uncounted and LICENSING_LAW in (step.basis or ""):
            yield item.at(*path, "basis").error("inspection-counts")


def _never_done(item: Read[Item], left_out: Collection[str]) -> Iterator[Problem]:
    """A guide that tells of an inspection or a hearing which the facts of the item leave out."""
    for number, step in enumerate(item.form.guide.special_steps if item.form.guide else ()):
        at = item.at("guide", "special_steps", number, "kind")
        if step.kind == "inspection" and step.kind in left_out:
            yield at.error("inspection-contradicted")
        elif step.kind == "hearing" and step.kind in left_out:
            yield at.error("hearing-contradicted")


def _on_the_spot(item: Read[Item], inspected: bool) -> Iterator[Problem]:
    """A promise of no days at all is kept only where nobody has to go and see."""
    steps = item.form.guide.special_steps if item.form.guide is not None else ()
    if inspected or any(step.counts_toward_limit for step in steps):
        yield item.at("limits", "promised").error("promised-at-once")
