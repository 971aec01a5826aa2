"""Tell what a file is by its bytes, and whether it is whole and harmless."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from chalicelib.formats.images.pictures import check_jpeg, check_png, check_webp
from chalicelib.formats.images.tiff import check_tiff
from chalicelib.formats.packages.ole import look_ole
from chalicelib.formats.packages.zips import look_zip
from chalicelib.formats.signatures import BEFORE_TEXT, foreign, is_blank, markup, textual
from chalicelib.formats.verdict import Fault, FaultError, Verdict, too_complex

_WITHIN = 1024
"""A PDF's header may stand behind something else (ISO 32000-2, annex I): a mark, or a mail's head."""

_PICTURES: dict[str, Callable[[bytes], None]] = {
    "jpeg": check_jpeg,
    "png": check_png,
    "webp": check_webp,
    "tiff": check_tiff,
}


def examine(content: bytes) -> Verdict:
    """The kind of a file, and its fault if it has one. Names and declared types are not looked at."""
    return _examine(content, _attached)


def _attached(content: bytes) -> Verdict:
    return _examine(content, _too_deep)


def _too_deep(_: bytes) -> Verdict:
    """A file attached to one that is attached itself; a zip may even hold itself."""
    raise too_complex()


def _examine(content: bytes, look: Callable[[bytes], Verdict]) -> Verdict:
    kind = foreign(content)
    if kind in _PICTURES:
        return _checked(kind, _PICTURES[kind], content)
    if kind == "zip":
        return look_zip(content, look)
    if kind == "ole":
        return look_ole(content)
    if kind is not None:
        return Verdict(kind)
    header = content.find(b"%PDF-", 0, _WITHIN + 5)
    if header < 0:
        return _without_sign(content)
    page = markup(content[: header + _WITHIN].partition(b" obj")[0])
    if page is not None:
        return Verdict(page)
    from chalicelib.formats.pdf.document import check_pdf  # loaded when the first PDF comes

    return _checked("pdf", partial(check_pdf, look=look), content[header:] if header else content)


def _without_sign(content: bytes) -> Verdict:
    """What nothing at the beginning names: text, or nothing at all."""
    if is_blank(content):
        return Verdict(None, Fault.EMPTY)
    shifted = foreign(content[:_WITHIN].lstrip(BEFORE_TEXT))
    if (
        shifted is not None and content[:1] in BEFORE_TEXT
    ):  # as programs for text leave it: no reader takes it
        return Verdict(shifted, Fault.DAMAGED)
    return Verdict(markup(content[:_WITHIN]) or textual(content))


def _checked(kind: str, check: Callable[[bytes], None], content: bytes) -> Verdict:
    try:
        check(content)
    except FaultError as found:
        return Verdict(kind, found.fault, found.active)
    except (MemoryError, RecursionError):
        return Verdict(kind, Fault.TOO_COMPLEX)
    return Verdict(kind)
