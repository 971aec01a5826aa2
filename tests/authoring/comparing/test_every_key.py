"""
Every key of every kind of rule file, edited in a folder: it is told in its words, at its danger, and alone.

The keys come from the table of kinds and its forms, the edits from what their types allow and from what the
folder itself says elsewhere. A key is new here as soon as it is in a form.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import Enum
from itertools import islice
from pathlib import Path
from typing import Any, Literal, get_args, get_origin

import pytest
from pydantic.fields import FieldInfo

from chalicelib.authoring.checking.load import release_of
from chalicelib.authoring.comparing.forms.danger import Danger, danger_of
from chalicelib.authoring.comparing.forms.entries import entries
from chalicelib.authoring.comparing.forms.entry import Entry
from chalicelib.authoring.comparing.forms.words.titles import title
from chalicelib.authoring.reading.documents import form_in
from chalicelib.authoring.reading.folder import read_folder
from chalicelib.authoring.reading.kinds import KINDS, Kind
from chalicelib.authoring.schemas.words import fields
from chalicelib.decisions.forms.form import Condition, Form, Where
from chalicelib.decisions.forms.model import Release

LICANG = Path("rules/licang")
ONLY_WITH_OTHERS = {
    **dict.fromkeys(
        ("clocks Period.days", "clocks Period.months", "part Period.days", "part Period.months"),
        "a period is of one kind of days; a test below changes that",
    ),
    **dict.fromkeys(("item Limit.days", "item Limit.months", "item Limit.at_once"), "likewise"),
    **dict.fromkeys(("item Deferrable.months", "item Period.months"), "likewise"),
    **dict.fromkeys(("facts Fact.fact", "facts Fact.type"), "whatever tests the fact changes with it"),
    **dict.fromkeys(("facts Fact.unit", "facts Fact.decimals"), "of an amount alone"),
    **dict.fromkeys(("invariants Demand.basis", "item Rule.basis"), "of one law the keys are told"),
    "part HandOver.what": "it has one value",
    "part Part.part": "it is the name of the file",
    "part Part.exits": "a plan that uses the part names them",
    "part PartStep.counter": "it names a step that hands out at the counter",
}
"""Keys that no edit of one value changes, and why."""
IN_NO_RELEASE = {
    "item ItemUnits.makes": "the hall makes a licence unless it says otherwise",
    "part Basis.article": "what a part stands on is for whoever reads the file",
    "part Basis.title": "likewise",
    "part Basis.url": "likewise",
    "part Part.basis": "likewise",
    "part Part.title": "a plan has steps and no parts",
    "part Text.en": "likewise",
    "part Text.zh": "likewise",
    "plan Use.collects_papers": "only units that walk a part collect papers",
}
"""Keys of which an edit says nothing else to a case: the release is the same."""
MOVES_STEPS = {
    "part PartOutcome.gives",
    "part PartOutcome.next",
    "part PartStep.step",
    "part PartStep.ways",
    "plan PlanFile.result_out",
    "plan Use.as",
    "plan Use.end",
    "plan Use.gives",
    "plan Use.part",
}
"""What a part or a plan says of several steps: each step is told as it is then."""
OTHERWISE_CALLED = {
    "part Part.does": "what the law may demand of each step",
    "part PartStep.when": "the conditions of leaving the step out",
    "plan Use.go_on": "the step that follows",
}
WORDS_THAT_ARE_NAMES = ("kinds",)
"""Keys whose words are names in any language, such as pdf."""
IN_ANY_ORDER = {
    ("Calendar", "off"),
    ("Calendar", "worked"),
    ("Clock", "stops"),
    ("Clock", "warn"),
    ("Courier", "polling"),
    ("DecisionTable", "examples"),
    ("DecisionTable", "invariants"),
    ("Invariant", "any"),
    ("Invariant", "expect"),
    ("Member", "knows"),
    ("NoticeTemplate", "needs"),
    ("PartStep", "other_than"),
    ("Pauses", "clocks"),
    ("Rule", "any"),
    ("Uploads", "kinds"),
}
AS_IN_RELEASE = {"PartStep": "Step", "PartOutcome": "Outcome", "PlanFile": "Plan", "Use": "Lane"}
"""What a form as it is written is in a release, where plans have no parts."""
Way = tuple[str | int, ...]
"""The way to a value in a file."""
SEVERAL = ("items/", "calendars/", "plans/")
"""Of these folders a few files have every key."""
TRIED = 16
"""Values that are tried for a key, until one is right."""


@dataclass
class Key:
    """A key of a form in a kind of file: where it is written, and where it could be."""

    kind: str
    form: type[Form]
    key: str
    info: FieldInfo
    there: list[tuple[str, Way]] = field(default_factory=list)
    lacking: list[tuple[str, Way]] = field(default_factory=list)

    @property
    def name(self) -> str:
        return f"{self.kind} {self.form.__name__}.{self.key}"


def keys_of(form: type[Form], data: Any, way: Way) -> Iterator[tuple[type[Form], str, FieldInfo, Way, bool]]:
    """The keys of a form and of those within it, each with whether it is written there."""
    for name, info in form.model_fields.items():
        key = info.alias or name
        if key != "where":
            yield form, key, info, (*way, key), key in data
            inner = form_in(info.annotation)
            if key in data and inner is not None and inner is not Condition:
                yield from keys_within(inner, data[key], (*way, key))


def keys_within(form: type[Form], data: Any, way: Way) -> Iterator[Any]:
    """The same of a list or a map of forms, or of one; a form may also be written as one word."""
    known = {info.alias or name for name, info in form.model_fields.items()}
    if isinstance(data, dict) and set(data) <= known:
        yield from keys_of(form, data, way)
    elif isinstance(data, dict | list):
        for key, one in data.items() if isinstance(data, dict) else enumerate(data):
            yield from keys_within(form, one, (*way, key))


def roots(kind: Kind, data: Any) -> Iterator[tuple[type[Form], Any, Way]]:
    if kind.form is not None:
        yield kind.form, data, ()
    for key, listed in kind.lists.items():
        yield from ((listed.form, one, (key, n)) for n, one in enumerate(data.get(key, [])))


def written_keys() -> Iterator[str]:
    """The keys that can be written at all, by the forms alone."""
    for kind in KINDS:
        todo = [kind.form] if kind.form is not None else [one.form for one in kind.lists.values()]
        seen = set(todo)
        while todo:
            form = todo.pop()
            for name, info in form.model_fields.items():
                key = info.alias or name
                if key != "where" and fields()[form.__name__][key].example is not None:
                    yield f"{kind.name} {form.__name__}.{key}"
                inner = form_in(info.annotation)
                if inner not in (None, Condition, Where) and inner not in seen:
                    seen.add(inner)
                    todo.append(inner)


def kind_of(file: str) -> Kind:
    return next(kind for kind in KINDS if file == kind.place or file.startswith(f"{kind.place}/"))


def all_keys(contents: dict[str, Any]) -> dict[str, Key]:
    found: dict[str, Key] = {}
    for file, data in contents.items():
        kind = kind_of(file)
        for root, content, above in roots(kind, data):
            for form, key, info, way, written in keys_of(root, content, above):
                one = Key(kind.name, form, key, info)
                one = found.setdefault(one.name, one)
                (one.there if written else one.lacking).append((file, way))
    return found


class Region:
    """Of a region as many files as it takes to have every key that it has, to be edited one at a time."""

    def __init__(self, folder: Path) -> None:
        whole = {one.file: one.root.plain() for one in read_folder(LICANG).documents}
        every = all_keys(whole).values()
        needed = {(one.there or one.lacking)[0][0] for one in every} | {
            one.lacking[0][0] for one in every if one.lacking
        }
        for file in whole:
            if file in {*needed, "plans/one_visit.yaml"} or not file.startswith(SEVERAL):
                (folder / file).parent.mkdir(parents=True, exist_ok=True)
                (folder / file).write_bytes((LICANG / file).read_bytes())
        self.folder = folder
        self._read()
        for one in [one for one in self.keys.values() if not one.there and example_of(one) is None]:
            file, way = one.lacking[0]
            self._add(file, way, examples_of(one.info))
        self._read()

    def _read(self) -> None:
        self.files = read_folder(self.folder)
        assert not self.files.problems
        self.release = release_of(self.files)
        self.contents: dict[str, Any] = {one.file: one.root.plain() for one in self.files.documents}
        self.keys = all_keys(self.contents)

    def _add(self, file: str, way: Way, value: object) -> None:
        """Write what the region has not, of the examples that its keys are told with."""
        content = self._with(file, way, value)
        (self.folder / file).write_text(json.dumps(content, ensure_ascii=False), encoding="utf-8")
        self.contents[file] = content

    def value(self, file: str, way: Way) -> Any:
        found = self.contents[file]
        for step in way:
            found = found[step]
        return found

    def edited(self, file: str, way: Way, value: object) -> Release | None:
        """The region with another value; None where its form allows none such."""
        return self.with_content(file, self._with(file, way, value))

    def _with(self, file: str, way: Way, value: object) -> Any:
        content = holder = json.loads(json.dumps(self.contents[file]))
        for step in way[:-1]:
            holder = holder[step]
        holder[way[-1]] = value
        return content

    def with_content(self, file: str, content: object) -> Release | None:
        """The region with a file that says something else; None where that is wrong."""
        path = self.folder / file
        before = path.read_bytes()
        path.write_text(json.dumps(content, ensure_ascii=False), encoding="utf-8")
        try:
            files = read_folder(self.folder, like=self.files)
            return None if files.problems else release_of(files)
        finally:
            path.write_bytes(before)

    def others(self, one: Key, file: str, way: Way) -> Iterator[object]:
        """Values that may stand in the place of one; also those of the same key elsewhere in the file."""
        was = self.value(file, way)
        also = (self.value(*place) for place in one.there if place[0] == file)
        each = (*others(was, one.info), *(also if isinstance(was, str) else ()))
        yield from (other for other in each if other != was)

    def edits(self, one: Key) -> Iterator[tuple[str, Any, Any, Release]]:
        """The key with another value, or new with one: where, the value before and after, and the region."""
        for file, way in one.there[:4]:
            for value in islice(self.others(one, file, way), TRIED):
                edited = self.edited(file, way, value)
                if edited is not None:
                    yield file, self.value(file, way), value, edited
                    return
        example = example_of(one)
        for file, way in one.lacking[:2]:
            edited = None if example is None else self.edited(file, way, example)
            if edited is not None:
                yield file, None, example, edited
                return


def example_of(one: Key) -> Any:
    """A value as a file may have it; None of a key that holds what has keys of its own."""
    return fields()[one.form.__name__][one.key].example


def examples_of(info: FieldInfo) -> Any:
    """What a key holds that has keys of its own, of the examples of those that it needs; of a list one."""
    form = form_in(info.annotation)
    assert form is not None
    needed = {each.alias or name: each for name, each in form.model_fields.items() if each.is_required()}
    told = fields()[form.__name__]
    one = {
        key: examples_of(each) if told[key].example is None else told[key].example
        for key, each in needed.items()
        if key != "where"
    }
    return [one] if get_origin(info.annotation) is tuple else one


def words_of(annotation: Any) -> Iterator[Any]:
    """The values of closed lists in a type."""
    if isinstance(annotation, type) and issubclass(annotation, Enum):
        yield from (one.value for one in annotation)
    elif get_origin(annotation) is Literal:
        yield from get_args(annotation)
    else:
        for each in get_args(annotation):
            yield from words_of(each)


def others(was: Any, info: FieldInfo) -> Iterator[object]:
    """Values like one, some of which a form may take."""
    match was:
        case bool():
            yield not was
        case int():
            yield from (was + 1, was - 1)
        case str():
            yield from words_of(info.annotation)
            yield from texts_like(was)
        case list():
            yield from ([was[:-1]] if len(was) > 1 else [])
            yield from ([*was, one] for one in words_of(info.annotation) if one not in was)
            last = was[-1] if was and not isinstance(was[-1], dict | list) else None
            yield from ([*was[:-1], other] for other in others(last, info))
        case dict():
            yield from ({**was, key: other} for key, value in was.items() for other in others(value, info))


def texts_like(was: str) -> Iterator[str]:
    if re.fullmatch("[0-9]{4}-[0-9]{2}-[0-9]{2}", was):
        yield (date.fromisoformat(was) + timedelta(days=1)).isoformat()
    yield from (f"{was}x", f"{was[:-1]}9", f"{was[:-1]}8", was[:-1], "01", "07")


@dataclass
class Told:
    """An edit of a key, and what is told of it."""

    key: Key
    file: str
    was: Any
    becomes: Any
    entries: list[Entry]

    @property
    def plain(self) -> bool:
        """Whether a value came in the place of another, and neither holds values of its own."""
        return not isinstance(self.was, dict | list) and not isinstance(self.becomes, dict | list)

    @property
    def changes(self) -> int:
        """How many values come or go, of a list or map of them."""
        sides = (self.was or [], self.becomes or [])
        if not all(isinstance(each, list) for each in sides):
            return 1
        return max(sum(one not in other for one in each) for each, other in (sides, sides[::-1]))


@pytest.fixture(scope="module")
def region(tmp_path_factory: pytest.TempPathFactory) -> Region:
    return Region(tmp_path_factory.mktemp("every") / "licang")


@pytest.fixture(scope="module")
def told(region: Region) -> dict[str, Told]:
    """What is told of an edit of each key."""
    found = {}
    for name, one in region.keys.items():
        for file, was, becomes, edited in region.edits(one) if name not in ONLY_WITH_OTHERS else ():
            found[name] = Told(one, file, was, becomes, entries(region.release, edited))
    return found


def test_every_key_of_every_kind_of_file_can_be_edited(told: dict[str, Told]) -> None:
    assert {*written_keys()} - told.keys() == ONLY_WITH_OTHERS.keys()


def test_an_edited_key_is_told_and_nothing_else(told: dict[str, Told]) -> None:
    """What a part says is told of each plan that uses it, as one change."""
    for name, one in told.items():
        if name in IN_NO_RELEASE:
            assert one.entries == [], name
        elif one.key.kind not in ("part", "plan"):
            assert len(one.entries) == one.changes, (name, [each.at.field for each in one.entries])
        else:
            assert {each.at.file.split("/")[0] for each in one.entries} == {"plans"}, name
            fields = {re.sub(r"^steps\[[^]]*\]", "", each.at.field) for each in one.entries}
            assert len(fields) == 1 or name in MOVES_STEPS, (name, fields)


def test_an_edited_key_is_called_by_its_title_in_both_languages(told: dict[str, Told]) -> None:
    for name, one in told.items():
        called = title(one.key.form, one.key.key, of_decision=one.file.startswith("decisions/"))
        for each in one.entries if name not in (*OTHERWISE_CALLED, *MOVES_STEPS) else ():
            assert called.zh in each.at.title.zh, name
            assert re.sub(r"e?s\b", "", called.en) in re.sub(r"e?s\b", "", each.at.title.en), name


def test_a_word_of_a_closed_list_is_told_in_both_languages(told: dict[str, Told]) -> None:
    checked = 0
    for name, one in told.items():
        closed = {*words_of(one.key.info.annotation)} if name not in MOVES_STEPS else set()
        for each in one.entries if one.key.key not in WORDS_THAT_ARE_NAMES else ():
            for value, words in zip((each.old, each.new), each.words, strict=True):
                if isinstance(value, str) and value in closed:
                    checked += 1
                    assert words is not None, (name, value)
                    assert f"（{value}）" in words.zh, (name, value, words)
    assert checked > 40


def test_an_edited_key_stands_under_the_danger_of_its_form(told: dict[str, Told]) -> None:
    checked = 0
    for name, one in told.items():
        form = AS_IN_RELEASE.get(one.key.form.__name__, one.key.form.__name__)
        of = {danger_of(form, one.key.key, above) for above in (Danger.MONEY, Danger.LAW)}
        if len(of) == 1 and one.plain and name not in MOVES_STEPS:
            checked += 1
            assert {each.at.danger for each in one.entries} <= of, name
    assert checked > 60


def test_old_and_new_are_told_as_they_are_written(told: dict[str, Told]) -> None:
    for name, one in told.items():
        if one.key.kind not in ("part", "plan") and one.plain and name not in IN_NO_RELEASE:
            was = one.key.info.default if one.was is None else one.was
            assert {(each.old, each.new) for each in one.entries} == {(was, one.becomes)}, name


def test_what_is_written_otherwise_and_says_the_same_is_not_told(region: Region) -> None:
    """Each file with its keys turned round, its defaults written out, and what has no order turned round."""
    for file, content in region.contents.items():
        edited = region.with_content(file, written_otherwise(kind_of(file), content))
        assert edited is not None, file
        assert [each.at.field for each in entries(region.release, edited)] == [], file


def written_otherwise(kind: Kind, content: Any) -> Any:
    other = json.loads(json.dumps(content))
    for root, data, above in roots(kind, content):
        for form, key, info, way, written in reversed([*keys_of(root, data, above)]):  # the innermost first
            holder = other
            for step in way[:-1]:
                holder = holder[step]
            turned = (form.__name__, key) in IN_ANY_ORDER
            if written and turned and isinstance(holder[key], list):
                holder[key].reverse()
            elif not written and isinstance(info.default, bool | int) and not info.is_required():
                holder[key] = info.default
    return backwards(other)


def backwards(data: Any) -> Any:
    """With the keys of every map in another order."""
    if isinstance(data, dict):
        return {key: backwards(data[key]) for key in reversed(data)}
    return [backwards(one) for one in data] if isinstance(data, list) else data
