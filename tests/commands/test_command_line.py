"""The command line as a whole: each command is where it is entered, and reads only what it needs."""

from __future__ import annotations

import subprocess
import sys

import pytest

from chalicelib.__main__ import COMMANDS, Words, _called, _read, main, parser


@pytest.mark.parametrize("words", COMMANDS, ids=" ".join)
def test_a_command_is_entered_by_its_own_words(words: Words) -> None:
    command = _read(words)
    assert command.words == words
    assert any("\u4e00" <= letter <= "\u9fff" for letter in command.help)


def test_only_the_command_that_is_called_is_read() -> None:
    assert list(_called(["rules", "check", "x"])) == [("rules", "check")]
    assert list(_called(["due", "2026-01-01"])) == [("", "due")]
    assert len(list(_called(["rules"]))) == len(list(_called([]))) == len(COMMANDS)


def test_help_shows_every_command(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        parser().parse_args(["rules", "--help"])
    shown = capsys.readouterr().out
    assert all(word in shown for group, word in COMMANDS if group == "rules")


def test_an_unknown_command_is_a_wrong_call_that_names_the_known_ones(
    capsys: pytest.CaptureFixture[str],
) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["rules", "chekc"])
    assert ended.value.code == 2
    assert "'check'" in capsys.readouterr().err


@pytest.mark.parametrize("module", ["openpyxl", "boto3", "chalicelib.authoring.advice", "ruamel.yaml"])
def test_a_check_does_not_load(module: str) -> None:
    script = (
        "import sys; from chalicelib.__main__ import _read; _read(('rules', 'check')); "
        f"sys.exit({module!r} in sys.modules)"
    )
    subprocess.run([sys.executable, "-c", script], check=True)  # noqa: S603  # our own lines
