"""The packaged app in the embedded cloud, from a citizen's first click to the licence in hand."""

from __future__ import annotations

import json
import re
import urllib.error
import urllib.request
from functools import partial
from typing import Any

import pytest

from chalicelib.adapters.dynamodb.cases.case_store import CaseStore
from chalicelib.adapters.dynamodb.rows import text
from chalicelib.cases.case import Stage
from chalicelib.cases.uploads.files import CaseFiles
from chalicelib.decisions.forms.model import Release
from chalicelib.decisions.forms.plan import End
from chalicelib.decisions.forms.unit import APPLICANT, HALL
from chalicelib.ports.people.identity import Staff, StaffRole
from infra.local import samples
from infra.local.cloud import EmbeddedCloud
from infra.local.errand import Around, Errand
from infra.local.people import AnswerError, Applicant, Officer, ask
from infra.local.replay import Replay
from infra.local.troubles import SMOOTH
from tests.fakes import CHAIN, OneKey
from tests.waiting import until

ITEMS = {
    "outbound_courier": "automatic-import-licence",
    "two_way_courier": "aquaculture-permit",
    "inspection_collection": "food-business-licence",
    "fully_online": "investment-project-filing",
    "one_visit": "teacher-qualification",
}
ANSWER_SECONDS = 240


@pytest.fixture(scope="module")
def officer(fast_cloud: EmbeddedCloud) -> Officer:
    staff = Staff(id="clerk", units=("*",), roles=(StaffRole.OFFICER,))
    return Officer(fast_cloud.portal_url, fast_cloud.token(staff))


@pytest.fixture(scope="module")
def walked(fast_cloud: EmbeddedCloud, release: Release, around: Around) -> dict[str, Errand]:
    """One case a channel, all walked to their ends side by side."""
    errands = {channel: Errand(release.items[item], SMOOTH, around) for channel, item in ITEMS.items()}
    Replay(fast_cloud, list(errands.values())).run()
    return errands


@pytest.mark.parametrize("channel", ITEMS, ids=str)
def test_a_case_of_every_channel_comes_to_its_good_end(walked: dict[str, Errand], channel: str) -> None:
    case = walked[channel].case
    assert case is not None
    assert (case.channel, case.stage, case.settled, case.state) == (channel, Stage.CLOSED, End.GRANTED, 11)


@pytest.mark.parametrize("channel", ITEMS, ids=str)
def test_in_the_end_the_applicant_holds_licence_and_originals_and_the_office_the_rest(
    walked: dict[str, Errand], channel: str
) -> None:
    case = walked[channel].case
    assert case is not None
    for paper, holding in case.custody.items():
        owed = paper == "licence" or case.needs[paper].returned or channel == "fully_online"
        assert holding.holder in ({APPLICANT} if owed else {HALL, APPLICANT}), paper
    assert ("licence" in case.custody) is (channel != "fully_online")


def test_parcels_travel_both_ways_only_where_the_channel_says_so(walked: dict[str, Errand]) -> None:
    directions = {
        channel: sorted(parcel.direction.value for parcel in errand.case.shipments.values())
        for channel, errand in walked.items()
        if errand.case is not None
    }
    assert directions == {
        "outbound_courier": ["outbound"],
        "two_way_courier": ["inbound", "outbound"],
        "inspection_collection": ["outbound"],
        "fully_online": [],
        "one_visit": ["outbound"] if _courier_out(walked["one_visit"]) else [],
    }


def test_the_electronic_licence_can_be_fetched_and_names_the_case(walked: dict[str, Errand]) -> None:
    errand = walked["fully_online"]
    shown = errand.around.applicant.see(errand.no, errand.code)
    document = ask("GET", shown["documents"]["delivery-1"])
    assert document["case"] == errand.no
    assert document["number"] == shown["licence"]


def test_the_carrier_was_never_asked_sooner_than_it_allows(
    walked: dict[str, Errand], fast_cloud: EmbeddedCloud
) -> None:
    books = ask("GET", f"{fast_cloud.carrier_url}/control")
    assert books["queries"] > len(walked)
    assert books["early"] == 0


def test_bad_uploads_are_each_refused_with_a_reason_and_the_good_one_still_counts(
    fast_cloud: EmbeddedCloud, release: Release, walked: dict[str, Errand]
) -> None:
    applicant = Applicant(fast_cloud.portal_url)
    opened = applicant.open(ITEMS["outbound_courier"])
    no, code = opened["no"], opened["query_code"]
    places = {line["material"]: line["upload"] for line in opened["materials"] if line["upload"]}
    first, *_ = places
    largest = release.region.uploads.max_bytes
    for content, reason in (
        (b"", "empty"),
        (samples.archive(), "wrong_kind"),
        (b"%PDF-" + bytes(largest), "too_large"),
    ):
        applicant.put(places[first], content)
        told = partial(_refused_for, reason)
        shown = until(lambda: _material(applicant.see(no, code), first), told)
        assert shown["files"] == []
        assert shown["refused"]["text"]["zh"]
        assert shown["refused"]["text"]["en"]
    applicant.put(places[first], samples.pdf("good"))
    shown = until(lambda: _material(applicant.see(no, code), first), lambda m: bool(m["files"]))
    assert shown["refused"] is None
    assert [file["kind"] for file in shown["files"]] == ["pdf"]


def test_the_store_takes_what_was_declared_and_hands_it_out_as_an_attachment(
    fast_cloud: EmbeddedCloud, walked: dict[str, Errand], officer: Officer
) -> None:
    applicant = Applicant(fast_cloud.portal_url)
    opened = applicant.open(ITEMS["outbound_courier"])
    no, code = opened["no"], opened["query_code"]
    material = next(line["material"] for line in opened["materials"] if line["upload"])
    content = samples.pdf("declared")
    declared = {"material": material, "file_name": "x.html", "size": len(content), "type": "application/pdf"}
    place = ask("POST", f"{fast_cloud.portal_url}/cases/{no}/uploads", declared, {"X-Query-Code": code})
    for other, headers in ((content + b"\n", place["headers"]), (content, {"Content-Type": "text/html"})):
        assert _put(place["url"], other, headers) == 403
    assert _put(place["url"], content, place["headers"]) == 200
    undeclared = next(line["upload"]["url"] for line in opened["materials"] if line["material"] == material)
    assert _put(undeclared, samples.pdf("as it comes"), {"Content-Type": "text/html"}) == 200
    until(lambda: _material(applicant.see(no, code), material), lambda shown: len(shown["files"]) == 2)
    headers = {"Authorization": f"Bearer {officer.token}"}
    for file in ask("GET", f"{fast_cloud.portal_url}/desk/cases/{no}", headers=headers)["uploads"]:
        with urllib.request.urlopen(file["url"], timeout=ANSWER_SECONDS) as answer:  # noqa: S310 - the local store
            assert answer.headers["Content-Type"] == "application/pdf"
            assert re.fullmatch(
                rf"attachment; filename\*=UTF-8''{material}-[\w-]+\.pdf",
                answer.headers["Content-Disposition"],
            )
            assert answer.read().startswith(b"%PDF-")


def test_clerks_and_applicants_get_their_pages_from_the_packaged_app_with_its_own_rights(
    fast_cloud: EmbeddedCloud, walked: dict[str, Errand], officer: Officer
) -> None:
    """What a page alone reads or writes has to stand in the policy of the function, as what the API does."""
    opened = Applicant(fast_cloud.portal_url).open(ITEMS["outbound_courier"])
    no, item = opened["no"], ITEMS["outbound_courier"]
    staff = {"Authorization": f"Bearer {officer.token}"}
    for path in (
        "desk",
        f"desk/cases/{no}",
        f"desk/cases/{no}/viewers?version=1",
        "desk/search",
        "desk/handover",
    ):
        assert _page(f"{fast_cloud.portal_url}/{path}", staff) == 200, path
    for path in ("", f"items/{item}", f"apply/{item}", "lost-code"):
        assert _page(f"{fast_cloud.portal_url}/{path}", {}) == 200, path
    unknown = {"identity": {"kind": "111", "number": "11010519491231002X"}, "phone": "13800001234", "no": no}
    with pytest.raises(AnswerError) as refused:
        ask("POST", f"{fast_cloud.portal_url}/query-codes", unknown)
    assert refused.value.status == 404


def _page(url: str, headers: dict[str, str]) -> int:
    request = urllib.request.Request(url, headers={"Accept": "text/html", **headers})  # noqa: S310 - the local app
    try:
        with urllib.request.urlopen(request, timeout=ANSWER_SECONDS) as answer:  # noqa: S310
            return int(answer.status)
    except urllib.error.HTTPError as error:
        error.close()
        return error.code


def _put(url: str, content: bytes, headers: dict[str, str]) -> int:
    request = urllib.request.Request(url, content, headers, method="PUT")  # noqa: S310 - the local store
    try:
        with urllib.request.urlopen(request, timeout=ANSWER_SECONDS) as answer:  # noqa: S310
            return int(answer.status)
    except urllib.error.HTTPError as error:
        error.close()
        return error.code


def test_a_file_for_no_case_or_no_material_is_kept_and_told_of(
    fast_cloud: EmbeddedCloud, walked: dict[str, Errand]
) -> None:
    applicant = Applicant(fast_cloud.portal_url)
    opened = applicant.open(ITEMS["outbound_courier"])
    s3 = fast_cloud.client("s3")
    bucket = fast_cloud.uploads_bucket
    s3.put_object(Bucket=bucket, Key="uploads/000000000000000000000/form/材料 1.pdf", Body=b"%PDF-")
    s3.put_object(Bucket=bucket, Key=f"uploads/{opened['no']}/no-such-material/a.pdf", Body=b"%PDF-")
    strays = until(lambda: _strays(fast_cloud), bool)
    assert "材料 1.pdf" in strays[0]
    no, code = opened["no"], opened["query_code"]
    (refused,) = until(lambda: applicant.see(no, code)["refused"], bool)
    assert (refused["material"], refused["reason"]) == ("no-such-material", "unknown_material")


def test_the_same_upload_told_of_three_times_is_one_upload(
    fast_cloud: EmbeddedCloud, walked: dict[str, Errand]
) -> None:
    applicant = Applicant(fast_cloud.portal_url)
    opened = applicant.open(ITEMS["outbound_courier"])
    place = next(line["upload"] for line in opened["materials"] if line["upload"])
    applicant.put(place, samples.pdf("once"))
    files = until(lambda: _files(fast_cloud, opened["no"]), lambda files: bool(files.known))
    (upload,) = files.taken()
    body = {
        "s3": {
            "object": {
                "key": upload.key,
                "versionId": upload.version,
                "sequencer": upload.sequencer,
                "size": upload.size,
            }
        }
    }
    record = {"messageId": "again", "body": json.dumps({"Records": [body]}), "eventSource": "aws:sqs"}
    for _ in range(2):
        assert fast_cloud.invoke("on_upload", {"Records": [record]}) == {"batchItemFailures": []}
    assert _files(fast_cloud, opened["no"]) == files


def test_the_schedule_itself_calls_the_clock_every_minute(
    fast_cloud: EmbeddedCloud, walked: dict[str, Errand]
) -> None:
    """Nobody else ticks any more: the replay has ended."""
    before = fast_cloud.logs("on_due").count("CloudWatchEvent")
    ticks = until(lambda: fast_cloud.logs("on_due").count("CloudWatchEvent"), lambda n: n > before)
    assert ticks > before


def _courier_out(errand: Errand) -> bool:
    return errand.case is not None and errand.case.facts["item.mail_result"] is True


def _files(cloud: EmbeddedCloud, no: str) -> CaseFiles:
    loaded = CaseStore(cloud.client("dynamodb"), cloud.table, CHAIN, OneKey).load_with_files(no)
    return CaseFiles() if loaded is None else loaded.files


def _strays(cloud: EmbeddedCloud) -> list[str]:
    rows = cloud.client("dynamodb").query(
        TableName=cloud.table,
        KeyConditionExpression="pk = :pk",
        ExpressionAttributeValues={":pk": text("STRAY#licang")},
    )["Items"]
    return [row["file"]["S"] for row in rows]


def _material(case: dict[str, Any], name: str) -> dict[str, Any]:
    found: dict[str, Any] = next(line for line in case["materials"] if line["material"] == name)
    return found


def _refused_for(reason: str, material: dict[str, Any]) -> bool:
    return material["refused"] is not None and material["refused"]["reason"] == reason
