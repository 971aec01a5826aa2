"""
Keeps what the emulated cloud has answered for: rows, messages and files, so that any later run has them.

ministack itself saves its state on a clean stop only. Here rows go to a journal before the request that
changed them is answered; files lie on disk before theirs is; messages are written down twice a second, and
those of files that came after the last time are sent again. A run builds the stack anew and is then given
what was kept (``restore``): no state of an older template, or of half a stack, can stand in its way.
"""

from __future__ import annotations

import json
import os
import sys
import threading
import time
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

from ministack.core import lambda_runtime
from ministack.services import dynamodb, lambda_svc, sqs

from infra.local.emulator import function_logs, kept_files
from infra.local.emulator.journal import Change, Journal
from infra.local.ministack import CANNOT_KEEP
from infra.local.safely import read_safely, write_safely

FLUSH_SECONDS = 0.5
_SHARE = 9  # a round of writing down is followed by nine times its length of rest

Handler = Callable[..., Awaitable[Any]]


class Keeper:
    """What one data folder keeps of this process' emulator. ``install`` comes before the first request."""

    def __init__(self, folder: Path) -> None:
        self._folder, self._queues_file = folder, folder / "queues.json"
        self._journal = Journal(folder / "rows")
        self._kept = self._journal.read()
        self._mine: list[Change] | None = None  # what the request now at work on the event loop has changed
        self._others: dict[str, list[dict[str, Any]]] = {}  # messages of queues that this stack has not
        self._homeless: list[Change] = []  # rows of tables that this stack has not
        self._messages = b""
        self._at_work = threading.Lock()
        self._stopped = threading.Event()
        self._writing = threading.Lock()

    def install(self) -> None:
        """Note every change of a row from now on, write it down, and keep files on disk."""
        number = self._journal.begin()
        self._journal.write_snapshot(number, self._kept)
        kept_files.install(self._folder / "s3")
        set_item, remove_item, handle = dynamodb._set_item, dynamodb._remove_item, dynamodb.handle_request

        def set_and_note(table: Any, pk: str, sk: str, row: Any) -> Any:
            before = set_item(table, pk, sk, row)
            self._note((table["TableArn"], pk, sk, row))
            return before

        def remove_and_note(table: Any, pk: str, sk: str) -> Any:
            before = remove_item(table, pk, sk)
            self._note((table["TableArn"], pk, sk, None))
            return before

        dynamodb._set_item, dynamodb._remove_item = set_and_note, remove_and_note
        dynamodb.handle_request = self._noting(handle)

    def _noting(self, handle: Handler) -> Handler:
        async def handle_and_write(*request: Any) -> Any:
            # ministack works on a request to the table in one go, without giving way to another.
            with self._at_work:
                self._mine = []
                try:
                    return await handle(*request)
                finally:
                    changes, self._mine = self._mine, None
                    self._write(changes)

        return handle_and_write

    def _note(self, change: Change) -> None:
        loop_is_here = threading.current_thread() is threading.main_thread()
        if loop_is_here and self._mine is not None:
            self._mine.append(change)
        else:
            self._write([change])  # the emulator's own clean-up of rows whose time is over

    def _write(self, changes: list[Change]) -> None:
        try:
            if changes:
                self._journal.append(changes)
        except OSError as error:
            cannot_keep(error)  # not answered, so nothing is lost; memory is ahead of the disk and must go

    def restore(self) -> dict[str, Any]:
        """Give the deployed stack what was kept: rows, files, messages. What there was, in numbers."""
        tables = {table["TableArn"]: table for table in dynamodb._tables._data.values()}
        for arn, pk, sk, row in self._kept:
            table = tables.get(arn)
            if table is None:
                self._homeless.append((arn, pk, sk, row))
            else:
                table["items"].setdefault(pk, {}).setdefault(sk, row)
        for table in tables.values():
            dynamodb._items_replaced(table)
        for function in lambda_svc._functions._data.values():
            # Places to upload to were signed with these; ministack knows them once the function has run.
            lambda_runtime.execution_credentials(function["config"])
        rows, self._kept = len(self._kept), []
        saved, messages = self._restore_messages()
        files, again = kept_files.restore(self._folder / "s3", saved)
        threading.Thread(target=self._keep_writing, name="keeping", daemon=True).start()
        damage = [*self._journal.damage, *kept_files.damage]
        return {"rows": rows, "messages": messages, "files": files, "again": again, "damage": damage}

    def _restore_messages(self) -> tuple[float, int]:
        """When messages were last written down (real time, unix seconds; 0 if never), and how many."""
        kept = read_safely(self._queues_file, _read_queues)
        queues = {queue["name"]: queue for queue in sqs._queues._data.values()}
        now, count = time.time(), 0
        for name, messages in (kept or {}).items():
            if name in queues:
                queues[name]["messages"] += [_given_back(message, now) for message in messages]
                count += len(messages)
            else:
                self._others[name] = messages
        at = read_safely(self._folder / "queues.at", float)
        return (0.0 if kept is None or at is None else at), count

    def _keep_writing(self) -> None:
        rest = FLUSH_SECONDS
        while not self._stopped.wait(rest):
            began = time.monotonic()
            self.flush()
            function_logs.trim()
            rest = max(FLUSH_SECONDS, _SHARE * (time.monotonic() - began))

    def flush(self) -> None:
        """Write down messages, make rows and files last through a power cut, end a long log."""
        with self._writing:
            try:
                self._journal.flush()
                self._write_messages()
                if self._journal.long:
                    rows = self._rows_now()
                    self._journal.write_snapshot(*rows)
            except OSError as error:
                cannot_keep(error)

    def _rows_now(self) -> tuple[int, list[Change]]:
        """A new generation's number and its rows; a row is replaced, never changed: a list is enough."""
        with self._at_work:
            number = self._journal.begin()
            return number, self._homeless + [
                (table["TableArn"], pk, sk, row)
                for table in list(dynamodb._tables._data.values())
                for pk, group in list(table["items"].items())
                for sk, row in list(group.items())
            ]

    def _write_messages(self) -> None:
        at, changed = time.time(), kept_files.changed()
        queues = {q["name"]: [dict(m) for m in list(q["messages"])] for q in list(sqs._queues._data.values())}
        messages = json.dumps(self._others | queues, ensure_ascii=False).encode()
        if messages != self._messages:
            write_safely(self._queues_file, messages)
            self._messages, changed = messages, True
        if changed:
            write_safely(self._folder / "queues.at", str(at).encode(), before=False)
            kept_files.flush()

    def stop(self) -> None:
        """Write everything down for the last time."""
        self._stopped.set()
        self.flush()


def cannot_keep(error: OSError) -> None:
    """End the process: going on would answer for what cannot be kept. Whoever started it says so in words."""
    print(f"cannot keep 无法保存: {error}", file=sys.stderr, flush=True)
    os._exit(CANNOT_KEEP)


def _read_queues(content: bytes) -> dict[str, list[dict[str, Any]]]:
    return {name: [dict(message) for message in each] for name, each in json.loads(content).items()}


def _given_back(message: dict[str, Any], now: float) -> dict[str, Any]:
    """A message that somebody was at work on when the process ended is there for others, and not counted."""
    taken = message["receipt_handle"] is not None and message["visible_at"] > now
    if not taken:
        return message
    return message | {"visible_at": now, "receive_count": max(0, message["receive_count"] - 1)}
