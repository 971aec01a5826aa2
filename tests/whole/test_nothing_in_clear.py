"""
After a whole run nothing that tells of a person lies anywhere in clear: every row of the table, every object
of the buckets, every log and every file of the data folder is read.

Left out are only: the contents of uploaded files and issued documents, which are the applicant's own and lie
in the bucket as they are; and the carrier's own books (``carrier.jsonl``), which a carrier keeps outside,
about parcels that it was told of to bring them.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from base64 import b64encode
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest

from chalicelib.cases.case import Case, Stage
from chalicelib.cases.values import Task
from chalicelib.decisions.forms.model import Release
from infra.local import samples
from infra.local.cloud import EmbeddedCloud
from infra.local.errand import Errand
from infra.local.people import Applicant, ask
from infra.local.publish import publish
from infra.local.replay import Replay, around_cases
from infra.local.scenarios import Scenario
from infra.package import ROOT, Package
from tests.adapters.moto_cloud import all_rows
from tests.waiting import until

RULES = ROOT / "rules" / "licang"
CARRIERS_BOOKS = "carrier.jsonl"
THE_APPLICANTS_OWN = ("uploads/", "documents/")

PERSON = {
    "name": "欧阳翠蓉",
    "phone": "13864209753",
    "address": "山东省青岛市李沧区枣园路9731号7单元",
    "identity": {"kind": "111", "number": "11010519491231002X"},
    "disabled": True,
}
AGENT = {
    "name": "慕容砚秋",
    "phone": "13975310864",
    "address": "青岛市市北区登州路8642号",
    "identity": {"kind": "414", "number": "E87654321"},
    "mandate": {"since": "2020-01-01", "until": "2099-12-31", "items": []},
}
WORDS = {
    "note": "当面核对过户口簿，她的女儿慕容砚秋在场",
    "reason": "经查其配偶已在别处经营同类店铺",
    "problem": "身份证复印件上的住址已被涂改",
    "mend": "请带上派出所开的枣园路住址证明",
    "file": "司马小满出生医学证明",
}
FILE = f"{WORDS['file']}{PERSON['name']}{PERSON['phone']}.{PERSON['identity']['number']}.pdf"  # type: ignore[index]
"""What the applicant calls every file that she sends."""

PEOPLE = {
    f"{who} {what}": text
    for who, party in (("applicant", PERSON), ("agent", AGENT))
    for what, text in (
        ("name", party["name"]),
        ("phone", party["phone"]),
        ("address", party["address"]),
        ("number", party["identity"]["number"]),  # type: ignore[index]
    )
}


@dataclass(frozen=True)
class Somebody(Applicant):
    """An applicant whose name, number, phone and address are nobody else's, and her agent."""

    sends: Mapping[str, Iterable[str]] = field(default_factory=dict)
    """By item the materials that are uploaded for it."""

    def open(self, item: str, *, key: str | None = None) -> dict[str, Any]:
        files = {material: {"file_name": FILE} for material in self.sends[item]}
        body = {
            "item": item,
            "applicant": PERSON,
            "agent": AGENT,
            "application": {name: name.endswith("by_agent") or told for name, told in self.says.items()},
            "files": files,
        }
        headers = {} if key is None else {"Idempotency-Key": key}
        opened: dict[str, Any] = ask("POST", f"{self.portal}/cases", body, headers)
        return opened

    def place(self, no: str, code: str, material: str, file_name: str) -> dict[str, Any]:
        return super().place(no, code, material, FILE)


@dataclass(frozen=True)
class Outspoken(Scenario):
    """Staff write of people, wherever they may write."""

    def outcome(self, case: Case, release: Release, task: Task, item: str, today: date) -> dict[str, Any]:
        told = super().outcome(case, release, task, item, today)
        told |= {"note": WORDS["note"]} | ({"reason": WORDS["reason"]} if "reason" in told else {})
        mended = {"problem": WORDS["problem"], "mend": WORDS["mend"]}
        return told | {"lines": [line | mended for line in told["lines"]]} if "lines" in told else told


RUN = {
    "fully_online": ("investment-project-filing", Outspoken("corrected", found={"pre-review": "correct"})),
    "two_way_courier": ("aquaculture-permit", Outspoken("ordinary")),
    "refused": ("automatic-import-licence", Outspoken("refused", found={"decision": "refuse"})),
}


@dataclass(frozen=True)
class Ran:
    """An office in which cases have run to their ends."""

    cloud: EmbeddedCloud
    cases: dict[str, Errand]

    def rows(self) -> Iterator[tuple[str, bytes]]:
        for row in all_rows(self.cloud.client("dynamodb"), self.cloud.table):
            yield f"row {row['pk']['S']} {row['sk']['S']}", b"\n".join(_bytes(row))

    def objects(self) -> Iterator[tuple[str, bytes]]:
        """Every version of every object with its name; without the content of what is the applicant's own."""
        s3 = self.cloud.client("s3")
        for bucket in (self.cloud.uploads_bucket, self.cloud.rules_bucket):
            for page in s3.get_paginator("list_object_versions").paginate(Bucket=bucket):
                for each in page.get("Versions", []):
                    own = bucket == self.cloud.uploads_bucket and each["Key"].startswith(THE_APPLICANTS_OWN)
                    named = {"Bucket": bucket, "Key": each["Key"], "VersionId": each["VersionId"]}
                    content = b"" if own else s3.get_object(**named)["Body"].read()
                    yield f"object {each['Key']}", each["Key"].encode() + b"\n" + content

    def logs(self) -> Iterator[tuple[str, bytes]]:
        for function in ("api", "on_upload", "on_due", "on_due_work", "on_case_events", "on_effect"):
            yield f"log of {function}", self.cloud.logs(function).encode()
        for file in self.cloud.folder.rglob("*.log"):
            yield f"log {file.name}", file.read_bytes()

    def files(self) -> Iterator[tuple[str, bytes]]:
        """
        Every file in the data folder with its name, the carrier's books left out; without the content of what
        is the applicant's own, but with the store's notes on it.
        """
        for place, _, names in os.walk(self.cloud.data):
            for name in names:
                file = Path(place, name)
                below = file.relative_to(self.cloud.data).as_posix()
                if below != CARRIERS_BOOKS and file.is_file():
                    content = b"" if self._is_own(below) else file.read_bytes()
                    yield f"file {below}", below.encode() + b"\n" + content

    def _is_own(self, below: str) -> bool:
        """Earlier versions lie a folder deeper: a document whose effect is done again is written again."""
        own = "|".join(THE_APPLICANTS_OWN)
        place = re.search(rf"/{self.cloud.uploads_bucket}/([0-9a-f-]{{36}}/)?({own})", f"/{below}")
        return place is not None and not below.endswith(".meta.json")


def _bytes(value: Any) -> Iterator[bytes]:
    """All that a row holds, as it lies there."""
    if isinstance(value, dict):
        for name, each in value.items():
            yield str(name).encode()
            yield from _bytes(each)
    elif isinstance(value, list | set | tuple):
        for each in value:
            yield from _bytes(each)
    else:
        yield value if isinstance(value, bytes) else str(value).encode()


PLACES: dict[str, Callable[[Ran], Iterator[tuple[str, bytes]]]] = {
    "the table": Ran.rows,
    "the buckets": Ran.objects,
    "the logs": Ran.logs,
    "the data folder": Ran.files,
}


def written(text: str) -> set[bytes]:
    """How a text may be written: as it is, in JSON, in an address, in base 64 wherever that begins."""
    plain = text.encode()
    inner = {b64encode(b"x" * n + plain)[4 if n else 0 : -4] for n in range(3)}
    in_json = json.dumps(text)[1:-1]
    return {plain, in_json.encode(), in_json.upper().replace("\\U", "\\u").encode(), quote(text).encode()} | {
        each for each in inner if len(each) > 8
    }


def shown(ran: Ran, place: str, text: str) -> list[str]:
    """Where in a place a text stands in clear."""
    forms = written(text)
    return [where for where, content in PLACES[place](ran) if any(form in content for form in forms)]


@pytest.fixture(scope="module")
def ran(packaged: Package, release: Release, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ran]:
    """Somebody's cases, walked to their ends; staff have looked for her in between."""
    data = tmp_path_factory.mktemp("clear") / "data"
    with EmbeddedCloud(data=data, rate=3600) as cloud:
        publish(cloud, RULES)
        around = around_cases(cloud, release)
        sends = {
            item: [one.material for one in release.items[item].materials if one.uploaded]
            for item, _ in RUN.values()
        }
        somebody = Somebody(cloud.portal_url, says=around.applicant.says, sends=sends)
        around = replace(around, applicant=somebody)
        cases = {name: Errand(release.items[item], how, around) for name, (item, how) in RUN.items()}
        Replay(cloud, list(cases.values())).run()
        officer = around.office.member("hall")
        headers = {"Authorization": f"Bearer {officer.token}"}
        for text in PEOPLE.values():
            if "路" not in str(text):  # nobody is found by an address
                ask("POST", f"{cloud.portal_url}/desk/search", {"q": text}, headers)
        yield Ran(cloud, cases)


def test_the_run_came_to_its_ends_and_the_carrier_and_the_licence_have_the_name(ran: Ran) -> None:
    for errand in ran.cases.values():
        assert errand.case is not None
        assert errand.case.stage is Stage.CLOSED
    assert str(PERSON["name"]) in (ran.cloud.data / CARRIERS_BOOKS).read_text(encoding="utf-8") or (
        str(PERSON["phone"]) in (ran.cloud.data / CARRIERS_BOOKS).read_text(encoding="utf-8")
    )
    online = ran.cases["fully_online"]
    document = ask("GET", online.around.applicant.see(online.no, online.code)["documents"]["delivery-1"])
    assert document["holder"] == PERSON["name"]


def test_whoever_may_see_the_files_sees_what_they_are_called(ran: Ran) -> None:
    for errand in ran.cases.values():
        shown = errand.around.applicant.see(errand.no, errand.code)
        called = {file["file"] for material in shown["materials"] for file in material["files"]}
        assert called == {FILE}


def test_whatever_is_looked_for_would_be_found(ran: Ran) -> None:
    for text in (*PEOPLE.values(), *WORDS.values()):
        for form in written(str(text)):
            assert form in b"x" + form + b"x"
        assert str(text).encode() in next(iter({str(text).encode()} & written(str(text))))
    for place in PLACES:
        assert any(content for _, content in PLACES[place](ran)), place
    assert shown(ran, "the table", ran.cases["fully_online"].no)
    assert shown(ran, "the data folder", ran.cases["fully_online"].no)
    for place in ("the buckets", "the data folder"):
        assert any("/place-" in where for where in shown(ran, place, "/place-")), (
            "names of files are looked at"
        )


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("what", PEOPLE)
def test_nothing_of_a_person_lies_in_clear(ran: Ran, place: str, what: str) -> None:
    assert shown(ran, place, str(PEOPLE[what])) == []


@pytest.mark.parametrize("place", PLACES)
def test_nothing_that_people_wrote_lies_in_clear(ran: Ran, place: str) -> None:
    assert [what for what, text in WORDS.items() if shown(ran, place, text)] == []


def command(ran: Ran, *words: str) -> subprocess.CompletedProcess[str]:
    """A command of an operator in a window of her own."""
    environment = {**os.environ, **ran.cloud.environment()}
    return subprocess.run(  # noqa: S603 - our own program
        [sys.executable, "-m", "chalicelib", *words],
        env=environment,
        cwd=ROOT,
        text=True,
        capture_output=True,
        check=False,
    )


def test_what_an_operator_has_erased_is_gone_by_the_rights_that_functions_have(ran: Ran) -> None:
    applicant = Applicant(ran.cloud.portal_url)
    opened = applicant.open(RUN["fully_online"][0])
    no, code = opened["no"], opened["query_code"]
    first = opened["materials"][0]["material"]
    applicant.put(applicant.place(no, code, first, FILE), samples.pdf(first))
    until(lambda: applicant.see(no, code), lambda shown: shown["materials"][0]["files"])
    applicant.withdraw(no, code)
    applicant.read_notices(no, code)
    erased = command(ran, "cases", "erase", no, "--reason", "purpose-over", "--by", "李运维", "--json")
    assert erased.returncode == 0, erased.stdout + erased.stderr

    def left() -> list[str]:
        ran.cloud.invoke("on_due")
        names = [where for where, _ in ran.rows() if no in where]
        sealed = [where for where in names if "FIND#" in where or "HEAD#PARTIES" in where or "FILE#" in where]
        return sealed + [where for where, _ in ran.objects() if f"/{no}/" in where]

    until(left, lambda there: there == [])
    verified = command(ran, "cases", "verify", no, "--json")
    assert verified.returncode == 0, verified.stdout + verified.stderr
