"""A child that hangs, crashes or floods does us no harm, and how it ended is told."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from textwrap import dedent

import pytest

from chalicelib.authoring.agreement.engines.child import (
    ChildFailedError,
    ChildTimedOutError,
    Limits,
    lines,
    started,
)

ECHO = "import sys; sys.stdout.write(sys.stdin.read())"
SMALL = Limits(600, data=2**28)


def python(script: str) -> tuple[str, ...]:
    return (sys.executable, "-c", dedent(script))


def asked_raw(definition: Mapping[str, object]) -> tuple[str, ...]:
    """A child that gives the library a definition that we would never let near it, and one fact."""
    return python(f"""
        import durable_rules_engine as native
        handle = native.create_ruleset("rules", {json.dumps(json.dumps(definition))})
        answer, state = native.assert_fact(handle, '{{"a":1,"c":0,"id":"d"}}')
        native.start_action_for_state(handle, state)
        native.complete_and_start_action(handle, state)
    """)


def rule(condition: Mapping[str, object]) -> dict[str, object]:
    return {"rule": {"all": [{"m": condition}], "pri": 0}}


def test_the_answer_comes_line_by_line() -> None:
    assert list(lines(python(ECHO), [b"one\n", b"two\n"], SMALL)) == [b"one", b"two"]


def test_a_child_that_was_started_beforehand_answers_alike_and_is_gone_at_the_end() -> None:
    with started(python(ECHO), SMALL) as child:
        assert list(lines(["nobody starts this"], [b"one\n"], SMALL, child)) == [b"one"]
    with started(python(ECHO), SMALL) as unasked:
        assert unasked.poll() is None
    assert unasked.returncode == -9


def test_a_question_and_an_answer_larger_than_any_pipe_pass_each_other() -> None:
    line = "零跑腿" * 30_000
    copy = "import sys\nfor line in sys.stdin: sys.stdout.write(line)"
    got = list(lines(python(copy), [f"{line}\n".encode()] * 20, SMALL))
    assert got == [line.encode()] * 20


def test_a_rule_that_kills_the_engine_is_told_by_its_signal() -> None:
    division = {"$lt": {"a": {"$div": {"$l": {"$m": "a"}, "$r": {"$m": "c"}}}}}
    with pytest.raises(ChildFailedError, match=r"^signal (8|11)"):
        list(lines(asked_raw(rule(division)), [], SMALL))


def test_a_rule_at_which_the_engine_hangs_is_stopped_when_its_time_is_up() -> None:
    many = {f"r{n}": {"all": [{"m": {"$gt": {f"f{n}": 1}}}], "pri": 0} for n in range(600)}
    with pytest.raises(ChildTimedOutError):
        list(lines(asked_raw(many), [], Limits(1)))


def test_a_question_is_made_only_when_the_one_before_was_taken() -> None:
    made: list[int] = []

    def questions() -> Iterator[bytes]:
        for number in range(1_000):
            made.append(number)
            yield b"x" * 1_000_000

    with pytest.raises(ChildTimedOutError):
        list(lines(python("while True: pass"), questions(), Limits(0.5)))
    assert made == [0]


def test_a_child_that_reads_nothing_is_stopped_too() -> None:
    with pytest.raises(ChildTimedOutError):
        list(lines(python("while True: pass"), [b"x" * 10_000_000], Limits(0.5)))


def test_a_child_that_has_said_all_but_does_not_end_is_stopped() -> None:
    script = """
        import os, signal
        os.write(1, b"all\\n")
        os.close(1), os.close(2)
        signal.pause()
    """
    with pytest.raises(ChildTimedOutError):
        list(lines(python(script), [], Limits(1)))


def test_a_child_that_eats_memory_runs_into_its_limit() -> None:
    with pytest.raises(ChildFailedError, match="MemoryError"):
        list(lines(python("x = bytearray(2**29)"), [], SMALL))


def test_a_child_that_answers_without_end_is_stopped() -> None:
    flood = "import os\nwhile True: os.write(1, b'x' * 65536)"
    with pytest.raises(ChildFailedError, match="without end"):
        list(lines(python(flood), [], Limits(600, answer=10_000_000)))


def test_a_last_line_without_an_end_is_no_answer() -> None:
    with pytest.raises(ChildFailedError, match="no end"):
        list(lines(python(ECHO), [b"half"], SMALL))


def test_the_last_words_are_told_without_what_could_move_a_cursor() -> None:
    with pytest.raises(ChildFailedError, match=r"^exit 1: oh\[2Jno$"):
        list(lines(python(r"import sys; sys.exit('first\noh\x1b[2Jno')"), [], SMALL))


def test_a_child_that_wants_no_question_answers_all_the_same() -> None:
    script = "import os, sys; os.close(0); sys.stdout.write('done\\n')"
    assert list(lines(python(script), [b"x" * 10_000_000], SMALL)) == [b"done"]


def test_a_command_that_is_not_there_is_a_failure() -> None:
    with pytest.raises(ChildFailedError, match="cannot be started"):
        list(lines(("/no/such/engine",), [], SMALL))


def test_a_child_gets_none_of_our_secrets(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "secret")
    script = "import os, sys; sys.stdout.write(' '.join(sorted(os.environ)) + '\\n')"
    (names,) = lines(python(script), [], SMALL)
    assert b"PYTHONPATH" in names
    assert b"AWS" not in names


def test_a_child_can_write_no_file(tmp_path: Path) -> None:
    file = tmp_path / "made"
    script = f"import pathlib; pathlib.Path({str(file)!r}).write_text('x')"
    with pytest.raises(ChildFailedError, match=r"File too large|signal 25"):
        list(lines(python(script), [], SMALL))
    assert file.read_text() == ""


def test_a_child_ends_when_nobody_wants_its_answers_any_more() -> None:
    script = "import os, signal; os.write(1, f'{os.getpid()}\\n'.encode()); signal.pause()"
    heard = lines(python(script), [], SMALL)
    child = int(next(heard))
    os.kill(child, 0)
    heard.close()  # type: ignore[attr-defined]
    with pytest.raises(ProcessLookupError):
        os.kill(child, 0)
