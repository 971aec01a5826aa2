"""Regions to export, the situations in which exports answer as the rules do, and facts that are wrong."""

from __future__ import annotations

from collections.abc import Iterator
from copy import deepcopy
from datetime import date
from pathlib import Path
from typing import Any

from chalicelib.authoring.checking.load import load
from chalicelib.authoring.space import reference
from chalicelib.authoring.space.domain import EffectPeriod, bands
from chalicelib.decisions.decision import nested
from chalicelib.decisions.forms.model import Release
from tests.authoring.region import spoil, write_region
from tests.authoring.spaces import spaces

Answer = tuple[str, str | None]
Facts = dict[str, Any]

RIGHT: Facts = {
    "item": {
        "secret": False,
        "in_person": False,
        "inspection": "none",
        "papers_at_inspection": False,
        "online_depth": "III",
        "mail_material": True,
        "mail_result": True,
        "electronic_result": False,
        "paper_originals": 2,
    },
    "application": {"courier": True},
}
"""Facts of Licang with which the papers go by courier."""


def licang() -> Release:
    return load(Path("rules/licang"))


def odd_region(folder: Path) -> Release:
    """All that the language of ``when`` knows: dates, gaps in numbers, 'not', quotes, items' own rules."""
    write_region(folder)
    more = """
  - {fact: application.applied, title: {zh: 申请日, en: day of application}, type: date}
  - {fact: application.agent, title: {zh: 代办, en: by an agent}, type: bool}
  - {fact: application.copies, title: {zh: 份数, en: copies}, type: whole_number}
  - fact: application.medium
    title: {zh: 媒介, en: medium}
    type: one_of
    values: [{value: "it's", title: {zh: 甲, en: a}}, {value: 'say "a"', title: {zh: 乙, en: b}}]
"""
    file = folder / "facts.yaml"
    file.write_text(file.read_text(encoding="utf-8").rstrip() + more, encoding="utf-8")
    old = "when: {item.paper_originals: {at_most: 0}, application.courier: true}"
    when = {
        "item.paper_originals": "{not: [0, 3, 7]}",
        "item.inspection": "{not: joint}",
        "application.courier": "true",
        "application.applied": "{at_least: 2018-04-01, at_most: 2019-12-31}",
        "application.medium": "{not: it's}",
    }
    spoil(folder, "channels.yaml", old, f"when: {written(when)}")
    own = {
        "application.agent": "true",
        "application.copies": "{at_least: 2}",
        "application.applied": "{not: [2018-06-01, 2019-06-01]}",
    }
    spoil(folder, "items/health/vault.yaml", "when: {item.inspection: joint}", f"when: {written(own)}")
    return load(folder)


def written(when: dict[str, str]) -> str:
    return "{" + ", ".join(f"{name}: {test}" for name, test in when.items()) + "}"


def situations(release: Release) -> Iterator[tuple[EffectPeriod, Iterator[tuple[Facts, Answer]]]]:
    """Band by band all that rules can tell apart: the facts as ``decide`` prints them, and the answer."""
    for band in bands(release):
        yield band, _asked(release, band)


def _asked(release: Release, band: EffectPeriod) -> Iterator[tuple[Facts, Answer]]:
    own = {item for item, _ in band.rules if item is not None}
    plain = next(code for code in release.items if code not in own)
    for space in spaces(release, band):
        for situation in space:
            rule = reference.first(band.rules, space.item, situation)
            facts: Facts = dict(nested(situation))
            if own:
                facts["code"] = space.item or plain
            yield facts, ("undetermined", None) if rule is None else (rule.choose, rule.rule)


WRONG: dict[str, tuple[str, Any]] = {
    "a fact is missing": ("item.secret", None),
    "the applicant's answer is missing": ("application.courier", None),
    "a group is missing": ("application", None),
    "a name is misspelt": ("item.secret", "secrt"),
    "no is a text": ("item.secret", {"is": "false"}),
    "yes is a number": ("application.courier", {"is": 1}),
    "yes is a text": ("application.courier", {"is": "true"}),
    "a fact is null": ("item.in_person", {"is": None}),
    "a value is not one of those": ("item.inspection", {"is": "fax"}),
    "a value is in capitals": ("item.inspection", {"is": "NONE"}),
    "a number is a date": ("item.paper_originals", {"is": "2018-04-01"}),
    "a number is a text": ("item.paper_originals", {"is": "2"}),
    "a number is yes": ("item.paper_originals", {"is": True}),
    "a number is half": ("item.paper_originals", {"is": 2.5}),
    "a number is out of bounds": ("item.paper_originals", {"is": 61}),
    "a number is below nothing": ("item.paper_originals", {"is": -1}),
    "a value is a list": ("item.inspection", {"is": ["none"]}),
    "a group is a text": ("application", {"is": "courier"}),
}
"""By what is wrong: where, and what stands there; None leaves it out, a text is the name instead."""


def wrong(kind: str) -> Facts:
    """``RIGHT`` with one thing wrong."""
    path, change = WRONG[kind]
    facts = deepcopy(RIGHT)
    above: Facts = facts
    *groups, name = path.split(".")
    for group in groups:
        above = above[group]
    value = above.pop(name)
    match change:
        case {"is": other}:
            above[name] = other
        case str(misspelt):
            above[misspelt] = value
    return facts


LATER = date(2026, 1, 1)
