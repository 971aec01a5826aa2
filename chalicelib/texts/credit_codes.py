"""
Codes of organisations 统一社会信用代码 (GB 32100-2015): who registered it, its category, where, the code of
GB 11714-1997 with a check character of its own (MOD 11), and a check character over all (MOD 31).

The letters of positions 1 and 2 were written from general knowledge of the standard's tables.
"""

from __future__ import annotations

from chalicelib.texts.identity_kinds import IdentityKind
from chalicelib.texts.wrong_numbers import WrongNumber, check_length, misfit, wrong_at

SIGNS = "0123456789ABCDEFGHJKLMNPQRTUWXY"
"""Digits and letters, without those that look like digits: I, O, S, V, Z."""

_USCC = IdentityKind.USCC
_WEIGHTS = tuple(3**place % 31 for place in range(17))
_INNER_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)
_INNER_CHECKS = "0X987654321"


def read_credit_code(code: str) -> str:
    """
    The code, if it is one; it comes in capital letters and digits.

    Raises:
        WrongNumber: it is none; says which positions do not fit, and what to do.
    """
    if len(code) == 15 and code.isdecimal():
        raise WrongNumber(
            _USCC,
            "15 位是旧的工商注册号，请填写营业执照上 18 位的统一社会信用代码",
            "15 digits are an old registration number; write the 18 characters on the business licence",
        )
    check_length(_USCC, code)
    for position, sign in enumerate(code, 1):
        _check_sign(position, sign)
    if inner_check(code[8:16]) != code[16]:
        raise wrong_at(
            _USCC,
            range(9, 18),
            "（组织机构代码）与其中第 17 位的校验码不符，请对照执照逐位核对",
            "are the organisation code and do not fit its check character at 17; please compare each with "
            "the licence",
        )
    if check_sign(code[:17]) != code[17]:
        raise misfit(_USCC)
    return code


def check_sign(signs: str) -> str:
    """The check character over the first 17 signs."""
    total = sum(weight * SIGNS.index(sign) for weight, sign in zip(_WEIGHTS, signs, strict=True))
    return SIGNS[-total % 31]


def inner_check(signs: str) -> str:
    """The check character of an organisation code's 8 signs: letters count from 10, A to Z."""
    total = sum(weight * int(sign, 36) for weight, sign in zip(_INNER_WEIGHTS, signs, strict=True))
    return _INNER_CHECKS[total % 11]


def _check_sign(position: int, sign: str) -> None:
    """
    Raises:
        WrongNumber: no code has this sign at this position (from 1).
    """
    allowed, zh, en = _allowed(position)
    if sign not in allowed:
        raise wrong_at(_USCC, range(position, position + 1), f"{zh}，请核对", f"{en}; please check")


def _allowed(position: int) -> tuple[str, str, str]:
    """The signs of a position (from 1), in words too."""
    if position == 1:
        return "123456789ANY", "应为登记管理部门代码", "must be the code of a registering authority"
    if position == 2:
        return "123456789", "应为机构类别代码 1 至 9", "must be the code of a category, 1 to 9"
    if position <= 8:
        return "0123456789", "应为数字（登记地代码）", "must be a digit, of the place of registration"
    if position == 17:
        return "0123456789X", "应为数字或 X", "must be a digit or X"
    return (
        SIGNS,
        "应为数字或字母，其中不用 I、O、S、V、Z",
        "must be a digit or letter, but no I, O, S, V or Z",
    )
