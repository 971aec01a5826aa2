"""The engines that are of one mind: what decides cases, and what reads the exports."""

from __future__ import annotations

from chalicelib.authoring.agreement.compare import IN_SERVICE
from chalicelib.authoring.agreement.engines.engine import Engine
from chalicelib.authoring.agreement.engines.exported import EXPORTED

ENGINES: tuple[Engine, ...] = (EXPORTED["jdm"], *IN_SERVICE, EXPORTED["dmn"])  # the slowest first
