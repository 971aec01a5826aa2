"""The language in which commands speak to people: Chinese, English or both. JSON always has both."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from enum import StrEnum
from typing import Protocol

from chalicelib.authoring.findings.message import singular

OPTION = "--lang"
SETTING = "CHALICELIB_LANG"
"""The setting of who always wants the same; it goes before the terminal's own, such as ``LANG``."""


class Language(StrEnum):
    ZH = "zh"
    EN = "en"
    BOTH = "both"


_ALL = [language.value for language in Language]


class Text(Protocol):
    """Something said in both languages."""

    @property
    def zh(self) -> str: ...
    @property
    def en(self) -> str: ...


class _Speaker:
    """What the running command speaks."""

    language: Language | None = None


def speak(language: Language) -> None:
    """Choose the language of all that is said from now on."""
    _Speaker.language = language


def each_language() -> Iterator[None]:
    """Speak the languages of the user one after the other: of both, Chinese and then English."""
    asked = language()
    for one in (Language.ZH, Language.EN) if asked is Language.BOTH else (asked,):
        speak(one)
        yield
    speak(asked)


def language() -> Language:
    """The language in which the running command speaks; before one was chosen, that of the settings."""
    return _Speaker.language or chosen((), os.environ)


def chosen(words: Sequence[str], settings: Mapping[str, str]) -> Language:
    """
    The language that a call asks for; else that of the settings; else Chinese.

    Args:
        words: the call, read before it is parsed: what is wrong with it is told in that language too.
        settings: the environment.
    """
    for number, word in enumerate(words):
        name, _, value = word.partition("=")
        if name == OPTION:
            asked = value or "".join(words[number + 1 : number + 2])
            if asked in _ALL:
                return Language(asked)
    for name in (SETTING, "LC_ALL", "LC_MESSAGES", "LANG"):
        if settings.get(name):
            return _of_locale(settings[name])
    return Language.ZH


def _of_locale(name: str) -> Language:
    """Such as zh_CN.UTF-8 or en_GB; C and languages that nobody translated to are answered in Chinese."""
    if name in _ALL:
        return Language(name)
    return Language.EN if name.lower().startswith("en") else Language.ZH


def spoken(zh: str, en: str, between: str = " / ") -> str:
    """A sentence in the language of the user; where she wants both, one after the other."""
    en = singular(en)
    match language():
        case Language.ZH:
            return zh
        case Language.EN:
            return en
        case Language.BOTH:
            return zh if zh == en else f"{zh}{between}{en}"


def word(zh: str, en: str) -> str:
    """A word or a name in the language of the user; both beside each other."""
    return spoken(zh, en, " ")


def told(text: Text, between: str = " / ") -> str:
    """What is said in both languages in that of the user."""
    return spoken(text.zh, text.en, between)


_BETWEEN = {"、": ", ", "，": ", ", "；": "; "}
"""Signs between words, in Chinese and in English."""


def label(zh: str, en: str) -> str:
    """A word and the colon before what it names."""
    return f"{zh}：" if language() is Language.ZH else f"{word(zh, en)}: "


def listed(each: Iterable[str], between: str = "、") -> str:
    """Words one after the other, with the sign of the user's language between them; both take the Chinese."""
    return (_BETWEEN[between] if language() is Language.EN else between).join(each)


def aside(text: str) -> str:
    """What stands in brackets after a word."""
    return f"（{text}）" if language() is Language.ZH else f" ({text})"


def headed(text: str) -> str:
    """A heading within what is shown."""
    return f"[{text}]" if language() is Language.EN else f"【{text}】"


def parted(message: str) -> tuple[str, str]:
    """A message of lines "Chinese / English" by language; a line without a slash is in both."""
    lines = [line.partition(" / ") for line in message.split("\n")]
    return "\n".join(zh for zh, _, _ in lines), "\n".join(en or zh for zh, _, en in lines)


def in_language(message: str) -> str:
    """A message of lines "Chinese / English" in the language of the user."""
    return message if language() is Language.BOTH else spoken(*parted(message))


def several(number: int, what: str) -> str:
    """So many of something, in English: "1 error", "2 errors"."""
    return f"{number} {what}" if number == 1 else f"{number} {what}s"
