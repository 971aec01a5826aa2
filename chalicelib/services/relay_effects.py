"""Relay effects: what a commit wants done goes to the queue as soon as the store reports it."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from chalicelib.ports.ports import Ports


def relay_effects(ports: Ports, effects: list[dict[str, str]]) -> None:
    """
    Send {case, effect} messages to the effects queue. Sent twice is harmless; never sent is
    noticed by ``run_due``, since an open effect becomes due by itself.
    """
    if effects:
        ports.effects.send(effects)
