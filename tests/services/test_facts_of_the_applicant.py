"""Rules look at who applies where it matters: her age and kind, which then stand nowhere."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from chalicelib.cases.events import ChannelDecided
from chalicelib.cases.people.mandates import PartyKind
from chalicelib.cases.people.parties import Identity, Party
from chalicelib.decisions.forms.form import Basis, Condition, Text, Where
from chalicelib.decisions.forms.model import Release, Rule
from chalicelib.services.cases.applying.open_case import Request, open_case
from chalicelib.texts.identity_kinds import IdentityKind
from tests.fakes import World, fresh, licang
from tests.services.scene import ITEMS, PORTAL, SOMEONE, Scene

ITEM = ITEMS["two_way_courier"]
BORN_1946_03_03 = Identity(kind=IdentityKind.RESIDENT_CARD, number="110105194603030024")
OLD = SOMEONE.model_copy(update={"identity": BORN_1946_03_03})
SHOP = Party(
    kind=PartyKind.LEGAL, name="青岛海风食品有限公司", phone="13800000000", address="李沧区示例路 1 号"
)


def rule(*tests: Condition) -> Rule:
    return Rule(
        rule="elderly-at-home",
        title=Text(zh="高龄申请人不必到场", en="The elderly need not come"),
        when=tests,
        choose="one_visit",
        basis=(Basis(title="中华人民共和国老年人权益保障法"),),
        **{"from": date(2004, 7, 1)},
        where=Where(file="channels.yaml", line=1),
    )


AGED = (Condition(fact="applicant.kind", any_of=("natural",)), Condition(fact="applicant.age", at_least=80))


def elderly(*more: Condition) -> Release:
    return fresh(licang(), rules=(rule(*AGED, *more), *licang().rules))


class Opened(Scene):
    """A case of some applicant under rules that look at her age."""

    def __init__(self, applicant: Party, release: Release | None = None) -> None:
        self.world = World()
        self.world.releases.put_in_force(release or elderly())
        self.serial = 0
        self.request = Request(ITEM, applicant, {"application.courier": True}, key="one")
        self.opened = open_case(self.world, PORTAL, self.request)
        self.no = self.opened.case.no

    @property
    def decided(self) -> ChannelDecided:
        (found,) = [event for event in self.events if isinstance(event, ChannelDecided)]
        return found


def test_age_is_counted_on_the_day_of_the_submission() -> None:
    for day, channel in ((2, "two_way_courier"), (3, "one_visit")):
        scene = Opened(OLD)
        scene.world.clock.at = datetime(2026, 3, day, 4, tzinfo=UTC)
        scene.upload_all()
        assert scene.decided.channel == channel


def test_what_is_sensitive_stands_in_no_row_no_sentence_and_no_list() -> None:
    scene = Opened(OLD)
    scene.world.clock.at = datetime(2026, 3, 3, 4, tzinfo=UTC)
    scene.upload_all()
    decided = scene.decided
    assert decided.channel == "one_visit"
    assert decided.facts["applicant.kind"] == "natural"
    assert "applicant.age" not in decided.facts
    assert "80" not in decided.because.zh + decided.because.en
    kept = "".join(repr(row) for row in scene.world.cases.rows.values())
    assert "applicant.age" not in kept
    (past,) = [commit.decided for commit in scene.world.cases.commits if commit.decided is not None]
    assert past.application == {"application.courier": True, "applicant.kind": "natural"}


def test_an_age_that_is_not_known_makes_a_person_decide_and_of_an_organisation_nobody_asks_it() -> None:
    unknown = Opened(SOMEONE)
    unknown.upload_all()
    assert (unknown.decided.channel, unknown.decided.missing) == ("undetermined", ("applicant.age",))
    shop = Opened(SHOP)
    shop.upload_all()
    assert (shop.decided.channel, shop.decided.missing) == ("two_way_courier", ())


def test_the_parties_stay_sealed_where_no_rule_can_be_changed_by_them(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    secret = Condition(fact="item.secret", any_of=(True,))
    for release in (licang(), elderly(secret)):
        scene = Opened(OLD, release)
        monkeypatch.delattr(type(scene.world.cases), "parties")
        scene.upload_all()
        assert scene.decided.channel == "two_way_courier"
        assert not [name for name in scene.decided.facts if name.startswith("applicant.")]
        monkeypatch.undo()


def test_a_case_that_is_submitted_as_it_is_opened_knows_its_applicant_too() -> None:
    release = elderly()
    bare = release.items[ITEM].model_copy(update={"materials": ()})
    scene = Opened(OLD, fresh(release, items={**release.items, ITEM: bare}))
    assert scene.case.version == len(scene.world.cases.commits[0].events)
    assert scene.decided.missing == ()


def test_parties_that_were_erased_are_not_known() -> None:
    scene = Opened(OLD)
    del scene.world.cases.rows[f"CASE#{scene.no}", "HEAD#PARTIES"]
    scene.upload_all()
    assert scene.decided.channel == "undetermined"
    assert set(scene.decided.missing) == {"applicant.kind", "applicant.age"}
