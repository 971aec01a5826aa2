"""One replayed case: the applicant and the staff around it, acting when it is their turn."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

from chalicelib.cases.case import Case, Stage
from chalicelib.decisions.form import Channel
from chalicelib.decisions.model import Item
from chalicelib.decisions.plan import Plan
from infra.local import samples
from infra.local.people import Applicant, Officer
from infra.local.scenarios import Scenario


@dataclass
class Errand:
    """An item's case in progress. ``turn`` remembers what has been acted on, so that nobody acts twice."""

    item: Item
    plans: Mapping[Channel, Plan]
    scenario: Scenario
    applicant: Applicant
    officer: Officer
    kinds: Sequence[str] = ("pdf", "png", "ofd", "docx")
    no: str = ""
    code: str = ""
    case: Case | None = None
    turn: set[tuple[str, str, int]] = field(default_factory=set)

    def begin(self) -> None:
        """Open the case and upload every material; a scenario may send something wrong first."""
        opened = self.applicant.open(self.item.item, key=str(uuid4()))
        self.no, self.code = opened["no"], opened["query_code"]
        places = {line["material"]: line["upload"] for line in opened["materials"] if line["upload"]}
        for n, (material, place) in enumerate(places.items()):
            if n == 0 and self.scenario.bad_upload:
                self.applicant.put(place, samples.archive())
            self.applicant.put(place, _file(self.kinds, n, material))

    @property
    def ended(self) -> bool:
        return self.case is not None and self.case.stage is Stage.CLOSED

    @property
    def as_it_should(self) -> bool:
        return self.case is not None and self.case.state == self.scenario.ends

    def whose_turn(self) -> tuple[str, str, int] | None:
        """Who is to act, at which step and round; None while the case moves by itself."""
        case = self.case
        if case is None or case.stage is not Stage.RUNNING or case.step is None:
            return None
        if case.ended_by == "staff" or case.way == "counter":
            turn = ("staff", case.step, case.round)
        elif case.ended_by == "applicant":
            turn = ("applicant", case.step, case.round)
        else:
            return None
        return None if turn in self.turn else turn

    def act(self, turn: tuple[str, str, int]) -> None:
        """Do what is due: staff record an outcome, the applicant supplies what was asked for."""
        case = self.case
        if case is None or case.channel is None:
            raise ValueError("nothing has begun")
        self.turn.add(turn)
        if turn[0] == "staff":
            outcome = self.scenario.outcome(case, self.plans[case.channel], self.item.name.zh)
            self.officer.record(self.no, turn[1], outcome, key=f"{self.no}-{turn[1]}-{turn[2]}")
            return
        for material in case.open_materials:
            place: dict[str, Any] = self.applicant.place(self.no, self.code, material, f"补正{turn[2]}")
            self.applicant.put(place, _file(self.kinds[:1], 0, f"corrected {material}"))


def _file(kinds: Sequence[str], n: int, material: str) -> bytes:
    """The ``n``-th file of a case: the kinds that the region takes, one after the other."""
    match kinds[n % len(kinds)]:
        case "png":
            return samples.png()
        case "jpeg":
            return samples.jpeg()
        case "ofd":
            return samples.ofd()
        case "docx":
            return samples.docx()
        case _:
            return samples.pdf(material)
