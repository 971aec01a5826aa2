"""Look at the files of a case once they have changed: those that complete it submit it."""

from __future__ import annotations

from chalicelib.cases.case import Case
from chalicelib.cases.commands import RecordFiles
from chalicelib.cases.values import Actor, Role
from chalicelib.ports.cases import Loaded
from chalicelib.ports.ports import Ports
from chalicelib.services.cases.change_case import change_case, files_of

_PORTAL = Actor(role=Role.APPLICANT, id="upload")


def look_at_files(ports: Ports, loaded: Loaded) -> Loaded:
    """The case after it has looked at its files: submitted, or knowing of more materials that have some."""
    files, seen = files_of(ports, loaded), loaded.files

    def ask(case: Case) -> RecordFiles:
        nonlocal seen
        seen = files(case)
        return RecordFiles(at=ports.clock.now(), by=_PORTAL, files=seen.listed)

    case = change_case(ports, loaded.case, None, ask)
    return Loaded(case, seen)
