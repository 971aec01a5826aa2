"""A notice opened: its text in both languages and a page to print."""

from __future__ import annotations

from typing import NamedTuple

from chalicelib.cases.notices import Notice
from chalicelib.decisions.forms.model import Item, Release
from chalicelib.decisions.forms.notice import NoticeTemplate
from chalicelib.rendering.page import page
from chalicelib.rendering.sheet import About, Opened, sheet

__all__ = ["About", "Opened", "Rendered", "WrongWordingError", "render"]


class WrongWordingError(LookupError):
    """The release does not have the wording in which a notice was issued: nothing else may be shown."""


class Rendered(NamedTuple):
    """A notice in Chinese and in English as plain text, and in both as one HTML page."""

    zh: str
    en: str
    html: str


def render(notice: Notice, release: Release, item: Item, no: str, opened: Opened) -> Rendered:
    """
    A notice as it was issued, with what only its opening gives.

    Args:
        release: the one that the notice names.
        item: what was applied for, of that release.
        no: the case's number.

    Raises:
        WrongWordingError: the release has another wording, or none.
    """
    template = _wording(notice, release)
    about = About(no, item, release.region)
    zh, en = (sheet(notice, template, about, opened, language) for language in ("zh", "en"))
    return Rendered(zh.as_text(), en.as_text(), page((zh, en)))


def _wording(notice: Notice, release: Release) -> NoticeTemplate:
    template = release.notices.get(notice.kind)
    if template is None or template.digest != notice.template:
        raise WrongWordingError(notice.kind)
    return template
