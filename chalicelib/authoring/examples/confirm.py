"""
Confirmed examples written into channels.yaml, after the last example that stands there.

Lines are added and nothing else is touched: not a comment, not the ends of lines. What was written
is read again before the file is replaced.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

import yaml
from ruamel.yaml.comments import CommentedMap
from ruamel.yaml.scalarstring import DoubleQuotedScalarString

from chalicelib.authoring import amend
from chalicelib.authoring.examples.proposal import Proposal
from chalicelib.authoring.nodes import Unreadable, parse
from chalicelib.decisions.decide import usual_facts, what_if
from chalicelib.decisions.form import Channel
from chalicelib.decisions.model import Confirmed, Release

FILE = "channels.yaml"
_PLAIN = re.compile(r"[^\W\d_][\w（），。、：；《》“”·+-]*")


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
    Add the proposals to the folder's examples, with who confirmed them and when.

    Args:
        release: the folder as it was read when the proposals were made.
        today: the day of an example that has none.

    Raises:
        NotConfirmedError: an example does not come out as it says, or the file's form cannot be kept.
        OSError: the file cannot be read or written.
    """
    for proposal in proposals:
        _decide_again(release, proposal, today)
    path = folder / FILE
    before = path.read_bytes()
    after = added(before, [_entry(proposal, by) for proposal in proposals])
    beside = path.with_name(f".{path.name}.new")
    beside.write_bytes(after)
    beside.replace(path)


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


def _entry(proposal: Proposal, by: Confirmed) -> dict[str, Any]:
    """The example as the file holds it."""
    entry: dict[str, Any] = {"name": proposal.name, "item": proposal.item}
    if proposal.facts:
        entry["facts"] = dict(proposal.facts)
    if proposal.on is not None:
        entry["on"] = proposal.on
    entry["expect"] = proposal.outcome.channel.value
    if proposal.outcome.channel is not Channel.UNDETERMINED:
        entry["by"] = proposal.outcome.name
    return entry | {"confirmed": {"by": by.by, "on": by.on}}


def added(before: bytes, entries: Sequence[Mapping[str, Any]]) -> bytes:
    """
    A file of channel rules with more examples after its last one, each on a line of its own.

    Raises:
        NotConfirmedError: the file has no form that lines can be added to.
    """
    text = before.decode("utf-8")
    end = "\r\n" if "\r\n" in text else "\n"
    spot = _spot(text)
    head, tail = text[: spot.at], text[spot.after :]
    if head and not head.endswith("\n"):
        head += end
    lines = [f"{spot.indent}- {_one_line(entry)}{end}" for entry in entries]
    after = "".join([head, f"{spot.key}{end}" if spot.key else "", *lines, tail]).encode()
    _read_again(before, after, entries)
    return after


class _Spot(NamedTuple):
    """Where lines go: from ``at`` to ``after`` of the text, after the line ``key`` if there is one."""

    at: int
    after: int
    indent: str
    key: str = ""


def _spot(text: str) -> _Spot:
    root = yaml.compose(text, Loader=yaml.CSafeLoader)
    pairs = root.value if isinstance(root, yaml.MappingNode) and not root.flow_style else []
    for key, examples in pairs:
        if key.value != "examples":
            continue
        if isinstance(examples, yaml.SequenceNode) and not examples.value:
            return _Spot(key.start_mark.index, _line_end(text, examples), "  ", "examples:")
        if isinstance(examples, yaml.SequenceNode) and not examples.flow_style:
            first, last = examples.value[0], examples.value[-1]
            indent, dash, _ = _before(text, first).partition("-")
            if dash and not indent.strip():
                end = _line_end(text, last)
                return _Spot(end, end, indent)
        raise NotConfirmedError(_NO_LINES)
    if not pairs:
        raise NotConfirmedError(_NO_LINES)
    return _Spot(len(text), len(text), "  ", "examples:")


def _before(text: str, node: yaml.Node) -> str:
    """What stands before a node on its line."""
    return text[text.rfind("\n", 0, node.start_mark.index) + 1 : node.start_mark.index]


def _line_end(text: str, node: yaml.Node) -> int:
    """Where the line after a node's last one begins."""
    while isinstance(node, yaml.CollectionNode) and not node.flow_style and node.value:
        last = node.value[-1]
        node = last[1] if isinstance(last, tuple) else last
    end: int = node.end_mark.index
    if end and text[end - 1] == "\n":
        return end
    found = text.find("\n", end)
    return len(text) if found < 0 else found + 1


def _one_line(entry: Mapping[str, Any]) -> str:
    """An entry as the other examples are written: {name: …, item: …}."""
    made = CommentedMap((key, _written(value)) for key, value in entry.items())
    made.fa.set_flow_style()
    return amend.text(made).strip()


def _written(value: object) -> object:
    """Maps on one line, and text in quotes wherever readers of YAML might not agree on it."""
    if isinstance(value, dict):
        made = CommentedMap((key, _written(one)) for key, one in value.items())
        made.fa.set_flow_style()
        return made
    if isinstance(value, str) and not _PLAIN.fullmatch(value):
        return DoubleQuotedScalarString(value)
    return value


def _read_again(before: bytes, after: bytes, entries: Sequence[Mapping[str, Any]]) -> None:
    """What the file holds now is what it held and the new examples."""
    try:
        old, new = parse(before).plain(), parse(after).plain()
    except Unreadable as error:
        raise NotConfirmedError(_NO_LINES) from error
    texts = [json.dumps(entry, ensure_ascii=False, default=date.isoformat) for entry in entries]
    wanted = [json.loads(unicodedata.normalize("NFC", text)) for text in texts]  # as text is read everywhere
    if not isinstance(old, dict) or new != old | {"examples": [*old.get("examples", []), *wanted]}:
        raise NotConfirmedError(_NO_LINES)


_NO_LINES = (
    f"{FILE} 的写法无法逐行补充示例，未写入。请把 examples 写成以“- ”开头的各行 / "
    f"no lines can be added to {FILE} as it is written, and nothing was; write the examples as lines that "
    "begin with '- '"
)
