"""A data folder is one run's at a time, its owner's alone, and opens in whatever state it was left."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import threading
from pathlib import Path

import pytest

from chalicelib.adapters.dynamodb.schema import CASE
from infra.local.folder import close_to_others, scratch, taken
from infra.local.identity import KEYS, Identity
from infra.local.ministack import EmbeddedCloudError, free_port
from infra.local.safely import read_safely, write_safely
from infra.package import ROOT

HOLD = """
import sys
from pathlib import Path
from infra.local.folder import taken
with taken(Path(sys.argv[1])):
    print("held", flush=True)
    sys.stdin.read()
"""


def modes(folder: Path) -> dict[str, str]:
    found = {".": oct(folder.stat().st_mode & 0o777)}
    for path in folder.rglob("*"):
        found[str(path.relative_to(folder))] = oct(path.stat().st_mode & 0o777)
    return found


def test_a_new_folder_is_made_for_its_owner_alone(tmp_path: Path) -> None:
    with taken(tmp_path / "deep" / "data"):
        assert modes(tmp_path / "deep" / "data") == {".": "0o700", "lock": "0o600", "form": "0o600"}


@pytest.mark.parametrize("name", ["identity.json", "rows", "state"])
@pytest.mark.parametrize("form", [None, "1", str(CASE.number + 1), "?"])
def test_data_of_another_version_of_the_program_is_refused_in_words_and_stays_as_it_is(
    tmp_path: Path, name: str, form: str | None
) -> None:
    (tmp_path / name).write_text("{}")
    if form is not None:
        (tmp_path / "form").write_text(form)
    with pytest.raises(EmbeddedCloudError, match="换一个 DATA= 文件夹") as told, taken(tmp_path):
        pass
    assert "another version of this program" in str(told.value)
    assert (tmp_path / name).read_text() == "{}"
    assert not (tmp_path / "form").exists() or (tmp_path / "form").read_text() == form


def test_a_folder_that_was_taken_before_is_taken_again_with_all_that_is_in_it(tmp_path: Path) -> None:
    with taken(tmp_path):
        (tmp_path / "identity.json").write_text("{}")
    with taken(tmp_path):
        assert (tmp_path / "identity.json").read_text() == "{}"
    (tmp_path / "identity.json").unlink()
    with taken(tmp_path):
        assert (tmp_path / "form").read_text() == str(CASE.number)


def test_a_folder_that_was_open_to_others_is_closed(tmp_path: Path) -> None:
    data = tmp_path / "data"
    (data / "state" / "deep").mkdir(parents=True)
    for name in ("identity.json", "state/dynamodb.json", "state/deep/x"):
        (data / name).write_text("{}")
        (data / name).chmod(0o644)
    outside = tmp_path / "outside"
    outside.write_text("not ours")
    outside.chmod(0o644)
    (data / "link").symlink_to(outside)
    (data / "gone").symlink_to(tmp_path / "nowhere")
    data.chmod(0o755)
    close_to_others(data)
    (data / "link").unlink()
    (data / "gone").unlink()
    assert set(modes(data).values()) == {"0o700", "0o600"}
    assert oct(outside.stat().st_mode & 0o777) == "0o644"


def test_a_second_run_on_the_same_folder_is_refused_in_words_with_the_process(tmp_path: Path) -> None:
    command = [sys.executable, "-c", HOLD, str(tmp_path)]
    with subprocess.Popen(command, cwd=ROOT, stdin=-1, stdout=-1, text=True) as other:  # noqa: S603  ours
        assert other.stdout is not None
        assert other.stdout.readline() == "held\n"
        with (
            pytest.raises(EmbeddedCloudError, match=f"正被另一个 make run 使用（进程 {other.pid}）"),
            taken(tmp_path),
        ):
            pass
        other.kill()
        other.wait()
        with taken(tmp_path):
            assert (tmp_path / "lock").read_text() == str(os.getpid())


@pytest.mark.parametrize("name", ["thesis.docx", ".git", "photos"])
def test_a_folder_with_other_things_in_it_is_left_alone(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_text("mine")
    before = modes(tmp_path)
    with pytest.raises(EmbeddedCloudError, match="holds other files"), taken(tmp_path):
        pass
    assert modes(tmp_path) == before


def test_a_place_where_no_folder_can_be_is_told_in_words(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    for place in (tmp_path / "file", tmp_path / "file" / "below", Path("/proc/none")):
        with pytest.raises(EmbeddedCloudError, match="choose another folder"), taken(place):
            pass


def test_the_scratch_folders_of_killed_runs_go_and_those_in_use_stay(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    left = tmp_path / "zero-errand-left"
    (left / "functions").mkdir(parents=True)
    (left / "lock").touch()
    foreign = tmp_path / "zero-errand-just-made"
    foreign.mkdir()
    with scratch() as mine:
        assert not left.exists()
        assert foreign.exists(), "it may be another run's that has no lock yet"
        os.utime(foreign, (0, 0))
        with scratch() as other:
            assert mine.exists()
            assert other != mine
            assert not foreign.exists()
    assert list(tmp_path.iterdir()) == []


def test_port_and_keys_are_the_same_in_every_run(tmp_path: Path) -> None:
    first = Identity.kept(tmp_path)
    assert Identity.kept(tmp_path) == first
    assert modes(tmp_path)["identity.json"] == "0o600"


def test_a_port_that_is_asked_for_is_the_port_from_then_on(tmp_path: Path) -> None:
    first, port = Identity.kept(tmp_path), free_port()
    moved = Identity.kept(tmp_path, port)
    assert (moved.port, moved.keys) == (port, first.keys)
    assert Identity.kept(tmp_path) == moved


def test_a_port_that_somebody_else_has_taken_meanwhile_is_given_up(tmp_path: Path) -> None:
    import socket

    first = Identity.kept(tmp_path)
    with socket.create_server(("127.0.0.1", first.port)):
        moved = Identity.kept(tmp_path)
    assert moved.port != first.port
    assert moved.keys == first.keys


@pytest.mark.parametrize(
    "content",
    [b"", b"{", b"[]", b'{"port": 1}', b'{"port": 1, "keys": {"STAFF_TOKEN_KEY": ""}}', b"\xff\x00"],
)
def test_a_damaged_identity_gives_way_to_the_one_before_or_to_a_new_one(
    tmp_path: Path, content: bytes
) -> None:
    first = Identity.kept(tmp_path)
    moved = Identity.kept(tmp_path, free_port())
    (tmp_path / "identity.json").write_bytes(content)
    assert Identity.kept(tmp_path).keys == moved.keys == first.keys
    for file in tmp_path.iterdir():
        file.write_bytes(content)
    assert set(Identity.kept(tmp_path).keys) == set(KEYS)


def test_a_file_is_replaced_whole_or_not_at_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "a.json"
    write_safely(file, b"1")
    write_safely(file, b"2")

    mine, fsync = threading.current_thread(), os.fsync

    def full(descriptor: int) -> None:
        if threading.current_thread() is not mine:  # a cloud that runs beside keeps its files
            return fsync(descriptor)
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space"):
        write_safely(file, b"3")
    assert read_safely(file, json.loads) == 2
    file.write_bytes(b"")
    assert read_safely(file, json.loads) == 1


@pytest.mark.parametrize("mode", [0o666, 0o644, 0o400])
def test_a_file_is_its_owner_s_alone_whatever_a_killed_run_left_beside_it(tmp_path: Path, mode: int) -> None:
    left, elsewhere = tmp_path / "a.json.tmp", tmp_path / "elsewhere"
    left.write_bytes(b"half")
    left.chmod(mode)
    write_safely(tmp_path / "a.json", b"secret")
    assert modes(tmp_path)["a.json"] == "0o600"
    elsewhere.write_bytes(b"kept")
    left.symlink_to(elsewhere)
    write_safely(tmp_path / "a.json", b"another")
    assert (elsewhere.read_bytes(), modes(tmp_path)["a.json"]) == (b"kept", "0o600")


def test_the_servers_of_a_killed_run_may_finish_writing_before_the_folder_is_taken(tmp_path: Path) -> None:
    with taken(tmp_path) as lock:
        last = subprocess.Popen(
            [sys.executable, "-c", "import sys; sys.stdin.read()"], stdin=-1, pass_fds=(lock,)
        )
    (tmp_path / "lock").write_text("4194305")  # no process has so high a number
    assert last.stdin is not None
    threading.Timer(0.3, last.stdin.close).start()
    with taken(tmp_path):
        assert last.wait() == 0
