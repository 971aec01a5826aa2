"""Which network a caller comes from, so that what comes from one can be counted together."""

from __future__ import annotations

from ipaddress import IPv6Address, ip_address, ip_network

_HOUSEHOLD = 64
"""Bits of an IPv6 address that name a customer's network; the rest its owner chooses (RFC 6177)."""


def network_of(source: str | None) -> str | None:
    """The network of a caller: an IPv4 address, or the first half of an IPv6 one; None if it is neither."""
    try:
        address = ip_address(source or "")
    except ValueError:
        return None
    if not isinstance(address, IPv6Address):
        return str(address)
    if address.ipv4_mapped is not None:
        return str(address.ipv4_mapped)
    return str(ip_network((int(address), _HOUSEHOLD), strict=False))
