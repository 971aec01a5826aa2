"""Items that a region could have, as far as a plan can tell items apart."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from functools import cache

from chalicelib.decisions.facts.facts import attributes
from chalicelib.decisions.forms.form import Basis, FactValue, Text, Where
from chalicelib.decisions.forms.material import Material
from chalicelib.decisions.forms.model import Item, ItemType, Limits, Result
from chalicelib.decisions.forms.plan import Limit
from chalicelib.decisions.forms.unit import HALL, ItemUnits

Facts = Mapping[str, FactValue]


def made_up(facts: Facts, counted: Collection[str], *, divided: bool = False) -> Iterator[Item]:
    """
    Items of all kinds that agree with what facts say of the attributes, and of papers: where some are
    counted, no item is without materials.

    Args:
        counted: the facts that are numbers of papers.
        divided: another unit for each role, instead of the hall for all that an item need not name.
    """
    for trigger in ("prereview", "paper"):
        for papers in (True,) if any(map(facts.get, counted)) else (True, False):
            for form in ("paper", "electronic"):
                kind = str(facts.get("item.type", "01"))
                item = _item(kind, trigger, form, papers=papers, divided=divided)
                if all(facts.get(name, value) == value for name, value in attributes(item).items()):
                    yield item


_SEVERAL = ("any", HALL)
_AT_HALL = ItemUnits(decides=HALL, inspects=_SEVERAL, advises=_SEVERAL)
_DIVIDED = ItemUnits(
    decides="decides",
    handles="handles",
    makes="makes",
    supervises="supervises",
    inspects=("inspects", HALL),
    advises=("advises", HALL),
)


@cache  # of a few words each
def _item(kind: str, trigger: str, form: str, *, papers: bool, divided: bool) -> Item:
    title = Text(zh="任一事项", en="any item")
    sheet = Material(material="paper", name=title, format="paper", originals=1, original="returned")
    week = Limit(working_days=5)
    return Item.model_validate(
        {
            "item": "any",
            "name": title,
            "type": ItemType(kind),
            "units": _DIVIDED if divided else _AT_HALL,
            "basis": (Basis(title="任一"),),
            "facts": {},
            "acceptance_trigger": trigger,
            "limits": Limits(statutory=week, promised=week),
            "materials": (sheet,) if papers else (),
            "result": Result.model_validate({"name": title, "form": form}),
            "where": Where(file="", line=1),
        }
    )
