"""``rules diff`` as people and scripts call it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from chalicelib.__main__ import main
from tests.authoring.region import spoil, write_region


@pytest.fixture
def folders(tmp_path: Path) -> tuple[str, str]:
    old, new = write_region(tmp_path / "old"), write_region(tmp_path / "new")
    spoil(new, "channels.yaml", "{at_most: 0}, application.courier: true", "{at_most: 1}")
    return str(old), str(new)


def test_diff_in_json_has_all_that_was_promised(
    capsys: pytest.CaptureFixture[str], folders: tuple[str, str]
) -> None:
    assert main(["rules", "diff", *folders, "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found.keys() == {
        "decision",
        "title",
        "all_decisions",
        "one_sided",
        "situations",
        "moved",
        "proved",
        "otherwise",
        "moves",
        "items",
        "decisions",
        "days",
        "since",
        "entries",
        "asks",
        "as_of",
        "world",
        "strictness",
        "burdens",
    }
    (move,) = found["moves"]
    assert (move["from"], move["to"], move["count"]) == ("one_visit", "outbound_courier", found["moved"])
    assert move["example"].keys() == {"item", "on", "until", "facts", "rules", "zh", "en"}
    assert move["example"]["rules"] == {"old": "counter", "new": "courier"}
    assert found["items"] == []


def test_diff_speaks_both_languages(capsys: pytest.CaptureFixture[str], folders: tuple[str, str]) -> None:
    assert main(["rules", "diff", *folders]) == 0
    shown = capsys.readouterr().out
    for part in ("最多跑一次 One visit  →  出件快递 Outbound courier", "例：", "e.g. ", "counter → courier"):
        assert part in shown


def test_diff_tells_of_one_item_and_one_value_in_the_singular(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    old, new = write_region(tmp_path / "old"), write_region(tmp_path / "new")
    spoil(new, "channels.yaml", "choose: outbound_courier", "choose: one_visit")
    assert main(["rules", "diff", str(old), str(new)]) == 0
    shown = capsys.readouterr().out
    assert "  1  事项 item  出件快递 Outbound courier  →" in shown
    assert "  1  处内容修改 value edited" in shown


def test_diff_from_an_earlier_day_counts_the_past_too(
    capsys: pytest.CaptureFixture[str], folders: tuple[str, str]
) -> None:
    main(["rules", "diff", *folders, "--json"])
    now = json.loads(capsys.readouterr().out)
    assert main(["rules", "diff", *folders, "--since", "2004-07-01", "--json"]) == 0
    then = json.loads(capsys.readouterr().out)
    first, *_, last = then["days"]
    assert (then["situations"], then["moved"]) == (first["situations"], 0)
    assert (last["situations"], last["moves"]) == (now["situations"], now["days"][0]["moves"])
    (move,) = then["moves"]
    assert (then["since"], move["example"]["on"]) == ("2004-07-01", "2016-08-01")
    assert move["count"] == now["moved"], "once, however many periods there are"


def test_diff_with_a_broken_folder_lists_its_problems(
    capsys: pytest.CaptureFixture[str], folders: tuple[str, str]
) -> None:
    spoil(Path(folders[1]), "channels.yaml", "{item.secret: true}", "{item.secrt: true}")
    assert main(["rules", "diff", *folders, "--json"]) == 1
    assert json.loads(capsys.readouterr().out)["problems"][0]["code"] == "unknown-fact"


def test_diff_of_a_folder_that_is_not_there_is_a_wrong_call(folders: tuple[str, str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["rules", "diff", folders[0], "nowhere"])
    assert ended.value.code == 2


def test_of_many_items_that_move_twenty_are_listed_and_the_rest_counted(
    capsys: pytest.CaptureFixture[str], folders: tuple[str, str]
) -> None:
    for folder in map(Path, folders):
        food = (folder / "items/market/food.yaml").read_text(encoding="utf-8")
        for n in range(25):
            (folder / f"items/market/food-{n}.yaml").write_text(food.replace("item: food", f"item: food-{n}"))
    spoil(Path(folders[1]), "channels.yaml", "choose: outbound_courier", "choose: one_visit")
    assert main(["rules", "diff", *folders]) == 0
    moved = capsys.readouterr().out.split("事项 items")[1].splitlines()
    assert all("食品经营许可 food" in line for line in moved[1:21])
    assert moved[21].strip() == "……另有 6 处 / and 6 more (--json)"
    assert main(["rules", "diff", *folders, "--json"]) == 0
    assert len(json.loads(capsys.readouterr().out)["items"]) == 26


def test_an_example_begins_in_the_middle_of_its_sentence(
    capsys: pytest.CaptureFixture[str], folders: tuple[str, str]
) -> None:
    assert main(["rules", "diff", *folders]) == 0
    assert "food, secret: " in capsys.readouterr().out
