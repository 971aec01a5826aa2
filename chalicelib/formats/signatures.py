"""Tell files apart by their first bytes."""

from __future__ import annotations

import re
import struct

_AT_START = (
    (b"\xff\xd8\xff", "jpeg"),
    (b"\x89PNG\r\n\x1a\n", "png"),
    (b"PK\x03\x04", "zip"),
    (b"PK\x05\x06", "zip"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "ole"),
    (b"II*\x00", "tiff"),
    (b"MM\x00*", "tiff"),
    (b"II+\x00", "tiff"),
    (b"MM\x00+", "tiff"),
    (b"GIF87a", "gif"),
    (b"GIF89a", "gif"),
    (b"{\\rtf", "rtf"),
    (b"Rar!\x1a\x07", "rar"),
    (b"7z\xbc\xaf\x27\x1c", "7z"),
    (b"\x1f\x8b", "archive"),
    (b"BZh", "archive"),
    (b"\xfd7zXZ\x00", "archive"),
    (b"MSCF", "archive"),
    (b"MZ", "program"),
    (b"\x7fELF", "program"),
    (b"\xcf\xfa\xed\xfe", "program"),
    (b"\xca\xfe\xba\xbe", "program"),
    (b"L\x00\x00\x00\x01\x14\x02\x00", "program"),
    (b"dex\n", "program"),
    (b"#!AMR", "audio"),
    (b"#!", "program"),
    (b"ID3", "audio"),
    (b"fLaC", "audio"),
    (b"OggS", "audio"),
    (b"\x1aE\xdf\xa3", "video"),
    (b"FLV\x01", "video"),
    (b"\x00\x00\x01\xba", "video"),
    (b"0&\xb2u\x8ef\xcf\x11", "video"),
    (b"%!PS", "postscript"),
    (b"8BPS", "photoshop"),
    (b"AT&TFORM", "djvu"),
    (b"\x00\x00\x00\x0cjP  ", "jpeg2000"),
    (b"\xff\x4f\xff\x51", "jpeg2000"),
    (b"\x00\x00\x00\x0cJXL ", "jpegxl"),
    (b"\xff\x0a", "jpegxl"),
    (b"AC10", "dwg"),
    (b"CAJ\x00", "caj"),
    (b"Founder CEB", "ceb"),
)
_BRANDS = (
    ({b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx"}, "heic"),
    ({b"avif", b"avis"}, "avif"),
    ({b"mif1", b"msf1", b"mif2"}, "heif"),
    ({b"M4A ", b"M4B "}, "audio"),
)
"""Brands of files made of boxes (ISO/IEC 14496-12); any other is a film."""

_RIFF = {b"WEBP": "webp", b"AVI ": "video", b"WAVE": "audio"}
_BITMAP_HEADERS = {12, 16, 40, 52, 56, 64, 108, 124}

_MARKUP = re.compile(
    rb"<!doctype\s+html|<(?:html|head|body|script|svg|iframe|meta|title|img|a|div|table|object|embed)[\s>/]|<\?php",
    re.IGNORECASE,
)
_SVG = re.compile(rb"<svg[\s>/]", re.IGNORECASE)
_SNIFFED = re.compile(
    rb"<!--|<(?:h[1-6]|p|br|b|center|font|form|style|link|frameset|span|ul|ol|li|pre|hr)[\s/>]", re.IGNORECASE
)
"""Other beginnings of pages without a head (WHATWG MIME sniffing, 7.1)."""

_PROGRAMS = {b"word.": "doc", b"excel.": "xls", b"powerpoint.": "ppt"}
"""Whose document an XML of Office 2003 is."""

_BLANK = b"\xef\xbb\xbf\xff\xfe \t\r\n\x00\x0c"
BEFORE_TEXT = b"\xef\xbb\xbf\r\n"
"""The mark of UTF-8 and line ends."""

_ENCODED = re.compile(
    rb"(?:data:[\w.+/-]{1,100};base64,)?(?:JVBERi0|/9j/|iVBORw0KGgo|UEsDB|SUkq|TU0A)[A-Za-z0-9+/=\s]+"
)
"""A PDF, a picture or a package in the letters of Base64 (RFC 4648), alone or as a data URI (RFC 2397)."""

_NOTHING = _BLANK + b"\x0b\x1a"
"""Also the mark that old systems put at the end of a text."""

_UNSEEN = "\x00\x1a\u200b\u200c\u200d\u2060\ufeff"


_MOST_READ = 65_536


def foreign(content: bytes) -> str | None:
    """The kind that the first bytes name, other than a PDF and what is only text; None if they name none."""
    for signature, kind in _AT_START:
        if content.startswith(signature):
            return kind
    if content[4:8] == b"ftyp":
        return _boxes(content)
    if content[:4] == b"RIFF":
        return _RIFF.get(content[8:12])
    if content[:2] == b"BM" and len(content) > 17:
        return "bmp" if struct.unpack("<I", content[14:18])[0] in _BITMAP_HEADERS else None
    if content[257:262] == b"ustar":
        return "archive"
    return "audio" if content[:2] in (b"\xff\xfb", b"\xff\xf3", b"\xff\xf1", b"\xff\xf9") else None


def _boxes(content: bytes) -> str:
    size = min(struct.unpack(">I", content[:4])[0], 256)
    brands = {content[8:12]} | {content[at : at + 4] for at in range(16, size, 4)}
    if content[8:12] in (b"mif1", b"msf1") and b"avif" in brands:
        return "avif"
    return next((kind for known, kind in _BRANDS if brands & known), "video")


def markup(head: bytes) -> str | None:
    """``html`` or ``svg`` where the beginning of a file is read by a browser as a page; None otherwise."""
    text = head.replace(b"\x00", b"") if b"\x00" in head[:64] else head  # UTF-16 as a browser would read it
    if not _MARKUP.search(text):
        return None
    return "svg" if _SVG.search(text) and not re.search(rb"<html[\s>]", text, re.IGNORECASE) else "html"


def textual(content: bytes) -> str | None:
    """What a file is that holds only text: xml, eml, mhtml, base64 or text; None if it is none."""
    head = content[:_MOST_READ].lstrip(_BLANK)
    first = head[:2_048].lower()
    if re.match(rb"(?:[\w-]+: [^\r\n]*\r?\n(?:[ \t][^\r\n]*\r?\n)*)*mime-version:", first):
        return "mhtml" if b"multipart/related" in first else "eml"
    if first.startswith(b"<?xml"):
        program = re.search(rb"<\?mso-application\s+progid=[\"'](\w+\.)", first)
        return _PROGRAMS.get(program[1], "xml") if program else "xml"
    if _SNIFFED.match(first):
        return "html"
    if _ENCODED.fullmatch(head):
        return "base64"
    return "text" if _is_text(content[:_MOST_READ]) else None


def is_blank(content: bytes) -> bool:
    """
    Whether there is nothing in a file but blanks, the mark of an encoding, or bytes that were never written
    (zeros, of a download that broke off).
    """
    if not content.strip(_NOTHING):
        return True
    return len(content) <= _MOST_READ and any(
        _shows_nothing(content, encoding) for encoding in ("utf-8-sig", "utf-16", "gb18030")
    )


def _shows_nothing(content: bytes, encoding: str) -> bool:
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError:
        return False
    return all(sign.isspace() or sign in _UNSEEN for sign in text)


def _is_text(piece: bytes) -> bool:
    if piece[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return True
    if any(byte < 32 and byte not in b"\t\n\r\x0c\x1b" for byte in piece[:4_096]):
        return False
    for encoding in ("utf-8", "gb18030"):
        try:
            piece[: len(piece) - 4 if len(piece) > 64 else None].decode(encoding)
        except UnicodeDecodeError as error:
            if error.start < len(piece) - 8:
                continue
        return True
    return False
