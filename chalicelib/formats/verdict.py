"""Name what is found in a file."""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple


class Fault(StrEnum):
    """Why a file of a known kind cannot be taken."""

    EMPTY = "empty"
    DAMAGED = "damaged"
    PASSWORD = "password"  # noqa: S105 - a reason, not a password
    ACTIVE = "active"
    TOO_COMPLEX = "too_complex"


class Active(StrEnum):
    """What a file does, or brings along, beside showing a document."""

    SCRIPT = "script"
    ACTION = "action"
    EMBEDDED = "embedded"
    XFA = "xfa"
    MEDIA = "media"
    MACROS = "macros"
    EXTERNAL = "external"
    OBJECT = "object"
    LINK = "link"


class Verdict(NamedTuple):
    """``kind``: what the file is, None where its bytes do not tell; ``active`` goes with ``Fault.ACTIVE``."""

    kind: str | None
    fault: Fault | None = None
    active: Active | None = None


class FaultError(Exception):
    """A file of a known kind cannot be taken."""

    def __init__(self, fault: Fault, active: Active | None = None) -> None:
        super().__init__(fault)
        self.fault = fault
        self.active = active


def damaged() -> FaultError:
    return FaultError(Fault.DAMAGED)


def active(what: Active) -> FaultError:
    return FaultError(Fault.ACTIVE, what)


def too_complex() -> FaultError:
    return FaultError(Fault.TOO_COMPLEX)
