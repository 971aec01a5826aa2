"""What may be asked of the work on a case: its tasks and side tasks."""

from datetime import date

from chalicelib.cases.commands.command import Command
from chalicelib.cases.people.recusals import RecusalGround
from chalicelib.cases.values import FileList, Line, Words
from chalicelib.decisions.forms.notice import Way


class EndTask(Command):
    """
    A member of staff records the outcome of an open task. The task's id holds its round, which guards
    against an answer to an earlier one; ``version`` guards against one to a case that has changed since.
    ``lines`` go with a correction, ``missing`` papers with a count that does not agree, ``number`` with a
    licence made, ``reason`` with a refusal, ``day`` with the notice of a hearing; ``officers`` are the staff
    numbers of those who did it with her. ``files`` are those of the case as it is now, ``seen_files`` the
    digest of those that were looked at, None where nobody says.
    """

    task: str
    outcome: str
    version: int | None = None
    note: Words | None = None
    reason: Words | None = None
    lines: tuple[Line, ...] = ()
    missing: tuple[str, ...] = ()
    number: str | None = None
    day: date | None = None
    officers: tuple[str, ...] = ()
    files: FileList | None = None
    seen_files: str | None = None

    @property
    def why(self) -> str | None:
        """The reason, or the note where that is all that was written."""
        return self.reason or self.note

    def said(self, *, with_reason: bool) -> str | None:
        """The note; a reason that the outcome does not ask for stands in it, so that no word is lost."""
        return self.note if with_reason else "\n".join(filter(None, (self.reason, self.note))) or None


class EndSide(Command):
    """
    A member of staff records what came of a side task; ``missing`` papers stay owed, a notice was served by
    ``way`` on ``day``. ``version`` guards against a case that has changed since.
    """

    side: str
    outcome: str
    version: int | None = None
    reason: Words | None = None
    missing: tuple[str, ...] = ()
    way: Way | None = None
    day: date | None = None


class SubmitTask(Command):
    """
    The applicant says that what was asked of her is done: supplied, put right. ``renewed`` are the materials
    that have a file since it was asked; ``incomplete``: she knows what is still lacking.
    """

    task: str
    files: FileList | None = None
    renewed: frozenset[str] = frozenset()
    incomplete: bool = False


class ClaimTask(Command):
    """A member of staff takes a task or side task upon herself 认领."""

    task: str


class ReleaseTask(Command):
    """A task or side task that somebody claimed is given back 退回."""

    task: str


class RecuseOfficer(Command):
    """A member of staff keeps out of the case 回避; what she has claimed is the others' again."""

    ground: RecusalGround


WorkCommand = EndTask | EndSide | SubmitTask | ClaimTask | ReleaseTask | RecuseOfficer
