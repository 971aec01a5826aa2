"""Pages from templates. Both languages stand beside each other in a template: ``t("中文", "English")``."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from chalicelib.cases.correction_reasons import ready_words
from chalicelib.cases.people.staff_numbers import is_number_of
from chalicelib.decisions.forms.form import Basis
from chalicelib.rendering import words
from chalicelib.rendering.words import Language
from chalicelib.web import wording
from chalicelib.web.assets import address

TEMPLATES = Path(__file__).parent / "templates"


@dataclass(frozen=True)
class Look:
    """
    For whom a page is made: language, size of print, and where it stands. ``root`` leads from the page to
    the first page ("./", "../"), so that links hold behind any stage or proxy; ``here`` leads from there to
    this page, as far as it can be asked for again. ``year`` is the office's,
    ``token`` goes with every form; ``person``: who signed on applies, or acts for who does;
    ``work`` is where a member of staff begins, from the first page on.
    """

    language: Language = "zh"
    large: bool = False
    root: str = "./"
    here: str = ""
    year: int | None = None
    token: str = ""
    signed_on: bool = False
    person: bool = False
    work: str = ""

    def t(self, zh: str, en: str) -> str:
        return wording.kept_together(zh) if self.language == "zh" else en

    def say(self, text: Mapping[str, str] | Any) -> str:
        """A text of the rule files, be it a form or its JSON; "" for None."""
        if text is None:
            return ""
        both = text if isinstance(text, Mapping) else {"zh": text.zh, "en": text.en}
        return self.t(both["zh"], both["en"])

    def written(self, words: str) -> str:
        """What an office wrote: ready words in the language of the page, all else as it was written."""
        return self.say(ready_words(words))

    def laws(self, basis: Iterable[Any]) -> str:
        """Laws and their articles, of the rule files or of their JSON."""
        return words.bases((Basis.model_validate(one, from_attributes=True) for one in basis), self.language)

    def as_called(self, name: str) -> str:
        """What a person, a place or a paper is called, marked as Chinese where the page is not."""
        foreign = self.language == "en" and wording.CHINESE.search(name)
        return Markup('<span lang="zh-CN">{}</span>').format(name) if foreign else name

    def day(self, iso: str, *, weekday: bool = False, with_year: bool = False) -> str:
        """A day; ``with_year`` on what is printed and kept, where this year is told, too."""
        told = wording.day(iso, self.language, None if with_year else self.year, weekday=weekday)
        return self.t(told, told)

    def moment(self, iso: str) -> str:
        told = wording.moment(iso, self.language, self.year)
        return self.t(told, told)

    def last_day(self, iso: str) -> str:
        told = wording.last_day(iso, self.language, self.year)
        return self.t(told, told)

    def sentence(self, text: str) -> str:
        return wording.sentence(text, self.language)

    def period(self, value: Mapping[str, object]) -> str:
        told = wording.period(value, self.language)
        return self.t(told, told)


@cache
def _environment() -> Environment:
    made = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    made.globals["asset"] = address
    made.tests["number_of"] = is_number_of
    made.filters |= {
        "cap": wording.capital,
        "case_number": wording.case_number,
        "query_code": wording.query_code,
        "size": wording.size,
    }
    return made


def page(template: str, look: Look, **content: Any) -> str:
    """
    A page, or the part of one that htmx asked for.

    Raises:
        UndefinedError: the template uses what ``content`` has not.
    """
    told = {"t": look.t, "say": look.say, "day": look.day, "moment": look.moment, "period": look.period}
    told |= {"last_day": look.last_day, "laws": look.laws, "written": look.written, "sentence": look.sentence}
    told |= {"as_called": look.as_called}
    return _environment().get_template(template).render(look=look, root=look.root, **told, **content)
