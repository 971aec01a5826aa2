"""Everything that is checked before a folder may become a release."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from chalicelib.authoring.agreement.background import BackgroundCall
from chalicelib.authoring.agreement.budget import EVERYDAY, Budget
from chalicelib.authoring.agreement.forked import Forked, can_fork, forked
from chalicelib.authoring.checking.load import read
from chalicelib.authoring.checking.plans.walking.kinds import Walks
from chalicelib.authoring.findings.problems import TOP, Problem, RuleFileError, in_order, problem
from chalicelib.authoring.reading.ahead import Ahead
from chalicelib.authoring.reading.each_decision import Each, each_decision
from chalicelib.authoring.reading.folder import Folder
from chalicelib.decisions.forms.model import Release
from chalicelib.decisions.release import no_collection

if TYPE_CHECKING:
    from chalicelib.authoring.agreement.agreement import Agreement
    from chalicelib.authoring.agreement.compare import Asking
    from chalicelib.authoring.agreement.engine_run import Progress
    from chalicelib.authoring.agreement.engines.engine import Engine
    from chalicelib.authoring.proofs.errands import ToCome
    from chalicelib.authoring.space.space import SpaceCache


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
    asked: Mapping[str, int] = field(default_factory=dict)
    """The facts that applicants are asked for, each with the number of items that ask it."""
    whole: bool = True
    """Whether notices, published figures and items were looked at, too: plans that are wrong come first."""

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
    engines: Sequence[Engine] | None = None,
    budget: Budget = EVERYDAY,
    progress: Progress | None = None,
    apart: bool = False,
    ahead: Ahead | None = None,
) -> Checked:
    """
    Read a region's folder and prove what can be proved of it.

    What is wrong is told step by step: the forms, then the proofs, then whether the engines agree, then
    examples, published figures and items. A step that finds an error would show again in those after it.

    Args:
        today: stands in for examples and published figures without a day; bands of effect dates that
            ended before are history.
        engines: who must agree with the rules; those in service if nobody is named.
        budget: how much of all situations each engine is asked.
        progress: called as the engines answer.
        apart: another core may look at what is written while this one proves; for a process of our own,
            such as a command, that has no second thread yet.
        ahead: files that another process reads meanwhile.
    """
    apart = apart and can_fork()
    with _ready(budget) if apart and engines is None else nullcontext(engines) as engines:
        try:
            files, release = read(folder, ahead)
        except RuleFileError as error:
            return Checked(None, 0, error.problems)
        return check_read(
            files, release, today, engines=engines, budget=budget, progress=progress, apart=apart
        )


def check_read(
    files: Folder,
    release: Release,
    today: date,
    *,
    engines: Sequence[Engine] | None = None,
    budget: Budget,
    progress: Progress | None = None,
    apart: bool = False,
) -> Checked:
    """What ``check`` proves of a folder that could be read."""
    walks = Walks(release, today)
    walks.ordinary  # noqa: B018  # both need them: they are gone through once, before there are two
    with (
        forked(partial(_check_plans, files, release, walks, today), apart=apart) as of_plans,
        forked(partial(_decide, files, release, today), apart=apart) as deciding,
    ):
        proved = _prove(files, release, walks, today)
        asking = None
        # on one core the engines are asked once all is proved, on two meanwhile: then it may be in vain
        if not _errors(proved.problems) and (apart or not _errors(of_plans.result().demanded)):
            asking = BackgroundCall(_asking(proved, engines, budget, progress).agreement)
        texts = list(_check_texts(files, today))  # here, for to look at plans takes longer than to prove
        demanded, plans, asked = of_plans.result()
        asking = None if _errors(demanded) else asking
        runs = not _errors(plans)
        found = [*proved.problems, *texts, *(demanded if proved.complete else ()), *plans]
        found += _check_notices(files) if runs else ()
        shown = deciding if runs else None
        decided = [] if asking is None else list(_check_decided(proved, walks, today, shown))
    agreement = None if asking is None else asking.result()
    found += () if agreement is None else _differing(agreement, proved.each)
    found += decided if agreement is not None and agreement.ok else ()
    of_all = (proved.to_come, proved.situations, asked)
    return Checked(release, sum(proved.situations.values()), in_order(found), agreement, *of_all, whole=runs)


class _Proved(NamedTuple):
    """What is proved of each decision: the channel, and those beside it; ``situations`` by its name."""

    each: Sequence[Each]
    problems: list[Problem]
    situations: Mapping[str, int]
    complete: bool
    to_come: tuple[ToCome, ...]
    cache: SpaceCache


# Each of the two processes loads in these functions what it alone needs, while the other is at work.


@contextmanager
def _ready(budget: Budget) -> Iterator[Sequence[Engine]]:
    """The engine in service, started on the other core while nothing else is done there."""
    from chalicelib.authoring.agreement.engines import child
    from chalicelib.authoring.agreement.engines.durable import Durable

    engine = Durable()
    with child.started(engine.command(), child.Limits(budget.clock)) as engine.ready:
        yield (engine,)


class _Plans(NamedTuple):
    """
    What is wrong with plans and clocks, ``demanded`` by law and left out, and all else; and what applicants
    are asked.
    """

    demanded: list[Problem]
    others: list[Problem]
    asked: Mapping[str, int]


def _check_plans(files: Folder, release: Release, walks: Walks, today: date) -> _Plans:
    from chalicelib.authoring.checking.clocks import lint_clocks
    from chalicelib.authoring.checking.plans.law.laws import lint_plans
    from chalicelib.authoring.comparing.forms.asks import asked_by
    from chalicelib.authoring.proofs.demands import demands

    demanded = list(demands(files, release, today, walks))
    others = [*lint_plans(files, walks), *lint_clocks(files, release)]
    wrong = _errors((*demanded, *others))
    return _Plans(demanded, others, {} if wrong else asked_by(release, today))


def _check_texts(files: Folder, today: date) -> Iterator[Problem]:
    from chalicelib.authoring.checking.lints import lint
    from chalicelib.authoring.checking.region.units import check_units

    yield from lint(files, today)
    yield from check_units(files)


def _check_notices(files: Folder) -> Iterator[Problem]:
    """Who issues which, by plans that have no error."""
    from chalicelib.authoring.checking.notices.issued import lint_issued
    from chalicelib.authoring.checking.notices.laws import lint_laws

    yield from lint_issued(files)
    yield from lint_laws(files)


def _prove(files: Folder, release: Release, walks: Walks, today: date) -> _Proved:
    from chalicelib.authoring.proofs.prove import prove
    from chalicelib.authoring.space.space import SpaceCache

    each, cache = list(each_decision(files, release)), SpaceCache()
    proofs = [prove(*one, today, walks, cache) for one in each]
    return _Proved(
        each,
        [found for proof in proofs for found in proof.problems],
        {one.decides: proof.situations for (_, one), proof in zip(each, proofs, strict=True)},
        all(proof.complete for proof in proofs),
        proofs[0].to_come,
        cache,
    )


def _asking(
    proved: _Proved, engines: Sequence[Engine] | None, budget: Budget, progress: Progress | None
) -> Asking:
    from chalicelib.authoring.agreement.compare import IN_SERVICE, Asking
    from chalicelib.authoring.space.domain import bands

    every = [band for _, one in proved.each for band in bands(one)]
    asked = IN_SERVICE if engines is None else engines
    return Asking(proved.each[0][1], every, progress, engines=asked, budget=budget)


class _Decided(NamedTuple):
    """What decisions show to be wrong; and the digest, which is needed to decide."""

    digest: str
    examples: list[Problem]
    others: list[Problem]


def _decide(files: Folder, release: Release, today: date) -> _Decided:
    """Examples, published figures, and items, against what is decided; of plans that have no error."""
    from chalicelib.authoring.checking.lints import lint_items
    from chalicelib.authoring.proofs.totals import coming_decisions, wrong_figures

    examples = list(_check_examples(files, release, today))
    figures, coming = wrong_figures(files, release, today), coming_decisions(release, today)
    return _Decided(release.digest, examples, [*figures, *lint_items(files, release, coming, today)])


def _check_examples(files: Folder, release: Release, today: date) -> Iterator[Problem]:
    from chalicelib.authoring.examples.checks import check_examples

    for one in each_decision(files, release):
        yield from check_examples(*one, today)


def _check_decided(
    proved: _Proved, walks: Walks, today: date, deciding: Forked[_Decided] | None
) -> Iterator[Problem]:
    """
    What is wrong with what is decided, and with who takes papers.

    Args:
        deciding: None: plans are wrong, and examples alone are decided.
    """
    files, release = proved.each[0]
    if deciding is None:
        yield from _check_examples(files, release, today)
        return
    from chalicelib.authoring.proofs.papers import papers_not_taken

    papers = list(papers_not_taken(files, release, today, walks, proved.cache))
    decided = deciding.result()
    release.__dict__["digest"] = decided.digest  # it need not be worked out again
    yield from (*decided.examples, *decided.others, *papers)


def _differing(agreement: Agreement, each: Iterable[Each]) -> Iterator[Problem]:
    for files, _ in each:
        for message in agreement.findings(files.facts.declared, files.decides):
            yield problem(files.decision_file, TOP, message)


def _errors(problems: Iterable[Problem]) -> bool:
    return any(found.severity == "error" for found in problems)
