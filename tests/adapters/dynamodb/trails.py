"""The audit trail of a case in a table, as the command line checks it."""

from __future__ import annotations

from chalicelib.adapters.dynamodb.cases.case_store import CaseStore
from chalicelib.adapters.dynamodb.cases.trail_check import TrailCheck
from chalicelib.ports.trail import Fault


def check_of(store: CaseStore) -> TrailCheck:
    """A check over the table of a store, with its keys."""
    return TrailCheck(store._client, store._table, store._chain)


def fault_in(store: CaseStore, no: str) -> Fault | None:
    """What is wrong with a case; None if it is whole."""
    return check_of(store).verify(no)
