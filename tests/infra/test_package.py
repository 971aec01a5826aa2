"""The zip runs in the cloud, and a package that would not is refused."""

from __future__ import annotations

import importlib.util
import json
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from pypdf import PdfWriter

from chalicelib.formats.verdict import Verdict
from infra.package import ROOT, Package, check_rules, package
from infra.verify import SIZE_LIMIT, PackageError, verify

CARRIES = (
    "app.py",
    "chalice/app.py",
    "chalicelib/wiring/__init__.py",
    "durable/engine.py",
    "pydantic/__init__.py",
)


def without(archive: Path, prefix: str, into: Path) -> Path:
    """A copy of a zip whose list lacks every file beginning with ``prefix``: nothing is compressed again."""
    shutil.copy(archive, into)
    with zipfile.ZipFile(into, "a") as part:
        part.filelist[:] = [entry for entry in part.filelist if not entry.filename.startswith(prefix)]
        part.comment = b"its list is written anew"
    return into


def plus(archive: Path, name: str, content: bytes, into: Path) -> Path:
    """A copy of a zip with one more file."""
    shutil.copy(archive, into)
    with zipfile.ZipFile(into, "a") as part:
        part.writestr(name, content)
    return into


def test_the_zip_imports_by_itself_with_every_handler(packaged: Package) -> None:
    assert verify(packaged.template, packaged.archive) > 0


def test_the_zip_carries_what_runs_and_stays_small(packaged: Package) -> None:
    with zipfile.ZipFile(packaged.archive) as opened:
        names = set(opened.namelist())
    assert set(CARRIES) <= names
    assert any(name.startswith("durable_rules_engine") and name.endswith(".so") for name in names)
    assert packaged.archive.stat().st_size < SIZE_LIMIT


def test_the_zip_has_all_that_looks_into_a_locked_pdf(packaged: Package, tmp_path: Path) -> None:
    writer, locked = PdfWriter(), tmp_path / "locked.pdf"
    writer.add_blank_page(595, 842)
    writer.encrypt("", "the owner's", algorithm="AES-256")
    writer.write(locked)
    with zipfile.ZipFile(packaged.archive) as opened:
        opened.extractall(tmp_path / "code")
    code = (
        "import sys; sys.path.insert(0, sys.argv[1])\n"
        "from chalicelib.formats.examine import examine\n"
        "print(examine(open(sys.argv[2], 'rb').read()))"
    )
    command = [sys.executable, "-I", "-S", "-c", code, str(tmp_path / "code"), str(locked)]
    said = subprocess.run(command, capture_output=True, text=True, check=True).stdout  # noqa: S603 - our own words
    assert said == f"{Verdict('pdf')}\n"


def test_no_module_is_compiled_again_at_a_cold_start(packaged: Package) -> None:
    with zipfile.ZipFile(packaged.archive) as opened:
        names = set(opened.namelist())
        flags = opened.read(importlib.util.cache_from_source("chalicelib/wiring/__init__.py"))[4:8]
    ours = {name for name in names if name.startswith(("app.py", "chalicelib/")) and name.endswith(".py")}
    assert {importlib.util.cache_from_source(name) for name in ours} <= names
    # PEP 552: by hash, and never compared with the source.
    assert int.from_bytes(flags, "little") == 0b01


@pytest.mark.parametrize(
    "missing",
    [
        "durable_rules_engine",
        "durable/",
        "pydantic_core/",
        "chalicelib/wiring",
        "chalicelib/authoring/dropped",
        "yaml/_yaml",
        "pypdf/",
        "cryptography/",
        "chalicelib/formats/examine",
    ],
)
def test_a_zip_without_what_it_imports_is_refused(packaged: Package, tmp_path: Path, missing: str) -> None:
    broken = without(packaged.archive, missing, tmp_path / "broken.zip")
    with pytest.raises(PackageError, match="does not import"):
        verify(packaged.template, broken)


@pytest.mark.parametrize("stray", ["moto/__init__.py", "rules/licang/region.yaml", "pytest.py", "boto3/x.py"])
def test_a_zip_with_what_does_not_belong_is_refused(packaged: Package, tmp_path: Path, stray: str) -> None:
    crowded = plus(packaged.archive, stray, b"", tmp_path / "crowded.zip")
    with pytest.raises(PackageError, match="do not belong"):
        verify(packaged.template, crowded)


def test_a_zip_beyond_its_limit_is_refused(packaged: Package, tmp_path: Path) -> None:
    large = plus(packaged.archive, "chalicelib/data.bin", bytes(SIZE_LIMIT), tmp_path / "large.zip")
    with pytest.raises(PackageError, match="超过"):
        verify(packaged.template, large)


def test_a_handler_the_app_does_not_have_is_refused(packaged: Package, tmp_path: Path) -> None:
    template = json.loads(packaged.template.read_text(encoding="utf-8"))
    template["Resources"]["OnDue"]["Properties"]["Handler"] = "app.on_nothing"
    changed = tmp_path / "sam.json"
    changed.write_text(json.dumps(template), encoding="utf-8")
    with pytest.raises(PackageError, match="on_nothing"):
        verify(changed, packaged.archive)


def test_unchanged_inputs_are_not_packaged_again(packaged: Package) -> None:
    before = packaged.archive.stat().st_mtime_ns
    assert package() == packaged
    assert packaged.archive.stat().st_mtime_ns == before


def test_rules_are_asked_for_where_they_belong(tmp_path: Path) -> None:
    with pytest.raises(PackageError, match="no region's folder"):
        check_rules(tmp_path)


def test_rules_that_do_not_hold_stop_the_package(tmp_path: Path) -> None:
    (tmp_path / "chalicelib").symlink_to(ROOT / "chalicelib")
    shutil.copytree(ROOT / "rules" / "licang", tmp_path / "rules" / "licang")
    (tmp_path / "rules" / "licang" / "channels.yaml").unlink()
    with pytest.raises(PackageError, match=r"channels\.yaml"):
        check_rules(tmp_path)


def test_a_machine_without_a_compiler_is_told_so_before_anything_is_built(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shutil, "which", lambda _: None)
    with pytest.raises(PackageError, match="gcc"):
        package(build=tmp_path)
