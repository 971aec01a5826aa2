"""The page for policy staff says what the commands print."""

from __future__ import annotations

import difflib
import re
import shutil
from pathlib import Path

from chalicelib.__main__ import COMMANDS
from chalicelib.authoring.check import check
from tests.rules_commands import options, with_commands
from tests.rules_fields import with_fields
from tests.rules_readme import PAGE, TODAY, replayed


def test_the_worked_change_is_what_the_commands_print_word_for_word() -> None:
    page = PAGE.read_text(encoding="utf-8")
    now = replayed(page)
    told = difflib.unified_diff(
        page.splitlines(), now.splitlines(), "rules/README.md", "now", lineterm="", n=0
    )
    assert now == page, "\n".join([*told, "look at it, then: python -m tests.rules_readme"])


def test_the_decision_that_each_language_teaches_passes_the_check_as_it_stands_there(tmp_path: Path) -> None:
    chinese, english = PAGE.read_text(encoding="utf-8").split("\n# Rule files\n")
    folder = Path(shutil.copytree("rules/licang", tmp_path / "licang"))
    for text in (chinese, english.split("\n# ")[0]):
        (taught,) = re.findall(r"^```yaml\n(decision: .*?)^```$", text, re.MULTILINE | re.DOTALL)
        name = re.match(r"decision: ([a-z-]+)", taught)
        assert name is not None
        (folder / f"decisions/{name[1]}.yaml").write_text(taught, encoding="utf-8")
    found = check(folder, TODAY.replace(month=6), engines=())
    assert found.ok
    assert [one for one in found.problems if one.file.startswith("decisions/")] == []
    assert found.release is not None
    assert {"helping", "paper-check"} < found.release.decisions.keys()


def test_every_answer_of_the_program_that_the_page_looks_into_has_something_to_show() -> None:
    page = PAGE.read_text(encoding="utf-8")
    assert re.findall(r"^\$ \.venv/.* \| .*\n(?=\$|```)", page, re.MULTILINE) == []


def test_the_tables_of_keys_and_of_commands_are_those_of_the_program() -> None:
    page = PAGE.read_text(encoding="utf-8")
    assert with_commands(with_fields(page)) == page, "python -m tests.rules_readme"
    for words in COMMANDS:
        for option in (name for one in options(words) for name in one.option_strings):
            assert f"`{option}" in page, (words, option)


def test_the_worked_change_goes_from_the_idea_to_activation_and_back() -> None:
    page = PAGE.read_text(encoding="utf-8")
    commands = re.findall(r"^\$ \.venv/bin/python -m chalicelib rules (\w+)", page, re.MULTILINE)
    way = ["explain", "check", "check", "diff", "replay", "examples", "examples", "publish", "activate"]
    assert commands[: len(way) + 3] == [*way, "activate", "rollback", "log"]


def test_what_commands_of_the_readme_make_in_the_folder_of_the_program_is_kept_out_of_git() -> None:
    page = PAGE.read_text(encoding="utf-8")
    console = "".join(re.findall(r"^```console\n(.*?)^```$", page, re.MULTILINE | re.DOTALL))
    commands = "".join(line for line in console.splitlines(keepends=True) if line.startswith("$ "))
    made = set(re.findall(r"(?:^\$ cp -r \S+|--out|>) +([\w.-]+)$", commands, re.MULTILINE))
    assert made >= {"draft", "rules.xlsx"}
    kept_out = Path(".gitignore").read_text(encoding="utf-8").split()
    assert {name for name in made if f"/{name}" not in kept_out} == set()
