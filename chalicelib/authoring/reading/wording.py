"""Pydantic's findings in the words of the policy desk."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from chalicelib.authoring.findings.problems import Say, did_you_mean
from chalicelib.decisions.form import FACT_NAME
from chalicelib.decisions.plan import ONE_KIND

_YES_OR_NO = {"yes": "true", "on": "true", "是": "true", "no": "false", "off": "false", "否": "false"}


def wording(kind: str, name: object, context: Mapping[str, Any], known: Iterable[str]) -> tuple[str, Say]:
    """
    The code and the words for a finding.

    Args:
        kind: pydantic's type of error.
        name: the key or the position that it is about.
        context: what pydantic adds: bounds, expected values; and the ``input`` that is wrong.
        known: the keys that the surrounding map may have.
    """
    if kind == "missing":
        return "missing-key", Say(
            f"缺少“{name}”。", f"'{name}' is missing.", f"请补充“{name}: …”。", f"Add '{name}: …'."
        )
    if kind == "extra_forbidden":
        mend = _NO_BLANK if re.search("[:：]", str(name)) else did_you_mean(name, known)
        return "unknown-key", Say(f"没有“{name}”这一项。", f"There is no key '{name}' here.", *mend)
    if kind in ("enum", "literal_error"):
        return "not-one-of", _one_of(name, str(context.get("expected", "")), context.get("input"))
    if kind in _BOUNDS:
        zh, en, mend_zh, mend_en = _BOUNDS[kind]
        bound = next(
            (context[name] for name in ("ge", "le", "min_length", "max_length") if name in context), ""
        )
        return "out-of-bounds", Say(f"“{name}”{zh}{bound}。", f"'{name}' {en} {bound}.", mend_zh, mend_en)
    if kind == "string_pattern_mismatch":
        mend = _PATTERNS.get(str(context.get("pattern")), _NAME)
        return "wrong-name", Say(f"“{name}”的写法不对。", f"'{name}' is not written as it must be.", *mend)
    if kind == ONE_KIND:
        return "one-kind-of-days", Say(
            f"“{name}”须写一种期限，且只写一种。", f"'{name}' must have exactly one kind of days.", *_KINDS
        )
    return "wrong-type", _type(kind, name, context.get("input"))


def _one_of(name: object, expected: str, value: object) -> Say:
    allowed = re.findall(r"'([^']*)'", expected) or [expected.lower()]  # True is written true
    return Say(
        f"“{name}”的值不在允许范围内。",
        f"The value of '{name}' is not one of those allowed.",
        *did_you_mean(value, allowed),
    )


def _type(kind: str, name: object, value: object) -> Say:
    for part, (zh, en) in _TYPES.items():
        if kind.startswith(part):
            mend = yes_or_no(value) if part == "bool" else _MEND.get(part, _MEND[""])
            return Say(f"“{name}”应为{zh}。", f"'{name}' must be {en}.", *mend)
    return Say(f"“{name}”的内容不对。", f"'{name}' is not right ({kind}).", *_MEND[""])


def yes_or_no(value: object) -> tuple[str, str]:
    """The way to mend a value that should be true or false."""
    word = str(value).strip().lower()
    near = _YES_OR_NO.get(word)
    return (f"请写 {near}。", f"Write {near}.") if near else did_you_mean(word, (True, False))


_NO_BLANK = (
    "冒号须是半角的，后面空一格：“名称: 值”。",
    "Use an ordinary colon with a blank after it: 'key: value'.",
)
_NAME = (
    "请用小写英文字母开头，只用小写字母、数字，词之间用一个连字符，例如 food-business-licence。",
    "Begin with a small letter; use small letters, digits and single hyphens: food-business-licence.",
)
_PATTERNS = {
    FACT_NAME: (
        "请以 item.、application.、applicant.、case. 或 clock. 开头，其后用小写字母、数字和下划线，"
        "例如 item.mail_result。",
        "Begin with 'item.', 'application.', 'applicant.', 'case.' or 'clock.', then small letters, digits "
        "and underscores: item.mail_result.",
    ),
    r"^([01][0-9]|2[0-3]):[0-5][0-9]-([01][0-9]|2[0-3]):[0-5][0-9]$": (
        '请写 "开始-结束"，时和分各两位，用半角冒号和连字符，加引号，例如 "09:00-12:00"。',
        'Write "begin-end", hours and minutes with two digits each, in quotes, such as "09:00-12:00".',
    ),
    r"^[a-z][a-z0-9_]{1,39}$": (
        "请写快递100的公司编码，小写字母和数字，例如 ems、shunfeng。",
        "Write the carrier's code at Kuaidi100, small letters and digits, such as ems or shunfeng.",
    ),
    r"^[0-9]{6}$": ('请写六位数字，加引号，例如 "370213"。', 'Write six digits in quotes, such as "370213".'),
}
_KINDS = (
    "请只写其中一种，例如 {working_days: 5}、{days: 30} 或 {months: 3}。",
    "Write one of them only, such as {working_days: 5}, {days: 30} or {months: 3}.",
)
_VALUE = ("请改正数值。", "Correct the value.")
_BOUNDS = {
    "greater_than_equal": ("不得小于 ", "must not be less than", *_VALUE),
    "less_than_equal": ("不得大于 ", "must not be greater than", *_VALUE),
    "too_short": ("条数太少，至少 ", "has too few entries; at least", "请补充。", "Add what is missing."),
    "string_too_short": ("字数太少，至少 ", "is too short; characters at least", "请补充。", "Write more."),
    "string_too_long": ("字数太多，至多 ", "is too long; characters at most", "请缩短。", "Shorten it."),
    "too_long": (
        "条数太多，至多 ",
        "has too many entries; at most",
        "请删去多余的，或合并、拆分。",
        "Remove what is not needed; merge entries, or split what holds them.",
    ),
}
_TYPES = {
    "bool": ("是或否（true 或 false，不加引号）", "true or false, without quotes"),
    "int": ("整数（不加引号）", "a whole number, without quotes"),
    "string": ("文字", "text"),
    "date": ("日期（YYYY-MM-DD）", "a date (YYYY-MM-DD)"),
    "tuple": ("列表", "a list"),
    "list": ("列表", "a list"),
    "model": ("“名称: 值”的形式", "'key: value' lines"),
    "dict": ("“名称: 值”的形式", "'key: value' lines"),
}
_MEND = {
    "int": ("请写数字，例如 20。", "Write a number such as 20."),
    "string": (
        "数字和 true、false 作为文字时请加引号。",
        "Put numbers, true and false in quotes to make them text.",
    ),
    "date": ("请写实际存在的日期，例如 2018-04-01。", "Write a day that exists, such as 2018-04-01."),
    "tuple": ("请写成 [甲, 乙] 或以“- ”开头的各行。", "Write [a, b] or lines that begin with '- '."),
    "": ("请按示例文件书写。", "Follow the sample files."),
}
