"""What pages offer may be done: whoever follows any link, or sends any form of them, is refused nothing."""

from __future__ import annotations

import re
from typing import Any

import pytest

from chalicelib import wiring
from chalicelib.ports.people.identity import Caller, CodeHolder, StaffRole
from chalicelib.services.cases.people.query_codes import digest
from chalicelib.services.sign_on.sessions import begin_session
from infra.local.issuer.people import CITIZENS
from tests.adapters.office import Office, Opened
from tests.pages.reading import Browser, Page, read
from tests.pages.test_desk import CLERK, COLLEAGUE, ELSEWHERE
from tests.pages.test_keeping_out import NUMBER, UNIT, running

OK, NOT_FILLED_IN = 200, 422
REFUSED = (401, 403, 404, 405, 409)
"""409: though nothing was filled in yet, it cannot be done."""

HIDDEN = ("csrf", "key", "version", "files")
REVIEWED = "sole-trader-registration"
STARTS = ("desk", "supervision", "desk/handover", "desk/search", "policy", "mine", "track")
WALKED = re.compile(r"(?:desk|supervision|policy|mine|track|cases)\b")
"""Where the walk goes on: in items, of which there are many, everybody may look."""

SORTED = re.compile(r"(?<=desk)\?(?!unit).*|\?(?:file|events_before|light)=.*")
"""What narrows a page down or picks from it: where one of these leads, all lead."""

OFFICER, SUPERVISOR = StaffRole.OFFICER, StaffRole.SUPERVISOR
STAFF: dict[str, tuple[tuple[StaffRole, ...], tuple[str, ...]]] = {
    CLERK: ((OFFICER,), (UNIT,)),
    ELSEWHERE: ((OFFICER,), ("health",)),
    "hall-1": ((OFFICER,), ("hall",)),
    "both": ((OFFICER, SUPERVISOR), (UNIT,)),
    "supervisor": ((SUPERVISOR,), ("*",)),
    "author": ((StaffRole.AUTHOR,), ()),
    "approver": ((StaffRole.APPROVER,), (UNIT,)),
    "operator": ((StaffRole.OPERATOR,), ()),
}
PARTIES = ("holder", "applicant", "another citizen")

CASE = r"\d{21}"
AT_DESK = {
    "contact",
    "pauses",
    "query-code",
    "recusal",
    "tasks",
    "tasks/claim",
    "tasks/release",
    "withdrawal",
}
CHANGED = {"change/contact", "change/courier", "change/withdrawal"}
SENT: dict[str, set[str]] = {
    CLERK: {"desk/claim", "desk/search", *(f"desk/cases/{what}" for what in {*AT_DESK, "extensions"})},
    ELSEWHERE: {"desk/claim", "desk/search"},
    "hall-1": {"desk/claim", "desk/search"},
    "both": {"desk/claim", "desk/search", "desk/cases/mandate", *(f"desk/cases/{what}" for what in AT_DESK)},
    "supervisor": {"desk/search"},
    "holder": {f"cases/{what}" for what in {*CHANGED, "change/mandate", "submit"}},
    "applicant": {f"cases/{what}" for what in CHANGED},
}
"""The least that each sends, without numbers of cases and names of tasks; who is not here is offered none."""

HERS = {
    **{name: {"desk"} for name in (CLERK, ELSEWHERE, "hall-1")},
    **{"both": {"desk", "supervision"}, "supervisor": {"supervision"}},
    **{name: {"policy"} for name in ("author", "approver", "operator")},
    **{name: {"mine"} for name in ("applicant", "another citizen")},
}
"""The pages that only they have who signed on, each in her role."""


def claims(name: str) -> dict[str, Any]:
    """What the sign-on says of one of the staff; one of them is known by her identity number, too."""
    roles, units = STAFF.get(name, STAFF[CLERK])
    told = {"staff_number": name, "name": name, "region": "licang", "units": list(units)}
    return (
        told
        | {"roles": [role.value for role in roles]}
        | ({"identity_number": NUMBER} if name == CLERK else {})
    )


@pytest.fixture
def cases(office: Office) -> dict[str, Opened]:
    """
    Cases that some leave to others, as they did the step before or keep out; and some at their ends. They are
    made anew for everybody, who leaves them changed.
    """
    made = {name: office.running() for name in ("new", "claimed", "recused", "refused")}
    made |= {"own": running(office), "own claimed": running(office, as_agent=True)}
    made |= {"draft": office.open(), "reviewed": office.running(REVIEWED), "asked": office.running()}

    def act(who: str, name: str, path: str, body: Any = None) -> None:
        answer = office.ask("POST", f"/cases/{made[name].no}/{path}", body, **office.bearer(claims(who)))
        assert answer.status_code == 200, answer.body

    for name in ("claimed", "own claimed"):
        act(COLLEAGUE, name, "tasks/pre-review-1/claim")
    act(CLERK, "recused", "recusal", {"ground": "other"})
    act(CLERK, "refused", "steps/pre-review", {"outcome": "refuse", "reason": "不属于本机关职权范围"})
    for name in ("reviewed", "asked"):
        act(COLLEAGUE, name, "steps/pre-review", {"outcome": "pass"})
    act(CLERK, "reviewed", "steps/review", {"outcome": "pass"})
    act(CLERK, "asked", "extensions", {"clock": "statutory", "days": 1, "reason": "案情复杂"})
    return made


def browser(office: Office, name: str, cases: dict[str, Opened]) -> Browser:
    """Somebody's, who is signed on or has shown the codes of all cases."""
    caller: Caller
    if name == "holder":
        caller = CodeHolder({case.no: digest(case.code) for case in cases.values()})
    else:
        number = {"applicant": 0, "another citizen": 1}.get(name)
        said = claims(name) if number is None else CITIZENS[number].claims
        token = office.bearer(said)["Authorization"].partition(" ")[2]
        caller = wiring.ports().issuer.identify(token).caller
    return Browser(office, {"session": begin_session(wiring.ports(), caller).secret})


@pytest.mark.parametrize("name", [*STAFF, *PARTIES])
def test_nothing_is_offered_to_who_may_not_do_it(office: Office, cases: dict[str, Opened], name: str) -> None:
    walk = Walk(browser(office, name, cases))
    addresses = [f"{where}cases/{case.no}" for where in ("", "desk/") for case in cases.values()]
    for start in (*STARTS, *addresses):
        walk.go(start)
    assert not walk.refused
    sent = {re.sub(rf"/{CASE}|(?<=tasks)/[^/]+", "", form) for form in walk.sent}
    assert sent >= SENT.get(name, set())
    assert bool(sent) is (name in SENT)
    assert walk.read & {"desk", "supervision", "policy", "mine"} >= HERS.get(name, set())
    own = {form for form in walk.sent if any(cases[case].no in form for case in ("own", "own claimed"))}
    assert name != CLERK or {form.rpartition("/")[2] for form in own} == {"claim"}, "which leads to why not"


class Walk:
    """From page to page by every link, sending every form once as it stands there, with nothing filled in."""

    def __init__(self, browser: Browser) -> None:
        self.browser, self.seen, self.read, self.sent = browser, set[str](), set[str](), set[str]()
        self.refused: list[tuple[str, str, int]] = []

    def go(self, start: str) -> None:
        """All that can be reached from a page, if it is hers."""
        waiting = [("", start)]
        while waiting:
            at, wanted = waiting.pop()
            kind = SORTED.sub("", wanted)
            if kind in self.seen:
                continue
            self.seen.add(kind)
            answer = self.browser.get(f"/{wanted}")
            if wanted != start and answer.status_code in REFUSED and self._offers(at, wanted):
                self.refused.append((at, wanted, answer.status_code))
            if answer.status_code == OK and str(answer.headers["Content-Type"]).startswith("text/html"):
                self.read.add(wanted)
                waiting += [(wanted, link) for link in self._look(wanted, read(answer))]

    def _look(self, at: str, page: Page) -> list[str]:
        """Where a page leads, once its forms were sent: each may change what the page offers then."""
        while new := next(filter(self._unsent, map(address, page.posted)), None):
            self.sent.add(new)
            hidden = {name: page.fields[name] for name in HIDDEN if name in page.fields}
            answer = self.browser.send(f"/{new}", hidden)
            self.refused += [(at, new, answer.status_code)] if answer.status_code in REFUSED else []
            if answer.status_code != NOT_FILLED_IN:
                again = self.browser.get(f"/{at}")
                if again.status_code != OK:  # what she did herself has closed it to her
                    return []
                page = read(again)
        return [link for link in map(address, page.links) if WALKED.match(link)]

    def _unsent(self, form: str) -> bool:
        return bool(WALKED.match(form)) and form not in {"track", *self.sent}

    def _offers(self, at: str, link: str) -> bool:
        """Whether a page still leads there, after all that was done since it was looked at."""
        again = self.browser.get(f"/{at}")
        return again.status_code == OK and link in map(address, read(again).links)


def address(found: str) -> str:
    """Where a link or form leads, from the first page on; of another site as it is."""
    return re.sub(r"^(?:\.\.?/)+", "", found).partition("#")[0]
