"""
The worked change of ``rules/README.md``, replayed: what stands there is what the commands print.

A ``console`` block has commands after ``$`` and what they print below; a ``diff`` block is an edit of the
file that its first line names, or a new file. ``python -m tests.rules_readme`` writes the page anew with what
is printed now, for a reader to look at before it is committed.
"""

from __future__ import annotations

import contextlib
import io
import os
import re
import shlex
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from datetime import UTC, date, datetime
from importlib import import_module
from pathlib import Path
from unittest.mock import patch

import boto3

import app
from chalicelib.__main__ import COMMANDS, main
from chalicelib.adapters.clock import Clock
from chalicelib.commands.language import SETTING
from tests.adapters.office import call, open_office
from tests.fakes import whole_licang
from tests.rules_commands import with_commands
from tests.rules_fields import with_fields
from tests.test_app_rules import told

ROOT = Path(__file__).parent.parent
PAGE = ROOT / "rules" / "README.md"
TODAY = date(2026, 12, 1)
NOON = datetime(2026, 12, 1, 4, tzinfo=UTC)
"""Noon in Beijing of that day."""
CASES = ("aquaculture-permit", "aquaculture-permit", "food-business-licence")
"""Real cases that the office has decided by then."""

_BLOCK = re.compile(r"^```(console|diff)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_OURS = ".venv/bin/python -m chalicelib "
_DIGEST = re.compile(r"\b[0-9a-f]{64}\b")
_CONFIRM = re.compile(r"--confirm [0-9a-f]{6}")
_ID = re.compile(r"^ +1  \[([0-9a-f]{6})\]", re.MULTILINE)


def replayed(page: str) -> str:
    """
    The page with what each command prints now in the place of what stands below it.

    The keys and the commands are told as they are.

    A digest in a command is the one that was last published, an example's id the first that was proposed.
    """
    last: dict[str, str] = {}
    with _workplace():
        return _BLOCK.sub(
            lambda block: _console(block[2], last) if block[1] == "console" else _diff(block[2]),
            with_commands(with_fields(page)),
        )


def _console(block: str, last: dict[str, str]) -> str:
    said = []
    for line in block.splitlines():
        if line.startswith("$ "):
            command = _DIGEST.sub(last.get("digest", "0" * 64), line[2:])
            command = _CONFIRM.sub(f"--confirm {last.get('id', '')}", command)
            text = _run(command)
            if found := _ID.search(text):
                last["id"] = found[1]
            if " publish " in command and (found := _DIGEST.search(text)):
                last["digest"] = found[0]
            said.append(f"$ {command}\n{text}")
    return "```console\n" + "".join(said) + "```"


def _diff(block: str) -> str:
    name, *lines = block.splitlines()
    file = Path(name)
    if not file.exists():
        file.parent.mkdir(exist_ok=True)
        file.write_text("".join(f"{line[1:]}\n" for line in lines), encoding="utf-8")
        return f"```diff\n{block}```"
    text = file.read_text(encoding="utf-8")
    old = "".join(f"{line[1:]}\n" for line in lines if line[0] in "- ")
    new = "".join(f"{line[1:]}\n" for line in lines if line[0] in "+ ")
    assert text.count(old) == 1, f"what is to be edited stands in {name} {text.count(old)} times"
    file.write_text(text.replace(old, new), encoding="utf-8")
    return f"```diff\n{block}```"


def _run(command: str) -> str:
    """What a command prints, on standard output and standard error, through what it is piped into."""
    command, _, pipe = command.partition(" | ")
    if command.startswith(_OURS):
        text = _ours(shlex.split(command.removeprefix(_OURS)))
    elif command.startswith("aws s3 cp "):
        text = _bucket(shlex.split(command))
    else:
        text = _shell(command)
    return _shell(pipe, text) if pipe else text


def _ours(words: list[str]) -> str:
    out = io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(out):
        main(words)
    return out.getvalue()


def _bucket(words: list[str]) -> str:
    """What ``aws s3 cp`` does, which is not at hand here; the function is told of files as S3 tells it."""
    source, target = (word.removeprefix("s3://$RULES_BUCKET/") for word in words[-2:])
    s3, name = boto3.client("s3"), os.environ["RULES_BUCKET"]
    if target == "-":
        return str(s3.get_object(Bucket=name, Key=source)["Body"].read().decode())
    files = sorted(Path(source).rglob("*.yaml"))
    paths = [file.relative_to(source).as_posix() for file in files]
    for file, path in zip(files, paths, strict=True):
        s3.put_object(Bucket=name, Key=f"{target}{path}", Body=file.read_bytes())
    assert call(app.on_rule_file, told(*paths)) == []
    return ""


def _shell(command: str, given: str = "") -> str:
    done = subprocess.run(command, shell=True, check=False, capture_output=True, text=True, input=given)  # noqa: S602  # a line of our own page
    assert done.returncode < 2, f"{command}: {done.stderr}"  # diff ends with 1 where files differ
    return done.stdout


@contextlib.contextmanager
def _workplace() -> Iterator[None]:
    """A folder with a copy of the rules, an office's cloud with some cases, a clock that stands still."""
    before = Path.cwd()
    with (
        tempfile.TemporaryDirectory() as folder,
        patch.object(Clock, "now", lambda _: NOON),
        patch.dict(os.environ, {SETTING: "both"}),
        open_office(whole_licang()) as office,
    ):
        for item in CASES:
            office.running(item)
        shutil.copytree(ROOT / "rules", Path(folder) / "rules")
        os.chdir(folder)
        try:
            with _today():
                yield
        finally:
            os.chdir(before)


@contextlib.contextmanager
def _today() -> Iterator[None]:
    with contextlib.ExitStack() as stack:
        for name in {entry.rpartition(".")[0] for entry in COMMANDS.values()} | {"rules.given.decision"}:
            module = import_module(f"chalicelib.commands.{name}")
            if hasattr(module, "today"):
                stack.enter_context(patch.object(module, "today", lambda _zone: TODAY))
        yield


if __name__ == "__main__":
    PAGE.write_text(replayed(PAGE.read_text(encoding="utf-8")), encoding="utf-8")
