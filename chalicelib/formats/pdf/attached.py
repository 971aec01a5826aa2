"""Look at the files that a PDF brings along (ISO 32000-2, 7.11.4): data may be, such as an invoice's."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from pypdf.generic import DictionaryObject, PdfObject, StreamObject

from chalicelib.formats.data import LIKE_XML, MOST_ATTACHED, check_data, check_name, is_xml
from chalicelib.formats.pdf.values import name_of, texts_of, value_of
from chalicelib.formats.verdict import Active, Fault, Verdict, active, too_complex

NAMES = ("/F", "/UF", "/DOS", "/Mac", "/Unix")
"""Where a file specification says what the file is called: by system, the older ones last."""


class Attachments:
    """The files of one document, told one by one."""

    def __init__(self, look: Callable[[bytes], Verdict]) -> None:
        self._look = look
        self._size = 0

    def check(self, file: DictionaryObject) -> None:
        """
        ``file`` is a file specification; ``/EF`` in it holds the file.

        Raises:
            FaultError: it is no data, or may run; there is too much; or it lies outside the document.
        """
        if name_of(file, "/AFRelationship") == "/EncryptedPayload" or "/RF" in file:
            raise active(Active.EMBEDDED)
        names = texts_of(file, *NAMES)
        for name in names:
            check_name(name)
        for stream in _streams(value_of(file, "/EF")):
            self._check(stream, xml=any(map(is_xml, names)))

    def _check(self, stream: StreamObject, *, xml: bool) -> None:
        if "/F" in stream:
            raise active(Active.EXTERNAL)
        content = stream.get_data()
        self._size += len(content)
        if self._size > MOST_ATTACHED:
            raise too_complex()
        found = self._look(content)
        if found.fault is not Fault.EMPTY:
            check_data("xml" if xml and found.kind in LIKE_XML else found.kind, [content])


def _streams(files: PdfObject | None) -> Iterator[StreamObject]:
    """Each once: older and newer readers look under different names."""
    if not isinstance(files, DictionaryObject):
        raise active(Active.EMBEDDED)
    seen: list[PdfObject] = []
    for key in files:
        stream = value_of(files, key)
        if not isinstance(stream, StreamObject):
            raise active(Active.EMBEDDED)
        if not any(stream is each for each in seen):
            seen.append(stream)
            yield stream
