"""List who reads the exports, as an office's other tools would; checks and publication ask none of them."""

from __future__ import annotations

from collections.abc import Mapping

from chalicelib.authoring.agreement.engines.dmn_engine import Dmn, Dmn11
from chalicelib.authoring.agreement.engines.engine import Engine
from chalicelib.authoring.agreement.engines.zen_engine import Zen

EXPORTED: Mapping[str, Engine] = {"dmn": Dmn(), "dmn11": Dmn11(), "jdm": Zen()}
"""By the form of export."""
