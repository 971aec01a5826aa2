from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings

from chalicelib.cases import commands
from chalicelib.cases.case import LICENCE, Case, Stage
from chalicelib.cases.decide import decide
from chalicelib.cases.events import EVENT, CaseClosed, CaseOpened, LicenceMade, PapersMoved
from chalicelib.cases.evolve import evolve, replay
from chalicelib.cases.refusals import NotPossible
from chalicelib.decisions.plan import Party
from tests.cases.walks import ACTOR, SECRET, Walk, begin, supplied, walks
from tests.fakes import MORNING, licang
from tests.services.scene import ITEMS

many = settings(max_examples=150, deadline=None)
some = settings(max_examples=80, deadline=None)


@many
@given(walks())
def test_any_command_in_any_state_is_granted_or_refused_in_words_and_never_fails(
    walk: Walk,
) -> None:
    assert walk.case.version == len(walk.events)


@some
@given(walks())
def test_replaying_the_events_gives_the_same_case(walk: Walk) -> None:
    assert replay(tuple(walk.events)) == walk.case


@some
@given(walks())
def test_every_event_and_every_case_can_be_written_and_read_back(walk: Walk) -> None:
    for event in walk.events:
        assert EVENT.validate_json(EVENT.dump_json(event)) == event
    written = walk.case.model_dump_json(exclude_defaults=True)
    assert Case.model_validate_json(written) == walk.case


@many
@given(walks(steps=40))
def test_a_paper_has_one_holder_at_a_time_and_is_never_lost(walk: Walk) -> None:
    case: Case | None = None
    for event in walk.events:
        before = {} if case is None else case.custody
        case = evolve(case, event)
        match event:
            case CaseOpened():
                assert {holding.holder for holding in case.custody.values()} <= {Party.APPLICANT}
            case PapersMoved():
                assert all(before[paper].holder is event.giver for paper in event.papers)
                assert all(case.custody[paper].holder is event.taker for paper in event.papers)
                assert event.giver is not event.taker
                assert (event.parcel is not None) == (event.taker is Party.COURIER)
            case LicenceMade():
                assert set(case.custody) - set(before) <= {LICENCE}
            case _:
                assert case.custody == before
        assert set(before) <= set(case.custody)


@many
@given(walks(steps=40))
def test_effects_have_numbers_of_their_own_that_no_attempt_changes(walk: Walk) -> None:
    numbers = [effect.effect for effect in walk.effects]
    assert len(numbers) == len(set(numbers))
    assert all(number.startswith(f"{walk.case.no}-") for number in numbers)
    for before, command, events in walk.steps:
        try:
            again = decide(before, command, licang())
        except NotPossible:
            again = ()
        assert again == events


@many
@given(walks())
def test_asking_again_for_what_was_granted_changes_nothing_or_is_refused(walk: Walk) -> None:
    if not walk.steps or not walk.steps[-1][2]:
        return
    command = walk.steps[-1][1]
    if isinstance(command, commands.EndStep):
        command = command.model_copy(update={"round": walk.steps[-1][0].round})
    before = walk.case
    walk.ask(command)
    assert walk.case == before or isinstance(command, commands.Receive)
    assert walk.case.uploads == before.uploads


@many
@given(walks(steps=40))
def test_a_closed_case_stays_closed_as_it_was(walk: Walk) -> None:
    for before, _, events in walk.steps:
        if before.stage is not Stage.CLOSED:
            continue
        kinds = {getattr(event, "kind", "") for event in events}
        assert kinds <= {
            "case_rated",
            "upload_refused",
            "shipment_booked",
            "shipment_misnumbered",
            "shipment_moved",
            "shipment_refused",
            "papers_moved",
            "document_issued",
        }
    closings = [n for n, event in enumerate(walk.events) if isinstance(event, CaseClosed)]
    assert len(closings) <= 1
    if closings:
        assert (walk.case.stage, walk.case.due, walk.case.late) == (Stage.CLOSED, None, False)
        assert walk.case.state in {2, 5, 11, 13, 14}
        assert (walk.case.open_materials, walk.case.correction) == ((), ())


@many
@given(walks(steps=60))
def test_at_the_close_the_office_keeps_nothing_that_is_the_applicants(walk: Walk) -> None:
    case = walk.case
    if case.stage is not Stage.CLOSED:
        return
    if case.step == "granted" and LICENCE in case.custody:
        assert case.custody[LICENCE].holder is Party.APPLICANT
    if case.licence is None:
        assert case.held_by(Party.OFFICE) == ()
    assert not [
        paper for paper in case.held_by(Party.OFFICE) if paper == LICENCE or case.needs[paper].return_original
    ]


@some
@given(walks())
def test_a_case_is_due_only_while_a_step_with_days_lasts(walk: Walk) -> None:
    case = walk.case
    if case.due is None:
        return
    assert case.stage is Stage.RUNNING
    step = next(each for each in licang().plans[case.channel].steps if each.step == case.step)  # type: ignore[index]
    assert step.days is not None
    assert case.due > case.opened_at


@some
@given(walks())
def test_both_clocks_are_set_together_and_once(walk: Walk) -> None:
    assert sum(event.kind == "case_accepted" for event in walk.events) <= 1
    if walk.case.accepted_on is not None:
        assert walk.case.promised_due is not None
        assert walk.case.statutory_due is not None
        assert walk.case.accepted_on <= walk.case.promised_due <= walk.case.statutory_due


@some
@given(walks(steps=40))
def test_papers_are_with_inspectors_or_courier_only_in_channels_that_send_them(
    walk: Walk,
) -> None:
    for event in walk.events:
        if isinstance(event, PapersMoved) and event.taker is Party.COURIER:
            assert event.parcel in walk.case.shipments
            assert walk.case.shipments[event.parcel].direction


@some
@given(walks(steps=40))
def test_time_goes_forward_in_the_record(walk: Walk) -> None:
    assert all(first.at <= second.at for first, second in pairwise(walk.events))


def test_without_events_there_is_no_case() -> None:
    with pytest.raises(ValueError, match="without events"):
        replay(())


def test_a_case_begins_with_its_opening() -> None:
    walk = supplied(ITEMS[next(iter(ITEMS))], courier=True)
    with pytest.raises(ValueError, match="begins with case_opened"):
        replay(tuple(walk.events[1:]))


def test_an_opening_is_no_command_for_a_case_that_exists() -> None:
    walk = begin(SECRET, courier=True)
    opening = commands.Open(
        at=MORNING,
        by=ACTOR,
        no=walk.case.no,
        release=walk.case.release,
        applicant=walk.case.applicant,
        application={},
        code_digest="",
    )
    with pytest.raises(TypeError):
        decide(walk.case, opening, licang())
    with pytest.raises(TypeError):
        decide(None, commands.Withdraw(at=MORNING, by=ACTOR), licang())


def test_personal_data_stays_out_of_refusals_and_of_errors_about_values() -> None:
    walk = supplied(ITEMS[next(iter(ITEMS))], courier=True)
    person = walk.case.applicant
    with pytest.raises(NotPossible) as refused:
        decide(walk.case, commands.Rate(at=MORNING, by=ACTOR, score=1), licang())
    assert person.name not in f"{refused.value} {refused.value.text}"
    with pytest.raises(ValueError, match="phone") as wrong:
        type(person)(name="某某某", phone="not a phone 13812345678", address="某处某处")
    assert "13812345678" not in str(wrong.value)
    assert "某某某" not in str(wrong.value)
