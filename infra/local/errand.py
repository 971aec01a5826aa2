"""One replayed case: the applicant and the staff around it, acting when it is their turn."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import uuid4

from chalicelib.cases.case import Case, Stage
from chalicelib.cases.values import Task
from chalicelib.decisions.forms.model import Item, Release
from chalicelib.decisions.forms.plan import Plan
from chalicelib.decisions.forms.unit import HALL
from chalicelib.decisions.plans import find_step
from infra.local import samples
from infra.local.people import Applicant, Office
from infra.local.scenarios import Scenario
from infra.local.turns import Turn, turns


@dataclass(frozen=True)
class Around:
    """Who is around a case; ``carrier`` does something to the parcel of a number, ``today`` is local."""

    release: Release
    applicant: Applicant
    office: Office
    carrier: Callable[[str, str], object]
    today: Callable[[], date]


@dataclass
class Errand:
    """An item's case in progress. ``taken`` remembers what has been acted on, so that nobody acts twice."""

    item: Item
    scenario: Scenario
    around: Around
    kinds: Sequence[str] = ("pdf", "png", "ofd", "docx")
    no: str = ""
    code: str = ""
    case: Case | None = None
    taken: set[Turn] = field(default_factory=set)

    def begin(self) -> None:
        """Open the case and upload every material; a scenario may send something wrong first."""
        applicant = self.around.applicant
        opened = applicant.open(self.item.item, key=str(uuid4()))
        self.no, self.code = opened["no"], opened["query_code"]
        places = {line["material"]: line["upload"] for line in opened["materials"] if line["upload"]}
        for n, (material, place) in enumerate(places.items()):
            if n == 0 and self.scenario.bad_upload:
                applicant.put(place, samples.archive())
            applicant.put(place, _file(self.kinds, n, self._name(material)))

    @property
    def ended(self) -> bool:
        return self.case is not None and self.case.stage is Stage.CLOSED

    @property
    def as_it_should(self) -> bool:
        return self.case is not None and self.ended and self.scenario.is_met_by(self.case)

    def turns(self) -> tuple[Turn, ...]:
        """Who is to act now and has not yet; nobody while the case moves by itself."""
        return () if self.case is None else turns(self.scenario, self.case, self.taken)

    def unit_of(self, turn: Turn) -> str | None:
        """On whose list a turn of staff stands."""
        task = self.case and turn.who == "staff" and self.case.tasks.get(turn.task)
        return task.unit if task else None

    def act(self, turn: Turn, case: Case | None) -> None:
        """Do what is due in a case as it was looked at; ``taken`` remembers it already."""
        if case is None or case.channel is None:
            raise ValueError("nothing has begun")
        match turn.who:
            case "withdrawal":
                self._take_back()
            case "staff":
                self._record(case, self.around.release.plans[case.channel], case.tasks[turn.task])
            case "applicant":
                self._supply(case, case.tasks[turn.task])
            case "carrier":
                mishap = self.scenario.mishap(case, case.tasks[turn.task])
                if mishap is not None:
                    self.around.carrier(*mishap)

    def _record(self, case: Case, plan: Plan, task: Task) -> None:
        """A member of the unit records what she found, one who may: the decider is not the reviewer."""
        told = self.scenario.outcome(case, self.around.release, task, self.item.name.zh, self.around.today())
        excluded = [
            name for each in find_step(plan, task.step).other_than for name in case.ended.get(each, ())
        ]
        officer = self.around.office.member(task.unit, excluded)
        officer.end(self.no, task.id, told, key=f"{self.no}-{task.id}")

    def _supply(self, case: Case, task: Task) -> None:
        """A new file for each line of a correction; then, as of anything else, she says that it is done."""
        applicant, corrects = self.around.applicant, task.id == case.correction_task
        files = [line.material for line in case.correction if corrects and case.needs[line.material].uploaded]
        for material in files:
            place: dict[str, Any] = applicant.place(self.no, self.code, material, f"补正{task.round}")
            applicant.put(place, _file(self.kinds[:1], 0, f"{self._name(material)}（补正）"))
        if files or not corrects:  # papers alone end it when they are here
            applicant.submit(self.no, self.code, task.id)

    def _name(self, material: str) -> str:
        return next(each.name.zh for each in self.item.materials if each.material == material)

    def read_notices(self) -> None:
        """What the office told her; what nobody reads comes to a list of the hall's."""
        self.around.applicant.read_notices(self.no, self.code)

    def _take_back(self) -> None:
        if self.scenario.at_hall:
            self.around.office.member(HALL).withdraw(self.no, "演示：申请人到大厅书面提出撤回")
        else:
            self.around.applicant.withdraw(self.no, self.code)


def _file(kinds: Sequence[str], n: int, name: str) -> bytes:
    """The ``n``-th file of a case: the kinds that the region takes, one after the other."""
    match kinds[n % len(kinds)]:
        case "png":
            return samples.png()
        case "jpeg":
            return samples.jpeg()
        case "ofd":
            return samples.ofd(name, samples.DEMONSTRATION)
        case "docx":
            return samples.docx(f"{name}  {samples.DEMONSTRATION}")
        case _:
            return samples.pdf(name)
