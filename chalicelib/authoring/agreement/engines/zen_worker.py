"""Ask zen-engine through a JDM document, in a child process."""

from __future__ import annotations

import json
from typing import Any

import zen

from chalicelib.authoring.agreement.engines.worker import Ask, Situation, answer_all
from chalicelib.decisions.decision import nested


def engine(document: str) -> Ask:
    """The static loader compiles the document once; a decision of its own would do so every time."""
    content = {"channel": json.loads(document)}
    found = zen.ZenEngine({"loader": {"type": "static", "content": content}})

    def ask(code: str | None, situation: Situation) -> list[Any]:
        try:
            result = found.evaluate("channel", _facts(code, situation))["result"]
        except RuntimeError as error:  # it refuses the facts, or the document
            return [None, str(error)[:200]]
        return [result.get("channel", result.get("outcome")), result.get("rule")]

    return ask


def _facts(code: str | None, situation: Situation) -> dict[str, Any]:
    """As ``rules decide`` prints them."""
    return {**nested(situation), **({} if code is None else {"code": code})}


if __name__ == "__main__":
    answer_all(engine)
