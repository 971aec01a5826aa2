"""A part where a plan uses it: how its steps are called there, and by what it can be left."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from chalicelib.authoring.reading.documents import Read
from chalicelib.authoring.reading.plans.part import Part, PartOutcome, PartStep, Use
from chalicelib.authoring.reading.plans.part_names import ONWARD
from chalicelib.authoring.reading.yaml.nodes import Node


@dataclass(frozen=True)
class Placed:
    """A part where a plan uses it: its flat names, and where it is left to."""

    use: Use
    node: Node
    part: Read[Part]
    following: str | None

    @cached_property
    def names(self) -> dict[str, str]:
        return flat_names(self.use, self.part.form)

    @property
    def lane(self) -> str | None:
        return None if self.use.each is None else self.use.named or self.part.form.part

    @property
    def first(self) -> str:
        return self.names[self.part.form.steps[0].step]

    def outcomes(self, step: PartStep) -> list[PartOutcome]:
        """Those that there are where the part gives what the plan says."""
        return [one for one in step.outcomes if one.gives in (None, self.use.gives)]

    @property
    def leaves(self) -> list[str]:
        """
        By which names the part can be left here, each once; onward, too, where it may be left out or have
        no unit to walk it.
        """
        taken = [outcome.next for step in self.part.form.steps for outcome in self.outcomes(step)]
        if self.use.when or self.use.each:
            taken.append(ONWARD)
        return list(dict.fromkeys(name for name in taken if name not in self.names))


def flat_names(use: Use, part: Part) -> dict[str, str]:
    """The flat name of each step of a part. ``as`` names its delivery, or else its first step."""
    if use.named is None:
        return {step.step: step.step for step in part.steps}
    head = next((step for step in part.steps if step.by == "delivery"), part.steps[0])
    return {step.step: use.named if step is head else f"{use.named}-{step.step}" for step in part.steps}
