"""Where each rule stands in its file."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cached_property

from chalicelib.authoring.checking.rules import all_rules
from chalicelib.authoring.findings.message import Message
from chalicelib.authoring.findings.problems import TOP, Mark, Problem, Severity, problem
from chalicelib.authoring.findings.telling import outcome_word
from chalicelib.authoring.reading.documents import Read
from chalicelib.authoring.reading.folder import Folder
from chalicelib.decisions.forms.form import Form
from chalicelib.decisions.forms.model import Fact, Rule


class Places:
    """
    A folder's rules in order of precedence, and the way from a rule to its place. A rule with alternatives
    stands there once a group of conditions, as the proofs see it.
    """

    def __init__(self, folder: Folder) -> None:
        self.folder = folder
        self.rules: Sequence[tuple[str | None, Read[Rule]]] = [
            (owner, Read(way, read.document, read.node))
            for owner, read in all_rules(folder)
            for way in read.form.ways
        ]
        self._of = {id(read.form): (owner, read) for owner, read in self.rules}
        self.word = outcome_word(folder.decides)
        self._groups = {
            id(way): number
            for _, read in all_rules(folder)
            if read.form.any
            for number, way in enumerate(read.form.ways)
        }

    @property
    def declared(self) -> dict[str, Fact]:
        return dict(self.folder.facts.declared)

    def read(self, rule: Rule) -> Read[Rule]:
        return self._of[id(rule)][1]

    def owner(self, rule: Rule) -> str | None:
        """The item that the rule belongs to; None for the region."""
        return self._of[id(rule)][0]

    def group(self, rule: Rule) -> int | None:
        """Which of a rule's groups of conditions this is, from 1; None where it has no alternatives."""
        number = self._groups.get(id(rule))
        return None if number is None else number + 1

    def beside(self, rule: Rule) -> list[Rule]:
        """The groups of the same rule, this one among them."""
        node = self.read(rule).node
        return [read.form for _, read in self.rules if read.node is node]

    def at(self, rule: Rule, message: Message, severity: Severity = "error", *path: object) -> Problem:
        """A problem of a rule, at the value under ``path`` in it."""
        read = self.read(rule)
        return problem(read.document.file, read.node.find(*self.written(rule, path)), message, severity)

    def written(self, rule: Rule, path: tuple[object, ...]) -> tuple[object, ...]:
        """The path of something in a rule as its file has it: what one group asks stands under ``any``."""
        number = self._groups.get(id(rule))
        if number is None:
            return path
        node = self.read(rule).node
        if not path:
            return ("any", number)
        if path[0] != "when" or (len(path) > 1 and "when" in node.map and path[1] in node.map["when"].map):
            return path
        return ("any", number, *path[1:])

    def general(self, message: Message) -> Problem:
        """A problem of the rules as a whole: it stands where they begin."""
        return problem(self.folder.decision_file, self._rules_begin, message)

    @cached_property
    def _rules_begin(self) -> Mark:
        of_region = [read for owner, read in self.rules if owner is None]
        return of_region[0].document.root.key("rules") if of_region else TOP


def at(read: Read[Form], message: Message) -> Problem:
    return problem(read.document.file, read.node.at, message)


def spans(rules: Sequence[Rule]) -> Iterator[tuple[Rule, Rule]]:
    """Each pair of rules that are in effect together on some day, in order of precedence."""
    for number, later in enumerate(rules):
        for earlier in rules[:number]:
            if _meet(earlier, later):
                yield earlier, later


def _meet(one: Rule, other: Rule) -> bool:
    return (one.until is None or other.from_ <= one.until) and (
        other.until is None or one.from_ <= other.until
    )
