"""Tell where a link of a document may lead: the web, mail, a telephone, or a place beside the document."""

from __future__ import annotations

import re
from urllib.parse import unquote

from chalicelib.formats.verdict import Active, active

_PASSED_OVER = re.compile("[\x00-\x20\x7f-\xa0\xad\u200b-\u200f\u2028-\u202f\u2060-\u206f\ufeff]+")
"""What browsers and office programs take out of a link before they follow it."""

_SCHEME = re.compile(r"([a-z][a-z0-9+.-]*):", re.IGNORECASE)
_HOST = re.compile(r"[a-z0-9-]+(?:\.[a-z0-9-]+)+:\d{1,5}(?:[/?#]|$)", re.IGNORECASE)
"""A web address without its scheme, but with a port: what stands before the colon is no scheme."""

_FINE = {"http", "https", "mailto", "tel"}
_RUN = re.compile(
    r"(?:javascript|jscript|livescript|vbscript|data|ms-[a-z0-9.-]+|search|search-ms|shell|mhtml|mk|hcp|res):",
    re.IGNORECASE,
)
_STARTED = re.compile(
    r"/[^/]*\.com$"
    r"|\.(?:exe|scr|pif|bat|cmd|ps1|vbs|vbe|jse?|wsf|wsh|hta|lnk|url|msi|msc|cpl|jar|reg|chm|dll|application)$",
    re.IGNORECASE,
)
"""Names of programs; one ending on ``.com`` that stands alone is a web address without its scheme."""


def check_target(address: str) -> None:
    """
    Where a click leads: to the web (``http``, ``https``), to ``mailto`` or ``tel``, to a place in the
    document, or to a document beside it. Everything else opens something of the machine.

    Raises:
        FaultError: the link runs what stands in it, or leads to a file, a share or a program.
    """
    for said in (address, unquote(address)):
        target = _PASSED_OVER.sub("", said).replace("\\", "/")
        if _RUN.match(target):
            raise active(Active.SCRIPT)
        scheme = _SCHEME.match(target)
        if scheme is not None and not _HOST.match(target):
            if scheme[1].lower() not in _FINE:
                raise active(Active.LINK)
        elif target.startswith("//") or _STARTED.search(re.split("[?#]", target)[0].rstrip(".")):
            raise active(Active.LINK)
