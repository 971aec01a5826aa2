"""What is wrong with a number of a person or organisation, and at which positions, without showing it."""

from __future__ import annotations

from chalicelib.texts.identity_kinds import IdentityKind
from chalicelib.texts.signs import WrongText


class WrongNumber(WrongText):
    """
    A number that cannot be that of its ``kind``. ``positions`` are those of which one, or two neighbours,
    must be wrong, from 1; none where the number as a whole is. The texts never show the number, and do not
    say what it is called: who tells of it does.
    """

    def __init__(self, kind: IdentityKind, zh: str, en: str, positions: range = range(0)) -> None:
        super().__init__(zh, en)
        self.kind, self.positions = kind, positions


def wrong_at(kind: IdentityKind, positions: range, zh: str, en: str) -> WrongNumber:
    """What is wrong at these positions; ``en`` begins with a verb."""
    first, last = positions[0], positions[-1]
    at_zh, at_en = f"第 {first} 位", f"position {first}"
    if last != first:
        at_zh, at_en = f"第 {first} 至 {last} 位", f"positions {first} to {last}"
    return WrongNumber(kind, f"{at_zh}{zh}", f"{at_en} {en}", positions)


def misfit(kind: IdentityKind) -> WrongNumber:
    """The check character at the end does not fit: nobody can tell which position is wrong."""
    return WrongNumber(
        kind,
        "第 18 位校验码与前 17 位不符：有一位写错，或相邻两位颠倒，请对照证件逐位核对",
        "the check character at position 18 does not fit the 17 before it: one is wrong, or two neighbours "
        "are exchanged; please compare each with the document",
        range(1, 19),
    )


def check_length(kind: IdentityKind, number: str) -> None:
    """
    Raises:
        WrongNumber: the number has not 18 characters.
    """
    if len(number) != 18:
        verb = "was" if len(number) == 1 else "were"
        raise WrongNumber(
            kind,
            f"应为 18 位，填写了 {len(number)} 位，请核对",
            f"must have 18 characters; {len(number)} {verb} written; please check",
        )
