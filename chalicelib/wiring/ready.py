"""Make ready on import what the calls of a function will need."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from chalicelib.services.errors import PermanentError, RetryableError, in_english
from chalicelib.wiring.aws_ports import ports
from chalicelib.wiring.told import chain_keys, query_code_key

if TYPE_CHECKING:
    from collections.abc import Callable

_log = logging.getLogger("zero-errand")


def make_ready(handler: str) -> None:
    """
    Make what a function's calls will need, and nothing that it has no right to: clients, keys, the release in
    force, deferred forms. On import the cloud gives a function a whole processor, later a part of one.

    What the cloud does not give just now is made when it is first needed.

    Raises:
        ValueError: the environment or a secret is wrong.
    """
    for make in NEEDED[handler]:
        try:
            make()
        except (PermanentError, RetryableError) as error:
            _log.warning("not made ready: %s", in_english(error))


def _release_in_force() -> None:
    releases = ports().releases
    releases.get(releases.active(ports().region))


def _forms() -> None:
    """Forms that are built when first used otherwise."""
    from typing import get_args

    from chalicelib.cases.case import Case
    from chalicelib.cases.events import AnyEvent

    for form in (Case, *get_args(AnyEvent)):
        form.model_rebuild()


_OF_CASES: tuple[Callable[[], object], ...] = (chain_keys, lambda: ports().cases, _release_in_force, _forms)
NEEDED: dict[str, tuple[Callable[[], object], ...]] = {
    "app": (
        *_OF_CASES,
        query_code_key,
        lambda: ports().codes,
        lambda: ports().files,
        lambda: ports().issuer.make_ready(),
    ),
    "on_upload": (*_OF_CASES, lambda: ports().files, lambda: ports().file_check),
    "on_due": (lambda: ports().due_rows, lambda: ports().due),
    "on_due_work": (*_OF_CASES, lambda: ports().couriers, lambda: ports().files),
    "on_case_events": (lambda: ports().effects,),
    "on_effect": (*_OF_CASES, lambda: ports().couriers, lambda: ports().files),
    "on_rule_file": (lambda: ports().incoming, lambda: ports().releases, lambda: ports().incoming_states),
}
"""By the name of its handler in ``app.py``."""
