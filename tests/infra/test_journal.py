"""The journal of rows: whatever ends a process, at whatever moment, what was written is read again."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from infra.local.emulator.journal import Change, Journal, last_written

ARN = "arn:aws:dynamodb:cn-north-1:000000000000:table/cases"


def row(key: str, value: str = "1") -> Change:
    return ARN, "CASE#1", key, {"pk": {"S": "CASE#1"}, "sk": {"S": key}, "v": {"S": value}}


def gone(key: str) -> Change:
    return ARN, "CASE#1", key, None


def opened(folder: Path) -> tuple[Journal, dict[str, str]]:
    """A run begins: what was kept is read, and stands in a generation of its own."""
    journal = Journal(folder)
    kept = journal.read()
    journal.write_snapshot(journal.begin(), kept)
    return journal, {sk: value["v"]["S"] for _, _, sk, value in kept if value is not None}


def test_what_was_written_is_there_without_any_end_of_the_process(tmp_path: Path) -> None:
    journal, _ = opened(tmp_path)
    journal.append([row("a"), row("b")])
    journal.append([row("a", "2"), gone("b"), row("行 c", "零")])
    _, kept = opened(tmp_path)
    assert kept == {"a": "2", "行 c": "零"}
    assert opened(tmp_path)[1] == kept


def test_a_transaction_cut_off_anywhere_was_not_answered_and_is_left_out_as_a_whole(tmp_path: Path) -> None:
    journal, _ = opened(tmp_path)
    journal.append([row("a")])
    whole = (tmp_path / "1.log").stat().st_size
    journal.append([row("a", "2"), row("b"), gone("a")])
    content = (tmp_path / "1.log").read_bytes()
    for cut in range(whole, len(content)):
        (tmp_path / "1.log").write_bytes(content[:cut])
        again = Journal(tmp_path)
        assert [(sk, value and value["v"]["S"]) for _, _, sk, value in again.read()] == [("a", "1")]
        assert again.damage == []


def test_a_generation_begun_but_not_finished_costs_nothing(tmp_path: Path) -> None:
    journal, _ = opened(tmp_path)
    journal.append([row("a")])
    journal.begin()
    journal.append([row("b")])
    (tmp_path / "2.snapshot.tmp").write_bytes(b"half a snap")
    assert opened(tmp_path)[1] == {"a": "1", "b": "1"}
    assert not (tmp_path / "2.snapshot.tmp").exists()


@pytest.mark.parametrize("spoil", ["cut", "empty", "zeros", "flipped", "other"])
def test_a_damaged_snapshot_is_told_of_and_costs_nothing(tmp_path: Path, spoil: str) -> None:
    journal, _ = opened(tmp_path)
    journal.append([row("a"), row("b")])
    journal, _ = opened(tmp_path)
    journal.append([gone("b"), row("c")])
    file = tmp_path / "2.snapshot.gz"
    content = file.read_bytes()
    middle = len(content) // 2
    file.write_bytes(
        {
            "cut": content[:-9],
            "empty": b"",
            "zeros": bytes(len(content)),
            "flipped": content[:middle] + bytes([content[middle] ^ 1]) + content[middle + 1 :],
            "other": gzip.compress(b"[1, 2]\n"),
        }[spoil]
    )
    again = Journal(tmp_path)
    assert {sk for _, _, sk, _ in again.read()} == {"a", "c"}
    assert any("2.snapshot.gz" in told for told in again.damage)


def test_a_damaged_line_is_told_of_and_costs_that_line_alone(tmp_path: Path) -> None:
    journal, _ = opened(tmp_path)
    for key in "abc":
        journal.append([row(key)])
    lines = (tmp_path / "1.log").read_bytes().splitlines(keepends=True)
    (tmp_path / "1.log").write_bytes(lines[0] + bytes(len(lines[1]) - 1) + b"\n" + lines[2])
    again = Journal(tmp_path)
    assert {sk for _, _, sk, _ in again.read()} == {"a", "c"}
    assert len(again.damage) == 1


def test_files_that_are_none_of_its_own_are_passed_over(tmp_path: Path) -> None:
    journal, _ = opened(tmp_path)
    journal.append([row("a")])
    (tmp_path / "notes.log").write_text("mine")
    (tmp_path / "x.snapshot.gz").write_text("mine")
    assert opened(tmp_path)[1] == {"a": "1"}


def test_old_generations_go_and_the_one_before_stays(tmp_path: Path) -> None:
    for value in "12345":
        journal, _ = opened(tmp_path)
        journal.append([row("a", value)])
    assert {file.name.partition(".")[0] for file in tmp_path.iterdir()} == {"4", "5"}


def test_a_log_that_grows_beyond_bounds_ends_its_generation(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("infra.local.emulator.journal.LARGEST_LOG", 1_000)
    journal, _ = opened(tmp_path)
    while not journal.long:
        journal.append([row("a", "x" * 100)])
    assert (tmp_path / "1.log").stat().st_size > 1_000
    journal.write_snapshot(journal.begin(), [row("a", "x")])
    assert not journal.long


def test_it_knows_when_a_row_was_last_written(tmp_path: Path) -> None:
    assert last_written(tmp_path / "rows") == 0
    journal, _ = opened(tmp_path / "rows")
    assert last_written(tmp_path / "rows") == 0
    journal.append([row("a")])
    first = last_written(tmp_path / "rows")
    opened(tmp_path / "rows")
    assert last_written(tmp_path / "rows") == first > 1_700_000_000


Changes = st.lists(st.lists(st.tuples(st.sampled_from("abcd"), st.integers(0, 9) | st.none()), max_size=4))


@settings(deadline=None, max_examples=50)
@given(Changes, st.data())
def test_it_reads_as_a_dictionary_would_wherever_the_process_ends(
    tmp_path_factory: pytest.TempPathFactory,
    requests: list[list[tuple[str, int | None]]],
    data: st.DataObject,
) -> None:
    folder = tmp_path_factory.mktemp("rows")
    journal, _ = opened(folder)
    model: dict[str, str] = {}
    for changes in requests:
        if data.draw(st.booleans(), label="a new run begins"):
            journal, kept = opened(folder)
            assert kept == model
        if changes:
            journal.append([gone(key) if value is None else row(key, str(value)) for key, value in changes])
        for key, value in changes:
            model.pop(key, None)
            if value is not None:
                model[key] = str(value)
    assert opened(folder)[1] == model
