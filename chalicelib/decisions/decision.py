"""A decision as a value: what comes out and what it stands on."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from chalicelib.decisions import explain
from chalicelib.decisions.facts.amounts import for_json
from chalicelib.decisions.forms.form import CHANNEL, Basis, FactValue, OutcomeName, Text
from chalicelib.decisions.forms.model import Fact, Rule


class ByRule(NamedTuple):
    """The rule that decided, and the declared facts: enough to say why, where somebody wants to read it."""

    rule: Rule
    declared: Mapping[str, Fact]


class Decision(NamedTuple):  # not a frozen dataclass, of which making one takes twice as long
    """
    What comes out of a decision, and what it stands on. 决定.

    ``decision`` is its name, ``channel`` for the channel of a case. ``visits`` is how often the applicant
    must come, worked out from the steps that the channel's plan has for these facts if nothing goes wrong;
    None when undetermined, and of any other decision. Where no rule decided, ``rule`` is None and ``outcome``
    what the decision says for that: ``undetermined``, or an outcome that is safe.
    ``file`` is below the region's folder, ``line`` counts from 1. ``facts`` are all that were known,
    by full name; ``invalid`` says what is wrong, by name, and never repeats a value. ``why`` is told by
    ``because``: of a rule it is put into words only when it is read, as comparing and replaying never do.
    """

    decision: str
    outcome: OutcomeName
    item: str
    visits: int | None
    rule: str | None
    file: str | None
    line: int | None
    basis: tuple[Basis, ...]
    why: Text | ByRule
    release: str
    facts: Mapping[str, FactValue]
    missing: tuple[str, ...]
    invalid: Mapping[str, Text]

    @property
    def because(self) -> Text:
        """Why it comes out so, in sentences for the applicant."""
        if isinstance(self.why, ByRule):
            return explain.by_rule(*self.why, self.facts)
        return self.why

    @property
    def channel(self) -> OutcomeName:
        """What came out, by the name that it has where the channel was decided."""
        return self.outcome

    def as_json(self, declared: Iterable[Fact]) -> dict[str, Any]:
        """
        What the command line prints: facts nested by their first word, invalid as a list; the channel and the
        visits only where the channel was decided. Amounts are text in their unit, so that what is printed
        can be told again.

        Args:
            declared: the facts of the release.
        """
        of_channel = {"channel": self.outcome, "visits": self.visits} if self.decision == CHANNEL else {}
        return {
            "decision": self.decision,
            "outcome": self.outcome,
            "item": self.item,
            **of_channel,
            "rule": self.rule,
            "file": self.file,
            "line": self.line,
            "basis": [basis.model_dump(exclude_none=True) for basis in self.basis],
            "because": self.because.model_dump(),
            "release": self.release,
            "facts": nested(for_json(declared, self.facts)),
            "missing": list(self.missing),
            "invalid": [{"name": name, "reason": text.model_dump()} for name, text in self.invalid.items()],
        }


def nested(facts: Mapping[str, FactValue]) -> dict[str, dict[str, FactValue]]:
    """{"item.secret": true} as {"item": {"secret": true}}; other scopes only where something is known."""
    groups: dict[str, dict[str, FactValue]] = {"item": {}, "application": {}}
    for name, value in facts.items():
        group, _, rest = name.partition(".")
        groups.setdefault(group, {})[rest] = value
    return groups
