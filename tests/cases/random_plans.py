"""
Plans by chance: built of the regions' own parts and a few more, then changed here and there. Kept are those
that ``rules check`` lets pass: what it passes has to carry every case to a lawful end.

``RANDOM_PLANS`` tells how many plans are tried, ``RANDOM_PLANS_FROM`` the seed of the first; a few are enough
for everyday.
"""

from __future__ import annotations

import copy
import os
import tempfile
from collections.abc import Callable
from functools import cache, lru_cache
from pathlib import Path
from random import Random
from typing import Any, NamedTuple

import yaml

from chalicelib.authoring.checking.clocks import lint_clocks
from chalicelib.authoring.checking.load import read
from chalicelib.authoring.checking.plans.law.laws import lint_plans
from chalicelib.authoring.checking.plans.walking.kinds import Walks
from chalicelib.authoring.findings.problems import RuleFileError
from chalicelib.cases.values import SideKind
from chalicelib.decisions.forms.model import Release
from tests.authoring.region import FILES

Content = dict[str, Any]

ITEM, CHANNEL = "thing", "random"

_FIRST = int(os.environ.get("RANDOM_PLANS_FROM", "0"))
SEEDS = range(_FIRST, _FIRST + int(os.environ.get("RANDOM_PLANS", "12")))
"""Of the plans that are tried."""

MORE_PARTS = """\
- part: opinion
  title: {zh: 征求意见, en: Opinions are asked}
  does: opinion
  steps:
    - step: opinion
      title: {zh: 答复意见, en: Opinion}
      by: staff
      unit: each
      within: {working_days: 3}
      late: silent
      outcomes:
        - {outcome: agrees, title: {zh: 同意, en: agrees}, next: onward}
        - {outcome: objects, title: {zh: 不同意, en: objects}, next: onward, reason: required}
        - {outcome: silent, title: {zh: 逾期未答复, en: no answer in time}, next: onward}
- part: announcement
  title: {zh: 决定前公示, en: Announcement}
  steps:
    - step: announce
      title: {zh: 发布公示, en: It is announced}
      by: staff
      outcomes:
        - {outcome: published, title: {zh: 已发布, en: announced}, next: objections}
    - step: objections
      title: {zh: 公示期, en: Objections may be raised}
      by: time
      within: {days: 7}
      late: none-raised
      outcomes:
        - {outcome: none-raised, title: {zh: 期满无异议, en: nobody objected}, next: onward}
        - {outcome: raised, title: {zh: 有异议, en: somebody objected}, next: onward, reason: required}
- part: publication
  title: {zh: 公示, en: Publication}
  steps:
    - step: publication
      title: {zh: 公示登记信息, en: It is published}
      by: staff
      within: {working_days: 20}
      outcomes:
        - {outcome: published, title: {zh: 已公示, en: published}, next: onward}
"""
MORE_FACTS = """\
  - {fact: item.hearing, title: {zh: 须听证, en: a hearing is needed}, type: bool}
  - {fact: application.by_agent, title: {zh: 由代理人办理, en: an agent applies}, type: bool, usual: false}
"""
CHANNELS = """\
decision: channel
rules:
  - rule: all
    title: {zh: 全部, en: All}
    when: {}
    choose: random
    basis: [{title: 行政许可法}]
    from: 2004-07-01
"""
UNITS = """\
units:
  - {unit: hall, name: {zh: 大厅, en: Hall}, kind: counter}
  - {unit: market, name: {zh: 市场监管局, en: Market bureau}, kind: department}
  - {unit: health, name: {zh: 卫健局, en: Health bureau}, kind: department}
  - {unit: fire, name: {zh: 消防, en: Fire brigade}, kind: department}
"""
EXITS = {
    "not-accepted": [{"part": "hand-out", "as": "papers-back", "gives": "papers", "end": "not-accepted"}],
    "given-up": [{"part": "hand-out", "as": "papers-home", "gives": "papers", "end": "given-up"}],
    "unfit": [{"part": "refusal"}],
    "refused": [{"part": "hand-out", "as": "refusal-delivery", "gives": "refusal", "end": "refused"}],
    "withdrawn": [{"part": "hand-out", "as": "papers-withdrawn", "gives": "papers", "end": "withdrawn"}],
    "hearing": [{"part": "hearing", "as": "hearing-asked"}, {"go_on": "decision"}],
    "lost": [{"go_on": "licence"}],
    "lapsed": [{"part": "hand-out", "as": "papers-lapsed", "gives": "papers", "end": "revoked"}],
    "committed": [{"go_on": "decide"}],
}
_INSPECTION = {"item.inspection": ["required", "joint"]}
_WAYS_IN: dict[str, list[list[Content]]] = {
    "none": [[]],
    "courier": [[{"part": "papers-by-courier"}]],
    "counter": [[{"part": "papers-at-counter"}], [{"part": "visit"}]],
    "inspection": [
        [{"part": "inspection", "each": "inspects", "collects_papers": "first"}, {"part": "papers-to-hall"}],
        [{"part": "agent-visit"}, {"part": "papers-to-hall"}],
    ],
}
_MIDDLE: list[Content] = [
    {"part": "inspection", "each": "inspects", "when": _INSPECTION},
    {"part": "opinion", "each": "advises"},
    {"part": "hearing", "when": {"item.hearing": True}},
    {"part": "announcement", "when": {"application.by_agent": False}},
    {"part": "publication"},
    {"part": "commitment", "when": {"application.by_agent": True}},
]
_DECISIONS: list[list[Content]] = [[{"part": "decision"}], [{"part": "review"}, {"part": "decide"}]]
_RESULTS = [
    ["courier", "counter"],
    ["electronic"],
    ["electronic", "courier"],
    ["courier"],
    ["electronic", "counter"],
]
_WHENS = [
    _INSPECTION,
    {"item.hearing": True},
    {"application.by_agent": True},
    {"item.acceptance_trigger": "paper"},
]
_PERIODS = [{"working_days": 1}, {"working_days": 30}, {"days": 7}, {"months": 1}]
_OUTCOME_KEYS: list[tuple[str, list[object]]] = [
    ("before", [None, "accepted", "decided"]),
    ("after", [None, "accepted", "decided"]),
    ("waits_for", [None, "papers", "materials", "deferred"]),
    ("marks", [None, "told", "decided", "delivered", "not-accepted", "accepted", "made"]),
    ("visit", [None, True]),
    ("reason", [None, "required"]),
    ("opens", [None, *(kind.value for kind in SideKind)]),
    ("accepts", [None, "prereview", "paper"]),
    ("number", [None, "required"]),
    ("voids", [None, "licence"]),
    ("missing", [None, "required"]),
    (
        "hand_over",
        [
            None,
            *(
                {"what": "papers", "from": giver, "to": taker, "counted": counted}
                for giver in ("applicant", "parcel", "units", "hall", "inspects", "handles", "unit")
                for taker in ("hall", "unit", "decides", "handles", "makes")
                for counted in (True, False)
            ),
        ],
    ),
]
_STEP_KEYS: list[tuple[str, list[object]]] = [
    ("within", [None, *_PERIODS]),
    ("by", ["staff", "applicant", "time"]),
    ("unit", ["hall", "handles", "decides", "makes", "supervises", "community", "fire", "inspects"]),
    ("when", [None, *_WHENS]),
    ("counter", [None]),
    ("late", [None]),
    ("officers", [1, 2, 3]),
]


class Recipe(NamedTuple):
    """What a plan and the item that it is for are made of; numbers choose, modulo what there is."""

    paper_in: str
    way_in: int
    acceptance: bool
    middle: tuple[int, ...]
    decision: int
    result_out: int
    mutations: tuple[tuple[int, ...], ...]
    trigger: str
    materials: int
    form: str
    inspection: str
    inspects: int
    advises: int
    units: int


@cache
def _parts() -> dict[str, Content]:
    files = [*Path("rules/licang/parts").glob("*.yaml"), *Path("rules/demo-linshan/parts").glob("*.yaml")]
    read_there = [yaml.safe_load(file.read_text(encoding="utf-8")) for file in sorted(files)]
    return {part["part"]: part for part in (*read_there, *yaml.safe_load(MORE_PARTS))}


def _plan(recipe: Recipe) -> Content:
    ways_in = _WAYS_IN[recipe.paper_in]
    parts = [{"part": "pre-review"}, *ways_in[recipe.way_in % len(ways_in)]]
    if recipe.acceptance and recipe.paper_in != "none":
        parts.append({"part": "acceptance"})
    decision = _DECISIONS[recipe.decision % 2]
    for number in recipe.middle:
        use = _MIDDLE[number]
        there = any(use["part"] == other["part"] for other in parts)
        if not there and not (use["part"] == "commitment" and decision[0]["part"] == "decision"):
            parts.append(use)
    parts += [*decision, {"part": "licence"}]
    parts.append({"part": "hand-out", "as": "delivery", "gives": "licence", "end": "granted"})
    return copy.deepcopy(
        {
            "plan": CHANNEL,
            "title": {"zh": "随机", "en": "by chance"},
            "paper_in": recipe.paper_in,
            "result_out": _RESULTS[recipe.result_out % len(_RESULTS)],
            "parts": parts,
            "exits": {},
        }
    )


def _exits(plan: Content, parts: dict[str, Content]) -> None:
    """The exits that the plan's parts can be left by, and those of the parts where they lead."""
    wanted, uses = ["withdrawn"], list(plan["parts"])
    while wanted:
        name = wanted.pop()
        if name not in plan["exits"] and name in EXITS:
            plan["exits"][name] = copy.deepcopy(EXITS[name])
            uses += plan["exits"][name]
        for use in uses:
            for step in parts[use["part"]]["steps"] if "part" in use else ():
                for outcome in step["outcomes"]:
                    given = outcome.get("gives") in (None, use.get("gives"))
                    left = outcome["next"] in parts[use["part"]].get("exits", ())
                    if given and left and outcome["next"] not in (*plan["exits"], *wanted):
                        wanted.append(outcome["next"])


def _tidy(plan: Content, parts: dict[str, Content]) -> None:
    """Names that lead nowhere any more are left out: of exits, and of steps that exclude their people."""
    _exits(plan, parts)
    for part in parts.values():
        taken = {outcome["next"] for step in part["steps"] for outcome in step["outcomes"]}
        _set(part, "exits", [name for name in part.get("exits", ()) if name in taken] or None)
    plan["exits"] = {name: uses for name, uses in plan["exits"].items() if name in _taken(plan, parts)}
    used = [parts[use["part"]] for use in _uses(plan) if "part" in use]
    steps = {step["step"] for part in used for step in part["steps"]}
    for part in used:
        for step in part["steps"]:
            _set(step, "other_than", [name for name in step.get("other_than", ()) if name in steps] or None)


def _uses(plan: Content) -> list[Content]:
    return [*plan["parts"], *(use for uses in plan["exits"].values() for use in uses)]


def _taken(plan: Content, parts: dict[str, Content]) -> set[str]:
    """The exits by which some part is left where it stands."""
    return {"withdrawn"} | {
        outcome["next"]
        for use in _uses(plan)
        if "part" in use
        for step in parts[use["part"]]["steps"]
        for outcome in step["outcomes"]
        if outcome.get("gives") in (None, use.get("gives"))
    }


def _set(target: Content, key: str, value: object) -> None:
    if value is None:
        target.pop(key, None)
    else:
        target[key] = copy.deepcopy(value)


Change = Callable[[Content, dict[str, Content], tuple[int, ...]], None]


def _step(plan: Content, parts: dict[str, Content], dice: tuple[int, ...]) -> tuple[Content, Content]:
    """A step of a part that the plan uses, and the part."""
    names = list(dict.fromkeys(use["part"] for use in _uses(plan) if "part" in use))
    part = parts[names[dice[0] % len(names)]]
    return part["steps"][dice[1] % len(part["steps"])], part


def _change_outcome(plan: Content, parts: dict[str, Content], dice: tuple[int, ...]) -> None:
    step, _ = _step(plan, parts, dice)
    key, values = _OUTCOME_KEYS[dice[3] % len(_OUTCOME_KEYS)]
    _set(step["outcomes"][dice[2] % len(step["outcomes"])], key, values[dice[4] % len(values)])


def _drop_outcome(plan: Content, parts: dict[str, Content], dice: tuple[int, ...]) -> None:
    step, _ = _step(plan, parts, dice)
    if len(step["outcomes"]) > 1:
        gone = step["outcomes"].pop(dice[2] % len(step["outcomes"]))["outcome"]
        late = step.get("late", [])
        left = [name for name in ([late] if isinstance(late, str) else late) if name != gone]
        _set(step, "late", left or None)


def _retarget(plan: Content, parts: dict[str, Content], dice: tuple[int, ...]) -> None:
    step, part = _step(plan, parts, dice)
    targets = ["onward", *(each["step"] for each in part["steps"]), *part.get("exits", ())]
    step["outcomes"][dice[2] % len(step["outcomes"])]["next"] = targets[dice[3] % len(targets)]


def _reorder(plan: Content, parts: dict[str, Content], dice: tuple[int, ...]) -> None:
    outcomes = _step(plan, parts, dice)[0]["outcomes"]
    outcomes.insert(0, outcomes.pop(dice[2] % len(outcomes)))


def _change_step(plan: Content, parts: dict[str, Content], dice: tuple[int, ...]) -> None:
    step, _ = _step(plan, parts, dice)
    key, values = _STEP_KEYS[dice[2] % len(_STEP_KEYS)]
    _set(step, key, values[dice[3] % len(values)])


def _lapse(plan: Content, parts: dict[str, Content], dice: tuple[int, ...]) -> None:
    """What happens by itself when a step's time is over."""
    step, _ = _step(plan, parts, dice)
    step["within"] = _PERIODS[dice[3] % len(_PERIODS)]
    step["late"] = [step["outcomes"][dice[2] % len(step["outcomes"])]["outcome"]]


def _one_step_more(plan: Content, parts: dict[str, Content], dice: tuple[int, ...]) -> None:
    """A copy of a step, to which an outcome of the step itself leads."""
    step, part = _step(plan, parts, dice)
    more = {**copy.deepcopy(step), "step": f"{step['step']}-more"}
    if all(each["step"] != more["step"] for each in part["steps"]):
        part["steps"].insert(part["steps"].index(step) + 1, more)
        step["outcomes"][dice[2] % len(step["outcomes"])]["next"] = more["step"]


def _swap_parts(plan: Content, parts: dict[str, Content], dice: tuple[int, ...]) -> None:
    uses = plan["parts"]
    at = dice[0] % (len(uses) - 1)
    if at + 1 < len(uses) - 1:
        uses[at], uses[at + 1] = uses[at + 1], uses[at]


def _change_use(plan: Content, parts: dict[str, Content], dice: tuple[int, ...]) -> None:
    lists = [plan["parts"], *plan["exits"].values()]
    uses = lists[dice[0] % len(lists)]
    use = uses[dice[1] % len(uses)]
    if "go_on" not in use:
        changes: list[tuple[str, list[object]]] = [
            ("when", [None, *_WHENS]),
            ("each", [None, "inspects", "advises"]),
            ("collects_papers", [None, "first"]),
            ("gives", ["licence", "refusal", "papers"]),
            ("end", ["granted", "refused", "withdrawn", "given-up", "not-accepted", "revoked"]),
        ]
        key, values = changes[dice[2] % len(changes)]
        if key in use or key == "when":
            _set(use, key, values[dice[3] % len(values)])


def _redirect_exit(plan: Content, parts: dict[str, Content], dice: tuple[int, ...]) -> None:
    """An exit goes on at a part of the main list, or by a part more."""
    names = list(plan["exits"])
    name = names[dice[0] % len(names)]
    if dice[1] % 2:
        main = plan["parts"]
        use = main[dice[2] % len(main)]
        plan["exits"][name] = [{"go_on": use.get("as", use["part"])}]
    else:
        more = ["publication", "announcement", "opinion", "hearing", "review", "papers-to-hall"]
        part = more[dice[2] % len(more)]
        use = {"part": part, "as": f"{part}-at-{name}"}
        plan["exits"][name].insert(0, {**use, "each": "advises"} if part == "opinion" else use)


_CHANGES: list[Change] = [
    *(_change_outcome, _change_outcome, _change_outcome, _drop_outcome, _retarget, _retarget, _reorder),
    *(_change_step, _lapse, _one_step_more, _swap_parts, _change_use, _redirect_exit),
]


_DIVIDED: list[dict[str, str]] = [
    {"decides": "market"},
    {"decides": "market", "handles": "health"},
    {"decides": "market", "handles": "hall"},
    {"decides": "hall"},
    {"decides": "market", "makes": "market"},
    {"decides": "hall", "handles": "fire", "makes": "health"},
]
"""Who decides, handles and makes: one unit, several, the hall."""


def _item(recipe: Recipe) -> Content:
    formats = ["electronic", "both", "paper", "both"]
    materials = [
        {
            "material": f"m{n}",
            "name": {"zh": f"材料{n}", "en": f"Material {n}"},
            "format": formats[(recipe.materials + n) % 4],
            "originals": 0 if formats[(recipe.materials + n) % 4] == "electronic" else 1,
            **({"original": "returned"} if (recipe.materials + n) % 4 == 1 else {}),
            **({"need": "optional"} if n == 2 else {}),
            **({"deferrable": {"before": "made", "days": 20}} if (recipe.materials + n) % 4 == 0 else {}),
        }
        for n in range(1 + recipe.materials % 3)
    ]
    units = ["market", "health", "fire"]
    return {
        "item": ITEM,
        "name": {"zh": "某事项", "en": "Some item"},
        "type": "01",
        "units": {
            **_DIVIDED[recipe.units],
            "inspects": units[: recipe.inspects],
            "advises": units[: recipe.advises][::-1],
        },
        "basis": [{"title": "某法"}],
        "facts": {
            "secret": False,
            "inspection": recipe.inspection,
            "hearing": bool(recipe.materials % 2),
            "electronic_result": recipe.form != "paper",
        },
        "acceptance_trigger": recipe.trigger,
        "limits": {"statutory": {"working_days": 20}, "promised": {"working_days": 10}},
        "materials": materials,
        "result": {"name": {"zh": "许可证", "en": "Licence"}, "form": recipe.form},
    }


_REGION = Path("rules/licang")
"""Whose parts, clocks and notices the plans are made of."""


def _folder(recipe: Recipe) -> dict[str, str]:
    """The files of a region that sends its one item into a channel by chance."""
    parts = copy.deepcopy(_parts())
    plan = _plan(recipe)
    _exits(plan, parts)
    for first, *dice in recipe.mutations:
        _CHANGES[first % len(_CHANGES)](plan, parts, tuple(dice))
    _tidy(plan, parts)
    used = {use["part"] for use in _uses(plan) if "part" in use}
    shared = {
        name: text
        for name, text in FILES.items()
        if name.split("/")[0] not in ("parts", "plans", "items", "notices")
    }
    return {
        **shared,
        "facts.yaml": FILES["facts.yaml"] + MORE_FACTS,
        "channels.yaml": CHANNELS,
        "units.yaml": UNITS,
        "invariants.yaml": "invariants: []\n",
        "clocks.yaml": (_REGION / "clocks.yaml").read_text(encoding="utf-8"),
        **{f"notices/{path.name}": path.read_text("utf-8") for path in (_REGION / "notices").iterdir()},
        **{f"parts/{name}.yaml": _written(parts[name]) for name in used},
        f"plans/{CHANNEL}.yaml": _written(plan),
        f"items/market/{ITEM}.yaml": _written(_item(recipe)),
    }


def _written(content: Content) -> str:
    return yaml.safe_dump(content, allow_unicode=True, sort_keys=False)


@lru_cache(maxsize=256)
def made(recipe: Recipe) -> tuple[Release | None, tuple[str, ...]]:
    """The release of a recipe, None where the check lets it not pass; and what it says."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for file, text in _folder(recipe).items():
            path = folder / file
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        try:
            files, release = read(folder)
        except RuleFileError as error:
            return None, tuple(f"{p.code} {p.file}:{p.line}" for p in error.problems)
        found = [*lint_plans(files, Walks(release)), *lint_clocks(files, release)]
    wrong = tuple(f"{p.code} {p.file}:{p.line}" for p in found if p.severity == "error")
    return (None if wrong else release), wrong


def recipe(random: Random, changes: int = 4) -> Recipe:
    """A recipe with up to so many changes."""
    return Recipe(
        paper_in=random.choice(list(_WAYS_IN)),
        way_in=random.randrange(2),
        acceptance=random.random() < 0.7,
        middle=tuple(random.sample(range(len(_MIDDLE)), random.randint(0, 4))),
        decision=random.randrange(2),
        result_out=random.randrange(len(_RESULTS)),
        mutations=tuple(
            tuple(random.randrange(64) for _ in range(6)) for _ in range(random.randint(0, changes))
        ),
        trigger=random.choice(["prereview", "paper"]),
        materials=random.randrange(12),
        form=random.choice(["paper", "electronic", "both"]),
        inspection=random.choice(["none", "required"]),
        inspects=random.randint(1, 3),
        advises=random.randint(0, 3),
        units=random.randrange(len(_DIVIDED)),
    )


_TRIES = 200
"""One in a few passes."""


def random_release(random: Random) -> tuple[Recipe, Release]:
    """A release that the check lets pass, with its recipe."""
    for _ in range(_TRIES):
        chosen = recipe(random)
        release, _ = made(chosen)
        if release is not None:
            return chosen, release
    raise AssertionError(f"of {_TRIES} plans by chance the check let none pass")
