"""
Data keys wrapped by keys in a file, for a deployment on one machine.

The file belongs to who runs the program, and nobody else can read it (mode 0600). Each line is a key of 64
hexadecimal digits, the newest first: new data keys are wrapped by it, the older ones unwrap. Lines that begin
with # are remarks. A key is taken out only when no data key that it wrapped is wanted any more.
"""

from __future__ import annotations

import hashlib
import json
import os
import secrets
from collections.abc import Mapping
from pathlib import Path

from chalicelib.ports.sealing import DataKey
from chalicelib.services.errors import BrokenSealError, KeyFileError, LostKeyError, MovedSealError

_NAME = 8
_NONCE = 12
_KEY = 32


class KeyFileWrapper:
    """The port ``KeyWrapper`` over a key file. It is read at each use, which is once a data key."""

    def __init__(self, file: Path) -> None:
        self._file = file

    def new_key(self, context: Mapping[str, str]) -> DataKey:
        from cryptography.hazmat.primitives.ciphers.aead import AESGCM  # here: loaded to seal alone

        key, clear, nonce = read_keys(self._file)[0], secrets.token_bytes(_KEY), os.urandom(_NONCE)
        return DataKey(clear, _name(key) + nonce + AESGCM(key).encrypt(nonce, clear, _bound(context)))

    def unwrap(self, wrapped: bytes, context: Mapping[str, str]) -> bytes:
        from cryptography.exceptions import InvalidTag  # here: see above
        from cryptography.hazmat.primitives.ciphers.aead import AESGCM

        if len(wrapped) <= _NAME + _NONCE:
            raise BrokenSealError
        name, nonce, ciphertext = wrapped[:_NAME], wrapped[_NAME : _NAME + _NONCE], wrapped[_NAME + _NONCE :]
        key = next((key for key in read_keys(self._file) if _name(key) == name), None)
        if key is None:
            raise LostKeyError
        try:
            return AESGCM(key).decrypt(nonce, ciphertext, _bound(context))
        except InvalidTag:
            raise MovedSealError from None


def read_keys(file: Path) -> list[bytes]:
    """
    The keys in the file, the newest first.

    Raises:
        KeyFileError: it is not there, others can read it, or it holds no key or something else.
    """
    try:
        lines = _read_alone(file).decode().split("\n")
        keys = [bytes.fromhex(line) for line in map(str.strip, lines) if line and line[0] != "#"]
    except FileNotFoundError:
        raise KeyFileError(
            f"找不到密钥文件 {file}，请从备份恢复；没有它，已封存的资料无法打开",
            f"there is no key file {file}; put it back from its backup, or nothing sealed opens",
        ) from None
    except (IsADirectoryError, ValueError):
        keys = []
    if not keys or {len(key) for key in keys} != {_KEY}:
        raise KeyFileError(
            f"密钥文件 {file} 内容有误：每行应为 64 位十六进制数字，请从备份恢复",
            f"the key file {file} is damaged: a line has 64 hexadecimal digits; put it back from its backup",
        )
    return keys


def _read_alone(file: Path) -> bytes:
    """What is in a file that nobody else can reach."""
    try:
        with file.open("rb") as opened:
            status = os.fstat(opened.fileno())
            if status.st_uid == os.geteuid() and not status.st_mode & 0o077:
                return opened.read()
    except PermissionError:
        pass  # somebody else's: said below
    raise KeyFileError(
        f"密钥文件 {file} 不是运行本程序的用户独有：请核对属主并执行 chmod 600；如他人可能已读过，请更换密钥",
        f"the key file {file} is not its user's alone: check its owner and run chmod 600; if others may have "
        "read it, rotate the keys",
    )


def add_key(file: Path) -> None:
    """
    Put a new key before those in the file; where there is none, make it. Stopped halfway the file is as it
    was.

    Raises:
        KeyFileError: the file that is there cannot be used.
    """
    before = read_keys(file) if file.exists() else []
    content = "".join(f"{key.hex()}\n" for key in (secrets.token_bytes(_KEY), *before))
    beside = file.with_name(f"{file.name}.new")
    beside.unlink(missing_ok=True)
    with os.fdopen(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as opened:
        opened.write(content)
        opened.flush()
        os.fsync(opened.fileno())
    beside.replace(file)


def _name(key: bytes) -> bytes:
    """By what a key is found among the others; it tells nothing of the key."""
    return hashlib.sha256(b"zero-errand key name " + key).digest()[:_NAME]


def _bound(context: Mapping[str, str]) -> bytes:
    return json.dumps(dict(context), sort_keys=True).encode()
