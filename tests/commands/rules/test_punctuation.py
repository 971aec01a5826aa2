"""Every command about rules puts the signs of the user's language between its words."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

import pytest

from chalicelib.__main__ import COMMANDS, main
from tests.adapters.a_case import release
from tests.adapters.office import Office
from tests.adapters.releases import APPROVER, AUTHOR
from tests.authoring.region import spoil, write_decisions, write_region

CHINESE_SIGNS = re.compile("[、；：，。（）？！【】]")
ENGLISH_SIGNS = re.compile(r"[\u4e00-\u9fff”》] ?[,;:(]")
LAWS = re.compile(r"《[^》]*》")
"""What is Chinese in every language: titles of laws."""
FACTS = '{"applicant.age": 85, "application.urgent": false}'
PATH = ("--decision", "special-path", "--item", "food")


@pytest.fixture
def calls(tmp_path: Path) -> Mapping[str, list[list[str]]]:
    """By command the calls that show most of what it can say; of those in the cloud, one after the other."""
    region, edited = (write_decisions(write_region(tmp_path / name / "licang")) for name in ("old", "new"))
    spoil(edited, "decisions/special-path.yaml", "80}}, choose", "90}}, choose")
    spoil(edited, "channels.yaml", "when: {item.secret: true}", "when: {item.inspection: joint}")
    spoil(edited, "items/market/food.yaml", "inspection: none", "inspection: joint")
    spoil(edited, "units.yaml", "en: Health bureau", "en: Bureau of health")
    cases, book = tmp_path / "cases.jsonl", str(tmp_path / "rules.xlsx")
    case = {"item": "food", "facts": {"application.courier": True, **json.loads(FACTS)}, "on": "2026-03-02"}
    cases.write_text(json.dumps(case) + "\n", encoding="utf-8")
    old, new = str(region), str(edited)
    return {
        "check": [[old], [new]],
        "decide": [[old, "--item", "food"], [old, *PATH, "--facts", FACTS]],
        "totals": [[old], [old, "--decision", "special-path"]],
        "explain": [
            [old, "--item", "food"],
            [old, "--item", "food", "--why-not", "one_visit"],
            [old, *PATH, "--facts", FACTS, "--all"],
        ],
        "examples": [[old], [old, "--decision", "special-path"]],
        "advise": [[old]],
        "diff": [[old, new]],
        "replay": [[old, new, "--cases", str(cases)]],
        "export": [[old, "--to", "xlsx", "--out", book]],
        "import": [[book, old], [book, new]],
        "schema": [["--check"]],
        "publish": [[old, "--by", AUTHOR]],
        "activate": [["DIGEST", "--by", APPROVER, "--yes"]],
        "shadow": [[]],
        "log": [[]],
        "rollback": [["--by", APPROVER]],
    }


@pytest.mark.parametrize(
    ("language", "foreign"), [("en", CHINESE_SIGNS), ("zh", ENGLISH_SIGNS)], ids=["en", "zh"]
)
def test_every_command_about_rules_punctuates_as_its_user_does(
    calls: Mapping[str, list[list[str]]],
    language: str,
    foreign: re.Pattern[str],
    table: str,
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert set(calls) == {word for room, word in COMMANDS if room == "rules"}
    digest, wrong = "", []
    for command, each in calls.items():
        for words in each:
            given = [digest if word == "DIGEST" else word for word in words]
            main(["rules", command, *given, "--lang", language])
            told = capsys.readouterr()
            digest = (re.findall(r"\b[0-9a-f]{64}\b", told.out) or [digest])[0]
            said = LAWS.sub("", told.out + told.err)
            assert told.out + told.err, command
            wrong += [(command, line) for line in said.splitlines() if foreign.search(line)]
    assert wrong == []


OPERATED = {
    ("", "due"): [["due", "2026-02-05", "--days", "5"], ["due", "2099-12-10", "--days", "20"]],
    ("cases", "verify"): [["cases", "verify", "NO"], ["cases", "verify", "LC-NONE"], ["cases", "verify"]],
    ("cases", "strays"): [["cases", "strays"]],
    ("cases", "erase"): [["cases", "erase", "NO"]],
    ("keys", "rotate"): [["keys", "rotate"]],
    ("keys", "erase"): [["keys", "erase", "2026-Q1"], ["keys", "erase", "long ago"]],
    ("polling", "resume"): [["polling", "resume", "kuaidi100"]],
    ("staff", "revoke"): [["staff", "revoke", "0107"]],
}
"""By command outside ``rules`` calls that show what it says; those of dead letters are in ``test_dead``."""


@pytest.mark.parametrize(
    ("language", "foreign"), [("en", CHINESE_SIGNS), ("zh", ENGLISH_SIGNS)], ids=["en", "zh"]
)
def test_every_other_command_punctuates_as_its_user_does(
    office: Office, language: str, foreign: re.Pattern[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert {one for one in COMMANDS if one[0] not in ("rules", "dead")} == set(OPERATED)
    office.activate(release())  # the commands about rules have put others in force
    no, wrong = office.running().no, []
    for each in OPERATED.values():
        for words in each:
            given = [no if word == "NO" else word for word in words]
            with suppress(SystemExit):  # how a wrong call ends where the parser finds it
                main([*given, "--lang", language])
            told = capsys.readouterr()
            said = LAWS.sub("", told.out + told.err)
            assert said.strip(), words
            wrong += [(words, line) for line in said.splitlines() if foreign.search(line)]
    assert wrong == []
