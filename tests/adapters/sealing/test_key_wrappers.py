"""What wraps data keys: the cloud's key service, or a file on one machine that nobody else can read."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest

from chalicelib.adapters.sealing.key_file import KeyFileWrapper, add_key, read_keys
from chalicelib.adapters.sealing.kms import KmsWrapper
from chalicelib.ports.sealing import KeyWrapper
from chalicelib.services.errors import (
    BrokenSealError,
    KeyFileError,
    LostKeyError,
    MovedSealError,
    RetryableError,
    SealError,
)
from tests.adapters.moto_cloud import refused

QUARTER = {"region": "licang", "use": "2026Q4", "number": "1"}


def test_a_data_key_is_wrapped_and_unwrapped(wrapper: KeyWrapper) -> None:
    made = wrapper.new_key(QUARTER)
    assert len(made.clear) == 32
    assert made.clear not in made.wrapped
    assert wrapper.unwrap(made.wrapped, QUARTER) == made.clear
    assert wrapper.new_key(QUARTER).clear != made.clear


@pytest.mark.parametrize(
    "context", [QUARTER | {"region": "laoshan"}, QUARTER | {"use": "2026Q3"}, QUARTER | {"number": "2"}, {}]
)
def test_a_data_key_is_bound_to_region_and_quarter(wrapper: KeyWrapper, context: dict[str, str]) -> None:
    made = wrapper.new_key(QUARTER)
    with pytest.raises(MovedSealError):
        wrapper.unwrap(made.wrapped, context)


def test_what_is_no_wrapped_key_is_refused(wrapper: KeyWrapper) -> None:
    made = wrapper.new_key(QUARTER)
    for found in (b"x", made.wrapped[:-1], made.wrapped[:-1] + bytes([made.wrapped[-1] ^ 1])):
        with pytest.raises(SealError):
            wrapper.unwrap(found, QUARTER)


def test_a_key_that_the_cloud_does_not_have_is_told_to_be_gone(kms: Any) -> None:
    with pytest.raises(LostKeyError):
        KmsWrapper(kms, str(uuid4())).new_key(QUARTER)


@pytest.mark.parametrize("code", ["NotFoundException", "DisabledException", "KMSInvalidStateException"])
def test_whatever_the_cloud_calls_a_key_that_is_gone_it_is_told_so(kms: Any, kms_key: str, code: str) -> None:
    with refused(kms, "Decrypt", code), pytest.raises(LostKeyError):
        KmsWrapper(kms, kms_key).unwrap(b"wrapped", QUARTER)


@pytest.mark.parametrize("code", ["ThrottlingException", "KMSInternalException", "AccessDeniedException"])
def test_a_key_service_that_does_not_answer_now_is_asked_again(kms: Any, kms_key: str, code: str) -> None:
    with refused(kms, "GenerateDataKey", code), pytest.raises(RetryableError) as busy:
        KmsWrapper(kms, kms_key).new_key(QUARTER)
    assert "张三" not in str(busy.value)


def test_after_the_cloud_has_another_key_what_the_first_wrapped_still_unwraps(kms: Any, kms_key: str) -> None:
    made = KmsWrapper(kms, kms_key).new_key(QUARTER)
    other = str(kms.create_key(Description=uuid4().hex)["KeyMetadata"]["Arn"])
    assert KmsWrapper(kms, other).unwrap(made.wrapped, QUARTER) == made.clear


def test_a_new_key_in_the_file_wraps_from_now_on_and_those_before_unwrap(key_file: Path) -> None:
    wrapper = KeyFileWrapper(key_file)
    made = wrapper.new_key(QUARTER)
    add_key(key_file)
    assert wrapper.unwrap(made.wrapped, QUARTER) == made.clear
    newest, oldest = read_keys(key_file)
    key_file.write_text(f"# {oldest.hex()}\n{newest.hex()}\n")
    with pytest.raises(LostKeyError):
        wrapper.unwrap(made.wrapped, QUARTER)
    again = wrapper.new_key(QUARTER)
    assert wrapper.unwrap(again.wrapped, QUARTER) == again.clear


def test_a_new_key_file_is_its_owners_alone(key_file: Path) -> None:
    assert key_file.stat().st_mode & 0o777 == 0o600
    add_key(key_file)
    assert key_file.stat().st_mode & 0o777 == 0o600
    assert [file.name for file in key_file.parent.iterdir()] == [key_file.name]


def test_a_key_that_was_half_written_when_the_machine_stopped_is_no_hindrance(key_file: Path) -> None:
    key_file.with_name(f"{key_file.name}.new").write_text("12")
    before = read_keys(key_file)
    add_key(key_file)
    assert read_keys(key_file)[1:] == before


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o620, 0o601, 0o666])
def test_a_key_file_that_others_can_reach_is_refused_in_words(key_file: Path, mode: int) -> None:
    key_file.chmod(mode)
    with pytest.raises(KeyFileError) as refusal:
        KeyFileWrapper(key_file).new_key(QUARTER)
    assert "chmod 600" in refusal.value.zh
    assert "chmod 600" in refusal.value.en
    with pytest.raises(KeyFileError):
        add_key(key_file)


@pytest.mark.parametrize(
    "content", [b"", b"# nothing\n", b"12\n", b"xyz\n", "密钥\n".encode(), b"\xff\xfe", b"ab" * 31 + b"\n"]
)
def test_a_key_file_that_is_damaged_is_refused_and_not_shown(key_file: Path, content: bytes) -> None:
    key_file.write_bytes(content)
    with pytest.raises(KeyFileError) as refusal:
        KeyFileWrapper(key_file).new_key(QUARTER)
    assert "备份" in refusal.value.zh
    assert (b"ab" * 31).decode() not in refusal.value.en


def test_a_key_file_that_is_not_there_is_told_so_and_not_made(tmp_path: Path) -> None:
    with pytest.raises(KeyFileError, match="key_file") as refusal:
        KeyFileWrapper(tmp_path / "keys").new_key(QUARTER)
    assert "找不到" in refusal.value.zh
    assert not (tmp_path / "keys").exists()


def test_a_folder_is_no_key_file(tmp_path: Path) -> None:
    with pytest.raises(KeyFileError):
        KeyFileWrapper(tmp_path).new_key(QUARTER)


def test_what_is_too_short_to_be_wrapped_by_a_file_is_incomplete(key_file: Path) -> None:
    with pytest.raises(BrokenSealError):
        KeyFileWrapper(key_file).unwrap(bytes(20), QUARTER)
