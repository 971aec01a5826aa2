"""A region's folder as it is read, file by file; how the files fit together is checked in ``coherence``."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

from chalicelib.authoring.findings.message import say
from chalicelib.authoring.findings.problems import TOP, Problem, did_you_mean, problem
from chalicelib.authoring.reading.conditions import Facts, content
from chalicelib.authoring.reading.documents import (
    Document,
    Read,
    entries,
    nearly,
    only_keys,
    open_document,
    read_form,
)
from chalicelib.authoring.reading.facts import read_facts
from chalicelib.authoring.reading.files import ENDING, find_files
from chalicelib.authoring.reading.kinds import FILES, FOLDERS
from chalicelib.authoring.reading.names import same_as_file
from chalicelib.authoring.reading.plans.expand import ReadPlan, expand
from chalicelib.authoring.reading.plans.part import Part, PlanFile
from chalicelib.authoring.reading.plans.part_names import check_part_names
from chalicelib.authoring.reading.yaml.nodes import Node
from chalicelib.decisions.forms.clock import Clock
from chalicelib.decisions.forms.form import CHANNEL, UNDETERMINED, ChannelName, Form, Name, Text
from chalicelib.decisions.forms.model import DecisionTable, Demand, Example, Invariant, Item, Rule
from chalicelib.decisions.forms.notice import NoticeTemplate
from chalicelib.decisions.forms.region import Calendar, Courier, Region
from chalicelib.decisions.forms.unit import Unit
from chalicelib.decisions.tables import scopes_known

F = TypeVar("F", bound=Form)
CHANNELS = "channels.yaml"


@dataclass
class Folder:
    """What was read, each file and each form with its place, and every problem so far."""

    problems: list[Problem]
    documents: list[Document] = field(default_factory=list)
    region: Read[Region] | None = None
    facts: Facts = field(default_factory=lambda: Facts({}, whole=False))
    rules: list[Read[Rule]] = field(default_factory=list)
    rule_names: set[str] = field(default_factory=set)
    """Of all rules, also of those with mistakes and of items."""
    examples: list[Read[Example]] = field(default_factory=list)
    invariants: list[Read[Invariant]] = field(default_factory=list)
    demands: list[Read[Demand]] = field(default_factory=list)
    units: list[Read[Unit]] = field(default_factory=list)
    clocks: list[Read[Clock]] = field(default_factory=list)
    parts: list[Read[Part]] = field(default_factory=list)
    part_files: list[str] = field(default_factory=list)
    plans: list[ReadPlan] = field(default_factory=list)
    plan_files: list[str] = field(default_factory=list)
    items: list[Read[Item]] = field(default_factory=list)
    item_files: list[str] = field(default_factory=list)
    notices: list[Read[NoticeTemplate]] = field(default_factory=list)
    notice_files: list[str] = field(default_factory=list)
    decisions: list[Read[DecisionTable]] = field(default_factory=list)
    couriers: list[Read[Courier]] = field(default_factory=list)
    calendars: list[Read[Calendar]] = field(default_factory=list)
    table: Read[DecisionTable] | None = None
    """The decision whose rules these are, of a folder that is looked at as one of them; None: the channel."""

    @property
    def decides(self) -> Name:
        """The decision whose rules these are, by name."""
        return CHANNEL if self.table is None else self.table.form.decision

    @property
    def decision_file(self) -> str:
        """The file that these rules stand in, but for items' own."""
        return CHANNELS if self.table is None else self.table.document.file

    @property
    def titles(self) -> dict[str, Text]:
        """What can come out of these rules, by name, as people call it."""
        if self.table is not None:
            return {one.outcome: one.title for one in self.table.form.outcomes}
        return {read.form.plan: read.form.title for read in self.plans}

    @property
    def otherwise(self) -> str:
        """What comes out where no rule decides."""
        return UNDETERMINED if self.table is None else self.table.form.otherwise

    @property
    def channels(self) -> set[ChannelName]:
        """Every channel that has a plan, also one with mistakes."""
        return {read.form.plan for read in self.plans} | {Path(file).stem for file in self.plan_files}


def read_folder(path: Path) -> Folder:
    """Read every rule file below ``path``; nothing is raised, all that is wrong is among the problems."""
    folder = Folder([])
    if not path.is_dir():
        folder.problems.append(problem(str(path.name), TOP, say("missing-folder")))
        return folder
    found = _rule_files(path, folder.problems)
    folder.facts = read_facts(_open(path, "facts.yaml", folder))
    region = _open(path, "region.yaml", folder)
    if region is not None:
        folder.region = read_form(Region, region, region.root, content(region, region.root, folder.facts))
    folder.units = _list_file(path, "units", Unit, folder, folder.facts)
    folder.clocks = _list_file(path, "clocks", Clock, folder, folder.facts.with_attributes)
    _read_channels(path, folder)
    if (path / "invariants.yaml").exists():
        _read_invariants(path, folder)
    folder.parts = _whole_files(path, found["parts"], Part, folder, folder.facts.with_attributes)
    folder.part_files, folder.plan_files = found["parts"], found["plans"]
    folder.plans = _plans(path, folder)
    folder.item_files = found["items"]
    folder.items = _whole_files(path, found["items"], Item, folder)
    folder.notice_files = found["notices"]
    folder.notices = _whole_files(path, found["notices"], NoticeTemplate, folder)
    folder.decisions = _decisions(path, found["decisions"], folder)
    folder.couriers = _whole_files(path, found["couriers"], Courier, folder)
    folder.calendars = _whole_files(path, found["calendars"], Calendar, folder)
    return folder


def _open(path: Path, file: str, folder: Folder) -> Document | None:
    document = open_document(path, file, folder.problems)
    folder.documents += [] if document is None else [document]
    return document


def _rule_files(path: Path, problems: list[Problem]) -> dict[str, list[str]]:
    """The files of each sub-folder, sorted; those that stand where none is read are reported."""
    found: dict[str, list[str]] = {name: [] for name in FOLDERS}
    for name in find_files(path, problems):
        parts = name.split("/")
        if name in FILES:
            continue
        if name.endswith(ENDING) and FOLDERS.get(parts[0]) == len(parts) - 1:
            found[parts[0]].append(name)
        elif not name.endswith(ENDING):
            right = Path(name).with_suffix(ENDING).as_posix()
            problems.append(problem(name, TOP, say("unknown-file/ending", name=name, right=right)))
        else:
            known = FILES if len(parts) == 1 else FOLDERS
            message = say("unknown-file/folder", name=name, mend=did_you_mean(parts[0], known))
            problems.append(problem(name, TOP, message))
    return found


def _whole_files(
    path: Path, files: list[str], form: type[F], folder: Folder, facts: Facts | None = None
) -> list[Read[F]]:
    read = []
    for file in files:
        document = _open(path, file, folder)
        if document is not None:
            folder.rule_names |= _rule_names(document)
            read.append(_form(form, document, facts or folder.facts))
    return [one for one in read if one is not None]


def _plans(path: Path, folder: Folder) -> list[ReadPlan]:
    """The flat plan of each file whose parts could all be read."""
    parts: dict[str, Read[Part] | None] = dict.fromkeys(Path(file).stem for file in folder.part_files)
    for read in folder.parts:
        before = len(folder.problems)
        same_as_file(read, "part", read.form.part)
        check_part_names(read)
        if len(folder.problems) == before:
            parts[read.form.part] = read
    files_read = _whole_files(path, folder.plan_files, PlanFile, folder, folder.facts.with_attributes)
    flat = [expand(read, parts) for read in files_read]
    return [plan for plan in flat if plan is not None]


def _decisions(path: Path, files: list[str], folder: Folder) -> list[Read[DecisionTable]]:
    read = []
    for file in files:
        document = _open(path, file, folder)
        if document is not None:
            asked, each = document.root.map.get("asked"), document.root.map.get("each")
            scopes = scopes_known(asked and asked.value, each and each.value)
            read.append(_form(DecisionTable, document, folder.facts.within(*scopes)))
    return [one for one in read if one is not None]


def _form(form: type[F], document: Document, facts: Facts) -> Read[F] | None:
    data = content(document, document.root, facts)
    data["where"] = document.where(document.root)
    for key in _PLACED.get(form, ()):
        _place_entries(document, document.root.map.get(key), data.get(key))
    if form is DecisionTable:
        for one in data.get("invariants") or ():
            _several_expected(one)
    return read_form(form, document, document.root, data)


def _place_entries(document: Document, node: Node | None, entries: object) -> None:
    """Give each entry of a list, or of the lists of a map, its place in the file."""
    if node is None:
        return
    if isinstance(entries, dict):
        for key, inner in entries.items():
            _place_entries(document, node.map.get(key), inner)
    if not isinstance(entries, list) or len(entries) != len(node.list):
        return  # what is no list of entries was told of
    for entry, place in zip(entries, node.list, strict=True):
        if isinstance(entry, dict):
            entry["where"] = document.where(place)


_PLACED: dict[type[Form], tuple[str, ...]] = {
    Item: ("rules",),
    DecisionTable: ("rules", "invariants", "examples"),
    Part: ("steps",),
    PlanFile: ("parts", "exits"),
}
"""The lists whose entries keep their places."""


def _read_channels(path: Path, folder: Folder) -> None:
    document = _open(path, "channels.yaml", folder)
    if document is None:
        return
    only_keys(document, ("decision", "rules", "examples"))
    if document.root.map.get("decision") is None or document.root.map["decision"].value != "channel":
        document.report(document.root.find("decision"), say("wrong-decision"))
    folder.rules = _list(document, "rules", Rule, folder.facts)
    folder.rule_names |= _rule_names(document)
    if "examples" in document.root.map:
        folder.examples = _list(document, "examples", Example, folder.facts)


def _rule_names(document: Document) -> set[str]:
    """Those of the file's rules, also where a key is misspelt: whoever names such a rule is not wrong."""
    rules = nearly(document.root, "rules")
    names = (nearly(node, "rule") for node in (rules.list if rules else ()))
    return {str(name.value) for name in names if name is not None}


def _read_invariants(path: Path, folder: Folder) -> None:
    document = _open(path, "invariants.yaml", folder)
    if document is not None:
        only_keys(document, ("invariants", "demands"))
        folder.invariants = _list(document, "invariants", Invariant, folder.facts)
        if "demands" in document.root.map:
            folder.demands = _list(document, "demands", Demand, folder.facts.without_day)


def _list_file(path: Path, key: str, form: type[F], folder: Folder, facts: Facts) -> list[Read[F]]:
    """The entries of a file that is one list, named like the file."""
    document = _open(path, f"{key}.yaml", folder)
    if document is None:
        return []
    only_keys(document, (key,))
    return _list(document, key, form, facts)


def _list(document: Document, key: str, form: type[F], facts: Facts) -> list[Read[F]]:
    found = []
    for node in entries(document, key):
        data = content(document, node, facts)
        if isinstance(data, dict):
            data["where"] = document.where(node)
            if form is Invariant:
                _several_expected(data)
        read = read_form(form, document, node, data)
        if read is not None:
            found.append(read)
    return found


def _several_expected(invariant: Any) -> None:  # a map, or whatever stands in its place
    """What an invariant expects as a list, where it is written as one name."""
    if isinstance(invariant, dict) and not isinstance(invariant.get("expect", []), list):
        invariant["expect"] = [invariant["expect"]]
