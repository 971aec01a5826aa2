"""Which test does on a page what people come to it for, in both languages, on a phone and at a desk."""

from __future__ import annotations

import re
from collections.abc import Callable
from types import ModuleType

import pytest

import app
from tests.browser import test_acts as acts
from tests.browser import test_desk as desk
from tests.browser import test_journey as journey
from tests.browser.person import ALL_WAYS

NO_PAGES = (
    r"/cases/\{no\}/notices|/desk/cases/\{no\}/(next|previous|viewers)|/health|/items|/openapi.json|/releases.*"
    r"|/signed-in|/static/.*|/\{address\+\}"
)
"""What is asked for by GET and is no page to act on: data, files, a part of a page, ways on to one."""

ACTED: dict[str, tuple[Callable[..., None], ...]] = {
    "/": (
        acts.test_an_item_is_found_by_ones_own_words_an_event_or_a_department,
        journey.test_an_elderly_owners_case_goes_through_her_agent_from_the_first_page_to_the_door,
    ),
    "/figures": (acts.test_the_public_figures_are_read_and_lead_to_the_items_of_a_department,),
    "/items/{code}": (
        acts.test_a_question_changes_the_answer_without_a_new_page,
        journey.test_the_walk_leads_from_the_application_to_the_door_by_its_links,
    ),
    "/apply/{code}": (
        acts.test_what_is_wrong_has_the_focus_and_leads_to_its_field,
        journey.test_the_walk_leads_from_the_application_to_the_door_by_its_links,
        journey.test_an_elderly_owners_case_goes_through_her_agent_from_the_first_page_to_the_door,
    ),
    "/cases/{no}/materials": (
        acts.test_a_correction_is_read_in_its_notice_and_beside_what_must_change,
        journey.test_the_walk_leads_from_the_application_to_the_door_by_its_links,
        journey.test_an_elderly_owners_case_goes_through_her_agent_from_the_first_page_to_the_door,
    ),
    "/cases/{no}/materials/{material}": (journey.test_the_whole_way_goes_without_any_script,),
    "/cases/{no}/check": (
        acts.test_the_back_button_after_sending_shows_the_case_and_sends_nothing_again,
        journey.test_the_walk_leads_from_the_application_to_the_door_by_its_links,
    ),
    "/cases/{no}/receipt": (
        acts.test_a_draft_is_put_away_and_gone_on_with_from_another_device,
        acts.test_a_lost_code_is_got_again_by_what_the_applicant_alone_knows,
    ),
    "/cases/{no}": (
        acts.test_a_correction_is_read_in_its_notice_and_beside_what_must_change,
        journey.test_an_elderly_owners_case_goes_through_her_agent_from_the_first_page_to_the_door,
    ),
    "/cases/{no}/change": (
        acts.test_an_applicant_changes_her_mind_each_way_and_rates_what_she_took_back,
        acts.test_an_owner_ends_the_mandate_and_the_agents_code_opens_nothing,
        acts.test_a_session_that_ran_out_asks_for_the_code_and_goes_on_with_what_was_typed,
    ),
    "/cases/{no}/notices/{notice}": (
        acts.test_a_correction_is_read_in_its_notice_and_beside_what_must_change,
        acts.test_a_lost_code_is_got_again_by_what_the_applicant_alone_knows,
    ),
    "/track": (
        acts.test_a_draft_is_put_away_and_gone_on_with_from_another_device,
        acts.test_who_signed_on_finds_her_draft_and_leaves_no_case_open_behind_her,
    ),
    "/lost-code": (acts.test_a_lost_code_is_got_again_by_what_the_applicant_alone_knows,),
    "/mine": (
        acts.test_who_signed_on_finds_her_draft_and_leaves_no_case_open_behind_her,
        journey.test_an_elderly_owners_case_goes_through_her_agent_from_the_first_page_to_the_door,
    ),
    "/sign-in": (journey.test_an_elderly_owners_case_goes_through_her_agent_from_the_first_page_to_the_door,),
    "/settings": (acts.test_anybody_changes_language_and_print_where_she_stands,),
    "/desk": (
        desk.test_a_list_is_narrowed_down_and_its_most_urgent_case_claimed_and_given_back,
        journey.test_the_walk_leads_from_the_application_to_the_door_by_its_links,
    ),
    "/desk/search": (desk.test_a_case_is_found_and_changed_for_an_applicant_who_called,),
    "/desk/cases/{no}": (
        desk.test_a_clerk_claims_looks_through_the_files_and_asks_for_a_correction,
        desk.test_a_clerk_stops_the_clocks_and_another_keeps_out,
        journey.test_the_walk_leads_from_the_application_to_the_door_by_its_links,
    ),
    "/desk/cases/{no}/query-code": (desk.test_a_case_is_found_and_changed_for_an_applicant_who_called,),
    "/desk/handover": (desk.test_a_hand_over_list_is_ready_to_be_printed,),
    "/supervision": (desk.test_a_supervisor_sees_what_is_late_and_looks_into_it,),
    "/policy": (desk.test_policy_staff_read_how_rules_are_changed_and_which_are_in_force,),
}


NOT_TOLD_OF = (
    *("/cases/{no}/materials/{material}", "/cases/{no}/notices/{notice}", "/cases/{no}/receipt"),
    *("/settings", "/sign-in"),
)
"""
Pages that are read, or whose form goes to the store, which is not told from where; addresses that lead on at
once.
"""


def not_acted_on(test: Callable[..., None], asked_for: list[tuple[str, str]]) -> list[str]:
    """The pages that a test stands for and has not asked for, or has not gone on from by what is on them."""
    pages = [page for page, tests in ACTED.items() if test in tests]
    went_on = {route_of(led) for _, led in asked_for}
    asked = {route_of(path) for path, _ in asked_for}
    return [page for page in pages if page not in (asked if page in NOT_TOLD_OF else went_on)]


def route_of(path: str) -> str | None:
    """The page at a path; those whose path has no part to be filled in come first."""
    for page in sorted(ACTED, key=lambda page: page.count("{")):
        if re.fullmatch(re.sub(r"\\{[a-z]+\\}", "[^/]+", re.escape(page)), path):
            return page
    return None


def test_every_page_has_a_test_that_does_what_people_come_to_it_for() -> None:
    pages = {path for path, methods in app.app.routes.items() if "GET" in methods}
    assert {path for path in pages if not re.fullmatch(NO_PAGES, path)} == ACTED.keys()


@pytest.mark.parametrize("page", ACTED)
def test_it_is_done_in_both_languages_on_a_phone_and_at_a_desk(page: str) -> None:
    done = {way for test in ACTED[page] for way in ways_of(test)}
    assert {language for language, _ in done} == {"zh", "en"}
    assert {size for _, size in done} == {"phone", "desk"}


@pytest.mark.parametrize("whose", [acts, desk], ids=["applicants", "clerks"])
def test_between_them_they_are_done_in_each_language_on_each_device(whose: ModuleType) -> None:
    tests = {test for tests in ACTED.values() for test in tests if test.__module__ == whose.__name__}
    assert {way for test in tests for way in ways_of(test)} == set(ALL_WAYS)


def ways_of(test: Callable[..., None]) -> list[tuple[str, str]]:
    """In which languages and on which devices a test is done."""
    [mark] = [one for one in vars(test)["pytestmark"] if one.name == "parametrize"]
    assert mark.args[0][:2] == ("language", "size")
    return [values[:2] for values in mark.args[1]]
