"""Why something cannot be done with a case, in words for the person who asked."""

from __future__ import annotations

from chalicelib.decisions.forms.form import Text


class NotPossible(Exception):  # noqa: N818 - a refusal of the office, not an error of the program
    """
    The case does not allow what was asked. Nothing has changed.

    ``code`` is stable for programs; ``text`` says in both languages what to do instead, ``details`` name what
    it is about, one by one.
    """

    def __init__(self, code: str, zh: str, en: str, details: tuple[Text, ...] = ()) -> None:
        super().__init__(code)
        self.code = code
        self.text = Text(zh=zh, en=en)
        self.details = details
