"""Who signed, where a trace gives a name."""

from __future__ import annotations

from time import process_time

import pytest

from chalicelib.cases.parcels.signer import may_be, signer_in


@pytest.mark.parametrize(
    "signer",
    [
        *("王秀英", "王秀英感谢使用", "王秀英签收", "王秀英女士", "王女士", "王"),
        *("王*", "王＊英", "**英", "王某", "王某某女士"),
    ],
)
def test_a_name_that_may_be_hers_is_hers(signer: str) -> None:
    told = signer_in(f"【李沧区】快件 已签收，签收人： {signer}，如有疑问请电联")
    assert told is not None
    assert may_be(told, "王秀英")


@pytest.mark.parametrize(
    "signer",
    [
        *("李强", "李女士", "李*", "*强", "王建国", "王*国", "秀英", "王秀", "王秀女士"),
        *("王秀英子", "王秀英代", "由李强签收", "申请人", "某某公司"),
        *(
            "王𬭎",
            "𠮷田",
            "㼆王",
            "王Jack",
            "收货部",
            "收件室",
            "收货处张三",
            "系统管理员王强",
            "单位公章",
            "门卫",
        ),
    ],
)
def test_another_name_is_anothers(signer: str) -> None:
    told = signer_in(f"快件已签收,签收人:{signer}")
    assert told is not None
    assert not may_be(told, "王秀英")


@pytest.mark.parametrize(
    "text",
    [
        *(
            "签收人：“王强”",
            "签收人是「王强」",
            "签收人：‹王强›",
            "签收人-王强",
            "签收人系王强",
            "签收人 王强",
            "签收人员：王强",
        ),
        *("Signed by: 王强", "Signed by - WANG WEI", 'Signed by "WANG WEI"', "Signed for: WANG WEI"),
    ],
)
def test_another_name_is_read_however_it_is_set_apart(text: str) -> None:
    told = signer_in(f"快件已签收,{text}")
    assert told is not None
    assert not may_be(told, "王秀英")


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("签收人：李强 派送员:王五", "李强"),
        ("签收人：李x强", "李自强"),
        ("签收人：东方女士", "东方红"),
        ("Signed by LI QIANG at 10:23", "Li Qiang"),
        ("Signed by Mr. Li Qiang, thank you", "Li Qiang"),
        ("签收人:Jose Garcia", "José García"),
        ("签收人:JOSÉ GARCÍA", "Jose Garcia"),
    ],
)
def test_her_own_name_is_known_with_what_stands_around_it(text: str, name: str) -> None:
    told = signer_in(f"快件已签收,{text}")
    assert told is not None
    assert may_be(told, name)


@pytest.mark.parametrize(("signer", "name"), [("李强", "李强国"), ("李强国", "李强"), ("李*强", "李自强国")])
def test_a_name_that_only_begins_as_hers_is_anothers(signer: str, name: str) -> None:
    told = signer_in(f"已签收，签收人：{signer}")
    assert told is not None
    assert not may_be(told, name)


@pytest.mark.parametrize("signer", ["欧阳女士", "欧阳", "欧阳*", "欧"])
def test_a_surname_may_have_two_signs(signer: str) -> None:
    told = signer_in(f"已签收，签收人：{signer}")
    assert told is not None
    assert may_be(told, "欧阳翠花")


@pytest.mark.parametrize(
    ("text", "name", "same"),
    [
        ("已签收，签收人：LI QIANG", "Qiang Li", True),
        ("已签收,签收人:SMITH JOHN A.，感谢使用", "John A. Smith", True),
        ("Delivered. Signed by: John A. Smith", "ＪＯＨＮ　Ａ．ＳＭＩＴＨ", True),
        ("Signed for by John", "John A. Smith", False),
        ("已签收，签收人：LI QIANG", "李强", False),
        ("Signed by: Wang", "王秀英", False),
        ("已签收，签收人：李强", "Qiang Li", False),
    ],
)
def test_a_name_in_latin_letters_is_compared_as_a_whole_with_one_in_such_letters(
    text: str, name: str, same: bool
) -> None:
    told = signer_in(text)
    assert told is not None
    assert may_be(told, name) is same


@pytest.mark.parametrize(
    "text",
    [
        "已签收，签收人凭取货码签收",
        "已签收，签收人：本人",
        "签收人：收件人",
        "签收人：图片签收",
        "签收人：正常签收",
        "签收人：当面签收",
        "签收人：电子签收",
        "签收人：客户本人签收",
        "签收人：拍照",
        "已签收",
        "签收人：",
        "Signed by: the recipient",
        "signed by",
        "签收人：已签收",
    ],
)
def test_words_that_are_no_name_name_nobody(text: str) -> None:
    assert signer_in(text) is None


@pytest.mark.parametrize("name", ["阿不都·热合曼", "阿不都•热合曼", "阿不都 ・ 热合曼"])
@pytest.mark.parametrize("signer", ["阿不都·热合曼", "阿不都•热合曼", "阿不都‧热合曼", "阿不都•***"])
def test_a_name_is_the_same_with_whichever_dot_and_blanks_it_is_written(name: str, signer: str) -> None:
    told = signer_in(f"已签收，签收人：{signer}")
    assert told is not None
    assert may_be(told, name)


def test_a_name_with_many_masked_places_is_compared_at_once() -> None:
    began = process_time()
    assert not may_be("*王" * 9 + "*李", "王" * 60)
    assert process_time() - began < 1, "tried in every way it took minutes"
