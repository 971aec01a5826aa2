"""What a clerk narrows her list down to, and how much there is of what she can choose."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from typing import Any, NamedTuple
from urllib.parse import parse_qsl, urlencode

from chalice.app import Request

from chalicelib.cases.people.staff_numbers import is_number_of
from chalicelib.cases.side_titles import TITLES
from chalicelib.decisions.forms.form import Text
from chalicelib.decisions.forms.model import Release
from chalicelib.ports.cases import Work
from chalicelib.ports.people.identity import Staff
from chalicelib.routes.pages.clerks.frame import kept_query
from chalicelib.routes.views.desk.lights import KINDS, light_of
from chalicelib.services.cases.desk.show_desk import Survey
from chalicelib.wiring import ports

_NAMED = re.compile(r"[a-z0-9_-]{1,60}", re.ASCII)
HANDS = ("nobody", "me")


class Filters(NamedTuple):
    """What a list is narrowed down to; "" where it is not."""

    unit: str = ""
    step: str = ""
    item: str = ""
    hands: str = ""
    light: str = ""

    @property
    def query(self) -> str:
        return urlencode({name: value for name, value in self._asdict().items() if value})

    def with_light(self, light: str) -> str:
        """The query of the same list with another light."""
        return self._replace(light=light).query

    def picks(self, release: Release, who: Staff, line: Work) -> bool:
        """Whether a line is wanted; unit and step the list itself looks at."""
        if self.item and line.item != self.item:
            return False
        if self.hands == "me" and not is_number_of(line.claimed_by, who.id):
            return False
        if self.hands == "nobody" and line.claimed_by is not None:
            return False
        now = ports().clock.now()
        return not self.light or light_of(release, line.due, now, late=line.late).kind == self.light


def filters_of(given: dict[str, str]) -> Filters:
    """Those of an address or a form; what is none of ours counts for nothing."""
    named = {name: given.get(name, "") for name in Filters._fields}
    known = {name: value if _NAMED.fullmatch(value) else "" for name, value in named.items()}
    known["light"] = known["light"] if known["light"] in KINDS else ""
    known["hands"] = known["hands"] if known["hands"] in HANDS else ""
    return Filters(**known)


def kept_filters(request: Request) -> Filters:
    """What she narrowed her list down to last."""
    return filters_of(dict(parse_qsl(kept_query(request))))


def picker(release: Release, who: Staff, filters: Filters) -> Callable[[Work], bool]:
    """What says whether a line is wanted: steps of one title are one for people."""
    titles = _titles(release)
    alike = {name for name, title in titles.items() if title == titles.get(filters.step)}
    return lambda line: (not alike or line.step in alike) and filters.picks(release, who, line)


def counted(release: Release, who: Staff, filters: Filters, survey: Survey) -> dict[str, Any]:
    """
    How many lines there are of each light, step and item, were only that one chosen anew; ``more``: beyond
    them nothing was counted, as the list is so long.
    """
    now, titles = ports().clock.now(), _titles(release)
    first = {title: name for name, title in reversed(titles.items())}

    def of(**anew: str) -> tuple[Work, ...]:
        return tuple(filter(picker(release, who, filters._replace(**anew)), survey.lines))

    lights = Counter(light_of(release, line.due, now, late=line.late).kind for line in of(light=""))
    steps = Counter(titles.get(line.step) for line in of(step=""))
    items = Counter(line.item for line in of(item="") if line.item in release.items)
    steps.update({titles[name]: 0 for name in (filters.step,) if name in titles})
    items.update({name: 0 for name in (filters.item,) if name in release.items})
    return {
        "more": not survey.whole,
        "looked": len(survey.lines),
        "step": first.get(titles[filters.step]) if filters.step in titles else None,
        "lights": {"": lights.total(), **lights},
        "steps": [(first[title], title, n) for title, n in steps.items() if title is not None],
        "items": [(name, release.items[name].name, n) for name, n in sorted(items.items())],
    }


def _titles(release: Release) -> dict[str, Text]:
    """What may stand on a list, by its name in the rules."""
    named = {step.step: step.title for plan in release.plans.values() for step in plan.steps}
    clocks = {clock.clock: clock.title for clock in release.clocks}
    return named | {kind.value: title for kind, title in TITLES.items()} | clocks
