"""The shell commands of README.md, to be run as printed against a cloud that is running already."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

from infra.package import ROOT

ADDRESS = "127.0.0.1:8000"


def block(after: str) -> str:
    """The commands in the first block after a line of README.md."""
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    found = re.search(re.escape(after) + r"\n\n```\n(.*?)```", text, re.DOTALL)
    assert found is not None, f"README.md has no commands after {after!r}"
    return found[1]


def workplace(folder: Path) -> Path:
    """A folder that looks like the repository from within, with a ``build`` of its own."""
    for entry in ROOT.iterdir():
        if entry.name != "build":
            (folder / entry.name).symlink_to(entry)
    (folder / "build").mkdir()
    return folder


def run(commands: str, place: Path, portal: str) -> str:
    """What the commands print, in a shell that stops at the first one that fails."""
    script = commands.replace(ADDRESS, portal.removeprefix("http://"))
    done = subprocess.run(  # noqa: S603  our own README's
        ["/bin/bash", "-euo", "pipefail", "-c", script],
        cwd=place,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, f"{done.stdout}\n{done.stderr}"
    return done.stdout
