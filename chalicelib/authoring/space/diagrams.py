"""
Sets of situations as binary decision diagrams: the one place that knows oxidd, and guards its traps.

oxidd ends the whole process where diagrams of two managers meet or where the system gives it no memory, and
it does not collect its garbage before it says that memory is full: all three are looked after here.
"""

from __future__ import annotations

import resource
from collections.abc import Callable
from pathlib import Path
from typing import Any

from oxidd.bcdd import BCDDFunction, BCDDManager
from oxidd.util import DDMemoryError

from chalicelib.authoring.findings.problems import TooManySituationsError

NODES = 1 << 22
"""Nodes of the diagrams of one space at once, some 170 MB: only hostile rules come so far."""
FEW = 24
"""Up to so many variables the diagrams stay small, and so may what is remembered of their operations."""
SPACE = 3 << 29
"""
Bytes of addresses that a manager needs, little of which is ever used: 1 GiB is the stack of its thread, some
300 MB its nodes.
"""
_SIZES = Path("/proc/self/statm")
"""The kernel's count of the pages of this process; the first number is that of its addresses."""

Assignment = tuple[tuple[int, bool], ...]
"""A situation as variables with their values."""


class Diagrams:
    """
    The diagrams over a number of variables; those of one object can be combined, and no others.

    Raises:
        MemoryError: the process may not have the addresses that they need (``ulimit -v``).
    """

    def __init__(self, variables: int) -> None:
        if _left() < SPACE:
            raise MemoryError(f"fewer than {SPACE} bytes of addresses are left")
        self.variables = variables
        self._manager = BCDDManager(NODES, 1 << (12 if variables <= FEW else 18), 1)
        self._manager.add_vars(variables)

    @property
    def none(self) -> Situations:
        """The empty set."""
        return Situations(self, self._manager.false())

    @property
    def all(self) -> Situations:
        """What every assignment leads to. It is not kept: so a manager goes with the last of its sets."""
        return Situations(self, self._manager.true())

    @property
    def nodes(self) -> int:
        """About how many nodes there are of all its sets, and of those that are no longer needed."""
        return self._manager.approx_num_inner_nodes()

    def variable(self, number: int) -> Situations:
        """Where a variable is true."""
        return self.made(self._manager.var, number)

    def made(self, operation: Callable[..., BCDDFunction], *operands: Any) -> Situations:
        """
        What an operation comes to; where memory is full garbage is collected, and it is tried once more.

        Raises:
            TooManySituationsError: memory is full of diagrams that are needed.
        """
        try:
            return Situations(self, operation(*operands))
        except DDMemoryError:
            self._manager.gc()
        try:
            return Situations(self, operation(*operands))
        except DDMemoryError as error:
            raise TooManySituationsError(f"more than {NODES} nodes") from error


class Situations:
    """A set of situations of one space. It is true where it is not empty; equal sets are equal objects."""

    __slots__ = ("_of", "_root")

    def __init__(self, of: Diagrams, root: BCDDFunction) -> None:
        self._of, self._root = of, root

    def __and__(self, other: Situations) -> Situations:
        self._check(other)
        try:
            return Situations(self._of, self._root & other._root)
        except DDMemoryError:
            return self._of.made(BCDDFunction.__and__, self._root, other._root)

    def __or__(self, other: Situations) -> Situations:
        self._check(other)
        try:
            return Situations(self._of, self._root | other._root)
        except DDMemoryError:
            return self._of.made(BCDDFunction.__or__, self._root, other._root)

    def __sub__(self, other: Situations) -> Situations:
        """Those that are not in the other set."""
        self._check(other)
        try:
            return Situations(self._of, other._root.imp_strict(self._root))
        except DDMemoryError:
            return self._of.made(BCDDFunction.imp_strict, other._root, self._root)

    def __invert__(self) -> Situations:
        return Situations(self._of, ~self._root)

    def __le__(self, other: Situations) -> bool:
        """Whether all of them are in the other set."""
        return not self - other

    def __bool__(self) -> bool:
        return self._root.satisfiable()

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Situations) and self._of is other._of and self._root == other._root

    def __hash__(self) -> int:
        return hash(self._root)

    @property
    def nodes(self) -> int:
        """How large the diagram is."""
        return self._root.node_count()

    @property
    def variable(self) -> int | None:
        """The first variable on which it hangs; None where it hangs on none."""
        return self._root.node_var()

    def codes(self) -> int:
        """How many assignments of all the variables lead to it."""
        return self._root.sat_count(self._of.variables)

    def chosen(self, yes: Situations, no: Situations) -> Situations:
        """``yes`` where this holds, ``no`` where it does not."""
        self._check(yes)
        self._check(no)
        return self._of.made(BCDDFunction.ite, self._root, yes._root, no._root)

    def whatever(self, variables: Situations) -> Situations:
        """Those that are in the set with some value of ``variables``, given as their conjunction."""
        self._check(variables)
        return self._of.made(BCDDFunction.exists, self._root, variables._root)

    def has(self, assignment: Assignment) -> bool:
        """Whether an assignment of all the variables leads to it."""
        return self._root.eval(assignment)

    def branch(self, variable: int, value: bool) -> Situations:
        """What is left where a variable has a value; no variable before it may be tested any more."""
        if self._root.node_var() != variable:
            return self
        halves = self._root.cofactors()
        assert halves is not None  # noqa: S101 - it tests a variable, so it has two
        return Situations(self._of, halves[0 if value else 1])

    def _check(self, other: Situations) -> None:
        if self._of is not other._of:
            raise ValueError("sets of two spaces cannot be combined")


def _left() -> float:
    """How many bytes of addresses this process may still take: infinite where nothing says."""
    most = resource.getrlimit(resource.RLIMIT_AS)[0]
    if most == resource.RLIM_INFINITY or not _SIZES.exists():  # no Linux
        return float("inf")
    return most - int(_SIZES.read_text().split()[0]) * resource.getpagesize()
