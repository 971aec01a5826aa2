"""The head of a case stays small, and comes back as it was."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.adapters.dynamodb.cases.case_rows import head, read_case
from chalicelib.adapters.dynamodb.packed import pack, unpack
from chalicelib.cases.case import Case
from chalicelib.cases.refusals import NotPossible
from chalicelib.cases.uploads.most import MOST_FILES, MOST_IN_ALL, MOST_NAMED, MOST_TOLD
from chalicelib.cases.values import Line, Owed, SideKind, SideTask
from chalicelib.decisions.forms.model import Release
from infra.local.samples import pdf
from tests.fakes import World, fresh, licang
from tests.services.cases.test_uploads import filled
from tests.services.scene import ITEMS, Scene

ITEM, MATERIALS, SHEETS = "food-business-licence", 200, 60


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


def in_a_correction(told: int) -> Scene:
    """
    A case with the largest head in a correction: 1,000 files of 200 materials with 60 sheets, and 50 lines
    that have ``told`` characters together.
    """
    release, code = licang(), ITEMS["two_way_courier"]
    item = release.items[code]
    form = item.materials[0].model_copy(update={"need": "required", "when": (), "copies": 0})
    sheets = form.model_copy(update={"format": "both", "originals": 1})
    plain = form.model_copy(update={"format": "electronic", "originals": 0})
    many = tuple(
        (sheets if n < SHEETS else plain).model_copy(update={"material": f"proof-of-premises-{n}"})
        for n in range(MATERIALS)
    )
    crowded = item.model_copy(update={"materials": many})
    scene = Scene(code, World(fresh(release, items={**release.items, code: crowded})))
    *others, last = scene.case.needs
    for name in others:
        filled(scene, name, MOST_IN_ALL // MATERIALS)
    scene.upload(last, pdf("last"))
    each, more = divmod(told, 2 * MOST_NAMED)
    texts = [("缺" * each, "补" * (each + (more if n == 0 else 0))) for n in range(MOST_NAMED)]
    lines = tuple(
        Line(material=m, problem=p, mend=q) for m, (p, q) in zip(scene.case.needs, texts, strict=False)
    )
    scene.finding("correct", lines=lines)
    return scene


def test_the_longest_correction_of_two_hundred_materials_leaves_the_head_below_twenty_kilobytes() -> None:
    scene = in_a_correction(MOST_TOLD)
    case = scene.case
    assert sum(len(line.problem + line.mend) for line in scene.words(case).correction) == MOST_TOLD
    assert len(case.correction) == MOST_NAMED
    assert size(case) <= 20_000
    assert read_case(head(case, "")) == case


def test_a_correction_that_is_longer_is_refused_with_both_numbers_and_nothing_changes() -> None:
    with pytest.raises(NotPossible) as told:
        in_a_correction(MOST_TOLD + 1)
    assert told.value.code == "lines_too_long"
    assert "2001" in told.value.text.zh
    assert "2000" in told.value.text.zh
    assert "2001" in told.value.text.en


def test_two_hundred_materials_that_are_owed_waived_or_asked_for_again_are_named_once() -> None:
    case = Scene(ITEM, World(asking_for_many())).case
    day, names = case.opened_at.date(), tuple(case.needs)
    owed = Owed(since=day, due=day + timedelta(days=9), ends_at=case.opened_at)
    asked = SideTask(
        id="paper-owed-1",
        kind=SideKind.PAPER_OWED,
        round=1,
        unit="hall",
        since=case.opened_at,
        about=names[:100],
    )
    parcel = asked.model_copy(update={"id": "parcel-trouble-1", "about": ("an-order-1",)})
    full = case.model_copy(
        update={
            "deferred": dict.fromkeys(names, owed),
            "waived": names[::2],
            "sides": {each.id: each for each in (asked, parcel)},
        }
    )
    assert read_case(head(full, "")) == full
    assert size(full) < size(case) + 1_000


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


@pytest.mark.parametrize("name", ["open_materials", "supplied", "waived"])
@given(chosen=st.lists(st.sampled_from([*NAMES, "no-more-asked-for"]), unique=True))
def test_any_choice_of_materials_in_any_order_comes_back(name: str, chosen: list[str]) -> None:
    content = {"needs": dict.fromkeys(NAMES, "ru"), name: chosen}
    stored = json.loads(json.dumps(pack(content)))
    assert unpack(stored) == content
    assert isinstance(stored[name], str) or chosen != [each for each in NAMES if each in chosen]
