"""``rules export``, called as people and scripts call it."""

from __future__ import annotations

import json
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
import zen

from chalicelib.__main__ import main
from tests.authoring.exports.regions import RIGHT
from tests.authoring.region import spoil, write_region


def test_what_decide_prints_as_facts_goes_into_the_exported_table(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "rules.json"
    asked = ["--item", "food-business-licence", "--on", "2018-06-28", "--json"]
    assert main(["rules", "decide", "rules/licang", *asked]) == 0
    ours = json.loads(capsys.readouterr().out)
    where = ["--out", str(out), "--on", "2018-06-28", "--json"]
    assert main(["rules", "export", "rules/licang", "--to", "jdm", *where]) == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["rows"], told["on"], told["release"]) == (9, "2018-06-28", ours["release"])
    theirs = zen.ZenEngine().create_decision(out.read_text(encoding="utf-8")).evaluate(ours["facts"])
    assert theirs["result"] == {"channel": ours["channel"], "rule": ours["rule"]}


def test_on_an_earlier_day_earlier_rules_are_exported(tmp_path: Path) -> None:
    out = tmp_path / "rules.json"
    assert (
        main(["rules", "export", "rules/licang", "--to", "jdm", "--out", str(out), "--on", "2018-03-31"]) == 0
    )
    found = zen.ZenEngine().create_decision(out.read_text(encoding="utf-8")).evaluate(RIGHT)
    assert found["result"] == {"channel": "one_visit", "rule": "papers-to-counter"}


def test_dmn_is_xml_that_says_its_release(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "rules.dmn"
    assert main(["rules", "export", "rules/licang", "--to", "dmn", "--out", str(out), "--json"]) == 0
    release = json.loads(capsys.readouterr().out)["release"]
    root = ET.parse(out).getroot()  # noqa: S314  # written a moment ago
    assert release in (root[0].text or "")


def test_rules_with_a_mistake_are_never_exported(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder, out = write_region(tmp_path / "r"), tmp_path / "rules.json"
    spoil(folder, "channels.yaml", "{item.secret: true}", "{item.secret: treu}")
    assert main(["rules", "export", str(folder), "--to", "jdm", "--out", str(out), "--json"]) == 1
    assert json.loads(capsys.readouterr().out)["problems"][0]["code"] == "wrong-value"
    assert not out.exists()


def test_a_place_that_cannot_be_written_is_a_wrong_call(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "missing" / "rules.dmn"
    assert main(["rules", "export", "rules/licang", "--to", "dmn", "--out", str(out)]) == 2
    assert "无法写入" in capsys.readouterr().err
