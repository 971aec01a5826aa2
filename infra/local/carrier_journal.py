"""The local carrier's memory on disk, so that parcels outlive the process."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path

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
        with self._path.open("a", encoding="utf-8") as file:
            file.write(json.dumps(record, ensure_ascii=False) + "\n")

    def read(self) -> dict[str, Parcel]:
        """Every parcel by its order. A last line that was cut off by the end of the process is left out."""
        if not self._path.exists():
            return {}
        lines = self._path.read_text(encoding="utf-8").splitlines(keepends=True)
        parcels = [_parcel(json.loads(line)) for line in lines if line.endswith("\n")]
        return {parcel.order: parcel for parcel in parcels}


def _parcel(record: dict[str, object]) -> Parcel:
    acts = record.pop("acts")
    phones = record.pop("phones")
    pick_up = record.pop("pick_up", None)
    ordered = datetime.fromisoformat(str(record.pop("ordered")))
    if not isinstance(acts, list) or not isinstance(phones, list):
        raise TypeError("the carrier's journal is damaged; delete it")
    return Parcel(
        **{name: str(value) for name, value in record.items()},
        ordered=ordered,
        phones=tuple(phones),
        pick_up=_pick_up(pick_up) if isinstance(pick_up, list) else None,
        acts=[(datetime.fromisoformat(at), act, hours) for at, act, hours in acts],
    )


def _pick_up(times: list[str]) -> PickUp:
    start, end = (datetime.fromisoformat(at) for at in times)
    return start, end
