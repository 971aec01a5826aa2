"""The rule files that lie in the bucket, and whether they still are what a release was made of."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from typing import Protocol

from chalicelib.ports.rules.incoming_folder import Dropped, IncomingFolder, IncomingStates
from chalicelib.releases.log import Entry, publishers
from chalicelib.releases.signer import AuthMethod
from chalicelib.services.errors import Problem

MOST_FILES = 20_000


class Folder(Protocol):
    """Every port that looking at dropped files touches."""

    @property
    def incoming(self) -> IncomingFolder: ...
    @property
    def incoming_states(self) -> IncomingStates: ...


def fingerprint(files: Iterable[Dropped]) -> str:
    """A name for exactly these versions of the files."""
    return hashlib.sha256(repr(tuple(files)).encode()).hexdigest()


def check_unchanged(folder: Folder, region: str, log: list[Entry], name: str) -> None:
    """
    A release that came by the bucket alone may be half of what is being put there: it only counts while
    the files are those it was made of.

    Raises:
        Problem: 409, they have changed since; says what to look at instead.
    """
    if any(author.way is not AuthMethod.BUCKET for author in publishers(log, name)):
        return
    files, last = folder.incoming.listing(region, MOST_FILES), folder.incoming_states.last(region)
    if not files:
        raise _changed(
            "文件已全部移走；请重新放入，或用 rules publish 发布",
            "they are all gone; put them back, or publish them with rules publish",
        )
    if last.seen != fingerprint(files):
        raise _changed(
            "正在检查新的文件；请看新的报告（几分钟后仍没有，请把任一文件再放一次）",
            "a check is under way, wait for its report (if none comes within minutes, drop any file again)",
        )
    if last.digest is None:
        raise _changed("现有文件有错误；请按报告改正", "they have mistakes now; mend them as the report says")
    if last.digest != name:
        raise _changed(
            f"现有文件已发布为 {last.digest}；请核对并启用它：rules activate {last.digest} --by 姓名",
            f"they are published as {last.digest} by now; look at that one and run "
            f"rules activate {last.digest} --by NAME",
        )


def _changed(zh: str, en: str) -> Problem:
    return Problem(
        409,
        "files_changed",
        f"该版本发布以后，存储桶中的文件又有变动，不能启用：{zh}",
        f"the files in the bucket have changed since this release was published: it stays out of force; {en}",
    )
