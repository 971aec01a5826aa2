"""``rules export``, called as people and scripts call it."""

from __future__ import annotations

import json
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
import zen

from chalicelib.__main__ import main
from chalicelib.authoring.agreement.engines.dmn_engine import Dmn, NodeEngine
from chalicelib.authoring.agreement.engines.engine import Engine
from chalicelib.authoring.agreement.engines.zen_engine import Zen
from chalicelib.authoring.exports import feel
from chalicelib.decisions.forms.form import Text
from tests.authoring.exports.regions import RIGHT
from tests.authoring.region import spoil, write_decisions, write_region
from tests.commands.conftest import Said


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


def test_a_workbook_is_said_to_hold_the_rules_of_every_decision(tmp_path: Path, said: Said) -> None:
    """Three of the channel, one that an item has, three and five of two decisions beside it."""
    region = write_decisions(write_region(tmp_path / "licang"))
    made = said("rules", "export", str(region), "--to", "xlsx", "--out", str(tmp_path / "rules.xlsx"))
    assert made["rules"] == 3 + 1 + 3 + 5


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
    assert f"无法读写 {out}：没有这个文件或文件夹" in capsys.readouterr().err


@pytest.mark.parametrize("region", ["licang", "demo-linshan"])
@pytest.mark.parametrize(("form", "reader"), [("jdm", "zen-engine"), ("dmn", "feelin")])
def test_an_engine_that_reads_the_export_answers_as_the_rules_do_in_every_situation(
    region: str, form: str, reader: str, tmp_path: Path, said: Said
) -> None:
    out = ["--out", str(tmp_path / "rules"), "--on", "2026-12-01"]
    told = said("rules", "export", f"rules/{region}", "--to", form, *out, "--verify")
    assert (told["verified"], told["problems"]) == (True, [])
    assert told["engines"][reader]["asked"] == told["engines"][reader]["of"] > 1_000


def test_an_export_of_a_day_on_which_nothing_was_in_effect_is_not_called_verified(
    tmp_path: Path, said: Said, capsys: pytest.CaptureFixture[str]
) -> None:
    asked = ["rules", "export", "rules/licang", "--to", "jdm", "--out", str(tmp_path / "rules.jdm")]
    told = said(*asked, "--on", "1999-01-01", "--verify", ends=1)
    assert (told["verified"], told["problems"], told["rows"]) == (False, [], 1)
    assert main([*asked, "--on", "1999-01-01", "--verify"]) == 1
    shown = capsys.readouterr().out
    assert "没有事项施行" in shown
    assert "answers as the rules do" not in shown


@pytest.mark.parametrize(("form", "reader"), [("dmn", "feelin"), ("dmn11", "dmn-eval-js")])
def test_an_export_that_says_something_else_than_the_rules_is_told_with_the_situation(
    form: str,
    reader: str,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    folder, out = write_region(tmp_path / "r"), tmp_path / "rules.dmn"
    asked = ["rules", "export", str(folder), "--to", form, "--out", str(out), "--verify"]
    assert main(asked) == 0
    assert f"{reader} 8/8" in capsys.readouterr().out
    monkeypatch.setattr(feel, "bound", lambda fact, number: str(max(number - 1, 0)))
    assert main(asked) == 1
    told = capsys.readouterr().out
    assert "engine-differs" in told
    assert reader in told
    assert "逐一作答" not in told


@pytest.mark.parametrize("kind", [Zen, NodeEngine])
def test_a_check_for_publication_never_asks_those_who_read_exports(
    kind: type[Engine], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = write_region(tmp_path / "r")

    def asked(self: Engine) -> list[str]:
        raise AssertionError(f"an office would wait for {self.name}")

    monkeypatch.setattr(kind, "command", asked)
    assert main(["rules", "check", str(folder), "--all"]) == 0


def test_a_reader_that_is_not_installed_leaves_an_export_unverified_and_says_so(
    tmp_path: Path, said: Said, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Dmn, "missing", lambda self: Text(zh="未安装", en="not installed"))
    out = ["--out", str(tmp_path / "rules.dmn")]
    told = said("rules", "export", "rules/licang", "--to", "dmn", *out, "--verify", ends=1)
    assert (told["verified"], told["engines"]["feelin"]["left_out"]["en"]) == (False, "not installed")
    assert (tmp_path / "rules.dmn").exists()


def test_a_workbook_is_checked_when_it_comes_back_and_not_before(tmp_path: Path, said: Said) -> None:
    out = ["--out", str(tmp_path / "rules.xlsx")]
    assert "--verify" in said("rules", "export", "rules/licang", "--to", "xlsx", *out, "--verify", ends=2)
