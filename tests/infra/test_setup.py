"""Setting up: the right Python is found, and any other is named."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

from infra.package import ROOT

SETUP = ROOT / "infra" / "setup.sh"


def machine(folder: Path, **pythons: str) -> dict[str, str]:
    """A PATH on which only these Pythons are found; each is a script."""
    for name in ("bash", "rm", "cat"):
        (folder / name).symlink_to(Path("/bin") / name)
    for name, script in pythons.items():
        command = folder / name.replace("_", ".")
        command.write_text(f"#!/bin/bash\n{script}\n")
        command.chmod(0o755)
    return {**os.environ, "PATH": str(folder)}


def old(version: str) -> str:
    """A Python that answers as one of another version would."""
    return f'if [ "$1" = --version ]; then echo Python {version}; else exit 1; fi'


@pytest.mark.parametrize("version", ["3.9.2", "3.13.1"])
def test_a_machine_with_another_python_is_told_which_to_install(tmp_path: Path, version: str) -> None:
    run = subprocess.run(  # noqa: S603  our own script
        ["/bin/bash", SETUP, tmp_path / "venv"],
        env=machine(tmp_path, python3=old(version)),
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 1
    assert "需要 Python 3.11 或 3.12" in run.stderr
    assert "Python 3.11 or 3.12 is needed" in run.stderr
    assert f"Python {version}" in run.stderr
    assert not (tmp_path / "venv").exists()


def test_a_machine_without_any_python_is_told_so(tmp_path: Path) -> None:
    run = subprocess.run(  # noqa: S603  our own script
        ["/bin/bash", SETUP, tmp_path / "venv"],
        env=machine(tmp_path),
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 1
    assert "was not found" in run.stderr


def test_a_newer_python3_is_passed_over_for_a_right_one(tmp_path: Path) -> None:
    right = f'if [ "$1" = -m ]; then echo made by 3.12; exit 1; fi; {"exit 0"}'
    run = subprocess.run(  # noqa: S603  our own script
        ["/bin/bash", SETUP, tmp_path / "venv"],
        env=machine(tmp_path, python3=old("3.13.1"), python3_12=right),
        capture_output=True,
        text=True,
        check=False,
    )
    assert "made by 3.12" in run.stdout
    assert "venv" in run.stderr
