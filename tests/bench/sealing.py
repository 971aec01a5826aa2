"""What sealing costs: own processor time of a case's parties and texts, and what functions load for it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import date
from typing import Any

from chalicelib.adapters.dynamodb.cases import text_rows
from chalicelib.adapters.dynamodb.people import party_rows
from chalicelib.adapters.sealing.key_rows import KeyId
from chalicelib.adapters.sealing.keyring import DIGESTS, Keyring, OpenKey
from chalicelib.adapters.sealing.sealer import KeyringSealer
from chalicelib.cases.people.mandates import Mandate
from chalicelib.cases.people.parties import Identity
from chalicelib.cases.values import Line
from chalicelib.ports.cases import Commit
from chalicelib.services.cases.desk.record_outcome import Finding, record_outcome
from chalicelib.services.cases.people.read_parties import Agent
from chalicelib.texts.identity_kinds import IdentityKind
from tests.services.scene import CLERK, ITEMS, SOMEONE, Scene

TEXTS = 10
"""Commits of a case in which somebody writes something; an ordinary case has fewer."""

ROUNDS, CASES = 7, 100
GOAL_MS = 1.0

SEAL_NOTHING = ("on_due", "on_due_work", "on_case_events")
"""Functions that may run without opening anything."""

LOADED = """
import json, sys
import boto3, chalice.app
before = len(sys.modules)
import app
print(json.dumps([len(sys.modules) - before, "cryptography" in sys.modules]))
"""


class Held(Keyring):
    """A process that has its data keys already: what it asks of the table and of the wrapper is no part."""

    def __init__(self) -> None:
        self._held = {use: OpenKey(KeyId("licang", use, 1), os.urandom(32)) for use in ("2026Q1", DIGESTS)}

    def of_quarter(self) -> OpenKey:
        return self._held["2026Q1"]

    def newest(self, use: str) -> OpenKey:
        return self._held[use]

    def get(self, key_id: KeyId) -> OpenKey:
        return self._held[key_id.use]


def sealing() -> dict[str, Any]:
    """Milliseconds of processor time a case, the best of several rounds; what some functions import."""
    parties, texts = _changes()
    sealer = KeyringSealer(Held())
    _case(parties, texts, sealer)  # loads what it needs
    taken = min(_cpu(lambda: _case(parties, texts, sealer)) for _ in range(ROUNDS))
    functions = {}
    for name in SEAL_NOTHING:
        modules, loaded = _import(name)
        functions[name] = {"modules": modules, "cryptography": loaded}
    return {"ms_per_case": round(taken, 3), "texts": TEXTS, "goal_ms": GOAL_MS, "functions": functions}


def _case(parties: Commit, texts: Commit, sealer: KeyringSealer) -> None:
    """Everything is sealed once and opened once, as the commit and the desk do."""
    row = party_rows.sealed_row("cases", parties, lambda: sealer)
    assert row is not None
    assert party_rows.opened("cases", row, sealer) == parties.parties
    for _ in range(TEXTS):
        written = text_rows.sealed_row("cases", texts, lambda: sealer)
        assert written is not None
        shown = text_rows.opened("cases", [written], set(texts.texts), lambda: sealer)
        assert shown == dict(texts.texts)


def _changes() -> tuple[Commit, Commit]:
    """The opening of a case with an agent, and a commit in which a correction was written."""
    person = SOMEONE.model_copy(
        update={"identity": Identity(kind=IdentityKind.RESIDENT_CARD, number="11010519491231002X")}
    )
    other = person.model_copy(update={"name": "演示代理人", "phone": "13900000000", "identity": None})
    mandate = Mandate(since=date(2026, 3, 1), until=date(2026, 12, 31))
    scene = Scene(ITEMS["outbound_courier"], applicant=person, agent=Agent(other, mandate))
    scene.upload_all()
    line = Line(
        material=next(iter(scene.case.needs)), problem="字迹不清，无法辨认" * 10, mend="请重新提交" * 10
    )
    finding = Finding(outcome="correct", lines=(line,), note="已电话告知" * 20)
    record_outcome(scene.world, CLERK, scene.no, "pre-review", finding)
    commits = scene.world.cases.commits
    return next(each for each in commits if each.parties), next(each for each in commits if each.texts)


def _cpu(case: Callable[[], None]) -> float:
    """Milliseconds of this process's processor time a case."""
    started = time.process_time()
    for _ in range(CASES):
        case()
    return 1000 * (time.process_time() - started) / CASES


def _import(function: str) -> tuple[int, bool]:
    """How many modules a function loads beside boto3 and chalice, and whether cryptography is one."""
    done = subprocess.run(  # noqa: S603 - our own script
        [sys.executable, "-c", LOADED],
        capture_output=True,
        check=True,
        text=True,
        env={**os.environ, "_HANDLER": f"app.{function}"},
    )
    modules, loaded = json.loads(done.stdout)
    return modules, loaded


def show_sealing(found: dict[str, Any]) -> None:
    what = f"parties and {found['texts']} texts sealed and opened"
    verdict = "reached" if found["ms_per_case"] <= found["goal_ms"] else "NOT reached"
    print(f"\n{'sealing, one case':46}{'ms of processor':>16}{'goal':>7}")
    print(f"{what:46}{found['ms_per_case']:>16}{found['goal_ms']:>7}  {verdict}")
    for name, row in found["functions"].items():
        told = "with cryptography, NOT reached" if row["cryptography"] else "without cryptography"
        print(f"{f'import of {name}':46}{row['modules']:>8} modules, {told}")
