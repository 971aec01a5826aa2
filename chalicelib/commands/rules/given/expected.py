"""What a line of a file of cases may say: of a case or of a running clock, as the decision asks of one."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial

from chalicelib.authoring.findings.telling import joined
from chalicelib.commands.command import CallError, plain
from chalicelib.commands.rules.given.decision import RUNNING, looks_at_running, title
from chalicelib.decisions.facts.facts import checked, scope_of
from chalicelib.decisions.forms.form import Name, Text
from chalicelib.decisions.forms.model import Fact, Release
from chalicelib.decisions.tables import table

CASE_LINE = '{"item": "dog-licence", "facts": {"application.courier": false}, "on": "2026-06-01"}'
CLOCK_LINE = (
    '{"item": "dog-licence", "facts": {"clock.days_left": -1, "clock.share_used": 110}, "on": "2026-06-01"}'
)
LONGEST = 60
"""Characters of a name that is shown again."""
Fault = Callable[[], Text]
"""What is wrong with a line, put into words only for those that are told."""


class LineError(CallError):
    """A line is wrong; what about it is put into words only where it is told."""

    def __init__(self, fault: Fault) -> None:
        super().__init__()
        self._fault = fault

    @property
    def text(self) -> Text:
        return self._fault()


class Expected:
    """
    Looks at what lines say.

    Args:
        releases: as the decision that is asked. A fact is right that one of them declares and takes: two
            that are compared need not know the same ones.
    """

    def __init__(self, releases: Sequence[Release]) -> None:
        self._releases = releases
        self._declared: dict[Name, list[Fact]] = {}
        for fact in (fact for one in releases for fact in one.facts):
            alike = self._declared.setdefault(fact.fact, [])
            if fact not in alike:
                alike.append(fact)
        self._known = {name: alike[0] for name, alike in self._declared.items()}
        each = {table(one, one.decides).each for one in releases}
        self._no_clocks, tests_running = "clock" not in each, any(map(looks_at_running, releases))
        self._only_clocks = each == {"clock"} and tests_running

    @property
    def line(self) -> str:
        """A line as it should look."""
        return CASE_LINE if self._no_clocks else CLOCK_LINE

    def look_at(self, facts: Mapping[str, object] | None) -> None:
        """
        Pass over the facts of a line if nothing is wrong with them.

        Args:
            facts: by full name, as ``amounts.from_json`` leaves them; None where it says nothing.

        Raises:
            LineError: a name is declared nowhere, its fact cannot have a value, or it is about a clock where
                cases are asked, or the other way round.
        """
        said = facts or {}
        wrong = self._wrong(said)
        if wrong:
            raise LineError(partial(self._facts_told, wrong))
        if self._only_clocks and not any(scope_of(name) in RUNNING for name in said):
            raise LineError(self._no_clock)
        if self._no_clocks and any(name.startswith("clock.") for name in said):
            raise LineError(self._no_case)

    def _wrong(self, said: Mapping[str, object]) -> dict[str, object]:
        """The facts that no release takes; most lines are right at one look."""
        if said.keys() <= self._known.keys() and not checked(self._known, said)[1]:
            return {}
        return {name: value for name, value in said.items() if not self._takes(name, value)}

    def _takes(self, name: str, value: object) -> bool:
        return any(not checked({name: fact}, {name: value})[1] for fact in self._declared.get(name, ()))

    def _facts_told(self, wrong: Mapping[str, object]) -> Text:
        return joined(self._fact_told(name, value) for name, value in wrong.items())

    def _fact_told(self, name: str, value: object) -> Text:
        """The name as it was written, what it is called if it is one, and what is wrong."""
        [reason] = checked(self._known, {name: value})[1].values()
        shown = plain(name[:LONGEST])
        if name not in self._known:
            return Text(zh=f"“{shown}”{reason.zh}", en=f"'{shown}' {reason.en}")
        called = self._known[name].title
        return Text(zh=f"{shown}（{called.zh}）{reason.zh}", en=f"{shown} ({called.en}) {reason.en}")

    def _no_clock(self) -> Text:
        called = title(self._releases[-1])
        return Text(
            zh=f"这是办件，不是计时：没有写计时或办理中的要素（clock.…、case.…）；“{called.zh}”问的是计时，"
            f"每行应为一个计时，例如 {CLOCK_LINE}",
            en="this is a case and no clock: it tells nothing of a running clock or case (clock.…, case.…); "
            f'"{called.en}" is asked of clocks, so each line must be one, such as {CLOCK_LINE}',
        )

    def _no_case(self) -> Text:
        called, others = title(self._releases[-1]), list(_of_clocks(self._releases))
        zh = f"；计时用 --decision {'、'.join(others)}" if others else ""
        en = f"; clocks go with --decision {' or '.join(others)}" if others else ""
        return Text(
            zh=f"这是计时，不是办件：写了计时的要素（clock.…）；“{called.zh}”问的是办件，"
            f"每行应为一个办件，例如 {CASE_LINE}{zh}",
            en=f'this is a clock and no case: it tells of a clock (clock.…); "{called.en}" is asked of '
            f"cases, so each line must be one, such as {CASE_LINE}{en}",
        )


def _of_clocks(releases: Iterable[Release]) -> dict[Name, None]:
    """The decisions that are asked of clocks, each once."""
    each = (one for release in releases for one in release.decisions.values())
    return dict.fromkeys(one.decision for one in each if one.each == "clock")
