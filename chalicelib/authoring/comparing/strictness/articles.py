"""Laws and articles 条款 that something stood on, and that are named no longer."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date

from chalicelib.authoring.comparing.forms.entry import Entry
from chalicelib.authoring.comparing.strictness.change import Change, Step
from chalicelib.authoring.findings.telling import joined
from chalicelib.decisions.forms.form import Text

_BASIS = re.compile(r"^(?:.*\.)?basis(?=[\[.]|$)")


def articles(entries: Iterable[Entry], since: date) -> Iterator[Change]:
    """
    Of whatever stays, each list of laws of which one, or its article, is gone and nothing came in its place.
    What came or went as a whole is none of these, and a law that is cited anew binds nobody more.
    """
    lists: dict[tuple[str, str], list[Entry]] = {}
    for one in entries:
        found = _BASIS.match(one.at.field)
        if found is not None and not one.at.field.endswith(".url"):
            lists.setdefault((one.at.file, found[0]), []).append(one)
    for (file, field), changed in lists.items():
        if all(one.new is None for one in changed):
            yield Change(file, field, changed[0].at.title, Step("removed", _words(changed), since))


def _words(gone: Iterable[Entry]) -> Text:
    each = joined(map(_law, gone), "、", ", ")
    return Text(zh=f"不再写明{each.zh}", en=f"named no longer: {each.en}")


def _law(gone: Entry) -> Text:
    """A law as it is written, or its article alone."""
    if isinstance(gone.old, dict):
        said = f"《{gone.old['title']}》{gone.old.get('article', '')}"
        return Text(zh=said, en=said)
    return Text(zh=f"“{gone.old}”", en=f'"{gone.old}"')
