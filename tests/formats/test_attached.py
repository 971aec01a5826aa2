"""Files that lie in a document: data, as electronic invoices bring along, is taken; all else is not."""

from __future__ import annotations

import zlib

import pytest

from chalicelib.formats.examine import examine
from chalicelib.formats.verdict import Active, Fault, Verdict
from infra.local.samples import docx, ofd, png
from tests.formats.made import package, pdf, unpacked

RECORD = b"<?xml version='1.0' encoding='UTF-8'?><EInvoice><title>x</title><table><a>1</a></table></EInvoice>"
NAMES = b"/Names<</EmbeddedFiles<</Names[(a)4 0 R]>>>>/AF[4 0 R]"
NOTE = b"/Annots[<</Subtype/FileAttachment/FS 4 0 R/Rect[0 0 9 9]>>]"
GOOD = Verdict("pdf")


def acts(what: Active) -> Verdict:
    return Verdict("pdf", Fault.ACTIVE, what)


def with_file(
    name: bytes, content: bytes, *, more: bytes = b"", of_stream: bytes = b"", note: bool = False
) -> bytes:
    """A PDF with one attached file; ``more`` and ``of_stream`` go into its specification and its stream."""
    file = b"<</Type/Filespec/F(%s)/UF(%s)/EF<</F 5 0 R/UF 5 0 R>>%s>>" % (name, name, more)
    stream = b"<</Type/EmbeddedFile/Length %d%s>>stream\n%s\nendstream\n" % (len(content), of_stream, content)
    return pdf(file, stream, **({"page": NOTE} if note else {"catalogue": NAMES}))


DATA = [
    (b"original_invoice.xml", RECORD),
    (b"bker_issuer.xbrl", RECORD),
    (b"a.XML", RECORD),
    (b"record", b"<?xml version='1.0'?><invoice/>"),
    (b"a.xml", "<?xml version='1.0' encoding='GBK'?><发票>一</发票>".encode("gbk")),
    (b"a.xml", "<?xml version='1.0' encoding='UTF-16'?><发票>一</发票>".encode("utf-16")),
    (b"a.xml", b"<invoice>1</invoice>"),
    (b"a.xml", b"<?xml version='1.0'?><!DOCTYPE a SYSTEM 'a.dtd'><a/>"),
    (b"a.xml", b""),
    (b"a.txt", "一 < 二 <b>".encode()),
    (b"a.csv", b"a,b\r\n=SUM(A1:A2),-2|3\r\n"),
    (b"a.json", b'{"a": 1}'),
]


@pytest.mark.parametrize("note", [False, True], ids=["of the document", "on a page"])
@pytest.mark.parametrize(("name", "content"), DATA)
def test_data_attached_to_a_pdf_is_taken(name: bytes, content: bytes, note: bool) -> None:
    assert examine(with_file(name, content, note=note)) == GOOD
    packed = with_file(name, zlib.compress(content), of_stream=b"/Filter/FlateDecode", note=note)
    assert examine(packed) == GOOD


XHTML = b"http://www.w3.org/1999/xhtml"

NO_DATA = [
    (b"a.exe", b"MZ\x90\x00", Active.EMBEDDED),
    (b"a.xml", b"MZ\x90\x00", Active.EMBEDDED),
    (b"a.pdf", pdf(), Active.EMBEDDED),
    (b"a.docx", docx(), Active.EMBEDDED),
    (b"a.png", png(), Active.EMBEDDED),
    (b"a.zip", b"PK\x03\x04", Active.EMBEDDED),
    (b"a.dat", b"\x00\x01\x02\x03", Active.EMBEDDED),
    (b"a.js", b"alert(1)", Active.EMBEDDED),
    (b"a.xml.bat", RECORD, Active.EMBEDDED),
    (b"a.iqy", b"WEB\n1\nhttp://evil.example", Active.EMBEDDED),
    (b"a.exe ", RECORD, Active.EMBEDDED),
    (b"a.exe\\000", RECORD, Active.EMBEDDED),
    (b"a.xml\\\\b.exe", RECORD, Active.EMBEDDED),
    (b"a.txt", b"<html><script>alert(1)</script>", Active.EMBEDDED),
    (b"a.xml", RECORD[:-5], Active.EMBEDDED),
    (b"a.xml", b"<?xml version='1.0'?><a><script xmlns='%s'/></a>" % XHTML, Active.SCRIPT),
    (b"a.xml", b"<q xmlns:h='%sm&#108;'><h:script/></q>" % XHTML[:-2], Active.SCRIPT),
    (b"a.xml", b"<!DOCTYPE a [<!ATTLIST a xmlns CDATA #FIXED '%s'>]><a/>" % XHTML, Active.SCRIPT),
    (b"a.dat", b"<?xml version='1.0'?><svg xmlns='http://www.w3.org/2000/svg'/>", Active.EMBEDDED),
    (b"a.xml", b"<svg xmlns='http://www.w3.org/2000/svg'/>", Active.SCRIPT),
    (b"a.xml", b"<?xml version='1.0'?><?xml-stylesheet href='a.xsl'?><a/>", Active.EXTERNAL),
    (b"a.xml", b"<?xml version='1.0'?><!DOCTYPE a [<!ENTITY x SYSTEM 'a'>]><a/>", Active.EXTERNAL),
    (
        b"a.xml",
        b"<?xml version='1.0'?><!--%s--><?mso-application progid='Word.Document'?><a/>" % (b"x" * 3_000),
        Active.EXTERNAL,
    ),
    (b"a.csv", b"a,b\n=cmd|' /C calc'!A0\n", Active.ACTION),
    (b"a.txt", b"\"@SUM(1+9)*cmd|' /C calc'!A0\"", Active.ACTION),
    (b"a.csv", "x\t=cmd|'/C calc'!A0".encode("utf-16"), Active.ACTION),
]


@pytest.mark.parametrize("note", [False, True], ids=["of the document", "on a page"])
@pytest.mark.parametrize(("name", "content", "what"), NO_DATA)
def test_what_is_more_than_data_attached_to_a_pdf_is_refused(
    name: bytes, content: bytes, what: Active, note: bool
) -> None:
    assert examine(with_file(name, content, note=note)) == acts(what)


def test_attached_data_has_bounds() -> None:
    for content, packed in ((b"x" * (17 << 20), b""), (zlib.compress(b"x" * (90 << 20)), b"/FlateDecode")):
        found = examine(with_file(b"a.txt", content, of_stream=b"/Filter" + packed if packed else b""))
        assert found == Verdict("pdf", Fault.TOO_COMPLEX)


def test_attached_data_that_lies_elsewhere_or_is_locked_is_refused() -> None:
    assert examine(with_file(b"a.xml", RECORD, of_stream=b"/F(\\\\\\\\evil\\\\a.xml)")) == acts(
        Active.EXTERNAL
    )
    assert examine(pdf(page=NOTE.replace(b"4 0 R", b"(\\\\\\\\evil\\\\a.xml)"))) == acts(Active.EMBEDDED)
    locked = with_file(b"a.xml", RECORD, more=b"/AFRelationship/EncryptedPayload")
    assert examine(locked) == Verdict("pdf", Fault.PASSWORD)


@pytest.mark.parametrize(
    ("name", "content", "what"),
    [
        ("a.xml", b"<?xml version='1.0'?><a xmlns='%s'/>" % XHTML, Active.SCRIPT),
        ("a.xml", b"<?xml version='1.0'?><?xml-stylesheet href='a.xsl'?><a/>", Active.EXTERNAL),
        ("a.csv", b"=cmd|' /C calc'!A0", Active.ACTION),
    ],
)
def test_data_attached_to_an_ofd_is_looked_at_by_the_same_rule(
    name: str, content: bytes, what: Active
) -> None:
    for data in (RECORD, b""):
        assert examine(package({**unpacked(ofd()), f"Doc_0/Attachs/{name}": data})) == Verdict("ofd")
    found = examine(package({**unpacked(ofd()), f"Doc_0/Attachs/{name}": content}))
    assert found == Verdict("ofd", Fault.ACTIVE, what)
