"""What is known of the files of a case, why one is not taken, and what is to be corrected."""

import hashlib
from enum import StrEnum

from pydantic import Field

from chalicelib.cases.values.value import Value, Words


class FileList(Value):
    """
    The files of a case as it looked at them 文件清单: the materials that have one, how many there are, and a
    digest (SHA-256) over the name and content of each. None: a case without files.
    """

    supplied: tuple[str, ...] = ()
    count: int = 0
    digest: str = hashlib.sha256().hexdigest()


class Submission(StrEnum):
    """How an application is submitted 提交方式: by the file that completes it, or when that is said."""

    WHEN_COMPLETE = "when_complete"
    EXPLICIT = "explicit"


class Reason(StrEnum):
    """Why a file was not taken 不予接收原因."""

    EMPTY = "empty"
    TOO_LARGE = "too_large"
    WRONG_KIND = "wrong_kind"
    DAMAGED = "damaged"
    PASSWORD = "password"  # noqa: S105 - a reason, not a password
    ACTIVE = "active"
    TOO_COMPLEX = "too_complex"
    UNKNOWN_MATERIAL = "unknown_material"
    NOT_ASKED = "not_asked"
    TOO_MANY = "too_many"


class Active(StrEnum):
    """What a file does, or brings along, beside showing a document 活动内容."""

    SCRIPT = "script"
    ACTION = "action"
    EMBEDDED = "embedded"
    XFA = "xfa"
    MEDIA = "media"
    MACROS = "macros"
    EXTERNAL = "external"
    OBJECT = "object"
    LINK = "link"


class Unfit(Value):
    """
    Why a file cannot be taken. ``size`` in bytes; ``kind`` is what its bytes say it is, one of
    ``file_kinds``, None where they do not tell; ``active`` goes with the reason of that name.
    """

    reason: Reason
    size: int = 0
    kind: str | None = None
    active: Active | None = None


class Line(Value):
    """One line of a correction notice 补正告知: which material, what is wrong, how to mend it."""

    material: str
    problem: Words = Field(min_length=1, max_length=500)
    mend: Words = Field(min_length=1, max_length=500)
