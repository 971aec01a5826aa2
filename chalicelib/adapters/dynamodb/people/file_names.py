"""
The names that files were given: a sealed row each, ``FILE#<material>#<what stands for the name>#name``.

It is written when a place for a file of this name is given, once and never changed, read with head and files
in one query, and opened where the name is shown. Keys in the store hold what stands for the name.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from chalicelib.adapters.dynamodb.cases.case_rows import as_of
from chalicelib.adapters.dynamodb.rows import Row, case_key
from chalicelib.adapters.dynamodb.schema import FILE_NAME
from chalicelib.cases.uploads.files import FilePlace, file_key
from chalicelib.ports.sealing import Place, Sealer
from chalicelib.services.errors import ErasedKeyError

if TYPE_CHECKING:
    from chalicelib.cases.case import Case

_NAME = "#name"


def holds_name(row: Mapping[str, Any]) -> bool:
    """Whether a row that tells of a file holds its name; the others end in digits or say why it is none."""
    sk: str = row["sk"]["S"]
    return sk.startswith("FILE#") and sk.endswith(_NAME)


def sealed_row(table: str, case: Case, place: FilePlace, name: str, sealer: Sealer) -> Row:
    """The row of a place and the name that it was given for."""
    sk = _sk(place)
    sealed = sealer.seal(_bound(table, case.no, sk), json.dumps(name, ensure_ascii=False).encode())
    return case_key(case.no, sk) | FILE_NAME.mark | as_of(case) | {"sealed": {"B": sealed}}


def read_place(row: Mapping[str, Any]) -> FilePlace:
    """
    The place that a row is about, its name sealed.

    Raises:
        NewerSchemaError, OtherSchemaError: this program does not know its form.
    """
    no = row["pk"]["S"].removeprefix("CASE#")
    material, token = row["sk"]["S"].removeprefix("FILE#").removesuffix(_NAME).rsplit("#", 1)
    key = file_key(no, material, token)
    return FilePlace(material, key, bytes(row["sealed"]["B"]), FILE_NAME.of(row))


def opened(table: str, no: str, places: Iterable[FilePlace], sealer: Callable[[], Sealer]) -> dict[str, str]:
    """
    The names of these places of a case, by key. Those whose data key was erased are erased with it.

    Raises:
        SealError: one cannot be opened.
    """
    found: dict[str, str] = {}
    for place in places:
        with suppress(ErasedKeyError):
            clear = sealer().open(_bound(table, no, _sk(place)), place.sealed)
            found[place.key] = FILE_NAME.brought_up(place.form, json.loads(clear))
    return found


def _sk(place: FilePlace) -> str:
    return f"FILE#{place.material}#{place.token}{_NAME}"


def _bound(table: str, no: str, sk: str) -> Place:
    """A row of a name has one version: it is never written again."""
    return Place(table, f"CASE#{no}", sk, 1)
