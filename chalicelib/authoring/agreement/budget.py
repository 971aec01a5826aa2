"""Decide how much of all situations an engine is asked."""

from __future__ import annotations

from math import inf
from typing import NamedTuple


class Budget(NamedTuple):
    """
    Seconds of one processor for each engine. Where all situations cost no more than ``whole`` they are all
    asked, else those that tell most, for ``part``.

    ``clock``: seconds by the clock; an engine that takes longer is stopped, and has failed. ``always``:
    reading the rules is not counted. Else it is, and where the rules alone cost ``part`` the engine is
    left out.
    """

    whole: float
    part: float
    clock: float
    always: bool = False

    def share(self, once: float, every: float) -> float:
        """
        Which part of all situations to ask; 0 or less: leave the engine out.

        Args:
            once: what reading the rules costs.
            every: what all situations cost.
        """
        if once + every <= self.whole:
            return 1.0
        left = self.part - (0 if self.always else once)
        return min(1.0, left / every)


EVERYTHING = Budget(inf, inf, 3_600)
EVERYDAY = Budget(1, 1, 60)
"""Enough for all situations of a usual region."""
SOON = Budget(20, 20, 200, always=True)
"""Where rules come into force while a person, or a function in the cloud, waits."""
PUBLICATION = Budget(600, 20, 3_600, always=True)
"""Ten minutes prove a region of many situations; where they do not, a larger share proves no more."""
