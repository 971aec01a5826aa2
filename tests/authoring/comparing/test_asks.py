"""What applicants are newly asked is told before it happens."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from chalicelib.__main__ import main
from chalicelib.authoring.checking.load import load
from chalicelib.authoring.comparing.forms.asks import asked_by, asks
from chalicelib.authoring.comparing.forms.lines import ask_lines
from chalicelib.decisions.forms.form import Condition, Text
from chalicelib.decisions.forms.model import Fact, Release

TODAY = date(2026, 11, 26)
ELDERLY = Fact(
    fact="application.elderly", title=Text(zh="年满六十五岁", en="65 or older"), type="bool", usual=False
)


@pytest.fixture(scope="module")
def licang() -> Release:
    return load(Path("rules/licang"))


def asking(release: Release, *, place: int = 0) -> Release:
    """With a rule more: whoever is old and has papers to hand in brings them."""
    when = (
        Condition(fact=ELDERLY.fact, any_of=(True,)),
        Condition(fact="item.paper_originals", at_least=1),
    )
    one = release.rules[0].model_copy(update={"rule": "elderly-to-counter", "when": when})
    rules = (*release.rules[:place], one, *release.rules[place:])
    return release.model_copy(update={"rules": rules, "facts": (*release.facts, ELDERLY)})


def test_the_items_that_newly_ask_a_fact_are_told_and_those_that_no_longer_do(licang: Release) -> None:
    new = asking(licang)
    found = [one.as_json() for one in asks(licang, new, TODAY)]
    items = {one["item"] for one in found}
    assert 0 < len(items) < len(licang.items)
    assert {(one["fact"], one["added"]) for one in found} == {(ELDERLY.fact, True)}
    assert asked_by(new, TODAY)[ELDERLY.fact] == len(items)
    back = [one.as_json() for one in asks(new, licang, TODAY)]
    assert {(one["item"], one["added"]) for one in back} == {(item, False) for item in items}


def test_a_fact_that_can_change_no_answer_is_newly_asked_of_nobody(licang: Release) -> None:
    new = asking(licang, place=len(licang.rules))
    assert list(asks(licang, new, TODAY)) == []
    assert asked_by(new, TODAY)[ELDERLY.fact] == 0


@pytest.mark.parametrize(
    ("until", "asks_somebody"), [(date(2026, 11, 25), False), (TODAY, True), (date(2026, 12, 31), True)]
)
def test_an_item_that_is_over_asks_nobody(licang: Release, until: date, asks_somebody: bool) -> None:
    code = next(one.item for one in asks(licang, asking(licang), TODAY))
    items = {**licang.items, code: licang.items[code].model_copy(update={"until": until})}
    old = licang.model_copy(update={"items": items})
    found = [one.item for one in asks(old, asking(old), TODAY)]
    assert (code in found) == asks_somebody
    assert asked_by(asking(old), TODAY)[ELDERLY.fact] == len(found)


def test_an_edit_of_one_item_can_make_it_alone_ask(licang: Release) -> None:
    new = asking(licang)
    code = next(one.item for one in asks(licang, new, TODAY))
    item = new.items[code]
    materials = tuple(
        one.model_copy(update={"format": "electronic", "originals": 0}) for one in item.materials
    )
    without = {**new.items, code: item.model_copy(update={"materials": materials})}
    found = list(asks(new.model_copy(update={"items": without}), new, TODAY))
    assert [(one.item, one.fact, one.added) for one in found] == [(code, ELDERLY, True)]


def test_what_only_a_decision_beside_the_channel_asks_is_counted_as_a_comparison_tells_it(
    licang: Release,
) -> None:
    channel_only = licang.model_copy(update={"decisions": {}})
    urgent = [one for one in asks(channel_only, licang, TODAY) if one.fact.fact == "application.urgent"]
    assert {one.required for one in urgent} == {False}
    assert asked_by(licang, TODAY)["application.urgent"] == len(urgent) > 0


def test_a_fact_that_was_optional_and_is_required_is_not_told_as_no_longer_asked(licang: Release) -> None:
    when = (Condition(fact="application.urgent", any_of=(True,)),)
    urgent = licang.rules[0].model_copy(update={"rule": "urgent-to-counter", "when": when})
    new = licang.model_copy(update={"rules": (urgent, *licang.rules)})
    now, back = asks(licang, new, TODAY), asks(new, licang, TODAY)
    required = {(one.added, one.required, one.already) for one in now if one.fact.fact == when[0].fact}
    assert (True, True, True) in required
    assert all(added for added, *_ in required)
    before = [one for one in back if one.fact.fact == when[0].fact and one.already]
    assert {(one.added, one.required) for one in before} == {(True, False)}
    (said,) = ask_lines(before)
    assert f"so far required and now optional for {len(before)} items" in said.en
    assert f"{len(before)} 个事项由必须填写改为可以不填" in said.zh


def test_check_tells_how_many_items_ask_each_fact(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["rules", "check", "rules/demo-linshan", "--json"]) == 0
    told = {one["fact"]: one["items"] for one in json.loads(capsys.readouterr().out)["asks"]}
    assert told["application.licence_expires"] == 1
    assert main(["rules", "check", "rules/demo-linshan"]) == 0
    assert "（application.licence_expires）：1 个事项询问" in capsys.readouterr().out
