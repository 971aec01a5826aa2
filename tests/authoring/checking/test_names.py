"""Names and codes of districts: others' are told where they stay behind, and never what only sounds so."""

from __future__ import annotations

from pathlib import Path

import pytest

from chalicelib.authoring.checking.region.names import lint_names
from chalicelib.authoring.checking.region.settings import lint_settings
from chalicelib.authoring.reading.folder import Folder, read_folder
from tests.authoring.region import spoil, write_region

REGION, UNITS = "region.yaml", "units.yaml"


def spoilt(tmp_path: Path, file: str, old: str, new: str) -> Folder:
    region = write_region(tmp_path / "licang")
    spoil(region, file, old, new)
    return read_folder(region)


@pytest.mark.parametrize(
    ("name", "left"),
    [
        ("即墨区市场监管局", True),
        ("青岛市市北区税务局", True),
        ("临朐县财政局", True),
        ("崂山区中韩街道", True),
        ("青岛市李沧区财政局", False),
        ("青岛市公安局李沧分局", False),
        ("国家税务总局青岛市税务局", False),
        ("青岛高新区管理委员会", False),
        ("自然资源和规划局", False),
        ("社区服务中心", False),
        ("区县工作办公室", False),
        ("南开区商务局", True),
        ("玛多县财政局", True),
        ("老河区工业和信息化局", True),
        ("青岛市李沧区福州路工业区管理办公室", False),
        *(
            (f"{name}管理委员会", False)
            for name in ("经开区", "自贸区", "综保区", "工业区", "旅游区", "商务区")
        ),
        ("革命老区建设办公室", False),
        ("国有林区管理局", False),
    ],
)
def test_an_office_of_another_district_is_told_and_one_of_the_city_is_not(
    tmp_path: Path, name: str, left: bool
) -> None:
    found = list(lint_names(spoilt(tmp_path, UNITS, "zh: 市场监管局", f"zh: {name}")))
    assert [one.code for one in found] == ["wrong-region"] * left


def test_a_name_of_nothing_but_cities_is_soon_read(tmp_path: Path) -> None:
    """Tried in every way, it would take longer than the region will stand."""
    assert list(lint_names(spoilt(tmp_path, UNITS, "zh: 市场监管局", f"zh: {'市州' * 60}局"))) == []


def test_who_only_advises_may_be_of_another_district(tmp_path: Path) -> None:
    region = write_region(tmp_path / "licang")
    water = "{unit: water, name: {zh: 即墨区水利局, en: Water bureau}, kind: department}"
    spoil(region, UNITS, "  - {unit: health,", f"  - {water}\n  - {{unit: health,")
    spoil(region, "items/market/food.yaml", "{decides: market}", "{decides: market, advises: [water]}")
    assert list(lint_names(read_folder(region))) == []
    spoil(region, "items/health/vault.yaml", "{decides: health}", "{decides: health, handles: water}")
    assert [one.code for one in lint_names(read_folder(region))] == ["wrong-region"]


@pytest.mark.parametrize(
    "text",
    [
        "请到本区政务服务中心领取",
        "请向所在区人民政府申请",
        "由有关区县人民政府处理",
        "请到青岛市李沧区政务服务大厅",
        "请到户籍区政务服务中心",
        "请到居住区便民服务站",
        "由李沧区人民政府和另一区人民政府",
        "由两个区人民政府",
    ],
)
def test_a_notice_may_speak_of_the_district_and_of_any(tmp_path: Path, text: str) -> None:
    assert (
        list(lint_names(spoilt(tmp_path, "notices/grant.yaml", "准予{item}。", f"准予{{item}}。{text}。")))
        == []
    )


@pytest.mark.parametrize(
    ("address", "left"),
    [
        ("青岛市李沧区城市广场A区2层", False),
        ("青岛市李沧区广州路工业区1号", False),
        ("青岛市李沧区杭州湾片区1号", False),
        ("内蒙古自治区呼和浩特市回民区1号", True),
        ("青岛市城阳区广州路工业区1号", True),
    ],
)
def test_an_address_names_its_district_and_what_lies_in_it_is_none(
    tmp_path: Path, address: str, left: bool
) -> None:
    found = list(lint_names(spoilt(tmp_path, REGION, "address: 演示地址", f"address: {address}")))
    assert [one.code for one in found] == ["wrong-region"] * left


@pytest.mark.parametrize(
    ("code", "name", "right"),
    [
        ("370213", "青岛市李沧区", True), ("370200", "青岛市", True), ("370281", "胶州市", True),
        ("500152", "潼南区", True), ("500229", "城口县", True), ("222401", "延吉市", True),
        ("429004", "仙桃市", True), ("429021", "神农架林区", True), ("469021", "定安县", True),
        ("232700", "大兴安岭地区", True), ("370200", "青岛西海岸新区", True), ("110101", "东城区", True),
        ("370200", "李沧区", False), ("370201", "李沧区", False), ("370213", "青岛市", False),
        ("370213", "临朐县", False), ("370281", "平阴县", False), ("370724", "寿光市", False),
    ],
)  # fmt: skip
def test_a_code_is_one_of_such_a_region(tmp_path: Path, code: str, name: str, right: bool) -> None:
    region = write_region(tmp_path / "licang")
    spoil(region, REGION, '"370213"', f'"{code}"')
    spoil(region, REGION, "zh: 李沧区, en: Licang", f"zh: {name}, en: Somewhere")
    found = [one.code for one in lint_settings(read_folder(region))]
    assert found == ["region-code"] * (not right)
