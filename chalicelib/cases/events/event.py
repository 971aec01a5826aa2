"""An event: something that has happened to a case."""

from datetime import datetime

from chalicelib.cases.values import (
    Actor,
    Value,
)


class Event(Value):
    """``at`` is aware UTC; ``by`` is who made it happen."""

    at: datetime
    by: Actor
