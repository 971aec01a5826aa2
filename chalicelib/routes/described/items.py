"""The catalogue and an item, as ``views.items`` shows them; what the rule file says, by its own form."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from pydantic import BaseModel

from chalicelib.decisions.forms.model import Fact, Item
from chalicelib.routes.described.kinds import (
    DAY,
    NAME,
    NUMBER,
    PERIOD,
    REF,
    TEXT,
    TRUTH,
    UNIT,
    Schema,
    list_of,
    named,
    object_of,
    one_of,
    or_null,
)

_IN_FILE = "InFile."
"""How the names of forms of rule files begin here: a material there is another thing than a case's."""

_NOT_SHOWN = ("item", "where", "rules", "materials")
_COMMITTED = object_of(
    "告知承诺 Committed",
    {"when": or_null(NAME), "checked_within": PERIOD, "text": or_null(NAME)},
    "text: what an applicant promises who chooses to; when: in which case that is open.",
)
_SHARED = object_of("免提交 Shared", {"from": TEXT, "unit_name": NAME}, "Which unit has it by itself.")

_ITEM_MATERIAL = object_of(
    "事项材料 ItemMaterial",
    {
        "material": TEXT,
        "name": NAME,
        "format": or_null(one_of("paper", "electronic", "both")),
        "originals": NUMBER,
        "copies": NUMBER,
        "original": one_of("kept", "returned", "seen"),
        "need": one_of("required", "optional"),
        "when": or_null(NAME),
        "deferrable": or_null(object_of("容缺 Deferrable", {}, others=True)),
        "shared": or_null(_SHARED),
        "committed": or_null(_COMMITTED),
    },
)
_LISTED: dict[str, Schema] = {
    "code": TEXT,
    "name": NAME,
    **UNIT,
    "type": TEXT,
    "from": or_null(DAY),
    "until": or_null(DAY),
}
_NOTICE = {"attributes": or_null(TEXT)}
"""What the region says of every attribute of its items, null once they are settled."""


def item_schemas() -> dict[str, Schema]:
    """The schemas by name; made when somebody asks, for forms take their time."""
    said, forms = _in_file(Item)
    for name in _NOT_SHOWN:
        del said[name]
    asked, of_facts = _in_file(Fact)
    del asked["usual"]
    item = object_of(
        "事项 Item",
        {
            "code": TEXT,
            **said,
            **UNIT,
            "in_effect": TRUTH,
            "not_in_effect": or_null(NAME),
            "materials": list_of(named("ItemMaterial")),
            "asks": list_of(named("Question")),
            "asks_besides": list_of(named("Question")),
            "asks_of_applicant": list_of(named("Question")),
            **_NOTICE,
        },
        "An item with everything that its file says; asks: what POST /cases wants to know for it.",
    )
    bounds = {name: {"type": ["integer", "string"]} for name in ("at_least", "at_most")}
    question = object_of(
        "需要填写的问题 Question",
        {name: asked[name] for name in ("fact", "title", "type")},
        "The bounds of an amount in its unit, as it is answered.",
        {**asked, **bounds},
    )
    listed = object_of("事项摘要 ListedItem", _LISTED)
    return {
        **forms,
        **of_facts,
        "Item": item,
        "ItemMaterial": _ITEM_MATERIAL,
        "Question": question,
        "Items": object_of("事项目录 Items", {"items": list_of(listed), **_NOTICE}),
    }


def _in_file(form: type[BaseModel]) -> tuple[dict[str, Schema], dict[str, Schema]]:
    """The fields of a form as they are written out, and the forms inside it that these name."""
    told = form.model_json_schema(mode="serialization", ref_template=f"{REF}{_IN_FILE}{{model}}")
    fields, forms = dict(told["properties"]), told.get("$defs", {})
    wanted = list(_references([each for name, each in fields.items() if name not in _NOT_SHOWN]))
    found: dict[str, Schema] = {}
    while wanted:
        name = wanted.pop().removeprefix(f"{REF}{_IN_FILE}")
        if name not in found:
            found[name] = _with_nulls(forms[name])
            wanted += _references(forms[name])
    return fields, {f"{_IN_FILE}{name}": schema for name, schema in found.items()}


def _with_nulls(schema: Schema) -> Schema:
    """As it is shown: with null for what the file does not say, of which the forms' counts know nothing."""
    return {name: each for name, each in schema.items() if name not in ("minProperties", "maxProperties")}


def _references(part: Any) -> Iterator[str]:
    if isinstance(part, dict):
        yield from [part["$ref"]] if "$ref" in part else []
        part = list(part.values())
    for inner in part if isinstance(part, list) else ():
        yield from _references(inner)
