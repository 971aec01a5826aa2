"""Small files of every kind an applicant may upload, and of kinds that are not taken."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from xml.sax.saxutils import escape  # it reads nothing, it only writes

DEMONSTRATION = "演示材料，不是真实文件  Demonstration, not a real document"


def pdf(text: str) -> bytes:
    """
    A PDF of one page that says ``text`` and that it is a demonstration. Characters are those of the font for
    Chinese that every PDF viewer has at hand (ISO 32000-1, 9.7.5.2), so that none has to lie in the file.
    """
    said = f"BT /F1 24 Tf 60 740 Td <{_hex(text)}> Tj /F1 13 Tf 0 -40 Td <{_hex(DEMONSTRATION)}> Tj ET"
    body = b"%PDF-1.4\n"
    places = []
    for number, content in enumerate((*_PDF, f"<</Length {len(said)}>>stream\n{said}\nendstream"), start=1):
        places.append(len(body))
        body += f"{number} 0 obj{content}endobj\n".encode()
    start, size = len(body), len(places) + 1
    body += f"xref\n0 {size}\n0000000000 65535 f \n".encode()
    body += b"".join(f"{place:010d} 00000 n \n".encode() for place in places)
    return body + f"trailer<</Size {size}/Root 1 0 R>>\nstartxref\n{start}\n%%EOF\n".encode()


_PDF = (
    "<</Type/Catalog/Pages 2 0 R>>",
    "<</Type/Pages/Kids[3 0 R]/Count 1>>",
    "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 7 0 R/Resources<</Font<</F1 4 0 R>>>>>>",
    "<</Type/Font/Subtype/Type0/BaseFont/STSong-Light/Encoding/UniGB-UTF16-H/DescendantFonts[5 0 R]>>",
    "<</Type/Font/Subtype/CIDFontType0/BaseFont/STSong-Light/DW 1000/W[1 95 500]/FontDescriptor 6 0 R"
    "/CIDSystemInfo<</Registry(Adobe)/Ordering(GB1)/Supplement 4>>>>",
    "<</Type/FontDescriptor/FontName/STSong-Light/Flags 6/FontBBox[-25 -254 1000 880]/ItalicAngle 0"
    "/Ascent 880/Descent -120/CapHeight 880/StemV 93>>",
)
"""Catalog, pages, page, font, its descendant and what describes it, as objects 1 to 6."""


def _hex(text: str) -> str:
    return text.encode("utf-16-be").hex()


def png() -> bytes:
    """A PNG of one white pixel."""
    header = struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0)
    chunks = ((b"IHDR", header), (b"IDAT", zlib.compress(b"\x00\xff")), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
        for name, data in chunks
    )


def jpeg() -> bytes:
    """A JPEG of eight by eight grey pixels (ITU-T T.81, baseline)."""
    parts = (
        (0xE0, b"JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00"),
        (0xDB, b"\x00" + b"\x01" * 64),
        (0xC0, b"\x08\x00\x08\x00\x08\x01\x01\x11\x00"),
        (0xC4, b"\x00\x01" + bytes(16)),
        (0xC4, b"\x10\x01" + bytes(16)),
        (0xDA, b"\x01\x01\x00\x00\x3f\x00"),
    )
    segments = b"".join(struct.pack(">BBH", 0xFF, mark, len(data) + 2) + data for mark, data in parts)
    return b"\xff\xd8" + segments + b"\x3f\xff\xd9"


def ofd(*lines: str) -> bytes:
    """An OFD document of one page with these lines (GB/T 33190-2016)."""
    said = "".join(
        f"<ofd:TextObject><ofd:TextCode>{escape(line)}</ofd:TextCode></ofd:TextObject>" for line in lines
    )
    return _zip(
        {
            "OFD.xml": f'<ofd:OFD {_OFD} Version="1.0" DocType="OFD"><ofd:DocBody><ofd:DocInfo><ofd:DocID>'
            "00000000000000000000000000000001</ofd:DocID></ofd:DocInfo><ofd:DocRoot>Doc_0/Document.xml"
            "</ofd:DocRoot></ofd:DocBody></ofd:OFD>",
            "Doc_0/Document.xml": f"<ofd:Document {_OFD}><ofd:CommonData><ofd:MaxUnitID>2</ofd:MaxUnitID>"
            "<ofd:PageArea><ofd:PhysicalBox>0 0 210 297</ofd:PhysicalBox></ofd:PageArea></ofd:CommonData>"
            '<ofd:Pages><ofd:Page ID="1" BaseLoc="Pages/Page_0/Content.xml"/></ofd:Pages></ofd:Document>',
            "Doc_0/Pages/Page_0/Content.xml": f"<ofd:Page {_OFD}><ofd:Content>{said}</ofd:Content>"
            "</ofd:Page>",
        }
    )


def docx(text: str = "") -> bytes:
    """A Word document of one paragraph (ISO/IEC 29500)."""
    return _zip(
        {
            "[Content_Types].xml": f'<Types xmlns="{_OPC}/content-types"><Default Extension="rels" '
            'ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override '
            f'PartName="/word/document.xml" ContentType="{_WORD}.document.main+xml"/></Types>',
            "_rels/.rels": f'<Relationships xmlns="{_OPC}/relationships"><Relationship Id="rId1" Type='
            '"http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"'
            ' Target="word/document.xml"/></Relationships>',
            "word/document.xml": "<w:document xmlns:w="
            '"http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>'
            f"<w:p><w:r><w:t>{escape(text)}</w:t></w:r></w:p></w:body></w:document>",
        }
    )


_OFD = 'xmlns:ofd="http://www.ofdspec.org/2016"'
_OPC = "http://schemas.openxmlformats.org/package/2006"
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml"


def archive() -> bytes:
    """A zip that is no document: not taken."""
    return _zip({"notes.txt": "no document"})


def _zip(files: dict[str, str]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as content:
        for name, text in files.items():
            content.writestr(zipfile.ZipInfo(name), text)
    return buffer.getvalue()
