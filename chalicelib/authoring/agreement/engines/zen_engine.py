"""Ask zen-engine through the export to JDM."""

from __future__ import annotations

from collections.abc import Sequence
from importlib.util import find_spec

from chalicelib.authoring.agreement.engines import child
from chalicelib.authoring.agreement.engines.engine import Cost, Engine
from chalicelib.authoring.exports.jdm import jdm
from chalicelib.authoring.exports.table import table
from chalicelib.authoring.space.domain import EffectPeriod
from chalicelib.decisions.forms.form import Text
from chalicelib.decisions.forms.model import Release


class Zen(Engine):
    """Installed at the policy desk, not in the cloud."""

    name = "zen-engine"
    title = Text(zh="zen-engine（导出的 JDM）", en="zen-engine (the exported JDM)")

    def missing(self) -> Text | None:
        return None if find_spec("zen") else _MISSING

    def command(self) -> Sequence[str]:
        return child.python("chalicelib.authoring.agreement.engines.zen_worker")

    def document(self, release: Release, band: EffectPeriod) -> str:
        return jdm(table(release, band.first))

    def cost(self, band: EffectPeriod) -> Cost:
        rules = len(band.rules)
        return Cost(2e-4 * rules, 8e-6 + 1.5e-6 * rules)


_MISSING = Text(
    zh="未安装 zen-engine；在政策工作台运行 make .venv 即可安装",
    en="zen-engine is not installed; 'make .venv' installs it at the policy desk",
)
