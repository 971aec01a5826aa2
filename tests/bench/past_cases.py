"""A file of past cases, as many and as varied as one likes."""

from __future__ import annotations

import json
import random
from pathlib import Path

from chalicelib.decisions.forms.model import Release


def write_past_cases(file: Path, release: Release, number: int) -> Path:
    """``number`` JSON lines: any item, any answer to what an application is asked, any day of eight years."""
    chance = random.Random(20180628)  # noqa: S311  # the same cases each time, no secret
    items = list(release.items)
    answers: dict[str, list[bool | str]] = {
        fact.fact.removeprefix("application."): [value.value for value in fact.values] or [True, False]
        for fact in release.facts
        if fact.fact.startswith("application.")
    }
    with file.open("w", encoding="utf-8") as lines:
        for _ in range(number):
            said = {name: chance.choice(values) for name, values in answers.items()}
            day = f"20{chance.randint(18, 25)}-{chance.randint(1, 12):02}-{chance.randint(1, 28):02}"
            case = {"item": chance.choice(items), "facts": {"application": said}, "on": day}
            lines.write(json.dumps(case) + "\n")
    return file
