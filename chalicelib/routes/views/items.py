"""How an item is shown."""

from __future__ import annotations

from datetime import date
from typing import Any

from chalicelib.decisions.effect import in_effect
from chalicelib.decisions.explain import conditions_in_words, not_in_effect
from chalicelib.decisions.facts.amounts import as_written, is_amount
from chalicelib.decisions.forms.material import Material
from chalicelib.decisions.forms.model import Fact, Item, Release
from chalicelib.routes.views.words import day, unit_name


def show_notice(release: Release) -> str | None:
    """What the region says of every attribute of its items; None once they are settled."""
    notice = release.region.notice
    return None if notice is None else f"{notice.en} {notice.zh}"


def show_item(
    release: Release,
    item: Item,
    asks: tuple[Fact, ...],
    besides: tuple[Fact, ...],
    of_applicant: tuple[Fact, ...],
    on: date,
) -> dict[str, Any]:
    """
    An item, whether it is ``in_effect`` on a day and if not why; in ``asks`` what POST /cases wants to know
    of the application for it, in ``asks_besides`` what it may say as well and may leave out;
    in ``asks_of_applicant`` what of the applicant herself can matter.
    """
    content = item.model_dump(mode="json", by_alias=True, exclude={"where", "rules", "materials"})
    stands = in_effect(item, on)
    return {
        "code": content.pop("item"),
        **content,
        "materials": [_material(release, one) for one in item.materials],
        "unit": item.units.decides,
        "unit_name": unit_name(release, item.units.decides),
        "in_effect": stands,
        "not_in_effect": None if stands else not_in_effect(release, item, on).model_dump(),
        "asks": _questions(asks),
        "asks_besides": _questions(besides),
        "asks_of_applicant": _questions(of_applicant),
        "attributes": show_notice(release),
    }


def _questions(facts: tuple[Fact, ...]) -> list[dict[str, Any]]:
    return [_question(fact) for fact in facts]


def _question(fact: Fact) -> dict[str, Any]:
    """A question by its declaration; the bounds of an amount in its unit, as it is answered."""
    told = fact.model_dump(mode="json", exclude={"usual"}, exclude_defaults=True)
    ends = {"at_least": fact.at_least, "at_most": fact.at_most} if is_amount(fact) else {}
    return told | {name: as_written(fact, end) for name, end in ends.items() if end is not None}


def _material(release: Release, material: Material) -> dict[str, Any]:
    """
    A material: ``when`` it is needed and where a promise stands in for it in words, null for always, and the
    ``text`` that is promised then; what may follow later so long after acceptance; from whom the office has
    it by itself.
    """
    when = conditions_in_words(release.declared, material.when)
    later, promise, source = material.deferrable, material.committed, material.shared
    promised = None if promise is None else conditions_in_words(release.declared, promise.when)
    return {
        **material.model_dump(mode="json", include={"material", "name", "format", "originals", "copies"}),
        "original": material.original,
        "need": material.need,
        "when": None if when is None else when.model_dump(),
        "deferrable": later and later.model_dump(mode="json", exclude_none=True),
        "shared": source and {"from": source.from_, "unit_name": unit_name(release, source.from_)},
        "committed": promise
        and {
            "when": promised and promised.model_dump(),
            "checked_within": promise.checked_within.model_dump(exclude_none=True),
            "text": promise.text and promise.text.model_dump(),
        },
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
