"""The form by which a clerk ends a task: its fields, and the body that programs would send in its place."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from chalicelib.cases.correction_reasons import REASONS
from chalicelib.routes.requests.bodies import TaskBody
from chalicelib.routes.requests.reading import as_fields
from chalicelib.services.details import untitled
from chalicelib.services.errors import Problem
from chalicelib.web.render import Look

TEXTS = ("outcome", "reason", "note", "number", "day", "way", "channel", "files")
OFFICERS = "officers"


def read_outcome(fields: Mapping[str, str], materials: Iterable[str]) -> TaskBody:
    """
    What was chosen and written.

    Args:
        materials: of the case: only about these there are lines.

    Raises:
        Problem: 422, something is not written as it has to be.
    """
    content: dict[str, Any] = {name: fields[name] for name in TEXTS if fields.get(name, "").strip()}
    version = fields.get("version", "")
    if version.isascii() and version.isdecimal() and len(version) < 10:
        content["version"] = int(version)
    content["lines"] = list(_lines(fields, materials))
    content["missing"] = [name.removeprefix("lack-") for name in fields if name.startswith("lack-")]
    content["officers"] = list(_officers(fields))
    return as_fields(content, TaskBody)


def _lines(fields: Mapping[str, str], materials: Iterable[str]) -> Iterator[dict[str, str]]:
    """What is to be corrected: the reasons that were ticked, and what was written beside them."""
    for material in materials:
        for reason in REASONS:
            if fields.get(f"tick-{material}-{reason.reason}"):
                yield {"material": material, "problem": reason.problem.zh, "mend": reason.mend.zh}
        problem, mend = (fields.get(f"{name}-{material}", "").strip() for name in ("problem", "mend"))
        if problem or mend:
            yield {"material": material, "problem": problem, "mend": mend}


def _officers(fields: Mapping[str, str]) -> Iterator[str]:
    """Who else was there: ticked from the list of the unit, or typed where it has none."""
    yield from (name.removeprefix("with-") for name in fields if name.startswith("with-"))
    for typed in fields.get(OFFICERS, "").replace("，", ",").replace("、", ",").replace(" ", ",").split(","):
        if typed.strip():
            yield typed.strip()


def half_written(look: Look, fields: Mapping[str, str], materials: Iterable[str]) -> dict[str, str]:
    """Of lines that are written by hand what is left out, by field: only both together help an applicant."""
    wrong = {}
    told = {
        "problem": look.t("请写有什么问题", "Say what is wrong"),
        "mend": look.t("请写怎么改，申请人照着做", "Say how to mend it; the applicant goes by that"),
    }
    for material in materials:
        missing = [name for name in told if not fields.get(f"{name}-{material}", "").strip()]
        if len(missing) == 1:
            wrong[f"{missing[0]}-{material}"] = told[missing[0]]
    return wrong


def objections(look: Look, fields: Mapping[str, str], needs: Iterable[str], lines: int) -> dict[str, str]:
    """What an outcome needs and nobody has given, by field: told in words before anything is asked."""
    told = {
        "reason": look.t("请写明理由，申请人会看到", "Give the reason; the applicant reads it"),
        "number": look.t("请填写证照编号", "Give the number of the licence"),
        "day": look.t("请选日期", "Choose a day"),
        "way": look.t("请选送达方式", "Choose how it was served"),
        "note": look.t("请写明理由", "Give the reason"),
    }
    wrong = {name: told[name] for name in needs if name in told and not fields.get(name, "").strip()}
    if "lines" in needs and not lines:
        wrong["lines"] = look.t(
            "请至少勾一条，或者自己写一条：哪份材料、有什么问题、怎么改",
            "Tick at least one reason, or write one: which paper, what is wrong, how to mend it",
        )
    return wrong


def told_of(look: Look, problem: Problem) -> str:
    """What a problem says, in a sentence without names of fields."""
    details = [look.say(untitled(one)) for one in problem.details]
    return look.t("；", "; ").join(details) or look.say(problem.text)
