"""
Bound how many cases are opened for one telephone and from one network address: opening one needs no account.

Counted by the office's clock in whole hours and days (UTC), in the commit that opens the case: what opens
none is not counted, nor is a request that is answered again. The table sees neither telephone nor address,
only keyed digests.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from chalicelib.decisions.forms.form import Text
from chalicelib.decisions.forms.region import Most, Region
from chalicelib.ports.cases import Counted
from chalicelib.ports.ports import Ports
from chalicelib.services.errors import Problem
from chalicelib.services.networks import network_of
from chalicelib.texts.phones import line_of

_PHONE = Text(zh="此联系电话", en="this telephone")
_SOURCE = Text(zh="此网络地址", en="this network address")


def bound_openings(ports: Ports, region: Region, phone: str, source: str | None) -> tuple[Counted, ...]:
    """
    What an opening is counted under; the refusal is a Problem, 429: as many were opened as may be. All
    extensions of a telephone are one.

    Args:
        source: the caller's address as the gateway saw it; what is none is not counted.
    """
    counted = (_counted(ports, f"phone {line_of(phone)}", region.openings.phone, _PHONE),)
    network = network_of(source)
    if network is None:
        return counted
    return (*counted, _counted(ports, f"source {network}", region.openings.source, _SOURCE))


def _counted(ports: Ports, what: str, most: Most, called: Text) -> Counted:
    counter = ports.codes.pseudonym(f"{ports.region} {what}")
    return Counted(counter, most.hour, most.day, _too_many(ports.clock.now(), most, called))


def _too_many(now: datetime, most: Most, called: Text) -> Problem:
    next_hour = now.replace(minute=0, second=0, microsecond=0) + timedelta(hours=1)
    problem = Problem(
        429,
        "too_many_openings",
        f"{called.zh}近来提交的申请太多（每小时最多 {most.hour} 件，每天最多 {most.day} 件），"
        "请稍后再试或联系大厅",
        f"{called.en} has opened too many cases ({most.hour} an hour and {most.day} a day at most); "
        "please try again later or call the hall",
    )
    problem.retry_after = int((next_hour - now).total_seconds()) + 1
    return problem
