"""Every command, called rightly and wrongly, answers in the language of its user and ends as it should."""

from __future__ import annotations

import json
import re
import shlex
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import boto3
import pytest
from botocore.client import BaseClient
from botocore.exceptions import ClientError

from chalicelib import wiring
from chalicelib.__main__ import COMMANDS, Words, main
from chalicelib.adapters import dead_letters
from chalicelib.authoring.checking.load import load
from chalicelib.services.releases.publish_rules import publish_release
from chalicelib.services.releases.shadow_rules import start_shadow
from tests.adapters.moto_cloud import all_rows
from tests.adapters.office import open_office
from tests.adapters.releases import APPROVER, AUTHOR, put_in_force
from tests.authoring.region import spoil, write_decisions, write_region
from tests.authoring.workbook.office import edited, put
from tests.commands.conftest import with_dead_letters
from tests.services.releases.bookshelf import claimed

CALLS: Mapping[Words, Mapping[str, int]] = {
    ("rules", "check"): {
        "old": 0,
        "broken": 1,
        "unread": 1,
        "none": 2,
        "old/facts.yaml": 2,
        "old --quick": 2,
    },
    ("rules", "decide"): {
        "old --item food": 0,
        "old --item food --decision special-path": 0,
        "old --item vault --facts {}": 3,
        "old --item food --facts {}": 3,
        """old --item food --facts '{"item.secret":1}'""": 3,
        "old --item nothing": 2,
        "old": 2,
        "old --item food --facts {": 2,
        """old --item food --facts '{"a":1,"a":2}'""": 2,
        "old --item food --facts []": 2,
        "old --item food --on tomorrow": 2,
        "old --item food --decision nothing": 2,
        "old --batch cases.jsonl": 0,
        "old --batch wrong.jsonl": 1,
        "old --batch none": 2,
        "unread --item food": 1,
    },
    ("rules", "totals"): {
        "old": 0,
        "old --decision special-path": 0,
        "old --decision supervision": 2,
        "old --decision nothing": 2,
        "old --on 2001-01-01": 0,
    },
    ("rules", "export"): {
        "old --to jdm --out made.json": 0,
        "old --to dmn --out made.dmn": 0,
        "old --to dmn11 --out made.dmn --decision special-path": 0,
        "old --to xlsx --out made.xlsx": 0,
        "old --to xlsx --out made.xlsx --decision special-path": 2,
        "old --to jdm --out made.json --verify": 0,
        "old --to pdf --out made.pdf": 2,
        "old --to jdm --out none/made.json": 2,
        "unread --to jdm --out made.json": 1,
    },
    ("rules", "import"): {
        "edited.xlsx edited": 1,
        "edited.xlsx edited --write": 1,
        "same.xlsx same": 0,
        "wrong.xlsx wrong": 1,
        "cases.jsonl old": 1,
        "none.xlsx old": 2,
        "edited.xlsx new": 1,
    },
    ("rules", "schema"): {"shelf --check": 0, "bare --check": 1, "none --check": 2, "shelf": 0},
    ("rules", "explain"): {
        "old --item food": 0,
        "old --item vault --all": 0,
        "old --item food --facts {}": 3,
        "old --item food --why-not one_visit": 0,
        "old --item food --why-not nothing": 2,
        "old --item food --decision special-path": 0,
        "old --item food --decision supervision": 0,
        "old --item nothing": 2,
        "old --item food --facts {": 2,
    },
    ("rules", "examples"): {
        "old": 0,
        "old --decision special-path": 0,
        "old --decision supervision": 0,
        "old --confirm 1 --by wang": 2,
        "old --confirm nothing": 2,
        "old --decision nothing": 2,
    },
    ("rules", "advise"): {
        "old": 0,
        "old --all --limit 1": 0,
        "old --decision special-path": 0,
        "old --decision supervision": 0,
        "old --assume application.courier=false": 0,
        "old --assume application.courier=perhaps": 2,
        "old --assume application.nothing=1": 2,
        "old --cases cases.jsonl": 0,
        "old --cases wrong.jsonl": 1,
        "old --decision supervision --cases cases.jsonl": 2,
        "old --limit 0": 2,
    },
    ("rules", "diff"): {"old new": 0, "old old": 0, "old unread": 1, "old none": 2, "old new --since 1": 2},
    ("rules", "replay"): {
        "old new --cases cases.jsonl": 0,
        "old new --cases wrong.jsonl": 1,
        "old new --cases none": 2,
        "old new --cases cases.jsonl --decision special-path": 0,
        "old new --cases cases.jsonl --decision supervision": 1,
    },
    ("rules", "publish"): {"last --by wang": 0, "old --by wang": 0, "new": 1, "unread": 1, "none": 2},
    ("rules", "activate"): {
        "LAST --by li": 1,
        f"LAST --by {AUTHOR} --yes": 1,
        "LAST --by li --yes --expect OLD": 1,
        "LAST --by li --yes": 0,
        "NEXT --by li --yes": 0,
        "0000 --by li --yes": 2,
    },
    ("rules", "shadow"): {"": 0, "OLD --by wang": 0, "--off --by wang": 0, "LAST --off": 2, "0000": 2},
    ("rules", "rollback"): {
        "--by wang": 0,
        "--to OLD --by wang": 1,
        "--to NEXT --by wang": 0,
        "--to LAST --by wang": 1,
        "--region nowhere --by wang": 1,
    },
    ("rules", "log"): {"": 0, "--region nowhere": 0, "--region": 2},
    ("", "due"): {
        "2026-03-02 --days 5 --rules old": 0,
        "2026-12-28 --days 9 --rules old": 0,
        "2026-03-02 --days 5 --kind calendar": 0,
        "2026-02-30 --days 5": 2,
        "2026-03-02": 2,
        "2026-03-02 --days -1": 2,
        "2026-03-02 --days 5 --rules none": 2,
        "2026-03-02 --days 5 --kind lunar": 2,
        "3026-03-02 --days 5 --rules old": 2,
    },
    ("cases", "verify"): {
        "": 0,
        "CASE": 0,
        "12": 2,
        "--checkpoint marks.json": 0,
        "--checkpoint cases.jsonl": 2,
        "CASE --checkpoint marks.json": 2,
    },
    ("cases", "erase"): {
        "CASE --reason retention-over --by wang": 1,
        "12 --reason retention-over --by wang": 2,
        "CASE --reason retention-over": 2,
        "CASE --reason because --by wang": 2,
        "CASE": 2,
    },
    ("cases", "strays"): {"": 0, "12": 2},
    ("keys", "rotate"): {"": 0, "--wrapping": 2},
    ("keys", "erase"): {"2019Q1": 1, "2019Q1 --yes": 0, "2099Q1": 1, "2019": 2},
    ("polling", "resume"): {"": 0, "now": 2},
    ("staff", "revoke"): {"w-1": 0, "": 2},
    ("dead", "list"): {"": 0, "12": 2},
    ("dead", "show"): {"12": 2, "": 2},
    ("dead", "redrive"): {"12": 2, "": 0},
}
"""What follows the words of a command, and with what it ends."""


IN_CLOUD = [words for words in list(CALLS)[list(CALLS).index(("rules", "publish")) :] if words[0]]
LANGUAGES = {
    "zh": re.compile(r"\b[a-z]+(?: [a-z]+){2,}\b"),
    "en": re.compile("[\u4e00-\u9fff]"),
    "both": None,
    "json": None,
}
"""What a line in the other language looks like: three English words in a row, or a Chinese one."""
_WITHOUT_ENGLISH = re.compile(
    f"《[^》]*》|(?<!\\w)'[^'\n]*'|^.*![A-Z]+\\d+|{AUTHOR}|{APPROVER}", re.MULTILINE
)
"""Names of laws, what somebody wrote, cells of workbooks, and people."""


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Regions, workbooks and files of cases, good and bad."""
    here = tmp_path_factory.mktemp("rules")
    names = (
        "old",
        "next",
        "last",
        "new",
        "broken",
        "unread",
        "same",
        "edited",
        "wrong",
        "shelf/licang",
        "bare/licang",
    )
    for name in names:
        write_decisions(write_region(here / name))
    spoil(here / "new", "channels.yaml", "application.courier: true}", "application.courier: false}")
    spoil(here / "next", "channels.yaml", "from: 2016-08-01", "from: 2016-08-02")
    spoil(here / "last", "decisions/special-path.yaml", "80}}, choose", "70}}, choose")
    spoil(here / "broken", "channels.yaml", "item.secret: true", "item.secrte: true")
    spoil(here / "unread", "channels.yaml", "rules:\n", "rulez:\n")
    edited(here / "same")
    edited(here / "edited", put("规则", "courier", "办理渠道", "最多跑一次"))
    edited(here / "wrong", put("事项", "food", "承诺时限", "soon"))
    line = {"item": "food", "facts": {"application.courier": True}, "on": "2026-01-01"}
    wrong = [json.dumps({"item": "nothing"}), "{", json.dumps(line | {"on": "yesterday"}), "[]"]
    (here / "cases.jsonl").write_text(json.dumps(line) + "\n", encoding="utf-8")
    (here / "wrong.jsonl").write_text("\n".join(wrong) + "\n", encoding="utf-8")
    main(["rules", "schema", str(here / "shelf")])
    return here


@pytest.fixture(scope="module")
def known(place: Path) -> Iterator[dict[str, str]]:
    """An office in which two releases came into force and one runs in shadow, with a case: their names."""
    old, next_, last = (load(place / name) for name in ("old", "next", "last"))
    with open_office(old) as office:
        with_dead_letters(office)
        shelf, now = wiring.policy_desk().releases, wiring.ports().clock.now()
        put_in_force(shelf, next_, now)
        publish_release(shelf, last, claimed(AUTHOR), now, {"ok": True})
        start_shadow(shelf, last.digest, claimed(AUTHOR), now)
        case = office.open("food").no
        yield {"OLD": old.digest, "NEXT": next_.digest, "LAST": last.digest, "CASE": case, **office.variables}


@pytest.fixture(scope="module")
def rows(known: dict[str, str]) -> list[dict[str, Any]]:
    return all_rows(boto3.client("dynamodb"), known["TABLE"])


@pytest.fixture
def here(
    place: Path, known: dict[str, str], rows: list[dict[str, Any]], monkeypatch: pytest.MonkeyPatch
) -> dict[str, str]:
    """What names stand for, in an office in which nothing else was called before."""
    client, table = boto3.client("dynamodb"), known["TABLE"]
    for row in all_rows(client, table):
        client.delete_item(TableName=table, Key={"pk": row["pk"], "sk": row["sk"]})
    for row in rows:
        client.put_item(TableName=table, Item=row)
    monkeypatch.setattr(dead_letters, "_WAIT_SECONDS", 0)  # one machine has it all here
    monkeypatch.chdir(place)
    return known


def test_every_command_is_called() -> None:
    assert list(CALLS) == list(COMMANDS)


@pytest.mark.parametrize("words", CALLS, ids=" ".join)
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_command_answers_in_the_language_of_its_user_and_ends_as_it_should(
    words: Words, language: str, here: dict[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    each = list(CALLS[words].items())
    for call, ends in each if language in ("zh", "en") else (each[0], each[-1]):
        argv = [*filter(None, words), *(here.get(word, word) for word in shlex.split(call))]
        assert (call, _ended(argv, language)) == (call, ends)
        said = capsys.readouterr()
        if language == "json":
            assert [line for line in said.out.splitlines() if json.loads(line) is None] == []
            assert said.err == "" or "--batch" in call
        else:
            assert (call, _foreign(said.out + said.err, words, language)) == (call, [])


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("words", IN_CLOUD, ids=" ".join)
def test_a_missing_right_is_told_in_the_language_of_the_user(
    words: Words,
    language: str,
    here: dict[str, str],
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def refuse(_client: object, operation: str, _given: object) -> None:
        raise ClientError({"Error": {"Code": "AccessDeniedException", "Message": "x may not"}}, operation)

    monkeypatch.setattr(BaseClient, "_make_api_call", refuse)
    call = next(iter(CALLS[words]))
    argv = [*filter(None, words), *(here.get(word, word) for word in shlex.split(call))]
    assert _ended(argv, language) == 2
    said = capsys.readouterr()
    assert {"zh": "云账号没有这项权限", "en": "this cloud user may not do so"}[language] in said.err
    assert _foreign(said.err, words, language) == []


def _ended(argv: list[str], language: str) -> object:
    try:
        return main([*argv, "--json"] if language == "json" else [*argv, "--lang", language])
    except SystemExit as ended:
        return ended.code


def _foreign(said: str, words: Words, language: str) -> list[str]:
    """The lines that somebody who speaks one language cannot read; of both all, where one is missing."""
    lines = [line for line in _WITHOUT_ENGLISH.sub("", said).splitlines() if not line.startswith("{")]
    other = LANGUAGES[language]
    if other is not None:
        return [line for line in lines if other.search(line.replace(" ".join(words), ""))]
    text = "\n".join(lines)
    spoken = [re.search(letters, text) is not None for letters in ("[a-z]{3}", "[\u4e00-\u9fff]")]
    return lines if any(spoken) and not all(spoken) else []
