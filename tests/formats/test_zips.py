from __future__ import annotations

import io
import struct
import tracemalloc
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.cases.materials import kind_of, why
from chalicelib.cases.values import Reason

KINDS = {"pdf", "jpeg", "png", "ofd", "docx", None}


def zipped(*names: str) -> bytes:
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w") as archive:
        for name in names:
            archive.writestr(name, "demonstration")
    return whole.getvalue()


OFD = zipped("OFD.xml", "Doc_0/Document.xml")


@given(st.binary(max_size=200))
def test_any_bytes_are_judged_without_failing(content: bytes) -> None:
    assert kind_of(io.BytesIO(content)) in KINDS


@given(st.binary(max_size=200))
def test_any_bytes_behind_the_mark_of_a_zip_are_judged_without_failing(content: bytes) -> None:
    assert kind_of(io.BytesIO(b"PK\x03\x04" + content)) in KINDS


@given(st.lists(st.tuples(st.integers(4, len(OFD) - 1), st.integers(0, 255)), max_size=6))
def test_a_damaged_zip_is_judged_without_failing(damage: list[tuple[int, int]]) -> None:
    content = bytearray(OFD)
    for place, byte in damage:
        content[place] = byte
    assert kind_of(io.BytesIO(bytes(content))) in {"ofd", "docx", None}


@pytest.mark.parametrize("length", range(0, len(OFD), 7))
def test_a_truncated_zip_is_no_document(length: int) -> None:
    assert kind_of(io.BytesIO(OFD[:length])) is None


def test_a_zip_of_a_later_standard_is_no_document() -> None:
    content = bytearray(OFD)
    content[content.rfind(b"PK\x01\x02") + 6] = 200
    assert kind_of(io.BytesIO(bytes(content))) is None


def test_a_zip_with_an_endless_list_of_names_costs_little_memory() -> None:
    entry = struct.pack("<4s4B4HL2L5H2L", b"PK\x01\x02", 20, 3, 20, 0, *[0] * 4, 0, 0, 0, 1, *[0] * 6) + b"a"
    listed = entry * 200_000
    end = struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, 0xFFFF, 0xFFFF, len(listed), 4, 0)
    crowded = io.BytesIO(b"PK\x03\x04" + listed + end)
    tracemalloc.start()
    kind = kind_of(crowded)
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert kind is None
    assert most < 4 << 20


def test_a_file_is_judged_from_its_beginning_wherever_it_stands() -> None:
    file = io.BytesIO(OFD)
    file.seek(0, io.SEEK_END)
    assert kind_of(file) == "ofd"


@pytest.mark.parametrize("reason", Reason)
def test_every_reason_is_given_in_both_languages_with_what_to_do(reason: Reason) -> None:
    text = why(reason, ("pdf", "ofd"))
    assert "请" in text.zh
    assert "please" in text.en.lower() or "ask" in text.en


def test_the_kinds_named_are_those_that_the_region_takes() -> None:
    text = why(Reason.WRONG_KIND, ("pdf", "ofd"))
    assert "（PDF、OFD）" in text.zh
    assert "none of PDF, OFD;" in text.en
