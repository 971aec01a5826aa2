"""Make elements of a DMN document, in its namespaces."""

from __future__ import annotations

from xml.etree import ElementTree as ET

_OMG = "https://www.omg.org/spec/DMN"
NAMESPACES = {
    "dmn": f"{_OMG}/20191111/MODEL/",
    "dmndi": f"{_OMG}/20191111/DMNDI/",
    "dc": "http://www.omg.org/spec/DMN/20180521/DC/",
    "di": "http://www.omg.org/spec/DMN/20180521/DI/",
}
for _prefix, _uri in NAMESPACES.items():
    ET.register_namespace("" if _prefix == "dmn" else _prefix, _uri)


def root(tag: str, **attributes: str) -> ET.Element:
    return ET.Element(_full(tag), attributes)


def add(parent: ET.Element, tag: str, **attributes: str) -> ET.Element:
    """A new last child. ``tag`` is of DMN itself, or has a prefix of ``NAMESPACES``: "dc:Bounds"."""
    return ET.SubElement(parent, _full(tag), attributes)


def leaf(parent: ET.Element, tag: str, text: str) -> None:
    """A new last child with nothing but text."""
    add(parent, tag).text = text


def written(element: ET.Element, model: str = NAMESPACES["dmn"]) -> str:
    """The document; ``model`` is the namespace of DMN itself, another one in each of its versions."""
    ET.indent(element)
    text = ET.tostring(element, encoding="unicode", xml_declaration=False)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{text.replace(NAMESPACES["dmn"], model, 1)}\n'


def _full(tag: str) -> str:
    prefix, _, name = tag.rpartition(":")
    return f"{{{NAMESPACES[prefix or 'dmn']}}}{name}"
