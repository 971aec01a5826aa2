from __future__ import annotations

from collections.abc import Callable

import pytest

from chalicelib.cases.commands import Consent
from chalicelib.cases.decide import decide
from chalicelib.cases.refusals import NotPossible
from chalicelib.decisions.asked import CONSENT
from chalicelib.decisions.form import Channel, Text
from chalicelib.decisions.model import Release
from chalicelib.decisions.plan import Step
from chalicelib.decisions.plans import MAILED, choose_way, may_send
from tests.fakes import MORNING, fresh, licang
from tests.services.scene import ITEMS, PORTAL, Scene


def delivery(*ways: str) -> Step:
    title = Text(zh="送达", en="delivery")
    return Step.model_validate({"step": "delivery", "title": title, "by": "delivery", "ways": ways})


def without_mailed() -> Release:
    return fresh(licang(), facts=tuple(fact for fact in licang().facts if fact.fact != MAILED))


@pytest.mark.parametrize(
    ("ways", "sent", "way"),
    [
        (("courier", "counter"), True, "courier"),
        (("courier", "counter"), False, "counter"),
        (("courier",), False, "counter"),
        (("electronic", "courier"), True, "electronic"),
        (("counter", "courier"), True, "counter"),
    ],
)
def test_a_result_goes_out_the_first_way_that_is_open(ways: tuple[str, ...], sent: bool, way: str) -> None:
    assert choose_way(delivery(*ways), sent=sent) == way


@pytest.mark.parametrize(("mailed", "may"), [(True, True), (False, False), (None, False)])
def test_where_a_region_asks_whether_results_may_be_mailed_an_item_must_say_yes(
    mailed: bool | None, may: bool
) -> None:
    facts = {} if mailed is None else {MAILED: mailed}
    assert may_send(licang(), facts, True) is may


def test_a_region_that_does_not_ask_mails_every_result() -> None:
    assert may_send(without_mailed(), {}, True)


@pytest.mark.parametrize("region", [licang, without_mailed])
def test_without_consent_nothing_is_sent_anywhere(region: Callable[[], Release]) -> None:
    assert not may_send(region(), {MAILED: True}, False)


def test_where_a_region_sends_nobody_no_consent_can_be_given() -> None:
    case = Scene(ITEMS[Channel.OUTBOUND_COURIER]).case
    asks_nobody = fresh(licang(), facts=tuple(fact for fact in licang().facts if fact.fact != CONSENT))
    with pytest.raises(NotPossible, match="no_couriers"):
        decide(case, Consent(at=MORNING, by=PORTAL, courier=False), asks_nobody)
    assert decide(case, Consent(at=MORNING, by=PORTAL, courier=False), licang())
