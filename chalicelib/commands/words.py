"""Channels by name, for people."""

from __future__ import annotations

from chalicelib.decisions.form import Channel

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
