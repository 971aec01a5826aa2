"""What every value of a case is: frozen, and closed against what it does not know."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict


class _WrittenByPeople:
    """Marks a field that holds what somebody wrote: ``Words``."""


WRITTEN_BY_PEOPLE = _WrittenByPeople()

Words = Annotated[str, WRITTEN_BY_PEOPLE]
"""
What somebody wrote 自由文字: a note, a reason, what is wrong with a paper. It may tell of anybody. A command
holds the words; what is kept, in the case and in its events, is the name under which they lie sealed.
"""


class Value(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True, hide_input_in_errors=True)
