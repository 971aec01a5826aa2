"""The files of a case as a value: what its rows would hold."""

from __future__ import annotations

from chalicelib.adapters.dynamodb.cases.file_rows import file_row
from chalicelib.cases.uploads.files import CaseFiles, UploadedFile, padded


def with_file(files: CaseFiles, file: UploadedFile) -> CaseFiles:
    """The files once a row is written, if it tells of a newer version."""
    kept = {_row(each): each for each in files.known}
    before = kept.get(_row(file))
    newer = before is None or before.key != file.key or padded(before.sequencer) < padded(file.sequencer)
    return CaseFiles(tuple((kept | ({_row(file): file} if newer else {})).values()))


def _row(file: UploadedFile) -> str:
    return str(file_row("x", file)["sk"]["S"])
