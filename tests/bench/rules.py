"""Twelve channel rules, or ten thousand, as a release of ours and as a decision table of zen-engine."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from itertools import product
from typing import Any

from chalicelib.decisions.forms.form import Basis, ChannelName, Condition, Text, Where
from chalicelib.decisions.forms.model import Fact, Item, ItemType, Limits, Release, Result, Rule, Value
from chalicelib.decisions.forms.plan import Limit
from chalicelib.decisions.forms.region import Hall, Region, Totals, Uploads
from chalicelib.decisions.forms.unit import ItemUnits, Unit

Situation = dict[str, bool | int | str]
ON = date(2026, 1, 1)
ITEM = "item"
YES_NO = ("secret", "in_person", "mail_papers", "mail_result", "courier", "electronic", "agent")
MEDIA = ("paper", "electronic", "both", "none")
INSPECTION = ("none", "required", "joint")
ORIGINALS = (0, 1, 2, 5, 9)

# (channel, {fact: allowed values or least number})
Table = tuple[tuple[ChannelName, dict[str, Any]], ...]
TABLE: Table = (
    ("one_visit", {"secret": [True]}),
    ("one_visit", {"in_person": [True], "agent": [False]}),
    ("fully_online", {"media": ["none", "electronic"], "electronic": [True], "originals": [0]}),
    ("inspection_collection", {"inspection": ["joint"], "originals": 1}),
    ("inspection_collection", {"inspection": ["required"], "originals": 2}),
    ("inspection_collection", {"inspection": ["required"], "media": ["paper"]}),
    ("two_way_courier", {"originals": 1, "mail_papers": [True], "courier": [True]}),
    ("one_visit", {"originals": 1, "agent": [False]}),
    ("one_visit", {"originals": 5}),
    ("outbound_courier", {"mail_result": [True], "courier": [True]}),
    ("outbound_courier", {"agent": [True], "mail_result": [True]}),
    ("one_visit", {}),
)


PLACES = tuple(f"p{number}" for number in range(100))
TRADES = tuple(f"t{number}" for number in range(100))
MANY: Table = tuple(
    ("one_visit", {"place": [place], "trade": [trade]}) for place, trade in product(PLACES, TRADES)
)
"""A rule for each trade at each place."""


def places_and_trades() -> Iterator[Situation]:
    """All situations of the ten thousand rules, each decided by a rule of its own."""
    for place, trade in product(PLACES, TRADES):
        yield {"place": place, "trade": trade}


def situations() -> Iterator[Situation]:
    """All situations of the twelve rules: 2^7 x 4 x 3 x 5 = 7,680."""
    said = product((False, True), repeat=len(YES_NO))
    for flags, media, inspection, originals in product(said, MEDIA, INSPECTION, ORIGINALS):
        chosen: Situation = dict(zip(YES_NO, flags, strict=True))
        yield chosen | {"media": media, "inspection": inspection, "originals": originals}


def release(version: int, rows: Table = TABLE) -> Release:
    """The rules as a release; another ``version`` is another release with the same rules."""
    word = Text(zh="测", en=f"bench {version}")
    rules = [
        Rule(
            rule=f"r{number}",
            title=word,
            when=tuple(_condition(name, test) for name, test in when.items()),
            choose=channel,
            basis=(Basis(title="中华人民共和国行政许可法", article="第二十九条"),),
            from_=date(2018, 1, 1),
            where=Where(file="channels.yaml", line=number + 1),
        )
        for number, (channel, when) in enumerate(rows)
    ]
    return Release(
        region=_region(word),
        facts=tuple(_facts(word, rows)),
        rules=tuple(rules),
        items={ITEM: _item(word)},
        plans={},
        clocks=(),
        units=(Unit(unit="bench", name=word, kind="department"),),
        couriers={},
        calendars={},
        invariants=(),
        examples=(),
    )


def zen_table(rules: Table = TABLE) -> str:
    """The rules as the JSON of a zen decision: one table, first hit, channel, rule and basis out."""
    names = list(dict.fromkeys(name for _, when in rules for name in when))
    rows = [
        {
            "_id": f"r{number}",
            **{name: _cell(when[name]) if name in when else "" for name in names},
            "channel": json.dumps(channel),
            "rule": json.dumps(f"r{number}"),
            "basis": json.dumps("中华人民共和国行政许可法 第二十九条", ensure_ascii=False),
        }
        for number, (channel, when) in enumerate(rules)
    ]
    outputs = [{"id": name, "name": name, "field": name} for name in ("channel", "rule", "basis")]
    table = {
        "id": "table",
        "name": "table",
        "type": "decisionTableNode",
        "content": {
            "hitPolicy": "first",
            "inputs": [{"id": name, "name": name, "field": name} for name in names],
            "outputs": outputs,
            "rules": rows,
        },
    }
    ends = [{"id": end, "name": end, "type": f"{end}Node"} for end in ("input", "output")]
    edges = [
        {"id": f"{source}-{target}", "sourceId": source, "targetId": target, "type": "edge"}
        for source, target in (("input", "table"), ("table", "output"))
    ]
    return json.dumps({"nodes": [*ends, table], "edges": edges})


def _cell(test: list[bool | int | str] | int) -> str:
    if isinstance(test, int):
        return f">= {test}"
    return ", ".join(json.dumps(value) for value in test)


def _condition(name: str, test: list[bool | int | str] | int) -> Condition:
    if isinstance(test, int):
        return Condition(fact=f"application.{name}", at_least=test)
    return Condition(fact=f"application.{name}", any_of=tuple(test))


def _facts(word: Text, rows: Table) -> Iterator[Fact]:
    """Those that the rules test."""
    for name in dict.fromkeys(name for _, when in rows for name in when):
        full = f"application.{name}"
        if name in YES_NO:
            yield Fact(fact=full, title=word, type="bool")
        elif name in _LISTED:
            known = tuple(Value(value=value, title=word) for value in _LISTED[name])
            yield Fact(fact=full, title=word, type="one_of", values=known)
        else:
            yield Fact(fact=full, title=word, type="whole_number", at_least=0, at_most=60)


_LISTED = {"media": MEDIA, "inspection": INSPECTION, "place": PLACES, "trade": TRADES}


def _item(word: Text) -> Item:
    return Item(
        item=ITEM,
        name=word,
        units=ItemUnits(decides="bench"),
        type=ItemType.LICENCE,
        basis=(Basis(title="中华人民共和国行政许可法"),),
        facts={},
        acceptance_trigger="prereview",
        limits=Limits(statutory=Limit(working_days=20), promised=Limit(working_days=10)),
        materials=(),
        result=Result(name=word, form="paper"),
        where=Where(file="items/bench/item.yaml", line=1),
    )


def _region(word: Text) -> Region:
    return Region(
        region="bench",
        code="370213",
        name=word,
        time_zone="Asia/Shanghai",
        carrier="ems",
        hall=Hall(name="-", phone="-", address="-"),
        uploads=Uploads(max_bytes=1, kinds=("pdf",)),
        published=Totals(licence_items=1, channels={}, zero_errand_percent="0", source="-"),
    )
