"""What is remembered is bounded, and the oldest is forgotten first."""

from __future__ import annotations

import threading

from chalicelib.decisions.memory import Memory


def test_the_oldest_answer_is_forgotten_first() -> None:
    memory: Memory[int, str] = Memory(2)
    for number in (1, 2, 3):
        memory.put(number, str(number))
    assert [memory.get(number) for number in (1, 2, 3)] == [None, "2", "3"]
    assert len(memory) == 2


def test_an_answer_that_is_used_is_the_newest_again() -> None:
    memory: Memory[int, str] = Memory(2)
    for number in (1, 2):
        memory.put(number, str(number))
    assert memory.use(1) == "1"
    assert memory.use(9) is None
    memory.put(3, "3")
    assert [memory.get(number) for number in (1, 2, 3)] == ["1", None, "3"]


def test_remembering_again_forgets_nothing() -> None:
    memory: Memory[int, str] = Memory(2)
    for number in (1, 2, 2, 2):
        memory.put(number, str(number))
    assert memory.get(1) == "1"


def test_many_threads_never_exceed_the_size() -> None:
    memory: Memory[int, int] = Memory(10)

    def fill(start: int) -> None:
        for number in range(start, start + 2_000):
            memory.put(number, number)

    threads = [threading.Thread(target=fill, args=(n * 10_000,)) for n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(memory) == 10
