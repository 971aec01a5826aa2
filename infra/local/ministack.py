"""ministack as a child process: it emulates the cloud's services and runs functions as real processes."""

from __future__ import annotations

import ctypes
import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path

from infra.package import ROOT

HOST = "127.0.0.1"
REGION = "cn-north-1"
ACCOUNT = "000000000000"
# AUTH: every call is judged by the caller's policies, so a right a function lacks shows here first.
SETTINGS = {"AUTH": "true", "SFTP_ENABLED": "0", "IOT_MTLS_ENABLED": "0"}
START_SECONDS = 30
STOP_SECONDS = 30
_PR_SET_PDEATHSIG = 1


class EmbeddedCloudError(Exception):
    """The embedded cloud did not start, deploy or answer; the message says what was seen."""


def free_port() -> int:
    """A port nobody listens on just now."""
    with socket.socket() as probe:
        probe.bind((HOST, 0))
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
    it in order. Its output goes to a log file.
    """

    def __init__(
        self, command: list[str], port: int, health: str, log: Path, environment: Mapping[str, str]
    ) -> None:
        self.port, self.health, self.log = port, health, log
        with log.open("ab") as output:
            self._process = subprocess.Popen(
                command,
                cwd=ROOT,
                env={**os.environ, **environment},
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
                preexec_fn=die_with_parent,
            )
        try:
            self._wait_until_healthy()
        except BaseException:
            self.stop()
            raise

    def _wait_until_healthy(self) -> None:
        deadline = time.monotonic() + START_SECONDS
        while not self._healthy():
            if self._ended(within=0.02):
                raise EmbeddedCloudError(
                    f"{self.log.stem} ended at once; its last words:\n{self._last_words()}"
                )
            if time.monotonic() > deadline:
                raise EmbeddedCloudError(
                    f"{self.log.stem} did not answer within {START_SECONDS} s; see {self.log}"
                )

    def _healthy(self) -> bool:
        connection = http.client.HTTPConnection(HOST, self.port, timeout=5)
        try:
            connection.request("GET", self.health)
            return connection.getresponse().status == http.client.OK
        except OSError:
            return False
        finally:
            connection.close()

    def _ended(self, within: float) -> bool:
        try:
            self._process.wait(timeout=within)
        except subprocess.TimeoutExpired:
            return False
        return True

    def _last_words(self) -> str:
        return "\n".join(self.log.read_text(errors="replace").splitlines()[-15:])

    def stop(self) -> None:
        """Ask it to end, which is when it saves its state; after STOP_SECONDS end it."""
        self._process.terminate()
        if not self._ended(within=STOP_SECONDS):
            self._process.kill()
            self._process.wait()


def start(port: int, log: Path, data: Path | None, environment: Mapping[str, str]) -> Child:
    """
    Start ministack on ``port`` and return once it is healthy.

    ``data`` is the folder its state is kept in from one run to the next; it is written when ministack is
    stopped in order. Functions inherit ``environment``, below what the template sets for them.
    """
    if busy(port):
        raise EmbeddedCloudError(
            f"port {port} is taken 端口被占用; stop what listens there, or choose CLOUD_PORT="
        )
    settings = {
        "GATEWAY_PORT": str(port),
        "BIND_HOST": HOST,
        "MINISTACK_HOST": HOST,
        "MINISTACK_REGION": REGION,
    }
    if data:
        settings |= {"PERSIST_STATE": "1", "S3_PERSIST": "1", "STATE_DIR": str(data / "state")}
        settings |= {"S3_DATA_DIR": str(data / "s3")}
    inherited = {
        "AWS_ENDPOINT_URL": f"http://{HOST}:{port}",
        "AWS_DEFAULT_REGION": REGION,
        "AWS_REGION": REGION,
    }
    everything = {**SETTINGS, **settings, **inherited, **environment}
    return Child([sys.executable, "-m", "infra.local.emulator"], port, "/_ministack/health", log, everything)
