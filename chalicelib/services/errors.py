"""What can go wrong, sorted by what to do next."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from chalicelib.decisions.forms.form import Text


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


def in_english(error: Exception) -> str:
    """What an error says, in the one language of logs: many are told to people in both."""
    return str(error).rpartition(" / ")[2]


def of_this_row(error: Exception) -> bool:
    """
    Whether an error tells of the one row alone, so that others of a list can be shown without it: it is
    damaged, or of a newer version. Whatever else may succeed later is the whole store's trouble.
    """
    return isinstance(error, NewerSchemaError) or not isinstance(error, RetryableError)


class AlreadyProcessed(Exception):  # noqa: N818 - good news
    """What triggered this has been dealt with before."""


class VersionConflictError(RetryableError):
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
        from chalicelib.decisions.forms.form import Text

        return Text(zh=self.zh, en=self.en)


class NoRulesError(Problem, RetryableError):
    """No release is in force in a region yet: nothing can be told or done before one is."""

    retry_after = 15

    def __init__(self) -> None:
        super().__init__(
            503,
            "no_rules",
            "本地区的办事规则尚未启用，请稍后再试；管理员请发布并启用规则",
            "the rules of this region are not yet in force, please try again shortly; if you administer the "
            "system, publish and activate rules",
        )

    def __str__(self) -> str:
        return f"{self.zh} / {self.en}"


NOT_FOUND = 404


def not_signed_in() -> Problem:
    """401: nobody is known to ask. Why is not told: whoever forges learns nothing."""
    return Problem(401, "sign_in", "请先登录，再办理", "please sign in first")


def not_found(zh: str, en: str) -> Problem:
    return Problem(NOT_FOUND, "not_found", zh, en)


class ErasedPartiesError(Problem, PermanentError):
    """Who the parties of a case were is not known any more. Whatever needs them comes too late."""

    def __init__(
        self,
        zh: str = "需要姓名、电话或地址的事项不能再办理；确需联系的，请按纸质档案处理",
        en: str = "nothing that needs a name, telephone or address can be done any more; if it must be, see "
        "the paper file",
    ) -> None:
        super().__init__(
            410,
            "parties_erased",
            f"本办件的当事人资料已依法删除，{zh}",
            f"the parties of this case were erased as the law provides: {en}",
        )


class SealError(Problem, PermanentError):
    """Personal data cannot be sealed or opened. Nothing of them is in the text, and nothing was changed."""


class MovedSealError(SealError):
    """They were sealed for another place, or were altered."""

    def __init__(self) -> None:
        super().__init__(
            500,
            "seal_moved",
            "这份个人资料不在它封存时的位置，或已被改动，不予打开；数据保持原样，请联系管理员核查",
            "these personal data do not lie where they were sealed, or were altered, and are not opened; "
            "they stay as they are, please tell the administrator",
        )


class BrokenSealError(SealError):
    """They are no sealed bytes, or not all of them."""

    def __init__(self) -> None:
        super().__init__(
            500,
            "seal_broken",
            "这份个人资料不完整，无法打开；请联系管理员从备份恢复",
            "these personal data are incomplete and cannot be opened; please have the administrator put them "
            "back from a backup",
        )


class LostKeyError(SealError):
    """The key that they were sealed with is gone."""

    def __init__(self) -> None:
        super().__init__(
            410,
            "seal_key_gone",
            "封存这份个人资料的密钥已不存在：保存期满的资料不能再打开；如未到期，请联系管理员恢复密钥",
            "the key of these personal data is gone: past their period of keeping they cannot be read again; "
            "if it has not passed, please have the administrator put the key back",
        )


class ErasedKeyError(LostKeyError):
    """The key was erased, and with it on purpose all that it sealed."""


class KeyFileError(SealError):
    """The file of keys on this machine cannot be used."""

    def __init__(self, zh: str, en: str) -> None:
        super().__init__(500, "key_file", zh, en)
