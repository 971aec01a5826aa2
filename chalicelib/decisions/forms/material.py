"""
The form of a material 申请材料: what an applicant gives, and when she need not.

Annotations are not postponed here (no ``from __future__ import annotations``): pydantic would
evaluate each again from its text, milliseconds that every cold function would wait.
"""

import hashlib
import json
from datetime import date
from typing import Literal

from pydantic import ConfigDict, Field

from chalicelib.decisions.forms.form import Condition, Form, Name, Text
from chalicelib.decisions.forms.plan import Period


class Deferrable(Period):
    """
    May be lacking when the application is accepted 容缺受理, and is owed for a period from that day on;
    ``before`` it is made, the licence waits for it.
    """

    model_config = ConfigDict(json_schema_extra={"minProperties": 1, "maxProperties": 2})

    before: Literal["made"] | None = None


class Shared(Form):
    """Nobody asks the applicant for it: the office has it ``from`` a unit 免证办 (国务院令第716号 art. 7)."""

    from_: Name = Field(alias="from")


class Committed(Form):
    """
    Where all of ``when`` holds the applicant has promised in writing what it would prove 告知承诺: it need
    not come, and whoever supervises checks so long after the decision.

    ``text`` is what she promises, in her own voice; None of rules that do not say it, which is told before
    they are published (国办发〔2020〕42号: all of it is told at once; written from knowledge of that text,
    which was not looked up).
    """

    when: tuple[Condition, ...] = Field(min_length=1)
    checked_within: Period
    text: Text | None = None

    @property
    def digest(self) -> str | None:
        """The name of the text: SHA-256 of its canonical JSON, 64 hexadecimal digits; None without one."""
        if self.text is None:
            return None
        written = json.dumps(
            self.text.model_dump(), ensure_ascii=False, sort_keys=True, separators=(",", ":")
        )
        return hashlib.sha256(written.encode()).hexdigest()


class Material(Form):
    """
    A document that an application needs 申请材料; only where all of ``when`` holds.

    ``format`` paper: no upload, only the sheet itself; electronic: upload only; both: a scan is
    uploaded for the pre-review and the sheet follows; a rule file says which, save of what is ``shared``.
    ``originals`` and ``copies`` count sheets. The ``original`` is ``kept`` by the office, ``returned`` with
    the result, or only ``seen``: shown, never taken, and not among the sheets.

    It is needed of whoever applies ``from`` … ``until``, both inclusive; without them as long as its item can
    be applied for. A material that becomes another on a day stands there twice, under one name, and no day
    is within both.
    """

    material: Name
    name: Text
    from_: date | None = Field(default=None, alias="from")
    until: date | None = None
    when: tuple[Condition, ...] = ()
    format: Literal["paper", "electronic", "both"] | None = None
    originals: int = Field(default=0, ge=0, le=20)
    copies: int = Field(default=0, ge=0, le=20)
    original: Literal["kept", "returned", "seen"] = "kept"
    need: Literal["required", "optional"] = "required"
    deferrable: Deferrable | None = None
    shared: Shared | None = None
    committed: Committed | None = None

    @property
    def uploaded(self) -> bool:
        return self.shared is None and self.format in ("electronic", "both")

    @property
    def originals_taken(self) -> int:
        """Original sheets that the office takes from the applicant."""
        return self.originals if self._handed_in and self.original != "seen" else 0

    @property
    def copies_taken(self) -> int:
        return self.copies if self._handed_in else 0

    @property
    def on_paper(self) -> bool:
        """Whether sheets change hands."""
        return self.originals_taken + self.copies_taken > 0

    @property
    def returned(self) -> bool:
        """Whether an original goes home with the result."""
        return self.original == "returned"

    @property
    def _handed_in(self) -> bool:
        return self.shared is None and self.format in ("paper", "both")
