"""What an embedded cloud keeps from one run to the next beside its data: its port and its keys."""

from __future__ import annotations

import json
import secrets
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Self

from infra.local.ministack import busy, free_port
from infra.local.safely import read_safely, write_safely

SECRETS = {
    "SecretsArn": ("KUAIDI100_CUSTOMER", "KUAIDI100_KEY", "KUAIDI100_SECRET"),
    "QueryCodesArn": ("QUERY_CODE_KEY",),
    "ChainArn": ("CHAIN_KEY",),
}
"""Which keys lie in which secret, by the output of the stack that names it."""

KEYS = tuple(key for keys in SECRETS.values() for key in keys)


@dataclass(frozen=True)
class Identity:
    """
    The port is kept because places to upload to hold it, and applicants hold those; the keys because query
    codes, waybills and audit trails were made with them. ``sign_on`` is the port of the local sign-on, which
    tokens name.
    """

    port: int
    keys: dict[str, str]
    sign_on: int = 0

    @classmethod
    def new(cls, port: int = 0) -> Self:
        """Keys made at random; port 0 becomes any free one."""
        return cls(port or free_port(), {name: secrets.token_hex(16) for name in KEYS}, free_port())

    @classmethod
    def kept(cls, folder: Path, port: int = 0) -> Self:
        """
        The identity of the cloud whose data is in ``folder``, readable by its owner only; a new one where
        there is none that can be read. ``port`` is where it is to be from now on; 0 leaves it where it was
        unless somebody else is there.
        """
        file = folder / "identity.json"
        found = read_safely(file, cls._read)
        made = cls.new(port) if found is None else found
        if port:
            made = replace(made, port=port)
        elif busy(made.port):
            made = replace(made, port=free_port())
        if not made.sign_on or busy(made.sign_on):
            made = replace(made, sign_on=free_port())
        if made != found:
            write_safely(file, json.dumps(asdict(made)).encode())
        return made

    @classmethod
    def _read(cls, content: bytes) -> Self:
        """An identity; raises what a damaged one raises."""
        told = json.loads(content)
        keys = {name: str(told["keys"][name]) for name in KEYS}
        if not all(len(key) >= 16 for key in keys.values()):
            raise ValueError
        return cls(int(told["port"]), keys, int(told.get("sign_on", 0)))
