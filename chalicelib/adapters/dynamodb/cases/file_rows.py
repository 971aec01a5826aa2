"""
The files of a case as rows ``FILE#<material>#<id>``, written one by one beside its head, and read with it.

A row is replaced by what is known of a newer version and by nothing else: no message that comes late, or
twice, and nobody who writes at the same time, changes that. What was taken and what was not have rows of
their own, so that a bad file does not displace the good one before it. The names of files have rows of their
own, too (``file_names``).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from chalicelib.adapters.dynamodb.people import file_names
from chalicelib.adapters.dynamodb.people.party_rows import NAME, PartyRows
from chalicelib.adapters.dynamodb.rows import Row, case_key, text
from chalicelib.adapters.dynamodb.schema import FILE
from chalicelib.adapters.dynamodb.table import NEW, put
from chalicelib.cases.numbers import is_case_number
from chalicelib.cases.uploads.files import CaseFiles, FilePlace, UploadedFile, padded
from chalicelib.cases.values import Reason

if TYPE_CHECKING:
    from chalicelib.cases.case import Case

NEWER = "attribute_not_exists(pk) OR #order < :order OR #file <> :file"
SAME_OR_NEWER = "attribute_not_exists(pk) OR #order <= :order"

_MOST = 4_000
"""Rows of a page: a page of the table ends at 1 MB before that."""


class FileRows(PartyRows):
    """The part of the port ``Cases`` that is about files."""

    def _head_and_files(self, no: str) -> tuple[Row, list[Row]] | None:
        """The head and the rows of files, which lie side by side: one query. None: there is no such case."""
        if not is_case_number(no):
            return None
        values = {":pk": text(f"CASE#{no}"), ":first": text("FILE#"), ":last": text(NAME)}
        found = self._query(
            "pk = :pk AND sk BETWEEN :first AND :last", values, most=_MOST, ConsistentRead=True
        )
        by_name = {row["sk"]["S"]: row for row in found}
        parties, head = by_name.pop(NAME, None), by_name.pop("HEAD", None)
        self._came_along(no, parties)
        return None if head is None else (head, list(by_name.values()))

    def put_file(self, no: str, file: UploadedFile) -> bool:
        return self._put_if(file_write(self._table, no, file, NEWER))

    def take_back(self, no: str, file: UploadedFile) -> bool:
        return self._put_if(file_write(self._table, no, file, SAME_OR_NEWER))

    def name_place(self, case: Case, place: FilePlace, name: str) -> bool:
        row = file_names.sealed_row(self._table, case, place, name, self._sealer())
        return self._put_if(put(self._table, row, NEW))

    def file_names(self, no: str, places: Iterable[FilePlace]) -> Mapping[str, str]:
        return file_names.opened(self._table, no, places, self._sealer)


def file_write(table: str, no: str, file: UploadedFile, condition: str) -> dict[str, Any]:
    """A row that is written if it tells of a newer version."""
    names = {"#order": "order"}
    values = {":order": text(padded(file.sequencer))}
    if "#file" in condition:
        names["#file"] = "file"
        values[":file"] = text(file.id)
    return {
        "Put": {
            "TableName": table,
            "Item": file_row(no, file),
            "ConditionExpression": condition,
            "ExpressionAttributeNames": names,
            "ExpressionAttributeValues": values,
        }
    }


def file_row(no: str, file: UploadedFile) -> Row:
    told = {
        "order": text(padded(file.sequencer)),
        "file": text(file.id),
        "body": text(file.model_dump_json(exclude_defaults=True)),
    }
    return case_key(no, _sk(file)) | FILE.mark | told


def read_files(rows: Iterable[Mapping[str, Any]]) -> CaseFiles:
    """
    Raises:
        NewerSchemaError, OtherSchemaError: this program does not know the form of one.
    """
    files: list[UploadedFile] = []
    places: dict[str, FilePlace] = {}
    for row in rows:
        if file_names.holds_name(row):
            place = file_names.read_place(row)
            places[place.key] = place
        else:
            files.append(UploadedFile.model_validate(FILE.read(row)))
    return CaseFiles(tuple(files), places)


def _sk(file: UploadedFile) -> str:
    """Of files that there is no room for, or no material, the last one is known: their names have no end."""
    counted = f"FILE#{file.material}#{file.id}"
    if file.counts:
        return counted
    match file.refused:
        case Reason.UNKNOWN_MATERIAL:
            return "FILE##unknown"
        case Reason.TOO_MANY:
            return f"FILE#{file.material}#full"
        case _:
            return f"{counted}#refused"
