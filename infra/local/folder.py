"""The folder in which an embedded cloud keeps its data: ours alone, used by one run at a time."""

from __future__ import annotations

import fcntl
import os
import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from chalicelib.adapters.dynamodb.schema import CASE
from infra.local.ministack import EmbeddedCloudError
from infra.local.safely import read_safely, write_safely

PREFIX = "zero-errand-"
_OURS = {"form", "identity.json", "lock", "rows", "state", "s3"}
_ANYBODYS = {"lost+found"}
_LAST_WRITES_SECONDS = 15.0
_FORGOTTEN_SECONDS = 24 * 3600.0


@contextmanager
def taken(folder: Path) -> Iterator[int]:
    """
    Hold a data folder: made if there is none, closed to other users, refused to any other run. Gives the
    lock, which is held as long as any process has it open.

    Raises EmbeddedCloudError with what to do when it is in use, is no folder, holds something else, or data
    that another version of this program wrote.
    """
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        names = {entry.name for entry in folder.iterdir()} - _ANYBODYS
        if names and not names & _OURS:
            raise EmbeddedCloudError(
                f"{folder} 里已有其他文件，请换一个空文件夹 holds other files; "
                "give DATA= an empty folder or a new name"
            )
        close_to_others(folder)
        lock = os.open(folder / "lock", os.O_RDWR | os.O_CREAT, 0o600)
    except OSError as error:
        raise EmbeddedCloudError(
            f"无法使用 DATA={folder} cannot be used: {error.strerror}; 请换一个文件夹 choose another folder"
        ) from error
    with os.fdopen(lock, "r+") as held:
        holder = held.read()
        if not _locked(held.fileno(), holder):
            raise EmbeddedCloudError(
                f"{folder} 正被另一个 make run 使用（进程 {holder or '?'}），请先停止它 "
                "is in use by another make run; stop that first, or choose another DATA="
            )
        held.truncate(0)
        held.seek(0)
        held.write(str(os.getpid()))
        held.flush()
        _check_form(folder)
        yield held.fileno()


def _check_form(folder: Path) -> None:
    """The form of the data stands in a file beside it; data without such a file is older than that."""
    file = folder / "form"
    holds = {entry.name for entry in folder.iterdir()} & (_OURS - {"form", "lock"})
    if not holds:
        write_safely(file, str(CASE.number).encode(), before=False)
        return
    found = read_safely(file, int) or 1
    if found != CASE.number:
        raise EmbeddedCloudError(
            f"{folder} 里的数据由本程序的另一版本写入（格式 {found}，现在是 {CASE.number}），无法接着使用："
            "请换一个 DATA= 文件夹，或用原来的版本打开；其中的内容没有改动 "
            f"holds data of another version of this program (form {found}, now {CASE.number}): give DATA= "
            "another folder, or open it with that version; nothing in it was changed"
        )


def _locked(lock: int, holder: str) -> bool:
    """Whether the lock is ours now; servers of a run that was killed keep it for the seconds they need."""
    deadline = time.monotonic() + _LAST_WRITES_SECONDS
    while True:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if (holder.isdecimal() and Path("/proc", holder).exists()) or time.monotonic() > deadline:
                return False
            time.sleep(0.1)
        else:
            return True


def close_to_others(folder: Path) -> None:
    """Make a folder and all in it readable by its owner alone, whatever it was before."""
    folder.chmod(0o700)
    for place, folders, files in os.walk(folder):
        for name in folders:
            _close(Path(place, name), 0o700)
        for name in files:
            _close(Path(place, name), 0o600)


def _close(path: Path, mode: int) -> None:
    if not path.is_symlink() and path.stat().st_uid == os.getuid():
        path.chmod(mode)


@contextmanager
def scratch() -> Iterator[Path]:
    """A folder for what a run needs while it runs. Those that killed runs have left behind go, too."""
    for left in Path(tempfile.gettempdir()).glob(f"{PREFIX}*"):
        _discard_if_left(left)
    place = Path(tempfile.mkdtemp(prefix=PREFIX))
    try:
        with os.fdopen(os.open(place / "lock", os.O_WRONLY | os.O_CREAT, 0o600), "w") as held:
            fcntl.flock(held, fcntl.LOCK_EX)
            yield place
    finally:
        shutil.rmtree(place, ignore_errors=True)


def _discard_if_left(place: Path) -> None:
    with suppress(OSError):
        if place.stat().st_uid != os.getuid() or place.is_symlink():
            return
        if not (place / "lock").exists():
            if time.time() - place.stat().st_mtime > _FORGOTTEN_SECONDS:
                shutil.rmtree(place, ignore_errors=True)
            return
        with (place / "lock").open("r") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            shutil.rmtree(place, ignore_errors=True)
