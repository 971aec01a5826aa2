"""Notices at work 文书: issued where the rules say so, with the right days, numbered, opened, served."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date, timedelta
from functools import partial
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chalicelib.cases.events import NoticeIssued
from chalicelib.cases.evolve import evolve
from chalicelib.cases.notices import MOST, Notice
from chalicelib.cases.people.mandates import Mandate
from chalicelib.cases.people.parties import Party
from chalicelib.cases.refusals import NotPossible
from chalicelib.cases.values import Actor, Erasure, ErasureReason, Role, SideKind
from chalicelib.cases.waiting import NOTICES
from chalicelib.decisions.forms.form import Text
from chalicelib.decisions.forms.model import Release
from chalicelib.decisions.forms.notice import Placeholder, Recipient, Way
from chalicelib.decisions.forms.plan import Milestone, Period
from chalicelib.decisions.plans import find_step
from chalicelib.services.cases.applying.open_case import open_case
from chalicelib.services.cases.applying.withdraw_case import withdraw_case
from chalicelib.services.cases.desk.change_limits import ask_extension
from chalicelib.services.cases.desk.record_outcome import Finding, end_task
from chalicelib.services.cases.open_notice import Shown, open_notice
from chalicelib.services.cases.people.read_parties import Agent
from chalicelib.services.errors import Problem, RetryableError
from tests.cases.another_calendar import last_of, last_of_all
from tests.fakes import Killed, World, fresh, licang
from tests.services.scene import BY_COURIER, CLERK, ITEMS, PORTAL, SOMEONE, Scene
from tests.services.test_five_channels import at_review
from tests.services.test_pauses import LAW, ONLINE, WHY, accepted, end, go_to, pause, rules

TRACK = "https://portal.example/track"
START = date(2026, 3, 2)
WRONG = "经营场所与住所相同，且未隔开"
P = Placeholder


def notice(scene: Scene, kind: str) -> Notice:
    """The one notice of a kind."""
    (only,) = [each for each in scene.case.notices.values() if each.kind == kind]
    return only


def written(scene: Scene, kind: str) -> Notice:
    """The one notice of a kind as its event tells it."""
    (only,) = [
        scene.words(event).notice
        for event in scene.events
        if isinstance(event, NoticeIssued) and event.notice.kind == kind
    ]
    return only


def kinds(scene: Scene) -> list[str]:
    return [each.kind for each in scene.case.notices.values()]


def look(scene: Scene, kind: str, by: object = PORTAL) -> Shown:
    party = PORTAL if by is PORTAL else None
    return open_notice(scene.world, scene.loaded, notice(scene, kind).id, party, TRACK)


def submitted(item: str = ONLINE, release: Release | None = None) -> Scene:
    scene = Scene(item, World(release or rules()))
    scene.upload_all()
    return scene


def refused(release: Release | None = None) -> Scene:
    scene = accepted(START, release)
    decide(scene, "refuse")
    return scene


def decide(scene: Scene, outcome: str) -> None:
    """It is reviewed and decided."""
    scene.finding("fail" if outcome == "refuse" else "pass", step="review", reason=WRONG)
    scene.finding(outcome, step="decision", reason=WRONG if outcome == "refuse" else None)
    scene.settle_effects()


def numbers(world: World) -> dict[str, list[int]]:
    """Every serial that was ever issued, by series, in the order of the commits."""
    found: dict[str, list[int]] = {}
    for change in world.cases.commits:
        for event in change.events:
            if isinstance(event, NoticeIssued):
                series, serial = str(event.notice.number).split("〕")
                found.setdefault(series, []).append(int(serial.removesuffix("号")))
    return found


# --- what is issued, and what it tells --------------------------------------------------------------


def test_acceptance_tells_the_days_as_another_calendar_counts_them() -> None:
    scene = accepted(START)
    told = notice(scene, "acceptance")
    assert told.values[P.RECEIVED_ON] == told.values[P.ACCEPTED_ON] == START
    assert told.values[P.STATUTORY_DUE] == last_of(START, Period(working_days=20))
    assert told.values[P.PROMISED_DUE] == last_of(START, Period(working_days=15))
    assert (told.number, told.issued_on, told.to) == ("李审受〔2026〕1号", START, ("applicant",))
    assert kinds(scene) == ["acceptance"]


def test_silence_accepts_in_writing_as_of_the_day_of_receipt() -> None:
    scene = submitted()
    silent = last_of(START, Period(working_days=5))
    go_to(scene, silent + timedelta(days=1))
    scene.run_clock()
    told = notice(scene, "acceptance")
    assert scene.case.accepted_by_silence
    assert told.values[P.ACCEPTED_ON] == START
    assert told.issued_on == silent + timedelta(days=1)
    assert told.values[P.STATUTORY_DUE] == last_of(START, Period(working_days=20))


def test_a_correction_tells_every_line_and_until_when() -> None:
    scene = submitted()
    material = next(name for name, need in scene.case.needs.items() if need.uploaded)
    scene.correct(material)
    told = notice(scene, "correction")
    due = scene.task.due
    assert due is not None
    assert (
        told.values[P.RESPOND_BY] == (due - timedelta(seconds=1)).astimezone(ZoneInfo("Asia/Shanghai")).date()
    )
    assert told.lines == (), "a head does not grow with what was written"
    assert [line.material for line in written(scene, "correction").lines] == [material]
    shown = look(scene, "correction").texts
    assert "请加盖公章后重新上传" in shown.zh
    assert "—" not in shown.zh


def test_what_is_not_accepted_says_why_and_where_to_turn() -> None:
    scene = submitted()
    scene.finding("refuse", reason=WRONG)
    shown = look(scene, "acceptance-refused").texts
    region = scene.world.releases.get(scene.case.release).region
    assert region.remedies is not None
    assert WRONG in shown.zh
    assert region.remedies.review_body.zh in shown.zh
    assert region.remedies.court.en in shown.en


def test_grant_and_refusal_tell_when_it_was_decided_and_a_refusal_why() -> None:
    scene = accepted(START)
    go_to(scene, START + timedelta(days=3))
    decide(scene, "grant")
    assert notice(scene, "grant").values[P.DECIDED_ON] == START + timedelta(days=3)
    assert written(scene, "grant").reason is None
    other = refused()
    assert written(other, "refusal").reason == WRONG
    assert WRONG in look(other, "refusal").texts.zh


def test_a_pause_is_told_and_so_is_that_the_clocks_go_on() -> None:
    scene = accepted(START)
    go_to(scene, date(2026, 3, 5))
    pause(scene, 10)
    first, bound = date(2026, 3, 6), last_of(date(2026, 3, 5), Period(working_days=10))
    told = notice(scene, "pause")
    assert (told.values[P.PAUSED_FROM], told.values[P.PAUSED_UNTIL]) == (first, bound)
    assert (told.values[P.PAUSE_BASIS], written(scene, "pause").reason) == (LAW, WHY)
    go_to(scene, date(2026, 3, 11))
    end(scene, "pause-1")
    again = notice(scene, "continuation")
    assert (again.values[P.PAUSED_FROM], again.values[P.PAUSED_UNTIL]) == (first, date(2026, 3, 11))
    still = (first, date(2026, 3, 11))
    assert again.values[P.STATUTORY_DUE] == last_of(START, Period(working_days=20), [still])


def test_a_pause_that_ends_by_its_bound_is_told_too() -> None:
    scene = accepted(START)
    pause(scene, 3)
    bound = last_of(START, Period(working_days=3))
    go_to(scene, bound + timedelta(days=3))
    again = notice(scene, "continuation")
    assert again.values[P.PAUSED_UNTIL] == bound


def test_a_pause_that_ends_on_the_day_it_was_told_has_stopped_no_day() -> None:
    scene = accepted(START)
    go_to(scene, date(2026, 3, 5))
    pause(scene, 10)
    end(scene, "pause-1")
    told = notice(scene, "continuation").values
    assert (told[P.PAUSED_FROM], told[P.PAUSED_UNTIL]) == (date(2026, 3, 5), date(2026, 3, 5))
    assert told[P.STATUTORY_DUE] == last_of(START, Period(working_days=20))


def test_where_it_is_decided_nothing_is_said_of_clocks_that_go_on() -> None:
    scene = accepted(START)
    pause(scene, 10)
    go_to(scene, date(2026, 3, 4))
    decide(scene, "grant")
    assert "continuation" not in kinds(scene)


def test_an_extension_granted_is_told_with_its_reason_and_one_refused_is_not() -> None:
    for outcome in ("grant", "refuse"):
        scene = accepted(START)
        ask_extension(scene.world, CLERK, scene.no, "statutory", 10, WHY, None)
        end(scene, "extension-1", outcome, reason="仍可按期作出决定")
        assert ("extension" in kinds(scene)) is (outcome == "grant")
        if outcome == "grant":
            told = notice(scene, "extension")
            days = Period(working_days=20), Period(working_days=10)
            assert told.values[P.EXTENDED_BY] == Period(working_days=10)
            assert told.values[P.STATUTORY_DUE] == last_of_all(START, days)
            assert WHY in look(scene, "extension").texts.zh


def test_papers_found_missing_are_told_by_name_with_the_day_they_are_owed_by() -> None:
    scene = Scene(ITEMS["two_way_courier"], World(licang()))
    scene.upload_all()
    scene.findings("pre-review pass")
    scene.carry(*BY_COURIER)
    (gone, *_) = scene.case.in_parcels(next(iter(scene.case.shipments.values())).direction)
    scene.finding("mismatch", missing=(gone,))
    told = notice(scene, "papers-owed")
    (side,) = scene.case.sides_of(SideKind.PAPER_OWED)
    assert side.due is not None
    today = scene.world.clock.now().date()
    assert told.values[P.PAPERS] == (gone,)
    assert told.values[P.RESPOND_BY] == last_of(today, Period(working_days=10))


def test_a_withdrawal_is_confirmed_and_a_draft_that_nobody_submitted_is_not() -> None:
    scene = submitted()
    withdraw_case(scene.world, PORTAL, scene.loaded, None, None)
    assert kinds(scene) == ["withdrawal"]
    draft = Scene(ONLINE, World(rules()))
    withdraw_case(draft.world, PORTAL, draft.loaded, None, None)
    assert kinds(draft) == []


def test_what_needs_a_reason_or_lines_is_refused_without_and_takes_no_number() -> None:
    scene = submitted()
    for outcome in ("refuse", "correct"):
        with pytest.raises(NotPossible):
            scene.finding(outcome)
    assert numbers(scene.world) == {}


def test_every_kind_that_was_issued_opens_without_a_blank() -> None:
    scene = accepted(START)
    pause(scene, 5)
    end(scene, "pause-1")
    ask_extension(scene.world, CLERK, scene.no, "statutory", 10, WHY, None)
    end(scene, "extension-1", "grant")
    decide(scene, "grant")
    for each in scene.case.notices.values():
        shown = open_notice(scene.world, scene.loaded, each.id, None, TRACK).texts
        assert "—" not in shown.zh, each.kind
        assert "{" not in shown.html.partition("</style>")[2]


# --- names come in when it is opened -------------------------------------------------------------------


def test_the_opened_page_has_names_and_reasons_and_no_stored_row_does() -> None:
    scene = refused()
    shown = look(scene, "refusal").texts
    assert SOMEONE.name in shown.zh
    assert SOMEONE.name in shown.html
    assert WRONG in shown.html
    for key, row in scene.world.cases.rows.items():
        told = json.dumps(row, ensure_ascii=False, default=str)
        assert SOMEONE.name not in told, key
        assert WRONG not in told, key


def test_a_notice_whose_wording_is_not_the_one_kept_is_not_opened() -> None:
    scene = accepted(START)
    release = scene.world.releases.get(scene.case.release)
    template = release.notices["acceptance"]
    other = template.model_copy(update={"text": Text(zh="别的", en="something else")})
    changed = release.model_copy(update={"notices": {**release.notices, "acceptance": other}})
    scene.world.releases.releases[scene.case.release] = changed
    with pytest.raises(Problem) as caught:
        look(scene, "acceptance")
    assert (caught.value.status, caught.value.code) == (409, "wording_not_at_hand")
    assert notice(scene, "acceptance").served == ()


def test_a_notice_that_there_is_not_is_not_found() -> None:
    scene = accepted(START)
    for name in ("acceptance.2", "", "../acceptance.1"):
        with pytest.raises(Problem) as caught:
            open_notice(scene.world, scene.loaded, name, PORTAL, TRACK)
        assert caught.value.status == 404


@pytest.mark.parametrize("how", ["erased", "key erased"])
def test_once_nobody_knows_whom_a_notice_was_sent_to_it_stays_in_the_list_and_is_made_for_nobody(
    how: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    scene = accepted(START)
    if how == "erased":
        erased = Erasure(reason=ErasureReason.PURPOSE, at=scene.world.clock.now(), by="op")
        loaded = scene.loaded._replace(case=scene.case.model_copy(update={"erased": erased}))
    else:
        loaded = scene.loaded
        monkeypatch.setattr(scene.world.cases, "parties", lambda _: None)
    for by in (PORTAL, None):
        with pytest.raises(Problem) as told:
            open_notice(scene.world, loaded, notice(scene, "acceptance").id, by, TRACK)
        assert (told.value.status, told.value.code) == (410, "parties_erased")
        assert "文书不能再打开" in told.value.zh
    assert notice(scene, "acceptance").served == (), "what was not shown served nobody"


# --- served -----------------------------------------------------------------------------------------


def served(scene: Scene, kind: str) -> list[tuple[Recipient, Way]]:
    return [(each.to, each.way) for each in notice(scene, kind).served]


def test_the_first_look_of_a_party_serves_and_the_look_of_staff_does_not() -> None:
    scene = accepted(START)
    look(scene, "acceptance", by=CLERK)
    assert served(scene, "acceptance") == []
    version = scene.case.version
    look(scene, "acceptance")
    assert served(scene, "acceptance") == [("applicant", "portal")]
    look(scene, "acceptance")
    assert scene.case.version == version + 1, "what was served is served once"


def test_what_may_not_be_served_on_the_portal_is_read_there_and_not_served() -> None:
    scene = refused()
    assert SOMEONE.name in look(scene, "refusal").texts.zh
    assert served(scene, "refusal") == []


def test_the_parcel_that_is_signed_for_serves_what_it_carries() -> None:
    scene = at_review("two_way_courier")
    decide(scene, "refuse")
    scene.carry(*BY_COURIER[:-1])
    assert served(scene, "refusal") == []
    scene.carry(BY_COURIER[-1])
    assert served(scene, "refusal") == [("applicant", "courier")]


def test_what_is_fetched_at_the_counter_is_served_there() -> None:
    scene = Scene(ITEMS["two_way_courier"], courier=False)
    scene.upload_all()
    while scene.step != "review":
        plan = scene.world.releases.get(scene.case.release).plans[scene.case.channel or ""]
        scene.finding(find_step(plan, scene.task.step).outcomes[0].outcome)
    decide(scene, "refuse")
    assert served(scene, "refusal") == []
    scene.finding("collected")
    assert served(scene, "refusal") == [("applicant", "counter")]


def test_what_reaches_an_agent_is_served_and_both_are_recipients_while_she_may_act() -> None:
    scene = Scene.__new__(Scene)
    scene.world, scene.serial = World(rules()), 0
    agent = Party(name="演示代理人", phone="13900000000", address="青岛市李沧区演示路2号")
    mandate = Mandate(since=START, until=START + timedelta(days=5))
    request = replace(Scene(ONLINE).request, agent=Agent(agent, mandate), key="with an agent")
    scene.request = request
    scene.opened = open_case(scene.world, PORTAL, request)
    scene.no = scene.opened.case.no
    scene.upload_all()
    scene.findings("pre-review pass")
    assert notice(scene, "acceptance").to == ("applicant", "agent")
    look(scene, "acceptance")
    assert served(scene, "acceptance") == [("applicant", "portal")]
    assert notice(scene, "acceptance").due is None
    go_to(scene, START + timedelta(days=7))
    decide(scene, "grant")
    assert notice(scene, "grant").to == ("applicant",), "the mandate is over"


def unserved(scene: Scene) -> str:
    """Ten working days pass; the side task that comes of a refusal that nobody got."""
    last = last_of(START, Period(working_days=10))
    go_to(scene, last)
    scene.run_clock()
    assert not scene.case.sides_of(SideKind.NOTICE_NOT_SERVED)
    go_to(scene, last + timedelta(days=1))
    scene.run_clock()
    sides = scene.case.sides_of(SideKind.NOTICE_NOT_SERVED)
    return next(side.id for side in sides if side.about == (notice(scene, "acceptance").id,))


def test_what_nobody_got_comes_to_a_list_and_is_served_by_staff() -> None:
    scene = accepted(START)
    side = unserved(scene)
    (line,) = scene.on_list("hall", SideKind.NOTICE_NOT_SERVED.value)
    assert (line.task, line.due is not None) == (side, True)
    today = scene.world.clock.now().date()
    for wrong in (
        {},
        {"way": "portal", "day": today},
        {"way": "counter"},
        {"way": "counter", "day": START - timedelta(days=1)},
        {"way": "counter", "day": today + timedelta(days=2)},
    ):
        with pytest.raises(NotPossible) as caught:
            end_task(scene.world, CLERK, scene.no, side, Finding(outcome="served", **wrong))
        assert caught.value.code in ("way_needed", "day_needed")
    end_task(scene.world, CLERK, scene.no, side, Finding(outcome="served", way="publication", day=today))
    assert served(scene, "acceptance") == [("applicant", "publication")]
    assert notice(scene, "acceptance").served[0].on == today
    assert not scene.case.sides_of(SideKind.NOTICE_NOT_SERVED)


def test_what_cannot_be_served_is_given_up_with_a_reason() -> None:
    scene = accepted(START)
    side = unserved(scene)
    with pytest.raises(NotPossible):
        end_task(scene.world, CLERK, scene.no, side, Finding(outcome="given-up"))
    end_task(
        scene.world, CLERK, scene.no, side, Finding(outcome="given-up", reason="地址不存在，电话无人接听")
    )
    assert served(scene, "acceptance") == []
    assert not scene.case.sides_of(SideKind.NOTICE_NOT_SERVED)
    assert NOTICES not in scene.next_due.key


def test_who_opens_it_after_all_takes_it_off_the_list() -> None:
    scene = accepted(START)
    unserved(scene)
    look(scene, "acceptance")
    assert not scene.case.sides_of(SideKind.NOTICE_NOT_SERVED)


# --- numbers ----------------------------------------------------------------------------------------


def test_numbers_of_a_series_follow_one_another_and_a_new_year_begins_anew() -> None:
    world = World(rules())
    scenes = [Scene(ONLINE, world, key=f"case {n}") for n in range(3)]
    for scene in scenes:
        scene.upload_all()
        scene.finding("pass", step="pre-review")
    assert numbers(world) == {"李审受〔2026": [1, 2, 3]}


def test_who_was_overtaken_takes_the_next_number() -> None:
    world = World(rules())
    first, second = (Scene(ONLINE, world, key=f"case {n}") for n in range(2))
    for scene in (first, second):
        scene.upload_all()
    world.cases.meanwhile.append(lambda: second.finding("pass", step="pre-review"))
    first.finding("pass", step="pre-review")
    assert [notice(each, "acceptance").number for each in (second, first)] == [
        "李审受〔2026〕1号",
        "李审受〔2026〕2号",
    ]


@settings(max_examples=40, deadline=None)
@given(st.lists(st.sampled_from(["", "before", "after", "busy", "race"]), min_size=4, max_size=12))
def test_no_number_is_lost_or_given_twice_whoever_is_killed_or_overtaken(fate: list[str]) -> None:
    world = World(rules())
    scenes = [Scene(ONLINE, world, key=f"case {n}") for n in range(len(fate))]
    for scene in scenes:
        scene.upload_all()
    waiting = list(zip(scenes, fate, strict=True))
    while waiting:
        scene, death = waiting.pop(0)
        if death == "race" and waiting:
            other, _ = waiting.pop(0)
            world.cases.meanwhile.append(partial(other.finding, "pass", step="pre-review"))
        elif death not in ("", "race"):
            world.cases.kill = [death]
        try:
            scene.finding("pass", step="pre-review")
        except (Killed, RetryableError):
            world.cases.kill = []
            if scene.step == "pre-review":
                scene.finding("pass", step="pre-review")
    (given_out,) = numbers(world).values()
    assert given_out == list(range(1, len(fate) + 1))
    assert {notice(each, "acceptance").number for each in scenes} == {
        f"李审受〔2026〕{n}号" for n in range(1, len(fate) + 1)
    }


def test_a_notice_that_an_opening_issues_is_numbered_with_it() -> None:
    """Where nothing has to be uploaded the opening submits."""
    release = rules()
    template = release.notices["acceptance"].model_copy(update={"issued_at": Milestone.SUBMITTED})
    item = release.items[ONLINE]
    bare = item.model_copy(update={"materials": ()})
    changed = fresh(
        release,
        items={**release.items, ONLINE: bare},
        notices={**release.notices, "acceptance": template},
    )
    world = World(changed)
    scenes = [Scene(ONLINE, world, key=f"case {n}") for n in range(2)]
    assert [notice(each, "acceptance").number for each in scenes] == [
        "李审受〔2026〕1号",
        "李审受〔2026〕2号",
    ]


# --- what a head keeps -------------------------------------------------------------------------------


def test_a_head_keeps_so_many_notices_and_all_that_wait_or_are_the_newest() -> None:
    scene = accepted(START)
    case = scene.case
    first = notice(scene, "acceptance")
    for n in range(1, MOST + 20):
        one = first.model_copy(update={"id": f"correction.{n}", "kind": "correction", "due": None})
        case = evolve(case, NoticeIssued(at=case.opened_at, by=PORTAL, notice=one))
    assert len(case.notices) == MOST
    assert first.id in case.notices, "it waits to be served"
    assert f"correction.{MOST + 19}" in case.notices
    assert "correction.1" not in case.notices


def test_who_opens_a_notice_on_the_portal_is_who_says_so_and_the_applicant_where_nobody_does() -> None:
    agent = Party(name="演示代理人", phone="13900000000", address="青岛市李沧区演示路2号")
    mandate = Mandate(since=START, until=START + timedelta(days=5))
    scene = Scene(ONLINE, World(rules()), agent=Agent(agent, mandate))
    scene.upload_all()
    scene.findings("pre-review pass")
    name = notice(scene, "acceptance").id
    open_notice(scene.world, scene.loaded, name, Actor(role=Role.AGENT, id="portal"), TRACK)
    assert served(scene, "acceptance") == [("agent", "portal")]
    open_notice(scene.world, scene.loaded, name, PORTAL, TRACK)
    assert served(scene, "acceptance") == [("agent", "portal"), ("applicant", "portal")]
