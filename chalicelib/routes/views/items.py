"""How an item is shown."""

from __future__ import annotations

from datetime import date
from typing import Any

from chalicelib.decisions.effect import in_effect
from chalicelib.decisions.explain import not_in_effect
from chalicelib.decisions.model import Fact, Item, Release
from chalicelib.routes.views.words import day, unit_name


def show_notice(release: Release) -> str | None:
    """What the region says of every attribute of its items; None once they are settled."""
    notice = release.region.notice
    return None if notice is None else f"{notice.en} {notice.zh}"


def show_item(release: Release, item: Item, asks: tuple[Fact, ...], on: date) -> dict[str, Any]:
    """
    An item, whether it is ``in_effect`` on a day and if not why, and in ``asks`` what POST /cases wants to
    know of the application for it.
    """
    content = item.model_dump(mode="json", by_alias=True, exclude={"where", "rules"})
    questions = [fact.model_dump(mode="json", exclude={"usual"}, exclude_defaults=True) for fact in asks]
    stands = in_effect(item, on)
    return {
        "code": content.pop("item"),
        **content,
        "unit": item.units.decides,
        "unit_name": unit_name(release, item.units.decides),
        "in_effect": stands,
        "not_in_effect": None if stands else not_in_effect(release, item, on).model_dump(),
        "asks": questions,
        "attributes": show_notice(release),
    }


def list_item(release: Release, item: Item) -> dict[str, Any]:
    return {
        "code": item.item,
        "name": item.name.model_dump(),
        "unit": item.units.decides,
        "unit_name": unit_name(release, item.units.decides),
        "type": item.type.value,
        "from": day(item.from_),
        "until": day(item.until),
    }
