"""The table of kinds of rule files holds all that a release has, and the page for policy staff lists them."""

from __future__ import annotations

from pathlib import Path

from chalicelib.authoring.reading.kinds import KINDS
from chalicelib.authoring.schemas.build import schemas
from chalicelib.decisions.forms.model import Release

PAGE = Path("rules/README.md").read_text(encoding="utf-8")


def test_every_part_of_a_release_comes_of_one_kind() -> None:
    parts = [part for kind in KINDS for part in kind.parts]
    assert sorted(parts) == sorted(Release.model_fields)


def test_every_kind_has_a_schema_and_a_line_in_both_languages_of_the_page() -> None:
    assert schemas().keys() == {kind.name for kind in KINDS}
    for kind in KINDS:
        begin = f"| `{kind.place}/" if kind.depth else f"| `{kind.place}`"
        assert sum(line.startswith(begin) for line in PAGE.splitlines()) == 2, kind.place
