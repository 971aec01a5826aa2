"""The channels of a region 办理渠道: one for each plan."""

from __future__ import annotations

from collections.abc import Iterable

from chalicelib.decisions.forms.form import ChannelName
from chalicelib.decisions.forms.model import Release


def channels(release: Release) -> tuple[ChannelName, ...]:
    """Every channel that has a plan, in the order of the published figures, then the others by name."""
    return in_order(release.region.published.channels, release.plans)


def in_order(published: Iterable[ChannelName], plans: Iterable[ChannelName]) -> tuple[ChannelName, ...]:
    """Those that have a plan, in the order of the published figures, then the others by name."""
    there = set(plans)
    first = [one for one in published if one in there]
    return (*first, *sorted(there.difference(first)))
