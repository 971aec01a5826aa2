"""The name of a file lies sealed beside its case, opens in its own place alone, and is nowhere else."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from chalicelib.adapters.dynamodb.cases.case_store import CaseStore
from chalicelib.adapters.dynamodb.rows import Row
from chalicelib.adapters.dynamodb.schema import FILE
from chalicelib.cases.uploads.files import CaseFiles, FilePlace, file_key, token_of
from chalicelib.ports.trail import Damage, Fault
from chalicelib.services.cases.files.give_place import find_place, keep_place
from chalicelib.services.errors import BrokenSealError, MovedSealError, NewerSchemaError
from tests.adapters.a_case import AT, Story, opened
from tests.adapters.dynamodb import corpus
from tests.adapters.dynamodb.stories import keep
from tests.adapters.dynamodb.trails import fault_in
from tests.fakes import CHAIN, OneKey, World
from tests.services.scene import ITEMS, PDF, Scene

NAME = "张三的身份证11010519491231002X.jpg"


@pytest.fixture
def store(dynamodb: Any, table: str) -> CaseStore:
    return CaseStore(dynamodb, table, CHAIN, OneKey)


def named(store: CaseStore, material: str = "lease", name: str = NAME, chance: str = "1") -> Story:
    story = keep(store, opened())
    place = FilePlace(material, file_key(story.no, material, token_of(chance * 32)))
    store.name_place(story.case, place, name)
    return story


def files(store: CaseStore, story: Story) -> CaseFiles:
    loaded = store.load_with_files(story.no)
    assert loaded is not None
    return loaded.files


def names(store: CaseStore, story: Story) -> list[str]:
    places = files(store, story).places.values()
    return list(store.file_names(story.no, places).values())


def row_of(store: CaseStore, story: Story) -> Row:
    values = {":pk": {"S": f"CASE#{story.no}"}, ":names": {"S": "FILE#"}}
    [row] = store._query("pk = :pk AND begins_with(sk, :names)", values)
    return row


def put(store: CaseStore, row: Row) -> None:
    store._client.put_item(TableName=store._table, Item=row)


# --- only there ----------------------------------------------------------------------------------


@pytest.mark.parametrize("moved", ["to another case", "to another file", "to another material", "altered"])
def test_a_name_that_was_moved_or_altered_does_not_open_and_is_not_shown(
    store: CaseStore, moved: str
) -> None:
    story = named(store)
    row = row_of(store, story)
    match moved:
        case "to another case":
            story = keep(store, opened())
            row["pk"] = {"S": f"CASE#{story.no}"}
        case "to another file":
            row["sk"] = {"S": row["sk"]["S"].replace("1" * 32, "2" * 32)}
        case "to another material":
            row["sk"] = {"S": row["sk"]["S"].replace("lease", "floor-plan")}
        case _:
            sealed = bytes(row["sealed"]["B"])
            row["sealed"] = {"B": sealed[:-1] + bytes([sealed[-1] ^ 1])}
    put(store, row)
    with pytest.raises(MovedSealError) as refusal:
        names(store, story)
    told = f"{refusal.value} {refusal.value.zh} {refusal.value.en}"
    assert NAME not in told
    assert "不予打开" in told
    assert "are not opened" in told


def test_a_row_that_holds_no_sealed_name_is_told_to_be_broken(store: CaseStore) -> None:
    story = named(store)
    put(store, row_of(store, story) | {"sealed": {"B": b"{}"}})
    with pytest.raises(BrokenSealError):
        names(store, story)


# --- nowhere else, and as it was -----------------------------------------------------------------


@settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.text(st.characters(min_codepoint=0x4E00, max_codepoint=0x9FA5), min_size=4, max_size=80))
def test_no_row_and_no_key_shows_a_name_and_it_comes_back_as_it_was(name: str) -> None:
    scene = Scene(ITEMS["fully_online"])
    material = next(iter(scene.case.open_materials))
    place = scene.place(material, name)
    scene.upload(material, PDF, place=place)
    [file] = scene.files.taken(material)
    assert file.key == place.key
    assert scene.world.cases.file_names(scene.no, scene.files.places.values()) == {file.key: name}
    told = "".join(map(repr, (*scene.world.cases.rows.values(), *scene.world.files.objects, scene.events)))
    assert not [form for form in (name, ascii(name)[1:-1], repr(name.encode())[2:-1]) if form in told]


def test_what_stands_for_a_name_does_not_hang_on_it() -> None:
    world = World()
    scenes = [Scene(ITEMS["fully_online"], world, key=key) for key in ("one", "other")]
    material = next(iter(scenes[0].case.open_materials))
    assert len({scene.place(material, name).token for scene, name in zip(scenes, "ab", strict=True)}) == 1
    assert scenes[0].place(material, "b").token != scenes[0].place(material, "a").token


def test_two_requests_at_the_same_moment_for_the_same_new_name_have_the_same_place() -> None:
    scene = Scene(ITEMS["fully_online"])
    material = next(iter(scene.case.open_materials))
    for first, second, places in ((NAME, NAME, 1), ("甲.pdf", "乙.pdf", 2)):
        seen = scene.loaded
        asked = [(find_place(scene.world, seen, material, name), name) for name in (first, second)]
        given = [keep_place(scene.world, seen, place, name) for place, name in asked]
        assert len({place.key for place in given}) == places
    assert sorted(scene.world.cases.file_names(scene.no, scene.files.places.values()).values()) == sorted(
        [NAME, "甲.pdf", "乙.pdf"]
    )


def test_a_new_place_is_never_that_of_a_file_whose_name_was_lost() -> None:
    scene = Scene(ITEMS["fully_online"])
    material = next(iter(scene.case.open_materials))
    scene.upload(material, PDF, place=scene.place(material, NAME))
    [file] = scene.files.taken(material)
    scene.world.cases.rows = {
        key: row for key, row in scene.world.cases.rows.items() if "#name" not in key[1]
    }
    assert scene.place(material, "乙.pdf").key != file.key


# --- beside the rest -----------------------------------------------------------------------------


def test_a_name_is_no_file_before_one_comes_and_goes_with_the_files_of_its_case(store: CaseStore) -> None:
    story, other = named(store), named(store)
    assert (files(store, story).known, files(store, story).last_at) == ((), None)
    assert fault_in(store, story.no) is None
    store.erase_parties(story.no)
    assert (names(store, story), names(store, other)) == ([], [NAME])


def test_a_head_that_was_put_back_to_before_a_name_is_found_by_the_name(store: CaseStore) -> None:
    story = named(store)
    version = story.case.version
    put(store, row_of(store, story) | {"case_version": {"N": str(version + 1)}})
    fault = fault_in(store, story.no)
    assert fault == Fault(Damage.PUT_BACK, version + 1, row_of(store, story)["sk"]["S"])


def test_files_whose_rows_were_written_before_names_were_sealed_are_called_what_their_keys_say(
    store: CaseStore,
) -> None:
    story = keep(store, opened())
    [_, row] = corpus.content("file", 2)["rows"]
    body = row["body"]["S"].replace('"key":"文字 text"', f'"key":"uploads/{story.no}/lease/租约.pdf"')
    put(store, row | {"pk": {"S": f"CASE#{story.no}"}, "body": {"S": body}})
    [file] = files(store, story).known
    assert (file.name, file.at.date()) == ("租约.pdf", AT.date())


def test_a_program_that_knows_no_names_takes_none_for_a_file_and_leaves_the_case_alone(
    store: CaseStore,
) -> None:
    with pytest.raises(NewerSchemaError):
        FILE.read(row_of(store, named(store)))  # as it read every row of this sort
