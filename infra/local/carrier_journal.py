"""The local carrier's memory on disk, so that parcels outlive the process."""

from __future__ import annotations

import json
import os
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import Any

from infra.local.parcels import Parcel, PickUp


class Journal:
    """
    A file with one line of JSON for each change of a parcel; the last line of a parcel counts.

    It holds the phones that queries are checked against: it belongs on this machine only.
    """

    def __init__(self, path: Path) -> None:
        self._path = path

    def write(self, parcel: Parcel) -> None:
        record = parcel.as_json() | {"phones": parcel.phones}
        line = json.dumps(record, ensure_ascii=False).encode() + b"\n"
        with os.fdopen(os.open(self._path, os.O_RDWR | os.O_CREAT, 0o600), "rb+") as file:
            if file.seek(0, os.SEEK_END):
                file.seek(-1, os.SEEK_END)
                line = line if file.read(1) == b"\n" else b"\n" + line  # the last one was cut off
            file.write(line)

    def read(self) -> dict[str, Parcel]:
        """Every parcel by its order. Lines that cannot be read, such as a last one cut off, are left out."""
        parcels = {}
        for line in self._path.read_bytes().split(b"\n") if self._path.exists() else []:
            with suppress(ValueError, TypeError, KeyError, AttributeError):
                parcel = _parcel(json.loads(line))
                parcels[parcel.order] = parcel
        return parcels


def _parcel(record: dict[str, Any]) -> Parcel:
    """A parcel; raises what a damaged record raises."""
    names = ("order", "task", "reference", "carrier", "number")
    return Parcel(
        **{name: str(record[name]) for name in names},
        ordered=datetime.fromisoformat(record["ordered"]),
        pick_up=None if record.get("pick_up") is None else _pick_up(record["pick_up"]),
        phones=tuple(str(phone) for phone in record["phones"]),
        acts=[(datetime.fromisoformat(at), str(act), float(hours)) for at, act, hours in record["acts"]],
    )


def _pick_up(times: list[str]) -> PickUp:
    start, end = (datetime.fromisoformat(at) for at in times)
    return start, end
