from __future__ import annotations

import io
import zlib

import pytest
from pypdf import PdfReader, PdfWriter
from pypdf.generic import NameObject

from chalicelib.formats.examine import examine
from chalicelib.formats.verdict import Active, Fault, Verdict
from infra.local import samples
from tests.formats.made import appended, pdf, written

GOOD = Verdict("pdf")
DAMAGED = Verdict("pdf", Fault.DAMAGED)
SCRIPT = b"<</S/JavaScript/JS(app.alert\\(1\\))>>"


def acts(what: Active) -> Verdict:
    return Verdict("pdf", Fault.ACTIVE, what)


# --- what may stand before it --------------------------------------------------------------------


@pytest.mark.parametrize(
    "before",
    [
        b"\x00\x08scan.pdf" + bytes(118),
        b"\xef\xbb\xbf",
        b"\r\n",
        b"\n\n  \n",
        b"From: a <a@example.cn>\r\nMIME-Version: 1.0\r\nContent-Type: application/pdf\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Type: application/pdf\r\n\r\n",
        b"\x1b%-12345X@PJL JOB\r\n@PJL ENTER LANGUAGE=PDF\r\n",
        b"\x00" * 900,
        b"x" * 1024,
    ],
)
def test_a_pdf_is_looked_for_in_the_first_1024_bytes(before: bytes) -> None:
    assert examine(before + pdf()) == GOOD


def test_a_pdf_that_begins_later_is_none() -> None:
    assert examine(b"x" * 1025 + pdf()).kind == "text"


@pytest.mark.parametrize(
    ("before", "kind"),
    [
        (b"<html><script>alert(1)</script>", "html"),
        (b"<!DOCTYPE html>\n", "html"),
        (b"\xef\xbb\xbf<svg onload='alert(1)'>", "svg"),
        (b"MZ\x90\x00", "program"),
        (b"#!/bin/sh\n", "program"),
        (b"PK\x03\x04", None),
        (b"GIF89a", "gif"),
        (samples.jpeg(), "jpeg"),
        (b"<?php system('id') ?>", "html"),
    ],
)
def test_what_is_something_else_with_a_pdf_inside_is_the_other(before: bytes, kind: str | None) -> None:
    assert examine(before + pdf()).kind == kind


@pytest.mark.parametrize(
    "between",
    [b"<html><script>alert(1)</script>\n", b"% <script>alert(1)</script>\n", b"<SVG onload=alert(1)>\n"],
)
def test_a_page_between_the_header_and_the_first_object_is_a_page(between: bytes) -> None:
    assert examine(pdf(header=b"%PDF-1.4\n" + between)).kind in ("html", "svg")
    assert examine(b"%PDF-1.4\n" + between).kind in ("html", "svg")


def test_metadata_and_comments_of_ordinary_pdfs_are_no_page() -> None:
    metadata = b"<</Type/Metadata/Subtype/XML/Length 25>>stream\n<x:xmpmeta><a/></x:xmpmeta\nendstream\n"
    assert (
        examine(pdf(metadata, catalogue=b"/Metadata 4 0 R", header=b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")) == GOOD
    )


# --- whether it is whole -------------------------------------------------------------------------


@pytest.mark.parametrize("length", range(5, len(samples.pdf("cut"))))
def test_a_pdf_cut_off_anywhere_is_damaged(length: int) -> None:
    whole = samples.pdf("cut").rstrip()
    if length < len(whole):
        assert examine(whole[:length]) == DAMAGED


@pytest.mark.parametrize(
    "content",
    [
        b"%PDF-",
        b"%PDF-1.4 hello",
        b"%PDF-1.7\n" + bytes(5000),
        b"%PDF-1.7\nstartxref\n0\n%%EOF\n",
        samples.pdf("x").replace(b"/Type/Page/", b"/Type/Pace/"),
        samples.pdf("x").replace(b"/Root 1 0 R", b"/Rood 1 0 R").replace(b"/Catalog", b"/Catalyst"),
        samples.pdf("x").replace(b"startxref", b"startxerf"),
        samples.pdf("x").replace(b"%%EOF", b"%%EOL"),
        pdf() + bytes(range(1, 256)) * 5,
        pdf(catalogue=b"/OpenAction[3 0 R/Fit]").replace(b"/Kids[3 0 R]", b"/Kids[     ]"),
        pdf(catalogue=b"/OpenAction[3 0 R/Fit]").replace(b"/Kids[3 0 R]", b"/Kids[2 0 R]"),
    ],
    ids=range(11),
)
def test_a_pdf_without_what_every_reader_needs_is_damaged(content: bytes) -> None:
    assert examine(content) == DAMAGED


@pytest.mark.parametrize("after", [b"", b"\r\n", b"\x00" * 5000, b"\x1a", b"\n--boundary--\r\n", b"</html>"])
def test_what_mailers_and_disks_leave_behind_the_end_is_no_damage(after: bytes) -> None:
    assert examine(pdf() + after) == GOOD


def test_a_change_appended_to_a_pdf_counts_and_cut_off_it_is_damaged() -> None:
    base = pdf()
    whole = appended(base, 3, b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 842 595]>>")
    assert examine(whole) == GOOD
    for length in range(len(base) + 1, len(whole.rstrip())):
        assert examine(whole[:length]) == DAMAGED, length


def test_a_script_in_a_change_appended_later_is_found() -> None:
    assert examine(appended(pdf(), 1, b"<</Type/Catalog/Pages 2 0 R/OpenAction" + SCRIPT + b">>")) == acts(
        Active.SCRIPT
    )


def test_a_file_made_for_the_web_that_is_shorter_than_it_says_is_damaged() -> None:
    begin = b"%%PDF-1.7\n9 0 obj<</Linearized 1/L %06d/N 1>>endobj\n"
    whole = pdf(header=begin % 10_000)
    right = pdf(header=begin % len(whole))
    assert examine(whole) == DAMAGED
    assert examine(right) == GOOD


def test_tables_at_wrong_places_are_found_again_as_every_reader_does() -> None:
    shifted = pdf().replace(b"\nstartxref\n", b"\nstartxref\n1")
    assert examine(shifted) == GOOD


# --- what ordinary programs write -----------------------------------------------------------------


@pytest.mark.parametrize("version", [b"1.3", b"1.4", b"1.7", b"2.0"])
def test_every_version_is_taken(version: bytes) -> None:
    assert examine(pdf(header=b"%PDF-" + version + b"\n")) == GOOD


def test_objects_in_compressed_streams_are_taken_and_scripts_in_them_found() -> None:
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(pdf())))
    out = io.BytesIO()
    writer.write(out)
    assert examine(out.getvalue()) == GOOD
    assert examine(compressed(b"<</Type/Catalog/Pages 2 0 R>>")) == GOOD
    assert examine(compressed(b"<</Type/Catalog/Pages 2 0 R/OpenAction 4 0 R>>", SCRIPT)) == acts(
        Active.SCRIPT
    )


def compressed(catalogue: bytes, *more: bytes) -> bytes:
    """A PDF whose objects lie in an object stream, with its table in a stream (ISO 32000-2, 7.5.7, 7.5.8)."""
    objects = [
        catalogue,
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>",
    ]
    objects += more
    index, bodies = b"", b""
    for number, body in enumerate(objects, start=1):
        index += b"%d %d " % (number, len(bodies))
        bodies += body + b" "
    packed = zlib.compress(index + bodies)
    holder, table = len(objects) + 1, len(objects) + 2
    content = b"%PDF-1.7\n"
    place = len(content)
    content += b"%d 0 obj<</Type/ObjStm/N %d/First %d/Filter/FlateDecode/Length %d>>stream\n" % (
        holder,
        len(objects),
        len(index),
        len(packed),
    )
    content += packed + b"\nendstream endobj\n"
    start = len(content)
    rows = b"\x00\x00\x00\xff" + b"".join(
        b"\x02" + holder.to_bytes(2) + bytes([n]) for n in range(len(objects))
    )
    rows += b"\x01" + place.to_bytes(2) + b"\x00" + b"\x01" + start.to_bytes(2) + b"\x00"
    content += b"%d 0 obj<</Type/XRef/Size %d/W[1 2 1]/Root 1 0 R/Length %d>>stream\n" % (
        table,
        table + 1,
        len(rows),
    )
    return content + rows + b"\nendstream endobj\nstartxref\n%d\n%%%%EOF\n" % start


@pytest.mark.parametrize(
    "catalogue",
    [
        b"/OpenAction[3 0 R/Fit]",
        b"/OpenAction<</S/GoTo/D[3 0 R/XYZ null null 1]>>",
        b"/PageMode/UseNone/Lang(zh-CN)/MarkInfo<</Marked true>>/StructTreeRoot 4 0 R",
        b"/AcroForm<</Fields[5 0 R]/DA(/Helv 0 Tf 0 g)/SigFlags 3>>/Perms<</DocMDP 5 0 R>>",
        b"/Outlines<</Type/Outlines/First 6 0 R/Last 6 0 R/Count 1>>",
        b"/Names<</Dests<</Names[(a)[3 0 R/Fit]]>>/JavaScript<</Names[]>>/EmbeddedFiles<</Names[]>>>>",
        b"/ViewerPreferences<</DisplayDocTitle true>>/OutputIntents[<</Type/OutputIntent/S/GTS_PDFA1>>]",
    ],
    ids=["destination", "goto", "tagged", "signed form", "outline", "empty trees", "archive"],
)
def test_what_ordinary_documents_have_is_taken(catalogue: bytes) -> None:
    tree = b"<</Type/StructTreeRoot/K<</S/Document/P 4 0 R/A<</O/Layout/Placement/Block>>>>>>"
    field = (
        b"<</FT/Sig/T(Signature1)/Subtype/Widget/Rect[0 0 0 0]/V<</Type/Sig/Filter/Adobe.PPKLite"
        b"/SubFilter/adbe.pkcs7.detached/ByteRange[0 1 2 3]/Contents<00>>>>>"
    )
    outline = b"<</Title(One)/A<</S/URI/URI(https://www.gov.cn)>>>>"
    assert examine(pdf(tree, field, outline, catalogue=catalogue)) == GOOD


def test_links_on_a_page_are_taken() -> None:
    page = (
        b"/Group<</S/Transparency>>/Trans<</S/Wipe>>/Annots[<</Subtype/Link/Border[0 0 0]/A<</S/URI/URI(http://a.cn)>>>>"
        b"<</Subtype/Link/A<</S/GoToR/F(other.pdf)/D[0/Fit]>>>><</Subtype/Text/Contents(note)>>]"
    )
    assert examine(pdf(page=page)) == GOOD


# --- passwords -----------------------------------------------------------------------------------

METHODS = ["RC4-40", "RC4-128", "AES-128", "AES-256-R5", "AES-256"]


@pytest.mark.parametrize("method", METHODS)
def test_a_pdf_that_asks_for_a_password_is_refused_as_such(method: str) -> None:
    content = written(user_password="open", owner_password="own", algorithm=method)
    assert examine(content) == Verdict("pdf", Fault.PASSWORD)


@pytest.mark.parametrize("method", METHODS)
def test_a_pdf_that_only_its_owner_may_change_is_taken(method: str) -> None:
    assert examine(written(user_password="", owner_password="own", algorithm=method)) == GOOD


@pytest.mark.parametrize("method", METHODS)
def test_a_script_in_a_pdf_that_only_its_owner_may_change_is_found(method: str) -> None:
    content = written(script=True, user_password="", owner_password="own", algorithm=method)
    assert examine(content) == acts(Active.SCRIPT)


@pytest.mark.parametrize("none", [b"null", b"4 0 R", b"9 0 R"], ids=["null", "a null object", "no object"])
def test_a_pdf_whose_encryption_is_null_is_not_encrypted(none: bytes) -> None:
    assert examine(pdf(b"null", trailer=b"/Encrypt " + none)) == GOOD
    scripted = pdf(b"null", trailer=b"/Encrypt " + none, catalogue=b"/OpenAction" + SCRIPT)
    assert examine(scripted) == acts(Active.SCRIPT)


def test_a_pdf_locked_for_certain_people_or_by_a_seller_cannot_be_opened_either() -> None:
    for handler in (b"Adobe.PubSec", b"FOPN_fLock"):
        content = pdf(b"<</Filter/%s/V 4>>" % handler, trailer=b"/Encrypt 4 0 R/ID[<00><00>]")
        assert examine(content) == Verdict("pdf", Fault.PASSWORD)


def test_a_pdf_that_wraps_its_locked_document_is_refused_for_the_password_and_not_for_the_file_in_it() -> (
    None
):
    for locked, verdict in ((b"/AFRelationship/EncryptedPayload", Fault.PASSWORD), (b"", Fault.ACTIVE)):
        names = b"/Names<</EmbeddedFiles<</Names[(a)4 0 R]>>>>/Collection<</View/H>>"
        payload = FILE.replace(b"/Type/Filespec", b"/Type/Filespec" + locked)
        assert examine(pdf(payload, STREAM, catalogue=names)).fault is verdict


# --- what acts -----------------------------------------------------------------------------------

FILE = b"<</Type/Filespec/F(a.exe)/EF<</F 5 0 R>>>>"
STREAM = b"<</Type/EmbeddedFile/Length 2>>stream\nMZ\nendstream\n"


@pytest.mark.parametrize(
    ("where", "what"),
    [
        ({"catalogue": b"/OpenAction" + SCRIPT}, Active.SCRIPT),
        ({"catalogue": b"/OpenAction<</S/GoTo/D[3 0 R/Fit]/Next[" + SCRIPT + b"]>>"}, Active.SCRIPT),
        ({"catalogue": b"/AA<</WC" + SCRIPT + b">>"}, Active.SCRIPT),
        ({"catalogue": b"/Names<</JavaScript<</Names[(a)" + SCRIPT + b"]>>>>"}, Active.SCRIPT),
        ({"catalogue": b"/Names<</JavaScript<</Kids[<</Names[(a)" + SCRIPT + b"]>>]>>>>"}, Active.SCRIPT),
        ({"catalogue": b"/OpenAction<</S/J#61vaScript/JS(1)>>"}, Active.SCRIPT),
        ({"catalogue": b"/Outlines<</First<</Title(a)/A" + SCRIPT + b">>>>"}, Active.SCRIPT),
        ({"catalogue": b"/AcroForm<</Fields[<</FT/Tx/T(a)/AA<</K" + SCRIPT + b">>>>]>>"}, Active.SCRIPT),
        ({"catalogue": b"/OpenAction<</S/Launch/Win<</F(cmd.exe)>>>>"}, Active.ACTION),
        ({"catalogue": b"/OpenAction<</S/URI/URI(http://evil.example)>>"}, Active.ACTION),
        ({"catalogue": b"/OpenAction<</S/GoToR/F(\\\\\\\\evil\\\\a.pdf)>>"}, Active.ACTION),
        ({"catalogue": b"/AcroForm<</XFA 4 0 R/Fields[]>>"}, Active.XFA),
        ({"catalogue": b"/Names<</EmbeddedFiles<</Names[(a) 4 0 R]>>>>"}, Active.EMBEDDED),
        ({"catalogue": b"/AF[4 0 R]"}, Active.EMBEDDED),
        ({"catalogue": b"/Collection<</View/D>>"}, Active.EMBEDDED),
        ({"page": b"/AA<</O" + SCRIPT + b">>"}, Active.SCRIPT),
        ({"page": b"/AA<</O<</S/URI/URI(http://evil.example)>>>>"}, Active.ACTION),
        ({"page": b"/Annots[<</Subtype/Link/A<</S/Launch/F(a.exe)>>>>]"}, Active.ACTION),
        ({"page": b"/Annots[<</Subtype/Link/A<</S/SubmitForm/F(http://evil.example)>>>>]"}, Active.ACTION),
        ({"page": b"/Annots[<</Subtype/Widget/FT/Btn/A" + SCRIPT + b">>]"}, Active.SCRIPT),
        ({"page": b"/Annots[<</Subtype/FileAttachment/FS 4 0 R>>]"}, Active.EMBEDDED),
        ({"page": b"/Annots[<</Subtype/Link/A<</S/URI/URI( JavaScript:alert\\(1\\))>>>>]"}, Active.SCRIPT),
        ({"page": b"/Annots[<</Subtype/Link/A<</S/URI/URI(\\001java\\tscript:x)>>>>]"}, Active.SCRIPT),
        ({"page": b"/Annots[<</Subtype/Link/A<</S/URI/URI(ms-msdt:/id x)>>>>]"}, Active.SCRIPT),
        ({"page": b"/Annots[<</Subtype/Link/A<</S/URI/URI(search-ms:query=x)>>>>]"}, Active.SCRIPT),
        ({"catalogue": b"/URI<</Base(javascript:alert\\(1\\)//)>>"}, Active.SCRIPT),
        ({"page": b"/Annots[<</Subtype/Link/A<</S/GoToE/F 4 0 R>>>>]"}, Active.EMBEDDED),
        ({"page": b"/Annots[<</Subtype/RichMedia/RichMediaContent<<>>>>]"}, Active.MEDIA),
        ({"page": b"/Annots[<</Subtype/3D>>]"}, Active.MEDIA),
        ({"page": b"/Annots[<</Subtype/Movie/Movie<</F(a.avi)>>>>]"}, Active.MEDIA),
        ({"page": b"/Annots[<</Subtype/Screen/A<</S/Rendition/OP 0>>>>]"}, Active.MEDIA),
    ],
)
def test_what_a_document_does_by_itself_or_brings_along_is_found(
    where: dict[str, bytes], what: Active
) -> None:
    assert examine(pdf(FILE, STREAM, **where)) == acts(what)


def test_a_script_of_a_field_that_only_its_part_on_the_page_names_is_found() -> None:
    field = b"<</FT/Tx/T(a)/Kids[5 0 R]/AA<</K" + SCRIPT + b">>>>"
    widget = b"<</Subtype/Widget/Rect[0 0 9 9]/Parent 4 0 R>>"
    assert examine(pdf(field, widget, page=b"/Annots[5 0 R]")) == acts(Active.SCRIPT)


@pytest.mark.parametrize(
    "before",
    [
        b"/X " + b"<</A" * 900 + b" 1" + b">>" * 900,
        b"/X }",
        b"/X <zz>",
        b"/OpenAction[3 0 R/Fit]",
        b"5 ",
        b"/X (\\",
    ],
    ids=["nested", "brace", "no digits", "twice", "no key", "no end"],
)
def test_a_script_behind_what_one_reader_stumbles_over_and_another_does_not_is_not_taken(
    before: bytes,
) -> None:
    for where in ("catalogue", "page"):
        assert examine(pdf(**{where: before + b"/OpenAction" + SCRIPT})).fault is not None


def test_a_key_that_stands_twice_and_leads_to_no_action_is_no_damage() -> None:
    assert examine(pdf(catalogue=b"/Lang(zh)/Lang(zh-CN)/PageMode/UseNone/PageMode/UseNone")) == GOOD


def test_a_form_without_scripts_is_taken() -> None:
    writer = PdfWriter(
        clone_from=PdfReader(io.BytesIO(pdf(catalogue=b"/AcroForm<</Fields[4 0 R]>>/Lang(zh)")))
    )
    writer.root_object[NameObject("/PageLayout")] = NameObject("/SinglePage")
    field = b"<</FT/Tx/T(name)/V(Zhang San)/Subtype/Widget/Rect[0 0 9 9]/AP<</N 5 0 R>>/MK<<>>>>"
    look = b"<</Type/XObject/Subtype/Form/BBox[0 0 9 9]/Length 0>>stream\n\nendstream\n"
    assert examine(pdf(field, look, catalogue=b"/AcroForm<</Fields[4 0 R]>>", page=b"/Annots[4 0 R]")) == GOOD


# --- values that are only referred to --------------------------------------------------------------


@pytest.mark.parametrize(
    ("page", "value", "what"),
    [
        (b"/Annots[<</Subtype/Link/A<</S 4 0 R/F(calc.exe)>>>>]", b"/Launch ", Active.ACTION),
        (b"/Annots[<</Subtype/Link/A<</S 4 0 R/F(http://evil.example)>>>>]", b"/SubmitForm ", Active.ACTION),
        (b"/Annots[<</Subtype/Link/A<</S 4 0 R>>>>]", b"/J#61vaScript ", Active.SCRIPT),
        (b"/Annots[<</Subtype 4 0 R>>]", b"/RichMedia ", Active.MEDIA),
        (b"/Annots[<</Subtype 4 0 R/FS<<>>>>]", b"/FileAttachment ", Active.EMBEDDED),
        (b"/Annots[<</Subtype/Link/A<</S/URI/URI 4 0 R>>>>]", b"(javascript:x)", Active.SCRIPT),
        (b"/Annots[<</Subtype/Link/A<</S/GoToR/F<</F 4 0 R>>>>>>]", b"(//evil/a.pdf)", Active.LINK),
        (b"/AA<</O<</S 4 0 R/URI(http://evil.example)>>>>", b"/URI ", Active.ACTION),
        (b"/AA<</O<</S/GoTo/D[3 0 R/Fit]/Next 4 0 R>>>>", b"<</S/Launch>>", Active.ACTION),
    ],
)
def test_a_value_that_is_only_referred_to_counts_as_if_it_stood_there(
    page: bytes, value: bytes, what: Active
) -> None:
    assert examine(pdf(value, page=page)) == acts(what)


def test_a_page_or_an_opening_whose_words_are_only_referred_to_is_right() -> None:
    whole = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>"
    referred = whole.replace(b"/Type/Page", b"/Type 4 0 R")
    assert examine(appended(pdf(b"/Page "), 3, referred)) == GOOD
    assert examine(appended(pdf(b"/Pace "), 3, referred)) == DAMAGED
    assert examine(pdf(b"/GoTo ", catalogue=b"/OpenAction<</S 4 0 R/D[3 0 R/Fit]>>")) == GOOD


def test_what_refers_to_nothing_is_as_if_it_did_not_stand_there() -> None:
    empty = b"/AcroForm<</Fields[]/XFA 4 0 R>>/AF 99 0 R/AA null/OpenAction 4 0 R/Collection 99 0 R"
    assert examine(pdf(b"null ", catalogue=empty)) == GOOD


@pytest.mark.parametrize("start", [b"5 0 R ", b"4 0 R "])
def test_a_reference_to_a_reference_is_never_taken(start: bytes) -> None:
    page = b"/Annots[<</Subtype/Link/A<</S 4 0 R>>>>]"
    catalogue = b"<</Type/Catalog/Pages 2 0 R/OpenAction<</S 4 0 R>>>>"
    for content in (pdf(start, b"/Launch ", page=page), compressed(catalogue, start, b"/Launch ")):
        assert examine(content).fault is not None


# --- where links lead -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("action", "fine"),
    [
        (b"/S/URI/URI(file:///C:/Windows/System32/calc.exe)", False),
        (b"/S/URI/URI(\\\\\\\\evil\\\\share\\\\x.exe)", False),
        (b"/S/URI/URI(smb://evil/share)", False),
        (b"/S/URI/URI<feff00660069006c0065003a002f002f0063>", False),
        (b"/S/URI/URI(file:///c:/x\x9f)", False),
        (b"/S/GoToR/F(\\\\\\\\evil\\\\a.pdf)", False),
        (b"/S/GoToR/F<</Type/Filespec/F(a.pdf)/UF(//evil/a.pdf)>>", False),
        (b"/S/Thread/F<</FS/URL/F(file://evil/a.pdf)>>", False),
        (b"/S/URI/URI(HTTPS://www.gov.cn/x.exe)", True),
        (b"/S/URI/URI(www.gov.cn)", True),
        (b"/S/URI/URI(mailto:a@example.cn)", True),
        (b"/S/GoToR/F<</Type/Filespec/F(a.pdf)/UF<feff9644002e007000640066>>>/D[0/Fit]", True),
    ],
)
def test_a_link_to_a_file_of_the_machine_or_a_share_is_found(action: bytes, *, fine: bool) -> None:
    page = b"/Annots[<</Subtype/Link/A<<" + action + b">>>>]"
    assert examine(pdf(page=page)) == (GOOD if fine else acts(Active.LINK))
