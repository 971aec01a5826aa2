"""What is wrong in a request, field by field: the title of each field first, and for programs its place."""

from __future__ import annotations

from chalicelib.decisions.forms.form import Text


class Detail(Text):
    """One thing that is wrong. ``at``: the place of its field in the request: applicant.identity.number."""

    at: str


def detail(at: str, zh: str, en: str, title: Text | None = None) -> Detail:
    """
    Say what is wrong at a place, in a sentence that begins with the field's title.

    Args:
        title: what the field is called; None: as fields of requests are.
    """
    called_zh, called_en = title_of(at) if title is None else (title.zh, title.en)
    return Detail(zh=f"{called_zh}：{zh}", en=f"{called_en}: {en}", at=at)


def place_of(told: Text) -> str:
    """Where it is wrong; "" for what is about no field."""
    return told.at if isinstance(told, Detail) else ""


def untitled(told: Text) -> Text:
    """What a detail says without the title that it begins with, for who names its field otherwise."""
    zh, en = told.zh.partition("：")[2], told.en.partition(": ")[2]
    return Text(zh=zh, en=en) if isinstance(told, Detail) and zh and en else told


def title_of(place: str) -> tuple[str, str]:
    """
    What the field at a place is called in both languages, with what it stands in: 申请人 › 证件 › 编号.
    What is not known is called as it was sent, whatever that is; places in a list are counted from 1.
    """
    zh, en = zip(*map(_title, place.split(".")), strict=True)
    return " › ".join(zh), " › ".join(en)


def _title(part: str) -> tuple[str, str]:
    if part.isascii() and part.isdecimal():
        number = int(part[:9]) + 1
        return f"第 {number} 项", f"no. {number}"
    return _TITLES.get(part, (part, part))


_TITLES = {
    "accept": ("是否接受", "whether it is taken"),
    "address": ("地址", "address"),
    "agent": ("代理人", "agent"),
    "applicant": ("申请人", "applicant"),
    "application": ("申请信息", "application"),
    "article": ("条款", "article"),
    "basis": ("法律依据", "legal basis"),
    "body": ("请求内容", "body"),
    "by": ("由谁办理", "who acts"),
    "channel": ("办理渠道", "channel"),
    "clock": ("时限", "limit"),
    "courier": ("是否同意快递", "agreement to couriers"),
    "day": ("日期", "day"),
    "days": ("天数", "days"),
    "disabled": ("是否残疾", "whether the applicant is disabled"),
    "expect": ("现行规则版本", "release in force"),
    "file_name": ("文件名", "file name"),
    "files": ("文件", "files"),
    "ground": ("回避事由", "ground"),
    "identity": ("证件", "identity document"),
    "identity_checked": ("已核对身份", "identity was checked"),
    "incomplete": ("材料不齐仍要提交", "submit although incomplete"),
    "item": ("事项", "item"),
    "items": ("事项", "items"),
    "kind": ("类型", "kind"),
    "legal_person": ("法定代表人", "legal representative"),
    "lines": ("补正内容", "corrections"),
    "mandate": ("委托", "mandate"),
    "material": ("材料", "material"),
    "mend": ("补正办法", "how to mend it"),
    "missing": ("缺少的材料", "missing papers"),
    "name": ("姓名或名称", "name"),
    "next": ("下一页", "next page"),
    "no": ("办件编号", "case number"),
    "note": ("说明", "note"),
    "number": ("编号", "number"),
    "officers": ("共同办理人员", "officers"),
    "outcome": ("办理结果", "outcome"),
    "party": ("当事人", "party"),
    "phone": ("电话", "telephone"),
    "problem": ("存在问题", "what is wrong"),
    "q": ("查找内容", "what is looked for"),
    "reason": ("理由", "reason"),
    "release": ("规则版本", "release"),
    "revoke": ("确认终止委托", "that the mandate ends"),
    "round": ("第几轮", "round"),
    "score": ("评分", "score"),
    "since": ("起始日期", "first day"),
    "size": ("文件大小", "size"),
    "submit": ("提交方式", "way of submitting"),
    "task": ("待办", "task"),
    "title": ("法律名称", "title of the law"),
    "type": ("文件类型", "media type"),
    "until": ("截止日期", "last day"),
    "version": ("办件版本", "version of the case"),
    "way": ("送达方式", "way of service"),
    "working_days": ("工作日数", "working days"),
}
"""By the name of a field in the bodies of requests."""
