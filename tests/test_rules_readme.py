"""The page for policy staff says what the commands print."""

from __future__ import annotations

import difflib
import re

from tests.rules_readme import PAGE, replayed


def test_the_worked_change_is_what_the_commands_print_word_for_word() -> None:
    page = PAGE.read_text(encoding="utf-8")
    now = replayed(page)
    told = difflib.unified_diff(
        page.splitlines(), now.splitlines(), "rules/README.md", "now", lineterm="", n=0
    )
    assert now == page, "\n".join([*told, "look at it, then: python -m tests.rules_readme"])


def test_the_worked_change_goes_from_the_idea_to_activation_and_back() -> None:
    page = PAGE.read_text(encoding="utf-8")
    commands = re.findall(r"^\$ \.venv/bin/python -m chalicelib rules (\w+)", page, re.MULTILINE)
    way = ["explain", "check", "check", "diff", "replay", "examples", "examples", "publish", "activate"]
    assert commands[: len(way) + 3] == [*way, "activate", "rollback", "log"]
