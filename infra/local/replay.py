"""Replay one real case for every item of the catalogue, and set the result beside the published figures."""

from __future__ import annotations

import sys
import threading
import time
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from botocore.exceptions import BotoCoreError, ClientError

from chalicelib.adapters.dynamodb.cases.case_rows import read_case
from chalicelib.adapters.dynamodb.rows import case_key
from chalicelib.authoring.proofs.totals import usual_decisions
from chalicelib.decisions.decide import Decision, usual_facts
from chalicelib.decisions.decision import nested
from chalicelib.decisions.forms.model import Release
from chalicelib.decisions.forms.unit import every_unit
from chalicelib.services.days import local_day
from infra.local.errand import Around, Errand
from infra.local.ministack import EmbeddedCloudError
from infra.local.people import Applicant, Office, ask
from infra.local.report import Report
from infra.local.troubles import scenarios
from infra.local.turns import Turn

if TYPE_CHECKING:
    from infra.local.cloud import EmbeddedCloud

AT_ONCE = 48
"""Cases under way together."""

HANDS = 6
"""People who act at the same time."""

AWAY = (EmbeddedCloudError, BotoCoreError, ClientError)
"""What a call of the cloud raises while it is away."""

LOOK_SECONDS = 0.4
TICK_SECONDS = 2.0
PATIENCE_SECONDS = 1500


def replay(cloud: EmbeddedCloud, release: Release, items: int | None = None) -> Report:
    """
    Open, upload and work through one case an item in effect (the first ``items`` of the catalogue), all over
    HTTP and S3, and wait until each has ended. What the release says of every item stands beside it.
    These are new cases each time, and no others are counted, whatever cases there are from earlier runs.
    """
    today = local_day(release, cloud.now())
    decisions = usual_decisions(release, today)
    errands = _errands(release, decisions, cloud)[:items]
    began = time.monotonic()
    Replay(cloud, errands).run()
    return Report(release, decisions, errands, time.monotonic() - began, today)


def _errands(release: Release, decisions: dict[str, Decision], cloud: EmbeddedCloud) -> list[Errand]:
    around, how = around_cases(cloud, release), scenarios(release, decisions)
    kinds = release.region.uploads.kinds
    return [Errand(release.items[code], how[code], around, kinds) for code in sorted(decisions)]


def around_cases(cloud: EmbeddedCloud, release: Release) -> Around:
    """An applicant who answers as usual, two of every unit with their tokens, and the local carrier."""
    region, portal = release.region, cloud.portal_url
    units = [unit.unit for unit in every_unit(release.units)]
    office = Office(portal, units, cloud.token)
    applicant = Applicant(portal, f"{region.name.zh}演示路1号", nested(usual_facts(release))["application"])

    def carrier(number: str, act: str) -> object:
        return ask("POST", f"{cloud.carrier_url}/control", {"number": number, "do": act})

    return Around(release, applicant, office, carrier, lambda: local_day(release, cloud.now()))


class Replay:
    """
    Keeps ``AT_ONCE`` cases moving. It watches the table to see whose turn it is; staff then look at the list
    of their unit, and do what they find there. It drives the one clock faster than once a minute, as the
    sped-up time needs.
    """

    def __init__(self, cloud: EmbeddedCloud, errands: list[Errand]) -> None:
        self._cloud = cloud
        self._waiting = list(reversed(errands))
        self._open: list[Errand] = []
        self._busy: dict[tuple[str, Turn | None], Future[None]] = {}
        self._desks: dict[str, Future[list[dict[str, Any]]]] = {}
        self._all = len(errands)
        self._shown = 0
        self._stop = threading.Event()

    def run(self) -> None:
        deadline = time.monotonic() + PATIENCE_SECONDS
        clock = threading.Thread(target=self._tick, daemon=True)
        clock.start()
        hands = ThreadPoolExecutor(HANDS)
        try:
            while (self._waiting or self._open or self._busy) and time.monotonic() < deadline:
                self._fill(hands)
                with suppress(*AWAY):  # it is being started again: look later
                    self._look(hands)
                if self._cloud.gave_up:
                    raise EmbeddedCloudError(self._cloud.gave_up)
                self._give_turns(hands)
                self._stop.wait(LOOK_SECONDS)
        finally:
            hands.shutdown(wait=False, cancel_futures=True)  # whoever stops it waits for no act not yet begun
            self._stop.set()
            clock.join()
            hands.shutdown()
        self._show(force=True)

    def _tick(self) -> None:
        while not self._stop.wait(TICK_SECONDS):
            with suppress(*AWAY):
                self._cloud.invoke("on_due")

    def _fill(self, hands: ThreadPoolExecutor) -> None:
        while self._waiting and len(self._open) < AT_ONCE:
            errand = self._waiting.pop()
            self._open.append(errand)
            self._busy[errand.item.item, None] = hands.submit(errand.begin)

    def _look(self, hands: ThreadPoolExecutor) -> None:
        """Read the open cases' heads, a hundred at a time, and let go of those that have ended."""
        self._busy = {name: future for name, future in self._busy.items() if not _finished(future)}
        by_no = {errand.no: errand for errand in self._open if errand.no}
        numbers = list(by_no)
        for start in range(0, len(numbers), 100):
            keys = [case_key(no) for no in numbers[start : start + 100]]
            answer: dict[str, Any] = self._cloud.client("dynamodb").batch_get_item(
                RequestItems={self._cloud.table: {"Keys": keys, "ConsistentRead": True}}
            )
            for row in answer["Responses"][self._cloud.table]:
                case = read_case(row)
                by_no[case.no].case = case
        ended = [errand for errand in self._open if errand.ended]
        self._open = [errand for errand in self._open if not errand.ended]
        for errand in ended:
            self._busy[errand.item.item, None] = hands.submit(errand.read_notices)
        if ended:
            self._show()

    def _give_turns(self, hands: ThreadPoolExecutor) -> None:
        """Whoever has to act does; staff look at the list of their unit first, and act on what is there."""
        seen = [unit for unit, lines in self._desks.items() if lines.done()]
        found = {(line["case"], line["task"]) for unit in seen for line in self._desks.pop(unit).result()}
        for errand in self._open:
            for turn in errand.turns():
                unit = errand.unit_of(turn)
                if unit is None or (errand.no, turn.task) in found:
                    errand.taken.add(turn)
                    self._busy[errand.item.item, turn] = hands.submit(errand.act, turn, errand.case)
                elif unit not in self._desks:
                    self._desks[unit] = hands.submit(errand.around.office.desk, unit)

    def _show(self, *, force: bool = False) -> None:
        done = self._all - len(self._waiting) - len(self._open)
        bar = "█" * (30 * done // max(self._all, 1))
        line = f"  [{bar:<30}] {done}/{self._all}"
        if sys.stdout.isatty():
            print(f"\r{line}", end="\n" if force else "", flush=True)
        elif force or done >= self._shown + 20:
            self._shown = done
            print(line, flush=True)


def _finished(future: Future[None]) -> bool:
    """Whether someone is done; what went wrong is raised here, not lost."""
    if not future.done():
        return False
    future.result()
    return True
