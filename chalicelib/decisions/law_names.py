"""
Laws as English readers cite them: Administrative Licensing Law, article 34.

The English names are translations for readers; what is in force is the Chinese text.
"""

from __future__ import annotations

import re
from functools import lru_cache

from chalicelib.decisions.explain import cited
from chalicelib.decisions.forms.form import Basis, Text

_CHINA = "中华人民共和国"

ENGLISH = {
    "个人信息保护法": "Personal Information Protection Law",
    "义务教育法": "Compulsory Education Law",
    "乡村医生从业管理条例": "Regulations on Village Doctors",
    "互联网上网服务营业场所管理条例": "Regulations on Internet Cafes",
    "人民防空法": "Civil Air Defence Law",
    "企业投资项目核准和备案管理条例": "Regulations on Approval and Filing of Enterprise Investment Projects",
    "传染病防治法": "Law on Prevention and Treatment of Infectious Diseases",
    "体育法": "Sports Law",
    "优化营商环境条例": "Regulations on Improving the Business Environment",
    "会计法": "Accounting Law",
    "保守国家秘密法": "Law on Guarding State Secrets",
    "全民健身条例": "Regulations on Fitness for All",
    "公共场所卫生管理条例": "Regulations on Hygiene of Public Places",
    "公司法": "Company Law",
    "全国年节及纪念日放假办法": "Measures on National Holidays and Commemoration Days",
    "公路法": "Highway Law",
    "兽药管理条例": "Regulations on Veterinary Drugs",
    "再生资源回收管理办法": "Measures on Recycling of Renewable Resources",
    "农村土地承包法": "Rural Land Contracting Law",
    "农村土地经营权流转管理办法": "Measures on Transfer of Rural Land Management Rights",
    "农民专业合作社法": "Law on Farmers' Specialised Cooperatives",
    "农药管理条例": "Regulations on Pesticides",
    "出版管理条例": "Regulations on Publishing",
    "劳动合同法": "Labour Contract Law",
    "劳动法": "Labour Law",
    "劳务派遣行政许可实施办法": "Measures on Licensing of Labour Dispatch",
    "动物防疫法": "Animal Epidemic Prevention Law",
    "医师法": "Physicians Law",
    "医疗器械监督管理条例": "Regulations on Medical Devices",
    "医疗机构管理条例": "Regulations on Medical Institutions",
    "单用途商业预付卡管理办法": "Measures on Single-purpose Prepaid Cards",
    "卫星电视广播地面接收设施管理规定": "Provisions on Ground Receivers of Satellite Broadcasts",
    "印刷业管理条例": "Regulations on Printing",
    "危险化学品安全管理条例": "Regulations on Safety of Hazardous Chemicals",
    "历史文化名城名镇名村保护条例": "Regulations on Protection of Historic Cities, Towns and Villages",
    "取水许可和水资源费征收管理条例": "Regulations on Water Abstraction Licences and Water Resource Fees",
    "固体废物污染环境防治法": "Law on Prevention of Environmental Pollution by Solid Waste",
    "国务院关于在线政务服务的若干规定": "State Council Provisions on Online Government Services",
    "国际货运代理企业备案（暂行）办法": "Interim Measures on Filing of International Freight Forwarders",
    "国务院关于深化“证照分离”改革进一步激发市场主体发展活力的通知": (
        "State Council Notice on Separating Permits from Business Licences"
    ),
    "国务院办公厅关于全面推行证明事项和涉企经营许可事项告知承诺制的指导意见": (
        "State Council General Office Opinions on Written Commitments in Place of Certificates"
    ),
    "国务院对确需保留的行政审批项目设定行政许可的决定": (
        "State Council Decision on Licences for Approvals that Are Kept"
    ),
    "关于规范面向中小学生的非学科类校外培训的意见": (
        "Opinions on Non-academic After-school Training of Pupils"
    ),
    "土地管理法": "Land Administration Law",
    "地名管理条例": "Regulations on Place Names",
    "城乡规划法": "Urban and Rural Planning Law",
    "城市供水条例": "Regulations on Urban Water Supply",
    "城市商品房预售管理办法": "Measures on Advance Sale of Urban Housing",
    "城市市容和环境卫生管理条例": "Regulations on City Appearance and Sanitation",
    "城市建筑垃圾管理规定": "Provisions on Urban Construction Waste",
    "城市房地产管理法": "Urban Real Estate Law",
    "城市绿化条例": "Regulations on Urban Greening",
    "城市道路管理条例": "Regulations on Urban Roads",
    "城镇排水与污水处理条例": "Regulations on Urban Drainage and Sewage Treatment",
    "城镇燃气管理条例": "Regulations on Urban Gas",
    "境外投资管理办法": "Measures on Outbound Investment",
    "外商投资法": "Foreign Investment Law",
    "大型群众性活动安全管理条例": "Regulations on Safety of Mass Events",
    "学前教育法": "Preschool Education Law",
    "安全生产法": "Work Safety Law",
    "宗教事务条例": "Regulations on Religious Affairs",
    "对外劳务合作管理条例": "Regulations on Foreign Labour Service Cooperation",
    "对外贸易法": "Foreign Trade Law",
    "娱乐场所管理条例": "Regulations on Places of Entertainment",
    "就业促进法": "Employment Promotion Law",
    "山东省人口与计划生育条例": "Shandong Regulations on Population and Family Planning",
    "山东省地方金融条例": "Shandong Regulations on Local Finance",
    "山东省燃气管理条例": "Shandong Regulations on Gas",
    "山东省食品小作坊小餐饮和食品摊点管理条例": (
        "Shandong Regulations on Small Food Workshops, Small Caterers and Food Stalls"
    ),
    "山东省餐厨废弃物管理办法": "Shandong Measures on Kitchen Waste",
    "市场主体登记管理条例": "Regulations on Registration of Market Entities",
    "市政公用事业特许经营管理办法": "Measures on Franchising of Municipal Utilities",
    "广告法": "Advertising Law",
    "建筑法": "Construction Law",
    "建设工程抗震管理条例": "Regulations on Earthquake Resistance of Construction Projects",
    "户口登记条例": "Household Registration Regulations",
    "房地产开发企业资质管理规定": "Provisions on Qualification of Real Estate Developers",
    "托育机构登记和备案办法（试行）": "Trial Measures on Registration and Filing of Childcare Institutions",
    "护士条例": "Regulations on Nurses",
    "排污许可管理条例": "Regulations on Pollutant Discharge Permits",
    "政务数据共享条例": "Regulations on Sharing of Government Data",
    "政府信息公开条例": "Regulations on Disclosure of Government Information",
    "政府投资条例": "Regulations on Government Investment",
    "放射诊疗管理规定": "Provisions on Radiological Diagnosis and Treatment",
    "教师法": "Teachers Law",
    "教师资格条例": "Regulations on Teacher Qualifications",
    "文物保护法": "Law on Protection of Cultural Relics",
    "旅游法": "Tourism Law",
    "旅馆业治安管理办法": "Measures on Public Security in the Hotel Trade",
    "易制毒化学品管理条例": "Regulations on Precursor Chemicals",
    "立法法": "Legislation Law",
    "药品管理法": "Drug Administration Law",
    "校车安全管理条例": "Regulations on School Bus Safety",
    "档案法实施条例": "Regulations Implementing the Archives Law",
    "森林法": "Forest Law",
    "森林防火条例": "Regulations on Forest Fire Prevention",
    "植物检疫条例": "Regulations on Plant Quarantine",
    "残疾人保障法": "Law on Protection of Persons with Disabilities",
    "殡葬管理条例": "Regulations on Funerals and Interment",
    "母婴保健法": "Law on Maternal and Infant Health Care",
    "民办教育促进法": "Law on Promotion of Private Education",
    "民办非企业单位登记管理暂行条例": "Interim Regulations on Registration of Private Non-enterprise Units",
    "民用爆炸物品安全管理条例": "Regulations on Safety of Civil Explosives",
    "气象法": "Meteorology Law",
    "气象灾害防御条例": "Regulations on Defence against Meteorological Disasters",
    "水土保持法": "Water and Soil Conservation Law",
    "水法": "Water Law",
    "河道管理条例": "Regulations on River Courses",
    "消防法": "Fire Protection Law",
    "渔业法": "Fisheries Law",
    "烟花爆竹安全管理条例": "Regulations on Safety of Fireworks",
    "烟草专卖法": "Tobacco Monopoly Law",
    "烟草专卖法实施条例": "Regulations Implementing the Tobacco Monopoly Law",
    "特种设备作业人员监督管理办法": "Measures on Operators of Special Equipment",
    "特种设备安全法": "Special Equipment Safety Law",
    "环境影响评价法": "Environmental Impact Assessment Law",
    "生活饮用水卫生监督管理办法": "Measures on Hygiene of Drinking Water",
    "电力法": "Electric Power Law",
    "电子签名法": "Electronic Signature Law",
    "电影产业促进法": "Film Industry Promotion Law",
    "畜牧法": "Animal Husbandry Law",
    "石油天然气管道保护法": "Oil and Gas Pipeline Protection Law",
    "社会团体登记管理条例": "Regulations on Registration of Social Organisations",
    "种子法": "Seed Law",
    "突发环境事件应急管理办法": "Measures on Response to Environmental Emergencies",
    "网络平台道路货物运输经营管理暂行办法": "Interim Measures on Road Freight through Online Platforms",
    "网络预约出租汽车经营服务管理暂行办法": "Interim Measures on Ride-hailing",
    "老年人权益保障法": "Law on Protection of the Rights of the Elderly",
    "职业病防治法": "Law on Prevention and Treatment of Occupational Diseases",
    "节约能源法": "Energy Conservation Law",
    "营业性演出管理条例": "Regulations on Commercial Performances",
    "行政复议法": "Administrative Reconsideration Law",
    "行政许可法": "Administrative Licensing Law",
    "行政诉讼法": "Administrative Litigation Law",
    "民事诉讼法": "Civil Procedure Law",
    "计量法": "Metrology Law",
    "诊所备案管理暂行办法": "Interim Measures on Filing of Clinics",
    "通用航空飞行管制条例": "Regulations on Control of General Aviation Flights",
    "道路交通安全法": "Road Traffic Safety Law",
    "道路运输条例": "Road Transport Regulations",
    "野生动物保护法": "Wildlife Protection Law",
    "防洪法": "Flood Control Law",
    "防震减灾法": "Law on Protection against Earthquakes",
    "青岛市养犬管理条例": "Qingdao Regulations on Keeping of Dogs",
    "食品安全法": "Food Safety Law",
    "食品经营许可和备案管理办法": "Measures on Licensing and Filing of Food Businesses",
    "麻醉药品和精神药品管理条例": "Regulations on Narcotic and Psychotropic Drugs",
    "慈善法": "Charity Law",
    "招标投标法实施条例": "Regulations Implementing the Tendering and Bidding Law",
    "李沧区效能监督办法（演示）": "Licang Measures on Performance Supervision (demonstration)",
    "李沧区“特事特办”工作办法（演示）": "Licang Measures on Special Paths (demonstration)",
    "临山县效能监督办法（虚构）": "Linshan Measures on Performance Supervision (made up)",
    "临山县“特事特办”工作办法（虚构）": "Linshan Measures on Special Paths (made up)",
}
"""By the Chinese name, without the name of the state."""

_DIGITS = {sign: at for at, sign in enumerate("〇一二三四五六七八九")} | {"零": 0, "两": 2}
_UNITS = {"十": 10, "百": 100, "千": 1000}
_NUMBER = "[〇零一二两三四五六七八九十百千]+"
_PLACE = re.compile(rf"第({_NUMBER})条(?:第({_NUMBER})款)?(?:第?[（(]?({_NUMBER})[）)]?项)?")
_ENTRY = re.compile("附件第([0-9]+)项")


@lru_cache(maxsize=4_096)  # each is cited by many rules
def law_in_english(title: str, article: str | None = None) -> str:
    """
    A law and its article in English: Food Safety Law, article 35; by its Chinese title, 《…》, where there is
    no English name for it here.
    """
    name = ENGLISH.get(title.removeprefix(_CHINA), f"《{title}》")
    return name if article is None else f"{name}, {_articles(article)}"


def law_words(basis: Basis) -> Text:
    """A legal basis as each language names it."""
    return Text(zh=cited(basis), en=law_in_english(basis.title, basis.article))


def _articles(written: str) -> str:
    """第四十四条至第四十五条: articles 44 to 45. What is written in another way stays as it is."""
    parts = re.split("(至|、|和)", written)
    told = [_place(part) for part in parts[::2]]
    if not all(told):
        entry = _ENTRY.fullmatch(written)
        return f"annex, entry {entry[1]}" if entry else written
    between = [" to " if sign == "至" else ", " for sign in parts[1::2]]
    listed = "".join(f"{sign}{one}" for sign, one in zip(["", *between], told, strict=True))
    return f"{'article' if len(told) == 1 else 'articles'} {listed}"


def _place(written: str) -> str:
    """An article, with its paragraph and item if they are told; "" for anything else."""
    found = _PLACE.fullmatch(written)
    if found is None:
        return ""
    article, paragraph, item = (None if part is None else _number(part) for part in found.groups())
    return (
        str(article)
        + ("" if paragraph is None else f", paragraph {paragraph}")
        + ("" if item is None else f", item {item}")
    )


def _number(written: str) -> int:
    """A number as Chinese laws write it: 一百二十一 is 121."""
    total = digit = 0
    for sign in written:
        if sign in _UNITS:
            total += (digit or 1) * _UNITS[sign]
            digit = 0
        else:
            digit = _DIGITS[sign]
    return total + digit
