"""Progress is told to people who look on and have waited a second, and leaves nothing behind."""

from __future__ import annotations

import io
from types import SimpleNamespace

import pytest

from chalicelib.commands import progress
from chalicelib.commands.progress import Progress


class Screen(io.StringIO):
    """Standard error that a person looks at, or that goes to a file."""

    terminal = True

    def isatty(self) -> bool:
        return self.terminal

    @property
    def told(self) -> str:
        """What was written, with a stroke wherever the line is wiped."""
        return self.getvalue().replace("\r\x1b[K", "|")


@pytest.fixture
def screen(monkeypatch: pytest.MonkeyPatch) -> Screen:
    """A second passes at every look at the clock."""
    clock = iter(range(10_000))
    monkeypatch.setattr(progress, "time", SimpleNamespace(monotonic=lambda: float(next(clock))))
    shown = Screen()
    monkeypatch.setattr(progress, "sys", SimpleNamespace(stderr=shown))
    return shown


def test_each_one_is_told_with_its_number_and_wiped_away(screen: Screen) -> None:
    with Progress() as work:
        assert list(work.through("试 tried", "ab", 2)) == ["a", "b"]
        assert list(work.through("选 chosen", "c")) == ["c"]
    assert screen.told == "|试 tried 1/2|试 tried 2/2|选 chosen 1|"


def test_what_was_told_is_wiped_away_when_the_work_fails(screen: Screen) -> None:
    def fails() -> None:
        with Progress() as work:
            assert [1 / number for number in work.through("试", (1, 0))]

    with pytest.raises(ZeroDivisionError):
        fails()
    assert screen.told == "|试 1|"


def test_in_the_first_second_nothing_is_told(screen: Screen, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(progress, "time", SimpleNamespace(monotonic=lambda: 5.0))
    with Progress() as work:
        assert list(work.through("试", range(1000))) == list(range(1000))
    assert screen.told == ""


def test_where_nobody_looks_on_nothing_is_told(screen: Screen) -> None:
    screen.terminal = False
    with Progress() as work:
        assert list(work.through("试", range(1000))) == list(range(1000))
    assert screen.told == ""
