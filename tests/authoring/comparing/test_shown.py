"""What an approver reads: nothing that looks alike passes for the same, nothing is cut."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from chalicelib.__main__ import main
from chalicelib.authoring.comparing.forms.words.shown import as_text, differing, visible
from tests.authoring.region import spoil, write_region

ALIKE = [
    ("Cyrillic", "pay to Ping", "pay to Рing", "U+0050", "U+0420"),
    ("a whole word in Cyrillic", "paypal", "раураl", "U+0070", "U+0440"),
    ("full-width digits", "13号楼", "１3号楼", "U+0031", "U+FF11"),
    ("a letter for a digit", "1号", "l号", "U+0031", "U+006C"),
    ("a Chinese look-alike", "己方", "已方", "U+5DF1", "U+5DF2"),
    ("a radical", "金水路", "⾦水路", "U+91D1", "U+2FA6"),
    ("an unseen sign", "某路1号", "某路\u200b1号", "-", "U+200B"),
    ("a sign that turns the line", "a1号", "a\u202e1号", "-", "U+202E"),
    ("a filler", "张三", "张三\u3164", "-", "U+3164"),
    ("another blank", "a b", "a\u00a0b", "U+0020", "U+00A0"),
]


@pytest.mark.parametrize(
    ("old", "new", "was", "now"), [one[1:] for one in ALIKE], ids=[one[0] for one in ALIKE]
)
def test_texts_that_look_alike_are_told_apart_by_their_codes(old: str, new: str, was: str, now: str) -> None:
    apart = differing(old, new)
    assert apart is not None
    assert was in apart
    assert now in apart


def test_one_sign_in_a_long_text_is_found() -> None:
    text = "请携带身份证原件。" * 400
    apart = differing(text, text[:1700] + "X" + text[1701:])
    assert apart is not None
    assert apart.startswith("1701: ")


def test_what_shows_nothing_is_written_as_its_code() -> None:
    assert visible("a\u200bb\u202ec\nd\x1b[2Je") == "a\\u200bb\\u202ec\\u000ad\\u001b[2Je"
    assert as_text("\u3164") == "“\\u3164”"
    assert visible("青岛市　李沧区") == "青岛市　李沧区"


def test_other_words_need_no_codes() -> None:
    assert differing("办事大厅一楼东侧综合受理窗口收件处", "张三家里客厅茶几上面的那个红色盒子") is None
    assert differing(1, 2) is None
    assert differing(None, "x") is None


def test_the_screen_shows_old_and_new_in_full_and_where_they_differ(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    old, new = write_region(tmp_path / "old"), write_region(tmp_path / "new")
    long = "山东省青岛市李沧区" * 40
    for folder, end in ((old, "1号"), (new, "l号")):
        spoil(folder, "region.yaml", "address: 演示地址", f"address: {long}{end}")
    assert main(["rules", "diff", str(old), str(new)]) == 0
    shown = capsys.readouterr().out
    assert f"“{long}1号”" in shown
    assert f"“{long}l号”" in shown
    assert "U+0031 → “l” U+006C" in shown
    assert main(["rules", "diff", str(old), str(new), "--json"]) == 0
    (entry,) = json.loads(capsys.readouterr().out)["entries"]
    assert (entry["old"], entry["new"]) == (f"{long}1号", f"{long}l号")
    assert "U+006C" in entry["differs"]


def test_however_many_values_change_all_are_on_the_screen(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    old, new = write_region(tmp_path / "old"), write_region(tmp_path / "new")
    for folder, count in ((old, 1), (new, 2)):
        food = (folder / "items/market/food.yaml").read_text(encoding="utf-8")
        for n in range(60):
            lines = f"promised: {{working_days: {n % 7 + count}}}"
            text = food.replace("item: food", f"item: food-{n}").replace(
                "promised: {working_days: 10}", lines
            )
            (folder / f"items/market/food-{n}.yaml").write_text(text, encoding="utf-8")
    assert main(["rules", "diff", str(old), str(new)]) == 0
    shown = capsys.readouterr().out
    assert all(f"items/market/food-{n}.yaml" in shown for n in range(60))
    assert "60  处内容修改" in shown


def test_the_text_of_a_notice_is_shown_line_by_line_what_stays_what_goes_and_what_comes(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    old, new = write_region(tmp_path / "old"), write_region(tmp_path / "new")
    several = 'zh: "{item}申请。\\n可以自行到场。\\n\\u180b伪造"'
    spoil(old, "notices/grant.yaml", 'zh: "准予{item}。"', 'zh: "{item}申请。\\n必须到场。"')
    spoil(new, "notices/grant.yaml", 'zh: "准予{item}。"', several)
    main(["rules", "diff", str(old), str(new)])
    shown = [line.strip() for line in capsys.readouterr().out.splitlines()]
    at = shown.index("不变 same: {item}申请。")
    assert shown[at + 1 : at + 4] == ["旧 old: 必须到场。", "新 new: 可以自行到场。", "新 new: \\u180b伪造"]


def test_a_new_notice_is_shown_with_every_line_of_its_text(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    old, new = write_region(tmp_path / "old"), write_region(tmp_path / "new")
    text = (new / "notices/grant.yaml").read_text(encoding="utf-8")
    text = text.replace("notice: grant", "notice: spare\nissued_at: made").replace("许〔", "备〔")
    text = text.replace('"准予{item}。"', '"准予{item}。\\n第二行。"')
    (new / "notices/spare.yaml").write_text(text, encoding="utf-8")
    main(["rules", "diff", str(old), str(new)])
    shown = [line.strip() for line in capsys.readouterr().out.splitlines()]
    assert shown[shown.index("准予{item}。") + 1] == "第二行。"


@pytest.mark.parametrize(("dated", "told"), [("", True), (" from: 2031-01-01,", False)])
def test_a_new_material_without_a_day_says_from_when_it_is_asked_for(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], dated: str, told: bool
) -> None:
    old, new = write_region(tmp_path / "old"), write_region(tmp_path / "new")
    known = "  - {material: form,"
    added = f"  - {{material: more,{dated} name: {{zh: 新证明, en: More}}, format: electronic, originals: 0}}"
    spoil(new, "items/market/food.yaml", known, f"{added}\n{known}")
    assert main(["rules", "diff", str(old), str(new)]) == 0
    shown = capsys.readouterr().out
    assert "“新证明”" in shown
    assert ("此前已经开始申请的办件不变" in shown) is told
    assert ("cases begun before stay as they are" in shown) is told
