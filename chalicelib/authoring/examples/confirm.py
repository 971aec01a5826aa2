"""
Write confirmed examples into the file of their decision, after the last example that stands there.

Lines are added and nothing else is touched: not a comment, not the ends of lines. What was written
is read again before the file is replaced.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

from chalicelib.authoring.examples.adding import NoLinesError, added
from chalicelib.authoring.examples.proposal import Proposal
from chalicelib.decisions.decide import usual_facts, what_if
from chalicelib.decisions.facts.amounts import as_written, is_amount
from chalicelib.decisions.forms.form import FactValue
from chalicelib.decisions.forms.model import Confirmed, Fact, Release
from chalicelib.decisions.tables import table


class NotConfirmedError(ValueError):
    """The examples could not be written; the message says why, in both languages. The file is as it was."""


def chosen(proposals: Sequence[Proposal], ids: Sequence[str]) -> list[Proposal]:
    """
    The proposals of these ids, in the order of the list.

    Raises:
        NotConfirmedError: an id is not among those proposed: mistyped, or the rules have changed since.
    """
    known = {proposal.id for proposal in proposals}
    strange = [one for one in ids if one not in known]
    if strange:
        names = "、".join(one[:20] for one in strange[:5])
        raise NotConfirmedError(
            f"没有代号为 {names} 的示例：写错了，或规则在列出后有改动。"
            "请重新运行 rules examples，照抄方括号中的代号 / "
            f"no proposed example is called {names}: mistyped, or the rules have changed since the list was "
            "made; run 'rules examples' again and copy the ids in brackets"
        )
    return [proposal for proposal in proposals if proposal.id in set(ids)]


def confirm(
    folder: Path, release: Release, proposals: Sequence[Proposal], by: Confirmed, today: date
) -> None:
    """
    Add the proposals to the examples of their decision, with who confirmed them and when.

    Args:
        release: the folder as it was read when the proposals were made, as that decision.
        today: the day of an example that has none.

    Raises:
        NotConfirmedError: an example does not come out as it says, or the file's form cannot be kept.
        OSError: the file cannot be read or written.
    """
    for proposal in proposals:
        _decide_again(release, proposal, today)
    path = folder / file_of(release)
    before = path.read_bytes()
    try:
        after = added(before, [_entry(proposal, by, release) for proposal in proposals])
    except NoLinesError as error:
        raise NotConfirmedError(_no_lines(path.name)) from error
    beside = path.with_name(f".{path.name}.new")
    beside.write_bytes(after)
    beside.replace(path)


def file_of(release: Release) -> str:
    """The file that the examples of a decision stand in, below the region's folder."""
    return table(release, release.decides).where.file


def _decide_again(release: Release, proposal: Proposal, today: date) -> None:
    """By the engine that decides cases: what is written must hold there."""
    facts = usual_facts(release) | proposal.facts
    decision = what_if(release, proposal.item, facts, proposal.on or today)
    if (decision.channel, decision.rule) != (proposal.outcome.channel, proposal.outcome.name):
        raise NotConfirmedError(
            f"示例“{proposal.name}”由规则引擎判断的结果不同，未写入。请先运行 rules check / "
            f"the rule engine decides the example '{proposal.name}' otherwise; nothing was written. "
            "Run 'rules check' first"
        )


def _entry(proposal: Proposal, by: Confirmed, release: Release) -> dict[str, Any]:
    """The example as the file holds it."""
    entry: dict[str, Any] = {"name": proposal.name, "item": proposal.item}
    if proposal.facts:
        entry["facts"] = {
            name: _written(release.declared.get(name), value) for name, value in proposal.facts.items()
        }
    if proposal.on is not None:
        entry["on"] = proposal.on
    entry["expect"] = proposal.outcome.channel
    if proposal.outcome.name is not None:
        entry["by"] = proposal.outcome.name
    return entry | {"confirmed": {"by": by.by, "on": by.on}}


def _written(fact: Fact | None, value: FactValue) -> FactValue:
    """A value as a rule file has it: an amount in its unit."""
    return (
        as_written(fact, value) if fact is not None and is_amount(fact) and isinstance(value, int) else value
    )


def _no_lines(file: str) -> str:
    return (
        f"{file} 的写法无法逐行补充示例，未写入。请把 examples 写成以“- ”开头的各行 / "
        f"no lines can be added to {file} as it is written, and nothing was; write the examples as lines "
        "that begin with '- '"
    )
