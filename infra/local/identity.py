"""What an embedded cloud keeps from one run to the next beside its data: its port, its birth, its keys."""

from __future__ import annotations

import json
import os
import secrets
import time
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Self

from infra.local.ministack import free_port

KEYS = ("STAFF_TOKEN_KEY", "KUAIDI100_CUSTOMER", "KUAIDI100_KEY", "KUAIDI100_SECRET")


@dataclass(frozen=True)
class Identity:
    """
    The port is kept because queue addresses hold it, and messages and functions hold queue addresses; the
    keys because tokens and waybills were signed with them; ``began`` (real time, unix seconds) because
    simulated time is counted from it and must not run backwards.
    """

    port: int
    began: float
    keys: dict[str, str]

    @classmethod
    def new(cls, port: int = 0) -> Self:
        """Keys made at random; port 0 becomes any free one."""
        return cls(port or free_port(), time.time(), {name: secrets.token_hex(16) for name in KEYS})

    @classmethod
    def kept(cls, folder: Path, port: int = 0) -> Self:
        """The identity of the cloud whose data is in ``folder``, readable by its owner only."""
        file = folder / "identity.json"
        if file.exists():
            return cls(**json.loads(file.read_text(encoding="utf-8")))
        made = cls.new(port)
        with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT, 0o600), "w", encoding="utf-8") as handle:
            json.dump(asdict(made), handle)
        return made
