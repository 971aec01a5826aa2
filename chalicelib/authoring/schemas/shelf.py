"""Place the schemas: in ``schema/`` beside the regions' folders, a region's own below its name."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

from chalicelib.authoring.findings.problems import Problem, RuleFileError
from chalicelib.authoring.reading.folder import Folder, read_folder
from chalicelib.authoring.schemas.build import Known, schemas
from chalicelib.decisions.channels import in_order

SHELF = "schema"


def regions(rules: Path) -> list[str]:
    """The regions below ``rules``: every folder with a region.yaml, by name."""
    return sorted(file.parent.name for file in rules.glob("*/region.yaml"))


def wanted(rules: Path, names: Iterable[str]) -> dict[Path, str]:
    """
    Every schema file that should stand below ``rules``, and its text.

    Args:
        rules: the folder of all regions.
        names: the regions to make schemas for.

    Raises:
        RuleFileError: facts.yaml or region.yaml of one of them cannot be read.
    """
    files = {rules / SHELF / f"{kind}.json": text for kind, text in schemas().items()}
    for name in names:
        own = schemas(_known(rules / name))
        files |= {rules / SHELF / name / f"{kind}.json": text for kind, text in own.items()}
    return files


def stale(files: Mapping[Path, str]) -> list[Path]:
    """Those of ``files`` that are missing or say something else."""
    return [path for path, text in files.items() if not path.exists() or path.read_bytes() != text.encode()]


def write(files: Mapping[Path, str]) -> None:
    """Put ``files`` in their places."""
    for path, text in files.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode())


def _known(path: Path) -> Known:
    folder = read_folder(path)
    if folder.region is None or folder.facts.broken or not folder.facts.whole:
        raise RuleFileError(_of_these(folder))
    channels = in_order(folder.region.form.published.channels, folder.channels)
    notices = tuple(Path(file).stem for file in folder.files["notice"])
    return Known(folder.facts.declared, tuple(folder.unit_names), channels, notices)


def _of_these(folder: Folder) -> Iterable[Problem]:
    return [found for found in folder.problems if found.file in ("region.yaml", "facts.yaml")]
