"""Which folder a workbook came from, and whether it is still that folder."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from chalicelib.authoring.findings.problems import Say
from chalicelib.authoring.reading.files import ENDING, find_files, read_file
from chalicelib.authoring.workbook.cells.cells import Unfit

FORMAT = "zero-errand-rules-1"
SHEET = "来源"
"""The name of the hidden sheet."""
_SHOWN = 8


@dataclass(frozen=True)
class Origin:
    """The region, and the SHA-256 of each of its rule files by path below the folder."""

    region: str
    files: Mapping[str, str]

    @property
    def digest(self) -> str:
        """One name for all the files: SHA-256 of their paths and digests."""
        lines = "".join(f"{file}\0{digest}\n" for file, digest in sorted(self.files.items()))
        return hashlib.sha256(lines.encode()).hexdigest()

    def rows(self) -> list[tuple[str, str]]:
        head = [("format", FORMAT), ("region", self.region), ("digest", self.digest)]
        return [*head, *sorted(self.files.items())]


def origin(folder: Path, region: str) -> Origin:
    """The folder as it is now."""
    found = [file for file in find_files(folder, []) if file.endswith(ENDING)]
    return Origin(region, {file: hashlib.sha256(read_file(folder / file)).hexdigest() for file in found})


def from_rows(rows: list[tuple[str, str]]) -> Origin:
    """
    What the hidden sheet says.

    Raises:
        Unfit: the workbook is none of ours, or its hidden sheet was changed.
    """
    said = dict(rows)
    head = {key: said.pop(key, "") for key in ("format", "region", "digest")}
    found = Origin(head["region"], said)
    if head["format"] != FORMAT or head["digest"] != found.digest:
        raise Unfit("not-our-workbook", NOT_OURS)
    return found


def check_fresh(of_workbook: Origin, now: Origin) -> None:
    """
    The workbook must come from the folder as it is.

    Raises:
        Unfit: it is of another region, or the folder changed since.
    """
    if of_workbook.region != now.region:
        raise Unfit("other-region", _other(of_workbook.region, now.region))
    changed = [
        file
        for file in sorted(of_workbook.files.keys() | now.files.keys())
        if of_workbook.files.get(file) != now.files.get(file)
    ]
    if changed:
        raise Unfit("stale-workbook", _stale(changed))


def _stale(changed: list[str]) -> Say:
    more = len(changed) - _SHOWN
    zh = "、".join(changed[:_SHOWN]) + (f"等 {len(changed)} 个" if more > 0 else "")
    en = ", ".join(changed[:_SHOWN]) + (f" and {more} more" if more > 0 else "")
    return Say(
        f"工作簿已过期：导出以后规则文件又改过（{zh}）。",
        f"The workbook is stale: rule files changed after it was exported ({en}).",
        "请重新导出，把修改填入新工作簿再导入；没有任何文件被改动。",
        "Export anew, put your changes into the new workbook and import that; no file was touched.",
    )


def _other(theirs: str, ours: str) -> Say:
    return Say(
        f"这是地区“{theirs[:60]}”的工作簿，文件夹是“{ours}”的。",
        f"This is the workbook of the region '{theirs[:60]}'; the folder is of '{ours}'.",
        "请换成本地区导出的工作簿，或改正文件夹。",
        "Take this region's workbook, or the other folder.",
    )


NOT_OURS = Say(
    "这不是本系统导出的工作簿，或隐藏的“来源”表被改过。",
    "This workbook was not exported from here, or its hidden sheet was changed.",
    "请用 rules export --to xlsx 导出，在导出的文件里修改，不要把表复制到别的工作簿。",
    "Export with rules export --to xlsx and change that file; do not copy its sheets elsewhere.",
)
