"""Puts the region's rules in force in the embedded cloud, as policy officers do from the command line."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

from chalicelib.adapters.dynamodb.releases.release_store import ReleaseStore
from chalicelib.decisions.forms.model import Release
from infra.local.cloud import EmbeddedCloud
from infra.local.ministack import EmbeddedCloudError
from infra.package import ROOT

AUTHOR, APPROVER = "演示发布人 demo author", "演示批准人 demo approver"
"""Two people, as everywhere: nobody puts in force what they have published themselves."""


def put_in_force(cloud: EmbeddedCloud, rules: Path) -> tuple[Release, bool]:
    """
    The release that decides in the region of folder ``rules``, and whether it was put in force just now: that
    is done only where nothing is in force. What people have put in force stays.
    """
    releases = ReleaseStore(cloud.client("dynamodb"), cloud.table, cloud.client("s3"), cloud.rules_bucket)
    standing = releases.standing(rules.name)
    if standing.active is not None:
        return releases.get(standing.active), False
    return releases.get(publish(cloud, rules)), True


def publish(cloud: EmbeddedCloud, rules: Path) -> str:
    """
    Check, publish and activate one region's folder; gives the release's digest.

    Raises EmbeddedCloudError with what the command said when the rules are wrong.
    """
    entry = json.loads(_rules(cloud, "publish", str(rules), "--by", AUTHOR, "--json"))
    digest = str(entry["digest"])
    _rules(cloud, "activate", digest, "--by", APPROVER, "--yes", "--json")
    return digest


def _rules(cloud: EmbeddedCloud, *words: str) -> str:
    command = [sys.executable, "-m", "chalicelib", "rules", *words]
    environment = {**os.environ, **cloud.environment()}
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        raise EmbeddedCloudError(
            f"规则未能发布 the rules could not be published:\n{done.stdout}{done.stderr}"
        )
    return done.stdout
