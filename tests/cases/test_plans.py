from __future__ import annotations

from collections.abc import Callable

import pytest

from chalicelib.cases.commands import ChangeCourierConsent
from chalicelib.cases.decide import decide
from chalicelib.cases.refusals import NotPossible
from chalicelib.decisions.asked import CONSENT
from chalicelib.decisions.form import FactValue, Text
from chalicelib.decisions.model import Release
from chalicelib.decisions.plan import Step
from chalicelib.decisions.plans import ELECTRONIC, MAILED, Means, choose_way, means
from tests.fakes import MORNING, fresh, licang
from tests.services.scene import ITEMS, PORTAL, Scene


def delivery(*ways: str) -> Step:
    title = Text(zh="送达", en="delivery")
    return Step.model_validate({"step": "delivery", "title": title, "by": "delivery", "ways": ways})


def without_mailed() -> Release:
    return fresh(licang(), facts=tuple(fact for fact in licang().facts if fact.fact != MAILED))


def sent(release: Release, facts: dict[str, FactValue], consent: bool, item: str = "dog-licence") -> bool:
    return means(release, release.items[item], facts, consent).sent


@pytest.mark.parametrize(
    ("ways", "by", "way"),
    [
        (("courier", "counter"), Means(True, True, True), "courier"),
        (("courier", "counter"), Means(True, False, True), "counter"),
        (("courier",), Means(True, False, True), "counter"),
        (("electronic", "courier"), Means(True, True, True), "electronic"),
        (("electronic", "courier"), Means(True, True, False), "courier"),
        (("electronic",), Means(True, True, False), "counter"),
        (("counter", "courier"), Means(True, True, True), "counter"),
    ],
)
def test_a_result_goes_out_the_first_way_that_is_open(ways: tuple[str, ...], by: Means, way: str) -> None:
    assert choose_way(delivery(*ways), by) == way


@pytest.mark.parametrize(("mailed", "may"), [(True, True), (False, False), (None, False)])
def test_where_a_region_asks_whether_results_may_be_mailed_an_item_must_say_yes(
    mailed: bool | None, may: bool
) -> None:
    facts: dict[str, FactValue] = {} if mailed is None else {MAILED: mailed}
    assert sent(licang(), facts, True) is may


def test_a_region_that_does_not_ask_mails_every_result() -> None:
    assert sent(without_mailed(), {}, True)


@pytest.mark.parametrize("region", [licang, without_mailed])
def test_without_consent_nothing_is_sent_anywhere(region: Callable[[], Release]) -> None:
    assert not sent(region(), {MAILED: True}, False)


def test_a_result_on_paper_only_is_no_electronic_document_and_a_letter_before_it_may_be() -> None:
    item = licang().items["food-business-licence"]
    assert item.result.form == "paper"
    by = means(licang(), item, {}, True)
    assert not by.electronic
    assert means(licang(), item, {ELECTRONIC: True}, True).electronic
    assert by.of(licensed=False).electronic
    assert not by.of(licensed=True).electronic


def test_where_a_region_sends_nobody_no_consent_can_be_given() -> None:
    case = Scene(ITEMS["outbound_courier"]).case
    asks_nobody = fresh(licang(), facts=tuple(fact for fact in licang().facts if fact.fact != CONSENT))
    with pytest.raises(NotPossible, match="no_couriers"):
        decide(case, ChangeCourierConsent(at=MORNING, by=PORTAL, courier=False), asks_nobody)
    assert decide(case, ChangeCourierConsent(at=MORNING, by=PORTAL, courier=False), licang())
