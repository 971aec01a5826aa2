"""What people wrote is swapped for names in whatever holds it, and comes back as it was."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import Field

from chalicelib.cases.case import Case
from chalicelib.cases.commands import EndTask
from chalicelib.cases.events import CorrectionAsked, TaskEnded
from chalicelib.cases.values import Actor, Line, Role, Value, Words
from chalicelib.cases.words import ERASED, apart, cleared, commit_of, found, is_name, named, words_in
from tests.adapters.dynamodb.corpus import AT, examples, kinds

BY = Actor(role=Role.STAFF, id="s-1")
SOMETHING = st.text(min_size=1, max_size=60)


class Within(Value):
    said: Words
    code: str = "a code"


class Everywhere(Value):
    """Words wherever a field may hold them, and texts that nobody wrote beside them."""

    plain: Words
    bounded: Words = Field(min_length=1, max_length=500)
    perhaps: Words | None = None
    many: tuple[Words, ...] = ()
    named: dict[str, Words] = {}
    within: Within | None = None
    lists: dict[str, tuple[Within, ...]] = {}
    pair: tuple[Within, Within] | None = None
    either: Within | Line | None = None
    myself: tuple[Everywhere, ...] = ()
    code: str = "a code"
    codes: tuple[str, ...] = ("a code",)


class InAList(Value):
    said: list[Words]


withins = st.builds(Within, said=SOMETHING)
lines = st.builds(Line, material=st.just("lease"), problem=SOMETHING, mend=SOMETHING)
everywhere = st.recursive(
    st.builds(
        Everywhere,
        plain=SOMETHING,
        bounded=SOMETHING,
        perhaps=st.none() | SOMETHING,
        many=st.lists(SOMETHING, max_size=3).map(tuple),
        named=st.dictionaries(SOMETHING, SOMETHING, max_size=3),
        within=st.none() | withins,
        lists=st.dictionaries(SOMETHING, st.lists(withins, max_size=2).map(tuple), max_size=2),
        pair=st.none() | st.tuples(withins, withins),
        either=st.none() | withins | lines,
    ),
    lambda inner: st.builds(Everywhere, plain=SOMETHING, bounded=SOMETHING, myself=st.tuples(inner)),
    max_leaves=3,
)


@given(st.lists(everywhere, min_size=1, max_size=3).map(tuple), st.integers(1, 9_999))
def test_every_word_has_a_name_and_comes_back_and_nothing_else_is_touched(
    values: tuple[Everywhere, ...], first: int
) -> None:
    swapped, texts = named(values, first)
    assert [len([*found(value)]) for value in swapped] == [len([*found(value)]) for value in values]
    assert {name for value in swapped for name in words_in(value)} == texts.keys()
    assert all(is_name(name) and commit_of(name) == first for name in texts)
    assert tuple(cleared(value, texts) for value in swapped) == values
    assert set(texts.values()) == {words for value in values for words in words_in(value)}
    assert len(set(texts.values())) == len(texts), "equal words share a name"
    assert [value.codes for value in swapped] == [value.codes for value in values]


@pytest.mark.parametrize("kind", [*kinds(), Case], ids=lambda kind: kind.__name__)
def test_whatever_an_event_or_a_case_holds_of_people_s_words_can_be_a_name(kind: type) -> None:
    """Read back from its row it is valid with names: no field of words is too short for one."""
    for value in examples(kind):
        (swapped,), texts = named((cleared(value, {}),), 123_456)
        assert set(texts.values()) <= {ERASED}
        assert kind.model_validate_json(swapped.model_dump_json()) == swapped  # type: ignore[attr-defined]


def test_names_count_the_texts_of_a_commit_over_all_its_events() -> None:
    ended = TaskEnded(at=AT, by=BY, task="t-1", step="t", outcome="correct", note="请补正", reason="缺章")
    line = Line(material="lease", problem="缺章", mend="加盖公章")
    asked = CorrectionAsked(at=AT, by=BY, task=None, lines=(line, line))
    (told, lines), texts = named((ended, asked), 12)
    assert texts == {"12.1": "请补正", "12.2": "缺章", "12.3": "加盖公章"}
    assert isinstance(told, TaskEnded)
    assert (told.note, told.reason) == ("12.1", "12.2")
    assert isinstance(lines, CorrectionAsked)
    assert [(each.material, each.problem, each.mend) for each in lines.lines] == [
        ("lease", "12.2", "12.3")
    ] * 2


def test_the_name_of_an_earlier_text_stays_and_words_that_look_like_one_are_words() -> None:
    (told,), texts = named((Everywhere(plain="3.1", bounded="4.1"),), 12, {"3.1"})
    assert (told.plain, told.bounded, texts) == ("3.1", "12.1", {"12.1": "4.1"})


def test_what_somebody_writes_is_never_taken_for_an_earlier_text() -> None:
    said = EndTask(at=AT, by=BY, task="t-1", outcome="pass", note="3.1", reason="3.2")
    kept = apart(said, {"3.1"})
    assert (kept.note, kept.reason) == ("3.1 ", "3.2")
    (told,), texts = named((kept,), 12, {"3.1"})
    assert texts == {"12.1": "3.1 ", "12.2": "3.2"}
    assert told.note == "12.1"


def test_of_what_was_erased_that_is_told() -> None:
    assert cleared(Within(said="3.1"), {}).said == "已删除 erased"


@pytest.mark.parametrize(
    "text", ["", "1", "1.", ".1", "0.1", "1.0", "1.1 ", "1.1\n", "１.１", "-1.1", "1.1.1"]
)
def test_only_two_numbers_with_a_point_between_are_a_name(text: str) -> None:
    assert not is_name(text)


def test_words_where_nobody_would_look_for_them_are_refused() -> None:
    with pytest.raises(TypeError, match="tuples and dicts"):
        words_in(InAList(said=["理由"]))
