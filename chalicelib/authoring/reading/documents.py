"""A rule file while it is read: its nodes, its forms, and the problems found in it."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Any, Generic, TypeVar

from pydantic import ValidationError
from pydantic_core import to_json

from chalicelib.authoring.findings.message import Message, say
from chalicelib.authoring.findings.problems import TOP, Mark, Problem, Spot, problem
from chalicelib.authoring.reading.alternatives import of_the_way_tried
from chalicelib.authoring.reading.conditions.shared import put_in, taken_out
from chalicelib.authoring.reading.files import read_file
from chalicelib.authoring.reading.form_errors import form_error
from chalicelib.authoring.reading.yaml.marked import Packed, unpacked
from chalicelib.authoring.reading.yaml.nodes import Node, Unreadable, parse
from chalicelib.decisions.forms.form import Form

F = TypeVar("F", bound=Form)
F_co = TypeVar("F_co", bound=Form, covariant=True)


MOST_PROBLEMS = 10_000
"""So many are told of a folder; a file of 2 MB can hold a million, more than memory does."""

MOST_ENTRIES = 20_000
"""Of a list at the top of a file: rules, examples, facts, invariants."""


@dataclass(frozen=True)
class Document:
    """
    One file: its path below the region's folder, its content, and the list that problems go to. ``content``
    are its bytes; None where another process read them.
    """

    file: str
    root: Node
    problems: list[Problem]
    content: bytes | None = None

    def report(self, at: Mark, message: Message) -> None:
        """An error of this file; of a flood of them the rest is left out, and said to be."""
        if len(self.problems) < MOST_PROBLEMS:
            self.problems.append(problem(self.file, at, message))
        elif len(self.problems) == MOST_PROBLEMS:
            self.problems.append(problem(self.file, at, say("too-many-problems")))

    def where(self, node: Node) -> dict[str, Any]:
        """The node's place as ``model.Where`` holds it."""
        return {"file": self.file, "line": node.line}


@dataclass(frozen=True)
class Read(Generic[F_co]):
    """A form that was read, and the node it came from: for checks that come later and want the place."""

    form: F_co
    document: Document
    node: Node

    def report(self, at: Mark, message: Message) -> None:
        self.document.report(at, message)

    def at(self, *path: object) -> Spot:
        """The value at a path, or what is nearest above it, for a later check to tell of."""
        return Spot(self.document.file, self.node.find(*path) if path else self.node.at)

    def at_key(self, *path: object) -> Spot:
        """The key at the end of a path, or what is nearest above it."""
        return Spot(self.document.file, self.node.key(*path))

    def inner(self, key: str, forms: Sequence[F]) -> list[Read[F]]:
        """The forms of a list of this one, each with its place."""
        nodes = self.node.map[key].list if key in self.node.map else []
        return [Read(form, self.document, node) for form, node in zip(forms, nodes, strict=True)]


def open_document(
    folder: Path, file: str, problems: list[Problem], ahead: Packed | None, like: Document | None
) -> Document | None:
    """
    The file's content, or None with the reason among ``problems``.

    Args:
        ahead: the content, if it was read before.
        like: the same file of another folder: of equal bytes the same nodes are made but once.
    """
    try:
        if ahead is not None:
            content, root = None, unpacked(ahead)
        else:
            content = read_file(folder / file)
            root = like.root if like is not None and like.content == content else parse(content)
    except FileNotFoundError:
        problems.append(problem(file, TOP, say("missing-file/missing", file=file)))
        return None
    except Unreadable as error:
        found = problem(file, error.at, error.message)
        problems += [] if found in problems else [found]  # what stands there may have been told of already
        return None
    if not isinstance(root.value, dict):
        problems.append(problem(file, root.at, say("wrong-type/no-map")))
        return None
    return Document(file, root, problems, content)


def read_form(form: type[F], document: Document, node: Node, data: object) -> Read[F] | None:
    """
    A form of a node's content, or None with the reasons reported.

    Args:
        data: the node's content with ``where`` added and conditions in normal form.
    """
    taken = taken_out(form, data)
    try:
        # JSON, strictly: a list is a list and a date is text, but "5" is no number and "yes" no yes
        made = _built(form).model_validate_json(to_json(data), strict=True)
    except ValidationError as error:
        _report(document, node, form, error)
        return None
    put_in(made, taken)
    return Read(made, document, node)


def _report(document: Document, node: Node, form: type[Form], error: ValidationError) -> None:
    if node is document.root and not node.map:
        document.report(node.at, say("missing-key/empty-file", names=_required(form)))
        return
    told: set[Mark] = set()
    found = of_the_way_tried(error.errors(include_url=False), node)
    strange = [one.path for one in found if one.error["type"] == "extra_forbidden"]
    for one in found:
        kind, path = one.error["type"], one.path
        if kind == "missing" and _misspelt(path, strange):
            continue  # it is there under another name, and that is told
        if kind == "too_short" and any(_inside(other.path, path) for other in found):
            continue  # it is too short because an entry is wrong, and that is told
        at = node.key(*path) if kind == "extra_forbidden" or "[key]" in one.error["loc"] else node.find(*path)
        if at in told and kind != "missing":
            continue  # of a choice of types each one complains
        told.add(at)
        name = next((step for step in reversed(path) if isinstance(step, str)), document.file)
        context = {**one.error.get("ctx", {}), "input": one.error["input"]}
        if kind == "missing" and isinstance(path[-1], int):
            kind, context = "too_short", {"min_length": path[-1] + 1}  # a pair of which one is there
        document.report(at, form_error(kind, name, context, _fields(form, path[:-1])))


def _required(form: type[Form]) -> list[str]:
    named = form.model_fields.items()
    return [one.alias or name for name, one in named if one.is_required() and name != "where"]


def _misspelt(missing: tuple[int | str, ...], strange: Iterable[tuple[int | str, ...]]) -> bool:
    """Whether a key that is not known, in the same map, is most likely the missing one."""
    *above, name = missing
    beside = [str(loc[-1]) for loc in strange if list(loc[:-1]) == above]
    return bool(difflib.get_close_matches(str(name), beside, n=1))


def _inside(inner: tuple[int | str, ...], outer: tuple[int | str, ...]) -> bool:
    return len(inner) > len(outer) and inner[: len(outer)] == outer


def _fields(form: type[Form], path: tuple[int | str, ...]) -> list[str]:
    """The keys that the map at ``path`` of a form may have; nothing where that is no form."""
    for step in path:
        if isinstance(step, str):
            inner = _inner(form, step)
            if inner is None:
                return []
            form = inner
    return [field.alias or name for name, field in form.model_fields.items() if name != "where"]


def _inner(form: type[Form], name: str) -> type[Form] | None:
    """The form of a field, be it alone, optional or in a list."""
    for field_name, field in form.model_fields.items():
        if name in (field_name, field.alias):
            return form_in(field.annotation)
    return None


def form_in(annotation: Any) -> type[Form] | None:  # a type as pydantic keeps it: of any kind
    """The form that a field holds, be it alone, optional, in a list or in the lists of a map."""
    return next(_forms_in(annotation), None)


def _forms_in(annotation: Any) -> Iterator[type[Form]]:
    if isinstance(annotation, type) and issubclass(annotation, Form):
        yield annotation
    for part in getattr(annotation, "__args__", ()):
        yield from _forms_in(part)


def build(forms: Iterable[type[Form]]) -> None:
    """Make forms ready that are going to be read: what else would be done when the first of each comes."""
    for form in forms:
        _built(form)


@cache
def _built(form: type[F]) -> type[F]:
    """A form made ready, after those inside it: each is built once then, not again in all that hold it."""
    for field in form.model_fields.values():
        for inner in _forms_in(field.annotation):
            _built(inner)
    form.model_rebuild()
    return form


def entries(document: Document, key: str) -> list[Node]:
    """The list under a key of the file; nothing where it is missing or no list, which is reported."""
    node = document.root.map.get(key)
    if node is None and nearly(document.root, key) is not None:
        return []  # it is misspelt, and that is told
    if node is None:
        document.report(document.root.at, form_error("missing", key, {}, ()))
        return []
    if not isinstance(node.value, list):
        document.report(node.at, form_error("list", key, {}, ()))
    if len(node.list) > MOST_ENTRIES:
        document.report(node.at, form_error("too_long", key, {"max_length": MOST_ENTRIES}, ()))
    return node.list[:MOST_ENTRIES]


def nearly(node: Node, key: str) -> Node | None:
    """What stands under a key, be the key misspelt; None if there is nothing like it."""
    if key in node.map:
        return node.map[key]
    near = _nearest(key, tuple(node.map))
    return None if near is None else node.map[near]


@lru_cache(maxsize=1_000)  # most files of a kind have the same keys
def _nearest(key: str, keys: tuple[str, ...]) -> str | None:
    return next(iter(difflib.get_close_matches(key, keys, n=1)), None)


def only_keys(document: Document, known: tuple[str, ...]) -> None:
    """Report the keys at the top of the file that are not among ``known``."""
    for key, at in document.root.keys.items():
        if key not in known:
            document.report(at, form_error("extra_forbidden", key, {}, known))
