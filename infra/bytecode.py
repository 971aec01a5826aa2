"""
Bytecode in the zip: a function's folder is read-only, so without it every cold start compiles all that it
imports again, which takes longer than the import itself.
"""

from __future__ import annotations

import compileall
import tempfile
import zipfile
from pathlib import Path
from py_compile import PycInvalidationMode

_EPOCH = (1980, 1, 1, 0, 0, 0)  # as chalice dates the files: equal sources give an equal zip
_READABLE = 0o644 << 16


def add_bytecode(archive: Path) -> None:
    """
    Put a ``.pyc`` beside every module of a zip, for the Python this runs on.

    They are never checked against their sources: both are in the same zip and change together.
    """
    with tempfile.TemporaryDirectory() as folder, zipfile.ZipFile(archive, "a") as opened:
        opened.extractall(folder)
        compileall.compile_dir(
            folder, quiet=2, stripdir=folder, invalidation_mode=PycInvalidationMode.UNCHECKED_HASH
        )
        for compiled in sorted(Path(folder).rglob("*.pyc")):
            entry = zipfile.ZipInfo(str(compiled.relative_to(folder)), _EPOCH)
            entry.compress_type, entry.external_attr = zipfile.ZIP_DEFLATED, _READABLE
            opened.writestr(entry, compiled.read_bytes())
