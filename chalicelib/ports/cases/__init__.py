"""The store of cases as services see it, and what it takes and gives."""

from chalicelib.ports.cases.change import Change, Counted, Serials
from chalicelib.ports.cases.due import Due, DueKind, DueRows
from chalicelib.ports.cases.loaded import History, Loaded, Remains, Seen, StoredCase
from chalicelib.ports.cases.store import Cases
from chalicelib.ports.cases.work import Work

__all__ = [
    "Cases",
    "Change",
    "Counted",
    "Due",
    "DueKind",
    "DueRows",
    "History",
    "Loaded",
    "Remains",
    "Seen",
    "Serials",
    "StoredCase",
    "Work",
]
