"""
A process like a function's, that can be killed in the middle of its work.

Started with the environment of a function, it reads jobs from standard input, one JSON object a line:
``{"handler": "on_upload", "event": {...}, "now": 1767225600.0, "die_at": 3, "after": false}``; ``now`` is
the office's time meanwhile, in unix seconds. Each job runs in a forked child. With ``die_at`` the child
dies, as hard as by kill -9, at its n-th request to the cloud: before it is sent, or with ``after`` when
the cloud has answered and the child does not know it yet. The answer is a line
``{"died": bool, "requests": n, "result": ...}``.
"""

from __future__ import annotations

import json
import os
import signal
import sys
from typing import Any
from unittest.mock import patch

import boto3.session
from botocore.awsrequest import AWSPreparedRequest, AWSRequest, AWSResponse
from botocore.httpsession import URLLib3Session

# Answers alone go to standard output; whatever the app prints goes beside the errors.
_ANSWERS = os.fdopen(os.dup(1), "w")
os.dup2(2, 1)

from chalicelib import wiring  # noqa: E402
from chalicelib.adapters.clock import Clock  # noqa: E402

_NOW = [0.0]
vars(wiring.ports())["clock"] = Clock(real=lambda: _NOW[0])

import app  # noqa: E402 - it takes hold of standard output when it is imported

_send = URLLib3Session.send


class _Requests:
    """Counts the child's requests and kills it at the chosen one."""

    def __init__(self, die_at: int | None, after: bool) -> None:
        self.sent, self._die_at, self._after = 0, die_at, after

    def send(self, session: URLLib3Session, request: AWSRequest | AWSPreparedRequest) -> AWSResponse:
        self.sent += 1
        mine = self.sent == self._die_at
        if mine and not self._after:
            os.kill(os.getpid(), signal.SIGKILL)
        answer = _send(session, request)
        if mine:
            os.kill(os.getpid(), signal.SIGKILL)
        return answer


def _work(job: dict[str, Any], out: int) -> None:
    _NOW[0] = job["now"]
    requests = _Requests(job.get("die_at"), bool(job.get("after")))

    def send(session: URLLib3Session, request: AWSRequest | AWSPreparedRequest) -> AWSResponse:
        return requests.send(session, request)

    patch.object(URLLib3Session, "send", send).start()
    handler = app.app if job["handler"] == "api" else getattr(app, job["handler"])
    result = handler(job["event"], None)
    os.write(out, json.dumps({"died": False, "requests": requests.sent, "result": result}).encode())


def _in_child(job: dict[str, Any]) -> dict[str, Any]:
    inside, outside = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(inside)
        _work(job, outside)
        os._exit(0)
    os.close(outside)
    with os.fdopen(inside, "rb") as answer:
        content = answer.read()
    _, status = os.waitpid(child, 0)
    if os.WIFSIGNALED(status):
        return {"died": True}
    answered: dict[str, Any] = json.loads(content)
    return answered


if __name__ == "__main__":
    boto3.session.Session()
    for line in sys.stdin:
        _ANSWERS.write(json.dumps(_in_child(json.loads(line))) + "\n")
        _ANSWERS.flush()
