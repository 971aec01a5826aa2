"""Any day at the office: whatever happens and whoever dies, books, orders and papers agree at its end."""

from __future__ import annotations

from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from chalicelib.cases.case import Stage
from chalicelib.decisions.forms.form import FactValue
from chalicelib.ports.cases import Due, DueKind
from chalicelib.services.do_due import do_due
from chalicelib.services.errors import PermanentError
from chalicelib.services.run_effect import run_effect
from tests.cases.chances import DrawFn, booleans, by_data, by_seed, integers, sampled_from
from tests.cases.finishing import finished
from tests.cases.lawful import assert_lawful_end
from tests.cases.random_plans import ITEM, SEEDS, random_release
from tests.fakes import World, extendable, licang, variant
from tests.services.any_day import Day
from tests.services.scene import ITEMS, Scene

UNDECIDED = variant(ITEMS["two_way_courier"], mail_material=None)
EXTENDABLE = extendable(licang())
DAYS, MOST = 3, 60
"""Cases of a plan by chance, and things that happen in a day; of such a plan twice as many."""


def _ordinary(draw: DrawFn) -> Day:
    """A day with a case of some channel, or of none that the rules could tell."""
    undecided = draw(integers(0, 6)) == 0
    item = ITEMS["two_way_courier"] if undecided else draw(sampled_from(list(ITEMS.values())))
    world = World(UNDECIDED if undecided else EXTENDABLE)
    return Day(draw, Scene(item, world, courier=draw(integers(0, 5)) > 0))


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data())
def test_whatever_happens_books_orders_and_papers_agree(data: st.DataObject) -> None:
    draw = by_data(data)
    day = _ordinary(draw)
    if draw(integers(0, 3)):
        day.scene.upload_all()
    for _ in range(draw(integers(10, MOST))):
        day.go_on()
    day.end()
    day.check_seen()
    day.check_books()


@pytest.mark.parametrize("seed", SEEDS)
def test_on_any_plan_that_passes_the_check_no_death_loses_or_doubles_anything(seed: int) -> None:
    random = Random(seed)  # noqa: S311 - an example by chance, no secret
    _, release = random_release(random)
    draw = by_seed(random)
    for _ in range(DAYS):
        says: dict[str, FactValue] = {"application.by_agent": draw(booleans())}
        day = Day(draw, Scene(ITEM, World(release), courier=draw(integers(0, 3)) > 0, says=says))
        if draw(integers(0, 9)):
            day.scene.upload_all()
        for _ in range(draw(integers(MOST // 2, MOST * 2))):
            day.go_on()
        day.end()
        day.check_seen()
        day.check_books()
        _ends_lawfully(day)


def _ends_lawfully(day: Day) -> None:
    case = day.scene.case
    if case.stage is Stage.RUNNING:
        last = finished(case, day.release, day.world.clock.now())
        assert last is not None, "nobody can bring it to its end"
        assert_lawful_end(last)
    elif case.stage is Stage.CLOSED:
        assert_lawful_end(case)


def test_a_message_about_an_unknown_effect_is_kept_for_a_person_and_is_no_harm() -> None:
    scene = Scene(ITEMS["two_way_courier"])
    with pytest.raises(PermanentError):
        run_effect(scene.world, scene.no, "no-such-effect")
    with pytest.raises(PermanentError):
        do_due(scene.world, Due(DueKind.EFFECT, f"{scene.no}#no-such-effect"))
    assert scene.case.version == 1
