"""What no folder needs is refused before it takes the memory of many: files, lists, entries."""

from __future__ import annotations

import tracemalloc
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from pydantic.json_schema import models_json_schema

from chalicelib.authoring.checking.load import load
from chalicelib.authoring.findings.problems import Problem, RuleFileError
from chalicelib.authoring.reading import documents
from chalicelib.authoring.reading.yaml import nodes
from chalicelib.authoring.schemas.build import whole_forms
from tests.authoring.region import spoil, write_region

FOOD = "items/market/food.yaml"
MATERIAL = "  - {material: form, name: {zh: 申请书, en: Form}, format: electronic, originals: 0}\n"


@pytest.fixture
def region(tmp_path: Path) -> Path:
    return write_region(tmp_path / "licang")


def with_materials(region: Path, number: int) -> None:
    spoil(region, FOOD, MATERIAL, "".join(MATERIAL.replace("form,", f"form-{n},", 1) for n in range(number)))


def mistake(region: Path) -> Problem:
    with pytest.raises(RuleFileError) as caught:
        load(region)
    [found] = caught.value.problems
    return found


def test_an_item_has_two_hundred_materials_at_most(region: Path) -> None:
    with_materials(region, 200)
    assert len(load(region).items["food"].materials) == 200
    with_materials(write_region(region), 201)
    found = mistake(region)
    assert (found.file, found.line, found.code) == (FOOD, 13, "out-of-bounds")
    assert (found.zh, found.en) == (
        "“materials”条数太多，至多 200。",
        "'materials' has too many entries: there may be 200 at most.",
    )


def endless(schema: Any, at: str) -> Iterator[str]:
    """Where a JSON schema has a list that may have any number of entries."""
    if isinstance(schema, list):
        for one in schema:
            yield from endless(one, at)
    elif isinstance(schema, dict):
        if schema.get("type") == "array" and "maxItems" not in schema:
            yield at
        for key, value in schema.items():
            yield from endless(value, f"{at}.{key}" if at.count(".") == 0 and key != "properties" else at)


def test_every_list_that_a_file_may_hold_has_an_end() -> None:
    _, made = models_json_schema([(form, "validation") for form in whole_forms()])
    found = {place for name, form in made["$defs"].items() for place in endless(form.get("properties"), name)}
    conditions = {"Rule", "Invariant", "Demand", "Use", "PartStep", "Clock", "Material", "Committed"}
    assert found == {
        *(f"{name}.when" for name in conditions),  # no more than there are facts, each once
        *(f"{name}.any" for name in ("Rule", "Invariant")),  # of three groups at most, each as a "when"
        *("Condition.any_of", "Condition.none_of"),  # nor than a fact has values
    }


def test_a_file_has_so_many_bytes_at_most_and_is_not_read_beyond(region: Path) -> None:
    with_materials(region, 100_000)
    tracemalloc.start()
    found = mistake(region)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert (found.file, found.code, found.mend_zh) == (FOOD, "file-too-large", "请删去多余的内容，或拆分。")
    assert peak < 3 * nodes.FILE_BYTES


def test_a_list_at_the_top_of_a_file_has_so_many_entries_at_most(
    region: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(documents, "MOST_ENTRIES", 5)
    assert len(load(region).facts) == 5
    monkeypatch.setattr(documents, "MOST_ENTRIES", 2)
    with pytest.raises(RuleFileError) as caught:
        load(region)
    told = {(one.file, one.line, one.zh) for one in caught.value.problems if one.code == "out-of-bounds"}
    assert told == {
        ("facts.yaml", 2, "“facts”条数太多，至多 2。"),
        ("channels.yaml", 3, "“rules”条数太多，至多 2。"),
        ("channels.yaml", 22, "“examples”条数太多，至多 2。"),
        ("clocks.yaml", 2, "“clocks”条数太多，至多 2。"),
        ("units.yaml", 2, "“units”条数太多，至多 2。"),
    }
