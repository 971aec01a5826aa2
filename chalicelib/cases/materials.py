"""Uploaded files: what their bytes say they are, and whether they can be taken."""

from __future__ import annotations

import zipfile
from collections.abc import Sequence
from typing import IO, cast

from chalicelib.cases.case import Case, Stage
from chalicelib.cases.commands import Receive
from chalicelib.cases.values import Reason, later
from chalicelib.decisions.form import Text

_SIGNATURES = ((b"%PDF-", "pdf"), (b"\xff\xd8\xff", "jpeg"), (b"\x89PNG\r\n\x1a\n", "png"))

_LONGEST_LIST = 1 << 20
"""Bytes of a zip's list of entries that are read at most; a document has some hundred entries."""

_WHY = {
    Reason.EMPTY: Text(
        zh="文件为空，请检查后重新上传", en="The file is empty; please check it and upload it again"
    ),
    Reason.TOO_LARGE: Text(
        zh="文件超过大小上限，请压缩或拆分后重新上传",
        en="The file is larger than the limit; please compress or split it and upload it again",
    ),
    Reason.UNKNOWN_MATERIAL: Text(
        zh="本事项没有这项材料，请按材料清单上传",
        en="This item has no such material; please upload by the list of materials",
    ),
    Reason.NOT_ASKED: Text(
        zh="此项材料目前不需要上传；如需更换，请联系审批部门退回补正",
        en="This material is not asked for now; to replace it, ask the department for a correction notice",
    ),
    Reason.TOO_MANY: Text(
        zh="此项材料的文件数量已达上限，请合并为一个文件后，以已有的文件名上传",
        en="This material has as many files as it may have; please merge them and upload under a name in use",
    ),
}

MOST_FILES = 30
MOST_IN_ALL = 150
"""Files of one material, and of a case: it has to fit into one row of the store (400 KB)."""

MOST_NAMED = 50
"""Lines of a correction notice, and papers named as missing, for the same reason."""

MOST_ANSWERS = 200
"""Facts that an application answers."""


def why(reason: Reason, kinds: Sequence[str]) -> Text:
    """The reason in words for the applicant, with what to do; ``kinds`` are those that the region takes."""
    if reason is not Reason.WRONG_KIND:
        return _WHY[reason]
    names = [kind.upper() for kind in kinds]
    return Text(
        zh=f"文件内容不是可接收的格式（{'、'.join(names)}），请转换后重新上传",
        en=f"The content is none of {', '.join(names)}; please convert it and upload it again",
    )


def kind_of(file: IO[bytes]) -> str | None:
    """
    What a seekable binary file is by its content: pdf, jpeg, png, ofd, docx, or None.

    OFD (GB/T 33190-2016) is a zip that holds OFD.xml; DOCX (ISO/IEC 29500) one that holds
    word/document.xml. Names and declared types are not looked at.
    """
    file.seek(0)
    head = file.read(8)
    for signature, kind in _SIGNATURES:
        if head.startswith(signature):
            return kind
    return _kind_of_zip(file) if head.startswith(b"PK\x03\x04") else None


def _kind_of_zip(file: IO[bytes]) -> str | None:
    try:
        with zipfile.ZipFile(cast("IO[bytes]", _Bounded(file))) as archive:
            names = set(archive.namelist())
    except (zipfile.BadZipFile, NotImplementedError, ValueError, OSError):
        return None
    if "OFD.xml" in names:
        return "ofd"
    return "docx" if {"[Content_Types].xml", "word/document.xml"} <= names else None


class _Bounded:
    """A file that gives no more than ``_LONGEST_LIST`` bytes at once: a zip may list millions of names."""

    def __init__(self, file: IO[bytes]) -> None:
        self.seek = file.seek
        self.tell = file.tell
        self._read = file.read

    def read(self, size: int = -1) -> bytes:
        """
        Raises:
            BadZipFile: there is more to read than an office document has to list.
        """
        if size > _LONGEST_LIST:
            raise zipfile.BadZipFile("too many entries")
        return self._read(size if size >= 0 else _LONGEST_LIST)


def objection(case: Case, file: Receive) -> Reason | None:
    """Why ``file`` cannot be taken for this case now; None if it can."""
    need = case.needs.get(file.material)
    if need is None or not need.uploaded:
        return Reason.UNKNOWN_MATERIAL
    if case.stage is Stage.CLOSED or file.material not in case.open_materials:
        return Reason.NOT_ASKED
    files = case.uploads.get(file.material, {})
    held = sum(len(each) for each in case.uploads.values())
    if file.key not in files and (len(files) >= MOST_FILES or held >= MOST_IN_ALL):
        return Reason.TOO_MANY
    return _fault(file)


def _fault(file: Receive) -> Reason | None:
    if file.size == 0:
        return Reason.EMPTY
    if file.size > file.largest:
        return Reason.TOO_LARGE
    return None if file.kind in file.kinds else Reason.WRONG_KIND


def superseded(case: Case, file: Receive) -> bool:
    """A file that is known already, or older than the one of the same name that is known: nothing to do."""
    known = case.uploads.get(file.material, {}).get(file.key)
    if known is not None and not later(file.sequencer, known.sequencer):
        return True
    refused = case.refusals.get(file.material)
    return refused is not None and (refused.key, refused.version) == (file.key, file.version)


def outdated(case: Case, file: Receive) -> bool:
    """A later file of the same name has been refused already: what is wrong with this one helps nobody."""
    refused = case.refusals.get(file.material)
    return refused is not None and refused.key == file.key and not later(file.sequencer, refused.sequencer)
