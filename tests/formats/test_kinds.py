from __future__ import annotations

import struct
from base64 import b64encode
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chalicelib.cases.uploads.file_kinds import ENDINGS, KINDS, MEDIA_TYPES
from chalicelib.cases.values import Active as CaseActive
from chalicelib.cases.values import Reason
from chalicelib.formats import signatures
from chalicelib.formats.examine import examine
from chalicelib.formats.packages import ole, zips
from chalicelib.formats.packages.office import _KINDS as OFFICE
from chalicelib.formats.verdict import Active, Fault, Verdict
from infra.local import samples
from tests.formats.made import compound, pdf, written
from tests.formats.test_pictures import tiff, webp


def boxes(*brands: bytes) -> bytes:
    """The first box of a file made of boxes: major brand, version, compatible brands."""
    content = b"ftyp" + brands[0] + bytes(4) + b"".join(brands[1:])
    return struct.pack(">I", len(content) + 4) + content + b"\x00\x00\x00\x08mdat"


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (boxes(b"heic", b"mif1", b"heic"), "heic"),
        (boxes(b"mif1", b"heic"), "heic"),
        (boxes(b"mif1", b"miaf"), "heif"),
        (boxes(b"avif", b"mif1"), "avif"),
        (boxes(b"mif1", b"avif"), "avif"),
        (boxes(b"isom", b"mp42"), "video"),
        (boxes(b"qt  "), "video"),
        (boxes(b"M4A ", b"isom"), "audio"),
        (b"RIFF\x00\x00\x00\x00AVI LIST", "video"),
        (b"\x1aE\xdf\xa3\x01", "video"),
        (b"GIF89a\x01\x00\x01\x00", "gif"),
        (b"BM" + bytes(12) + struct.pack("<I", 40) + bytes(36), "bmp"),
        (b"{\\rtf1\\ansi}", "rtf"),
        (b"Rar!\x1a\x07\x01\x00", "rar"),
        (b"7z\xbc\xaf\x27\x1c\x00\x04", "7z"),
        (b"\x1f\x8b\x08\x00", "archive"),
        (b"MZ\x90\x00", "program"),
        (b"\x7fELF\x02", "program"),
        (b"#!/bin/sh\nrm -rf /", "program"),
        (b"L\x00\x00\x00\x01\x14\x02\x00\x00", "program"),
        (b"<!DOCTYPE html><html><body>", "html"),
        (b"\n\n<HTML><head>", "html"),
        ("<html>".encode("utf-16"), "html"),
        (b"<script>alert(1)</script>", "html"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'>", "svg"),
        (b"<?xml version='1.0'?>\n<svg onload='x'>", "svg"),
        (b"<?xml version='1.0'?><invoice/>", "xml"),
        (b'<?xml version="1.0"?><?mso-application progid="Word.Document"?><w:wordDocument/>', "doc"),
        (b'<?xml version="1.0"?>\n<?mso-application progid="Excel.Sheet"?><Workbook/>', "xls"),
        (b"<?xml version='1.0'?><?mso-application progid='PowerPoint.Show'?><x/>", "ppt"),
        (b"<?xml version='1.0'?><?mso-application progid='Other.App'?><x/>", "xml"),
        (b"\r\n<h1>hello</h1>", "html"),
        (b"<!--" + b" x" * 800 + b"--><html>", "html"),
        (b"<p>x", "html"),
        (b"a <p> in the middle of a text", "text"),
        (b"MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=x\r\n\r\n", "mhtml"),
        (b"From: <a@b.cn>\r\nSubject: x\r\nMIME-Version: 1.0\r\n\r\n", "eml"),
        (b64encode(samples.pdf("x")), "base64"),
        (b"data:image/jpeg;base64," + b64encode(samples.jpeg()), "base64"),
        (b64encode(samples.docx())[:76] + b"\r\n" + b64encode(samples.docx())[76:], "base64"),
        (b"JVBERi0 is how a PDF begins in Base64.", "text"),
        (b"plain text", "text"),
        ("纯文本，没有别的".encode(), "text"),
        ("纯文本，没有别的".encode("gb18030"), "text"),
        ("纯文本".encode("utf-16"), "text"),
        (b"AC1032\x00", "dwg"),
        (b"%!PS-Adobe-3.0", "postscript"),
        (b"8BPS\x00\x01", "photoshop"),
        (b"\x00\x01\x02\x03 nothing known", None),
        (b"\x04", None),
    ],
)
def test_what_phones_scanners_and_programs_give_is_told_as_what_it_is(
    content: bytes, kind: str | None
) -> None:
    assert examine(content) == Verdict(kind)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b" ",
        b"\r\n\t \x0c\x0b",
        b"\x1a",
        b"\xef\xbb\xbf",
        b"\xff\xfe",
        b"\xfe\xff",
        "\ufeff\r\n\u3000".encode("utf-16-le"),
        "\u3000\u00a0\u200b\n".encode(),
        "\u3000".encode("gb18030"),
        bytes(100),
        b"\xff" * 512,
    ],
)
def test_a_file_with_nothing_in_it_is_told_to_be_empty(content: bytes) -> None:
    assert examine(content) == Verdict(None, Fault.EMPTY)


@pytest.mark.parametrize("before", [b"\xef\xbb\xbf", b"\r\n", b"\n\n"])
@pytest.mark.parametrize("kind", ["jpeg", "png", "docx"])
def test_a_picture_behind_what_a_program_for_text_has_put_there_is_damaged(before: bytes, kind: str) -> None:
    found = examine(before + getattr(samples, kind)())
    assert found == Verdict("zip" if kind == "docx" else kind, Fault.DAMAGED)


def known_kinds() -> set[str]:
    told = {kind for _, kind in signatures._AT_START if kind not in ("ole",)}
    told |= {kind for _, kind in signatures._BRANDS} | set(signatures._RIFF.values())
    told |= {verdict.kind for _, verdict in ole._KINDS if verdict.kind} | {kind for _, kind in OFFICE}
    told |= set(zips._OPEN_DOCUMENTS.values()) | {"ole", "ofd", "epub", "iwork", "zip", "program"}
    return told | {"pdf", "bmp", "html", "svg", "xml", "eml", "mhtml", "base64", "text", "archive"}


def test_every_kind_that_can_be_told_has_a_name_and_what_to_do() -> None:
    assert known_kinds() <= KINDS.keys()
    assert MEDIA_TYPES.keys() == ENDINGS.keys()
    assert MEDIA_TYPES.keys() <= KINDS.keys()


def test_every_fault_that_can_be_found_is_a_reason() -> None:
    assert {fault.value for fault in Fault} <= {reason.value for reason in Reason}
    assert {each.value for each in Active} == {each.value for each in CaseActive}


# --- no bytes are too odd ------------------------------------------------------------------------

MAKERS: dict[str, Callable[[], bytes]] = {
    "pdf": lambda: samples.pdf("x"),
    "pdf of a writer": lambda: written(),
    "pdf that is encrypted": lambda: written(user_password="", owner_password="o", algorithm="AES-256"),
    "pdf that acts": lambda: pdf(catalogue=b"/OpenAction<</S/JavaScript/JS(1)>>"),
    "jpeg": samples.jpeg,
    "png": samples.png,
    "tiff": tiff,
    "webp": webp,
    "ofd": samples.ofd,
    "docx": samples.docx,
    "zip": samples.archive,
    "doc": lambda: compound("WordDocument"),
}
WHOLE = {name: make() for name, make in MAKERS.items()}
VERDICTS = {name: examine(content) for name, content in WHOLE.items()}


def told(verdict: Verdict) -> bool:
    """A verdict is made of known words."""
    return (verdict.kind is None or verdict.kind in KINDS) and (verdict.active is None) == (
        verdict.fault is not Fault.ACTIVE
    )


@pytest.mark.parametrize("name", WHOLE)
def test_a_file_cut_off_at_any_length_is_judged_and_never_taken(name: str) -> None:
    content = WHOLE[name]
    for length in range(len(content.rstrip(b"\r\n\x00"))):
        verdict = examine(content[:length])
        assert told(verdict), length
        if name != "doc" and not (name == "webp" and length == len(content) - 1):
            assert verdict.fault is not None or verdict.kind not in MEDIA_TYPES, (length, verdict)


@given(st.sampled_from(sorted(WHOLE)), st.lists(st.tuples(st.integers(0), st.integers(0, 255)), max_size=12))
@settings(max_examples=600, deadline=None)
def test_any_bytes_changed_in_any_file_are_judged(name: str, changes: list[tuple[int, int]]) -> None:
    content = bytearray(WHOLE[name])
    for place, byte in changes:
        content[place % len(content)] = byte
    assert told(examine(bytes(content)))


@given(st.sampled_from(sorted(WHOLE)), st.data())
@settings(max_examples=300, deadline=None)
def test_any_piece_left_out_or_doubled_is_judged(name: str, data: st.DataObject) -> None:
    content = WHOLE[name]
    start, end = sorted(data.draw(st.tuples(st.integers(0, len(content)), st.integers(0, len(content)))))
    assert told(examine(content[:start] + content[end:]))
    assert told(examine(content[:end] + content[start:]))


@given(
    st.sampled_from(
        [b"", b"PK\x03\x04", b"%PDF-1.7\n", b"\xff\xd8\xff", b"II*\x00", b"RIFF", b"\xd0\xcf\x11\xe0"]
    ),
    st.binary(max_size=300),
)
@settings(max_examples=400, deadline=None)
def test_any_bytes_behind_any_mark_are_judged(mark: bytes, content: bytes) -> None:
    assert told(examine(mark + content))


def test_the_samples_are_what_they_are_meant_to_be() -> None:
    assert {name: verdict.kind for name, verdict in VERDICTS.items()} == {
        name: name.split()[0] for name in WHOLE
    }
