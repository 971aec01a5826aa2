"""What no folder needs is refused before it takes the memory of many: files, lists, entries."""

from __future__ import annotations

import tracemalloc
from pathlib import Path

import pytest

from chalicelib.authoring import documents, nodes
from chalicelib.authoring.load import load
from chalicelib.authoring.problems import Problem, RuleFileError
from chalicelib.authoring.schemas.build import FORMS
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
        "'materials' has too many entries; at most 200.",
    )


def test_every_list_of_a_form_has_an_end() -> None:
    endless = [
        f"{form.__name__}.{name}"
        for form in FORMS
        for name, field in form.model_fields.items()
        if ", ...]" in str(field.annotation) and not any(hasattr(one, "max_length") for one in field.metadata)
    ]
    assert endless == [
        "Rule.when",
        "Invariant.when",
        "Demand.when",
    ]  # no more than there are facts, each once


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
    }
