"""Channels, and what the publication log records, by name: for people."""

from __future__ import annotations

from chalicelib.decisions.form import Channel, Text
from chalicelib.services.publication_log import Kind

_NAMES = {
    Channel.OUTBOUND_COURIER: "网上预审+出件快递 outbound courier",
    Channel.TWO_WAY_COURIER: "网上预审+双向快递 two-way courier",
    Channel.INSPECTION_COLLECTION: "网上预审+现场勘查收取材料+出件快递 collected at the inspection",
    Channel.FULLY_ONLINE: "全程网办 fully online",
    Channel.ONE_VISIT: "最多跑一次 one visit",
    Channel.UNDETERMINED: "待定，人工判断 undetermined, a person decides",
}


def channel_name(channel: Channel) -> str:
    return _NAMES[channel]


KINDS = {
    Kind.PUBLISHED: Text(zh="发布", en="published"),
    Kind.ACTIVATED: Text(zh="启用", en="activated"),
    Kind.ROLLED_BACK: Text(zh="紧急回退", en="rolled back"),
    Kind.SHADOW_STARTED: Text(zh="开始影子运行", en="shadow started"),
    Kind.SHADOW_ENDED: Text(zh="结束影子运行", en="shadow ended"),
}
"""What an entry of the publication log records, in both languages."""
