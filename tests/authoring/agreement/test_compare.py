"""Every engine on every situation: of one mind with the rules, or the situation is named."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from math import inf
from pathlib import Path
from typing import Any

import pytest

from chalicelib.authoring.agreement.agreement import Agreement
from chalicelib.authoring.agreement.budget import Budget
from chalicelib.authoring.agreement.compare import disagreements
from chalicelib.authoring.agreement.engines import dmn_engine, zen_engine
from chalicelib.authoring.agreement.engines.dmn_engine import Dmn
from chalicelib.authoring.agreement.engines.durable import Durable
from chalicelib.authoring.agreement.engines.engine import Engine
from chalicelib.authoring.agreement.engines.zen_engine import Zen
from chalicelib.authoring.checking.load import load
from chalicelib.authoring.exports import feel, jdm
from chalicelib.authoring.space.domain import EffectPeriod, bands
from chalicelib.decisions.forms.form import UNDETERMINED, Condition
from chalicelib.decisions.forms.model import Release
from tests.authoring.agreement.every_engine import ENGINES
from tests.authoring.exports.regions import licang, odd_region
from tests.authoring.region import spoil, write_region

NAMES = {"durable_rules", "zen-engine", "feelin"}
FEW = Budget(0.02, 0.02, 60)


@pytest.fixture(scope="module")
def region() -> Release:
    return licang()


@pytest.fixture(scope="module")
def odd(tmp_path_factory: pytest.TempPathFactory) -> Release:
    return odd_region(tmp_path_factory.mktemp("odd"))


def agree(release: Release, *engines: Engine, **more: Any) -> Agreement:
    return disagreements(release, bands(release), engines=engines or ENGINES, **more)


def findings(agreement: Agreement, release: Release) -> list[tuple[str, str, str]]:
    declared = {fact.fact: fact for fact in release.facts}
    told = [(message.code, message.told()) for message in agreement.findings(declared)]
    return [(code, words.zh, words.en) for code, words in told]


def test_all_engines_are_of_one_mind_with_the_rules_in_every_situation_of_the_real_region(
    region: Release,
) -> None:
    agreement = agree(region)
    assert agreement.ok
    assert agreement.situations > 15_000
    assert agreement.asked == dict.fromkeys(NAMES, agreement.situations)
    assert not agreement.left_out


def test_all_engines_are_of_one_mind_whatever_the_language_of_rules_can_say(odd: Release) -> None:
    agreement = agree(odd)
    assert agreement.ok
    assert agreement.situations > 5_000
    assert agreement.asked == dict.fromkeys(NAMES, agreement.situations)


WRITERS = pytest.mark.parametrize(
    ("exporter", "cell", "engine"), [(jdm, "_cell", Zen()), (feel, "unary_test", Dmn())], ids=["jdm", "dmn"]
)


@WRITERS
def test_a_cell_that_an_export_writes_wrong_is_found_and_the_situation_named(
    exporter: Any, cell: str, engine: Engine, region: Release, monkeypatch: pytest.MonkeyPatch
) -> None:
    right = getattr(exporter, cell)
    monkeypatch.setattr(exporter, cell, lambda *of: right(*of).replace("[0..60]", "[0..59]"))
    agreement = agree(region, Durable(), engine)
    assert {difference.engine.name for difference in agreement.differences} == {engine.name}
    first = agreement.differences[0]
    assert first.situation["item.paper_originals"] == 60
    ((code, zh, en),) = findings(agreement, region)
    assert code == "engine-differs"
    assert "须收取的纸质原件份数：60" in zh
    assert f"the rules give {first.expected[0]} ({first.expected[1]})" in en
    assert f"{engine.title.en} {first.got[0]} ({first.got[1]})" in en


@WRITERS
def test_a_cell_that_the_other_engine_cannot_read_does_not_pass_in_silence(
    exporter: Any, cell: str, engine: Engine, region: Release, monkeypatch: pytest.MonkeyPatch
) -> None:
    right = getattr(exporter, cell)
    monkeypatch.setattr(
        exporter, cell, lambda fact, *of: right(fact, *of) + (")" if fact.fact == "item.secret" else "")
    )
    assert not agree(region, engine).ok


def test_an_item_that_an_export_forgets_is_found(odd: Release, tmp_path: Path) -> None:
    release = odd.model_copy(
        update={"items": odd.items | {"late": odd.items["food"].model_copy(update={"item": "late"})}}
    )

    class Forgetful(Dmn):
        def document(self, release: Release, band: EffectPeriod) -> str:
            return super().document(release, band).replace('"food","late"', '"food"')

    assert agree(release, Dmn(), Zen(), Durable()).ok
    agreement = agree(release, Forgetful())
    assert {difference.item for difference in agreement.differences} == {"late"}
    assert "item late" in findings(agreement, release)[0][2]


class Careless(Durable):
    """It loses the last condition of every rule."""

    def document(self, release: Release, band: EffectPeriod) -> dict[str, Any]:
        document = super().document(release, band)
        for _, rule in document["rules"]:
            rule["when"] = rule["when"][:-1]
        return document


def test_a_rule_that_durable_rules_reads_otherwise_is_found_in_every_band(region: Release) -> None:
    agreement = agree(region, Careless())
    assert {difference.band for difference in agreement.differences} == set(bands(region))
    assert len(findings(agreement, region)) == 1


def test_durable_rules_is_held_to_the_very_rule_where_two_have_one_name(tmp_path: Path) -> None:
    write_region(tmp_path)
    release = odd_region(tmp_path)
    first, *rest = release.rules
    twin = first.model_copy(update={"when": (Condition(fact="item.secret", any_of=(False,)),)})
    twins = release.model_copy(update={"rules": (first, twin, *rest)})

    class Swapped(Durable):
        def document(self, release: Release, band: EffectPeriod) -> dict[str, Any]:
            document = super().document(release, band)
            places = [at for at, (_, rule) in enumerate(document["rules"]) if rule["rule"] == first.rule]
            one, other = places
            document["rules"][one], document["rules"][other] = (
                document["rules"][other],
                document["rules"][one],
            )
            return document

    assert agree(twins, Durable()).ok
    assert not agree(twins, Swapped()).ok


def test_where_no_rule_matches_all_engines_leave_it_to_a_person(tmp_path: Path) -> None:
    release = odd_region(tmp_path)
    gaps = release.model_copy(update={"rules": release.rules[:-1]})
    agreement = agree(gaps)
    assert agreement.ok
    assert agreement.situations > 5_000


class Stray(Engine):
    """A program instead of an engine."""

    name = "stray"
    title = Durable.title

    def __init__(self, script: str) -> None:
        self._script = script

    def command(self) -> Sequence[str]:
        return (sys.executable, "-c", self._script)

    def document(self, release: Release, band: EffectPeriod) -> str:
        return ""

    def cost(self, band: EffectPeriod) -> Any:
        return Durable().cost(band)


@pytest.mark.parametrize(
    ("script", "detail"),
    [
        ("import os, signal; os.kill(os.getpid(), signal.SIGSEGV)", "signal 11"),
        ("raise SystemExit('no such rule')", "exit 1: no such rule"),
        ("print('[[[1,2]],[0]]')", "it answers less than it was asked"),
        ("print('[[[1,2]],[' + '0,' * 30000 + '0]]')", "it answers more than it was asked"),
        ("print('[[],[0]]')", "it does not answer as it must"),
        ("print('[1,2,3]')", "it does not answer as it must"),
        ("print('[[1],[0]]')", "it does not answer as it must"),
        ("print('not JSON')", "it does not answer as it must"),
        ("print('[' * 100000)", "it does not answer as it must"),
    ],
)
def test_an_engine_fails_that(script: str, detail: str, region: Release) -> None:
    agreement = agree(region, Stray(script), Durable())
    (failure,) = agreement.failures
    assert (failure.engine.name, failure.code, failure.detail) == ("stray", "engine-failed", detail)
    assert agreement.asked["durable_rules"] == agreement.situations  # others are heard all the same
    code, zh, en = findings(agreement, region)[0]
    assert code == "engine-failed"
    assert detail in zh
    assert detail in en


def test_an_engine_that_hangs_is_stopped_and_told(region: Release) -> None:
    agreement = agree(region, Stray("while True: pass"), budget=Budget(inf, inf, clock=0.5))
    assert [failure.code for failure in agreement.failures] == ["engine-timeout"]
    ((code, zh, en),) = findings(agreement, region)
    assert code == "engine-timeout"
    assert "已被停止" in zh
    assert "was stopped" in en


def test_rules_beyond_what_durable_rules_can_bear_fail_in_the_child_alone(region: Release) -> None:
    test = Condition(fact="item.paper_originals", any_of=tuple(range(501)))
    wide = region.rules[-1].model_copy(update={"when": (test,)})
    changed = region.model_copy(update={"rules": (*region.rules[:-1], wide)})
    (failure,) = agree(changed, Durable()).failures
    assert failure.detail.startswith("exit 1: TooMuchForEngineError: result-at-counter: more than 500")


def test_an_engine_that_is_not_installed_is_left_out_and_named(
    region: Release, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(zen_engine, "find_spec", lambda name: None)
    agreement = agree(region, Durable(), Zen(), Dmn(tmp_path))
    assert agreement.ok
    assert set(agreement.asked) == {"durable_rules"}
    assert set(agreement.left_out) == {"zen-engine", "feelin"}
    assert "未安装 zen-engine" in agreement.words().zh
    assert "the DMN engine (Node.js, its modules) is not installed" in agreement.words().en


def test_the_dmn_engine_is_left_out_where_node_js_is_missing(
    region: Release, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(dmn_engine, "find_spec", lambda name: None)
    assert set(agree(region, Dmn()).left_out) == {"feelin"}


def test_an_export_that_cannot_hold_a_value_leaves_its_engine_out(tmp_path: Path) -> None:
    write_region(tmp_path)
    spoil(tmp_path, "facts.yaml", "{value: joint,", "{value: 'a\"b''c',")
    spoil(tmp_path, "items/health/vault.yaml", "item.inspection: joint", "item.inspection: 'a\"b''c'")
    agreement = agree(load(tmp_path))
    assert agreement.ok
    assert set(agreement.asked) == {"durable_rules", "feelin"}
    assert "请去掉引号和反斜杠" in agreement.left_out["zen-engine"].zh


def test_progress_is_told_up_to_the_last_answer(region: Release) -> None:
    told: list[tuple[int, int]] = []
    agreement = agree(region, progress=lambda done, total: told.append((done, total)))
    assert told == sorted(told)
    done, total = told[-1]
    assert done == total > 3 * agreement.situations


def test_where_all_would_take_too_long_those_that_tell_most_are_asked(region: Release) -> None:
    agreement = agree(region, budget=FEW)
    assert agreement.ok
    assert set(agreement.asked) == NAMES
    assert all(100 < asked < agreement.situations / 2 for asked in agreement.asked.values())
    assert f"/{agreement.situations}" in agreement.words().en


def test_a_careless_engine_is_found_even_by_the_few_that_are_asked(region: Release) -> None:
    assert not agree(region, Careless(), budget=FEW).ok


def test_an_engine_whose_rules_alone_would_take_too_long_is_left_out(region: Release) -> None:
    agreement = agree(region, budget=Budget(0, 0, 60))
    assert not agreement.asked
    assert set(agreement.left_out) == NAMES
    assert "发布时会询问" in agreement.words().zh


def test_no_band_means_nothing_to_ask(region: Release) -> None:
    agreement = disagreements(region, [], engines=ENGINES)
    assert agreement.ok
    assert agreement.asked == dict.fromkeys(NAMES, 0)
    assert UNDETERMINED not in agreement.words().en
