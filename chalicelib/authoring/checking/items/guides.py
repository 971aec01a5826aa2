"""
Lint of service guides 办事指南: what a published guide must be, rule by rule.

The rules are numbered L01 to L17; those up to L14 follow a checker of items that a city has published.
L04, L05 (reason for a visit), L07 and L15 (limits) hold for every item and stand in ``lints`` and
``item_checks``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from chalicelib.authoring.findings.problems import Problem, Say, problem
from chalicelib.authoring.reading.documents import Read
from chalicelib.decisions.decide import Decision
from chalicelib.decisions.guide import Guide
from chalicelib.decisions.model import Item, ItemType

CODE_LISTS = ("GB/T 39046-2020",)
STAGES = ("受理", "审核", "审批", "办结", "送达")
_PHONE = re.compile(r"0[0-9]{2,3}-[0-9]{7,8}|(?:0[0-9]{2,3}-)?123[0-9]{2}")
"""With area code; 123XX are the state's hotlines (电信网编号计划), such as 12345 and 12315."""

_ENDINGS = {"证": "certificate", "文": "document", "批复": "approval"}
_FINISH = {"certificate": "出证办结", "document": "出文办结", "approval": "审批办结"}


def lint_guide(item: Read[Item], decision: Decision) -> Iterator[Problem]:
    """
    What is wrong with an item's guide, if it has one.

    Args:
        decision: the item as the ordinary applicant meets it.
    """
    guide = item.form.guide
    if guide is not None:
        for path, number, say in [
            *_time(item.form, guide),
            *_result(item.form, guide),
            *_reach(guide, decision),
            *_fee(guide),
            *_people(item.form, guide),
            *_steps(guide),
        ]:
            file, at = item.document.file, item.node.find("guide", *path)
            yield problem(file, at, f"guide-{number}", say)


Found = tuple[tuple[object, ...], str, Say]
"""Where in the guide, which rule, and what to say."""


def _time(item: Item, guide: Guide) -> Iterator[Found]:
    immediate = item.limits.promised.at_once is True
    if immediate != (guide.case_type == "1"):
        yield ("case_type",), "L01" if immediate else "L02", _CASE_TYPE
    elif immediate != (guide.processing == "immediate"):
        yield ("processing",), "L01" if immediate else "L02", _PROCESSING
    if guide.code_lists not in CODE_LISTS:
        yield ("code_lists",), "L17", _CODE_LISTS


def _result(item: Item, guide: Guide) -> Iterator[Found]:
    for ending, finish in _ENDINGS.items():
        if item.result.name.zh.endswith(ending) and guide.finish != finish:
            yield ("finish",), "L03", _finish(ending, finish)
    if guide.result_sample is None:
        yield (), "L14", _SAMPLE


def _reach(guide: Guide, decision: Decision) -> Iterator[Found]:
    """No visit: by computer or telephone, or else by courier."""
    if decision.visits == 0 and not {"2", "3", "4"} & set(guide.handling):
        yield ("handling",), "L06", _HANDLING


def _fee(guide: Guide) -> Iterator[Found]:
    fee = guide.fee
    if fee.charged and (not fee.basis or not fee.standard or fee.pay_online is None):
        yield ("fee",), "L08", _FEE
    if not fee.charged and fee.pay_online:
        yield ("fee", "pay_online"), "L09", _NO_FEE


def _people(item: Item, guide: Guide) -> Iterator[Found]:
    for key in ("consultation", "complaint"):
        if not _PHONE.fullmatch(getattr(guide, key)):
            yield (key,), "L10", _PHONE_FORM
    if guide.consultation == guide.complaint:
        yield ("complaint",), "L10", _SAME_PHONE
    if (guide.topic == "person") != ("1" in guide.targets):
        yield ("topic",), "L11", _TOPIC
    if item.type is ItemType.LICENCE and not guide.questions:
        yield (), "L12", _QUESTIONS


def _steps(guide: Guide) -> Iterator[Found]:
    missing = [stage for stage in STAGES if stage not in {each.zh for each in guide.stages}]
    if missing:
        yield ("stages",), "L13", _stages(missing)
    for number, step in enumerate(guide.special_steps):
        if not step.counts_toward_limit and not step.basis:
            yield ("special_steps", number), "L16", _SPECIAL


def _finish(ending: str, finish: str) -> Say:
    return Say(
        f"结果名称以“{ending}”结尾，办结方式应为{_FINISH[finish]}。",
        f"A result that ends in '{ending}' finishes as '{finish}'.",
        f"请写 finish: {finish}，或核对结果名称。",
        f"Write finish: {finish}, or check the name of the result.",
    )


def _stages(missing: list[str]) -> Say:
    return Say(
        f"公布的环节缺少：{'、'.join(missing)}。",
        f"The published stages lack: {', '.join(missing)}.",
        "受理、审核、审批、办结、送达五个环节都要写。",
        "Write all five: 受理, 审核, 审批, 办结, 送达 (acceptance, review, approval, close, delivery).",
    )


_CASE_TYPE = Say(
    "承诺时限为 0 的是即办件（1），其余是承诺件（2）。",
    "An item with a promise of 0 days is immediate (1), any other promised (2).",
    "请改正 case_type 或承诺时限。",
    "Correct case_type or the promised limit.",
)
_PROCESSING = Say(
    "即办件须即审即办（immediate），承诺件须前审后批（reviewed）。",
    "An immediate case is processed at once ('immediate'), a promised one is 'reviewed'.",
    "请改正 processing。",
    "Correct 'processing'.",
)
_CODE_LISTS = Say(
    "代码表的版本不明：代码离开版本没有意义。",
    "The version of the code lists is not known: a code means nothing without it.",
    f"请写 code_lists: {CODE_LISTS[0]}。",
    f"Write code_lists: {CODE_LISTS[0]}.",
)
_SAMPLE = Say(
    "没有结果样本。", "There is no sample of the result.", "请补充 result_sample。", "Add result_sample."
)
_HANDLING = Say(
    "不须到场的事项，办理形式须有网上（2、3）或快递申请（4）。",
    "Without a visit the item is handled online (2, 3) or by courier (4).",
    "请在 handling 中补充，或修改事项的要素。",
    "Add one to 'handling', or change the item's facts.",
)
_FEE = Say(
    "收费事项须写明依据、标准和是否网上支付。",
    "A fee needs its basis, its standard and whether it is paid online.",
    "请补充 basis、standard、pay_online。",
    "Add basis, standard and pay_online.",
)
_NO_FEE = Say("不收费的事项没有网上支付。", "Without a fee there is no payment.", "请删去。", "Remove it.")
_PHONE_FORM = Say(
    "电话须带区号，例如 0532-12345678，或是政务服务热线，例如 12345、12315。",
    "A telephone number has its area code, such as 0532-12345678, or is a public hotline: 12345, 12315.",
    "请改正。",
    "Correct it.",
)
_SAME_PHONE = Say(
    "投诉电话不得与咨询电话相同。",
    "Complaints are not taken by the number that gives advice.",
    "请写另一个号码。",
    "Write another number.",
)
_TOPIC = Say(
    "主题与服务对象不一致：面向自然人（1）的写 person，其余写 legal_person。",
    "The topic is not that of the targets: 'person' where a natural person (1) is among them.",
    "请改正 topic 或 targets。",
    "Correct 'topic' or 'targets'.",
)
_QUESTIONS = Say(
    "许可事项至少要有一个常见问题。",
    "A licence item answers at least one question that is often asked.",
    "请补充 questions。",
    "Add 'questions'.",
)
_SPECIAL = Say(
    "不计入时限的特殊环节须有法律依据（行政许可法第四十五条）。",
    "A special step that is not counted in the limit needs its legal basis (行政许可法 art. 45).",
    "请补充 basis，或写 counts_toward_limit: true。",
    "Add 'basis', or write counts_toward_limit: true.",
)
