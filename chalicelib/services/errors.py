"""What can go wrong, sorted by what to do next."""

from __future__ import annotations

from chalicelib.decisions.form import Text


class RetryableError(Exception):
    """The same thing may succeed later: the queue delivers it again."""


class PermanentError(Exception):
    """Doing it again would not help: a person must look at it."""


class NotStoredError(PermanentError):
    """What was asked for is not there, and never was or is no longer."""


class AlreadyDone(Exception):  # noqa: N818 - good news
    """What triggered this has been dealt with before."""


class OvertakenError(RetryableError):
    """Someone else changed the case first: read it again and decide again."""


class Problem(Exception):  # noqa: N818 - RFC 9457 calls it a problem
    """
    A request that is answered with a problem (RFC 9457): HTTP ``status``, stable ``code``, and
    what to do in both languages. No personal data in it. ``retry_after``: seconds until it may be
    tried again.
    """

    retry_after: int | None = None

    def __init__(self, status: int, code: str, zh: str, en: str, details: tuple[Text, ...] = ()) -> None:
        super().__init__(code)
        self.status = status
        self.code = code
        self.text = Text(zh=zh, en=en)
        self.details = details


def not_found(zh: str, en: str) -> Problem:
    return Problem(404, "not_found", zh, en)
