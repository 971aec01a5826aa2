"""Rules that can never decide 永远用不上: earlier ones, alone or together, take all their situations."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from chalicelib.authoring.findings.problems import Problem, Say
from chalicelib.authoring.proofs.places import Places
from chalicelib.authoring.proofs.words import named
from chalicelib.authoring.space.survey import Survey, Turn
from chalicelib.decisions.form import Text
from chalicelib.decisions.model import Rule


class Dead:
    """Looks at every space and all days: a rule that decided in the past is not dead."""

    def __init__(self, places: Places) -> None:
        self._places = places
        self._alive: set[int] = set()
        self._hidden: dict[int, tuple[Survey, Turn]] = {}

    def look(self, survey: Survey) -> None:
        for turn in survey.turns:
            if turn.decides:
                self._alive.add(id(turn.rule))
            elif id(turn.rule) not in self._alive:
                self._hidden.setdefault(id(turn.rule), (survey, turn))

    def problems(self, told: Collection[int]) -> Iterator[Problem]:
        """
        Args:
            told: rules, by identity, of which it has been said already.
        """
        for _, read in self._places.rules:
            if id(read.form) not in self._alive and id(read.form) not in told:
                takers = self._takers(read.form)
                yield self._places.at(read.form, "dead-rule", _dead(named(takers)) if takers else _NEVER)

    def _takers(self, rule: Rule) -> list[Rule]:
        """The rules that decide where this one holds."""
        if id(rule) not in self._hidden:
            return []
        survey, turn = self._hidden[id(rule)]
        return [earlier.rule for earlier in survey.before(turn) if earlier.decides & turn.holds]


def _dead(takers: Text) -> Say:
    return Say(
        f"这条规则永远用不上：符合它的情形都已由前面的规则决定：{takers.zh}。",
        f"This rule never decides: earlier rules take all its situations: {takers.en}.",
        "请删去，或移到前面，或收紧前面的规则。",
        "Remove it, move it up, or narrow the rules before it.",
    )


_NEVER = Say(
    "这条规则永远用不上：没有任何情形符合它的条件。",
    "This rule never decides: no situation meets its conditions.",
    "请改正条件，或删去这条规则。",
    "Correct its conditions, or remove it.",
)
