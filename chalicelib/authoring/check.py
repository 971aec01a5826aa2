"""Everything that is checked before a folder may become a release."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

from chalicelib.authoring.agreement.agreement import Agreement
from chalicelib.authoring.agreement.beside import Beside
from chalicelib.authoring.agreement.budget import EVERYDAY, Budget
from chalicelib.authoring.agreement.compare import IN_SERVICE, disagreements
from chalicelib.authoring.agreement.engines.engine import Engine
from chalicelib.authoring.agreement.hearing import Progress
from chalicelib.authoring.checking.clocks import lint_clocks
from chalicelib.authoring.checking.lints import lint, lint_items
from chalicelib.authoring.checking.load import read
from chalicelib.authoring.checking.notices.issued import lint_issued
from chalicelib.authoring.checking.notices.laws import lint_laws
from chalicelib.authoring.checking.plans.law.laws import lint_plans
from chalicelib.authoring.checking.plans.walking.kinds import Walks
from chalicelib.authoring.checking.region.units import check_units
from chalicelib.authoring.examples.checks import check_examples
from chalicelib.authoring.findings.problems import TOP, Problem, RuleFileError, in_order, problem
from chalicelib.authoring.findings.telling import named_channel
from chalicelib.authoring.proofs import prove
from chalicelib.authoring.proofs.errands import ToCome
from chalicelib.authoring.proofs.papers import papers_not_taken
from chalicelib.authoring.proofs.totals import coming_decisions, counted
from chalicelib.authoring.reading.as_decision import as_decision as in_folder
from chalicelib.authoring.reading.documents import Read
from chalicelib.authoring.reading.folder import Folder
from chalicelib.authoring.space.domain import bands
from chalicelib.authoring.space.space import SpaceCache
from chalicelib.decisions.forms.form import Text
from chalicelib.decisions.forms.model import Release
from chalicelib.decisions.forms.region import Region
from chalicelib.decisions.release import no_collection
from chalicelib.decisions.tables import as_decision


@dataclass(frozen=True)
class Checked:
    """
    What a check found. ``release`` is None when the files could not be read, ``agreement`` when the
    engines were not asked: something else has to be mended first. ``to_come`` tells in which situations a
    channel that is called zero errand needs a visit.
    """

    release: Release | None
    situations: int
    problems: tuple[Problem, ...]
    agreement: Agreement | None = None
    to_come: tuple[ToCome, ...] = ()
    proved: Mapping[str, int] = field(default_factory=dict)
    """In how many situations each decision was proved, by name, the channel first."""

    @property
    def ok(self) -> bool:
        """Whether the folder may be published: there may be warnings, no errors."""
        return not _errors(self.problems)

    def as_json(self) -> dict[str, Any]:
        return {
            "ok": self.ok,
            "release": None if self.release is None else self.release.digest,
            "world": None if self.release is None else self.release.world,
            "items": 0 if self.release is None else len(self.release.items),
            "situations": self.situations,
            "decisions": [{"decision": name, "situations": n} for name, n in self.proved.items()],
            "engines": None if self.agreement is None else self.agreement.as_json(),
            "visits": [one.as_json() for one in self.to_come],
            "problems": [found.as_json() for found in self.problems],
        }


@no_collection()
def check(
    folder: Path,
    today: date,
    *,
    engines: Sequence[Engine] = IN_SERVICE,
    budget: Budget = EVERYDAY,
    progress: Progress | None = None,
) -> Checked:
    """
    Read a region's folder and prove what can be proved of it.

    What is wrong is told step by step: the forms, then the proofs, then whether the engines agree, then
    examples, published figures and items. A step that finds an error would show again in those after it.

    Args:
        today: stands in for examples and published figures without a day; bands of effect dates that
            ended before are history.
        engines: who must agree with the rules.
        budget: how much of all situations each engine is asked.
        progress: called as the engines answer.
    """
    try:
        files, release = read(folder)
    except RuleFileError as error:
        return Checked(None, 0, error.problems)
    return check_read(files, release, today, engines=engines, budget=budget, progress=progress)


def check_read(
    files: Folder,
    release: Release,
    today: date,
    *,
    engines: Sequence[Engine] = IN_SERVICE,
    budget: Budget = EVERYDAY,
    progress: Progress | None = None,
) -> Checked:
    """What ``check`` proves of a folder that could be read."""
    walks, cache = Walks(release, today), SpaceCache()
    each = [(files, release), *_others(files, release)]
    proofs = [prove(*one, today, walks, cache) for one in each]
    proved = [found for proof in proofs for found in proof.problems]
    asking = None
    if not _errors(proved):
        every = [band for _, one in each for band in bands(one)]
        ask = partial(disagreements, release, every, progress, engines=engines, budget=budget)
        asking = Beside(ask)
    plans = [*lint_plans(files, walks), *lint_clocks(files, release)]
    found = [*proved, *lint(files, today), *check_units(files), *plans]
    found += () if _errors(plans) else (*lint_issued(files), *lint_laws(files))
    agreement = None if asking is None else asking.result()
    found += () if agreement is None else _differing(agreement, each)
    if agreement is not None and agreement.ok:
        found += [wrong for one in each for wrong in check_examples(*one, today)]
    if agreement is not None and agreement.ok and not _errors(plans):
        as_of = release.region.published.as_of or today
        found += _totals(files.region, release, as_of)
        found += lint_items(files, coming_decisions(release, today))
        found += papers_not_taken(files, release, today, walks.ordinary, cache)
    proved_of = {one.decides: proof.situations for (_, one), proof in zip(each, proofs, strict=True)}
    situations = sum(proved_of.values())
    return Checked(release, situations, in_order(found), agreement, proofs[0].to_come, proved_of)


Each = tuple[Folder, Release]
"""Files and release as one of their decisions."""


def _others(files: Folder, release: Release) -> Iterator[Each]:
    """The decisions beside that on the channel, each as if its rules were all that there are."""
    for one in files.decisions:
        view = as_decision(release, one.form.decision)
        yield in_folder(files, one, view), view


def _differing(agreement: Agreement, each: Iterable[Each]) -> Iterator[Problem]:
    for files, _ in each:
        for message in agreement.findings(files.facts.declared, files.decides):
            yield problem(files.decision_file, TOP, message)


def _errors(problems: Iterable[Problem]) -> bool:
    return any(found.severity == "error" for found in problems)


def _totals(region: Read[Region] | None, release: Release, on: date) -> Iterator[Problem]:
    if region is None:
        return
    total = counted(release, on)
    published = region.form.published
    figures: list[tuple[tuple[str, ...], Text, object, object]] = [
        (("licence_items",), _LICENCE_ITEMS, published.licence_items, total.licence_items),
        (
            ("zero_errand_percent",),
            _ZERO_ERRAND,
            published.zero_errand_percent,
            str(total.zero_errand_percent),
        ),
    ]
    for channel, items in total.channels.items():
        figure = published.channels.get(channel, 0)
        figures.append((("channels", channel), named_channel(release, channel), figure, items))
    for path, name, expected, got in figures:
        if expected != got:
            yield region.at("published", *path).error("totals", name=name, expected=expected, got=got, on=on)


_LICENCE_ITEMS = Text(zh="“行政许可事项数”（licence_items）", en="licence_items")
_ZERO_ERRAND = Text(zh="“零跑腿比例”（zero_errand_percent）", en="zero_errand_percent")
