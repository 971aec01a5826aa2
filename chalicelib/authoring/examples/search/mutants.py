"""Make small mistakes in rules on purpose: would the examples notice each?"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from chalicelib.authoring.space.edits import Edit, Ground, edits
from chalicelib.decisions.channels import in_order
from chalicelib.decisions.forms.form import CHANNEL, OutcomeName
from chalicelib.decisions.forms.model import Release
from chalicelib.decisions.limits import OwnedRule
from chalicelib.decisions.tables import outcomes


def mutants(release: Release, led: Sequence[OwnedRule]) -> Iterator[Edit]:
    """
    Every edit of the rules in effect on a day that could be a slip of the pen.

    Args:
        led: those rules as their files have them, in order of precedence.
    """
    yield from edits(Ground(release.declared, _chosen(release, led)), led)


def _chosen(release: Release, led: Sequence[OwnedRule]) -> Sequence[OutcomeName]:
    """What these rules choose, in order; of a decision as its file lists it."""
    chosen = {rule.choose for _, rule in led}
    if release.decides == CHANNEL:
        return in_order(release.region.published.channels, chosen)
    return [one for one in outcomes(release, release.decides) if one in chosen]
