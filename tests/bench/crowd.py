"""What many files and many cases at once cost: nobody waits, nothing is lost, the head stays small."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import boto3

from chalicelib import wiring
from chalicelib.adapters.dynamodb.cases.waiting_rows import waiting_rows
from chalicelib.decisions.forms.model import Release
from chalicelib.services.cases.files.receive_upload import receive_uploads
from chalicelib.services.errors import RetryableError
from chalicelib.services.run_due import MOST_WAITING, run_due
from infra.local.samples import pdf
from tests.adapters.a_case import running
from tests.adapters.moto_cloud import one_at_a_time
from tests.adapters.office import Office, open_office
from tests.fakes import World, fresh, licang
from tests.metered.meter import Meter
from tests.services.scene import Scene
from tests.services.test_backlog import overdue, work_off

FILES, FUNCTIONS = 40, 20
MOST_FILES, MOST_MATERIALS = 1_000, 200
HEAD_KB = 20
WAITING, PAGE = 20_000, 50
BACKLOG, A_MINUTE = 100_000, 2_500
"""Things due, and how many of them workers do in a minute."""
UNIT = "market-supervision"


def crowd() -> dict[str, Any]:
    return {
        "forty_files": {"files": FILES, "functions": FUNCTIONS, **_forty_files()},
        "head": {"files": MOST_FILES, "materials": MOST_MATERIALS, "goal_kb": HEAD_KB, **_head()},
        "desk": {"waiting": WAITING, "page": PAGE, **_desk()},
        "due": {"backlog": BACKLOG, "bound": MOST_WAITING, **_due()},
    }


def _forty_files() -> dict[str, int]:
    """Files of one case, received by many functions at once: how many have to come again, are lost."""
    with open_office() as office:
        opened = office.open()
        material = next(each["material"] for each in opened.answer["materials"] if each["open"])
        table = one_at_a_time(boto3.client("dynamodb"))  # moto mixes up what comes at once
        worlds = [_function(table) for _ in range(FUNCTIONS)]
        messages = [_message(office, f"uploads/{opened.no}/{material}/{n}") for n in range(FILES)]

        def receive(n: int) -> int:
            try:
                receive_uploads(worlds[n % FUNCTIONS], messages[n])
            except RetryableError:
                return 1
            return 0

        with ThreadPoolExecutor(FUNCTIONS) as pool:
            waited = sum(pool.map(receive, range(FILES)))
        [found] = [each for each in office.case(opened)["materials"] if each["material"] == material]
        return {"waited": waited, "lost": FILES - waited - len(found["files"])}


def _function(table: Any) -> wiring.AwsPorts:
    """A function of its own."""
    cloud = wiring.AwsPorts()
    vars(cloud)["_dynamodb"] = table
    return cloud


def _message(office: Office, key: str) -> dict[str, Any]:
    content = pdf(key)
    kept = boto3.client("s3").put_object(Bucket=office.variables["UPLOADS_BUCKET"], Key=key, Body=content)
    thing = {"key": key, "versionId": kept["VersionId"], "sequencer": "01", "size": len(content)}
    return {"Records": [{"eventName": "ObjectCreated:Put", "s3": {"object": thing}}]}


def _head() -> dict[str, Any]:
    """The head of a case of very many materials and files, in a table in memory."""
    scene = Scene("food-business-licence", World(_of_many_materials()))
    for n in range(MOST_FILES):
        scene.upload(f"material-{n % MOST_MATERIALS}", pdf(str(n)), f"{n}.pdf")
    row = scene.world.cases.rows[f"CASE#{scene.no}", "HEAD"]
    kb = round(len(json.dumps(row, ensure_ascii=False).encode()) / 1000, 1)
    return {"kb": kb, "reached": kb <= HEAD_KB}


def _of_many_materials() -> Release:
    release = licang()
    item = release.items["food-business-licence"]
    form = next(each for each in item.materials if each.need == "required")
    many = tuple(form.model_copy(update={"material": f"material-{n}"}) for n in range(MOST_MATERIALS))
    return fresh(release, items={**release.items, item.item: item.model_copy(update={"materials": many})})


def _desk() -> dict[str, Any]:
    """Queries of the table that the first page and the second cost."""
    meter = Meter()
    with open_office() as office, meter.installed():
        _fill(office)
        who, seen = office.staff(UNIT), 0
        office.ask("GET", "/desk?limit=1", None, **who)  # a warm function knows which release is in force
        after: dict[str, str] = {}
        for page in ("first page", "second page"):
            with meter.call(page):
                query = "&".join(f"{name}={value}" for name, value in {"limit": PAGE, **after}.items())
                answer = office.ask("GET", f"/desk?{query}", None, **who)
            assert answer.status_code == 200, answer.body
            seen += len(answer.json_body["work"])
            after = {"next": answer.json_body["next"]}
            assert meter.last.count("Query") == 1, meter.last
        return {"lines": seen, "requests": dict(meter.requests), "queries_a_unit": meter.last.count("Query")}


def _due() -> dict[str, int]:
    """A backlog that the one clock sends off minute by minute: how often a row is sent, how many wait."""
    world, sent, most = overdue(BACKLOG), Counter[str](), 0
    while world.cases.rows:
        run_due(world)
        most = max(most, world.due.depth())
        sent.update(work_off(world, A_MINUTE))
        world.clock.pass_by(minutes=1)
    return {"sent": sent.total(), "twice": sent.total() - len(sent), "most_at_once": most}


def _fill(office: Office) -> None:
    """Put the rows of so many cases that wait for one unit."""
    client, table = boto3.client("dynamodb"), office.variables["TABLE"]
    rows = _waiting()
    while batch := [row for _, row in zip(range(25), rows, strict=False)]:
        client.batch_write_item(RequestItems={table: [{"PutRequest": {"Item": row}} for row in batch]})


def _waiting() -> Iterator[dict[str, Any]]:
    case = running().case
    for n in range(WAITING):
        task = next(iter(case.tasks.values()))
        later = task.model_copy(update={"since": task.since + timedelta(seconds=n)})
        other = case.model_copy(update={"no": f"{case.no[:10]}{n:011d}", "tasks": {task.id: later}})
        yield from (row for row in waiting_rows(other).values() if "desk_pk" in row)


def show_crowd(found: dict[str, Any]) -> None:
    files, head, desk = found["forty_files"], found["head"], found["desk"]
    print(f"\n{files['files']} files of one case on {files['functions']} functions at once: ", end="")
    print(f"{files['waited']} waited, {files['lost']} lost (goal 0, 0)")
    print(
        f"head with {head['files']} files and {head['materials']} materials: {head['kb']} KB (goal {HEAD_KB})"
    )
    print(f"a page of {desk['page']} from {desk['waiting']}: {desk['queries_a_unit']} query a unit (goal 1)")
    due = found["due"]
    print(
        f"a backlog of {due['backlog']} due: {due['sent']} sent, {due['twice']} of them twice (goal 0), ",
        end="",
    )
    print(f"{due['most_at_once']} on the queue at most (bound {due['bound']})")
