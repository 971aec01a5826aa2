"""Two folders that are compared: what is the same in both is read once, and nothing else is taken over."""

from __future__ import annotations

from pathlib import Path

import pytest

from chalicelib.authoring.checking.load import load, load_both
from chalicelib.authoring.findings.problems import RuleFileError
from chalicelib.authoring.reading import documents
from chalicelib.authoring.reading.yaml.nodes import Node, parse
from tests.authoring.region import FILES, spoil

FOOD = "items/market/food.yaml"
CHANGES = [
    (FOOD, "promised: {working_days: 10}", "promised: {working_days: 9}"),
    ("facts.yaml", "title: {zh: 同意快递", "title: {zh: 同意用快递"),
    ("channels.yaml", "{item.paper_originals: {at_most: 0}", "{item.paper_originals: {at_most: 1}"),
    ("parts/decision.yaml", "reason: required", "lines: required"),
]


@pytest.mark.parametrize(("file", "was", "becomes"), CHANGES)
def test_a_file_of_the_same_bytes_is_read_once_and_both_are_what_each_alone_is(
    old: Path, new: Path, monkeypatch: pytest.MonkeyPatch, file: str, was: str, becomes: str
) -> None:
    spoil(new, file, was, becomes)
    alone, read = (load(old), load(new)), list[bytes]()

    def counting(content: bytes) -> Node:
        read.append(content)
        return parse(content)

    monkeypatch.setattr(documents, "parse", counting)
    assert load_both(old, new) == alone
    assert len(read) == len(FILES) + 1


def test_a_form_is_read_again_where_the_facts_that_it_may_test_are_others(old: Path, new: Path) -> None:
    spoil(new, "facts.yaml", "fact: application.courier", "fact: application.by_courier")
    with pytest.raises(RuleFileError) as alone:
        load(new)
    with pytest.raises(RuleFileError) as together:
        load_both(old, new)
    assert together.value.problems == alone.value.problems
    assert "channels.yaml" in {one.file for one in alone.value.problems}


def test_what_does_not_fit_together_is_told_of_the_folder_in_which_it_does_not(old: Path, new: Path) -> None:
    (new / FOOD).unlink()
    with pytest.raises(RuleFileError) as alone:
        load(new)
    with pytest.raises(RuleFileError) as together:
        load_both(old, new)
    assert together.value.problems == alone.value.problems
    assert load(old)
