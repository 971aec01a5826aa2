"""
The form of an item's service guide 办事指南: what the public is told of it beyond what decides.

Codes are those of GB/T 39046-2020, annex A; ``code_lists`` names the version, for a code means nothing
without its list. A guide is optional; where there is one it is whole, and ``rules check`` lints it.

Annotations are not postponed here (no ``from __future__ import annotations``): pydantic would
evaluate each again from its text, milliseconds that every cold function would wait.
"""

from typing import Literal

from pydantic import Field

from chalicelib.decisions.forms.form import Form, InEnglish, Text
from chalicelib.decisions.forms.plan import Special


class Fee(Form):
    """
    Fees 收费: charged ones name their basis 依据 and standard 标准, and whether they are paid online. A
    release of before standards were told in English has no English.
    """

    charged: bool
    basis: str | None = None
    standard: str | None = None
    standard_en: InEnglish | None = None
    pay_online: bool | None = None

    @property
    def rate(self) -> Text | None:
        """How much it is, in Chinese where there is no English."""
        return Text(zh=self.standard, en=self.standard_en or self.standard) if self.standard else None


class Question(Form):
    """A question that is often asked 常见问题."""

    question: Text
    answer: Text


class SpecialStep(Form):
    """
    A special step 特殊环节 of at most ``days`` working days. Those of 行政许可法 art. 45 are not counted
    in the limit and must be told in writing; an inspection on site is not among them.
    """

    kind: Literal["inspection", Special]
    days: int = Field(ge=1, le=250)
    counts_toward_limit: bool
    basis: str | None = None


class Guide(Form):
    """
    A service guide. ``case_type`` A.6: 1 immediate 即办件, 2 promised 承诺件. ``targets`` A.4: 1 natural
    person … ``handling`` A.5: 1 counter, 2 computer, 3 mobile, 4 courier. ``stages``: the public ones.
    """

    code_lists: str
    case_type: Literal["1", "2", "9"]
    processing: Literal["immediate", "reviewed"]
    handling: tuple[Literal["1", "2", "3", "4", "9"], ...] = Field(min_length=1, max_length=5)
    targets: tuple[Literal["1", "2", "3", "4", "5", "6"], ...] = Field(min_length=1, max_length=6)
    topic: Literal["person", "legal_person"]
    fee: Fee
    consultation: str
    complaint: str
    stages: tuple[Text, ...] = Field(max_length=50)
    finish: Literal["certificate", "document", "approval"]
    result_sample: str | None = None
    questions: tuple[Question, ...] = Field(default=(), max_length=200)
    special_steps: tuple[SpecialStep, ...] = Field(default=(), max_length=20)
