"""
The worked change of ``rules/README.md``, replayed: what stands there is what the commands print.

A ``console`` block has commands after ``$`` and what they print below; a ``diff`` block is an edit of the
file that its first line names. ``python -m tests.rules_readme`` writes the page anew with what is printed
now, for a reader to look at before it is committed.
"""

from __future__ import annotations

import contextlib
import io
import os
import re
import shlex
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from unittest.mock import patch

from chalicelib.__main__ import main
from tests.adapters.office import open_office

ROOT = Path(__file__).parent.parent
PAGE = ROOT / "rules" / "README.md"
TODAY = date(2026, 12, 1)
NOON = 1_796_097_600
"""Noon in Beijing of that day, in unix seconds."""

_BLOCK = re.compile(r"^```(console|diff)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_OURS = ".venv/bin/python -m chalicelib "


def replayed(page: str) -> str:
    """The page with what each command prints now in the place of what stands below it."""
    with _workplace():
        return _BLOCK.sub(lambda block: _BLOCKS[block[1]](block[2]), page)


def _console(block: str) -> str:
    said = [f"$ {line[2:]}\n{_run(line[2:])}" for line in block.splitlines() if line.startswith("$ ")]
    return "```console\n" + "".join(said) + "```"


def _diff(block: str) -> str:
    name, *lines = block.splitlines()
    file = Path(name)
    text = file.read_text(encoding="utf-8")
    old = "".join(f"{line[1:]}\n" for line in lines if line[0] in "- ")
    new = "".join(f"{line[1:]}\n" for line in lines if line[0] in "+ ")
    assert text.count(old) == 1, f"what is to be edited stands in {name} {text.count(old)} times"
    file.write_text(text.replace(old, new), encoding="utf-8")
    return f"```diff\n{block}```"


_BLOCKS: dict[str, Callable[[str], str]] = {"console": _console, "diff": _diff}


def _run(command: str) -> str:
    """What a command prints, on standard output and standard error; three lines of many where it says head."""
    command, _, pipe = command.partition(" | ")
    text = _ours(shlex.split(command.removeprefix(_OURS))) if command.startswith(_OURS) else _shell(command)
    if not pipe:
        return text
    return subprocess.run(pipe, shell=True, check=True, capture_output=True, text=True, input=text).stdout  # noqa: S602  # a line of our own page


def _ours(words: list[str]) -> str:
    out = io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(out):
        main(words)
    return out.getvalue()


def _shell(command: str) -> str:
    return subprocess.run(command, shell=True, check=True, capture_output=True, text=True).stdout  # noqa: S602  # a line of our own page


@contextlib.contextmanager
def _workplace() -> Iterator[None]:
    """A folder with a copy of the rules, an office's cloud, and a clock that stands still."""
    before = Path.cwd()
    still = {"CLOCK_START": str(NOON), "CLOCK_RATE": "1e-12"}
    with tempfile.TemporaryDirectory() as folder, open_office() as office:
        shutil.copytree(ROOT / "rules", Path(folder) / "rules")
        os.chdir(folder)
        try:
            with patch.dict(os.environ, still), _today(office.variables):
                yield
        finally:
            os.chdir(before)


@contextlib.contextmanager
def _today(_: object) -> Iterator[None]:
    commands = [module for name, module in sys.modules.items() if name.startswith("chalicelib.commands.")]
    with contextlib.ExitStack() as stack:
        for module in commands:
            if hasattr(module, "today"):
                stack.enter_context(patch.object(module, "today", lambda _zone: TODAY))
        yield


if __name__ == "__main__":
    PAGE.write_text(replayed(PAGE.read_text(encoding="utf-8")), encoding="utf-8")
