"""
What is said of a situation, written down instead of drawn as a diagram: that it lies in a cube, that one of
some rules decides it, that it differs from another in so many facts, that all or any of several such claims
are true.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from chalicelib.authoring.space.searching.cube import Apart, Cube, met, within


class Precedence:
    """
    Rules in order of precedence, the first that holds decides.

    Attributes:
        holds: of each rule the cubes in which it holds.
        before: of each rule the bits of all cubes of those before it; last, of all cubes.
        ever: those that decide something, as bits; the last bit, after those of the rules, is "none does".
        settled: the first rule before which all situations that are open are known; a number behind the last
            bit of ``ever`` if there is none.
    """

    def __init__(
        self, holds: Sequence[Sequence[Cube]], before: Sequence[int], ever: int, settled: int
    ) -> None:
        self.holds, self.before, self.ever, self.settled = holds, before, ever, settled


@dataclass(frozen=True, slots=True)
class In:
    """It lies in a cube."""

    cube: Cube


@dataclass(frozen=True, slots=True)
class Out:
    """It does not lie in a cube."""

    cube: Cube


@dataclass(frozen=True, slots=True)
class First:
    """One of ``among``, bits of the rules of an order, decides it."""

    order: Precedence
    among: int


@dataclass(frozen=True, slots=True)
class Every:
    """All of these are true."""

    parts: tuple[Claim, ...]


@dataclass(frozen=True, slots=True)
class Any:
    """One or more of these are true."""

    parts: tuple[Claim, ...]


Claim = In | Out | First | Apart | Every | Any
TRUE, FALSE = Every(()), Any(())


def opposite(claim: Claim) -> Claim:
    """What is true where the claim is not."""
    match claim:
        case In(cube):
            return Out(cube)
        case Out(cube):
            return In(cube)
        case First(order, among):
            return _first(order, order.ever & ~among)
        case Apart(there, least, most):
            spans = [(low, high) for low, high in ((0, least - 1), (most + 1, len(there))) if low <= high]
            parts = tuple(Apart(there, *span) for span in spans)
            return parts[0] if len(parts) == 1 else Any(parts)
        case Every(parts):
            return Any(tuple(map(opposite, parts)))
        case Any(parts):
            return Every(tuple(map(opposite, parts)))


def every(claims: Iterable[Claim]) -> Claim:
    """All of some claims, as one that is as short as can be seen at once."""
    parts = dict.fromkeys(_flat(claims))
    cube: Cube | None = ()
    firsts: dict[Precedence, int] = {}
    for part in parts:
        if isinstance(part, In):
            cube = None if cube is None else met(cube, part.cube)
        elif isinstance(part, First):
            firsts[part.order] = firsts.get(part.order, part.among) & part.among
    if cube is None or not all(firsts.values()):
        return FALSE
    found: list[Claim] = [In(cube)] if cube else []
    found += (First(order, among) for order, among in firsts.items() if among != order.ever)
    found += (part for part in parts if isinstance(part, Apart))
    outs = [part for part in parts if isinstance(part, Out) and met(cube, part.cube) is not None]
    if any(within(cube, out.cube) for out in outs):
        return FALSE
    return _with_anys([*found, *outs], [part for part in parts if isinstance(part, Any)])


def _with_anys(found: list[Claim], anys: Iterable[Any]) -> Claim:
    given = set(found)
    for several in anys:
        left = _left(several, given)
        if left == FALSE:
            return FALSE
        if left is not None:
            found.append(left)
    return found[0] if len(found) == 1 else Every(tuple(found))


def any_of(claims: Iterable[Claim]) -> Claim:
    """Any of some claims, as one that is as short as can be seen at once."""
    return opposite(every(map(opposite, claims)))


def _first(order: Precedence, among: int) -> Claim:
    if not among:
        return FALSE
    return TRUE if among == order.ever else First(order, among)


def first(order: Precedence, among: int) -> Claim:
    """That one of ``among`` decides, of which only those count that ever decide something."""
    return _first(order, among & order.ever)


def _flat(claims: Iterable[Claim]) -> Iterable[Claim]:
    for claim in claims:
        if isinstance(claim, Every):
            yield from _flat(claim.parts)
        else:
            yield claim


def _left(several: Any, given: set[Claim]) -> Claim | None:
    """What is left of "any of several" where some claims are true anyway; None if nothing is."""
    if TRUE in several.parts or not given.isdisjoint(several.parts):
        return None
    parts = [part for part in several.parts if opposite(part) not in given]
    return parts[0] if len(parts) == 1 else Any(tuple(parts))
