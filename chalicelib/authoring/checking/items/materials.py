"""Find materials that contradict themselves: asked for and shared, seen and counted, deferred on paper."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from chalicelib.authoring.checking.likeness import plain
from chalicelib.authoring.checking.plans.places import of_outcome
from chalicelib.authoring.findings.message import Message, say
from chalicelib.authoring.findings.problems import Problem
from chalicelib.authoring.reading.conditions.conditions import UNKNOWN
from chalicelib.authoring.reading.documents import Read
from chalicelib.authoring.reading.folder import Folder
from chalicelib.authoring.reading.form_errors import form_error
from chalicelib.authoring.reading.names import known_name
from chalicelib.authoring.reading.plans.expand import ReadPlan
from chalicelib.decisions.effect import in_effect
from chalicelib.decisions.facts.asked import CONSENT
from chalicelib.decisions.forms.form import Condition
from chalicelib.decisions.forms.material import Material
from chalicelib.decisions.forms.model import Item
from chalicelib.decisions.forms.plan import Milestone

_ASKED = ("format", "originals", "copies", "original", "deferrable", "committed")
"""What cannot be said of a material that nobody asks the applicant for."""


def check_materials(item: Read[Item], units: Sequence[str]) -> None:
    """
    Report what is wrong with an item's materials.

    Args:
        units: the region's by name; empty when units.yaml could not be read.
    """
    for number, material in enumerate(item.form.materials):
        for path, message in _wrong(material):
            item.report(item.node.find("materials", number, *path), message)
        if material.shared is not None and units:
            known_name(
                item,
                ("materials", number, "shared", "from"),
                material.shared.from_,
                units,
                "unknown-unit/name",
            )


def unawaited(plan: ReadPlan, items: Sequence[Read[Item]]) -> Iterator[Problem]:
    """Licences of a plan that would be made without what some item wants before."""
    wanting = next((one.form for one in items if any(map(_before_made, one.form.materials))), None)
    if wanting is None:
        return
    for step in plan.form.steps:
        for outcome in step.outcomes:
            if outcome.marks is Milestone.MADE and outcome.waits_for != "deferred":
                place = of_outcome(plan, step, outcome)
                yield place.error("deferred-not-awaited", name=wanting.name, item=wanting.item)


def unsaid_promises(item: Read[Item]) -> Iterator[Problem]:
    """
    Materials that a promise stands in for, of which nobody is told what is promised 告知承诺.

    国办发〔2020〕42号 wants all of it told at once, before she promises (written from knowledge of that text,
    which was not looked up). A warning: whether it is told elsewhere, on paper, this program does not know.
    """
    for number, material in enumerate(item.form.materials):
        if material.committed is not None and material.committed.text is None:
            yield item.at("materials", number, "committed").warning("promise-unsaid")


def asked_elsewhere(folder: Folder, today: date) -> Iterator[Problem]:
    """
    Materials on paper that one item asks for, and that the office has by sharing for another: by their names,
    as applicants see them. Within one item they follow each other, or are for different applicants. What goes
    back with the result may be an old document that is to be changed.
    """
    shared: dict[str, list[tuple[Item, str]]] = {}
    for item in folder.items:
        for material in item.form.materials if in_effect(item.form, today) else ():
            if material.shared is not None and in_effect(material, today):
                shared.setdefault(plain(material.name.zh), []).append((item.form, material.shared.from_))
    for item in folder.items if shared else ():
        for number, material in enumerate(item.form.materials):
            others = (one for one in shared.get(plain(material.name.zh), ()) if one[0] is not item.form)
            other, unit = next(others, (None, ""))
            asked = material.shared is None and material.on_paper and material.need == "required"
            now = _still(material.until, today) and _still(item.form.until, today)
            if other is not None and asked and now and material.original != "returned":
                at = item.at("materials", number)
                yield at.warning("shared-asked/elsewhere", name=material.name, item=other.name, unit=unit)


def _still(until: date | None, today: date) -> bool:
    return until is None or until >= today


def _before_made(material: Material) -> bool:
    return material.deferrable is not None and material.deferrable.before == "made"


_Found = tuple[tuple[str, ...], Message]


def _wrong(material: Material) -> Iterator[_Found]:
    yield from _conditions(material)
    if material.shared is not None:
        written = [key for key in _ASKED if key in material.model_fields_set]
        yield from (((key,), say("shared-asked")) for key in written)
        return
    if material.format is None:
        yield (), form_error("missing", "format", {}, ())
        return
    yield from _sheets(material)
    if material.deferrable is not None and (material.format != "electronic" or material.need == "optional"):
        yield ("deferrable",), say("deferrable")
    if material.committed is not None and material.need == "optional":
        yield ("committed",), say("committed-optional")


def _conditions(material: Material) -> Iterator[_Found]:
    """What is needed hangs on what the applicant says when she applies, and on nothing that changes later."""
    places: list[tuple[tuple[str, ...], tuple[Condition, ...]]] = [(("when",), material.when)]
    if material.committed is not None:
        places.append((("committed", "when"), material.committed.when))
    for path, tests in places:
        for test in tests:
            if test.fact == UNKNOWN:
                continue
            if test.fact.startswith("item."):
                yield (*path, test.fact), say("material-condition/of-item")
            elif test.fact == CONSENT:
                yield (*path, test.fact), say("material-condition/consent", consent=CONSENT)


def _sheets(material: Material) -> Iterator[_Found]:
    counted = material.originals + material.copies
    if material.format == "electronic" and counted:
        key = "originals" if material.originals else "copies"
        yield (key,), say("sheets-not-taken/electronic")
    elif material.original == "seen" and material.originals:
        yield ("originals",), say("sheets-not-taken/seen")
    elif material.original == "returned" and not material.originals_taken:
        yield ("original",), say("nothing-returned")
    elif material.format != "electronic" and material.original != "seen" and not counted:
        yield ("format",), say("no-sheets")
