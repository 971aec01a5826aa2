"""Have the functions that people wait for ready before anybody is invited."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

from infra.local.ministack import CALLS
from infra.local.people import AnswerError, ask

_BUSY = "机器很忙，最初几页会慢 this machine is busy: the first pages will be slow"


def warm(portal: str, tell: Callable[[str], None] = lambda _: None) -> None:
    """
    Ask the API as often at once as it has processes. Each of them takes seconds to start, with the rules in
    force; where all start for the first who come, those wait so long for their turn that they are sent away.
    """
    with ThreadPoolExecutor(CALLS) as at_once:
        answers = list(at_once.map(lambda _: _answered(portal), range(CALLS)))
    if not all(answers):
        tell(_BUSY)


def _answered(portal: str) -> bool:
    """Whether it answered in the time that whoever is told to come again goes on asking."""
    try:
        ask("GET", f"{portal}/items?limit=1")
    except AnswerError:
        return False
    return True
