from __future__ import annotations

import re

import pytest

from chalicelib.cases.uploads.file_kinds import KINDS, download_name, kind_of_type
from chalicelib.cases.uploads.materials import limits, why
from chalicelib.cases.values import Active, Reason, Unfit
from chalicelib.decisions.forms.region import Uploads

UPLOADS = Uploads(max_bytes=20 << 20, kinds=("pdf", "ofd"))


def words(reason: Reason, **more: object) -> tuple[str, str]:
    text = why(Unfit(reason=reason, **more), UPLOADS)
    return text.zh, text.en


@pytest.mark.parametrize("reason", Reason)
@pytest.mark.parametrize("kind", [None, "pdf", "docx"])
def test_every_reason_is_given_in_both_languages_with_what_to_do(reason: Reason, kind: str | None) -> None:
    zh, en = words(reason, kind=kind, size=25 << 20)
    assert "请" in zh
    assert "please" in en
    assert re.match("[A-Z].*[;:]|[A-Z].*please", en), "says what is wrong; then what to do"


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_is_told_by_its_name_with_what_to_do_and_what_is_taken(kind: str) -> None:
    zh, en = words(Reason.WRONG_KIND, kind=kind)
    between = " " if KINDS[kind].name.zh[0].isascii() else ""
    assert zh.startswith(f"文件是{between}{KINDS[kind].name.zh}，不能接收；请")
    assert en.startswith(f"The file is {KINDS[kind].name.en}, which is not taken; please ")
    assert "可接收 PDF、OFD，每个文件不超过 20 MB，每项材料最多 100 个文件" in zh
    assert "taken are PDF, OFD, 20 MB a file at most, 100 files a material" in en


def test_an_iphone_s_photograph_is_told_how_to_be_taken_otherwise() -> None:
    zh, en = words(Reason.WRONG_KIND, kind="heic")
    assert "设置—相机—格式" in zh
    assert "兼容性最佳" in zh
    assert "Most Compatible" in en


@pytest.mark.parametrize("what", Active)
def test_what_a_file_does_is_named(what: Active) -> None:
    zh, en = words(Reason.ACTIVE, kind="pdf", active=what)
    assert zh != words(Reason.ACTIVE, kind="pdf")[0]
    assert en != words(Reason.ACTIVE, kind="pdf")[1]
    assert "打印为 PDF" in zh


@pytest.mark.parametrize(
    ("size", "told"),
    [((20 << 20) + 1, "20.1 MB"), (25 << 20, "25 MB"), (104_857_600, "100 MB"), (1 << 31, "2048 MB")],
)
def test_a_file_that_is_too_large_is_told_its_size_and_the_limit(size: int, told: str) -> None:
    zh, en = words(Reason.TOO_LARGE, size=size)
    assert f"文件有 {told}，超过每个文件 20 MB 的上限" in zh
    assert f"The file has {told}, more than the 20 MB" in en


def test_a_limit_in_small_units_is_named_in_them() -> None:
    assert "每个文件不超过 1.5 KB" in limits(Uploads(max_bytes=1536, kinds=("pdf",))).zh
    assert "每个文件不超过 1000 B" in limits(Uploads(max_bytes=1000, kinds=("pdf",))).zh


@pytest.mark.parametrize(
    ("name", "kind", "served"),
    [
        ("租赁合同（第1页）.pdf", "pdf", "租赁合同（第1页）.pdf"),
        ("scan.PDF", "pdf", "scan.PDF"),
        ("file", "pdf", "file.pdf"),
        ("photo.JPG", "jpeg", "photo.JPG"),
        ("photo.jfif", "jpeg", "photo.jfif"),
        ("photo.png", "jpeg", "photo.png.jpg"),
        ("page.html", "pdf", "page.html.pdf"),
        ("run.exe", "docx", "run.exe.docx"),
        ("a\u202efdp.exe", "pdf", "a_fdp.exe.pdf"),
        ('a"b\r\nX: y/../c\\d', "png", "a_b__X_ y_.._c_d.png"),
        (" . ", "ofd", "file.ofd"),
        ("x" * 300, "pdf", "x" * 80 + ".pdf"),
        ("许可证", "json", "许可证.json"),
        ("CON.pdf", "pdf", "_CON.pdf"),
        ("lpt1", "png", "_lpt1.png"),
        ("nul.tar", "pdf", "_nul.tar.pdf"),
        ("context", "pdf", "context.pdf"),
    ],
)
def test_a_file_is_handed_out_under_its_own_name_with_the_ending_of_what_it_is(
    name: str, kind: str, served: str
) -> None:
    assert download_name(name, kind) == served


@pytest.mark.parametrize(
    ("declared", "kind"),
    [
        ("application/pdf", "pdf"),
        ("image/jpg", "jpeg"),
        ("image/heic", "heic"),
        ("video/mp4", "video"),
        ("text/html", "html"),
        ("application/octet-stream", None),
    ],
)
def test_a_declared_type_stands_for_a_kind(declared: str, kind: str | None) -> None:
    assert kind_of_type(declared) == kind
