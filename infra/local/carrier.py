"""
A local carrier over HTTP, for a machine without an account at any carrier.

It speaks Kuaidi100's query (``/poll/query.do``) and merchant ordering (``/order/borderapi.do``) and moves
parcels along by its clock. ``GET /control`` shows its books, ``POST /control`` lets a test do things to
parcels and to the carrier (``Carrier.control``), ``GET /health`` says that it is there.

    python -m infra.local.carrier --port 8100

``KUAIDI100_CUSTOMER``, ``KUAIDI100_KEY`` and ``KUAIDI100_SECRET`` set the account it accepts;
``CLOCK_FILE`` how its time goes. Parcels live in memory, and with ``--journal FILE`` on disk too.
"""

from __future__ import annotations

import argparse
import json
import os
from collections.abc import Callable, Mapping
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from chalicelib.adapters.clock import Clock
from infra.local.carrier_desk import MESSAGES, Account, Carrier, Json, Refused
from infra.local.carrier_journal import Journal
from infra.local.quiet import QuietServer, whole_body

TOO_MUCH = 2_000_000


def serve(carrier: Carrier, port: int = 0) -> QuietServer:
    """A server for ``carrier`` on this machine only; port 0 takes a free one (``server_port``)."""
    handler = type("CarrierHandler", (_Handler,), {"carrier": carrier})
    return QuietServer(("127.0.0.1", port), handler)


class _Handler(BaseHTTPRequestHandler):
    carrier: Carrier
    timeout = 30  # seconds for a request to arrive

    def do_GET(self) -> None:
        with self.carrier.lock:
            match self.path:
                case "/health":
                    self._send(200, {"ok": True, "now": self.carrier.now().isoformat()})
                case "/control":
                    self._send(200, self.carrier.books())
                case _:
                    self._send(404, {"message": "not found"})

    def do_POST(self) -> None:
        body = whole_body(self.rfile, int(self.headers.get("Content-Length", "0"))).decode()
        with self.carrier.lock:
            match urlsplit(self.path).path:
                case "/control":
                    self._control(body)
                case "/poll/query.do":
                    self._protocol(self.carrier.query, body)
                case "/order/borderapi.do":
                    self._protocol(lambda form: _taken(self.carrier.order(form)), body)
                case _:
                    self._send(404, {"message": "not found"})

    def _control(self, body: str) -> None:
        try:
            self._send(200, self.carrier.control(json.loads(body)))
        except Refused:
            self._send(404, {"message": "no such parcel or act"})

    def _protocol(self, answer: Callable[[dict[str, str]], Json], body: str) -> None:
        fault = self.carrier.faults.pop(0) if self.carrier.faults else ""
        if fault == "drop":
            _answered(answer, body)
            self.close_connection = True
        elif fault == "not_json":
            self._raw(200, b"<html>502 Bad Gateway</html>")
        elif fault == "huge":
            self._raw(200, b" " * TOO_MUCH)
        elif fault.startswith("http_"):
            self._raw(int(fault.removeprefix("http_")), b"")
        elif fault:
            self._send(200, _refusal(fault))
        else:
            self._send(200, _answered(answer, body))

    def _send(self, status: int, content: Json) -> None:
        self._raw(status, json.dumps(content).encode())

    def _raw(self, status: int, body: bytes) -> None:
        self.send_response(status)
        self.send_header("Content-Type", "application/json; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: Any) -> None:
        """Nothing: requests hold names, phones and addresses."""


def _answered(answer: Callable[[dict[str, str]], Json], body: str) -> Json:
    try:
        return answer(dict(parse_qsl(body, keep_blank_values=True)))
    except Refused as e:
        return _refusal(str(e))


def _refusal(code: str) -> Json:
    return {"result": False, "returnCode": code, "message": MESSAGES.get(code, "")}


def _taken(data: Json) -> Json:
    return {"result": True, "returnCode": "200", "message": "成功", "data": data}


def from_environment(environment: Mapping[str, str], journal: Journal | None = None) -> Carrier:
    """A carrier with the account and the clock that the environment names, and the journal's parcels."""
    usual = Account()
    account = Account(
        customer=environment.get("KUAIDI100_CUSTOMER", usual.customer),
        key=environment.get("KUAIDI100_KEY", usual.key),
        secret=environment.get("KUAIDI100_SECRET", usual.secret),
    )
    clock = Clock(environment.get("CLOCK_FILE", ""))
    return Carrier(account, clock.now, journal, journal.read() if journal else {})


def main() -> None:
    parser = argparse.ArgumentParser(description="本地快递模拟服务 / local carrier")
    parser.add_argument("--port", type=int, default=8100)
    parser.add_argument("--journal", type=Path, metavar="FILE")
    given = parser.parse_args()
    journal = Journal(given.journal) if given.journal else None
    server = serve(from_environment(os.environ, journal), given.port)
    print(f"carrier: http://127.0.0.1:{server.server_port}", flush=True)
    try:
        server.serve_forever()
    except KeyboardInterrupt:
        server.server_close()


if __name__ == "__main__":
    main()
