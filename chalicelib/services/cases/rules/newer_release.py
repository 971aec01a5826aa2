"""Whether other rules have come into force since a case was opened, while it is still undecided."""

from __future__ import annotations

from typing import NamedTuple

from chalicelib.cases.case import Case, Stage
from chalicelib.cases.item_of_case import item_of
from chalicelib.decisions.effect import items_on
from chalicelib.decisions.facts.asked import asked
from chalicelib.decisions.facts.facts import checked
from chalicelib.decisions.facts.needs import Need, needs_of
from chalicelib.decisions.forms.form import FactValue, Text
from chalicelib.decisions.forms.material import Material
from chalicelib.decisions.forms.model import Fact, Item, Release
from chalicelib.ports.ports import Ports
from chalicelib.services.days import local_day

_OFFER = Text(
    zh="办事规则已经更新。您的申请还没有确定办理渠道：可以改按新规则办理，不改则仍按申请时的规则",
    en="the rules have changed since. Nothing is decided on your application yet: it can go on under the "
    "new rules; if you do nothing, it goes on under those of the day it was opened",
)
_GONE = Text(
    zh="办事规则已经更新，新规则中没有该事项，或在您申请之日已不办理；您的申请仍按申请时的规则办理",
    en="the rules have changed since; they have no such item, or none on the day of your application, which "
    "goes on under those of the day it was opened",
)


class Newer(NamedTuple):
    """
    The release in force and what it asks of the case beyond its own: materials and facts. ``item`` is
    None where the item is not there on the day of the application: then the case cannot go on under it.
    """

    digest: str
    item: Item | None
    needs: dict[str, Need]
    added: tuple[Material, ...]
    removed: tuple[str, ...]
    facts: tuple[Fact, ...]

    @property
    def note(self) -> Text:
        return _GONE if self.item is None else _OFFER


def newer_release(ports: Ports, case: Case, in_force: str | None = None) -> Newer | None:
    """
    None for a case that was decided, or opened under the release in force: the rules it was decided under
    stay those of a case to its end.

    Args:
        in_force: the release in force, where it has just been looked up.
    """
    if case.stage is not Stage.MATERIALS:
        return None
    digest = in_force or ports.releases.active(case.region)
    if digest == case.release:
        return None
    release = ports.releases.get(digest)
    gone = case.item not in items_on(release, local_day(release, case.opened_at))
    item = None if gone else item_of(release, case)
    needs = {} if item is None else needs_of(item, _stated(case, release))
    materials = () if item is None else item.materials
    wanted = () if item is None else _asked(ports, case, release)
    return Newer(
        digest=digest,
        item=item,
        needs=needs,
        added=tuple(m for m in materials if _is_new(case, m.material, needs.get(m.material))),
        removed=tuple(name for name in case.needs if name not in needs) if item else (),
        facts=tuple(fact for fact in wanted if fact.fact not in case.application),
    )


def _asked(ports: Ports, case: Case, release: Release) -> tuple[Fact, ...]:
    """What can matter for the case under the other release, by what it has stated that still counts there."""
    stated = _stated(case, release)
    today, opened = local_day(release, ports.clock.now()), local_day(release, case.opened_at)
    return asked(release, case.item, today, stated, opened)


def _stated(case: Case, release: Release) -> dict[str, FactValue]:
    """What the application has stated that counts under the other release, too."""
    declared = {fact.fact: fact for fact in release.facts if fact.fact.startswith("application.")}
    return checked(declared, case.application)[0]


def _is_new(case: Case, material: str, need: Need | None) -> bool:
    """Not asked for so far, or now required."""
    if need is None or need.shared:
        return False
    before = case.needs.get(material)
    return before is None or before.shared or (need.required and not before.required)
