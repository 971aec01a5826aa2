"""Small files of every kind an applicant may upload, and of kinds that are not taken."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib


def pdf(text: str) -> bytes:
    """A PDF of one empty page; ``text`` is a comment that makes its content differ."""
    body = f"%PDF-1.4\n% {text}\n".encode()
    places = []
    for number, content in enumerate(
        ("<</Type/Catalog/Pages 2 0 R>>", "<</Type/Pages/Kids[3 0 R]/Count 1>>", _PAGE), start=1
    ):
        places.append(len(body))
        body += f"{number} 0 obj{content}endobj\n".encode()
    start = len(body)
    body += b"xref\n0 4\n0000000000 65535 f \n"
    body += b"".join(f"{place:010d} 00000 n \n".encode() for place in places)
    return body + f"trailer<</Size 4/Root 1 0 R>>\nstartxref\n{start}\n%%EOF\n".encode()


_PAGE = "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>"


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
    said = "".join(f"<ofd:TextObject><ofd:TextCode>{line}</ofd:TextCode></ofd:TextObject>" for line in lines)
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


def docx() -> bytes:
    """A Word document of one empty paragraph (ISO/IEC 29500)."""
    return _zip(
        {
            "[Content_Types].xml": f'<Types xmlns="{_OPC}/content-types"><Default Extension="rels" '
            'ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override '
            f'PartName="/word/document.xml" ContentType="{_WORD}.document.main+xml"/></Types>',
            "_rels/.rels": f'<Relationships xmlns="{_OPC}/relationships"><Relationship Id="rId1" Type='
            '"http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"'
            ' Target="word/document.xml"/></Relationships>',
            "word/document.xml": "<w:document xmlns:w="
            '"http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body><w:p/></w:body></w:document>',
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
