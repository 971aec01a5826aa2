"""One commit of a case: everything that is written at once, or nothing of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, NamedTuple

from chalicelib.ports.rules.past_cases import Decided, Taken

if TYPE_CHECKING:
    from chalicelib.cases.case import Case
    from chalicelib.cases.events import AnyEvent
    from chalicelib.cases.notices import Series
    from chalicelib.cases.parcels.waybill import Waybill
    from chalicelib.cases.people.parties import Parties
    from chalicelib.cases.values import Effect
    from chalicelib.ports.rules.past_cases import Shadowed


class Counted(NamedTuple):
    """
    Openings counted under ``counter``, at most ``hour`` in an hour and ``day`` on a day (UTC); ``refusal`` is
    raised where there are as many.
    """

    counter: str
    hour: int
    day: int
    refusal: Exception


class Serials(NamedTuple):
    """
    Serials of a series of notices that a commit gives: those after ``last`` up to ``now``. It holds only if
    ``last`` is still the last one given.
    """

    series: Series
    last: int
    now: int


@dataclass(frozen=True)
class Commit:
    """
    One commit: everything or nothing. ``trigger`` is an idempotency key: what caused the change is never
    dealt with twice. None where something else in it cannot happen twice: the version of the case or the
    waybill, the effect that is done.

    ``after`` is the case once ``events`` have happened to ``before`` (None: a new case);
    ``effects`` are to be done because of them; ``done`` is the effect whose result this is;
    ``waybill`` is written if its version in the store is one less; ``shadow`` goes with a decision;
    ``network`` is a digest of where a case was opened from, and ``counted`` are the openings it is one of.
    ``parties`` are sealed where they are new or have changed; ``after`` holds their marks. ``serials`` are
    given to notices among the events. ``texts`` are what people wrote, sealed as well: ``events`` and
    ``after`` hold the names of them (``cases.words``).
    """

    trigger: str | None
    at: datetime
    before: Case | None
    after: Case
    events: tuple[AnyEvent, ...] = ()
    effects: tuple[Effect, ...] = ()
    done: str | None = None
    waybill: Waybill | None = None
    fingerprint: str = ""
    network: str = ""
    counted: tuple[Counted, ...] = ()
    shadow: Shadowed | None = None
    parties: Parties | None = None
    serials: tuple[Serials, ...] = ()
    texts: Mapping[str, str] = field(default_factory=dict, repr=False)

    @property
    def decided(self) -> Decided | None:
        """The decision of the rules among the events; None if there is none, or a person took it."""
        # here: the one clock loads this room, not events
        from chalicelib.cases.events import ChannelDecided, DecisionTaken
        from chalicelib.cases.values import Role
        from chalicelib.decisions.facts.facts import scope_of

        others = {
            event.decision: Taken(event.outcome, event.rule)
            for event in self.events
            if isinstance(event, DecisionTaken) and event.by.role is Role.SYSTEM
        }
        for event in self.events:
            if isinstance(event, ChannelDecided) and event.by.role is Role.SYSTEM:
                # of the application, too: a question that may be left out counts as answered
                known = {name: event.facts[name] for name in event.facts if scope_of(name) != "item"}
                return Decided(
                    item=self.after.item,
                    application=self.after.application | known,
                    on=event.on,
                    at=event.at,
                    channel=event.channel,
                    rule=event.rule,
                    release=event.release,
                    shadow=self.shadow,
                    opened=self.after.opened_at,
                    others=others,
                )
        return None
