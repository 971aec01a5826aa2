"""ministack as a child process: it emulates the cloud's services and runs functions as real processes."""

from __future__ import annotations

import ctypes
import http.client
import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

from infra.package import ROOT

HOST = "127.0.0.1"
REGION = "cn-north-1"
ACCOUNT = "000000000000"
# AUTH: every call is judged by the caller's policies, so a right a function lacks shows here first.
SETTINGS = {"AUTH": "true", "SFTP_ENABLED": "0", "IOT_MTLS_ENABLED": "0"}
START_SECONDS = 60
STOP_SECONDS = 7
"""For all servers of a cloud together: whoever stops it was promised ten, with what else is put away."""
CALLS = 6
"""Calls of the API under way together: as many processes of its function may there be."""
RESTORE_SECONDS = 300
BEGINS = "x-zero-errand"  # the header by which the emulator knows those who start it
CANNOT_KEEP = (
    75  # what the emulator ends with when it cannot write down what it is to keep (sysexits: EX_TEMPFAIL)
)
_PR_SET_PDEATHSIG = 1


class EmbeddedCloudError(Exception):
    """The embedded cloud did not start, deploy or answer; the message says what was seen."""


def free_port() -> int:
    """
    A port nobody listens on just now.

    A connection that has just ended keeps it from whoever else asks for any port, for a minute; a server that
    names it may have it.
    """
    with socket.create_server((HOST, 0)) as probe:
        with socket.create_connection(probe.getsockname()):
            probe.accept()[0].close()
        return int(probe.getsockname()[1])


def busy(port: int) -> bool:
    """Whether somebody listens on this port."""
    with socket.socket() as probe:
        return probe.connect_ex((HOST, port)) == 0


def die_with_parent() -> None:
    """In a child just forked: be stopped when the parent dies, however it dies (Linux only)."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)


class Child:
    """
    A server that runs as a child process in a session of its own, so that Ctrl-C reaches only us and we stop
    it in order. Its output goes to a log file that its owner alone can read; ``lock`` it holds while it runs.
    """

    def __init__(
        self,
        command: list[str],
        port: int,
        health: str,
        log: Path,
        environment: Mapping[str, str],
        lock: int | None = None,
    ) -> None:
        self.port, self.health, self.log = port, health, log
        with os.fdopen(os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600), "ab") as output:
            self._process = subprocess.Popen(
                command,
                cwd=ROOT,
                env={**os.environ, **environment},
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
                pass_fds=() if lock is None else (lock,),
                umask=0o077,
                preexec_fn=die_with_parent,
            )
        try:
            self._wait_until_healthy()
        except BaseException:
            self.kill()
            raise

    def _wait_until_healthy(self) -> None:
        deadline = time.monotonic() + START_SECONDS
        while not self.healthy():
            if self.ended(within=0.02):
                raise EmbeddedCloudError(
                    f"{self.log.stem} 未能启动 ended at once; its last words:\n{self._last_words()}"
                )
            if time.monotonic() > deadline:
                raise EmbeddedCloudError(
                    f"{self.log.stem} 没有应答 did not answer within {START_SECONDS} s; 见 see {self.log}"
                )

    def healthy(self, timeout: float = 5) -> bool:
        """Whether it answers now, within ``timeout`` seconds."""
        connection = http.client.HTTPConnection(HOST, self.port, timeout=timeout)
        try:
            connection.request("GET", self.health)
            return connection.getresponse().status == http.client.OK
        except (OSError, http.client.HTTPException):
            return False
        finally:
            connection.close()

    def ended(self, within: float = 0) -> bool:
        """Whether it has ended, or does so within some seconds."""
        try:
            self._process.wait(timeout=within)
        except subprocess.TimeoutExpired:
            return False
        return True

    @property
    def pid(self) -> int:
        """Its process."""
        return self._process.pid

    @property
    def ending(self) -> str:
        """How it ended, in words."""
        status = self._process.returncode
        if status == CANNOT_KEEP:
            return f"无法写入数据（磁盘已满？） it cannot write its data (disk full?): {self._last_words(1)}"
        return f"信号 signal {-status}" if status and status < 0 else f"状态 status {status}"

    def _last_words(self, lines: int = 15) -> str:
        return "\n".join(self.log.read_text(errors="replace").splitlines()[-lines:])

    def stop(self, within: float = STOP_SECONDS) -> None:
        """Ask it to end; after some seconds end it, and whatever it started."""
        self._process.terminate()
        self.ended(within=max(0.0, within))
        self.kill()

    def kill(self) -> None:
        """End it at once, and whatever it started."""
        with suppress(ProcessLookupError):
            os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()


def start(port: int, folder: Path, data: Path, environment: Mapping[str, str], lock: int) -> Child:
    """
    Start the emulator on ``port`` and return once it is healthy.

    ``data`` is the folder in which it keeps what it answers for, and ``lock`` what holds that; logs go to
    ``folder``. Functions inherit ``environment``, below what the template sets for them.
    """
    if busy(port):
        raise EmbeddedCloudError(
            f"端口 {port} 被占用 port {port} is taken: 请停止占用它的程序，或另选 CLOUD_PORT= "
            "stop what listens there, or choose another with CLOUD_PORT="
        )
    settings = {
        "GATEWAY_PORT": str(port),
        "BIND_HOST": HOST,
        "MINISTACK_HOST": HOST,
        "MINISTACK_REGION": REGION,
        "KEPT_FOLDER": str(data),
        "LOGS_FILE": str(folder / "functions.log"),
        "AWS_ENDPOINT_URL": f"http://{HOST}:{port}",
        "AWS_DEFAULT_REGION": REGION,
        "AWS_REGION": REGION,
    }
    everything = {**SETTINGS, **settings, **environment}
    command = [sys.executable, "-m", "infra.local.emulator"]
    return Child(command, port, "/_ministack/health", folder / "ministack.log", everything, lock)


def restore(endpoint: str, key: str) -> dict[str, Any]:
    """Have the emulator give the deployed stack what its folder holds; what there was, in numbers."""
    request = urllib.request.Request(f"{endpoint}/_zero-errand/restore", b"", {BEGINS: key})  # noqa: S310
    with urllib.request.urlopen(request, timeout=RESTORE_SECONDS) as answer:  # noqa: S310  our own
        kept: dict[str, Any] = json.loads(answer.read())
    return kept
