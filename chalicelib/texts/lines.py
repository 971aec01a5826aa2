"""Texts for people: one line (a name, an address), some lines (a note), the name of a file."""

from __future__ import annotations

import re

from chalicelib.texts.signs import BLANKS, BREAKS, NOT_UTF8, WrongText, is_letter, is_misread, readable

LONGEST_FILE_NAME = 80

_BREAK = re.compile(f"\r\n|[{BREAKS}]")
_BLANK = re.compile(f"[{BLANKS}]+")

_MORE_LINES = WrongText("应写在一行内，请删去换行", "must stand on one line; take the line break out")
_NOTHING = WrongText(
    "没有可读的文字，请填写汉字、字母或数字", "shows nothing that can be read; write letters or digits"
)
_NO_PATH = WrongText(
    "文件名不能有 / 或 \\，也不能以点开头；请改名后再传",
    "is no file's name: no / or \\, and no dot at the beginning; rename the file",
)


def clean_line(text: str, longest: int, *, shortest: int = 1, breaks: bool = False) -> str:
    """
    A line that a courier or a printer can print: at least one letter or digit, blanks of every kind as one.

    Args:
        longest: characters it may have in the end; ``shortest``: those it must have.
        breaks: a line break inside counts as a blank (of an address pasted in two lines nothing is lost).

    Raises:
        WrongText: it cannot be read, shows nothing, is too long or short, or has several lines.
    """
    text = readable(text).strip(BLANKS + BREAKS)
    if not breaks and _BREAK.search(text):
        raise WrongText(_MORE_LINES.zh, _MORE_LINES.en)
    text = _BLANK.sub(" ", _BREAK.sub(" ", text))
    if len(text) < shortest and text:
        raise WrongText(f"至少 {shortest} 个字符", f"needs at least {shortest} characters")
    if _is_lost(text):
        raise WrongText(NOT_UTF8.zh, NOT_UTF8.en)
    return _measured(text, longest, any(map(is_letter, text)))


def _is_lost(text: str) -> bool:
    """Whether a Chinese line was once written in an encoding without its characters, which leaves ???7?."""
    return text.isascii() and "??" in text and 2 * text.count("?") >= len(text.replace(" ", ""))


def clean_prose(text: str, longest: int) -> str:
    """
    A note of some lines, "\\n" between them.

    Raises:
        WrongText: it cannot be read, shows nothing or is too long.
    """
    lines = _BREAK.sub("\n", readable(text)).split("\n")
    text = "\n".join(_BLANK.sub(" ", line).rstrip(" ") for line in lines).strip("\n ")
    return _measured(re.sub("\n{3,}", "\n\n", text), longest, any(map(is_letter, text)))


def clean_file_name(text: str) -> str:
    """
    The name of an uploaded file, as it is shown and as files are saved under it.

    Raises:
        WrongText: it cannot be read, shows nothing, is too long, or leads to another folder.
    """
    name = clean_line(text, LONGEST_FILE_NAME)
    if re.search(r"[/\\]", name) or name.startswith("."):
        raise WrongText(_NO_PATH.zh, _NO_PATH.en)
    return name


def _measured(text: str, longest: int, shows: bool) -> str:
    if is_misread(text):  # as it is kept: what was dropped may have hidden it
        raise WrongText(NOT_UTF8.zh, NOT_UTF8.en)
    if not shows:
        raise WrongText(_NOTHING.zh, _NOTHING.en)
    if len(text) > longest:
        raise WrongText(f"最多 {longest} 个字符", f"has at most {longest} characters")
    return text
