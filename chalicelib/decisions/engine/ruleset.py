"""
A run of rules compiled into one ruleset of durable_rules.

The C part of durable_rules 2.0.28 is driven directly: its Python part starts timer threads, swallows
what actions raise and asserts the state again after every action, and none of that is wanted to
find one rule. What keeps the rest safe:

- one state, one event with a constant id, used up by the first rule that it fires; nothing stays behind;
- every rule begins with a guard that only our message carries, so the engine's own state, which it
  asserts as a fact, matches no rule (bare negative tests on it loop for ever);
- names in the engine are our own (``engine.message``); one key a condition; no patterns, no arithmetic,
  no floats;
- a rule without conditions needs no engine: it decides what no rule before it does;
- sizes are within ``decisions.limits``; one lock; after any trouble the rules are compiled afresh;
- compiling ends with a question whose answer is known, which also makes freeing safe: freeing a
  state in which no rule ever fired is a crash.
"""

from __future__ import annotations

import json
import weakref
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from itertools import takewhile
from operator import attrgetter, getitem
from threading import Lock
from typing import TYPE_CHECKING, Any

import durable_rules_engine as native

if TYPE_CHECKING:
    from chalicelib.decisions.engine.message import Message
    from chalicelib.decisions.forms.form import FactValue
    from chalicelib.decisions.forms.model import Rule

_HANDLED, _NOT_HANDLED = 0, 1
_TRIAL = '{"id":"d","k":2}'
_DIGITS = 4
"""All rules' names are so long: there are fewer than ten thousand in a ruleset."""
_TRIED = "test"


class EngineError(RuntimeError):
    """durable_rules failed: no channel can be told. For the next question the rules are compiled afresh."""


class Ruleset:
    """
    Rules in order of precedence: the first that matches is the answer. They are compiled when they are first
    asked, for rules before them may always have decided.

    Args:
        message: how facts are told.
        rules: a run that ``decisions.network.segments`` allows.
    """

    def __init__(self, message: Message, rules: Sequence[Rule]) -> None:
        asked = tuple(takewhile(attrgetter("when"), rules))
        self._otherwise = rules[len(asked)] if len(asked) < len(rules) else None
        self._rules = {f"{number:0{_DIGITS}}": rule for number, rule in enumerate(asked)}
        self._message = message
        self._reads = tuple(dict.fromkeys(condition.fact for rule in asked for condition in rule.when))
        self._written = tuple(message.written[name] for name in self._reads)
        self._lock = Lock()
        self._clean = False
        self._free: Callable[[], object] | None = None

    def first(self, facts: Mapping[str, FactValue]) -> Rule | None:
        """
        The first rule that matches, or None. A test of a fact that is not among ``facts`` does not hold.

        Raises:
            EngineError: durable_rules failed, or does not compile the rules.
        """
        told = "".join(map(getitem, self._written, map(facts.get, self._reads)))
        message = f'{{"id":"d","k":1{told}}}'
        with self._lock:
            if not self._clean:
                self._compile()
            self._clean = False
            try:
                name = _ask(self._handle, message)
            except (native.error, MemoryError) as error:
                raise EngineError("durable_rules failed while deciding") from error
            self._clean = True
        return self._otherwise if name is None else self._rules[name]

    def _compile(self) -> None:
        if self._free is not None:
            self._free()
        definition = json.dumps(_ruleset(self._rules, self._message), ensure_ascii=False)
        try:
            self._handle: int = native.create_ruleset("rules", definition)
            begun = self._free = weakref.finalize(self, native.delete_ruleset, self._handle)
            answer = _ask(self._handle, _TRIAL)
        except (native.error, MemoryError) as error:
            raise EngineError("durable_rules does not compile the rules") from error
        if answer != _TRIED:
            raise EngineError("durable_rules does not answer as it must")
        begun.detach()
        self._free = weakref.finalize(self, _free, self._handle)
        self._clean = True


def _ruleset(rules: Mapping[str, Rule], message: Message) -> dict[str, Any]:
    ruleset: dict[str, Any] = {_TRIED: _definition(0, [{"k": 2}])}
    for number, rule in rules.items():
        tests = [test for condition in rule.when for test in message.tests(condition)]
        ruleset[number] = _definition(int(number), [{"k": 1}, *tests])
    return ruleset


def _definition(priority: int, tests: list[dict[str, Any]]) -> dict[str, Any]:
    return {"all": [{"m": {"$and": tests}}], "pri": priority}


def _ask(handle: int, message: str) -> str | None:
    """The name of the first rule that the message fires, or None; then the message is used up."""
    answer, state = native.assert_event(handle, message)
    if answer == _NOT_HANDLED:
        return None
    fired = native.start_action_for_state(handle, state)
    if answer != _HANDLED or fired is None:
        raise native.error("an event was neither handled nor refused")
    if native.complete_and_start_action(handle, state) is not None:
        raise native.error("an event that is used up fires on")
    text: str = fired[1]  # {"0042":{"m":…}}
    return text[2 : 2 + _DIGITS]


def _free(handle: int) -> None:
    with suppress(native.error):  # what the engine does not know any more needs no freeing
        native.delete_state(handle, None)
        native.delete_ruleset(handle)
