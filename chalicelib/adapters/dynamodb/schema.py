"""
The forms in which rows hold values: each kind of row has a number, and a function a number up to today's.

Whoever changes what such a row holds gives its form the next number, writes how the form before becomes the
new one, and keeps rows of the old form in the tests (``python -m tests.adapters.dynamodb.corpus``). Stored
rows are never rewritten for that: a case's chain is over the stored bytes. A head of an older form is not
read at all: the case is told again by its events.

While a new version is deployed, functions of both run side by side for minutes. The new one reads what the
old one writes, by these functions. The old one leaves alone what the new one wrote, and asks that it come
again (``NewerSchemaError``): the queue brings it once more, and what is due in the table stays due.

Rows of plain attributes have no form: keys that were seen, counters, suspensions, stray files, query codes
that were used, times in the index ``due``. What is added to them has a default where it is read.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from chalicelib.services.errors import NewerSchemaError, OtherSchemaError

Content = Any
"""What a row holds, as JSON values."""

Upcaster = Callable[[Content], Content]


@dataclass
class Form:
    """
    The form of one kind of row: its ``number`` today, and from each older number that is read the step to the
    next. Of 1 there is none: no data of the first programs, whose rows do not say, was ever in service.
    ``said_in`` is the attribute of a row that has the number.
    """

    kind: str
    number: int
    upcasters: dict[int, Upcaster] = field(default_factory=dict)
    said_in: str = "schema"

    @property
    def mark(self) -> dict[str, dict[str, str]]:
        """What a row of today's form says of it."""
        return {self.said_in: {"N": str(self.number)}}

    def of(self, row: Mapping[str, Any]) -> int:
        """
        The number of a row's form.

        Raises:
            NewerSchemaError: a newer version of this program wrote the row.
            OtherSchemaError: an older one did, whose form this one does not know any more.
        """
        found = int(row.get(self.said_in, {"N": "1"})["N"])
        if found > self.number:
            raise NewerSchemaError(found, self.number)
        if not self.reads(found):
            raise OtherSchemaError(found, self.number)
        return found

    def reads(self, number: int) -> bool:
        """Whether a form is today's, or an older one from which every step is known."""
        return number <= self.number and all(step in self.upcasters for step in range(number, self.number))

    def read(self, row: Mapping[str, Any], attribute: str = "body") -> Content:
        """
        What a row holds, in the form of today.

        Raises:
            As ``of``.
        """
        return self.brought_up(self.of(row), json.loads(row[attribute]["S"]))

    def brought_up(self, number: int, content: Content) -> Content:
        """The content of a row of a form that is read, in the form of today."""
        for step in range(number, self.number):
            content = self.upcasters[step](content)
        return content


def _with_others(content: Content) -> Content:
    """A decision as it was kept when the channel was the only one."""
    shadow = content.get("shadow")
    told = {} if shadow is None else {"shadow": shadow | {"others": {}}}
    return content | told | {"others": {}}


CASE = Form("case", 5, {3: lambda content: content, 4: lambda content: content})
"""
A case and all its events together: a row of events holds a list of them. Of 2, which named persons in clear
and was never in service, there is no step: it is refused. 4 tells of decisions beside the channel besides,
5 of query codes that were replaced.
"""

EFFECT = Form("effect", 2)
WAYBILL = Form("waybill", 2)
"""A parcel, but for ``due`` and ``version``: they stand beside what the row holds."""

FILE = Form("file", 2)
LINE = Form("line", 3, {2: lambda content: content | {"about": [], "card": None, "rule": None}})
"""A line of a work list, of a task, side task or clock; 3 says what a decision came out with."""

CLOCK = Form("clock", 2, said_in="clock_schema")
"""A running clock as a decision on clocks may look at it, in a row that may hold a line as well."""

PARTIES = Form("parties", 2)
"""Who lies sealed beside a case: the number stands in clear beside it."""

TEXTS = Form("texts", 2)
"""What people wrote in one commit, sealed beside the case."""

FILE_NAME = Form("file-name", 3)
"""
The name that a file was given, sealed beside the case. It begins with 3: a program that does not know it
takes its row for that of a file, of which it knows 2, and leaves it alone.
"""

DECIDED = Form("decided", 3, {2: _with_others})
"""A decision without the person, kept for about a year; 3 tells of those beside the channel."""

FORMS = (CASE, EFFECT, WAYBILL, FILE, FILE_NAME, LINE, CLOCK, PARTIES, TEXTS, DECIDED)
