"""A folder from anybody: an error in its place, nothing hangs, and nothing outside of it is read."""

from __future__ import annotations

import ctypes
import os
import signal
import socket
import tempfile
import unicodedata
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from types import FrameType

import pytest

from chalicelib.__main__ import main
from chalicelib.authoring.check import check
from chalicelib.authoring.dropped import examine
from chalicelib.authoring.findings.problems import Problem
from chalicelib.authoring.reading import files
from chalicelib.authoring.reading.files import find_files
from chalicelib.authoring.reading.folder import read_folder
from tests.authoring.region import FILES, spoil, write_region

TODAY = date(2026, 6, 1)
SECRET = "facts: [{fact: item.very-secret}]\n"
FOOD = "items/market/food.yaml"


@pytest.fixture(autouse=True)
def alarm() -> Iterator[None]:
    """Whatever waits for what never comes is ended and told as a fault."""

    def ring(number: int, frame: FrameType | None) -> None:
        raise TimeoutError("it hangs")

    signal.signal(signal.SIGALRM, ring)
    signal.alarm(60)
    yield
    signal.alarm(0)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write_region(tmp_path / "region")


@pytest.fixture
def outside(tmp_path: Path) -> Path:
    """What nobody who checks this folder may be shown."""
    place = tmp_path / "elsewhere"
    place.mkdir()
    (place / "secret.yaml").write_text(SECRET, encoding="utf-8")
    return place


def pipe(path: Path, outside: Path) -> None:
    os.mkfifo(path)


def device(path: Path, outside: Path) -> None:
    path.symlink_to("/dev/zero")


def unix_socket(path: Path, outside: Path) -> None:
    here = Path.cwd()
    os.chdir(path.parent)  # an address has room for a hundred bytes
    with socket.socket(socket.AF_UNIX) as made:
        made.bind(path.name)
    os.chdir(here)


def folder_of_that_name(path: Path, outside: Path) -> None:
    path.mkdir()


def link_out(path: Path, outside: Path) -> None:
    path.symlink_to(outside / "secret.yaml")


def link_within(path: Path, outside: Path) -> None:
    (path.parent / "real.txt").write_text(SECRET, encoding="utf-8")
    path.symlink_to("real.txt")


def link_to_itself(path: Path, outside: Path) -> None:
    path.symlink_to(path.name)


def link_to_nothing(path: Path, outside: Path) -> None:
    path.symlink_to("nowhere.yaml")


NO_FILES: dict[Callable[[Path, Path], None], str] = {
    pipe: "no-plain-file",
    unix_socket: "no-plain-file",
    folder_of_that_name: "no-plain-file",
    device: "link",
    link_out: "link",
    link_within: "link",
    link_to_itself: "link",
    link_to_nothing: "link",
}


def found(folder: Path, code: str) -> list[Problem]:
    checked = check(folder, TODAY)
    assert not checked.ok
    assert checked.release is None
    assert "very-secret" not in str([problem.as_json() for problem in checked.problems])
    return [problem for problem in checked.problems if problem.code == code]


@pytest.mark.parametrize("file", ["facts.yaml", "invariants.yaml", FOOD, "notices/more.yaml", "odd.YML"])
@pytest.mark.parametrize("kind", NO_FILES, ids=lambda kind: kind.__name__)
def test_what_is_no_plain_file_is_told_once_where_it_stands_and_never_opened(
    kind: Callable[[Path, Path], None], file: str, folder: Path, outside: Path
) -> None:
    (folder / file).unlink(missing_ok=True)
    kind(folder / file, outside)
    assert [problem.file for problem in found(folder, NO_FILES[kind])] == [file]


@pytest.mark.parametrize("place", ["items/market", "items/third", "decisions", "more"])
@pytest.mark.parametrize("to", ["outside", "itself", "above", "nothing"])
def test_a_link_in_place_of_a_folder_is_told_and_not_followed(
    place: str, to: str, folder: Path, outside: Path
) -> None:
    path = folder / place
    if path.is_dir():
        path.rename(outside / "moved")
    path.symlink_to({"outside": outside, "itself": path, "above": folder}.get(to, Path("gone")))
    told = [problem.file for problem in read_folder(folder).problems if problem.code == "link"]
    assert told == ([] if to == "nothing" else [place])  # a link to nothing leads to no rules


def test_a_device_is_not_even_opened(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[Path] = []
    (folder / "facts.yaml").unlink()
    os.mkfifo(folder / "facts.yaml")  # as a device would be: making one takes a right that tests lack
    really = os.open

    def watched(path: Path, flags: int) -> int:
        opened.append(path)
        return really(path, flags)

    monkeypatch.setattr("chalicelib.authoring.reading.files.os.open", watched)
    read_folder(folder)
    assert opened
    assert folder / "facts.yaml" not in opened


@pytest.mark.parametrize("place", ["notes", "items/pipe", "items/market/pipe.yaml"])
def test_a_pipe_is_told_whatever_it_is_called(folder: Path, place: str) -> None:
    os.mkfifo(folder / place)
    told = [problem.file for problem in read_folder(folder).problems if problem.code == "no-plain-file"]
    assert told == [place]


@contextmanager
def as_nobody() -> Iterator[None]:
    """Root may read everything; only this thread gives that up, for others may be at work beside."""
    if os.geteuid() != 0:
        yield
        return
    kernel = ctypes.CDLL(None)
    kernel.setfsuid(65_534)
    try:
        yield
    finally:
        kernel.setfsuid(0)


@pytest.mark.parametrize("closed", [FOOD, "items/market"])
def test_a_file_or_folder_that_must_not_be_read_is_told(closed: str) -> None:
    with tempfile.TemporaryDirectory() as parent:
        Path(parent).chmod(0o755)
        folder = write_region(Path(parent, "region"))
        (folder / closed).chmod(0)
        with as_nobody():
            problems = read_folder(folder).problems
        (folder / closed).chmod(0o700)
    assert [problem.file for problem in problems if problem.code == "unreadable-file"] == [closed]


@pytest.mark.parametrize("command", ["check", "diff", "totals", "export", "import", "publish", "schema"])
def test_no_command_waits_for_a_pipe_or_follows_a_link(
    command: str, folder: Path, outside: Path, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    for file, kind in ((FOOD, pipe), ("facts.yaml", link_out)):
        (folder / file).unlink()
        kind(folder / file, outside)
    other = write_region(tmp_path / "other")
    book = tmp_path / "book.xlsx"
    os.mkfifo(book)
    calls = {
        "diff": ["diff", str(other), str(folder)],
        "export": ["export", str(folder), "--to", "xlsx", "--out", str(tmp_path / "out.xlsx")],
        "import": ["import", str(book), str(other)],
        "publish": ["publish", str(folder), "--by", "wang"],
        "schema": ["schema", str(tmp_path), "--check"],
    }
    assert main(["rules", *calls.get(command, [command, str(folder)])]) in (1, 2)
    told = "".join(capsys.readouterr())
    assert "very-secret" not in told
    assert "Traceback" not in told


@pytest.mark.parametrize("name", ["con.yaml", "Aux.yaml", "nul.yaml", "com1.notes.yaml", "lpt9.yml"])
def test_a_name_that_windows_keeps_for_itself_is_told(name: str, folder: Path) -> None:
    (folder / "notices" / name).write_text("notice: con\n", encoding="utf-8")
    assert [problem.file for problem in found(folder, "reserved-name")] == [f"notices/{name}"]


@pytest.mark.parametrize(
    "twins",
    [("Food.yaml", "food.yaml"), *[tuple(unicodedata.normalize(f, "é.yaml") for f in ("NFC", "NFD"))]],
)
def test_names_that_some_computers_take_for_one_are_told(twins: tuple[str, str], folder: Path) -> None:
    for name in twins:
        (folder / "items/market" / name).write_text(FILES[FOOD], encoding="utf-8")
    (told,) = found(folder, "twin-name")
    assert Path(told.file).name in twins
    assert all(name in told.zh and name in told.en for name in twins)


@pytest.mark.parametrize("name", [b"\xff\xfe.yaml", b"a\nb.yaml", b"\x1b[2J.yaml", "‮lmay.yaml".encode()])
def test_a_name_that_cannot_be_shown_is_told_with_signs_in_its_place(
    name: bytes, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    Path(os.fsdecode(os.fsencode(folder / "notices") + b"/" + name)).write_text("notice: x\n")
    (told,) = found(folder, "strange-name")
    assert told.file.isprintable()
    assert main(["rules", "check", str(folder)]) == 1
    assert "\x1b[2J" not in capsys.readouterr().out


def test_folders_within_folders_without_end_are_left_at_a_depth(folder: Path) -> None:
    deep = folder / "items"
    for _ in range(150):
        deep /= "a" * 20
        deep.mkdir()
    (deep / "food.yaml").write_text(FILES[FOOD], encoding="utf-8")
    (told,) = found(folder, "too-deep")
    assert told.file.count("/") == files.DEEPEST


def test_more_files_than_a_region_can_have_are_an_error(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(files, "MOST_FILES", 10)
    assert len(find_files(folder, [])) == 10
    assert found(folder, "too-many-files")


def nested(levels: int) -> str:
    return "".join(f"{' ' * level}a:\n" for level in range(levels)) + f"{' ' * levels}b\n"


HOSTILE: dict[str, tuple[str, str]] = {
    "more than four megabytes": ("a: b\n" * 800_001, "file-too-large"),
    "two hundred thousand lines of what is no form": ("a:\n" + "- b\n" * 199_999, "unknown-key"),
    "the same key over and over": ("item: food\n" * 200_000, "yaml-duplicate-key"),
    "nested without end": (nested(1_500), "yaml-depth"),
    "maps that end in a value": (nested(1_500).replace("b\n", "b: c\n"), "yaml-depth"),
    "lists without end": ("".join(f"{'  ' * level}- a:\n" for level in range(800)), "yaml-depth"),
    "brackets without end": ("a: " + "[" * 200_000, "yaml-depth"),
    "closed brackets without end": ("a: " + "{b: " * 100_000 + "}" * 100_000, "yaml-depth"),
    "an anchor that doubles itself": ("a: &a [b, b]\nc: &c [*a, *a]\n", "yaml-anchor"),
    "a text of sixty thousand signs": (f"item: {'食' * 60_000}\n", "too-long"),
    "a day that does not exist": (FILES[FOOD] + "from: 2026-02-30\n", "wrong-type"),
    "a leap day in a common year": (FILES[FOOD] + "from: 2023-02-29\n", "wrong-type"),
    "a day in no month": (FILES[FOOD] + "from: 2026-13-01\n", "wrong-type"),
    "a day of thirteen digits": (FILES[FOOD] + "from: 12026-01-01\n", "wrong-type"),
    "nothing at all": ("", "missing-key"),
    "only zeros": ("\0" * 1_000, "encoding"),
}


@pytest.mark.parametrize("kind", HOSTILE)
def test_a_file_of_any_content_is_an_error_in_that_file_within_seconds(kind: str, folder: Path) -> None:
    content, code = HOSTILE[kind]
    (folder / FOOD).write_text(content, encoding="utf-8")
    told = [problem for problem in read_folder(folder).problems if problem.file == FOOD]
    assert code in {problem.code for problem in told}
    assert all(problem.line >= 1 and problem.mend_zh and problem.mend_en for problem in told)


def test_a_flood_of_mistakes_ends_in_a_list_that_can_be_read(folder: Path) -> None:
    lines = "  - {fact: item.secrt, title: {zh: 涉, en: x}}\n" * 11_000
    (folder / "facts.yaml").write_text(f"facts:\n{lines}", encoding="utf-8")
    problems = read_folder(folder).problems
    assert any(problem.code == "too-many-problems" for problem in problems)
    assert len(problems) < 12_000


@pytest.mark.parametrize(
    "name",
    ["item.when", "item.where", "item.unless", "item.any", "item.secret_", "item.type"],
)
def test_a_fact_by_a_name_of_the_program_s_own_is_an_error_where_it_is_declared(
    name: str, folder: Path
) -> None:
    text = (folder / "facts.yaml").read_text(encoding="utf-8")
    line = f"  - {{fact: {name}, title: {{zh: 名, en: name}}, type: bool}}\n"
    (folder / "facts.yaml").write_text(text + line, encoding="utf-8")
    last = name.removeprefix("item.")
    spoil(folder, FOOD, "facts:\n", f"facts:\n  {last}: true\n")
    told = found(folder, "reserved-name")
    assert [(problem.file, problem.line) for problem in told] == [("facts.yaml", text.count("\n") + 1)]


@pytest.mark.parametrize("name", ["when", "where", "unless", "any"])
def test_a_step_part_or_exit_by_such_a_name_is_an_error_in_its_file_and_no_crash(
    name: str, folder: Path
) -> None:
    spoil(folder, "plans/one_visit.yaml", "  lost: [", f"  {name}: [")
    files_wrong = {problem.file for problem in check(folder, TODAY).problems if problem.severity == "error"}
    assert "plans/one_visit.yaml" in files_wrong


def test_what_is_dropped_into_the_bucket_under_such_names_is_told_and_written_nowhere() -> None:
    names = [
        "../facts.yaml",
        "/etc/passwd.yaml",
        "items/../../x.yaml",
        "a/b/c/d/e.yaml",
        "x\n.yaml",
        "con.yaml",
    ]
    dropped = {name: text.encode() for name, text in FILES.items()} | dict.fromkeys(names, SECRET.encode())
    examined = examine("licang", dropped, None, (), TODAY)
    assert not examined.ok
    problems = examined.review.checked.problems
    told = {one.file for one in problems if one.code in ("unknown-file", "reserved-name")}
    assert told == {name.replace("\n", "⟨U+000A⟩") for name in names}
    assert "very-secret" not in str(examined.as_json())
