"""The head of a case stays small, and comes back as it was."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.adapters.dynamodb.case_rows import head, read_case
from chalicelib.adapters.dynamodb.packed import pack, unpack
from chalicelib.cases.case import Case
from chalicelib.cases.materials import MOST_FILES, MOST_IN_ALL
from chalicelib.decisions.model import Release
from infra.local.samples import pdf
from tests.fakes import World, fresh, licang
from tests.services.cases.test_uploads import filled
from tests.services.scene import Scene

ITEM, MATERIALS = "food-business-licence", 200


def asking_for_many(**changes: Any) -> Release:
    """The region with one item that asks for as many materials as one may."""
    release = licang()
    item = release.items[ITEM]
    form = next(each for each in item.materials if each.need == "required").model_copy(update=changes)
    many = tuple(form.model_copy(update={"material": f"proof-of-premises-{n}"}) for n in range(MATERIALS))
    return fresh(release, items={**release.items, ITEM: item.model_copy(update={"materials": many})})


def size(case: Case) -> int:
    return len(json.dumps(head(case, "0" * 64), ensure_ascii=False).encode())


def test_a_thousand_files_of_two_hundred_materials_leave_the_head_below_twenty_kilobytes() -> None:
    scene = Scene(ITEM, World(asking_for_many()))
    sizes = [size(scene.case)]
    *others, last = scene.case.needs
    for name in others:
        filled(scene, name, MOST_IN_ALL // MATERIALS)
    assert scene.case.version == 1, "no file changes the case"
    scene.upload(last, pdf("last"))
    sizes.append(size(scene.case))
    assert scene.case.submitted
    assert len(scene.files.taken()) > MOST_IN_ALL - MOST_FILES
    assert max(sizes) <= 20_000
    assert read_case(head(scene.case, "")) == scene.case


def test_papers_with_many_holders_come_back_with_theirs() -> None:
    scene = Scene(ITEM, World(asking_for_many()))
    case, papers = scene.case, list(scene.case.custody)
    other = case.custody[papers[0]].model_copy(update={"since": case.opened_at + timedelta(days=1)})
    moved = case.model_copy(
        update={"custody": {**case.custody, papers[7]: other, "licence": other, papers[3]: other}}
    )
    back = read_case(head(moved, ""))
    assert back == moved
    assert list(back.custody) == [*papers, "licence"], "and in their order"


NAMES = [f"m{n}" for n in range(9)]


@pytest.mark.parametrize("name", ["open_materials", "supplied"])
@given(chosen=st.lists(st.sampled_from([*NAMES, "no-more-asked-for"]), unique=True))
def test_any_choice_of_materials_in_any_order_comes_back(name: str, chosen: list[str]) -> None:
    content = {"needs": dict.fromkeys(NAMES, "ru"), name: chosen}
    stored = json.loads(json.dumps(pack(content)))
    assert unpack(stored) == content
    assert isinstance(stored[name], str) or chosen != [each for each in NAMES if each in chosen]
