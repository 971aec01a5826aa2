"""Every port that services see. Adapters stand behind them; tests put values in their place."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from chalicelib.ports.carriers import Couriers
    from chalicelib.ports.cases import Cases, DueRows
    from chalicelib.ports.clock import Clock
    from chalicelib.ports.people.codes import QueryCodes
    from chalicelib.ports.queues import Queue
    from chalicelib.ports.rules.releases import Releases
    from chalicelib.ports.sealing import Sealer
    from chalicelib.ports.storage.file_check import FileCheck
    from chalicelib.ports.storage.files import Files


class Ports(Protocol):
    """Every port. A service touches what it needs, and only that is built."""

    @property
    def cases(self) -> Cases: ...
    @property
    def due_rows(self) -> DueRows: ...
    @property
    def releases(self) -> Releases: ...
    @property
    def files(self) -> Files: ...
    @property
    def file_check(self) -> FileCheck: ...
    @property
    def couriers(self) -> Couriers: ...
    @property
    def effects(self) -> Queue: ...
    @property
    def due(self) -> Queue: ...
    @property
    def clock(self) -> Clock: ...
    @property
    def codes(self) -> QueryCodes: ...
    @property
    def sealer(self) -> Sealer: ...
    @property
    def region(self) -> str: ...
