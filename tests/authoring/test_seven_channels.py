"""
A region with seven channels, none of them known to the program: read, proved, decided and asked everything.

The rules are made up, of a size that other rule engines are measured with: five yes-or-no facts, four kinds
of paper, eleven streets, rules that come and go on four days. ``by_hand`` says the same in plain Python.
"""
# ruff: noqa: E501  # rule files

from __future__ import annotations

import json
from datetime import date, timedelta
from pathlib import Path
from random import Random

import pytest

from chalicelib.__main__ import main
from chalicelib.authoring.check import check
from chalicelib.authoring.checking.load import load
from chalicelib.decisions.channels import channels
from chalicelib.decisions.decide import what_if
from chalicelib.decisions.forms.form import FactValue
from chalicelib.decisions.forms.model import Release
from tests.authoring.region import FILES, write_region

TODAY = date(2026, 6, 1)
PAPERS = ("electronic", "copies", "originals", "mixed")
STREETS = tuple(f"s{number:02}" for number in range(1, 12))
SEVEN = {
    "counter_only": ("counter", ["counter"]),
    "fully_online": ("none", ["electronic"]),
    "inspection_collection": ("inspection", ["courier", "counter"]),
    "street_agent": ("inspection", ["courier", "counter"]),
    "two_way_courier": ("courier", ["courier", "counter"]),
    "outbound_courier": ("none", ["courier", "counter"]),
    "one_visit": ("counter", ["courier", "counter"]),
}
"""How papers come in and the result goes out, by channel."""
TABLE = [
    ("secret", "item.secret: true", "counter_only", "2004-07-01", None),
    ("online", "item.papers: electronic, item.electronic_result: true", "fully_online", "2018-04-01", None),
    (
        *(
            "inspectors-some",
            "item.inspected: true, item.papers: [originals, mixed], application.street: [s01, s02, s03, s04]",
        ),
        *("inspection_collection", "2016-08-01", "2018-03-31"),
    ),
    (
        "inspectors",
        "item.inspected: true, item.papers: [originals, mixed]",
        "inspection_collection",
        "2018-04-01",
        None,
    ),
    (
        *(
            "agent-pilot",
            "application.agent: true, item.papers: {not: electronic}, application.street: [s01, s02, s03]",
        ),
        *("street_agent", "2017-03-01", "2018-03-31"),
    ),
    (
        "agent",
        "application.agent: true, item.papers: {not: electronic}, application.street: {not: s11}",
        "street_agent",
        "2018-04-01",
        None,
    ),
    (
        "courier-single",
        "item.papers: [copies, originals], application.courier: true",
        "two_way_courier",
        "2016-08-01",
        None,
    ),
    ("courier-mixed", "item.papers: mixed, application.courier: true", "two_way_courier", "2020-01-01", None),
    ("result", "item.papers: electronic, application.courier: true", "outbound_courier", "2016-08-01", None),
    (
        "far",
        "application.street: [s10, s11], application.courier: false",
        "one_visit",
        "2016-08-01",
        "2019-12-31",
    ),
    ("early", "", "counter_only", "2004-07-01", "2016-07-31"),
    ("counter", "", "one_visit", "2016-08-01", None),
]


GIVEN_UP = """\
  given-up: [{part: hand-out, as: papers-home, gives: papers, end: given-up}]
  unfit: [{part: refusal}]
"""
_NOT_BROUGHT = """\
      - {outcome: given-up, title: {zh: 视为放弃, en: given up}, next: given-up, before: accepted}
      - {outcome: not-handed-in, title: {zh: 未交, en: not handed in}, next: unfit, after: accepted}
"""
PARTS = {
    "call": f"""\
part: call
title: {{zh: 上门收取, en: Papers are called for}}
exits: [given-up, unfit]
steps:
  - step: call
    title: {{zh: 上门收取, en: Papers are called for}}
    by: staff
    within: {{working_days: 10}}
    late: [given-up, not-handed-in]
    outcomes:
      - {{outcome: received, title: {{zh: 已收取, en: taken}}, next: onward, hand_over: {{what: papers, from: applicant, to: unit, counted: true}}}}
{_NOT_BROUGHT}""",
    "papers-to-hall": """\
part: papers-to-hall
title: {zh: 交回大厅, en: Papers to the hall}
steps:
  - step: papers-to-hall
    title: {zh: 交回大厅, en: Papers to the hall}
    by: staff
    unit: hall
    within: {working_days: 1}
    outcomes:
      - {outcome: received, title: {zh: 已交接, en: handed over}, next: onward, hand_over: {what: papers, from: units, to: hall, counted: true}}
""",
    "fetch": f"""\
part: fetch
title: {{zh: 快递取件, en: A courier fetches}}
exits: [given-up, unfit]
steps:
  - step: fetch
    title: {{zh: 快递取件, en: A courier fetches}}
    by: pick_up
    unit: hall
    counter: bring
    within: {{working_days: 3}}
    outcomes:
      - {{outcome: delivered, title: {{zh: 已送到, en: at the hall}}, next: receipt}}
      - {{outcome: failed, title: {{zh: 取件失败, en: not fetched}}, next: trouble}}
  - step: trouble
    title: {{zh: 取件异常, en: Trouble}}
    by: staff
    unit: hall
    outcomes:
      - {{outcome: again, title: {{zh: 再取, en: again}}, next: fetch}}
      - {{outcome: bring, title: {{zh: 自送, en: brought}}, next: bring}}
{_NOT_BROUGHT}  - step: bring
    title: {{zh: 到窗口提交, en: Papers are brought}}
    by: staff
    unit: hall
    within: {{working_days: 20}}
    late: [given-up, not-handed-in]
    outcomes:
      - {{outcome: received, title: {{zh: 已收取, en: taken}}, next: onward, visit: true, hand_over: {{what: papers, from: applicant, to: hall, counted: true}}}}
{_NOT_BROUGHT}  - step: receipt
    title: {{zh: 拆封清点, en: Opening}}
    by: staff
    unit: hall
    outcomes:
      - {{outcome: complete, title: {{zh: 齐全, en: complete}}, next: onward, hand_over: {{what: papers, from: parcel, to: hall, counted: true}}}}
""",
}
"""Three ways more than the small region has for papers to come in."""
GATHERED = """\
  - step: parcels
    title: {zh: 等待在途, en: Parcels are awaited}
    by: parcels
    unit: hall
    within: {working_days: 10}
    outcomes:
      - {outcome: settled, title: {zh: 已无在途, en: none under way}, next: gather}
  - step: gather
    title: {zh: 收拢材料, en: Papers are gathered}
    by: staff
    unit: hall
    within: {working_days: 1}
    outcomes:
      - {outcome: received, title: {zh: 已交接, en: handed over}, next: send, hand_over: {what: papers, from: units, to: hall, counted: true}}
"""
"""Before anything goes home: what couriers and agents still have."""


def by_hand(said: dict[str, FactValue], on: date) -> str:
    """What the table means, without the program's language, engine or table."""
    day = on.isoformat()
    papers, street = said["item.papers"], str(said["application.street"])
    if said["item.secret"] or day < "2016-08-01":
        return "counter_only" if day >= "2004-07-01" else "undetermined"
    late = day >= "2018-04-01"
    if papers == "electronic":
        if late and said["item.electronic_result"]:
            return "fully_online"
        return "outbound_courier" if said["application.courier"] else "one_visit"
    if said["item.inspected"] and papers != "copies" and (late or street <= "s04"):
        return "inspection_collection"
    if said["application.agent"] and (street != "s11" if late else day >= "2017-03-01" and street <= "s03"):
        return "street_agent"
    if said["application.courier"] and (papers != "mixed" or day >= "2020-01-01"):
        return "two_way_courier"
    return "one_visit"


def _facts() -> str:
    yes_no = {"item.secret": "涉密", "item.inspected": "须勘验", "item.electronic_result": "电子证照"}
    text = "facts:\n"
    for name, zh in yes_no.items():
        text += f"  - {{fact: {name}, title: {{zh: {zh}, en: {name}}}, type: bool}}\n"
    for name, zh in {"application.courier": "同意快递", "application.agent": "请代办员"}.items():
        text += f"  - {{fact: {name}, title: {{zh: {zh}, en: {name}}}, type: bool, usual: true}}\n"
    for name, zh, known, usual in (
        ("item.papers", "材料媒介", PAPERS, ""),
        ("application.street", "街道", STREETS, ", usual: s05"),
    ):
        values = ", ".join(f"{{value: {one}, title: {{zh: {zh}{one}, en: {one}}}}}" for one in known)
        text += f"  - {{fact: {name}, title: {{zh: {zh}, en: {name}}}, type: one_of, values: [{values}]{usual}}}\n"
    return text


def _channels() -> str:
    text = "decision: channel\nrules:\n"
    for name, when, channel, since, until in TABLE:
        over = f", until: {until}" if until else ""
        text += (
            f"  - {{rule: {name}, title: {{zh: 规则{name}, en: rule {name}}}, when: {{{when}}}, choose: {channel}, "
            f"basis: [{{title: 行政许可法, article: 第二十九条}}], from: {since}{over}}}\n"
        )
    return text + (
        "examples:\n"
        "  - {name: 普通, item: food, expect: fully_online, by: online}\n"
        "  - {name: 涉密, item: vault, expect: counter_only, by: secret}\n"
    )


def _plan(channel: str) -> str:
    paper_in, ways = SEVEN[channel]
    takes = {
        "none": [],
        "counter": ["counter"],
        "courier": ["fetch"],
        "inspection": ["call", "papers-to-hall"],
    }
    taken = [*takes[paper_in], "acceptance"] if paper_in != "none" else []
    papers = "".join(f"  - {{part: {part}}}\n" for part in taken)
    not_brought = GIVEN_UP if taken else ""
    return f"""\
plan: {channel}
title: {{zh: 渠道 {channel}, en: Channel {channel}}}
paper_in: {paper_in}
result_out: [{", ".join(ways)}]
parts:
  - {{part: pre-review}}
{papers}  - {{part: decision}}
  - {{part: licence}}
  - {{part: hand-out, as: delivery, gives: licence, end: granted}}
exits:
  not-accepted: [{{part: hand-out, as: papers-back, gives: papers, end: not-accepted}}]
{not_brought}  refused: [{{part: hand-out, as: refusal-delivery, gives: refusal, end: refused}}]
  withdrawn: [{{part: hand-out, as: papers-withdrawn, gives: papers, end: withdrawn}}]
  lost: [{{go_on: licence}}]
"""


def write_seven(folder: Path) -> Path:
    """The small region with the table's facts, rules and seven plans in place of its own."""
    write_region(folder)
    for file in ("plans/one_visit.yaml", "plans/outbound_courier.yaml"):
        (folder / file).unlink()
    for channel in SEVEN:
        (folder / f"plans/{channel}.yaml").write_text(_plan(channel), encoding="utf-8")
    hand_out = FILES["parts/hand-out.yaml"].replace("steps:\n", f"steps:\n{GATHERED}")
    for part, text in {**PARTS, "hand-out": hand_out}.items():
        (folder / f"parts/{part}.yaml").write_text(text, encoding="utf-8")
    (folder / "facts.yaml").write_text(_facts(), encoding="utf-8")
    (folder / "channels.yaml").write_text(_channels(), encoding="utf-8")
    secret = "  - {invariant: secret-at-counter, title: {zh: 涉密到窗口, en: secret}, when: {item.secret: true}, expect: counter_only}\n"
    (folder / "invariants.yaml").write_text(f"invariants:\n{secret}", encoding="utf-8")
    food = FILES["items/market/food.yaml"].replace(
        "inspection: none", "inspected: false\n  papers: electronic"
    )
    food = food.replace("electronic_result: false", "electronic_result: true").replace(
        "form: paper", "form: both"
    )
    (folder / "items/market/food.yaml").write_text(food, encoding="utf-8")
    vault = FILES["items/health/vault.yaml"].split("rules:\n")[0]
    vault = vault.replace("inspection: none,", "inspected: false, papers: originals,")
    (folder / "items/health/vault.yaml").write_text(vault, encoding="utf-8")
    region = FILES["region.yaml"].replace(
        "{outbound_courier: 1, one_visit: 1}", "{fully_online: 1, counter_only: 1}"
    )
    (folder / "region.yaml").write_text(region, encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_seven(tmp_path_factory.mktemp("seven") / "licang")


@pytest.fixture(scope="module")
def release(folder: Path) -> Release:
    return load(folder)


def test_seven_channels_pass_the_check_and_every_situation_is_asked_of_the_engine(folder: Path) -> None:
    checked = check(folder, TODAY)
    assert [one for one in checked.problems if one.severity == "error"] == []
    assert checked.release is not None
    assert set(channels(checked.release)) == set(SEVEN)
    assert checked.agreement is not None
    assert checked.agreement.ok


def test_four_thousand_points_are_decided_as_by_hand(release: Release) -> None:
    chance = Random(7)  # noqa: S311  # points, no secret
    seen: set[str] = set()
    first, last = date(2004, 6, 1), date(2026, 12, 31)
    for _ in range(4_000):
        yes_no = ("item.secret", "item.inspected", "item.electronic_result", "application.courier")
        said: dict[str, FactValue] = {name: chance.random() < 0.5 for name in (*yes_no, "application.agent")}
        said |= {"item.papers": chance.choice(PAPERS), "application.street": chance.choice(STREETS)}
        said["item.secret"] = chance.random() < 0.1
        on = first + timedelta(days=chance.randrange((last - first).days))
        decided = what_if(release, "food", said, on).channel
        assert decided == by_hand(said, on), (said, on)
        seen.add(decided)
    assert seen == {*SEVEN, "undetermined"}


@pytest.mark.parametrize(
    "words",
    [
        "check DIR --all",
        "decide DIR --item food",
        "totals DIR",
        "explain DIR --item vault",
        "explain DIR --item food --why-not street_agent",
        "examples DIR",
        "advise DIR",
        "diff OTHER DIR",
        "replay OTHER DIR --cases CASES",
        "export DIR --to xlsx --out OUT.xlsx",
        "import OUT.xlsx DIR",
        "export DIR --to jdm --out OUT --verify",
        "export DIR --to dmn --out OUT --verify",
        "export DIR --to dmn11 --out OUT --verify",
    ],
)
def test_every_command_of_the_desk_works_on_seven_channels(
    words: str, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    other, cases = folder.parent / "other", folder.parent / "cases.jsonl"
    if not other.exists():
        text = (write_seven(other) / "channels.yaml").read_text(encoding="utf-8")
        (other / "channels.yaml").write_text(text.replace("[s10, s11]", "[s11]"), encoding="utf-8")
        case = {"item": "food", "facts": {"application.courier": True}, "on": "2026-05-04"}
        cases.write_text(json.dumps(case) + "\n", encoding="utf-8")
    places = {"DIR": folder, "OTHER": other, "CASES": cases}
    places |= {"OUT": folder.parent / "out", "OUT.xlsx": folder.parent / "out.xlsx"}
    assert main(["rules", *(str(places.get(word, word)) for word in words.split())]) == 0, capsys.readouterr()
