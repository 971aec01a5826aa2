"""
Build JSON Schemas (draft-07, which every editor of YAML knows) of rule files as people write them.

The forms give the keys and kinds; ``words`` says what they mean; ``conditions`` stands in for the
normal form of ``when``. There is one set for any region, and one for each region that knows its own
facts and units, so that a misspelt fact is underlined too.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from pydantic.json_schema import models_json_schema

from chalicelib.authoring.reading import kinds
from chalicelib.authoring.reading.kinds import Kind
from chalicelib.authoring.schemas import conditions
from chalicelib.authoring.schemas.conditions import DAY, Json
from chalicelib.authoring.schemas.words import Field, fields, shown
from chalicelib.decisions.facts.facts import ATTRIBUTES
from chalicelib.decisions.forms.form import UNDETERMINED, Form
from chalicelib.decisions.forms.model import Fact
from chalicelib.decisions.forms.notice import Placeholder

DECISION = "decision"
DRAFT = "http://json-schema.org/draft-07/schema#"


@dataclass(frozen=True)
class Known:
    """What is known of one region: its facts by name, the codes of its units, its channels, its notices."""

    facts: Mapping[str, Fact]
    units: tuple[str, ...]
    channels: tuple[str, ...]
    notices: tuple[str, ...] = ()


def schemas(known: Known | None = None) -> dict[str, str]:
    """
    The schemas by kind of file ("item"), as text; of a region only those in which its facts show.
    """
    forms, of_decision = _forms(known), _of_decision(known)
    return {
        kind.name: _text(kind, of_decision if kind.name == DECISION else forms)
        for kind in kinds.KINDS
        if known is None or kind.own
    }


def _root(kind: Kind) -> Json:
    """A file of a kind: its form, or the lists that it holds."""
    if kind.form is not None:
        return {"allOf": [_ref(kind.form)]}
    says: Json = {key: {"const": value} for key, value in kind.says.items()}
    lists = {key: {"type": "array", "items": _ref(one.form)} for key, one in kind.lists.items()}
    keys = {**says, **lists}
    titles = {"decision": "判断内容 what is decided"} | {key: shown(one) for key, one in kind.parts.items()}
    return {
        "type": "object",
        "properties": {key: {"title": titles[key], **value} for key, value in keys.items()},
        "required": [key for key in keys if key in says or not kind.lists[key].optional],
        "additionalProperties": False,
    }


def _ref(form: type[Form]) -> Json:
    return {"$ref": f"#/definitions/{form.__name__}"}


def _forms(known: Known | None) -> dict[str, Json]:
    """Every form by name, as people write it."""
    template = "#/definitions/{model}"
    _, made = models_json_schema([(form, "validation") for form in whole_forms()], ref_template=template)
    forms: dict[str, Json] = {name: _plain(form) for name, form in made["$defs"].items()}
    for name, form in forms.items():
        if "properties" in form:
            _name_keys(form, fields().get(name, {}))
            _show(form, fields().get(name, {}))
    facts = None if known is None else known.facts
    attributes = {fact.fact: fact for fact in ATTRIBUTES}
    _put(forms, "Demand", "when", conditions.when(facts))
    for name in ("Rule", "Invariant"):
        _put(forms, name, "when", conditions.when(facts, dated=True))
        group = {**conditions.when(facts, dated=True), "minProperties": 1}
        _put(forms, name, "any", {"type": "array", "items": group, "minItems": 2, "maxItems": 3})
        forms[name]["required"].remove("when")
        forms[name]["anyOf"] = [{"required": ["when"]}, {"required": ["any"]}]
    of_application = facts and {n: fact for n, fact in facts.items() if n.startswith("application.")}
    for name in ("Material", "Committed"):
        _put(forms, name, "when", conditions.when(of_application))
    written, _null = forms["Material"]["properties"]["format"]["anyOf"]  # nobody writes that there is none
    _put(forms, "Material", "format", written)
    for name in ("Use", "PartStep", "Clock"):
        _put(forms, name, "when", conditions.when(facts and {**attributes, **facts}))
    _put(forms, "Example", "facts", conditions.values(facts))
    _put(forms, "Item", "facts", conditions.item_facts(facts))
    _name_channels(forms, known)
    _name_notices(forms, known)
    _bind(forms["Fact"])
    _amounts(forms["Fact"])
    if known is not None:
        _name_units(forms, known.units)
        return forms
    for name, keys in fields().items():  # what names a region's own things has an example of any region alone
        _show(forms.get(name, {}), keys)
    return forms


def whole_forms() -> Iterator[type[Form]]:
    """The forms of files and of the entries of their lists; those within them come along."""
    for kind in kinds.KINDS:
        yield from () if kind.form is None else (kind.form,)
        yield from (listed.form for listed in kind.lists.values())


def _of_decision(known: Known | None) -> dict[str, Json]:
    """The forms as another decision than the channel has them: what its rules choose its own file lists."""
    forms = _forms(None if known is None else replace(known, channels=()))
    pattern = forms["Outcome"]["properties"]["outcome"]["pattern"]
    outcome: Json = {"type": "string", "pattern": pattern}
    some: Json = {"anyOf": [outcome, {"type": "array", "items": outcome, "minItems": 1}]}
    for form, key, kind in (
        ("Rule", "choose", outcome),
        ("Example", "expect", outcome),
        ("Invariant", "expect", some),
    ):
        title = shown(fields()[form][key].said(of_decision=True))
        forms[form]["properties"][key] = {"title": title, **kind}
    return forms


def _name_channels(forms: dict[str, Json], known: Known | None) -> None:
    """Where a channel stands: one of the region's, or any name that a channel may have."""
    pattern = forms["Rule"]["properties"]["choose"].get("pattern")
    channel: Json = (
        {"type": "string", "pattern": pattern} if known is None else {"enum": list(known.channels)}
    )
    _put(forms, "Rule", "choose", channel)
    if known is not None:  # that the rules decide nothing may be expected, never chosen
        channel = {"enum": [*known.channels, UNDETERMINED]}
    _put(forms, "Example", "expect", channel)
    some = {"type": "array", "items": channel, "minItems": 1}
    _put(forms, "Invariant", "expect", {"anyOf": [channel, some]})


def _name_notices(forms: dict[str, Json], known: Known | None) -> None:
    """What a notice fills in, of a closed set; and where a notice is named, one of the region's."""
    filled = "|".join(Placeholder)
    text = {"type": "string", "minLength": 1, "pattern": rf"^([^{{}}]|\{{({filled})\}})*$"}
    words = {
        language: {"title": shown(fields()["Text"][language].words), **text} for language in ("zh", "en")
    }
    both: Json = {"type": "object", "properties": words, "required": [*words], "additionalProperties": False}
    _put(forms, "NoticeTemplate", "text", both)
    year, serial = r"\{year\}", r"\{serial\}"
    number = rf"^[^{{}}]*({year}[^{{}}]*{serial}|{serial}[^{{}}]*{year})[^{{}}]*$"
    _put(forms, "NoticeTemplate", "number", {"type": "string", "pattern": number, "maxLength": 60})
    if known is not None:
        for form in ("PartOutcome", "Extend"):
            _put(forms, form, "issues", {"enum": list(known.notices)})


def _name_units(forms: dict[str, Json], units: Sequence[str]) -> None:
    """Where an item names a unit: one of the region's."""
    unit = {"enum": list(units)}
    for role in ("decides", "handles", "makes", "supervises"):
        _put(forms, "ItemUnits", role, unit)
    for role in ("inspects", "advises"):
        _put(forms, "ItemUnits", role, {"type": "array", "items": unit})
    _put(forms, "Shared", "from", unit)


def _put(forms: dict[str, Json], form: str, key: str, kind: Json) -> None:
    forms[form]["properties"][key] = {"title": forms[form]["properties"][key]["title"], **kind}


def _name_keys(form: Json, told: Mapping[str, Field]) -> None:
    form.pop("description", None)  # ours, for programmers
    form["properties"].pop("where", None)
    form["required"] = [key for key in form.get("required", ()) if key != "where"]
    for key, kind in form["properties"].items():
        kind["title"] = shown(told[key].words) if key in told else key


def _show(form: Json, told: Mapping[str, Field]) -> None:
    """An example with every key that has one."""
    for key, kind in form.get("properties", {}).items():
        if key in told and told[key].example is not None:
            kind["examples"] = [told[key].example]


def _amounts(fact: Json) -> None:
    """An amount is written as one; a release has whole numbers of its smallest unit."""
    fact["properties"]["type"]["enum"].append("amount")
    for key in ("at_least", "at_most"):
        title = fact["properties"][key]["title"]
        fact["properties"][key] = {
            **fact["properties"][key],
            "title": title,
            "type": ["integer", "number", "string"],
        }
    given = {"properties": {"type": {"const": "amount"}}, "required": ["type"]}
    other = {"properties": dict.fromkeys(("unit", "decimals"), False)}
    fact["allOf"].append({"if": given, "then": {"required": ["unit", "decimals"]}, "else": other})
    counted = {"properties": {"type": {"enum": ["whole_number", "amount"]}}, "required": ["type"]}
    bounds = {"properties": dict.fromkeys(("at_least", "at_most"), False)}
    fact["allOf"].append({"if": counted, "else": bounds})


def _bind(fact: Json) -> None:
    """What ``type`` allows beside it."""

    def only(kind: str, keys: tuple[str, ...]) -> Json:
        given = {"properties": {"type": {"const": kind}}, "required": ["type"]}
        return {"if": given, "else": {"properties": dict.fromkeys(keys, False)}}

    one_of = only("one_of", ("values",)) | {"then": {"required": ["values"]}}
    fact["allOf"] = [
        one_of,
        only("whole_number", ("computed",)),
        only("bool", ("if_so", "if_not")),
    ]


def _plain(schema: Any) -> Any:  # JSON of any shape
    """Without what pydantic says of itself, and in the words of draft-07."""
    if isinstance(schema, list):
        return [_plain(one) for one in schema]
    if not isinstance(schema, dict):
        return schema
    kept = {key: _plain(value) for key, value in schema.items() if not _noise(key, value)}
    if "prefixItems" in kept:
        kept["items"] = kept.pop("prefixItems")
    return {**kept, **DAY} if kept.get("format") == "date" else kept


def _noise(key: str, value: object) -> bool:
    return key == "default" or (key == "title" and isinstance(value, str))


def _text(kind: Kind, forms: Mapping[str, Json]) -> str:
    root = _root(kind)
    definitions = {name: forms[name] for name in sorted(_reached(root, forms))}
    whole = {"$schema": DRAFT, "title": kind.about, **root, "definitions": definitions}
    return json.dumps(whole, ensure_ascii=False, indent=1) + "\n"


def _reached(schema: Any, forms: Mapping[str, Json]) -> set[str]:
    found: set[str] = set()
    todo = list(_references(schema))
    while todo:
        name = todo.pop()
        if name not in found:
            found.add(name)
            todo += _references(forms[name])
    return found


def _references(schema: Any) -> Iterator[str]:
    if isinstance(schema, dict):
        if "$ref" in schema:
            yield schema["$ref"].rpartition("/")[2]
        for value in schema.values():
            yield from _references(value)
    elif isinstance(schema, list):
        for value in schema:
            yield from _references(value)
