"""
What stands in brackets, as the forms hold it, without a node for each value: as long as nothing of it has to
be told, nobody asks where it stands. It is what ``conditions.content`` makes of the same, in half the time.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from chalicelib.authoring.reading.conditions.amounts import smallest
from chalicelib.authoring.reading.conditions.shared import Shared
from chalicelib.authoring.reading.yaml.marked import START, Node, Raw, Scalar
from chalicelib.decisions.facts.facts import scope_of, wrong

if TYPE_CHECKING:
    from chalicelib.authoring.reading.conditions.conditions import Facts


class _NeedsPlaces(Exception):  # noqa: N818  # no mistake
    """Something that is not read here: it is wrong, or seldom written."""


def unplaced(raw: Raw, facts: Facts) -> Any:  # JSON of any shape
    """The content of a map or list in brackets; None where its nodes have to be looked at."""
    try:
        return _content(raw, facts)
    except _NeedsPlaces:
        return None


def unplaced_tests(raw: Raw, facts: Facts) -> list[Shared] | None:
    """Conditions in brackets; None where their nodes have to be looked at."""
    try:
        return _conditions(raw, facts)
    except _NeedsPlaces:
        return None


def _content(raw: Raw, facts: Facts) -> Any:
    if isinstance(raw, list):
        return [_content(entry, facts) for entry in raw]
    if not isinstance(raw, dict):
        return raw
    made: dict[str, Any] = {}
    for key, value in raw.items():
        if key == "when" or key == "unless":
            made[key] = _conditions(value, facts)
        elif key in ("where", "any", "facts") or key[-1:] == "_":
            raise _NeedsPlaces
        elif isinstance(value, dict | list):
            made[key] = _content(value, facts.of_needs if key == "materials" else facts)
        else:
            made[key] = value
    return made


def _conditions(raw: Raw, facts: Facts) -> list[Shared]:
    """Conditions that each name one value of a fact, as most do."""
    if not isinstance(raw, dict):
        raise _NeedsPlaces
    found = []
    for name, value in raw.items():
        if isinstance(value, dict | list):
            raise _NeedsPlaces
        key = name, type(value), value
        found.append(facts.tests.get(key) or facts.tests.setdefault(key, _condition(name, value, facts)))
    return found


def _condition(name: str, written: Scalar, facts: Facts) -> Shared:
    fact = facts.declared.get(name)
    if fact is None or scope_of(name) not in facts.scopes:
        raise _NeedsPlaces
    value = smallest(fact, Node(written, START))
    if wrong(fact, value) is not None:
        raise _NeedsPlaces
    shared = facts.shared({"fact": name, "any_of": [value]})
    if not isinstance(shared, Shared):
        raise _NeedsPlaces
    return shared
