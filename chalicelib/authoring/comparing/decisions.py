"""Which decisions a release takes otherwise than another: what is written of them is not the same."""

from __future__ import annotations

from chalicelib.authoring.comparing.forms.words.written import Written, written
from chalicelib.decisions.forms.form import CHANNEL, Text
from chalicelib.decisions.forms.model import Release
from chalicelib.decisions.tables import decisions, table


def changed_decisions(old: Release | None, new: Release) -> list[Text]:
    """The titles of the decisions whose rules, outcomes or invariants changed, or that came or went."""
    names = dict.fromkeys((*decisions(new), *(() if old is None else decisions(old))))
    return [
        table(new if name in decisions(new) else old or new, name).title
        for name in names
        if _written(old, name) != _written(new, name)
    ]


def _written(release: Release | None, name: str) -> Written:
    """All that is written of a decision, wherever it stands in its file; None where there is none."""
    if release is None or name not in decisions(release):
        return None
    one = table(release, name)
    own = [item.rules for item in release.items.values() if item.rules] if name == CHANNEL else []
    return written([one.outcomes, one.otherwise, one.rules, one.invariants, own])
