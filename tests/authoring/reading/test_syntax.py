"""A file that is no YAML is told in our words: where, what, and how to mend it."""

from __future__ import annotations

import codecs
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.authoring.reading.yaml.nodes import Unreadable, parse

WRONG: list[
    tuple[str, str, str, str]
] = [  # name, the file with ¦ at the place told, Chinese, the way to mend
    ("a tab", "a:\n¦\tb: 1\n", "制表符（Tab）", "空格"),
    ("a tab after blanks", "a:\n  b: 1\n  ¦\tc: 2\n", "制表符（Tab）", "空格"),
    ("a tab on an empty line", "a: 1\n¦\t\nb: 2\n", "制表符（Tab）", "空格"),
    ("no colon", "a: 1\n¦name\nb: 2\n", "“name”后面没有冒号", "后面空一格"),
    ("no colon in the first line", "¦name\nb: 2\n", "“name”后面没有冒号", "后面空一格"),
    ("no blank after the colon", "a: 1\n¦b:2\nc: 3\n", "冒号后面没有空格", "空一格"),
    ("no blank after a list's colon", "a:\n  ¦- b:2\n    c: 3\n", "冒号后面没有空格", "空一格"),
    ("a full-width colon", "a: 1\n¦b：2\nc: 3\n", "全角冒号", "半角冒号"),
    ("no blank after a dash", "a:\n  - b\n  ¦-c\n", "减号（-）后面没有空格", "“- 内容”"),
    ("two colons", "a: b¦: c\n", "两个", "引号"),
    ("double quotes", 'a: 1\nb: ¦"x\nc: 2\n', "引号没有闭合", "补上"),
    ("single quotes", "b: ¦'x\nc: 2\n", "引号没有闭合", "补上"),
    ("a bracket", "a: ¦[x, y\nb: 1\n", "括号没有闭合", "“]”"),
    ("a brace to the end", "a: 1\nb: ¦{x: 1", "括号没有闭合", "“}”"),
    ("a comma missing", "a: [{x: 1} ¦{y: 2}]\n", "缺少逗号", "逗号"),
    ("another bracket", "a: [x¦}\n", "多了一个逗号或括号", "删去"),
    ("a comma too many", "a: [x,¦, y]\n", "多了一个逗号或括号", "删去"),
    ("a line too deep", "a: 1\n  ¦b: 2\n", "缩进得深", "对齐"),
    ("a line not deep enough", "a:\n    b: 2\n  ¦c: 3\n", "缩进或开头", "对齐"),
    ("a dash not deep enough", "a:\n  - b\n ¦- c\n", "缩进或开头", "“- ”"),
    ("a dash forgotten", "a:\n  - b\n  ¦c: 1\n", "缩进或开头", "“- ”"),
    ("a quote on the last line", "a: 1\n¦”\n", "多了一个引号", "删去"),
    ("text after quotes", 'a: "x" ¦y\n', "引号或括号后面还有文字", "一对引号"),
    ("an @", "a: ¦@x\n", "不能以“@”开头", "引号"),
    ("a %", "¦%1: x\na: 2\n", "不能以“%”开头", "引号"),
    ("a * alone", "a: ¦* x\n", "不能以“*”开头", "引号"),
    ("text after a bar", "a: |¦x\n", "后面不能接文字", "下一行"),
    ("a backslash", 'a: "C:¦\\d"\n', "反斜杠", "单引号"),
    ("quotes in brackets", 'a:\n  - {zh: ¦"x, en: y}\n  - {zh: "z", en: "w"}\n', "到第 3 行", "同样的引号"),
    ("single quotes in brackets", "a: {zh: ¦'x, en: y}\nb: {zh: 'z', en: w}\n", "到第 2 行", "同样的引号"),
    ("quotes before others", 'a: ¦"x\nb: 1\nc: "y"\n', "到第 3 行", "同样的引号"),
    ("a comma missing after quotes", 'a: [{x: "1"} ¦{y: 2}]\n', "缺少逗号", "逗号"),
    ("breaks of Windows", "a: 1\r\n\r\nb: ¦[x\r\nc: 1\r\n", "括号没有闭合", "“]”"),
]


@pytest.mark.parametrize(("written", "zh", "mend"), [one[1:] for one in WRONG], ids=[one[0] for one in WRONG])
def test_a_slip_of_the_pen_is_told_where_it_is_with_the_way_to_mend_it(
    written: str, zh: str, mend: str
) -> None:
    with pytest.raises(Unreadable) as found:
        parse(written.replace("¦", "").encode())
    before = written[: written.index("¦")]
    at = (before.count("\n") + 1, len(before) - before.rfind("\n"))
    wrong = found.value
    assert (tuple(wrong.at), wrong.message.code) == (at, "yaml-syntax")
    assert zh in wrong.message.told().zh
    assert mend in wrong.message.told().mend_zh
    assert wrong.message.told().en.isascii() or "：" in wrong.message.told().en
    assert wrong.message.told().mend_en


def test_what_has_no_words_of_ours_keeps_the_parser_s_in_brackets() -> None:
    with pytest.raises(Unreadable) as found:
        parse(b"x" * 1100 + b": 1\n")
    assert "（mapping values are not allowed in this context）" in found.value.message.told().zh
    assert "请检查" in found.value.message.told().mend_zh


@pytest.mark.parametrize("encoding", ["gbk", "utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_another_encoding_is_told_with_the_one_to_save_it_in(encoding: str) -> None:
    with pytest.raises(Unreadable) as found:
        parse("name: 名称\n".encode(encoding))
    assert found.value.message.code == "encoding"
    assert "编码选 UTF-8" in found.value.message.told().mend_zh


@pytest.mark.parametrize(
    "sign",
    [
        "\x00", "\x01", "\x1b", "\x7f", "\x85", "\x9f", "\xad", "\u061c", "\u200b", "\u200d", "\u200f",
        "\u2028", "\u202a", "\u202e", "\u2060", "\u2066", "\u2069", "\u3164", "\ufdd0", "\ufeff", "\ufff9",
        "\uffff",
        "\U0001fffe", "\U000e0041", "\U0010ffff",
        "\xa0", "\u2003", "\u202f", "\ue000", "\U000f0001", "\ufffd", "\u2f08", "\u2ef3", "\ufe0e", "\ufe0f",
    ],
)  # fmt: skip
@pytest.mark.parametrize("escaped", [False, True], ids=["raw", "escaped"])
@pytest.mark.parametrize("text", ['a: ¦"名$称"', 'b: 1\n¦"a$": 1', "a: 名¦$称", "a: 1  # ¦$", "b: 1\r¦a$: 1"])
def test_a_sign_that_does_not_show_is_told_by_its_number(sign: str, escaped: bool, text: str) -> None:
    """In values, keys and notes, as it stands or behind a backslash; there at the beginning of its text."""
    text = 'b: [¦"x$"]' if escaped and '"' not in text else text
    written = text.replace("¦", "").replace("$", f"\\U{ord(sign):08x}" if escaped else sign)
    with pytest.raises(Unreadable) as found:
        parse(written.encode())
    wrong = found.value
    *above, line = re.split("[\r\n]", text[: text.index("¦" if escaped else "$")].replace("¦", ""))
    assert (tuple(wrong.at), wrong.message.code) == ((len(above) + 1, len(line) + 1), "yaml-character")
    assert f"U+{ord(sign):04X}" in wrong.message.told().zh


def test_a_blank_that_is_as_wide_as_a_character_and_a_rare_form_of_one_are_taken() -> None:
    assert parse("a: 甲\u3000乙葛\U000e0100".encode()).plain() == {"a": "甲\u3000乙葛\U000e0100"}


def test_a_radical_is_told_with_the_character_that_is_meant() -> None:
    with pytest.raises(Unreadable) as found:
        parse("a: ⾏政许可法".encode())
    assert "请删去它，用键盘重新输入“行”" in found.value.message.told().mend_zh


def test_half_a_sign_and_a_tab_in_a_text_are_told() -> None:
    codes = []
    for written in (b'a: "\\ud800"', b"a: \xed\xa0\x80", b'a: "x\\ty"', b"a: x\ty"):
        with pytest.raises(Unreadable) as found:
            parse(written)
        codes.append(found.value.message.key)
    assert codes == ["yaml-syntax/escape", "encoding", "yaml-character/tab", "yaml-character/tab"]


def test_a_byte_order_mark_before_the_file_is_no_mistake() -> None:
    assert parse(codecs.BOM_UTF8 + b"a: 1\n").plain() == {"a": 1}


@given(st.text("ab1:：-[]{}\"'\t \r\n#@%*&|>\\,?!\ufeff\u2028\0", max_size=40))
def test_whatever_is_written_is_read_or_told_at_a_place_in_both_languages(written: str) -> None:
    told = []
    try:
        parse(written.encode())
    except Unreadable as wrong:
        told = [wrong]
    lines = len(re.split("\r\n|[\r\n\u2028]", written)) + 1  # what ends too early is told behind the last
    assert all(1 <= one.at.line <= lines and one.at.column >= 1 and all(one.message.told()) for one in told)
