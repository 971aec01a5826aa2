"""
Bytecode in the zip: a function's folder is read-only, so without it every cold start compiles all that it
imports again, which takes longer than the import itself.
"""

from __future__ import annotations

import compileall
import re
import subprocess
import tempfile
import zipfile
from pathlib import Path
from py_compile import PycInvalidationMode

_EPOCH = (1980, 1, 1, 0, 0, 0)  # as chalice dates the files: equal sources give an equal zip
_READABLE = 0o644 << 16
_SMALLEST = 9
LEFT_OUT = (
    *(
        "chalicelib/commands/",
        "chalicelib/__main__.py",
        *(f"chalicelib/authoring/{room}/" for room in ("advice", "explaining", "rewrite", "workbook")),
        "cffi/",
        "pycparser/",
    ),
    *("pydantic/v1/", "pydantic/mypy.py", "joserfc/drafts/"),
    *("jinja2/ext.", "jinja2/sandbox.", "jinja2/nativetypes.", "jinja2/meta.", "jinja2/constants."),
)
_TYPES_AND_LISTS = (
    ".pyi",
    ".cyclonedx.json",
    ".dist-info/RECORD",
    ".dist-info/METADATA",
    ".tab",
    "tzdata/zones",
    "tzdata.zi",
)
_ELSEWHERE = re.compile("tzdata/zoneinfo/(?:Africa|America|Antarctica|Atlantic|Australia|Canada|Europe|US)/")
"""
No function has a command line, gives advice, explains, writes into rule files or Excel: the walls in
``pyproject.toml`` hold these rooms away from what functions load. cffi writes bindings with pycparser; those
that cryptography brings are written already, and need ``_cffi_backend`` alone. Of pydantic's former version
nothing is used, nor what jinja2 has beside templates. No interpreter reads types, or what is told of a
library beside its licence. A district's time zone is one of Asia's.
"""


def add_bytecode(archive: Path) -> None:
    """
    Put a ``.pyc`` beside every module of a zip, for the Python this runs on, in place of any that it has.

    They are never checked against their sources: both are in the same zip and change together. So the sources
    of libraries are left empty, a megabyte: where an error came from is told by line number alone. What no
    function can reach is left out, and from libraries the names that only a debugger reads: a megabyte.
    """
    with tempfile.TemporaryDirectory(dir=archive.parent) as folder:
        made, code = Path(folder) / "made.zip", Path(folder) / "code"
        with zipfile.ZipFile(archive) as old, zipfile.ZipFile(made, "w") as new:
            for entry in old.infolist():
                if _is_needed(entry.filename):
                    file = Path(old.extract(entry, code))
                    if file.suffix == ".so":
                        _strip(file)
                    kept = file.is_file() and not _is_library_source(entry.filename)
                    new.writestr(entry, file.read_bytes() if kept else b"", compresslevel=_SMALLEST)
            _compile(code, new)
        made.replace(archive)


def _is_needed(name: str) -> bool:
    """What was run here has left bytecode: chalice takes all."""
    left_out = name.endswith((".pyc", *_TYPES_AND_LISTS)) or name.startswith(LEFT_OUT)
    return not (left_out or _ELSEWHERE.match(name))


def _is_library_source(name: str) -> bool:
    """A module of others: its bytecode is enough; its source has to be there, and nobody reads it."""
    return name.endswith(".py") and not name.startswith(("chalicelib/", "app.py"))


def _strip(library: Path) -> None:
    subprocess.run(["strip", "--strip-unneeded", str(library)], check=True)


def _compile(code: Path, archive: zipfile.ZipFile) -> None:
    how = PycInvalidationMode.UNCHECKED_HASH
    compileall.compile_dir(code, quiet=2, stripdir=code, invalidation_mode=how)
    for compiled in sorted(code.rglob("*.pyc")):
        entry = zipfile.ZipInfo(str(compiled.relative_to(code)), _EPOCH)
        entry.compress_type, entry.external_attr = zipfile.ZIP_DEFLATED, _READABLE
        archive.writestr(entry, compiled.read_bytes(), compresslevel=_SMALLEST)
