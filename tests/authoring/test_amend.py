"""A file that is opened and saved is the file that it was; a change leaves all else as it was typed."""

from __future__ import annotations

from pathlib import Path

import pytest

from chalicelib.authoring import amend

FILES = sorted(Path("rules").rglob("*.yaml"))


@pytest.mark.parametrize("file", FILES, ids=str)
def test_a_file_nobody_changed_comes_out_byte_for_byte(file: Path) -> None:
    assert amend.text(amend.open_file(file)) == file.read_text(encoding="utf-8")


def test_a_change_leaves_comments_quotes_and_order_alone(tmp_path: Path) -> None:
    file = tmp_path / "a.yaml"
    before = '# head\ntype: "01"   # law\nfacts: {secret: false, depth: III}   # two\nlist:\n  - {a: 1}\n'
    file.write_text(before, encoding="utf-8")
    content = amend.open_file(file)
    content["facts"]["depth"] = "IIV"
    amend.save(file, content)
    assert file.read_text(encoding="utf-8") == before.replace("III", "IIV")
    assert [path.name for path in tmp_path.iterdir()] == ["a.yaml"]
