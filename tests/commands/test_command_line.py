"""The command line as a whole: each command is where it is entered, and reads only what it needs."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path
from signal import SIGPIPE
from subprocess import PIPE

import pytest

from chalicelib.__main__ import COMMANDS, Words, _called, _read, main, parser
from chalicelib.commands.command import CallError, using


@pytest.mark.parametrize("words", COMMANDS, ids=" ".join)
def test_a_command_is_entered_by_its_own_words(words: Words) -> None:
    command = _read(words)
    assert command.words == words
    assert any("\u4e00" <= letter <= "\u9fff" for letter in command.help)


def test_only_the_command_that_is_called_is_read() -> None:
    assert list(_called(["rules", "check", "x"])) == [("rules", "check")]
    assert list(_called(["due", "2026-01-01"])) == [("", "due")]
    assert len(list(_called(["rules"]))) == len(list(_called([]))) == len(COMMANDS)


@pytest.mark.parametrize("words", [[], ["rules"], ["rules", "check"], ["due"]], ids=" ".join)
def test_every_heading_of_help_is_in_both_languages(
    words: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit):
        parser().parse_args([*words, "--help"])
    headings = [line for line in capsys.readouterr().out.splitlines() if line.endswith(":")]
    assert headings
    assert all(re.fullmatch(r"[\u4e00-\u9fff]+ \w+:", heading) for heading in headings)


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


@pytest.mark.parametrize("module", ["openpyxl", "boto3", "chalicelib.authoring.advice"])
def test_a_check_does_not_load(module: str) -> None:
    script = (
        "import sys; from chalicelib.__main__ import _read; _read(('rules', 'check')); "
        f"sys.exit({module!r} in sys.modules)"
    )
    subprocess.run([sys.executable, "-c", script], check=True)  # noqa: S603  # our own lines


LONG = [sys.executable, "-m", "chalicelib", "rules", "decide", "rules/licang", "--batch", "-"]


def test_all_that_a_command_says_is_out_before_it_ends() -> None:
    asked = '{"item": "food-business-licence"}\n' * 2_000
    done = subprocess.run(LONG, input=asked, capture_output=True, text=True, check=False)  # noqa: S603
    assert done.stdout.count("\n") == 2_000
    assert done.stdout.endswith("}\n")


@pytest.mark.parametrize(
    "called",
    [LONG, [*LONG[:4], "totals", "rules/licang"], [*LONG[:4], "import", "README.md", "rules/licang"]],
    ids=lambda called: called[4],
)
def test_who_has_read_enough_ends_a_command_without_a_word(called: list[str]) -> None:
    asked = b'{"item": "food-business-licence"}\n' * 2_000
    with subprocess.Popen(called, stdin=PIPE, stdout=PIPE, stderr=PIPE) as command:  # noqa: S603
        assert command.stdout is not None
        command.stdout.close()
        _, said = command.communicate(asked)
    assert (command.returncode, said) == (128 + SIGPIPE, b"")


@pytest.mark.parametrize(
    ("output", "ends", "told"),
    [
        (">/dev/full", 2, "cannot write the output: the disk is full\n"),
        (">/dev/full 2>/dev/full", 2, ""),
        (">&-", 0, ""),
    ],
)
@pytest.mark.parametrize(
    "called",
    [
        "-m chalicelib rules totals rules/licang",
        "-m chalicelib rules schema --check --json",
        "-u -m chalicelib rules check --help",  # unbuffered: it is the writing that fails, not its end
    ],
)
def test_output_that_cannot_be_written_is_told_and_that_of_which_nobody_wants_any_is_not(
    called: str, output: str, ends: int, told: str
) -> None:
    call = f"{sys.executable} {called} --lang en {output}"
    done = subprocess.run(  # noqa: S602  # our own lines
        call, shell=True, capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stdout, done.stderr) == (ends, "", told)


def test_a_word_beside_the_output_that_cannot_be_written_ends_a_command_without_a_traceback() -> None:
    asked = '{"item": "food-business-licence"}\n'
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(  # noqa: S603  # our own lines
            LONG,
            input=asked,
            stdout=PIPE,
            stderr=full,
            text=True,
            check=False,
        )
    assert (done.returncode, done.stdout.count("\n")) == (2, 1)


def test_the_file_that_cannot_be_read_is_told_also_where_another_was_named(tmp_path: Path) -> None:
    with pytest.raises(CallError, match=f"无法读写 {tmp_path / 'rules'}：没有"), using(tmp_path / "book"):
        (tmp_path / "rules").read_bytes()


def test_too_little_memory_is_told_with_what_to_do_and_ends_without_a_panic() -> None:
    """The library of the diagrams ends the process, or hangs in it, where the system gives it no thread."""
    called = [sys.executable, "-m", "chalicelib", "rules", "--lang", "both", "check", "rules/licang"]
    limited = ["bash", "-c", 'ulimit -v 1300000 && exec "$0" "$@"', *called]
    done = subprocess.run(limited, capture_output=True, text=True, check=False, timeout=600)  # noqa: S603
    assert (done.returncode, done.stdout) == (2, "")
    assert "内存太少" in done.stderr
    assert "too little memory" in done.stderr
    assert "ulimit -v unlimited" in done.stderr
    assert "panicked" not in done.stderr


@pytest.mark.parametrize(
    ("called", "told"),
    [
        ("rules chekc", "没有“chekc”。是不是“check”？"),
        ("rule check", "没有“rule”。是不是“rules”？"),
        ("rules check", "还缺少：DIR / the following arguments are required: DIR"),
        ("rules diff rules/licang", "还缺少：NEW / "),
        ("rules check rules/licang --quick", "不认识：--quick / "),
        ("rules decide rules/licang --item", "--item 后面须写一个值 / "),
        ("rules export rules/licang --to pdf --out x", "没有“pdf”。可用：xlsx、dmn、dmn11、jdm。"),
        ("rules decide rules/licang --on 2026-13-01", "--on：应为日期 YYYY-MM-DD / must be a day"),
        ("rules check rules/lichang", "DIR：没有文件夹 rules/lichang / there is no folder"),
    ],
)
def test_a_wrong_call_is_told_in_both_languages_with_the_way_to_read_more(
    capsys: pytest.CaptureFixture[str], called: str, told: str
) -> None:
    with pytest.raises(SystemExit) as ended:
        main(called.split())
    assert ended.value.code == 2
    shown = capsys.readouterr()
    assert (shown.out, told in shown.err) == ("", True), shown.err
    assert shown.err.startswith("用法 usage: chalicelib")
    assert "说明 explained by: python -m chalicelib" in shown.err


@pytest.mark.parametrize(
    ("called", "zh", "en"),
    [
        ("rules chekc", "没有“chekc”。是不是“check”？", "invalid choice: 'chekc'"),
        ("rules check", "还缺少：DIR", "the following arguments are required: DIR"),
        ("rules check rules/licang --quick", "不认识：--quick", "unrecognized arguments: --quick"),
        ("rules check rules/lichang", "DIR：没有文件夹 rules/lichang", "there is no folder rules/lichang"),
        ("rules decide rules/licang", "--item 与 --batch 必须且只能写一个", "give either --item or --batch"),
        ("rules decide rules/licang --item dog", "没有事项“dog”。", "There is no item 'dog'."),
        ("rules replay rules/licang rules/licang --cases none", "无法读写 none", "cannot read or write none"),
        ("due 2026-01-01 --days 5 --rules none", "没有文件夹 none", "there is no folder none"),
        ("rules log --region licang", "", ""),
    ],
)
def test_a_wrong_call_that_asks_for_json_is_told_in_json_alone(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, called: str, zh: str, en: str
) -> None:
    monkeypatch.delenv("TABLE", raising=False)
    try:
        status: object = main([*called.split(), "--json"])
    except SystemExit as ended:
        status = ended.code
    shown = capsys.readouterr()
    told = json.loads(shown.out)
    [problem] = told["problems"]
    assert (status, told["ok"], problem["code"], shown.err) == (2, False, "wrong-call", "")
    assert zh in problem["message"]["zh"]
    assert en in problem["message"]["en"]
    assert zh not in problem["message"]["en"] or not zh


@pytest.mark.parametrize("command", [["check"], ["totals"], ["diff", "rules/licang"]])
def test_a_folder_of_several_regions_is_a_wrong_call_that_names_them(
    capsys: pytest.CaptureFixture[str], command: list[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["rules", *command, "rules"])
    assert ended.value.code == 2
    shown = capsys.readouterr()
    assert shown.out == ""
    assert "请写其中一个：rules/demo-linshan、rules/licang" in shown.err
