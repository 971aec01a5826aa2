"""``rules check``: every mistake of a region's folder, and the proofs."""

from __future__ import annotations

from chalicelib.authoring.check import Checked, check
from chalicelib.commands.command import (
    Arguments,
    Command,
    Exit,
    region_folder,
    show,
    show_json,
    show_problems,
    today,
)


def run(arguments: Arguments) -> Exit:
    checked = check(arguments.dir, today("Asia/Shanghai"))
    if arguments.json:
        show_json(checked.as_json())
    else:
        show_problems(checked.problems)
        show(_summary(checked))
    return Exit.DONE if checked.ok else Exit.WRONG


def _summary(checked: Checked) -> str:
    errors = sum(found.severity == "error" for found in checked.problems)
    warnings = len(checked.problems) - errors
    if checked.release is None or errors:
        return f"{errors} 个错误、{warnings} 个提醒 / {errors} errors, {warnings} warnings"
    items, situations = len(checked.release.items), checked.situations
    return (
        f"通过：{items} 个事项、{situations} 种情形，{warnings} 个提醒 / "
        f"passed: {items} items, {situations} situations, {warnings} warnings\n{checked.release.digest}"
    )


COMMAND = Command(
    ("rules", "check"),
    "检查全部规则文件 / check every rule file, and prove what must hold in every situation",
    region_folder,
    run,
)
