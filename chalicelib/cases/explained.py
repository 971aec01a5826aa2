"""Why a decision came out as it did: told by the command that brings it and by the event that keeps it."""

from datetime import date

from chalicelib.cases.values import Value
from chalicelib.decisions.forms.form import Basis, Text


class Explained(Value):
    """
    The ``rule`` that decided, None where none did, with its place in the rule files and its legal basis;
    under which ``release`` and ``on`` which local day; which facts were ``missing`` or ``invalid``, by name.
    """

    rule: str | None
    file: str | None
    line: int | None
    basis: tuple[Basis, ...]
    because: Text
    release: str
    on: date
    missing: tuple[str, ...] = ()
    invalid: tuple[str, ...] = ()
