from __future__ import annotations

import io
import os
import signal
import subprocess
import sys
import zlib
from collections.abc import Iterator
from pathlib import Path

import pytest

from chalicelib.adapters.file_check import Examiner, FileCheck
from chalicelib.cases.values import Active, Reason
from chalicelib.ports.storage.file_check import Examined
from chalicelib.services.errors import RetryableError
from infra.local.samples import docx, png
from infra.local.samples import pdf as small
from tests.formats.made import package, pdf, unpacked

TOO_COMPLEX = {Examined(kind=None, fault=Reason.TOO_COMPLEX), Examined(kind="pdf", fault=Reason.TOO_COMPLEX)}
MEMORY, SECONDS, PATIENCE = 256 << 20, 2, 600


@pytest.fixture(scope="module")
def narrow() -> Iterator[Examiner]:
    """With less room than the real one, so that what is too much is so sooner."""
    examiner = Examiner(memory=MEMORY, seconds=SECONDS, patience=PATIENCE)
    yield examiner
    examiner.close()


def test_files_are_examined_one_after_the_other_in_one_process() -> None:
    check = FileCheck()
    assert check.examine(io.BytesIO(small("one"))) == Examined(kind="pdf")
    assert check.examine(io.BytesIO(png())) == Examined(kind="png")
    assert FileCheck().examine(io.BytesIO(b"%PDF-")) == Examined(kind="pdf", fault=Reason.DAMAGED)
    acts = pdf(catalogue=b"/OpenAction<</S/JavaScript/JS(1)>>")
    assert check.examine(io.BytesIO(acts)) == Examined(kind="pdf", fault=Reason.ACTIVE, active=Active.SCRIPT)


def test_a_file_is_examined_from_its_beginning_wherever_it_stands() -> None:
    file = io.BytesIO(png())
    file.seek(0, io.SEEK_END)
    assert FileCheck().examine(file) == Examined(kind="png")


def test_a_file_of_twenty_megabytes_is_examined_in_a_quarter_of_a_gigabyte(narrow: Examiner) -> None:
    picture = b"<</Type/XObject/Subtype/Image/Length %d>>stream\n%s\nendstream\n"
    data = os.urandom(19 << 20)
    scan = pdf(picture % (len(data), data), page=b"/Resources<</XObject<</I 4 0 R>>>>")
    assert narrow.examine(io.BytesIO(scan)) == Examined(kind="pdf")
    stored = package({**unpacked(docx()), "word/media/image1.jpeg": data}, method=0)
    assert narrow.examine(io.BytesIO(stored)) == Examined(kind="docx")


# --- what is meant to hang or fill memory ---------------------------------------------------------


def links(count: int) -> bytes:
    """A page with so many links, each an object of its own."""
    listed = b" ".join(b"%d 0 R" % number for number in range(4, 4 + count))
    return pdf(*[b"<</Subtype/Link/A<</S/URI/URI(a)>>>>"] * count, page=b"/Annots[" + listed + b"]")


def streams(count: int) -> bytes:
    """Object streams of 60 MB each, packed into some 60 KB."""
    packed = zlib.compress(b"5 0 " + b"[" * 10 + b" " * (60 << 20), 9)
    body = b"<</Type/ObjStm/N 1/First 4/Filter/FlateDecode/Length %d>>stream\n%s\nendstream\n"
    return pdf(*[body % (len(packed), packed)] * count, catalogue=b"/A 4 0 R/B1 5 0 R/C 6 0 R")


def lost(count: int) -> bytes:
    """References to objects that are not there: the whole file is searched for each."""
    listed = b" ".join(b"%d 0 R" % number for number in range(100_000, 100_000 + count))
    return pdf(
        b"<</Length 15000000>>stream\n" + b" " * 15_000_000 + b"\nendstream\n",
        page=b"/Annots[" + listed + b"]",
    )


HOSTILE = {
    "a hundred thousand objects": lambda: links(100_000),
    "references into nowhere": lambda: lost(20_000),
    "lists within lists": lambda: pdf(page=b"/Annots" + b"[" * 500_000),
    "dictionaries within dictionaries": lambda: pdf(page=b"/Annots" + b"<</A" * 500_000),
    "one endless list": lambda: pdf(page=b"/Annots[" + b"<<>>" * 4_000_000 + b"]"),
    "a table of endless size": lambda: pdf().replace(b"0 4\n", b"0 999999999\n"),
    "tables that name each other": lambda: pdf(trailer=b"/Prev 9").replace(
        b"/Prev 9", b"/Prev %d" % pdf().find(b"xref")
    ),
    "an endless chain of actions": lambda: pdf(
        b"<</S/GoTo/D[3 0 R]/Next 5 0 R>>", b"<</S/GoTo/D[3 0 R]/Next 4 0 R>>", catalogue=b"/OpenAction 4 0 R"
    ),
    "a page tree in a circle": lambda: pdf(b"<</Type/Pages/Kids[4 0 R 2 0 R 3 0 R]>>", catalogue=b"/X 4 0 R"),
    "packed object streams": lambda: streams(3),
}
TAKEN = {
    "a page tree in a circle",
    "tables that name each other",
    "packed object streams",
}
"""Of these a reader shows what there is; to judge them costs nothing."""


@pytest.mark.parametrize("name", HOSTILE)
def test_a_file_meant_to_hang_or_to_fill_memory_is_judged_within_the_bounds(
    narrow: Examiner, name: str
) -> None:
    found = narrow.examine(io.BytesIO(HOSTILE[name]()))
    assert found.fault in {Reason.TOO_COMPLEX, Reason.DAMAGED} or name in TAKEN, found
    assert narrow.examine(io.BytesIO(png())) == Examined(kind="png"), "the next file is examined as ever"


def test_what_takes_more_processor_time_than_a_file_may_is_too_complex(narrow: Examiner) -> None:
    assert narrow.examine(io.BytesIO(links(100_000))) in TOO_COMPLEX


# --- when the process ends ------------------------------------------------------------------------


def test_a_process_that_was_stopped_from_outside_is_no_fault_of_the_file() -> None:
    examiner = Examiner()
    examiner.examine(io.BytesIO(png()))
    process = examiner._process
    assert process is not None
    os.kill(process.pid, signal.SIGSTOP)
    os.kill(process.pid, signal.SIGKILL)
    with pytest.raises(RetryableError):
        examiner._ended(process)
    assert examiner.examine(io.BytesIO(png())) == Examined(kind="png")
    examiner.close()


def test_the_process_knows_no_secrets_and_what_it_looks_with_is_loaded_nowhere_else() -> None:
    examiner = Examiner()
    os.environ["A_SECRET_OF_THE_TESTS"] = "x"
    try:
        examiner.examine(io.BytesIO(small("x")))
        assert examiner._process is not None
        seen = Path(f"/proc/{examiner._process.pid}/environ").read_bytes()
    finally:
        del os.environ["A_SECRET_OF_THE_TESTS"]
        examiner.close()
    assert b"A_SECRET_OF_THE_TESTS" not in seen
    assert b"AWS_" not in seen


def test_no_function_loads_what_looks_into_files() -> None:
    code = (
        "import sys, app; from chalicelib.adapters import file_check; "
        "print([m for m in sys.modules if m.startswith(('pypdf', 'cryptography', 'chalicelib.formats'))])"
    )
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)  # noqa: S603
    assert said.stdout.strip() == "[]"


def test_who_ends_leaves_no_process_behind() -> None:
    code = (
        "import io; from chalicelib.adapters.file_check import FileCheck, _shared; "
        "FileCheck().examine(io.BytesIO(b'x')); print(_shared()._process.pid)"
    )
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)  # noqa: S603
    assert not Path(f"/proc/{said.stdout.strip()}").exists()
