"""Real items 真实事项 in a space of situations, as the ordinary applicant applies for them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from chalicelib.authoring.findings.telling import joined
from chalicelib.authoring.space.decision_space import DecisionSpace
from chalicelib.authoring.space.diagrams import Situations
from chalicelib.authoring.space.domain import Classes, Situation, place
from chalicelib.decisions.effect import as_of, cut_days
from chalicelib.decisions.explain import in_words
from chalicelib.decisions.facts.facts import attributes, item_facts, scope_of, usual_facts
from chalicelib.decisions.forms.form import Text
from chalicelib.decisions.forms.model import Fact, Release


class RealItems:
    """The items of a release with what they say themselves, looked up once."""

    def __init__(self, release: Release) -> None:
        self.release = release
        self._usual = usual_facts(release)
        self._items: dict[tuple[str, date], Situation] = {}
        self._in: dict[tuple[DecisionSpace, str, date | None], Situations] = {}

    def among(
        self, space: DecisionSpace, situations: Situations, items: Sequence[str], day: date
    ) -> tuple[str | None, Situations]:
        """The first item that is in some of the situations, and these; None and all if there is none."""
        for code in items:
            own = situations & self.of(space, code, day)
            if own:
                return code, own
        return None, situations

    def of(self, space: DecisionSpace, code: str, day: date) -> Situations:
        """The situations of an item on a day."""
        key = space, code, day if self._is_dated(code) else None
        found = self._in.get(key)
        if found is None:
            found = self._in[key] = space.with_values(known(space.classes, self.facts(code, day)))
        return found

    def facts(self, code: str, day: date) -> Situation:
        """What an item says itself to those who apply on a day."""
        key = code, day if self._is_dated(code) else date.min
        if key not in self._items:
            form = as_of(self.release.items[code], day)
            self._items[key] = item_facts(self.release, form, self._usual) | attributes(form)
        return self._items[key]

    def _is_dated(self, code: str) -> bool:
        return bool(cut_days(self.release.items[code].materials))

    def usual(self, space: DecisionSpace, situations: Situations) -> Situations:
        """One of the situations, with the ordinary applicant's answers as far as there is one."""
        for fact, value in known(space.classes, self._usual).items():
            situations = situations & space.with_value(fact, value) or situations
        return space.pick(situations)


def known(classes: Classes, facts: Situation) -> Situation:
    """Those of the facts that have a class."""
    return {
        name: value
        for name, value in facts.items()
        if name in classes and place(classes[name], value) is not None
    }


def shown(declared: Mapping[str, Fact], facts: Situation, *, real: bool) -> Text:
    """
    A situation that shows something: what a real item says itself as it is, and as assumed what its
    applicants may answer; where no real item is in it, all is assumed.
    """
    own = {name: value for name, value in facts.items() if real and scope_of(name) == "item"}
    rest = {name: value for name, value in facts.items() if name not in own}
    said = [in_words(declared, own)] if own else []
    if rest:
        words = in_words(declared, rest)
        said.append(Text(zh=f"假设{words.zh}", en=f"assuming {words.en}"))
    return joined(said, "；", "; ") if said else _ANYWHERE


_ANYWHERE = Text(zh="任何情形", en="any situation")
