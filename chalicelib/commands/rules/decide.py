"""``rules decide``: the channel of one item or of many, or what comes out of another decision."""

from __future__ import annotations

import argparse
import json
from collections import Counter
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING
from unicodedata import normalize

from chalicelib.authoring.checking.load import load
from chalicelib.authoring.findings.problems import did_you_mean
from chalicelib.authoring.findings.telling import couriers_words
from chalicelib.commands.command import (
    Arguments,
    CallError,
    Command,
    Exit,
    complain,
    show,
    show_json,
    today,
)
from chalicelib.commands.given_json import given_json
from chalicelib.commands.language import (
    Language,
    aside,
    label,
    language,
    listed,
    several,
    spoken,
    told,
    word,
)
from chalicelib.commands.rules.given.decision import is_of_channel, named, of_a_day, title
from chalicelib.commands.rules.given.expected import LONGEST, Expected
from chalicelib.commands.rules.given.lines import day_of, read_lines, said_on
from chalicelib.commands.words import channel_shown, law_shown
from chalicelib.decisions.decide import Decision, UnknownItemError, what_if
from chalicelib.decisions.facts.amounts import from_json
from chalicelib.decisions.facts.asked import CONSENT
from chalicelib.decisions.facts.facts import usual_facts, with_usual
from chalicelib.decisions.facts.words import value_words
from chalicelib.decisions.forms.form import UNDETERMINED, FactValue, Text
from chalicelib.decisions.forms.model import Fact, Release

if TYPE_CHECKING:
    from chalicelib.authoring.explaining.agreeing import Agreeing

_FACTS = '{"application.courier": false}'
FACTS_HELP = (
    f"要素，例如 {_FACTS}；不写时申请人的要素按通常的回答（usual）假定，"
    "写了其中一项，其余不再假定，没有写的算未知 / "
    f"facts, such as {_FACTS}; without them an applicant's answers are the usual ones, but once one is given "
    "no other is assumed, and what is missing is not known"
)
"""What ``--facts`` means, in both languages."""


def run(arguments: Arguments) -> Exit:
    if (arguments.item is None) == (arguments.batch is None):
        raise CallError("--item 与 --batch 必须且只能写一个 / give either --item or --batch")
    release = named(load(arguments.dir), arguments)
    if arguments.batch is not None:
        return _batch(release, arguments.batch, arguments.on)
    facts = given_facts(arguments)
    decision = decided(release, arguments.item, facts, arguments.on)
    same = _agreeing(release, decision, arguments.on) if decision.missing else None
    if arguments.json:
        more = {} if same is None else {"agreeing": same.as_json()}
        show_json(decision.as_json(release.facts) | more)
    else:
        _table(decision, release, facts or {}, None if same is None else same.words)
    return _exit(decision)


def _agreeing(release: Release, decision: Decision, on: date | None) -> Agreeing | None:
    """What comes out whatever is missing is, if that is one outcome."""
    from chalicelib.authoring.explaining.agreeing import agreeing  # only then the situations are laid out
    from chalicelib.authoring.space.explained import explained

    return agreeing(explained(release, decision, on or today(release.region.time_zone)))


def decided(release: Release, item: str, facts: Mapping[str, object] | None, on: date | None) -> Decision:
    """
    A decision as policy staff ask for it.

    Args:
        item: its code, or its name in either language.
        facts: what the applicant says, and what-if values of the item's own facts. Without it, or if
            it changes nothing but the item, the ordinary applicant's answers stand in.
        on: the day whose rules count; None is today.

    Raises:
        CallError: there is no such item.
    """
    item = _code_of(release, item)
    given = with_usual(usual_facts(release), None if facts is None else from_json(release.facts, facts))
    try:
        return what_if(release, item, given, on or today(release.region.time_zone))
    except UnknownItemError:
        zh, en = did_you_mean(item, release.items)
        raise CallError(f"没有事项“{item}”。{zh} / There is no item '{item}'. {en}") from None


def _code_of(release: Release, given: str) -> str:
    """The code of an item that is given by it or by its name, however wide its letters and blanks are."""
    meant = normalize("NFKC", given).strip()
    if meant in release.items:
        return meant
    named = (code for code, one in release.items.items() if meant in map(_plain, (one.name.zh, one.name.en)))
    return next(named, meant)


def _plain(name: str) -> str:
    return normalize("NFKC", name)


def given_facts(arguments: Arguments) -> dict[str, object] | None:
    """
    What ``--facts`` says.

    Raises:
        CallError: it is no JSON, or as ``flat``.
    """
    return None if arguments.facts is None else flat(given_json(arguments.facts, _FACTS))


def flat(facts: object) -> dict[str, object]:
    """
    {"item": {"secret": true}} as {"item.secret": true}; names that are flat already stay.

    Raises:
        CallError: it is no JSON object, or names a fact twice.
    """
    if not isinstance(facts, dict):
        raise CallError(f"要素应为 JSON 对象，例如 {_FACTS} / facts must be a JSON object: {_FACTS}")
    named: dict[str, object] = {}
    for name, value in facts.items():
        inner = (
            {f"{name}.{rest}": v for rest, v in value.items()} if isinstance(value, dict) else {name: value}
        )
        for one in inner.keys() & named.keys():
            raise CallError(f"要素“{one}”写了两次 / the fact '{one}' is given twice")
        named |= inner
    return named


def _batch(release: Release, source: Path, on: date | None) -> Exit:
    """A line of JSON for each line; how many there were is told beside them, at the end."""
    expected, ended = Expected((release,)), Counter[Exit]()
    for number, line in enumerate(read_lines(source), start=1):
        if not line:
            continue
        try:
            decision = _line(release, expected, line, on)
        except CallError as error:
            complain(f"{source}:{number}: {told(error.text)}")
            show_json({"line": number, "error": error.text.model_dump()})
            ended[Exit.WRONG] += 1
        else:
            show_json(decision.as_json(release.facts))
            ended[_exit(decision)] += 1
    complain(_counted(ended))
    return next((exit for exit in (Exit.WRONG, Exit.UNDETERMINED) if ended[exit]), Exit.DONE)


def _counted(ended: Counter[Exit]) -> str:
    """How many lines were decided, and how many were not and why, in the language of the user."""
    done, unsure, wrong = (ended[exit] for exit in (Exit.DONE, Exit.UNDETERMINED, Exit.WRONG))
    lines = several(ended.total(), "line")
    return spoken(
        f"共 {ended.total()} 行：{done} 行已判断，{unsure} 行待人工判断，{wrong} 行有误、没有判断",
        f"{lines}: {done} decided, {unsure} undetermined, {wrong} wrong and not decided",
    )


def _line(release: Release, expected: Expected, line: str, on: date | None) -> Decision:
    """
    The decision that a line asks for.

    Raises:
        CallError: says what is wrong with the line, and of a fact what it may be.
    """
    item, facts, asked = said_on(line, expected.line)
    if not isinstance(item, str):
        raise CallError("缺少事项代号 item / 'item' is missing: the item's code")
    said = None if facts is None else flat(facts)
    expected.look_at(None if said is None else from_json(release.facts, said))
    return decided(release, item, said, on if asked is None else day_of(asked))


def _exit(decision: Decision) -> Exit:
    return Exit.UNDETERMINED if decision.outcome == UNDETERMINED else Exit.DONE


def _table(
    decision: Decision, release: Release, given: Mapping[str, object], same: Text | None = None
) -> None:
    what = title(release)
    rows = [
        (word("事项", "item"), decision.item),
        (told(what, " "), channel_shown(release, decision.outcome) + aside(decision.outcome)),
        *([(word("跑腿次数", "visits"), _visits(decision))] if is_of_channel(release) else []),
        (
            word("规则", "rule"),
            "-" if decision.rule is None else decision.rule + aside(f"{decision.file}:{decision.line}"),
        ),
        (word("依据", "basis"), listed(map(law_shown, decision.basis)) or "-"),
        *_because(decision.because),
        *([] if same is None else [(word("仍可知", "even so"), told(same))]),
        *(_given(name, given[name]) for name in decision.invalid if name in given),
        (word("版本", "release"), decision.release),
        *(_fact(release.declared[name], value) for name, value in decision.facts.items()),
    ]
    for name, value in rows:
        show(f"{label(name, name)}{value}")


def _visits(decision: Decision) -> str:
    """The number, and of which applicant it is true."""
    if decision.visits is None:
        return "-"
    agrees = decision.facts.get(CONSENT)
    if agrees is None:
        return str(decision.visits)
    who = couriers_words(agrees is True)
    return f"{decision.visits}{aside(told(who, ' '))}"


def _fact(fact: Fact, value: FactValue) -> tuple[str, str]:
    said = value_words(fact, value)
    title = fact.title.en if language() is Language.EN else fact.title.zh
    return f"{title} {fact.fact}", told(said, " ")


def _given(name: str, value: object) -> tuple[str, str]:
    """What was given of a fact and cannot be right; no control character of it reaches a terminal."""
    shown = json.dumps(value, ensure_ascii=False, default=str)
    printable = "".join(sign if sign.isprintable() else "?" for sign in shown)
    more = "…" if len(printable) > LONGEST else ""
    return f"{word('给出的', 'given')} {name}", printable[:LONGEST] + more


def _because(why: Text) -> list[tuple[str, str]]:
    """Why it is so, a line for each language."""
    zh, en = (("理由", why.zh), ("because", why.en))
    return {Language.ZH: [zh], Language.EN: [en], Language.BOTH: [zh, en]}[language()]


def _arguments(parser: argparse.ArgumentParser) -> None:
    of_a_day(parser)
    parser.add_argument("--item", metavar="CODE", help="事项代号 / the item's code")
    parser.add_argument("--facts", metavar="JSON", help=FACTS_HELP)
    parser.add_argument(
        "--batch",
        type=Path,
        metavar="FILE",
        help="每行一个 {item, facts, on}，- 为标准输入 / JSON lines, - for standard input",
    )


COMMAND = Command(
    ("rules", "decide"),
    "判断办理渠道或别的决策 / decide the channel of an item or another decision, with rule, basis, reason",
    _arguments,
    run,
)
