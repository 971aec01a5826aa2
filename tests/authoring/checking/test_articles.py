"""Articles are cited as laws number them; whoever writes otherwise is told how."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.authoring.checking.articles import article_meant, in_chinese, made_below
from chalicelib.decisions.law_names import law_in_english


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("三十八", "第三十八条"),
        ("第三十八", "第三十八条"),
        ("三十八条", "第三十八条"),
        ("38", "第三十八条"),
        ("第3条", "第三条"),
        ("第 38 条", "第三十八条"),
        ("第３８条", "第三十八条"),
        ("第四十二条第2款", "第四十二条第二款"),
        ("第12条、第17条", "第十二条、第十七条"),
        ("Art. 103", "第一百零三条"),
        ("article 3", "第三条"),
    ],
)
def test_an_article_that_no_law_writes_so_is_told_as_it_was_meant(written: str, meant: str) -> None:
    assert article_meant(written) == meant


@pytest.mark.parametrize(
    "written",
    ["第三十八条", "第三十二条（四）", "第四十二条第二款", "第四十四条至第四十五条",
     "附件第75项", "第三章", "4.2.1", "第一百二十条之一", "二（四）", "第十二条、第十七条", "目录第5项",
     "表2", "2022年第5号", "国发〔2018〕28号", "第三十八条（2018年修正）", "GB 12345", "Annex 3"],
)  # fmt: skip
def test_an_article_as_it_is_written_is_let_be(written: str) -> None:
    assert article_meant(written) is None


@given(st.integers(1, 9_999))
def test_a_number_in_chinese_is_read_back_as_it_was(number: int) -> None:
    assert law_in_english("行政许可法", f"第{in_chinese(number)}条").endswith(f"article {number}")


MAKERS = ("公安分局", "青岛市李沧区", "李沧区")


@pytest.mark.parametrize(
    "title",
    ["本局规定", "《大厅管理条例》", "李沧区食品经营许可条例", "青岛市李沧区人民政府关于食品经营的规定",
     "区政府关于加强管理的决定", "公安分局特种行业管理条例", "青岛市教育局关于民办学校的规定",
     "行政审批服务局办法", "我区养犬管理条例", "临朐县食品安全条例", "潍坊市临朐县养犬管理办法"],
)  # fmt: skip
def test_a_district_a_bureau_and_a_hall_make_no_law(title: str) -> None:
    assert made_below(title, MAKERS)


@pytest.mark.parametrize(
    "title",
    ["中华人民共和国食品安全法", "青岛市养犬管理条例", "北京市街道办事处条例", "城市管理执法办法",
     "国家烟草专卖局关于烟草的规定", "中国气象局规定", "县级以上地方人民政府办法", "延边朝鲜族自治州条例",
     "长阳土家族自治县条例", "上海市浦东新区绿色金融发展若干规定", "公安机关办理行政案件程序规定",
     "市场监管总局关于许可的规定", "青岛市县乡公路管理办法", "国省县道管理条例",
     "市政公用事业特许经营管理办法", "国务院办公厅关于许可的决定", "城市商业网点布局规定",
     "市、县人民政府食品安全条例", "省直管县财政办法", "脱贫县项目管理办法", "产粮大县奖励办法",
     "全国人民代表大会常务委员会关于授权国家药品监督管理局的决定", "省级以下林业局的规定"],
)  # fmt: skip
def test_the_state_provinces_cities_and_self_governing_counties_may(title: str) -> None:
    assert not made_below(title, MAKERS)
