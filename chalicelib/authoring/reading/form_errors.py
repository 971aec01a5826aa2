"""Pydantic's findings in the words of the policy desk."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from chalicelib.authoring.findings.look_alikes import look_alike
from chalicelib.authoring.findings.message import Both, Message, say
from chalicelib.authoring.findings.problems import did_you_mean
from chalicelib.decisions.forms.form import FACT_NAME, IN_ENGLISH
from chalicelib.decisions.forms.plan import ONE_KIND

_YES_OR_NO = {"yes": "true", "on": "true", "是": "true", "no": "false", "off": "false", "否": "false"}


def form_error(kind: str, name: object, context: Mapping[str, Any], known: Iterable[str]) -> Message:
    """
    Choose the message for one of pydantic's findings.

    Args:
        kind: pydantic's type of error.
        name: the key or the position that it is about.
        context: what pydantic adds: bounds, expected values; and the ``input`` that is wrong.
        known: the keys that the surrounding map may have.
    """
    if kind == "missing":
        return say("missing-key", name=name)
    if kind == "extra_forbidden":
        return _unknown(str(name), known, without_value=context.get("input", name) is None)
    if kind in ("enum", "literal_error"):
        return _one_of(name, str(context.get("expected", "")), context.get("input"))
    if kind in _BOUNDS:
        bounds = (context[key] for key in ("ge", "le", "min_length", "max_length") if key in context)
        return say(_BOUNDS[kind], name=name, bound=next(bounds, ""))
    if kind == "string_pattern_mismatch":
        return _not_like(str(context.get("pattern")), name, str(context.get("input", "")))
    if kind == ONE_KIND:
        return say("one-kind-of-days", name=name)
    return _type(kind, name, context.get("input"))


def _unknown(name: str, known: Iterable[str], *, without_value: bool) -> Message:
    if re.search("[:：]", name):
        return say("unknown-key/colon", name=name)
    if without_value and not name.isidentifier():
        return say("unknown-key/comma", name=name)
    return say("unknown-key/key", name=name, mend=_meant(name, list(known)))


def _meant(name: str, known: Sequence[str]) -> Both:
    """The key that was probably meant: by what other words say, or by how it is spelt."""
    meant = next((key for key in known if name.lower() in _OTHER_WORDS.get(key, ())), None)
    return did_you_mean(name if meant is None else meant, known)


def _not_like(pattern: str, name: object, value: str) -> Message:
    if pattern == IN_ENGLISH:
        return say("wrong-name/english", name=name)
    odd = look_alike(value)
    if odd is not None:
        return say("wrong-name/key-look-alike", name=name, odd=odd)
    comma = re.search("[，、；]", value)
    return say("wrong-name/comma" if comma else _PATTERNS.get(pattern, "wrong-name/key"), name=name)


def _one_of(name: object, expected: str, value: object) -> Message:
    allowed = re.findall(r"'([^']*)'", expected) or [expected.lower()]  # True is written true
    if "whole_number" in allowed:
        allowed.append("amount")  # a kind of fact in the file; the form holds it as a whole number
    return say("not-one-of/value", name=name, mend=did_you_mean(value, allowed))


def _type(kind: str, name: object, value: object) -> Message:
    if kind.startswith("bool"):
        return say("wrong-type/bool", name=name, mend=yes_or_no(value))
    for part, key in _TYPES.items():
        if kind.startswith(part):
            return say(key, name=name)
    return say("wrong-type/other", name=name, kind=kind)


def yes_or_no(value: object) -> Both:
    """The way to mend a value that should be true or false."""
    word = str(value).strip().lower()
    near = _YES_OR_NO.get(word)
    return Both(f"请写 {near}。", f"Write {near}.") if near else did_you_mean(word, (True, False))


_OTHER_WORDS = {
    "until": ("to", "till", "end", "ends", "last", "expires"),
    "from": ("start", "starts", "since", "begin", "begins", "first"),
    "choose": ("then", "channel", "outcome", "result"),
    "when": ("if", "where", "condition", "conditions"),
    "basis": ("law", "laws", "legal_basis"),
    "title": ("label", "name"),
}
"""By key what people write in its place that is spelt otherwise."""
_PATTERNS = {
    FACT_NAME: "wrong-name/fact",
    r"^([01][0-9]|2[0-3]):[0-5][0-9]-([01][0-9]|2[0-3]):[0-5][0-9]$": "wrong-name/hours",
    r"^[a-z][a-z0-9_]{1,39}$": "wrong-name/carrier-code",
    r"^[0-9]{6}$": "wrong-name/region-code",
    r"^[A-Za-z0-9][A-Za-z0-9._-]{0,39}$": "wrong-name/staff-number",
}
"""By the pattern that a text has to match."""
_BOUNDS = {
    "greater_than_equal": "out-of-bounds/greater-than-equal",
    "less_than_equal": "out-of-bounds/less-than-equal",
    "too_short": "out-of-bounds/too-short",
    "string_too_short": "out-of-bounds/string-too-short",
    "string_too_long": "out-of-bounds/string-too-long",
    "too_long": "out-of-bounds/too-long",
}
_TYPES = {
    "int": "wrong-type/int",
    "string": "wrong-type/string",
    "date": "wrong-type/date",
    "tuple": "wrong-type/list",
    "list": "wrong-type/list",
    "model": "wrong-type/map",
    "dict": "wrong-type/map",
}
"""By how pydantic's types of error begin."""
