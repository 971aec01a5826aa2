"""
Check service guides 办事指南: what a published guide must be, rule by rule.

The rules are numbered L01 to L17; those up to L14 follow a checker of items that a city has published.
L04, L05 (reason for a visit), L07 and L15 (limits) hold for every item and stand in ``lints`` and
``item_checks``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import chain

from chalicelib.authoring.checking.wording import BORNE
from chalicelib.authoring.findings.message import Message, say
from chalicelib.authoring.findings.problems import Problem
from chalicelib.authoring.reading.documents import Read
from chalicelib.decisions.decide import Decision
from chalicelib.decisions.forms.guide import Guide
from chalicelib.decisions.forms.model import Item, ItemType

CODE_LISTS = ("GB/T 39046-2020",)
STAGES = ("受理", "审核", "审批", "办结", "送达")
_PHONE = re.compile(r"0[0-9]{2,3}-[0-9]{7,8}|(?:0[0-9]{2,3}-)?123[0-9]{2}")
"""With area code; 123XX are the state's hotlines (电信网编号计划), such as 12345 and 12315."""

_DIGITS = "1-9１-９一二两三四五六七八九十百千万壹贰叁肆伍陆柒捌玖拾佰仟萬"
_FIGURE = re.compile(f"[{_DIGITS}0０〇零%％‰《〔]")
"""What a rate is told by: how much, or the document that has it."""
_AMOUNT = re.compile(f"[{_DIGITS}][{_DIGITS}0０.．〇零]* ?[元%％]")
_NOT_CHARGED = re.compile(
    f"[免不停减]|取消|暂缓|原|{BORNE}"
    "|(?:检[测验]|检疫|鉴定|评估|评审|体检|培训|中介|公证|第三方)[^，。；]{0,4}(?:机构|公司|企业|医院|中心)[^，。；]{0,4}收[取费]"
)
"""What says of an amount that it was given up, or that not the applicant pays it, or not to the office."""

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
        found = (_time(item.form, guide), _result(item.form, guide), _reach(guide, decision), _fee(guide))
        for path, message in chain(*found, _people(item.form, guide), _steps(guide)):
            yield item.at("guide", *path).tell(message)
        fee = guide.fee
        if fee.charged and fee.standard and not _FIGURE.search(fee.standard):
            yield item.at("guide", "fee", "standard").warning("guide-L08/no-amount", found=fee.standard)


Found = tuple[tuple[object, ...], Message]
"""Where in the guide, and what to say."""


def _time(item: Item, guide: Guide) -> Iterator[Found]:
    immediate = item.limits.promised.at_once is True
    if immediate != (guide.case_type == "1"):
        yield ("case_type",), say("guide-L01/case-type" if immediate else "guide-L02/case-type")
    elif immediate != (guide.processing == "immediate"):
        yield ("processing",), say("guide-L01/processing" if immediate else "guide-L02/processing")
    if guide.code_lists not in CODE_LISTS:
        yield ("code_lists",), say("guide-L17", code_lists=CODE_LISTS[0])


def _result(item: Item, guide: Guide) -> Iterator[Found]:
    for ending, finish in _ENDINGS.items():
        if item.result.name.zh.endswith(ending) and guide.finish != finish:
            yield ("finish",), say("guide-L03", ending=ending, chinese=_FINISH[finish], finish=finish)
    if guide.result_sample is None:
        yield (), say("guide-L14")


def _reach(guide: Guide, decision: Decision) -> Iterator[Found]:
    """No visit: by computer or telephone, or else by courier."""
    if decision.visits == 0 and not {"2", "3", "4"} & set(guide.handling):
        yield ("handling",), say("guide-L06")


def _fee(guide: Guide) -> Iterator[Found]:
    fee, standard = guide.fee, guide.fee.standard or ""
    missing = [key for key in ("basis", "standard", "pay_online") if getattr(fee, key) in (None, "")]
    if fee.charged and missing:
        yield ("fee",), say("guide-L08/incomplete", names=missing)
    elif fee.charged and not fee.standard_en:
        yield ("fee", "standard"), say("guide-L08/english")
    if not fee.charged and fee.pay_online:
        yield ("fee", "pay_online"), say("guide-L09")
    elif not fee.charged and _AMOUNT.search(standard) and not _NOT_CHARGED.search(standard):
        yield ("fee", "standard"), say("guide-L09/standard", found=fee.standard)


def _people(item: Item, guide: Guide) -> Iterator[Found]:
    for key in ("consultation", "complaint"):
        if not _PHONE.fullmatch(getattr(guide, key)):
            yield (key,), say("guide-L10/phone-form")
    if guide.consultation == guide.complaint:
        yield ("complaint",), say("guide-L10/same-phone")
    if (guide.topic == "person") != ("1" in guide.targets):
        yield ("topic",), say("guide-L11")
    if item.type is ItemType.LICENCE and not guide.questions:
        yield (), say("guide-L12")


def _steps(guide: Guide) -> Iterator[Found]:
    missing = [stage for stage in STAGES if stage not in {each.zh for each in guide.stages}]
    if missing:
        yield ("stages",), say("guide-L13", missing=missing)
    for number, step in enumerate(guide.special_steps):
        if not step.counts_toward_limit and not step.basis:
            yield ("special_steps", number), say("guide-L16")
