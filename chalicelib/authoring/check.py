"""Everything that is checked before a folder may become a release."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from chalicelib.authoring.documents import Read
from chalicelib.authoring.example_checks import check_examples
from chalicelib.authoring.folder import Folder
from chalicelib.authoring.lints import lint, lint_items
from chalicelib.authoring.load import read
from chalicelib.authoring.problems import Problem, RuleFileError, Say, problem
from chalicelib.authoring.proofs import prove
from chalicelib.authoring.totals import Counted, counted, usual_decisions
from chalicelib.decisions.model import Release
from chalicelib.decisions.region import Region


@dataclass(frozen=True)
class Checked:
    """What a check found. ``release`` is None when the files could not be read."""

    release: Release | None
    situations: int
    problems: tuple[Problem, ...]

    @property
    def ok(self) -> bool:
        """Whether the folder may be published: there may be warnings, no errors."""
        return not any(found.severity == "error" for found in self.problems)

    def as_json(self) -> dict[str, Any]:
        return {
            "ok": self.ok,
            "release": None if self.release is None else self.release.digest,
            "items": 0 if self.release is None else len(self.release.items),
            "situations": self.situations,
            "problems": [found.as_json() for found in self.problems],
        }


def check(folder: Path, today: date) -> Checked:
    """
    Read a region's folder and prove what can be proved of it.

    Args:
        today: stands in for examples without a day; bands of effect dates that ended before are history.
    """
    try:
        files, release = read(folder)
    except RuleFileError as error:
        return Checked(None, 0, error.problems)
    return check_read(files, release, today)


def check_read(files: Folder, release: Release, today: date) -> Checked:
    """What ``check`` proves of a folder that could be read."""
    proof = prove(files, release, today)
    found = [*proof.problems, *lint(files, today)]
    if not any(one.severity == "error" for one in proof.problems):  # else they would tell of it again
        found += check_examples(files, release, today)
        found += _totals(files.region, counted(release, today))
        found += lint_items(files, usual_decisions(release, today))
    return Checked(release, proof.situations, tuple(sorted(set(found))))


def _totals(region: Read[Region] | None, total: Counted) -> Iterator[Problem]:
    if region is None:
        return
    published = region.form.published
    figures: list[tuple[tuple[str, ...], object, object]] = [
        (("licence_items",), published.licence_items, total.licence_items),
        (("zero_errand_percent",), published.zero_errand_percent, str(total.zero_errand_percent)),
    ]
    for channel, items in total.channels.items():
        figures.append((("channels", channel.value), published.channels.get(channel, 0), items))
    for path, expected, got in figures:
        if expected != got:
            say = Say(
                f"公布数据 {path[-1]} 为 {expected}，按规则算得 {got}。",
                f"The published figure of {path[-1]} is {expected}; the rules give {got}.",
                "请核对最近修改的事项和规则；公布数据有更新时改 region.yaml。",
                "Check the items and rules changed last; if the figure itself is new, change region.yaml.",
            )
            yield problem("region.yaml", region.node.find("published", *path), "totals", say)
