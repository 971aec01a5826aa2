"""Files made by hand for the tests: PDFs with anything in them, and packages of any entries."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping, Sequence

from pypdf import PdfWriter
from pypdf.generic import DictionaryObject, NameObject, TextStringObject

from infra.local.samples import docx

PAGE = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]%s>>"


def pdf(
    *objects: bytes,
    catalogue: bytes = b"",
    page: bytes = b"",
    trailer: bytes = b"",
    header: bytes = b"%PDF-1.7\n",
) -> bytes:
    """A PDF of one page; ``objects`` are numbered from 4, the rest is put into its dictionaries."""
    bodies = [b"<</Type/Catalog/Pages 2 0 R%s>>" % catalogue, b"<</Type/Pages/Kids[3 0 R]/Count 1>>"]
    bodies += [PAGE % page, *objects]
    content, places = bytearray(header), []
    for number, body in enumerate(bodies, start=1):
        places.append(len(content))
        content += b"%d 0 obj%sendobj\n" % (number, body)
    start = len(content)
    content += b"xref\n0 %d\n0000000000 65535 f \n" % (len(bodies) + 1)
    content += b"".join(b"%010d 00000 n \n" % place for place in places)
    content += b"trailer<</Size %d/Root 1 0 R%s>>\nstartxref\n%d\n%%%%EOF\n" % (
        len(bodies) + 1,
        trailer,
        start,
    )
    return bytes(content)


def appended(content: bytes, number: int, body: bytes) -> bytes:
    """A change of one object, appended as editors and signers do (ISO 32000-2, 7.5.6)."""
    before = int(content[content.rfind(b"startxref") + 9 :].split()[0])
    place = len(content)
    content += b"%d 0 obj%sendobj\n" % (number, body)
    table = len(content)
    content += b"xref\n%d 1\n%010d 00000 n \n" % (number, place)
    return content + (
        b"trailer<</Size %d/Root 1 0 R/Prev %d>>\nstartxref\n%d\n%%%%EOF\n" % (number + 1, before, table)
    )


def written(*, script: bool = False, **options: object) -> bytes:
    """A PDF by a library's writer; ``options``: how it is encrypted."""
    writer = PdfWriter()
    writer.add_blank_page(595, 842)
    if script:
        action = {"/S": NameObject("/JavaScript"), "/JS": TextStringObject("app.alert(1)")}
        writer.root_object[NameObject("/OpenAction")] = DictionaryObject(
            {NameObject(name): value for name, value in action.items()}
        )
    if options:
        writer.encrypt(**options)  # type: ignore[arg-type]
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def package(entries: Mapping[str, bytes | str], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w", method) as archive:
        for name, content in entries.items():
            archive.writestr(zipfile.ZipInfo(name), content, compress_type=method)
    return whole.getvalue()


def unpacked(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def word(
    changed: Mapping[str, bytes | str] | None = None,
    *,
    renamed: Mapping[str, str] | None = None,
    swaps: Sequence[tuple[str, str]] = (),
) -> bytes:
    """The sample Word document with entries added or ``renamed`` and texts in all of them swapped."""
    entries = unpacked(docx())
    for old, new in swaps:
        entries = {name: each.replace(old.encode(), new.encode()) for name, each in entries.items()}
    named = {(renamed or {}).get(name, name): each for name, each in entries.items()}
    return package({**named, **(changed or {})})


def links(*each: str) -> str:
    """A part of relationships; each is "type target" or "type target External"."""
    rows = []
    for n, link in enumerate(each):
        kind, target, *mode = link.split()
        outside = ' TargetMode="External"' if mode else ""
        rows.append(
            f'<Relationship Id="rId{n}" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships'
            f'/{kind}" Target="{target}"{outside}/>'
        )
    name = "http://schemas.openxmlformats.org/package/2006/relationships"
    return f'<Relationships xmlns="{name}">{"".join(rows)}</Relationships>'


def compound(*streams: str) -> bytes:
    """A compound file (MS-CFB) with a directory of these names, 512 bytes a sector."""
    entries = b""
    for name in ("Root Entry", *streams):
        text = (name + "\0").encode("utf-16-le")
        entries += (text.ljust(64, b"\0") + len(text).to_bytes(2, "little")).ljust(128, b"\0")
    sectors = -(-len(entries) // 512)
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".ljust(24, b"\0") + b"\x3e\0\x03\0\xfe\xff\x09\0\x06\0"
    header = header.ljust(48, b"\0") + (1).to_bytes(4, "little")
    header = header.ljust(76, b"\0") + (0).to_bytes(4, "little") + b"\xff" * 432
    table = b"\xfd\xff\xff\xff" + b"".join(
        (n + 2 if n + 1 < sectors else 0xFFFFFFFE).to_bytes(4, "little") for n in range(sectors)
    )
    return header + table.ljust(512, b"\xff") + entries.ljust(sectors * 512, b"\0")
