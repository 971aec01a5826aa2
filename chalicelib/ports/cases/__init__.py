"""The store of cases as services see it, and what it takes and gives."""

from chalicelib.ports.cases.commit import Commit, Counted, Serials
from chalicelib.ports.cases.due import Due, DueKind, DueRows
from chalicelib.ports.cases.loaded import History, Loaded, ProcessedMessage, Remains, StoredCase
from chalicelib.ports.cases.store import Cases
from chalicelib.ports.cases.work import Work

__all__ = [
    "Cases",
    "Commit",
    "Counted",
    "Due",
    "DueKind",
    "DueRows",
    "History",
    "Loaded",
    "ProcessedMessage",
    "Remains",
    "Serials",
    "StoredCase",
    "Work",
]
