"""What can go wrong, sorted by what to do next."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from chalicelib.decisions.form import Text


class RetryableError(Exception):
    """The same thing may succeed later: the queue delivers it again."""


class PermanentError(Exception):
    """Doing it again would not help: a person must look at it."""


class NotStoredError(PermanentError):
    """What was asked for is not there, and never was or is no longer."""


class OtherSchemaError(PermanentError):
    """What is stored has another form than this program reads: another version wrote it. Nothing is lost."""

    def __init__(self, found: int, known: int) -> None:
        super().__init__(
            f"该数据由另一版本的程序写入（格式 {found}，本程序为 {known}），请用原版本的程序打开 / "
            f"this was written by another version of the program (form {found}, this one has {known}); "
            "open it with that version"
        )
        self.found = found


class NewerSchemaError(RetryableError):
    """
    What is stored has a newer form than this program reads: a newer version wrote it, which is being
    deployed. Once that has taken this one's place it is done; nothing is lost, and nothing was done by half.
    """

    def __init__(self, found: int, known: int) -> None:
        super().__init__(
            f"该数据由新版本的程序写入（格式 {found}，本程序为 {known}），系统升级完成后再试 / "
            f"this was written by a newer version of the program (form {found}, this one has {known}); "
            "try again once that is deployed"
        )


class AlreadyDone(Exception):  # noqa: N818 - good news
    """What triggered this has been dealt with before."""


class OvertakenError(RetryableError):
    """Someone else changed the case first: read it again and decide again."""


class NumberTakenError(PermanentError):
    """The number that a carrier gave a parcel is another parcel's already."""


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
        self.zh, self.en = zh, en
        self.details = details

    @property
    def text(self) -> Text:
        """Both languages. Made when it is asked for: every function loads errors, not every one has forms."""
        from chalicelib.decisions.form import Text

        return Text(zh=self.zh, en=self.en)


def not_found(zh: str, en: str) -> Problem:
    return Problem(404, "not_found", zh, en)
