"""
Names of districts and counties 区县名称: the region's own, and others', which stay behind where a folder was
copied. Cities are left out: one above the region has its offices and courts here as well.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from chalicelib.authoring.checking.region.units import placed
from chalicelib.authoring.findings.problems import Problem, Spot
from chalicelib.authoring.reading.folder import Folder
from chalicelib.decisions.forms.region import Region

_ABOVE = re.compile("(.{2,}?[省市区州盟县])(?=.{2,}[区县旗市]$)")
"""What a district's name begins with in full: the province, the city."""
_DISTRICT = "((?:市[东南西北中]|[^省市区州盟县旗，。；：、{}（）A-Za-z0-9\\s]{2,3})[区县旗])"
_WITHIN = "(?:[^区县旗]{2,12}?(?:[省市州盟]|治区|地区))"
"""
A province or a city: what stands behind a district's name is within that district. Bounded: a long name of
nothing but such signs would else be looked at for ever.
"""
_OF_AN_OFFICE = re.compile(
    f"^{_WITHIN}{{0,3}}{_DISTRICT}(?=.{{2,}}(?:局|政府|委员会|办公室|中心|大厅|窗口|组|街道|镇|乡|大队)$)"
)
_IN_A_TEXT = re.compile(
    f"[向由到在经和与省市州盟]{_DISTRICT}(?=人民政府|行政审批|政务服务|便民服务|市民中心)"
)
_ADDRESS = re.compile(f"^{_WITHIN}{{1,3}}{_DISTRICT}")
_NO_DISTRICT = re.compile(
    "(?:开发|经开|高新|新|自贸|贸易|综保|保税|园|工业|产业|农业|商业|化工|物流|科技|商务|服务|政务|管理|行政|生态|示范|试验"
    "|实验|旅游|文旅|度假|景|功能|集聚|合作|中心|核心|临空|航空|城|社|地|片|辖|自治|矿|校|小|街|厂|库|港|特|全|市|老|林|农|牧|军)区"
    "|自治[县旗]|[一二三四五六七八九十两几数多]区|[一两几数个][县旗]|个区|户籍|户口|原籍|居住|常住|住宅|住所|家属|注册|登记|经营|生产"
    "|有关|相关|所在|其他|另|同级|上级|任何|各|本|该|被"
)
"""What is called so and is none, and what means any."""


def own_names(region: Region) -> list[str]:
    """A district's or county's name in full and without those above it; none where it is a city or more."""
    found: list[str] = []
    name = "" if region.code.endswith("00") else shown(region.name.zh)
    while name.endswith(("区", "县", "旗", "市")):
        found.append(name)
        above = _ABOVE.match(name)
        name = name[above.end() :] if above else ""
    return found


def lint_names(folder: Folder) -> Iterator[Problem]:
    """Where the hall, an office or a notice is called by another district's name."""
    region = None if folder.region is None else folder.region.form
    own = [] if region is None else own_names(region)
    for place, text, pattern in _names(folder) if own else ():
        behind = (
            found[1] for found in pattern.finditer(text) if not text[: found.start(1)].endswith(own[-1])
        )
        other = next(filter(None, (_other(name, own[-1]) for name in behind)), None)
        if other is not None and region is not None:
            yield place.warning("wrong-region/left", found=other, name=region.name)


def _names(folder: Folder) -> Iterator[tuple[Spot, str, re.Pattern[str]]]:
    """What names offices, with its place; who only inspects or advises may be of elsewhere."""
    if folder.region is not None:
        hall, remedies = folder.region.form.hall, folder.region.form.remedies
        yield folder.region.at("hall", "name"), shown(hall.name), _OF_AN_OFFICE
        yield folder.region.at("hall", "address"), hall.address, _ADDRESS
        if remedies is not None:
            yield folder.region.at("remedies", "review_body"), shown(remedies.review_body.zh), _OF_AN_OFFICE
    each = [item.form.units for item in folder.items]
    asked = {name for units in each for name in (*units.advises, *units.inspects)}
    asked -= {name for units in each for name in (units.decides, units.handles, units.makes)}
    for unit, node in placed(folder.units):
        if unit.unit not in asked:
            yield Spot("units.yaml", node.find("name")), shown(unit.name.zh), _OF_AN_OFFICE
    for notice in folder.notices:
        yield notice.at("text", "zh"), notice.form.text.zh, _IN_A_TEXT


def _other(name: str, own: str) -> str | None:
    """The district that is named, unless it is the region's own or none at all."""
    return None if name.endswith(own) or _NO_DISTRICT.search(name) else name


def shown(name: str) -> str:
    """A name without what stands behind it in brackets."""
    return re.sub("[（(].*", "", name)
