"""How a yes and a no are said: only of what is a yes or a no."""

from __future__ import annotations

from pathlib import Path

import pytest

from chalicelib.authoring.checking.load import RuleFileError, load
from tests.authoring.region import spoil, write_region

SECRET = "{fact: item.secret, title: {zh: 涉密, en: secret}, type: bool"
ORIGINALS = "    computed: paper_originals\n"


def test_a_yes_and_a_no_have_words_and_a_law_behind_them(tmp_path: Path) -> None:
    folder = write_region(tmp_path / "licang")
    words = "if_so: {zh: 涉密, en: it is secret}, if_not: {zh: 不涉密, en: it is no secret}, set_by: law"
    spoil(folder, "facts.yaml", SECRET, f"{SECRET}, {words}")
    secret = load(folder).facts[0]
    assert secret.if_not is not None
    assert (secret.if_not.zh, secret.set_by) == ("不涉密", "law")


def test_without_them_the_digest_of_a_release_is_what_it_was(tmp_path: Path) -> None:
    content = load(write_region(tmp_path / "licang")).canonical().decode()
    assert "set_by" not in content
    assert "if_so" not in content


@pytest.mark.parametrize("key", ["if_so", "if_not"])
def test_a_number_has_no_yes_or_no(tmp_path: Path, key: str) -> None:
    folder = write_region(tmp_path / "licang")
    spoil(folder, "facts.yaml", ORIGINALS, f"{ORIGINALS}    {key}: {{zh: 有, en: some}}\n")
    with pytest.raises(RuleFileError) as raised:
        load(folder)
    (found,) = raised.value.problems
    assert (found.file, found.line, found.code) == ("facts.yaml", 17, "fact-words")
