from __future__ import annotations

import itertools
import re
from collections.abc import Iterable

import pytest

from chalicelib.cases.case import Stage
from chalicelib.cases.numbers import case_number
from chalicelib.cases.refusals import NotPossible
from chalicelib.cases.uploads.files import FilePlace, UploadedFile, file_key, token_of
from chalicelib.cases.uploads.materials import is_full, why
from chalicelib.cases.uploads.most import MOST_FILES, MOST_IN_ALL, MOST_NAMES
from chalicelib.cases.values import Active, Reason, Unfit
from chalicelib.decisions.forms.region import Uploads
from chalicelib.services.cases.files.receive_upload import Arrival, receive_upload
from infra.local.samples import archive, docx, jpeg, ofd, pdf, png
from tests.fakes import MORNING, World, fresh, licang
from tests.formats.made import pdf as acting
from tests.formats.test_pictures import tiff, webp
from tests.services.scene import ITEMS, PDF, Scene

ITEM = ITEMS["two_way_courier"]
FORM, REPORT, EMPLOYMENT = "registration-form", "medical-report-last-six", "employment-certificate"
EXE = b"MZ\x90\x00 not a document"


def shown(scene: Scene, material: str) -> str:
    """What the applicant reads about a file that was not taken."""
    unfit = scene.files.refused()[material].unfit
    assert unfit is not None
    text = why(unfit, licang().region.uploads)
    assert re.search("[\u4e00-\u9fff]", text.zh)
    assert re.match("[A-Z].*;", text.en), "says what is wrong; then what to do"
    return unfit.reason


def taken(scene: Scene, material: str) -> tuple[UploadedFile, ...]:
    return scene.files.taken(material)


def sent(scene: Scene, content: bytes, material: str = FORM, file: str = "file") -> str:
    """A file comes that is not taken: what the applicant reads."""
    scene.upload(material, content, file)
    return shown(scene, material)


def test_the_last_required_file_starts_the_channel_and_none_before_it() -> None:
    scene = Scene(ITEM)
    uploaded = [name for name, need in scene.case.needs.items() if need.uploaded]
    for name in uploaded[:-1]:
        scene.upload(name)
        assert (scene.case.stage, scene.case.channel) == (Stage.MATERIALS, None)
    scene.upload(uploaded[-1])
    assert (scene.case.stage, scene.step) == (Stage.RUNNING, "pre-review")


def test_the_same_notice_three_times_is_one_file() -> None:
    scene = Scene(ITEM)
    arrival = scene.arrival(FORM, PDF)
    receive_upload(scene.world, arrival)
    before = scene.files
    for _ in range(3):
        scene.world.clock.pass_by(hours=1)
        receive_upload(scene.world, arrival)
    assert scene.files == before
    assert len(before.known) == 1


def versions(files: Iterable[UploadedFile]) -> list[tuple[str, str | None]]:
    return [(file.version, file.refused) for file in files]


@pytest.mark.parametrize("order", list(itertools.permutations(range(3))))
@pytest.mark.parametrize("contents", [(PDF, pdf("2"), pdf("3")), (EXE, PDF, pdf("3")), (PDF, EXE, b"")])
def test_versions_of_one_file_end_alike_in_any_order_and_however_often(
    order: tuple[int, ...], contents: tuple[bytes, ...]
) -> None:
    straight, shuffled = Scene(ITEM), Scene(ITEM)
    for content in contents:
        receive_upload(straight.world, straight.arrival(FORM, content))
    arrivals = [shuffled.arrival(FORM, content) for content in contents]
    for n in (*order, *reversed(order)):
        receive_upload(shuffled.world, arrivals[n])
    assert versions(shuffled.files.taken()) == versions(straight.files.taken())
    assert versions(shuffled.files.refused().values()) == versions(straight.files.refused().values())


def test_an_older_version_that_arrives_late_does_not_displace_the_newer() -> None:
    scene = Scene(ITEM)
    old, new = scene.arrival(FORM, pdf("old")), scene.arrival(FORM, pdf("new"))
    receive_upload(scene.world, new)
    receive_upload(scene.world, old)
    (kept,) = taken(scene, FORM)
    assert kept.version == new.version


def test_sequencers_of_different_length_are_compared_as_s3_says() -> None:
    scene = Scene(ITEM)
    new = scene.arrival(FORM, pdf("new"), sequencer="0055AED6DCD90281E6")
    old = scene.arrival(FORM, pdf("old"), sequencer="0055AED6DCD90281E5FF")
    for arrival in (new, old):
        receive_upload(scene.world, arrival)
    (kept,) = taken(scene, FORM)
    assert kept.version == new.version


def test_a_good_file_after_a_bad_one_clears_the_complaint() -> None:
    scene = Scene(ITEM)
    assert sent(scene, EXE) == Reason.WRONG_KIND
    assert FORM in scene.missing
    scene.upload(FORM, PDF)
    assert (scene.refused, FORM in scene.missing) == ({}, False)


def test_a_good_file_under_another_name_clears_the_complaint_as_well() -> None:
    scene = Scene(ITEM)
    assert sent(scene, EXE, file="wrong") == Reason.WRONG_KIND
    scene.world.clock.pass_by(minutes=1)
    scene.upload(FORM, PDF, "right")
    assert scene.refused == {}


def test_a_bad_file_after_a_good_one_is_complained_of_and_the_good_one_stays() -> None:
    scene = Scene(ITEM)
    scene.upload(FORM, PDF)
    good = taken(scene, FORM)
    assert sent(scene, EXE) == Reason.WRONG_KIND
    assert taken(scene, FORM) == good
    assert FORM not in scene.missing


def test_two_files_of_one_material_are_both_kept() -> None:
    scene = Scene(ITEM)
    scene.upload(FORM, PDF, "page-1")
    scene.upload(FORM, PDF, "page-2")
    assert len(taken(scene, FORM)) == 2


def filled(scene: Scene, material: str, many: int) -> None:
    """So many files of a material are there."""
    for page in range(many):
        key = f"uploads/{scene.no}/{material}/page-{page}"
        scene.world.cases.put_file(
            scene.no,
            UploadedFile(material=material, key=key, version="v", sequencer="00", at=MORNING, size=1),
        )


def test_a_material_has_room_for_a_hundred_files_and_one_of_them_can_still_be_replaced() -> None:
    scene = Scene(ITEM)
    filled(scene, FORM, MOST_FILES)
    for page in range(MOST_FILES, MOST_FILES + 50):
        assert sent(scene, PDF, file=f"page-{page}") == Reason.TOO_MANY
    assert len(taken(scene, FORM)) == MOST_FILES
    assert len(scene.files.known) == MOST_FILES + 1, "of those without room the last is known"
    scene.upload(FORM, pdf("better"), "page-1")
    assert len(pdf("better")) in {file.size for file in taken(scene, FORM)}


def test_a_case_has_room_for_a_thousand_files() -> None:
    scene = Scene(ITEM)
    for n in range(MOST_IN_ALL // MOST_FILES):
        filled(scene, f"made-up-{n}", MOST_FILES)
    assert sent(scene, PDF) == Reason.TOO_MANY
    assert len(scene.files.taken()) == MOST_IN_ALL


def test_names_that_were_used_up_are_an_end_too() -> None:
    scene = Scene(ITEM)
    for n in range(MOST_NAMES):
        bad = UploadedFile(
            material=FORM, key=f"bad-{n}", version="v", sequencer="00", at=MORNING, refused=Reason.EMPTY
        )
        scene.world.cases.put_file(scene.no, bad)
    assert sent(scene, PDF) == Reason.TOO_MANY
    assert len(scene.files.known) == MOST_NAMES + 1


def test_places_that_were_given_and_never_used_are_an_end_too() -> None:
    scene = Scene(ITEM)
    for n in range(MOST_NAMES):
        place = FilePlace(FORM, file_key(scene.no, FORM, token_of(f"{n:032x}")))
        scene.world.cases.name_place(scene.case, place, f"{n}.pdf")
    assert is_full(scene.files, FORM, file_key(scene.no, FORM, token_of("f" * 32)))
    assert not is_full(scene.files, FORM, place.key), "a place that was given can be used"
    assert sent(scene, PDF) == Reason.TOO_MANY
    scene.upload(FORM, PDF, place=place)
    assert [file.key for file in taken(scene, FORM)] == [place.key]


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (PDF, "pdf"),
        (jpeg(), "jpeg"),
        (png(), "png"),
        (ofd(), "ofd"),
        (docx(), "docx"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_file_is_taken_for_what_its_bytes_say(content: bytes, kind: str) -> None:
    scene = Scene(ITEM)
    scene.upload(FORM, content, "picture.exe")
    (kept,) = taken(scene, FORM)
    assert (kept.kind, kept.size, len(kept.sha256)) == (kind, len(content), 64)


@pytest.mark.parametrize(
    "content",
    [archive(), EXE, b"<!doctype html><script>", b"%PDF-1.4\n<html><script>", b"plain text"],
    ids=["zip", "program", "html", "html as pdf", "text"],
)
def test_anything_else_is_refused_whatever_its_name(content: bytes) -> None:
    scene = Scene(ITEM)
    scene.upload(FORM, content, "申请表.pdf")
    assert shown(scene, FORM) == Reason.WRONG_KIND
    assert taken(scene, FORM) == ()


@pytest.mark.parametrize("content", [pdf("x")[:-9], ofd()[:-10], b"PK\x03\x04", b"%PDF-", b"\xff\xd8\xff"])
def test_a_file_that_is_cut_off_is_refused_as_damaged(content: bytes) -> None:
    scene = Scene(ITEM)
    assert sent(scene, content) == Reason.DAMAGED
    assert taken(scene, FORM) == ()


def test_an_empty_file_is_refused_as_empty() -> None:
    scene = Scene(ITEM)
    assert sent(scene, b"") == Reason.EMPTY


def test_a_file_may_be_as_large_as_the_limit_and_not_a_byte_larger() -> None:
    small = licang().region.uploads.model_copy(update={"max_bytes": len(PDF) + 9})
    region = licang().region.model_copy(update={"uploads": small})
    scene = Scene(ITEM, World(fresh(licang(), region=region)))
    scene.upload(FORM, PDF + b" " * 9)
    assert taken(scene, FORM) != ()
    assert sent(scene, PDF + b" " * 10, REPORT) == Reason.TOO_LARGE


def test_a_kind_that_the_region_does_not_take_is_refused() -> None:
    only = licang().region.uploads.model_copy(update={"kinds": ("ofd",)})
    region = licang().region.model_copy(update={"uploads": only})
    scene = Scene(ITEM, World(fresh(licang(), region=region)))
    assert sent(scene, PDF) == Reason.WRONG_KIND


def test_a_version_that_is_gone_from_the_store_is_refused_not_taken_on_trust() -> None:
    scene = Scene(ITEM)
    arrival = scene.arrival(FORM, PDF)
    scene.world.files.objects.clear()
    receive_upload(scene.world, arrival)
    assert shown(scene, FORM) == Reason.EMPTY


def test_a_file_for_a_material_the_item_does_not_have_is_refused_once() -> None:
    scene = Scene(ITEM)
    arrival = scene.arrival("passport", PDF)
    for _ in range(2):
        receive_upload(scene.world, arrival)
    assert shown(scene, "passport") == Reason.UNKNOWN_MATERIAL
    assert len(scene.files.known) == 1


def test_of_the_materials_that_a_case_does_not_have_the_last_is_known() -> None:
    scene = Scene(ITEM)
    scene.upload(FORM, EXE)
    for n in range(100):
        scene.upload(f"made-up-{n}", PDF)
    assert scene.refused == {FORM: Reason.WRONG_KIND, "made-up-99": Reason.UNKNOWN_MATERIAL}


@pytest.mark.parametrize(
    ("content", "kind", "words"),
    [
        (b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic", "heic", "HEIC"),
        (b"Rar!\x1a\x07\x00", "rar", "RAR"),
    ],
)
def test_what_the_file_was_is_known_and_told(content: bytes, kind: str, words: str) -> None:
    scene = Scene(ITEM)
    scene.upload(FORM, content)
    unfit = scene.files.refused()[FORM].unfit
    assert unfit == Unfit(reason=Reason.WRONG_KIND, size=len(content), kind=kind)
    assert words in why(unfit, licang().region.uploads).zh


def test_a_script_in_a_pdf_is_known_and_told() -> None:
    scene = Scene(ITEM)
    scene.upload(FORM, acting(catalogue=b"/OpenAction<</S/JavaScript/JS(1)>>"))
    assert shown(scene, FORM) == Reason.ACTIVE
    assert scene.files.refused()[FORM].active is Active.SCRIPT


@pytest.mark.parametrize(("kind", "content"), [("tiff", tiff()), ("webp", webp())])
def test_a_region_may_take_what_scanners_and_phones_give(kind: str, content: bytes) -> None:
    scene = Scene(ITEM)
    assert sent(scene, content) == Reason.WRONG_KIND
    more = Uploads(max_bytes=1000, kinds=("pdf", kind))
    scene = Scene(ITEM, World(fresh(licang(), region=licang().region.model_copy(update={"uploads": more}))))
    scene.upload(FORM, content)
    assert [each.kind for each in taken(scene, FORM)] == [kind]


def test_a_material_that_only_exists_on_paper_cannot_be_uploaded() -> None:
    scene = Scene("bank-security-facility-approval")
    assert sent(scene, PDF, "application-form") == Reason.UNKNOWN_MATERIAL
    unfit = scene.files.refused()["application-form"].unfit
    assert unfit is not None
    told = why(unfit, licang().region.uploads)
    assert "本事项没有这项材料" not in told.zh, "it stands on the list"
    assert ("只收纸质件" in told.zh, "on paper only" in told.en) == (True, True)


UNKNOWN = case_number("370213", MORNING.date(), 999_999)


@pytest.mark.parametrize(
    "key",
    [
        f"uploads/{UNKNOWN}/form/file",
        f"uploads/{UNKNOWN[:-1]}{(int(UNKNOWN[-1]) + 1) % 10}/form/file",
        "uploads/not-a-number/form/file",
        "elsewhere/x",
        f"uploads/{UNKNOWN}/form/a/b",
        "",
    ],
)
def test_a_file_of_no_case_waits_on_the_list_of_strays_once(key: str) -> None:
    scene = Scene(ITEM)
    before = scene.case
    arrival = Arrival(key=key, version="v1", sequencer="01", size=3)
    for _ in range(3):
        assert receive_upload(scene.world, arrival) is None
    assert scene.world.cases.strays("licang") == [f"{key}#v1"]
    assert scene.case == before


def test_materials_may_be_replaced_while_the_pre_review_lasts_and_not_after() -> None:
    scene = Scene(ITEM)
    scene.upload_all()
    scene.upload(FORM, pdf("better"))
    (kept,) = taken(scene, FORM)
    assert kept.size == len(pdf("better"))
    scene.findings("pre-review pass")
    assert sent(scene, PDF, file="late") == Reason.NOT_ASKED


def test_nothing_is_taken_for_a_closed_case() -> None:
    scene = Scene(ITEM)
    scene.upload_all()
    scene.findings("pre-review refuse")
    assert scene.case.stage is Stage.CLOSED
    assert sent(scene, PDF, file="late") == Reason.NOT_ASKED


def test_a_correction_opens_the_listed_materials_only() -> None:
    scene = Scene(ITEM)
    scene.upload_all()
    scene.correct(FORM, REPORT)
    assert (scene.step, scene.case.open_materials) == ("correction", (FORM, REPORT))
    assert [line.material for line in scene.case.correction] == [FORM, REPORT]
    assert sent(scene, PDF, EMPLOYMENT, "late") == Reason.NOT_ASKED


def lacking(scene: Scene) -> list[str]:
    """What the applicant is told when she submits: each thing that is lacking, in her language."""
    with pytest.raises(NotPossible) as told:
        scene.submit()
    assert told.value.code == "incomplete"
    assert "确认" in told.value.text.zh
    return [each.zh for each in told.value.details]


def test_a_correction_ends_when_it_is_submitted_and_lines_without_a_new_file_are_told_before() -> None:
    scene = Scene(ITEM)
    scene.upload_all()
    names = {each.material: each.name.zh for each in licang().items[ITEM].materials}
    scene.correct(FORM, REPORT)
    for page in range(3):
        scene.upload(FORM, pdf(f"{page}"), f"page-{page}")
    scene.upload(REPORT, EXE)
    assert scene.step == "correction", "any number of files, and none of them ends it"
    assert lacking(scene) == [f"告知补正后没有新的文件：{names[REPORT]}"]
    assert scene.step == "correction"
    scene.upload(REPORT, pdf("2"))
    scene.submit()
    assert (scene.step, scene.task.round, scene.case.correction) == ("pre-review", 2, ())
    assert (scene.refused.get(REPORT), len(taken(scene, FORM))) == (None, 4)


def test_a_correction_is_received_all_the_same_when_she_knows_what_it_lacks() -> None:
    scene = Scene(ITEMS["outbound_courier"])
    scene.upload_all()
    scene.correct(*[name for name, need in scene.case.needs.items() if need.uploaded])
    assert not scene.case.clocks["reply"].running, "the applicant has been told"
    scene.submit(incomplete=True)
    assert (scene.step, scene.task.round) == ("pre-review", 2)
    assert scene.case.clocks["reply"].running, "the office has to answer again"


def test_a_file_known_before_the_correction_does_not_count_as_corrected() -> None:
    scene = Scene(ITEM)
    known = [scene.arrival(name, PDF) for name, need in scene.case.needs.items() if need.uploaded]
    for arrival in known:
        receive_upload(scene.world, arrival)
    scene.correct(FORM)
    for arrival in known:
        receive_upload(scene.world, arrival)
    assert (scene.step, scene.case.open_materials) == ("correction", (FORM,))
    assert len(lacking(scene)) == 1


def test_a_second_correction_asks_anew() -> None:
    scene = Scene(ITEM)
    scene.upload_all()
    scene.correct(FORM)
    scene.supply(FORM)
    scene.correct(REPORT)
    assert (scene.step, scene.task.round, scene.case.open_materials) == ("correction", 2, (REPORT,))
    scene.supply(REPORT)
    assert (scene.step, scene.task.round) == ("pre-review", 3)
