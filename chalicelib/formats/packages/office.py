"""Tell what a new Office document is, and whether a Word document is whole and harmless (ISO/IEC 29500)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple
from urllib.parse import unquote

from chalicelib.formats.packages.fields import Fields, check_field, is_elsewhere
from chalicelib.formats.packages.parts import parse
from chalicelib.formats.packages.relations import Package, plain
from chalicelib.formats.targets import check_target
from chalicelib.formats.verdict import Active, Fault, FaultError, active, damaged, too_complex

_TYPES = "[content_types].xml"
_KINDS = (
    ("ms-word.document.macroenabled", "docm"),
    ("ms-word.template.macroenabled", "docm"),
    ("wordprocessingml.template", "dotx"),
    ("wordprocessingml.document", "docx"),
    ("spreadsheetml.", "xlsx"),
    ("ms-excel.", "xlsx"),
    ("presentationml.", "pptx"),
    ("ms-powerpoint.", "pptx"),
    ("ms-visio.", "visio"),
    ("fixeddocumentsequence", "xps"),
)
"""By a word in the content type of the main part."""

_MAIN = ("/officedocument", "/fixedrepresentation")
_MOST_XML = 64 << 20
_MOST_SMALL = 4 << 20
_MOST_EMBEDDED = 16 << 20
_ASKS = {"connectString", "query", "udl"}
"""Of a mail merge (17.14): the database that a document asks on being opened, and what it asks."""

_LINKED = {
    "/webextension": Active.OBJECT,
    "/webextensiontaskpanes": Active.OBJECT,
    "/vbaproject": Active.MACROS,
    "/wordvbadata": Active.MACROS,
    "/oleobject": Active.OBJECT,
    "/control": Active.OBJECT,
    "/activexcontrolbinary": Active.OBJECT,
    "/afchunk": Active.EMBEDDED,
    "/subdocument": Active.EMBEDDED,
}
"""Relationships that a document for an office does not need."""


class _Link(NamedTuple):
    type: str
    target: str


class _Types(NamedTuple):
    """Content types: of single parts, and of all with an ending (ISO/IEC 29500-2, 7.2.3)."""

    parts: dict[str, str]
    endings: dict[str, str]

    def of(self, part: str) -> str:
        return self.parts.get(part) or self.endings.get(part.rpartition(".")[2], "")


def office_kind(package: Package) -> str:
    """
    The kind by the content type of the part that the package names as its main one.

    Raises:
        FaultError: the lists that every package has cannot be read, or need a password.
    """
    if package.encrypted:
        raise FaultError(Fault.PASSWORD)
    types, main = _types(package), _main(package)
    said = types.of(main) if main else "".join(types.parts.values())
    return next((kind for word, kind in _KINDS if word in said), "zip")


def check_docx(package: Package) -> None:
    """
    Raises:
        FaultError: a part is missing or spoilt, or the document holds macros, objects, other files or
            commands, or loads something from elsewhere.
    """
    package.check()
    types, main = _types(package), _main(package)
    main = main or next((part for part, said in types.parts.items() if "document.main" in said), "")
    if any("vbaproject" in types.of(part) or part.endswith("vbaproject.bin") for part in package.entries):
        raise active(Active.MACROS)
    if any("/activex/" in part for part in package.entries):
        raise active(Active.OBJECT)
    for part in package.entries:
        if "/embeddings/" in part:
            _check_embedded(package, part)
        if part.endswith(".rels"):
            for link in _links(package, part):
                _check_link(link, in_chart="/charts/" in part)
    if _root_after_fields(package, types, main) != "document":
        raise damaged()


def _check_embedded(package: Package, part: str) -> None:
    """The figures of a chart lie in a workbook of its own; nothing else needs to be in a document."""
    if not part.endswith(".xlsx"):
        raise active(Active.OBJECT)
    if package.entries[part].file_size > _MOST_EMBEDDED:
        raise too_complex()
    inner = Package(b"".join(package.pieces(part)))
    for name in inner.entries:
        if name.endswith("vbaproject.bin"):
            raise active(Active.MACROS)
        if name.endswith(".rels"):
            for link in _links(inner, name):
                _check_link(link, in_chart=False)


def _check_link(link: _Link, *, in_chart: bool) -> None:
    kind = next((what for ending, what in _LINKED.items() if link.type.endswith(ending)), None)
    if kind is not None:
        raise active(kind)
    if link.type.endswith("/package") and not (in_chart and "embeddings/" in plain(link.target)):
        raise active(Active.OBJECT)
    if link.type.endswith("/hyperlink"):
        check_target(link.target)
    elif is_elsewhere(unquote(link.target).strip()):
        raise active(Active.EXTERNAL)


def _root_after_fields(package: Package, types: _Types, main: str) -> str:
    """The outermost element of the main part, once the fields of all parts of text have been looked at."""
    roots = {main: ""}
    size = 0
    for part in package.entries:
        if part == main or "wordprocessingml." in types.of(part):
            size += package.entries[part].file_size
            if size > _MOST_XML:
                raise too_complex()
            roots[part] = _check_fields(package, part)
    return roots[main]


def _check_fields(package: Package, part: str) -> str:
    fields = Fields()

    def start(name: str, attributes: dict[str, str]) -> None:
        if name == "fldChar":
            fields.mark(attributes.get("fldCharType", ""))
        elif name == "fldSimple":
            check_field(attributes.get("instr", ""))
        else:
            _check_element(name, attributes)

    def text(around: str, piece: str) -> None:
        if around == "instrText":
            fields.add(piece)

    root = parse(package.pieces(part), start, text)
    fields.close()
    return root


def _check_element(name: str, attributes: dict[str, str]) -> None:
    if "href" in attributes and name != "imagedata":  # a drawing's link; a picture tells where it came from
        check_target(attributes["href"])
    if name == "webVideoPr":
        raise active(Active.MEDIA)
    if name in _ASKS and attributes.get("val"):
        raise active(Active.ACTION)


def _types(package: Package) -> _Types:
    found = _Types({}, {})

    def start(name: str, attributes: dict[str, str]) -> None:
        said = attributes.get("ContentType", "").casefold()
        if name == "Override":
            found.parts[plain(attributes.get("PartName", ""))] = said
        elif name == "Default":
            found.endings[attributes.get("Extension", "").casefold()] = said

    if parse(_small(package, _TYPES), start) != "Types":
        raise damaged()
    return found


def _main(package: Package) -> str:
    """The plain name of the main part; empty where the package names none."""
    if "_rels/.rels" not in package.entries:
        return ""
    links = _links(package, "_rels/.rels")
    return next((plain(link.target) for link in links if link.type.endswith(_MAIN)), "")


def _links(package: Package, part: str) -> list[_Link]:
    found: list[_Link] = []

    def start(name: str, attributes: dict[str, str]) -> None:
        if name == "Relationship":
            found.append(_Link(attributes.get("Type", "").casefold(), attributes.get("Target", "")))

    parse(_small(package, part), start)
    return found


def _small(package: Package, part: str) -> Iterator[bytes]:
    if part in package.entries and package.entries[part].file_size > _MOST_SMALL:
        raise too_complex()
    return package.pieces(part)
