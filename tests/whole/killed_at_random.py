"""
Kills the emulator at random moments under load, and counts what was lost of what was answered.

    python -m tests.whole.killed_at_random [KILLS]

Takes minutes: no test, but what to run after a change of how data is kept. Prints what was answered, what was
lost, and the longest time until the cloud answered again; its status is 1 if anything was lost.
"""

from __future__ import annotations

import os
import random
import signal
import sys
import tempfile
import threading
import time
from contextlib import suppress
from pathlib import Path
from typing import Any

from infra.local import samples, supervisor
from infra.local.cloud import EmbeddedCloud
from infra.local.ministack import EmbeddedCloudError
from infra.local.people import AnswerError, Applicant
from infra.local.publish import put_in_force
from infra.package import ROOT

ITEM = "automatic-import-licence"
APPLICANTS = 4
PATIENCE = 600


class Load:
    """Applicants who open cases and upload, and remember what they were answered."""

    def __init__(self, cloud: EmbeddedCloud) -> None:
        self._applicant, self._stop = Applicant(cloud.portal_url), threading.Event()
        self.cases: list[dict[str, Any]] = []
        self.files: list[tuple[str, str]] = []
        self._threads = [threading.Thread(target=self._go_on) for _ in range(APPLICANTS)]
        for thread in self._threads:
            thread.start()

    def _go_on(self) -> None:
        while not self._stop.is_set():
            case = self._applicant.open(ITEM)
            self.cases.append(case)
            for line in case["materials"]:
                if line["upload"]:
                    self._applicant.put(line["upload"], samples.pdf(f"{case['no']} {line['material']}"))
                    self.files.append((case["no"], line["material"]))

    def stop(self) -> None:
        self._stop.set()
        for thread in self._threads:
            thread.join()


def lost(cloud: EmbeddedCloud, load: Load) -> list[str]:
    """Cases and files that were answered for and are not there, once everything has come to rest."""
    applicant, missing = Applicant(cloud.portal_url), []
    for case in load.cases:
        wanted = {material for no, material in load.files if no == case["no"]}
        deadline, there = time.monotonic() + PATIENCE, None
        while there is None or (wanted - there and time.monotonic() < deadline):
            try:
                shown = applicant.see(case["no"], case["query_code"])
            except AnswerError as error:
                missing.append(f"{case['no']}: {error.status}")
                break
            there = {line["material"] for line in shown["materials"] if line["files"]}
            if wanted - there:
                threading.Event().wait(0.5)
        missing += [f"{case['no']}: {material}" for material in wanted - (there or set())]
    return missing


def main(kills: int) -> int:
    supervisor.RESTARTS = kills + 1
    chance = random.Random()  # noqa: S311  a moment, no secret
    told: list[str] = []
    data = Path(tempfile.mkdtemp(prefix="killed-")) / "data"
    with EmbeddedCloud(data=data, rate=3600, tell=told.append) as cloud:
        put_in_force(cloud, ROOT / "rules" / "licang")
        load = Load(cloud)
        for kill in range(kills):
            answered = len(load.files)
            while len(load.files) == answered:
                threading.Event().wait(0.1)
            threading.Event().wait(chance.uniform(0, 6))
            emulator = cloud._watched[1].child.pid
            print(f"kill {kill + 1}: {len(load.cases)} cases, {len(load.files)} files answered", flush=True)
            os.kill(emulator, signal.SIGKILL)
            while sum("is there again" in line for line in told) <= kill:
                if cloud.gave_up:
                    raise EmbeddedCloudError(cloud.gave_up)
                threading.Event().wait(0.1)
        load.stop()
        missing = lost(cloud, load)
    print(f"{len(load.cases)} cases and {len(load.files)} files answered; lost: {missing or 'nothing'}")
    print("\n".join(line for line in told if "is there again" in line or "damaged" in line))
    return 1 if missing else 0


if __name__ == "__main__":
    with suppress(KeyboardInterrupt):
        sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 10))
