"""A release is its bytes: the same rules give the same name, and other bytes are refused."""

from __future__ import annotations

import gc
import json
from pathlib import Path

import pytest

from chalicelib.authoring.checking.load import load
from chalicelib.decisions.forms.model import Release
from chalicelib.decisions.release import canonical, digest, read


@pytest.fixture(scope="module")
def region() -> Release:
    return load(Path("rules/licang"))


def test_reading_gives_back_what_was_written(region: Release) -> None:
    content = canonical(region)
    again = read(content, digest(content))
    assert again == region
    assert canonical(again) == content
    assert again.digest == region.digest == digest(content)


def test_the_order_of_files_does_not_change_the_name(region: Release) -> None:
    backwards = region.model_copy(update={"items": dict(reversed(region.items.items()))})
    assert digest(canonical(backwards)) == digest(canonical(region))


def test_bytes_of_another_name_are_refused(region: Release) -> None:
    content = canonical(region)
    with pytest.raises(ValueError, match="does not match its digest"):
        read(content + b" ", digest(content))


def test_bytes_that_are_no_release_are_refused() -> None:
    content = json.dumps({"rules": []}).encode()
    with pytest.raises(ValueError, match="Field required"):
        read(content, digest(content))
    assert gc.isenabled()


def test_loading_twice_gives_the_same_name() -> None:
    assert load(Path("rules/licang")).digest == load(Path("rules/licang")).digest
