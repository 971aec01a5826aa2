"""How a case comes to its end."""

from typing import Literal

from chalicelib.cases.events.event import Event
from chalicelib.decisions.forms.plan import End


class CaseStateChanged(Event):
    """A closed case has another state: what was owed has come, or what was granted is revoked."""

    kind: Literal["case_state_changed"] = "case_state_changed"
    state: int


class CaseSettled(Event):
    """The case can only come to this end any more; ``state`` is its national code (list BLZT)."""

    kind: Literal["case_settled"] = "case_settled"
    end: End
    state: int


class CaseClosed(Event):
    """``state`` is the national code of case states, list BLZT."""

    kind: Literal["case_closed"] = "case_closed"
    end: End
    state: int


ClosingEvent = CaseStateChanged | CaseSettled | CaseClosed
