from __future__ import annotations

import itertools
import re

import pytest

from chalicelib.cases.case import Case, Stage
from chalicelib.cases.events import MaterialReceived, UploadRefused
from chalicelib.cases.evolve import MOST_UNKNOWN
from chalicelib.cases.materials import why
from chalicelib.cases.numbers import case_number
from chalicelib.cases.values import Active, Reason
from chalicelib.decisions.region import Uploads
from chalicelib.services.cases.receive_upload import Arrival, receive_upload
from infra.local.samples import archive, docx, jpeg, ofd, pdf, png
from tests.fakes import MORNING, World, fresh, licang
from tests.formats.made import pdf as acting
from tests.formats.test_pictures import tiff, webp
from tests.services.scene import ITEMS, PDF, Scene

ITEM = ITEMS["two_way_courier"]
FORM, REPORT, EMPLOYMENT = "registration-form", "medical-report-last-six", "employment-certificate"
EXE = b"MZ\x90\x00 not a document"


def counted(scene: Scene) -> dict[str, int]:
    return {
        kind.__name__: sum(isinstance(event, kind) for event in scene.events)
        for kind in (MaterialReceived, UploadRefused)
    }


def shown(case: Case, material: str) -> str:
    """What the applicant reads about a file that was not taken."""
    text = why(case.refusals[material], licang().region.uploads)
    assert re.search("[\u4e00-\u9fff]", text.zh)
    assert re.match("[A-Z].*;", text.en), "says what is wrong; then what to do"
    return case.refusals[material].reason


def test_the_last_required_file_starts_the_channel_and_none_before_it() -> None:
    scene = Scene(ITEM)
    uploaded = [name for name, need in scene.case.needs.items() if need.uploaded]
    for name in uploaded[:-1]:
        scene.upload(name)
        assert (scene.case.stage, scene.case.channel) == (Stage.MATERIALS, None)
    scene.upload(uploaded[-1])
    assert (scene.case.stage, scene.step) == (Stage.RUNNING, "pre-review")


def test_the_same_notice_three_times_is_one_event() -> None:
    scene = Scene(ITEM)
    arrival = scene.arrival(FORM, PDF)
    for _ in range(3):
        receive_upload(scene.world, arrival)
    assert counted(scene) == {"MaterialReceived": 1, "UploadRefused": 0}
    assert scene.case.version == 2


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
    assert shuffled.case.uploads == straight.case.uploads
    assert {m: (r.reason, r.version) for m, r in shuffled.case.refusals.items()} == {
        m: (r.reason, r.version) for m, r in straight.case.refusals.items()
    }


def test_an_older_version_that_arrives_late_does_not_displace_the_newer() -> None:
    scene = Scene(ITEM)
    old, new = scene.arrival(FORM, pdf("old")), scene.arrival(FORM, pdf("new"))
    receive_upload(scene.world, new)
    receive_upload(scene.world, old)
    (kept,) = scene.case.uploads[FORM].values()
    assert kept.version == new.version
    assert counted(scene)["MaterialReceived"] == 1


def test_sequencers_of_different_length_are_compared_as_s3_says() -> None:
    scene = Scene(ITEM)
    new = scene.arrival(FORM, pdf("new"), sequencer="0055AED6DCD90281E6")
    old = scene.arrival(FORM, pdf("old"), sequencer="0055AED6DCD90281E5FF")
    for arrival in (new, old):
        receive_upload(scene.world, arrival)
    (kept,) = scene.case.uploads[FORM].values()
    assert kept.version == new.version


def test_a_good_file_after_a_bad_one_clears_the_complaint() -> None:
    scene = Scene(ITEM)
    scene.upload(FORM, EXE)
    assert shown(scene.case, FORM) == Reason.WRONG_KIND
    assert FORM in scene.case.missing
    scene.upload(FORM, PDF)
    assert (scene.case.refusals, FORM in scene.case.missing) == ({}, False)


def test_a_bad_file_after_a_good_one_is_complained_of_and_the_good_one_stays() -> None:
    scene = Scene(ITEM)
    good = scene.upload(FORM, PDF).uploads[FORM]
    scene.upload(FORM, EXE)
    assert shown(scene.case, FORM) == Reason.WRONG_KIND
    assert scene.case.uploads[FORM] == good
    assert FORM not in scene.case.missing


def test_two_files_of_one_material_are_both_kept() -> None:
    scene = Scene(ITEM)
    scene.upload(FORM, PDF, "page-1")
    scene.upload(FORM, PDF, "page-2")
    assert len(scene.case.uploads[FORM]) == 2


def test_a_material_has_room_for_thirty_files_and_one_of_them_can_still_be_replaced() -> None:
    scene = Scene(ITEM)
    for page in range(30):
        scene.upload(FORM, PDF, f"page-{page}")
    assert shown(scene.upload(FORM, PDF, "page-31"), FORM) == Reason.TOO_MANY
    assert len(scene.case.uploads[FORM]) == 30
    scene.upload(FORM, pdf("better"), "page-1")
    assert scene.case.uploads[FORM][f"uploads/{scene.no}/{FORM}/page-1"].size == len(pdf("better"))


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
    (kept,) = scene.case.uploads[FORM].values()
    assert (kept.kind, kept.size, len(kept.sha256)) == (kind, len(content), 64)


@pytest.mark.parametrize(
    "content",
    [archive(), EXE, b"<!doctype html><script>", b"%PDF-1.4\n<html><script>", b"plain text"],
    ids=["zip", "program", "html", "html as pdf", "text"],
)
def test_anything_else_is_refused_whatever_its_name(content: bytes) -> None:
    scene = Scene(ITEM)
    scene.upload(FORM, content, "申请表.pdf")
    assert shown(scene.case, FORM) == Reason.WRONG_KIND
    assert FORM not in scene.case.uploads


@pytest.mark.parametrize("content", [pdf("x")[:-9], ofd()[:-10], b"PK\x03\x04", b"%PDF-", b"\xff\xd8\xff"])
def test_a_file_that_is_cut_off_is_refused_as_damaged(content: bytes) -> None:
    scene = Scene(ITEM)
    assert shown(scene.upload(FORM, content), FORM) == Reason.DAMAGED
    assert FORM not in scene.case.uploads


def test_an_empty_file_is_refused_as_empty() -> None:
    scene = Scene(ITEM)
    assert shown(scene.upload(FORM, b""), FORM) == Reason.EMPTY


def test_a_file_may_be_as_large_as_the_limit_and_not_a_byte_larger() -> None:
    small = licang().region.uploads.model_copy(update={"max_bytes": 1000})
    region = licang().region.model_copy(update={"uploads": small})
    scene = Scene(ITEM, World(fresh(licang(), region=region)))
    scene.upload(FORM, PDF.ljust(1000))
    assert FORM in scene.case.uploads
    assert shown(scene.upload(REPORT, PDF.ljust(1001)), REPORT) == Reason.TOO_LARGE


def test_a_kind_that_the_region_does_not_take_is_refused() -> None:
    only = licang().region.uploads.model_copy(update={"kinds": ("ofd",)})
    region = licang().region.model_copy(update={"uploads": only})
    scene = Scene(ITEM, World(fresh(licang(), region=region)))
    assert shown(scene.upload(FORM, PDF), FORM) == Reason.WRONG_KIND


def test_a_version_that_is_gone_from_the_store_is_refused_not_taken_on_trust() -> None:
    scene = Scene(ITEM)
    arrival = scene.arrival(FORM, PDF)
    scene.world.files.objects.clear()
    case = receive_upload(scene.world, arrival)
    assert case is not None
    assert shown(case, FORM) == Reason.EMPTY


def test_a_file_for_a_material_the_item_does_not_have_is_refused_once() -> None:
    scene = Scene(ITEM)
    arrival = scene.arrival("passport", PDF)
    for _ in range(2):
        receive_upload(scene.world, arrival)
    assert shown(scene.case, "passport") == Reason.UNKNOWN_MATERIAL
    assert counted(scene)["UploadRefused"] == 1


def test_a_case_keeps_in_mind_only_so_many_materials_that_it_does_not_have() -> None:
    scene = Scene(ITEM)
    scene.upload(FORM, EXE)
    for n in range(1_000):
        scene.upload(f"made-up-{n}", PDF)
    assert len(scene.case.refusals) == 1 + MOST_UNKNOWN
    assert list(scene.case.refusals)[-1] == "made-up-999"
    assert shown(scene.case, FORM) == Reason.WRONG_KIND
    scene.upload("made-up-999", PDF)
    assert len(scene.case.refusals) == 1 + MOST_UNKNOWN


@pytest.mark.parametrize(
    ("content", "kind", "words"),
    [
        (b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic", "heic", "HEIC"),
        (b"Rar!\x1a\x07\x00", "rar", "RAR"),
    ],
)
def test_what_the_file_was_is_on_the_record_and_told(content: bytes, kind: str, words: str) -> None:
    scene = Scene(ITEM)
    scene.upload(FORM, content)
    refused = scene.events[-1]
    assert isinstance(refused, UploadRefused)
    assert (refused.reason, refused.file_kind, refused.size) == (Reason.WRONG_KIND, kind, len(content))
    assert words in why(scene.case.refusals[FORM], licang().region.uploads).zh


def test_a_script_in_a_pdf_is_on_the_record_and_told() -> None:
    scene = Scene(ITEM)
    scene.upload(FORM, acting(catalogue=b"/OpenAction<</S/JavaScript/JS(1)>>"))
    assert shown(scene.case, FORM) == Reason.ACTIVE
    assert scene.case.refusals[FORM].active is Active.SCRIPT


@pytest.mark.parametrize(("kind", "content"), [("tiff", tiff()), ("webp", webp())])
def test_a_region_may_take_what_scanners_and_phones_give(kind: str, content: bytes) -> None:
    scene = Scene(ITEM)
    assert shown(scene.upload(FORM, content), FORM) == Reason.WRONG_KIND
    more = Uploads(max_bytes=1000, kinds=("pdf", kind))
    scene = Scene(ITEM, World(fresh(licang(), region=licang().region.model_copy(update={"uploads": more}))))
    scene.upload(FORM, content)
    assert [each.kind for each in scene.case.uploads[FORM].values()] == [kind]


def test_a_material_that_only_exists_on_paper_cannot_be_uploaded() -> None:
    scene = Scene("bank-security-facility-approval")
    assert shown(scene.upload("application-form"), "application-form") == Reason.UNKNOWN_MATERIAL


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
    (kept,) = scene.case.uploads[FORM].values()
    assert kept.size == len(pdf("better"))
    scene.findings("pre-review pass")
    assert shown(scene.upload(FORM, PDF), FORM) == Reason.NOT_ASKED


def test_nothing_is_taken_for_a_closed_case() -> None:
    scene = Scene(ITEM)
    scene.upload_all()
    scene.findings("pre-review refuse")
    assert scene.case.stage is Stage.CLOSED
    assert shown(scene.upload(FORM, PDF), FORM) == Reason.NOT_ASKED


def test_a_correction_opens_the_listed_materials_only() -> None:
    scene = Scene(ITEM)
    scene.upload_all()
    scene.correct(FORM, REPORT)
    assert (scene.step, scene.case.open_materials) == ("correction", (FORM, REPORT))
    assert [line.material for line in scene.case.correction] == [FORM, REPORT]
    assert shown(scene.upload(EMPLOYMENT, PDF), EMPLOYMENT) == Reason.NOT_ASKED


def test_a_correction_ends_when_every_listed_material_has_a_good_new_file() -> None:
    scene = Scene(ITEM)
    scene.upload_all()
    scene.correct(FORM, REPORT)
    scene.upload(FORM, pdf("2"))
    assert (scene.step, scene.case.wanted) == ("correction", (REPORT,))
    scene.upload(REPORT, EXE)
    assert (scene.step, scene.case.wanted) == ("correction", (REPORT,))
    scene.upload(REPORT, pdf("2"))
    assert (scene.step, scene.task.round) == ("pre-review", 2)
    assert (scene.case.wanted, scene.case.correction, scene.case.refusals.get(REPORT)) == ((), (), None)


def test_a_file_known_before_the_correction_does_not_count_as_corrected() -> None:
    scene = Scene(ITEM)
    known = [scene.arrival(name, PDF) for name, need in scene.case.needs.items() if need.uploaded]
    for arrival in known:
        receive_upload(scene.world, arrival)
    scene.correct(FORM)
    for arrival in known:
        receive_upload(scene.world, arrival)
    assert (scene.step, scene.case.open_materials) == ("correction", (FORM,))


def test_a_second_correction_asks_anew() -> None:
    scene = Scene(ITEM)
    scene.upload_all()
    scene.correct(FORM)
    scene.upload(FORM, pdf("2"))
    scene.correct(REPORT)
    assert (scene.step, scene.task.round, scene.case.open_materials) == ("correction", 2, (REPORT,))
    scene.upload(REPORT, pdf("2"))
    assert (scene.step, scene.task.round) == ("pre-review", 3)
