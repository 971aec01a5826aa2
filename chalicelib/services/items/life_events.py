"""
What people go through, and how they call things, beside the names of items 人生事项与日常说法.

An item belongs to an event when its name has one of the event's words in it; whoever looks for an everyday
word finds the items that have one of its official words. Demonstration data: no office has settled it.
"""

from __future__ import annotations

from typing import NamedTuple

from chalicelib.decisions.forms.form import Text
from chalicelib.decisions.forms.model import Item


class LifeEvent(NamedTuple):
    """An event, by the name it has in addresses; ``words`` of official names."""

    event: str
    title: Text
    hint: Text
    words: tuple[str, ...]

    def has(self, item: Item) -> bool:
        return any(word in item.name.zh for word in self.words)


def _event(event: str, zh: str, en: str, hint_zh: str, hint_en: str, words: str) -> LifeEvent:
    return LifeEvent(event, Text(zh=zh, en=en), Text(zh=hint_zh, en=hint_en), tuple(words.split()))


EVENTS = (
    _event(
        "shop",
        "开一家店",
        "Open a shop",
        "餐饮、超市、理发、药店、旅馆",
        "restaurant, grocery, hairdresser, pharmacy, hotel",
        "食品经营 小餐饮 小作坊 个体工商户 公共场所卫生 烟草专卖 药品零售 医疗器械经营 娱乐场所 上网服务 "
        "旅馆业 出版物零售 农药经营 兽药经营 动物诊疗 公众聚集场所 户外广告 烟花爆竹经营",
    ),
    _event(
        "company",
        "办一家企业",
        "Set up a company",
        "登记、变更、注销、投资备案",
        "registration, changes, closing down, investment filing",
        "企业登记 企业备案 商事登记 合作社 投资项目 代理记账 小额贷款 旅行社 印刷企业 发票",
    ),
    _event(
        "school",
        "办学与托育",
        "Schools and childcare",
        "幼儿园、培训、托育、校车",
        "kindergarten, training, day care, school buses",
        "幼儿园 学校 培训 托育 校车 教师资格 义务教育 办学",
    ),
    _event(
        "medicine",
        "行医执业",
        "Practise medicine",
        "诊所、医师、护士、药械",
        "clinics, doctors, nurses, devices",
        "医疗机构 护士 医师 乡村医生 母婴保健 放射诊疗 麻醉药品 医疗器械 药品零售",
    ),
    _event(
        "build",
        "盖房与装修",
        "Build and refit",
        "施工、消防、占道、招牌",
        "construction, fire safety, street works, signs",
        "施工 规划许可 消防 用地 户外广告 占用 挖掘 建筑垃圾 绿地 "
        "绿化 排水 节能审查 环境影响 防空 商品房 宅基地 抗震 雷电",
    ),
    _event(
        "hire",
        "招人与用工",
        "Hire people",
        "劳务派遣、特殊工时、职业中介",
        "labour dispatch, working hours, employment agencies",
        "劳务 人力资源 工时 职业培训 特种设备作业",
    ),
    _event(
        "transport",
        "跑运输",
        "Transport",
        "货运、客运、网约车、维修",
        "freight, passengers, ride-hailing, repairs",
        "道路 出租汽车 机动车维修 超限 车辆 客运",
    ),
    _event(
        "gather",
        "演出与活动",
        "Shows and events",
        "演出、赛事、集会、募捐",
        "performances, sports, gatherings, fundraising",
        "演出 体育赛事 群众性活动 募捐 自由气球 文艺表演 电影 体育设施 焰火",
    ),
    _event(
        "family",
        "个人和家庭",
        "Myself and my family",
        "生育、户口、入学、养犬、建房",
        "births, household register, school, dogs, homes",
        "生育 户口 养犬 入学 宅基地 教师资格",
    ),
    _event(
        "farm",
        "种地与养殖",
        "Farm and fish",
        "种子、畜禽、渔业、农机",
        "seeds, livestock, fishing, tractors",
        "种子 种畜禽 水域滩涂 渔业 动物 植物检疫 拖拉机 农药 兽药 合作社 林木",
    ),
)

POPULAR = (
    "food-business-licence",
    "sole-trader-registration",
    "public-venue-hygiene-licence",
    "private-kindergarten-licence",
    "nurse-practice-registration",
)
"""Items that are asked for often; those that a region has not are left out."""

EVERYDAY: dict[str, tuple[str, ...]] = {
    "饭店 饭馆 餐馆 餐厅 开店 小吃 奶茶 咖啡 食堂 外卖 火锅 烧烤 restaurant cafe": ("食品经营", "小餐饮"),
    "超市 便利店 水果店 蛋糕 grocery": ("食品经营",),
    "早点 包子 卤味 snack": ("小餐饮", "小作坊"),
    "营业执照 执照 个体户 开公司 办公司 注册公司 business registration company": (
        "个体工商户",
        "企业登记",
        "商事登记",
    ),
    "理发 美容 美发 洗浴 澡堂 游泳馆 宾馆 酒店 民宿 hairdresser beauty hotel guesthouse": (
        "公共场所卫生",
        "旅馆业",
    ),
    "ktv 歌厅 酒吧 舞厅 karaoke": ("娱乐场所",),
    "网吧 internet bar": ("上网服务",),
    "药店 药房 卖药 pharmacy chemist": ("药品零售",),
    "诊所 门诊 医院 clinic hospital": ("医疗机构",),
    "护士证 换护士证 nurse": ("护士",),
    "医生 doctor": ("医师",),
    "托儿所 幼托 带娃 nursery": ("托育", "幼儿园"),
    "补习班 辅导班 培训班 tutoring": ("校外培训", "培训机构"),
    "卖烟 香烟 cigarettes": ("烟草专卖",),
    "招牌 门头 广告牌 sign billboard": ("户外广告",),
    "挖路 占道 dig road": ("占用", "占道"),
    "装修垃圾 渣土 rubble": ("建筑垃圾",),
    "滴滴 网约车 taxi ride": ("网络预约出租汽车", "出租汽车"),
    "货车 拉货 truck": ("道路货物运输",),
    "修车 garage": ("机动车维修",),
    "狗 养狗 狗证 dog pet": ("养犬",),
    "宠物医院 兽医 vet": ("动物诊疗",),
    "准生证 怀孕 生孩子 birth": ("生育",),
    "迁户口 落户": ("户口",),
    "盖房 建房 house": ("宅基地", "规划许可"),
    "鞭炮 fireworks": ("烟花爆竹",),
    "书店 bookshop": ("出版物零售",),
    "演唱会 concert": ("营业性演出", "群众性活动"),
}
"""Everyday words, and what official names say for them."""
