"""A region of any size, made from Licang's: items with rules of their own, and rules of the region."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from itertools import combinations, islice
from pathlib import Path
from random import Random

LICANG = Path("rules/licang")
STREETS = 64
TRADES = 160
FACTS, MATTER = 60, 8
OVERRIDE = (
    "  - {{rule: {name}, title: {{zh: {zh}, en: {en}}}, when: {{{when}}}, choose: one_visit, "
    "basis: [{{title: 中华人民共和国行政许可法, article: 第二十九条}}], from: 2026-01-01}}\n"
)


def write_region_of(
    folder: Path,
    *,
    overrides: int = 0,
    items: int = 194,
    rules: int = 0,
    kept: int | None = None,
    answers: int = 0,
    drawn: int = 0,
    asked: int = 3,
) -> Path:
    """
    A whole folder without a mistake, though with warnings: nobody writes an example for each rule.

    Args:
        overrides: how many rules of items' own, spread over the first ``items`` items; at most 128 each.
        items: beyond Licang's own, copies of them that are not licences, so that its figures hold.
        rules: how many rules to put before Licang's; at most 10,240.
        kept: keep only so many of the overrides, for an edit that can be compared.
        answers: how many rules over sixty yes-or-no facts to put before Licang's; at most 1,113.
        drawn: the same of rules that each look at some of these facts, drawn at random.
        asked: at how many each of them looks.
    """
    shutil.copytree(LICANG, folder)
    files = sorted((folder / "items").rglob("*.yaml"))
    files += [_copied(files[number % len(files)], number) for number in range(items - len(files))]
    if overrides or rules:
        _append(folder / "facts.yaml", _choice("street", "街道", STREETS))
    if rules:
        _append(folder / "facts.yaml", _choice("trade", "行业", TRADES))
    each = -(-overrides // items)
    left = overrides if kept is None else kept
    for number, file in enumerate(files[:items]):
        own = max(0, min(each, left - number * each))
        if own:
            _append(file, "rules:\n" + "".join(_override(number, k) for k in range(own)))
    if answers or drawn:
        _append(folder / "facts.yaml", "".join(map(_yes_or_no, range(FACTS))))
    if rules or answers or drawn:
        channels = folder / "channels.yaml"
        text = channels.read_text(encoding="utf-8")
        made = "".join((*_rules(rules), *islice(_answers(), answers), *_drawn(drawn, asked)))
        channels.write_text(text.replace("\nrules:\n", f"\nrules:\n{made}", 1), encoding="utf-8")
    return folder


def _override(item: int, number: int) -> str:
    """One rule of an item: no invariant of Licang's minds it, and no other rule hides it."""
    street = f"application.street: s{number // 2 + 1}"
    if number % 2:
        when = f"item.secret: true, application.courier: true, {street}"
    else:
        when = f"item.papers_at_inspection: false, application.courier: false, {street}"
    return OVERRIDE.format(
        name=f"own-{item}-{number}", zh=f"本事项第{number}条", en=f"own rule {number}", when=when
    )


def _rules(number: int) -> Iterator[str]:
    for n in range(number):
        street, trade = divmod(n, TRADES)
        when = (
            f"application.street: s{street + 1}, application.trade: t{trade + 1}, "
            "item.papers_at_inspection: false, application.courier: false"
        )
        yield OVERRIDE.format(name=f"region-{n}", zh=f"第{n}条", en=f"rule {n}", when=when)


def _answers() -> Iterator[str]:
    """Rules that each look at three of eight facts which stand together; none hides another."""
    for first in range(FACTS - MATTER + 1):
        for more in combinations(range(first + 1, first + MATTER), 2):
            asked = "".join(f", application.answer_{n}: true" for n in (first, *more))
            name = "-".join(map(str, ("answers", first, *more)))
            when = f"item.papers_at_inspection: false, application.courier: false{asked}"
            yield OVERRIDE.format(name=name, zh=name, en=name, when=when)


def _drawn(number: int, asked: int) -> Iterator[str]:
    """Rules that each look at some of all facts, drawn at random; none hides another."""
    chance = Random(1)  # noqa: S311  # the same rules each time
    for facts in chance.sample(list(combinations(range(FACTS), asked)), number):
        answers = "".join(f", application.answer_{n}: true" for n in facts)
        name = "-".join(map(str, ("drawn", *facts)))
        when = f"item.papers_at_inspection: false, application.courier: false{answers}"
        yield OVERRIDE.format(name=name, zh=name, en=name, when=when)


def _yes_or_no(number: int) -> str:
    """A fact of the application; the ordinary applicant says no."""
    title = f"{{zh: 问题{number}, en: question {number}}}"
    return f"  - {{fact: application.answer_{number}, title: {title}, type: bool, usual: false}}\n"


def _choice(name: str, zh: str, number: int) -> str:
    """A fact of the application with so many values; the ordinary applicant's is the last."""
    letter = name[0]
    values = "".join(
        f"      - {{value: {letter}{n}, title: {{zh: {zh}{n}, en: {name} {n}}}}}\n"
        for n in range(1, number + 2)
    )
    return (
        f"  - fact: application.{name}\n    title: {{zh: {zh}, en: {name}}}\n    type: one_of\n"
        f"    usual: {letter}{number + 1}\n    values:\n{values}"
    )


def _copied(file: Path, number: int) -> Path:
    code = f"{file.stem[:50]}-{number}"
    text = re.sub(r"^item: .*$", f"item: {code}", file.read_text(encoding="utf-8"), flags=re.M)
    text = re.sub(r'^name: \{zh: ("?)', rf"name: {{zh: \g<1>第{number}种", text, flags=re.M)
    text = re.sub(r'^(name: .*, en: "?)', rf"\g<1>kind {number} of ", text, flags=re.M)
    copy = file.with_name(f"{code}.yaml")
    copy.write_text(re.sub(r'^type: "\d\d"', 'type: "20"', text, flags=re.M), encoding="utf-8")
    return copy


def _append(file: Path, text: str) -> None:
    with file.open("a", encoding="utf-8") as end:
        end.write(text)
