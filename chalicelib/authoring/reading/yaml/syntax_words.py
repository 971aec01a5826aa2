"""What is said of a file that is no YAML, each with the way to mend it."""

from __future__ import annotations

from chalicelib.authoring.findings.message import Message, say


def first_sign(sign: str) -> Message:
    return say("yaml-syntax/first-sign", sign=sign)
