"""
The table of all keys in ``rules/README.md``, made of ``schemas/fields.yaml``.

Each has what it is called, what is to be known of it, and an example. ``python -m tests.rules_readme`` writes
it anew.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from chalicelib.authoring.reading.documents import form_in
from chalicelib.authoring.reading.kinds import KINDS, Kind
from chalicelib.authoring.rewrite.words import flow
from chalicelib.authoring.schemas.words import Field, fields
from chalicelib.decisions.forms.form import CHANNEL, Condition, Form

BEGIN, END = "<!-- 字段 keys -->", "<!-- 字段完 end of keys -->"
_HEAD = ("| 字段 key | 是什么 | what it is | 例 example |", "|---|---|---|---|")
_EVERYWHERE = ("Text", "Basis", "Limit", "Deferrable")
"""Forms that stand in many places, where an example shows them whole."""
_TABLE = re.compile(f"{BEGIN}\n.*?{END}", re.DOTALL)


def with_fields(page: str) -> str:
    """The page with the table as it is now between its marks."""
    return _TABLE.sub(lambda _: f"{BEGIN}\n{table()}{END}", page)


def table() -> str:
    """One folded table a kind of file, in the order in which a region's folder is told."""
    known: dict[str, str] = {}
    return "\n".join([*_everywhere(), *(line for kind in KINDS for line in _of_kind(kind, known))]) + "\n"


def _everywhere() -> Iterator[str]:
    yield "<details><summary>各处都有的 what stands in many places</summary>\n"
    yield from _HEAD
    rows = ((key, told) for form in _EVERYWHERE for key, told in fields()[form].items())
    yield from dict.fromkeys(_row((key,), told) for key, told in rows)
    yield "\n</details>\n"


def _of_kind(kind: Kind, known: dict[str, str]) -> Iterator[str]:
    place = kind.place if not kind.depth else f"{kind.place}/{'*/' * (kind.depth - 1)}*.yaml"
    yield f"<details><summary><code>{place}</code> {kind.about}</summary>\n"
    yield from _HEAD
    for key in kind.says:
        yield f"| `{key}` | 判断内容，总是渠道 | what is decided: always the channel | `{CHANNEL}` |"
    if kind.form is not None:
        yield from _rows(kind.form, place, (), known)
    for key, listed in kind.lists.items():
        yield from _rows(listed.form, place, (key,), known)
    yield "\n</details>\n"


def _rows(form: type[Form], place: str, above: tuple[str, ...], known: dict[str, str]) -> Iterator[str]:
    """The keys of a form and of those below; a form that stands in several places is told at the first."""
    path = " › ".join(above)
    known[form.__name__] = f"`{place}`" + (f" `{path}`" if above else "")
    keys = {one.alias or name: one for name, one in form.model_fields.items()}
    for key, told in fields()[form.__name__].items():
        inner = form_in(keys[key].annotation)
        below = inner if told.example is None and inner is not Condition else None
        yield _row((*above, key), told, "" if below is None else known.get(below.__name__, ""))
        if below is not None and below.__name__ not in known:
            yield from _rows(below, place, (*above, key), known)


def _row(path: tuple[str, ...], told: Field, elsewhere: str = "") -> str:
    """``elsewhere``: where the keys below it are told."""
    example = f"`{flow(told.example)}`" if told.example is not None else elsewhere and f"见 see {elsewhere}"
    return f"| `{' › '.join(path)}` | {told.words.zh} | {told.words.en} | {example} |".replace("\n", " ")
