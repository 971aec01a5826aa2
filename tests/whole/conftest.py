"""A region's whole office in an embedded cloud, with its rules in force."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from chalicelib.authoring.checking.load import load
from chalicelib.decisions.forms.model import Release
from infra.local.cloud import EmbeddedCloud
from infra.local.errand import Around
from infra.local.publish import publish
from infra.local.replay import around_cases
from infra.package import ROOT, Package

RULES = ROOT / "rules" / "licang"


@pytest.fixture(scope="session")
def release() -> Release:
    return load(RULES)


@pytest.fixture(scope="session")
def fast_cloud(packaged: Package, tmp_path_factory: pytest.TempPathFactory) -> Iterator[EmbeddedCloud]:
    """An embedded cloud in which an hour passes every second."""
    with EmbeddedCloud(folder=tmp_path_factory.mktemp("fast"), rate=3600) as cloud:
        publish(cloud, RULES)
        yield cloud


@pytest.fixture(scope="session")
def around(fast_cloud: EmbeddedCloud, release: Release) -> Around:
    """The people of the region: an applicant, two of every unit, the carrier."""
    return around_cases(fast_cloud, release)
