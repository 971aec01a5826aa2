"""The form of every command."""

from datetime import datetime

from chalicelib.cases.values import Actor, Value


class Command(Value):
    """``at`` is aware UTC; ``by`` is who asks."""

    at: datetime
    by: Actor
