"""What the values of the program's closed lists are called, by the key that they stand under."""

from __future__ import annotations

from collections.abc import Mapping

from chalicelib.decisions.facts.facts import ATTRIBUTES
from chalicelib.decisions.forms.form import Text
from chalicelib.decisions.forms.plan import MILESTONES


def said(field: str, value: str) -> Text | None:
    """
    How people say a value of a closed list; None where it is none.

    Args:
        field: the way to the value, such as ``steps[inspection].does``.
    """
    key = field.rsplit(".", 1)[-1].partition("[")[0]
    return _VALUES.get(key, {}).get(value)


def _words(**values: str) -> dict[str, Text]:
    """Chinese and English of each value, written ``中文 / English``."""
    pairs = {value: words.split(" / ") for value, words in values.items()}
    return {value: Text(zh=zh, en=en) for value, (zh, en) in pairs.items()}


_FORM = _words(paper="纸质 / on paper", electronic="电子 / electronic", both="纸质和电子 / both")
_WAY = _words(
    courier="快递 / by courier",
    electronic="电子送达 / electronically",
    counter="窗口 / at the counter",
    inspection="勘验时收取 / at the inspection",
    none="无纸质材料 / no paper comes in",
)
_MILESTONES = {milestone.value: title for milestone, title in MILESTONES.items()}
_VALUES: Mapping[str, Mapping[str, Text]] = {
    **{
        fact.fact.removeprefix("item."): {each.value: each.title for each in fact.values}
        for fact in ATTRIBUTES
    },
    "form": _FORM,
    "format": {**_FORM, "both": Text(zh="先上传，纸质后交", en="uploaded first, handed in later")},
    "need": _words(required="必要 / required", optional="非必要 / optional"),
    "original": _words(
        kept="收取、不退还 / kept", returned="随结果退还 / returned", seen="核验、不收取 / seen only"
    ),
    "paper_in": _WAY,
    "result_out": _WAY,
    "ways": _WAY,
    "accepts": next(
        {each.value: each.title for each in fact.values}
        for fact in ATTRIBUTES
        if fact.fact == "item.acceptance_trigger"
    ),
    "does": _words(
        inspection="现场勘验 / inspection",
        hearing="听证 / hearing",
        publication="公示 / publication",
        opinion="征求意见 / opinions",
    ),
    "by": _words(
        staff="工作人员 / staff",
        applicant="申请人 / the applicant",
        pick_up="快递取件 / a courier who fetches",
        parcels="在途包裹 / parcels on their way",
        delivery="送达 / delivery",
        time="期满 / time",
        end="办结 / the end",
        decides="决定单位 / who decides",
        supervises="监管单位 / the supervisor",
    ),
    "gives": _words(
        licence="证照 / the licence", refusal="不予许可决定 / the refusal", papers="全部材料 / all papers"
    ),
    "waits_for": _words(
        materials="上传的材料 / uploads",
        papers="纸质材料 / papers",
        deferred="容缺的材料 / what was deferred",
    ),
    "tell": _words(unit="办理单位 / the unit", supervises="监管单位 / the supervisor"),
    "to": _words(applicant="申请人 / the applicant", agent="代理人 / the agent"),
    "served_by": _words(
        portal="办事平台 / on the portal",
        courier="快递 / by courier",
        counter="窗口 / at the counter",
        publication="公告 / by publication",
        sms="短信提示 / a text message that there is one",
    ),
    "needs": _words(
        reason="理由 / the reason",
        lines="逐条告知的内容 / the lines",
        date="听证日期 / the day of the hearing",
    ),
    "asked": _words(
        submission="提交申请时 / when the application is submitted",
        every_working_day="每个工作日 / every working day",
        never="只供查询 / only when somebody looks it up",
    ),
    "each": _words(clock="每个计时 / every running clock"),
    "silence": _words(accepted="视为受理 / accepted"),
    **dict.fromkeys(("starts", "stops", "marks", "before", "after"), _MILESTONES),
    "kind": _words(
        authority="审批机关 / authority",
        department="部门 / department",
        section="科室 / section",
        counter="窗口 / counter",
        squad="小分队 / squad",
        street="街道 / street",
        community="社区 / community",
    ),
    "set_by": _words(office="本机关 / the office", law="法律 / the law", nobody="客观情况 / nobody"),
}
