"""How the time of a case is counted: its clocks, their pauses and extensions, what is owed until when."""

from datetime import date, datetime

from chalicelib.cases.values.value import Value, Words
from chalicelib.decisions.forms.form import Basis, FactValue
from chalicelib.decisions.forms.plan import Milestone, Period


class PauseGrounds(Value):
    """
    Why clocks stand still, and how long at most (行政许可法 art. 45). A step of a plan gives its ``basis``,
    staff give a ``reason`` beside it.
    """

    at_most: Period
    basis: Basis
    reason: Words | None = None


class Extension(Value):
    """
    An extension 延长 of a clock (行政许可法 art. 42) as it was asked for, and how it was answered by another:
    ``granted`` is None while it waits for that.
    """

    clock: str
    period: Period
    reason: Words
    asked_by: str
    asked_at: datetime
    granted: bool | None = None
    answered_by: str | None = None
    answered_at: datetime | None = None
    answer: Words | None = None


class Card(Value):
    """
    What a decision that is asked of every clock has come out with for one 监督牌: its ``outcome``, by
    ``rule`` (None: no rule decided), since which local day.
    """

    decision: str
    outcome: str
    rule: str | None
    since: date


class Pause(Value):
    """
    Days on which clocks stand still 中止计时, both inclusive, while ``task`` is open: a task, or a side task;
    without ``until`` it lasts on.
    """

    task: str
    since: date
    until: date | None = None


class ClockRun(Value):
    """
    A clock of this case 计时. ``since``: the local day it counts from; ``due`` its last day, ``ends_at`` the
    moment after. ``provisional``: that rests on a calendar which is not out yet. ``next_at`` is when the
    clock has to be looked at again: to warn of its end, or at its end; None when it has run out.

    ``extended``: the periods by which its limit was extended. ``told``: which of the clock's warnings were
    given, by their number; ``warned``: one of them to the units that have tasks of the case; ``supervisor``:
    the unit that supervises, once it was told. ``card`` is what supervision last came out with, ``asked_at``
    the beginning of the next working day on which it comes out otherwise; None where no decision is asked.
    """

    clock: str
    since: date
    started_at: datetime
    due: date
    ends_at: datetime
    next_at: datetime | None = None
    provisional: bool = False
    pauses: tuple[Pause, ...] = ()
    extended: tuple[Period, ...] = ()
    ran_out: bool = False
    told: tuple[int, ...] = ()
    warned: bool = False
    supervisor: str | None = None
    card: Card | None = None
    asked_at: datetime | None = None
    stopped_on: date | None = None

    @property
    def running(self) -> bool:
        return self.stopped_on is None


class AskedClock(Value):
    """
    A running clock with all that a decision on clocks may look at, and nothing of the person: it can be asked
    about on any day, under any rules, without its case. ``release`` is the one that the case keeps to,
    ``opened_at`` its opening, ``application`` what was answered, by full name.
    """

    item: str
    release: str
    opened_at: datetime
    application: dict[str, FactValue]
    corrections: int = 0
    accepted_by_silence: bool = False
    run: ClockRun


class Owed(Value):
    """
    A material that may follow later 容缺材料 and has not come: since which local day it is owed, ``due`` the
    last, ``ends_at`` the moment after. ``before``: what waits for it. ``longer``: it was given time twice.
    """

    since: date
    due: date
    ends_at: datetime
    before: Milestone | None = None
    longer: bool = False
    overdue: bool = False
