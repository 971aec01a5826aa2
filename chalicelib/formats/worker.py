"""
Examine one file after the other, in a process of its own: ``python -m chalicelib.formats.worker SECONDS``.

On standard input each file comes as eight bytes of length and its content; on standard output goes
one line of JSON a file: kind, fault, what acts. Where the first bit of the length is set, the line has
the text of an OFD, or null. The kernel ends the process when a file takes more than so many seconds of
processor time; memory is bounded by whoever starts it.
"""

from __future__ import annotations

import json
import math
import resource
import struct
import sys
import time
from typing import BinaryIO

from chalicelib.formats.examine import examine
from chalicelib.formats.verdict import Fault, Verdict

TEXT = 1 << 63
"""Set in a length: what is wanted is the text."""


def serve(into: BinaryIO, out: BinaryIO, seconds: int) -> None:
    """Answer until nothing more comes."""
    while len(head := into.read(8)) == 8:
        size: int = struct.unpack(">Q", head)[0]
        content = into.read(size & ~TEXT)
        _allow(seconds)
        answer = _text(content) if size & TEXT else _examined(content)
        out.write(json.dumps(answer).encode() + b"\n")
        out.flush()
        del content


def _text(content: bytes) -> str | None:
    from chalicelib.formats.packages.ofd_text import ofd_text  # loaded when the first is asked for

    try:
        return ofd_text(content)
    except (MemoryError, RecursionError):
        return None


def _examined(content: bytes) -> Verdict:
    try:
        return examine(content)
    except (MemoryError, RecursionError):
        return Verdict(None, Fault.TOO_COMPLEX)


def _allow(seconds: int) -> None:
    """So much more processor time from now on."""
    _, most = resource.getrlimit(resource.RLIMIT_CPU)
    resource.setrlimit(resource.RLIMIT_CPU, (math.ceil(time.process_time()) + seconds, most))


if __name__ == "__main__":
    serve(sys.stdin.buffer, sys.stdout.buffer, int(sys.argv[1]))
