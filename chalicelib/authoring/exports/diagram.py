"""Draw a DMN document (DMNDI): the decision above, the data that it reads below, and arrows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from xml.etree import ElementTree as ET

from chalicelib.authoring.exports.xml import add

WIDTH, APART = 180, 230
TOP, BELOW = 120, 320  # dmn-js lays its title over what is higher
HIGH, LOW = 80, 45


@dataclass(frozen=True)
class Shapes:
    """What is drawn, by id: one decision and its input data; an arrow's id is ``needs-`` and the data's."""

    decision: str
    data: Sequence[str]


def draw(definitions: ET.Element, shapes: Shapes) -> None:
    """Add the diagram to the definitions, where it must be the last child. Sizes are in pixels."""
    diagram = add(add(definitions, "dmndi:DMNDI"), "dmndi:DMNDiagram", id="diagram")
    middle = 160 + APART * (len(shapes.data) - 1) // 2
    _shape(diagram, shapes.decision, middle, TOP, HIGH)
    for number, name in enumerate(shapes.data):
        x = 160 + APART * number
        _shape(diagram, name, x, BELOW, LOW)
        arrow = add(diagram, "dmndi:DMNEdge", id=f"edge-{name}", dmnElementRef=f"needs-{name}")
        _point(arrow, x + WIDTH // 2, BELOW)
        _point(arrow, middle + WIDTH // 2, TOP + HIGH)


def _shape(diagram: ET.Element, name: str, x: int, y: int, height: int) -> None:
    shape = add(diagram, "dmndi:DMNShape", id=f"shape-{name}", dmnElementRef=name)
    add(shape, "dc:Bounds", x=str(x), y=str(y), width=str(WIDTH), height=str(height))


def _point(arrow: ET.Element, x: int, y: int) -> None:
    add(arrow, "di:waypoint", x=str(x), y=str(y))
