"""A region's folder as it is read, file by file; how the files fit together is checked in ``coherence``."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from pathlib import Path
from typing import Any

from chalicelib.authoring.findings.message import say
from chalicelib.authoring.findings.problems import TOP, Problem, did_you_mean, problem
from chalicelib.authoring.reading import kinds
from chalicelib.authoring.reading.ahead import Ahead
from chalicelib.authoring.reading.conditions.conditions import Facts
from chalicelib.authoring.reading.documents import (
    Document,
    Read,
    build,
    entries,
    only_keys,
    open_document,
)
from chalicelib.authoring.reading.entry import read_entry
from chalicelib.authoring.reading.facts import read_facts
from chalicelib.authoring.reading.files import ENDING, find_files
from chalicelib.authoring.reading.kinds import Kind
from chalicelib.authoring.reading.names import rule_names, same_as_file, unit_names
from chalicelib.authoring.reading.plans.expand import ReadPlan, expand
from chalicelib.authoring.reading.plans.part import Part
from chalicelib.authoring.reading.plans.part_names import check_part_names
from chalicelib.authoring.reading.yaml.marked import Packed
from chalicelib.decisions.forms.clock import Clock
from chalicelib.decisions.forms.form import CHANNEL, UNDETERMINED, ChannelName, Name, Text
from chalicelib.decisions.forms.model import DecisionTable, Demand, Example, Invariant, Item, Rule
from chalicelib.decisions.forms.notice import NoticeTemplate
from chalicelib.decisions.forms.region import Calendar, Courier, Region
from chalicelib.decisions.forms.unit import Unit

CHANNELS = "channels.yaml"
_OF_CHANNEL = ("channels", "item")
"""The kinds of file that hold rules on the channel."""


@dataclass
class Folder:
    """What was read, each file and each form with its place, and every problem so far."""

    problems: list[Problem]
    documents: list[Document] = field(default_factory=list)
    files: Mapping[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    """Of each kind that has a folder the files that stand there, also those with mistakes."""
    region: Read[Region] | None = None
    facts: Facts = field(default_factory=lambda: Facts({}, whole=False))
    rules: list[Read[Rule]] = field(default_factory=list)
    rule_names: set[str] = field(default_factory=set)
    """Of all rules, also of those with mistakes and of items."""
    examples: list[Read[Example]] = field(default_factory=list)
    invariants: list[Read[Invariant]] = field(default_factory=list)
    demands: list[Read[Demand]] = field(default_factory=list)
    units: list[Read[Unit]] = field(default_factory=list)
    unit_names: list[str] = field(default_factory=list)
    """Of all units, also of those with mistakes; empty where units.yaml could not be read."""
    clocks: list[Read[Clock]] = field(default_factory=list)
    parts: list[Read[Part]] = field(default_factory=list)
    plans: list[ReadPlan] = field(default_factory=list)
    items: list[Read[Item]] = field(default_factory=list)
    notices: list[Read[NoticeTemplate]] = field(default_factory=list)
    decisions: list[Read[DecisionTable]] = field(default_factory=list)
    couriers: list[Read[Courier]] = field(default_factory=list)
    calendars: list[Read[Calendar]] = field(default_factory=list)
    others: dict[str, list[Read[Any]]] = field(default_factory=dict)
    """What stands in files of a kind that the program knows only by the table of kinds, by key."""
    taken: dict[str, Sequence[tuple[str, list[Read[Any]]]]] = field(default_factory=dict)
    """What was read of each file, by key: another folder in which it is the same takes it from here."""
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
        return {read.form.plan for read in self.plans} | {Path(file).stem for file in self.files["plan"]}

    @property
    def item_codes(self) -> list[str]:
        """Every item, also one with mistakes; of one whose file is called otherwise both names."""
        files = [Path(file).stem for file in self.files["item"]]
        return [*files, *(read.form.item for read in self.items if read.form.item not in files)]

    def take(self, key: str, reads: list[Read[Any]], *, whole: bool = False) -> None:
        """
        Put what was read of a kind where it belongs.

        Args:
            whole: it is the one form of a file, not one of several.
        """
        known = key in {one.name for one in fields(self)}
        if known and whole:
            setattr(self, key, next(iter(reads), None))
        elif known:
            getattr(self, key).extend(reads)
        else:
            self.others.setdefault(key, []).extend(reads)


def read_folder(path: Path, ahead: Ahead | None = None, like: Folder | None = None) -> Folder:
    """
    Read every rule file below ``path``; nothing is raised, all that is wrong is among the problems.

    Args:
        ahead: files that another process reads meanwhile.
        like: a folder in which nothing is wrong; what stands in a file of the same bytes is taken from it.
    """
    folder = Folder([])
    if not path.is_dir():
        folder.problems.append(problem(str(path.name), TOP, say("missing-folder")))
        return folder
    folder.files = _rule_files(path, folder.problems)
    held: Mapping[str, Packed] = {}
    if ahead is not None:
        build(kinds.forms())  # the files will be here by then
        held = ahead()
    opening = _Opening(path, folder, held, like)
    facts, *others = sorted(kinds.KINDS, key=lambda kind: kind.name != "facts")  # all others may test facts
    folder.facts = opening.facts(facts.place)
    for kind in others:
        files = folder.files[kind.name] if kind.depth else [kind.place]
        for file in files:
            if kind.depth or not kind.optional or (path / file).exists():
                opening.take(kind, file)
    folder.plans = opening.plans_as_before() or _plans(folder)
    _miss_as_one(folder.problems)
    return folder


def _miss_as_one(problems: list[Problem]) -> None:
    """Tell once of a folder that lacks several files: mostly it is the changed ones alone."""
    files = [one.file for one in problems if one.code == "missing-file"]
    if len(files) > 1:
        others = [one for one in problems if one.code != "missing-file"]
        problems[:] = [problem(files[0], TOP, say("missing-file/several", files=files)), *others]


class _Opening:
    """The files of a folder, one by one: what is the same in another folder is taken from there."""

    def __init__(self, path: Path, folder: Folder, held: Mapping[str, Packed], like: Folder | None) -> None:
        self._path, self._folder, self._held, self._like = path, folder, held, like
        self._known = {} if like is None else {one.file: one for one in like.documents}

    def facts(self, file: str) -> Facts:
        """The facts that are declared."""
        document = self._open(file)
        known = document is not None and self._is_known(document)
        return self._like.facts if self._like is not None and known else read_facts(document)

    def take(self, kind: Kind, file: str) -> None:
        """Put what a file of a kind holds where the folder has what is of this kind."""
        document, folder, like = self._open(file), self._folder, self._like
        if document is None:
            return
        if kind.name in _OF_CHANNEL:
            folder.rule_names |= rule_names(document)
        if kind.key == "units":
            folder.unit_names = unit_names(document)
        if like is not None and folder.facts is like.facts and self._is_known(document):
            each = like.taken[file]
            folder.taken[file] = [(key, [replace(one, document=document) for one in of]) for key, of in each]
        else:
            folder.taken[file] = list(_read(kind, document, folder.facts))
        for key, reads in folder.taken[file]:
            folder.take(key, reads, whole=key not in kind.lists and not kind.depth)

    def plans_as_before(self) -> list[ReadPlan]:
        """The flat plans of the other folder, where every file is the same that they are made of."""
        like, here = self._like, {one.file: one for one in self._folder.documents}
        both = () if like is None else (self._folder, like)
        files = [file for of in both for kind in ("part", "plan") for file in of.files[kind]]
        known = all(file in here and self._is_known(here[file]) for file in files)
        return [plan.among(here) for plan in like.plans] if like is not None and known else []

    def _open(self, file: str) -> Document | None:
        held, known, folder = self._held.get(file), self._known.get(file), self._folder
        document = open_document(self._path, file, folder.problems, held, known)
        folder.documents += [] if document is None else [document]
        return document

    def _is_known(self, document: Document) -> bool:
        known = self._known.get(document.file)
        return known is not None and known.root is document.root


def _rule_files(path: Path, problems: list[Problem]) -> dict[str, list[str]]:
    """The files of each sub-folder by its kind, sorted; those that stand where none is read are reported."""
    single = [kind.place for kind in kinds.KINDS if not kind.depth]
    folders = {kind.place: kind for kind in kinds.KINDS if kind.depth}
    found: dict[str, list[str]] = {kind.name: [] for kind in folders.values()}
    for name in find_files(path, problems):
        parts = name.split("/")
        if name in single:
            continue
        kind = folders.get(parts[0])
        if name.endswith(ENDING) and kind is not None and kind.depth == len(parts) - 1:
            found[kind.name].append(name)
        elif not name.endswith(ENDING):
            right = Path(name).with_suffix(ENDING).as_posix()
            problems.append(problem(name, TOP, say("unknown-file/ending", name=name, right=right)))
        else:
            known = single if len(parts) == 1 else folders
            message = say("unknown-file/folder", name=name, mend=did_you_mean(parts[0], known))
            problems.append(problem(name, TOP, message))
    return found


def _read(kind: Kind, document: Document, declared: Facts) -> Iterator[tuple[str, list[Read[Any]]]]:
    """What a file of a kind holds, by the key under which the folder has what is of this kind."""
    if kind.form is not None:
        form = read_entry(kind.form, document, document.root, kind.tested(declared, document.root))
        yield kind.key, [] if form is None else [form]
        return
    only_keys(document, (*kind.says, *kind.lists))
    for key, value in kind.says.items():
        if key not in document.root.map or document.root.map[key].value != value:
            document.report(document.root.find(key), say("wrong-decision"))
    for key, listed in kind.lists.items():
        if key in document.root.map or not listed.optional:
            facts = listed.tested(declared, document.root)
            each = (read_entry(listed.form, document, node, facts) for node in entries(document, key))
            yield key, [one for one in each if one is not None]


def _plans(folder: Folder) -> list[ReadPlan]:
    """The flat plan of each file whose parts could all be read."""
    parts: dict[str, Read[Part] | None] = dict.fromkeys(Path(file).stem for file in folder.files["part"])
    for read in folder.parts:
        before = len(folder.problems)
        same_as_file(read, "part", read.form.part)
        check_part_names(read)
        if len(folder.problems) == before:
            parts[read.form.part] = read
    files_read: list[Read[Any]] = [*folder.plans]
    flat = [expand(read, parts) for read in files_read]
    return [plan for plan in flat if plan is not None]
