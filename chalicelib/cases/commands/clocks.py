"""What may be asked of the clocks of a case, and what comes when they run out."""

from datetime import datetime

from pydantic import Field

from chalicelib.cases.commands.command import Command
from chalicelib.cases.values import Words
from chalicelib.decisions.forms.form import Basis
from chalicelib.decisions.forms.plan import Period


class PauseClocks(Command):
    """
    Staff let the clocks of the decision stand still from tomorrow (行政许可法 art. 45): what for, by which
    law, and how long at most, which the applicant is told. It is over when its side task is ended.
    """

    reason: Words
    basis: Basis
    at_most: Period


class AskExtension(Command):
    """
    A member of staff asks that a clock be extended (行政许可法 art. 42), by so many ``days``, working days or
    days as its extensions are counted. Another person answers, by the side task that this opens.
    """

    clock: str
    days: int = Field(ge=1)
    reason: Words


class ExpireTask(Command):
    """The days of a task or side task have run out."""

    task: str


class ExpireClock(Command):
    """
    The time at which a clock has to be looked at has come; of a draft with the moment of its newest file,
    which is no change of the case.
    """

    clock: str
    last_file: datetime | None = None


ClockCommand = PauseClocks | AskExtension | ExpireTask | ExpireClock
