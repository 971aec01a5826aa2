"""Names, addresses, notes and file names: what is cleaned, what is kept as it is, what is refused."""

from __future__ import annotations

import unicodedata
from functools import partial

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.texts.lines import clean_file_name, clean_line, clean_prose
from chalicelib.texts.signs import BLANKS, BREAKS, WrongText

line = partial(clean_line, longest=60)
prose = partial(clean_prose, longest=500)
address = partial(clean_line, longest=200, shortest=4, breaks=True)

ANY = st.text(st.characters(codec=None, categories=None, exclude_categories=()), max_size=80)
"""Half characters, controls and private use among them."""

REAL = [
    "张三",
    "阿不都热西提·阿不力孜",
    "古丽•阿依",
    "古丽・阿依",
    "𠮷野家",
    "\U0002a700\U0002b740\U0002b820\U0002ceb0\U0002ebf0\U00030000\U00031350\U000323b0",  # extensions C to J
    "㐀䶿",
    "王〇",
    "𰻝",
    "དོན་གྲུབ་རྒྱལ",
    "ᠪᠠᠲᠤ᠋ ᠮᠥᠩᠬᠡ",
    "ئەخمەت يۈسۈپ",
    "می\u200cخواهم",
    "ꃅꆈꌠ",
    "Zhāng Sān",
    "O’Connor-Smith, Jr.",
    "葛\U000e0100城",
    "㈱ＡＢＣ",
    "360",
    "Ⅻ号",
    "佐々木",
    "ローラ",
    "مـحـمـد",
    "Hawaiʻi",
    "ª",
    "ء",
    "ꀕꀊ",
    "张锟",
    "A&B #1",
]


@pytest.mark.parametrize("name", REAL)
def test_rare_but_real_names_stay_as_they_are(name: str) -> None:
    assert line(name) == unicodedata.normalize("NFC", name) == name


NOTHING = [
    "",
    " ",
    "\u200b",
    "\u3164",
    "\u2800",
    "\ufeff",
    "\u00ad",
    "\ufe0f",
    "\U000e0041\U000e007f",
    "\u0301\u0301",
    "\u115f\u1160",
    "\uffa0",
    "\u2060\u200d\u200c",
    "\u180e\u180b",
    "\u00a0\u3000\u202f\u2009",
    "\u034f",
    "\ufffc",
    "\u202a\u202c",
    "\n\r\u2028\u2029\x85\x0b\x0c",
    "\u17b4\u17b5",
    "\U0001d173",
    "\U000e0fff",
    "---",
    "。。。",
    "√",
    "？？？",
    "·",
    "ـ",
    "ـــ",
    "ـ\u064e",
    "\ufe71",
    "\ufe73",
    "\ufe70",
    "々",
    "ー",
    "ｰ",
    "\uff9e",
    "〱",
    "ʼ",
    "ˉ",
    "ˑ",
    "ߺ",
    "ᡃ",
    "\u302a",
    "\u0e47\u093e",
    "\u20e3",
    "\U00016fe4",
    "\U00013441",
    "\U000e0100",
]


@pytest.mark.parametrize("text", NOTHING, ids=ascii)
def test_what_shows_nothing_is_neither_name_nor_note(text: str) -> None:
    for clean in (line, prose):
        with pytest.raises(WrongText) as wrong:
            clean(text)
        assert "没有可读的文字" in wrong.value.zh


@pytest.mark.parametrize("name", ["\u2028", "\u2029", "\x85", "\x0b", "\x0c", "\n", "\r\n", "\r"], ids=ascii)
def test_a_name_stands_on_one_line_and_an_address_is_put_on_one(name: str) -> None:
    with pytest.raises(WrongText) as wrong:
        line(f"张{name}三")
    assert "换行" in wrong.value.zh
    assert line(f"{name}张三{name}") == "张三"
    assert address(f"青岛市李沧区{name}某路1号") == "青岛市李沧区 某路1号"
    assert prose(f"{name}一{name}二{name}") == "一\n二"


@pytest.mark.parametrize("sign", ["\u202e", "\u202b", "\u2067"], ids=ascii)
def test_what_lets_a_text_be_read_backwards_is_refused(sign: str) -> None:
    for clean in (line, prose, address, clean_file_name):
        with pytest.raises(WrongText) as wrong:
            clean(f"张三{sign}李四王五\u202c")
        assert "顺序" in wrong.value.zh


def test_frames_that_a_phone_puts_around_what_is_copied_are_dropped_where_they_change_nothing() -> None:
    assert line("\u202d张三\u202c") == line("\u2066张三\u2069") == line("\u2068张三\u2069") == "张三"
    with pytest.raises(WrongText):
        line("\u2066ئەخمەت 12\u2069 34")


@pytest.mark.parametrize(
    ("pasted", "kept"),
    [
        ("\ufeff张\u200b三\u2060", "张三"),
        ("张\u3000\u00a0\t三 ", "张 三"),
        ("张\u200d三", "张三"),
        ("Jose\u0301", "José"),
        ("\u2f08民", "人民"),
        ("soft\u00adhyphen", "softhyphen"),
        ("☎\ufe0f总机", "☎总机"),
        ("葛\ufe00城\ufe0f", "葛城"),
        ("葛\ufe00\U000e0100城", "葛城"),
        ("葛\U000e0100\ufe0f\U000e0101城", "葛\U000e0100城"),
        ("\ufe00葛\ufe01", "葛"),
        ("𠮷\ufe0e野〇\ufe0f", "𠮷野〇"),
        ("\u200e张三\u200f", "张三"),
        ("张三\U000e0041\U000e007f", "张三"),
    ],
    ids=ascii,
)
def test_invisible_signs_that_do_no_harm_are_dropped_and_blanks_are_one(pasted: str, kept: str) -> None:
    assert line(pasted) == kept
    assert line(kept) == kept


@pytest.mark.parametrize(
    "text",
    ["张\ufffd", "\udcff三", "三\ud800", "\ufffd\ufffd\ufffd", "锟斤拷", "张ï¿½", "张&#40860;", "&#x9F9C;三"],
    ids=ascii,
)
def test_what_is_not_utf_8_is_refused_and_told_to_be_sent_so(text: str) -> None:
    for clean in (line, prose, address, clean_file_name):
        with pytest.raises(WrongText) as wrong:
            clean(text)
        assert "UTF-8" in wrong.value.zh
        assert "send UTF-8" in wrong.value.en


@pytest.mark.parametrize("encoding", ["latin-1", "cp1252"])
@pytest.mark.parametrize("text", ["欧阳示例", "李沧区保密路7号", "王·五", "Zoë"])
def test_utf_8_that_was_read_in_another_encoding_on_its_way_is_refused_as_such(
    text: str, encoding: str
) -> None:
    misread = "".join(_read(byte, encoding) for byte in text.encode())
    for clean in (line, prose, address, clean_file_name):
        with pytest.raises(WrongText, match="send UTF-8"):
            clean(misread)
    assert line("Zoë Müller-Ñuñez, 5°–7½") == "Zoë Müller-Ñuñez, 5°–7½"


def _read(byte: int, encoding: str) -> str:
    """Windows-1252 leaves five bytes open; programs take Latin-1's for them."""
    try:
        return bytes([byte]).decode(encoding)
    except UnicodeDecodeError:
        return chr(byte)


@pytest.mark.parametrize("lost", ["????????????7?", "??", "李四".encode("ascii", "replace").decode() + " A"])
def test_a_line_of_which_question_marks_are_left_is_refused_as_not_utf_8(lost: str) -> None:
    with pytest.raises(WrongText, match="send UTF-8"):
        line(lost)
    assert line("李四（??号）") == "李四（??号）"
    assert line("Floor plan, final??.pdf") == "Floor plan, final??.pdf"
    assert line("Where to? Here.") == "Where to? Here."


@pytest.mark.parametrize(
    "sign", ["\x00", "\x07", "\x1b", "\x1c", "\x7f", "\x80", "\x9f", "\ue000", "\U0010fffd", "\ufdd0"]
)
def test_controls_private_use_and_what_is_no_character_are_refused(sign: str) -> None:
    for clean in (line, prose, address, clean_file_name):
        with pytest.raises(WrongText):
            clean(f"张三{sign}的材料")


def test_many_marks_on_one_letter_are_refused() -> None:
    assert line("ཧཱུྃ་ཧཱུྃ")
    with pytest.raises(WrongText):
        line("Z" + "\u0300" * 30)


@pytest.mark.parametrize("joiner", ["\u200c", "\u200d"], ids=ascii)
def test_joiners_between_marks_begin_no_new_letter(joiner: str) -> None:
    assert line(f"م\u064b{joiner}\u0651ر")
    with pytest.raises(WrongText):
        line("م" + f"\u064b{joiner}" * 20)


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("附件1：营业执照【正面】.pdf", "附件1：营业执照【正面】.pdf"),
        ("扫描\u3000件\u200b.pdf", "扫描 件.pdf"),
        ("cafe\u0301.pdf", "café.pdf"),
    ],
)
def test_a_file_keeps_its_name_but_for_what_nobody_sees(name: str, kept: str) -> None:
    assert clean_file_name(name) == kept


@pytest.mark.parametrize("name", ["a/b", "a\\b", "\u200b.hidden", "\u200b..", "\u3164", "a\nb", "x" * 81])
def test_a_name_that_leads_elsewhere_or_shows_nothing_is_no_file_s(name: str) -> None:
    with pytest.raises(WrongText):
        clean_file_name(name)


@given(ANY)
def test_whatever_is_kept_shows_something_on_one_line_and_is_kept_the_same_again(text: str) -> None:
    try:
        kept = line(text)
    except WrongText:
        return
    assert line(kept) == kept
    assert 1 <= len(kept) <= 60
    assert kept == unicodedata.normalize("NFC", kept)
    assert kept.encode().decode() == kept
    assert not set(kept) & set(BREAKS + BLANKS.replace(" ", ""))
    assert not [sign for sign in kept if unicodedata.category(sign) in ("Cc", "Cs", "Co", "Zl", "Zp")]


@given(ANY)
def test_a_note_that_is_kept_is_kept_the_same_again(text: str) -> None:
    try:
        kept = prose(text)
    except WrongText:
        return
    assert prose(kept) == kept
    assert not [sign for sign in kept if unicodedata.category(sign) in ("Cc", "Cs", "Co") and sign != "\n"]
