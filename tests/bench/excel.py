"""Excel there and back with ten thousand rows: a synthetic region of as many items as it takes."""

from __future__ import annotations

import shutil
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from chalicelib.authoring.checking.load import read
from chalicelib.authoring.workbook.reading.read import Workbook
from chalicelib.authoring.workbook.sheets.origin import origin
from chalicelib.authoring.workbook.sheets.rows import book
from chalicelib.authoring.workbook.taking.take import changes
from chalicelib.authoring.workbook.write import workbook

REGION = Path("rules/licang")
ITEM = REGION / "items/market-supervision/food-business-licence.yaml"
ITEMS, MATERIALS = 2_500, 3  # 2,500 rows of 23 columns, 7,500 of 10


def excel() -> list[dict[str, Any]]:
    """Milliseconds of each way without reading the YAML, which is told apart; on one core."""
    with tempfile.TemporaryDirectory() as room:
        folder, file = Path(room) / "licang", Path(room) / "licang.xlsx"
        _region(folder)
        (files, release), reading = _timed(lambda: read(folder))
        content, out = _timed(lambda: workbook(folder, files))
        file.write_bytes(content)
        changed, back = _timed(lambda: _back(folder, file, files))
    assert not changed
    rows = len(release.items) + sum(len(item.materials) for item in release.items.values())
    return [
        {"what": f"reading YAML for Excel, {len(release.items)} items", "ms": reading},
        {"what": f"Excel out, {rows} rows", "ms": out},
        {"what": f"Excel back, {rows} rows", "ms": back},
    ]


def _back(folder: Path, file: Path, files: Any) -> Any:
    opened = Workbook(file)
    opened.check_fresh(origin(folder, "licang"))
    return changes(folder, book(files), opened)[0]


def _region(folder: Path) -> None:
    shutil.copytree(REGION, folder, ignore=shutil.ignore_patterns("items"))
    head, _, tail = ITEM.read_text(encoding="utf-8").partition("materials:\n")
    material = "  - {{material: m-{}, name: {{zh: 材料{}, en: Material {}}}, format: both, originals: 1}}\n"
    listed = "".join(material.format(n, n, n) for n in range(MATERIALS))
    text = head + "materials:\n" + listed + tail[tail.index("result:") :]
    (folder / "items/market-supervision").mkdir(parents=True)
    for number in range(ITEMS):
        name = f"item-{number}"
        made = text.replace("item: food-business-licence", f"item: {name}")
        (folder / f"items/market-supervision/{name}.yaml").write_text(made, encoding="utf-8")
    for file in (folder / "channels.yaml", *(folder / "decisions").glob("*.yaml")):  # their items are gone
        file.write_text(file.read_text(encoding="utf-8").partition("\nexamples:")[0] + "\n", encoding="utf-8")


def _timed(what: Callable[[], Any]) -> tuple[Any, int]:
    started = time.perf_counter()
    found = what()
    return found, round(1000 * (time.perf_counter() - started))


if __name__ == "__main__":
    for row in excel():
        print(f"{row['what']:50}{row['ms']:>8}")
