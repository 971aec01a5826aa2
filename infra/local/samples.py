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
    """The frame of a JPEG: its first and its last marker."""
    return b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00\xff\xd9"


def ofd() -> bytes:
    """The shell of an OFD document (GB/T 33190-2016)."""
    return _zip({"OFD.xml": '<ofd:OFD xmlns:ofd="http://www.ofdspec.org/2016" Version="1.0"/>'})


def docx() -> bytes:
    """The shell of a Word document (ISO/IEC 29500)."""
    return _zip({"[Content_Types].xml": "<Types/>", "word/document.xml": "<document/>"})


def archive() -> bytes:
    """A zip that is no document: not taken."""
    return _zip({"notes.txt": "no document"})


def _zip(files: dict[str, str]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as content:
        for name, text in files.items():
            content.writestr(zipfile.ZipInfo(name), text)
    return buffer.getvalue()
