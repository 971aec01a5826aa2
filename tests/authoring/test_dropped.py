"""Rule files that came as bytes: checked as a folder is, reported on in words, and never trusted."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path

import pytest

from chalicelib.authoring.check import check
from chalicelib.authoring.dropped import MOST_PROBLEMS, examine
from chalicelib.authoring.reading.documents import MOST_PROBLEMS as MOST_KEPT
from chalicelib.authoring.report import MOST_FILES
from chalicelib.authoring.report import MOST_PROBLEMS as MOST_SHOWN
from chalicelib.authoring.review import Taken
from chalicelib.decisions.forms.form import Text
from chalicelib.decisions.forms.model import Release

pytestmark = pytest.mark.usefixtures("checked_once")
BOTH_WAYS = "网上预审+双向快递 Online pre-review, courier both ways"

LICANG = Path(__file__).parents[2] / "rules" / "licang"
TODAY = date(2026, 3, 2)
AT = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)


@dataclass(frozen=True)
class Past:
    item: str
    application: dict[str, object]
    on: date
    opened: datetime | None = None
    rule: str | None = "courier"
    release: str = ""
    others: Mapping[str, Taken] = field(default_factory=dict)


@dataclass(frozen=True)
class Notes:
    region: str = "licang"
    at: datetime = AT
    files: tuple[str, ...] = ("a.yaml", "b.yaml", "c.yaml")
    refused: Text | None = None


@cache
def folder() -> dict[str, bytes]:
    return {file.relative_to(LICANG).as_posix(): file.read_bytes() for file in sorted(LICANG.rglob("*.yaml"))}


@cache
def in_force() -> Release:
    found = check(LICANG, TODAY).release
    assert found is not None
    return found


def permit() -> str:
    [path] = [path for path in folder() if path.endswith("/aquaculture-permit.yaml")]
    return path


def edited() -> dict[str, bytes]:
    """One item must be seen in person from now on, and the figures say so."""
    item = folder()[permit()].replace(b"in_person: false", b"in_person: true")
    region = folder()["region.yaml"]
    for old, new in ((b"two_way_courier: 41", b"two_way_courier: 40"), (b"one_visit: 2", b"one_visit: 3")):
        region = region.replace(old, new)
    region = region.replace(b'"98.9"', b'"98.3"')
    reason = "visit_reason: {zh: 须到场核验, en: must be seen in person}\n".encode()
    return {**folder(), permit(): item + reason, "region.yaml": region}


def test_a_clean_folder_is_the_release_that_it_is_on_disk() -> None:
    found = examine("licang", folder(), None, [], TODAY)
    assert found.ok
    assert found.release is not None
    assert found.release == in_force()
    assert found.checks == check(LICANG, TODAY).as_json()


def test_the_report_on_a_clean_folder_names_the_release_what_moves_and_the_next_step() -> None:
    past = [Past("aquaculture-permit", {"application.courier": True}, TODAY)]
    found = examine("licang", edited(), in_force(), past, TODAY)
    assert found.release is not None
    told = found.markdown(Notes())
    assert f"rules activate {found.release.digest} --by" in told
    assert "已发布（尚未启用）" in told
    assert "询问引擎的情形 situations asked of engines: durable_rules 15448/15448" in told
    assert (
        f"- 水域滩涂养殖证核发 `aquaculture-permit`: {BOTH_WAYS} → 最多跑一次 At most one visit (2026-03-02)"
    ) in told
    assert "跑腿次数 visits: 0 → 1" in told
    assert "问题 Problems" not in told
    as_json = found.as_json()
    assert as_json["replay"]["moved"] == 1
    assert as_json["in_force"] == in_force().digest
    entry = next(one for one in as_json["diff"]["entries"] if one["field"] == "facts.in_person")
    assert (entry["old"], entry["new"]) == (False, True)
    assert "依法须本人到场" in told
    assert "旧 old: 否 / no" in told
    assert "新 new: 是 / yes" in told
    assert "如果这些办件在以下日期申请" in told


def test_the_report_on_the_release_in_force_says_that_nothing_is_new() -> None:
    told = examine("licang", folder(), in_force(), [], TODAY).markdown(Notes())
    assert "与正在使用的版本相同" in told
    assert "rules activate" not in told


def test_mistakes_are_reported_with_place_and_mend_and_compared_with_nothing() -> None:
    spoilt = {
        **folder(),
        "channels.yaml": folder()["channels.yaml"].replace(b"item.secret:", b"item.secrte:", 1),
    }
    found = examine("licang", spoilt, in_force(), [], TODAY)
    assert not found.ok
    told = found.markdown(Notes())
    [line] = [line for line in told.splitlines() if "`unknown-fact`" in line]
    assert line.startswith("- `channels.yaml:")
    assert "是不是“item.secret”？" in told
    assert "Did you mean 'item.secret'?" in told
    assert "没有发布：1 个错误" in told
    assert found.as_json()["diff"] is None
    assert [problem["code"] for problem in found.checks["problems"]] == ["unknown-fact"]


@pytest.mark.parametrize(
    "path",
    [
        "../outside.yaml",
        "/etc/cron.yaml",
        "items/../../outside.yaml",
        "items//x.yaml",
        "./region.yaml",
        "a/b/c/d/e.yaml",
        "items/\x00.yaml",
        ".hidden/x.yaml",
        "x" * 200 + ".yaml",
        "items/" + "\U00020000" * 75 + ".yaml",
        "channels.yaml/x.yaml",
        "channels.yaml/x/y.yaml",
        "items/\n# 已发布.yaml",
    ],
)
def test_a_name_that_could_lead_elsewhere_is_reported_and_never_written(path: str, tmp_path: Path) -> None:
    found = examine("licang", {**folder(), path: b"x: 1"}, None, [], TODAY)
    assert not found.ok
    assert [problem["code"] for problem in found.checks["problems"]] == ["unknown-file"]
    assert not Path("/etc/cron.yaml").exists()
    told = found.markdown(Notes(files=(path,)))
    assert "\n# 已发布" not in told


def test_the_report_names_the_files_it_is_on() -> None:
    told = examine("licang", folder(), None, [], TODAY).markdown(Notes(files=tuple(folder())))
    assert f"- 文件 files: {len(folder())}\n" in told
    assert told.count(f"\n- `{permit()}`\n") == 1
    many = tuple(f"{n}.yaml" for n in range(MOST_FILES + 2))
    told = examine("licang", folder(), None, [], TODAY).markdown(Notes(files=many))
    assert f"- `{MOST_FILES - 1}.yaml`\n- 另有 2 个 and more: report.json" in told


@pytest.mark.parametrize("ending", [".yml", ".YAML"])
def test_a_file_of_another_ending_is_told_what_its_name_must_be(ending: str) -> None:
    name = permit().replace(".yaml", ending)
    found = examine("licang", {**folder(), name: folder()[permit()]}, None, [], TODAY)
    assert not found.ok
    told = found.markdown(Notes(files=(name,)))
    assert f"请改名为 {permit()}。" in told
    assert f"Rename it to {permit()}." in told
    assert "must end in .yaml" in told


def test_a_folder_cannot_publish_another_region_s_rules() -> None:
    found = examine("elsewhere", folder(), None, [], TODAY)
    assert not found.ok
    assert [problem["code"] for problem in found.checks["problems"]] == ["wrong-region"]


def test_what_a_file_says_is_shown_as_text_and_nothing_else() -> None:
    bait = b'{zh: "<script>alert(1)</script> [a](http://x) `**", en: "|x|"}'
    name = folder()[permit()].replace(b"department: ", b"departmnt: ")
    lines = name.splitlines(keepends=True)
    evil = b"".join(b"name: " + bait + b"\n" if line.startswith(b"name:") else line for line in lines)
    odd = evil.replace(b"item: aquaculture-permit", b'item: "<img src=x>"')
    told = examine("licang", {**folder(), permit(): odd}, None, [], TODAY).markdown(Notes())
    assert "<script>" not in told
    assert "<img" not in told


def test_a_flood_of_mistakes_is_cut_and_said_to_be() -> None:
    rows = b"facts:\n" + b"".join(b"  - {fact: x%d}\n" % n for n in range(2000))
    found = examine("licang", {**folder(), "facts.yaml": rows}, None, [], TODAY)
    assert len(found.checks["problems"]) == MOST_PROBLEMS
    told = found.markdown(Notes())
    assert told.count("- `facts.yaml:") <= MOST_SHOWN
    assert "个 / and" in told


def test_a_file_of_nothing_but_mistakes_does_not_fill_the_memory() -> None:
    rows = b"decision: channel\nrules:\n" + b"  - {}\n" * 10_000
    found = examine("licang", {**folder(), "channels.yaml": rows}, None, [], TODAY)
    assert not found.ok
    problems = found.review.checked.problems
    assert len(problems) == MOST_KEPT + 1
    assert [problem.code for problem in problems].count("too-many-problems") == 1


def test_a_refusal_stands_instead_of_the_findings() -> None:
    refused = Text(zh="文件太多", en="too many files")
    told = examine("licang", {}, None, [], TODAY).markdown(Notes(refused=refused))
    assert "没有发布 not published**: 文件太多 / too many files" in told
    assert "## 问题" not in told


def test_the_report_on_a_part_of_a_folder_asks_for_the_whole_of_it() -> None:
    part = {permit(): folder()[permit()], "region.yaml": folder()["region.yaml"]}
    assert "第一次请放入整个地区文件夹" in examine("licang", part, in_force(), [], TODAY).markdown(Notes())
    assert "整个地区文件夹" not in examine("licang", edited(), in_force(), [], TODAY).markdown(Notes())
    spoilt = {**folder(), permit(): folder()[permit()].replace(b"department: ", b"departmnt: ")}
    assert "整个地区文件夹" not in examine("licang", spoilt, in_force(), [], TODAY).markdown(Notes())


def test_the_report_names_an_item_that_goes_and_one_that_comes() -> None:
    code = "aquaculture-permit"
    path, renamed = permit(), permit().replace(code, "kelp-permit")
    files = {name: content.replace(code.encode(), b"kelp-permit") for name, content in folder().items()}
    files[renamed] = files.pop(path)
    told = examine("licang", files, in_force(), [], TODAY).markdown(Notes())
    assert f"- 水域滩涂养殖证核发 `{code}`: {BOTH_WAYS} → （无此事项 not there）" in told
    assert f"- 水域滩涂养殖证核发 `kelp-permit`: （无此事项 not there） → {BOTH_WAYS}" in told
