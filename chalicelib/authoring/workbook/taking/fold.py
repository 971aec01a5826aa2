"""Put the rows of one rule together again: each further row is one more group of its conditions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from chalicelib.authoring.findings.message import say
from chalicelib.authoring.rewrite.align import same
from chalicelib.authoring.workbook.reading.findings import Finding
from chalicelib.authoring.workbook.reading.read import Lines
from chalicelib.authoring.workbook.sheets.columns import GROUP, Entry
from chalicelib.authoring.workbook.taking.entries import Made

Group = dict[str, Any]
"""Conditions by fact, as a rule file has them."""


def folded(lines: Lines, each: Sequence[Made], findings: list[Finding]) -> list[Made]:
    """
    The entries of a sheet whole again; of a sheet without groups as they are.

    Args:
        findings: rows that continue nothing, or leave out a number, are added here.
    """
    if GROUP not in lines.sheet.key:
        return list(each)
    name = lines.sheet.key[-1]
    further: dict[str, list[Made]] = {}
    for one in each:
        if one.entry.get(GROUP, 1) != 1:
            further.setdefault(str(one.entry.get(name)), []).append(one)
    found = [
        _whole(one, further.pop(str(one.entry.get(name)), [])) for one in each if one.entry.get(GROUP, 1) == 1
    ]
    place = lines.sheet.place_of[GROUP]
    stray = [one for some in further.values() for one in some]
    stray += [one for made in found for one in _out_of_order(made.groups)]
    findings += (lines.finding(one.line.number, place, say("lonely-group")) for one in stray)
    return found


def _out_of_order(groups: Sequence[Made]) -> Sequence[Made]:
    numbers = [one.entry[GROUP] for one in groups]
    return () if numbers == list(range(2, len(groups) + 2)) else groups


def _whole(first: Made, further: Sequence[Made]) -> Made:
    """A rule of its first row and those that follow; what has not changed is as the file has it."""
    entry = {key: value for key, value in first.entry.items() if key != GROUP}
    if not further:
        return replace(first, entry=entry)
    whens = [dict(one.entry.get("when") or {}) for one in (first, *further)]
    source = first.row.source if first.row is not None else None
    asked: dict[str, Any]
    if source is not None and whens == [row["when"] for row in source.rows]:
        asked = {key: source.entry[key] for key in ("when", "any") if key in source.entry}
    else:
        asked = _asked(whens, source.entry if source is not None else {})
    return replace(first, entry=_put(entry, asked), groups=tuple(further))


def _asked(whens: Sequence[Group], was: Entry) -> dict[str, Any]:
    """Under ``when`` what is alike in all groups, but what stood under ``any``; the rest under ``any``."""
    grouped = {fact for group in was.get("any", ()) for fact in group}
    common = {
        fact: value
        for fact, value in whens[0].items()
        if fact not in grouped and all(fact in one and same(one[fact], value) for one in whens[1:])
    }
    groups = [{fact: value for fact, value in one.items() if fact not in common} for one in whens]
    if not all(groups) and all(whens):
        return {"any": list(whens)}  # one row holds all that another asks: the check says so of whole rows
    return ({"when": common} if common else {}) | {"any": groups}


def _put(entry: Entry, asked: Mapping[str, Any]) -> Entry:
    """The entry with what it asks where its conditions stood."""
    made: Entry = {}
    for key, value in entry.items():
        if key == "when":
            made |= asked
        elif key != "any":
            made[key] = value
    return made if "any" in made else {**made, **asked}
