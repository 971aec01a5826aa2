"""The JSON Schemas of rules/schema: fresh, true to the rule files, and of use to who misspells."""

from __future__ import annotations

import json
import re
from fnmatch import fnmatch
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from chalicelib.authoring.reading.yaml.nodes import parse
from chalicelib.authoring.schemas import build
from chalicelib.authoring.schemas.shelf import SHELF, stale, wanted
from chalicelib.authoring.schemas.words import fields
from tests.authoring.region import FILES, spoil, write_region

RULES = Path("rules")
LICANG = RULES / "licang"
FOLDERS = {
    "parts": "part",
    "plans": "plan",
    "items": "item",
    "notices": "notice",
    "couriers": "courier",
    "calendars": "calendar",
    "decisions": "decision",
}
OWN_KINDS = {"channels", "invariants", "part", "plan", "clocks", "item", "decision"}
KINDS = {"region", "units", "clocks", "facts", "channels", "invariants", *FOLDERS.values()}


def kind_of(file: str) -> str:
    first = file.split("/")[0]
    return FOLDERS.get(first, Path(first).stem)


def validator(path: Path) -> jsonschema.Draft7Validator:
    schema = json.loads(path.read_text(encoding="utf-8"))
    jsonschema.Draft7Validator.check_schema(schema)
    return jsonschema.Draft7Validator(schema)


def both(region: str) -> list[dict[str, jsonschema.Draft7Validator]]:
    """The schemas for any region, and those of one."""
    shelf = RULES / SHELF
    return [
        {path.stem: validator(path) for path in folder.glob("*.json")} for folder in (shelf, shelf / region)
    ]


@pytest.fixture(scope="module")
def shelves() -> list[dict[str, jsonschema.Draft7Validator]]:
    return both("licang")


def mistakes(schema: jsonschema.Draft7Validator, path: Path) -> list[str]:
    content = parse(path.read_bytes()).plain()
    return [f"{path}: {error.json_path} {error.message}" for error in schema.iter_errors(content)]


def test_the_schemas_are_fresh() -> None:
    """If this fails, run: python -m chalicelib rules schema."""
    own = sorted(folder.name for folder in (RULES / SHELF).iterdir() if folder.is_dir())
    assert "licang" in own
    files = wanted(RULES, own)
    assert stale(files) == []
    assert set(files) == set((RULES / SHELF).rglob("*.json"))


def test_every_kind_of_file_has_a_schema(shelves: list[dict[str, jsonschema.Draft7Validator]]) -> None:
    assert shelves[0].keys() == KINDS
    assert shelves[1].keys() == OWN_KINDS


@pytest.mark.parametrize(("region", "least"), [("licang", 200), ("demo-linshan", 40)])
def test_every_rule_file_of_a_region_is_right_by_its_schemas(region: str, least: int) -> None:
    files, shelves = sorted((RULES / region).rglob("*.yaml")), both(region)
    assert len(files) > least
    found = [
        mistake
        for file in files
        for shelf in shelves
        if (schema := shelf.get(kind_of(file.relative_to(RULES / region).as_posix()))) is not None
        for mistake in mistakes(schema, file)
    ]
    assert found == []


def test_a_region_whose_facts_nobody_here_knew_has_schemas_too(tmp_path: Path) -> None:
    folder = write_region(tmp_path / "other")
    for path, text in wanted(tmp_path, ["other"]).items():
        schema = jsonschema.Draft7Validator(json.loads(text))
        for file in FILES:
            if kind_of(file) == path.stem:
                assert mistakes(schema, folder / file) == []


MISSPELT = {
    "a key of the file": ("channels.yaml", "decision: channel", "decison: channel"),
    "a key of a rule": ("channels.yaml", "choose: outbound_courier", "chose: outbound_courier"),
    "a bound": ("channels.yaml", "{at_most: 0}", "{at_mots: 0}"),
    "a bound beside another": ("channels.yaml", "{at_most: 0}", "{at_most: 0, at_lest: 0}"),
    "the form of a fact's name": ("channels.yaml", "{item.secret: true}", "{itm.secret: true}"),
    "a date": ("channels.yaml", "from: 2016-08-01", "from: 2016-8-1"),
    "a key of the basis": ("channels.yaml", "article: 第四十四条", "artcle: 第四十四条"),
    "a key of a fact": ("facts.yaml", "computed: paper_originals", "compute: paper_originals"),
    "the type of a fact": ("facts.yaml", "type: whole_number", "type: number"),
    "what is counted": ("facts.yaml", "computed: paper_originals", "computed: paper"),
    "values of what has none": ("facts.yaml", "type: one_of", "type: bool"),
    "a key of an invariant": ("invariants.yaml", "expect: one_visit", "expects: one_visit"),
    "a key of the region": ("region.yaml", "time_zone:", "timezone:"),
    "a kind of upload": ("region.yaml", "[pdf, jpeg]", "[pdf, jpg]"),
    "a code without quotes": ("region.yaml", 'code: "370213"', "code: 370213"),
    "a key of a plan": ("plans/outbound_courier.yaml", "paper_in: none", "paperin: none"),
    "who ends a step": ("parts/hand-out.yaml", "by: delivery", "by: deliverer"),
    "a key of a step": ("parts/pre-review.yaml", "late: lapsed", "lates: lapsed"),
    "a way of delivery": ("parts/hand-out.yaml", "ways: result_out", "ways: [currier]"),
    "a condition of a step": (
        "parts/acceptance.yaml",
        "{item.acceptance_trigger: paper}",
        "{trigger: paper}",
    ),
    "a key of an item": ("items/market/food.yaml", "acceptance_trigger:", "acceptance_triger:"),
    "a type of item": ("items/market/food.yaml", 'type: "01"', 'type: "02"'),
    "a key of a material": ("items/health/vault.yaml", "need: optional", "needs: optional"),
    "the form of a result": ("items/market/food.yaml", "form: paper", "form: papper"),
    "the language of a label": ("items/market/food.yaml", "en: Food business licence", "eng: Food"),
    "a key of a courier": ("couriers/ems.yaml", "give_up_days:", "giveup_days:"),
    "an interval too short": ("couriers/ems.yaml", "minutes: 120", "minutes: 20"),
    "a key of a notice": ("notices/grant.yaml", "served_by:", "servedby:"),
    "what a notice fills in": ("notices/grant.yaml", "准予{item}", "准予{itme}"),
    "a brace alone in a notice": ("notices/grant.yaml", "准予{item}", "准予{item"),
    "a notice's number without its serial": ("notices/grant.yaml", "{serial}号", "1号"),
    "a way of service": ("notices/grant.yaml", "served_by: [portal]", "served_by: [potral]"),
    "a milestone": ("notices/acceptance.yaml", "issued_at: accepted", "issued_at: acceptance"),
    "a key of the remedies": ("region.yaml", "remedies: {review_body:", "remedies: {reviewbody:"),
    "a key of a calendar": ("calendars/2026.yaml", "worked:", "work:"),
    "a day of a calendar": ("calendars/2026.yaml", "off: [2026-01-01,", "off: [1 January,"),
}


@pytest.mark.parametrize("what", MISSPELT)
def test_the_schemas_of_any_region_underline(
    what: str, tmp_path: Path, shelves: list[dict[str, jsonschema.Draft7Validator]]
) -> None:
    file, old, new = MISSPELT[what]
    folder = write_region(tmp_path / "licang")
    schema = shelves[0][kind_of(file)]
    assert mistakes(schema, folder / file) == []
    spoil(folder, file, old, new)
    assert mistakes(schema, folder / file) != []


OWN = {
    "a channel": ("channels.yaml", "choose: two_way_courier", "choose: two_way_currier"),
    "a channel of an example": (
        "channels.yaml",
        'item: large-outdoor-advertising, "on": 2018-06-28, expect: outbound_courier',
        'item: large-outdoor-advertising, "on": 2018-06-28, expect: outbound',
    ),
    "a channel of an invariant": (
        "invariants.yaml",
        "when: {item.in_person: true}\n    expect: [one_visit]",
        "when: {item.in_person: true}\n    expect: [two_visits]",
    ),
    "a fact in a rule": ("channels.yaml", "item.in_person: true", "item.in_persn: true"),
    "a value in a rule": ("channels.yaml", "[required, joint]", "[required, jont]"),
    "a word for true": ("channels.yaml", "item.secret: true}\n    choose", "item.secret: treu}\n    choose"),
    "yes for true": ("channels.yaml", "item.secret: true}\n    choose", "item.secret: yes}\n    choose"),
    "bounds of what has none": ("channels.yaml", "online_depth: IV\n", "online_depth: {at_least: III}\n"),
    "a number out of bounds": (
        "channels.yaml",
        "item.paper_originals: 0",
        "when: {item.paper_originals: 61}",
    ),
    "a fact of an example": ("channels.yaml", "facts: {item.secret: true}", "facts: {item.secrt: true}"),
    "a fact of an invariant": ("invariants.yaml", "{item.mail_material: false}", "{item.mail_paper: false}"),
    "a fact of a plan": ("plans/one_visit.yaml", "{item.hearing: true}", "{item.hearings: true}"),
    "a fact of an item": ("items/health/additional-child-approval.yaml", "in_person:", "in_persn:"),
    "a value of an item": ("items/health/additional-child-approval.yaml", "depth: III", "depth: 3"),
    "a unit": (
        "items/health/additional-child-approval.yaml",
        "decides: health",
        "decides: heath",
    ),
}


@pytest.mark.parametrize("what", OWN)
def test_the_schemas_of_licang_underline_of_its_own_words(
    what: str, tmp_path: Path, shelves: list[dict[str, jsonschema.Draft7Validator]]
) -> None:
    file, old, new = OWN[what]
    text = (LICANG / file).read_text(encoding="utf-8")
    assert text.count(old) == 1, text.count(old)
    spoilt = tmp_path / Path(file).name
    spoilt.write_text(text.replace(old, new), encoding="utf-8")
    assert mistakes(shelves[1][kind_of(file)], spoilt) != []


def test_every_key_is_titled_in_chinese_and_english() -> None:
    for kind, text in build.schemas().items():
        schema = json.loads(text)
        forms = {"": schema, **schema["definitions"]}
        titles = [
            (kind, name, key, value.get("title", ""))
            for name, form in forms.items()
            for key, value in form.get("properties", {}).items()
        ]
        assert titles
        for *where, title in titles:
            assert any("一" <= sign <= "鿿" for sign in title), where
            assert any(sign.isascii() and sign.isalpha() for sign in title), where


def test_words_are_of_keys_that_exist() -> None:
    forms: dict[str, dict[str, Any]] = {}
    for text in build.schemas().values():
        forms |= json.loads(text)["definitions"]
    for name, words in fields().items():
        assert words.keys() == forms[name]["properties"].keys(), name


def test_every_key_has_an_example_that_its_schema_takes_or_keys_of_its_own_below() -> None:
    forms: dict[str, dict[str, Any]] = {}
    for kind, text in build.schemas().items():
        for name, form in json.loads(text)["definitions"].items():
            if kind != "decision" or name not in forms:  # there outcomes stand for channels
                forms[name] = form
    resolver = {"definitions": forms}
    for name, words in fields().items():
        for key, told in words.items():
            schema = forms[name]["properties"][key]
            if told.example is None:
                below = set(re.findall(r"definitions/(\w+)", json.dumps(schema)))
                assert below & fields().keys(), (name, key)
            else:
                assert schema["examples"] == [told.example]
                taken = jsonschema.Draft7Validator({**schema, **resolver}).iter_errors(told.example)
                assert [error.message for error in taken] == [], (name, key)


def test_a_region_s_own_schemas_show_no_channel_of_another(tmp_path: Path) -> None:
    write_region(tmp_path / "other")
    made = {path.as_posix(): json.loads(text) for path, text in wanted(tmp_path, ["other"]).items()}
    rules = {
        path: schema["definitions"]["Rule"]["properties"]
        for path, schema in made.items()
        if path.endswith("channels.json")
    }
    shown = {"other" in path.split("/"): "examples" in rule["choose"] for path, rule in rules.items()}
    assert shown == {True: False, False: True}


def test_closed_sets_are_enums() -> None:
    item = json.loads(build.schemas()["item"])["definitions"]
    assert item["Material"]["properties"]["format"]["enum"] == ["paper", "electronic", "both"]


def test_the_editor_s_settings_name_one_schema_for_every_rule_file() -> None:
    """Not two: of two schemas for one file the YAML language server (1.25) reads neither."""
    settings = json.loads(Path(".vscode/settings.json").read_text(encoding="utf-8"))["yaml.schemas"]
    files = sorted(file.as_posix() for file in RULES.rglob("*.yaml"))
    known = {folder.name for folder in (RULES / SHELF).iterdir() if folder.is_dir()}
    assert known == {file.parent.name for file in RULES.glob("*/region.yaml")}
    for file in [*files, "rules/elsewhere/channels.yaml", "rules/elsewhere/items/health/clinic.yaml"]:
        region, _, inside = file.removeprefix("rules/").partition("/")
        own = f"{region}/" if region in known and kind_of(inside) in OWN_KINDS else ""
        found = [schema for schema, patterns in settings.items() if matches(file, patterns)]
        assert found == [f"./rules/schema/{own}{kind_of(inside)}.json"], file
        assert Path(found[0]).exists()


def matches(file: str, patterns: list[str]) -> bool:
    without = [pattern[1:] for pattern in patterns if pattern.startswith("!")]
    return any(fnmatch(file, pattern) for pattern in patterns) and not any(fnmatch(file, p) for p in without)
