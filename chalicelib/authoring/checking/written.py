"""What is wrong, or likely wrong, in rules as they are written, whatever they decide."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from chalicelib.authoring.checking.clocks import lint_clocks
from chalicelib.authoring.checking.lints import lint
from chalicelib.authoring.checking.notices.issued import lint_issued
from chalicelib.authoring.checking.notices.laws import lint_laws
from chalicelib.authoring.checking.plans.law.laws import lint_plans
from chalicelib.authoring.checking.plans.walking.kinds import Walks
from chalicelib.authoring.checking.region.units import check_units
from chalicelib.authoring.findings.problems import Problem
from chalicelib.authoring.reading.folder import Folder
from chalicelib.decisions.forms.model import Release


class Written(NamedTuple):
    """What was found, and whether cases can go by the plans and clocks: no error is among what these have."""

    problems: list[Problem]
    runs: bool


def check_written(files: Folder, release: Release, walks: Walks, today: date) -> Written:
    """
    Look at plans, clocks, units, texts and settings.

    Args:
        walks: those through the release's plans; what is walked here is kept there.
        today: calendars are looked at as they are needed on this day.
    """
    plans = [*lint_plans(files, walks), *lint_clocks(files, release)]
    found = [*lint(files, today), *check_units(files), *plans]
    runs = not _errors(plans)
    found += (*lint_issued(files), *lint_laws(files)) if runs else ()
    return Written(found, runs)


def _errors(problems: Iterable[Problem]) -> bool:
    return any(found.severity == "error" for found in problems)
