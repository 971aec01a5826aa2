from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from chalicelib.adapters.carriers.gateway import CourierGateway
from chalicelib.adapters.carriers.kuaidi100 import Kuaidi100
from chalicelib.adapters.carriers.kuaidi100_orders import Kuaidi100Orders
from chalicelib.cases.values import Direction, Window
from chalicelib.decisions.forms.region import Address
from chalicelib.ports.carriers import Order
from infra.local.carrier_desk import Account
from tests.infra.running_carrier import ANSWER_SECONDS, Running, running_carrier

ACCOUNT = Account()
HALL = Address(name="大厅收件组", phone="0532-00000000", address="山东省青岛市李沧区演示路1号")
APPLICANT = Address(name="张三", phone="13800001234", address="山东省青岛市李沧区示例路2号3单元")


@pytest.fixture
def carrier() -> Iterator[Running]:
    with running_carrier() as running:
        yield running


@pytest.fixture
def tracking(carrier: Running) -> Kuaidi100:
    return Kuaidi100(
        carrier.url + "/poll/query.do",
        ACCOUNT.customer,
        ACCOUNT.key,
        carrier.clock.now,
        timeout=ANSWER_SECONDS,
    )


@pytest.fixture
def ordering(carrier: Running) -> Kuaidi100Orders:
    url = carrier.url + "/order/borderapi.do"
    callback = "https://office.example/couriers/kuaidi100/push"
    return Kuaidi100Orders(
        url, ACCOUNT.key, ACCOUNT.secret, callback, carrier.clock.now, timeout=ANSWER_SECONDS
    )


@pytest.fixture
def gateway(tracking: Kuaidi100, ordering: Kuaidi100Orders) -> CourierGateway:
    return CourierGateway(tracking, ordering)


def outbound(number: str = "effect-1", carrier: str = "ems") -> Order:
    """The licence goes from the hall to the applicant."""
    return Order(
        number=number,
        direction=Direction.OUTBOUND,
        carrier=carrier,
        sender=HALL,
        recipient=APPLICANT,
        goods="证照",
        pick_up=Window(start=datetime(2026, 3, 2, 3, tzinfo=UTC), end=datetime(2026, 3, 2, 5, tzinfo=UTC)),
    )
