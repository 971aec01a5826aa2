"""Publishes the region's rules to the embedded cloud, as a policy officer would from the command line."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from infra.local.cloud import EmbeddedCloud
from infra.local.ministack import EmbeddedCloudError
from infra.package import ROOT

RULES = ROOT / "rules" / "licang"


def publish(cloud: EmbeddedCloud, rules: Path = RULES) -> None:
    """Publish and activate one region's folder; raises EmbeddedCloudError with what the command said."""
    command = [sys.executable, "-m", "chalicelib", "rules", "publish", str(rules)]
    environment = {**os.environ, **cloud.environment()}
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        raise EmbeddedCloudError(
            f"规则未能发布 the rules could not be published:\n{done.stdout}{done.stderr}"
        )
