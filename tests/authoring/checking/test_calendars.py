"""Calendars against the law: what every year has, and what no notice has ever ordered."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import pytest

from chalicelib.authoring.checking.calendars.years import lint_calendars
from chalicelib.authoring.findings.problems import Problem
from chalicelib.authoring.reading.folder import read_folder

RULES = Path("rules")
TODAY = date(2026, 6, 1)


@pytest.fixture
def region(tmp_path: Path) -> Path:
    """The published calendars of the district, 2016 to 2026."""
    folder = tmp_path / "licang"
    shutil.copytree(RULES / "licang" / "calendars", folder / "calendars")
    return folder


def found(region: Path, today: date = TODAY) -> list[Problem]:
    return list(lint_calendars(read_folder(region), today))


def told(region: Path, today: date = TODAY) -> list[tuple[str, str, str]]:
    return [(one.file, one.code, one.severity) for one in found(region, today)]


def edit(region: Path, year: int, *changes: tuple[str, str]) -> None:
    file = region / "calendars" / f"{year}.yaml"
    text = file.read_text(encoding="utf-8")
    for old, new in changes:
        assert text.count(old) == 1
        text = text.replace(old, new)
    file.write_text(text, encoding="utf-8")


def drop(region: Path, year: int, *days: str) -> None:
    edit(region, year, *((f"  - {year}-{day}\n", "") for day in days))


def write(region: Path, year: int, off: str, worked: str, source: str = "试") -> None:
    file = region / "calendars" / f"{year}.yaml"
    file.write_text(f"year: {year}\noff: [{off}]\nworked: [{worked}]\nsource: {source}\n", encoding="utf-8")


@pytest.mark.parametrize("name", ["licang", "demo-linshan"])
def test_the_published_calendars_of_a_region_are_right(name: str) -> None:
    assert list(lint_calendars(read_folder(RULES / name), TODAY)) == []


@pytest.mark.parametrize(
    ("year", "day", "name"),
    [
        (2026, "10-01", "国庆节"),
        (2026, "02-16", "春节"),
        (2025, "01-28", "春节"),
        (2026, "05-01", "劳动节"),
        (2026, "06-19", "端午节"),
        (2026, "09-25", "中秋节"),
        (2024, "01-01", "元旦"),
    ],
)
def test_a_holiday_that_is_not_off_is_told_with_its_name_and_article(
    region: Path, year: int, day: str, name: str
) -> None:
    drop(region, year, day)
    (missing,) = found(region)
    assert (missing.file, missing.line, missing.code) == (f"calendars/{year}.yaml", 4, "holiday-missing")
    assert missing.severity == "error"
    assert f"{name}放假日：{year}-{day}" in missing.zh
    assert "第二条" in missing.zh
    assert "article 2" in missing.en


def test_the_eve_of_the_spring_festival_may_be_worked_until_2024(region: Path) -> None:
    assert told(region) == []  # 9 February 2024 was an ordinary Friday
    drop(region, 2025, "01-28")
    assert told(region) == [("calendars/2025.yaml", "holiday-missing", "error")]


def test_a_national_day_that_is_gone_is_one_finding(region: Path) -> None:
    drop(region, 2026, "10-01", "10-02", "10-05", "10-06", "10-07")
    assert told(region) == [("calendars/2026.yaml", "holiday-missing", "error")]


def test_empty_lists_lack_every_holiday_on_a_weekday(region: Path) -> None:
    write(region, 2026, "", "")
    assert told(region) == [("calendars/2026.yaml", "holiday-missing", "error")] * 6  # 清明 is a Sunday


def test_a_holiday_on_a_weekend_is_made_up_for(region: Path) -> None:
    drop(region, 2026, "04-06")  # 清明节 is Sunday the 5th
    assert told(region)[0] == ("calendars/2026.yaml", "holiday-unmade", "error")
    assert "清明节" in found(region)[0].zh


def test_a_holiday_is_never_worked(region: Path) -> None:
    edit(region, 2026, ("worked:\n", "worked:\n  - 2026-10-03\n"))
    (worked,) = found(region)
    assert (worked.code, worked.line) == ("holiday-worked", 32)
    assert "国庆节" in worked.zh


def test_last_years_calendar_with_the_year_changed_is_no_calendar(region: Path) -> None:
    text = (region / "calendars" / "2025.yaml").read_text(encoding="utf-8").replace("2025", "2026")
    (region / "calendars" / "2026.yaml").write_text(text, encoding="utf-8")
    assert "holiday-missing" in {code for _, code, _ in told(region)}


def test_a_spring_festival_of_another_month_is_missing_and_strange(region: Path) -> None:
    edit(
        region, 2026, *((f"  - 2026-02-{day}\n", f"  - 2026-03-{day}\n") for day in (16, 17, 18, 19, 20, 23))
    )
    assert told(region) == [
        ("calendars/2026.yaml", "holiday-missing", "error"),
        ("calendars/2026.yaml", "off-away", "warning"),
    ]


def test_all_saturdays_worked_is_more_than_any_notice_takes(region: Path) -> None:
    text = (region / "calendars" / "2023.yaml").read_text(encoding="utf-8")
    assert text  # a year between two others, so that both sides are known
    saturdays = [
        date.fromordinal(n) for n in range(date(2023, 2, 4).toordinal(), date(2023, 12, 20).toordinal(), 7)
    ]
    new = [day for day in saturdays if f"- {day}\n" not in text and day != date(2023, 6, 24)]
    new = [day for day in new if day not in (date(2023, 9, 30), date(2023, 4, 29))]
    edit(region, 2023, ("worked:\n", "worked:\n" + "".join(f"  - {day}\n" for day in new)))
    codes = {code for _, code, _ in told(region)}
    assert "worked-too-much" in codes


@pytest.mark.parametrize("year", range(2016, 2027))
def test_no_day_of_a_calendar_can_be_left_out_in_silence(region: Path, year: int) -> None:
    file = region / "calendars" / f"{year}.yaml"
    text = file.read_text(encoding="utf-8")
    days = [line for line in text.splitlines(keepends=True) if line.startswith("  - ")]
    assert len(days) > 15
    for day in days:
        file.write_text(text.replace(day, ""), encoding="utf-8")
        assert "error" in {severity for _, _, severity in told(region)}, day


@pytest.mark.parametrize("year", range(2016, 2027))
def test_a_calendar_without_its_weekends_worked_is_told_at_each_holiday(region: Path, year: int) -> None:
    text = (region / "calendars" / f"{year}.yaml").read_text(encoding="utf-8")
    weekends = text.partition("worked:")[2].split("source:")[0]
    edit(region, year, (f"worked:{weekends}", "worked: []\n" + ("extra: 2\n" if year == 2020 else "")))
    named = [one for one in found(region) if one.code == "off-too-much"]
    assert len(named) >= 3
    assert {one.severity for one in named} == {"error"}
    assert any("国庆节" in one.zh for one in named)


def test_a_weekend_that_is_not_worked_for_a_day_off_is_told_with_its_holiday(region: Path) -> None:
    drop(region, 2026, "10-10")
    assert told(region) == [("calendars/2026.yaml", "off-too-much", "error")]
    assert "国庆节（2026-10-01 至 2026-10-07）" in found(region)[0].zh


def test_two_slips_that_come_out_even_over_the_year_are_warnings(region: Path) -> None:
    """A day off of May and a weekend worked for October are missing: the year comes out even."""
    drop(region, 2026, "05-05", "10-10")
    assert told(region) == [
        ("calendars/2026.yaml", "off-too-much", "warning"),
        ("calendars/2026.yaml", "worked-too-much", "warning"),
    ]


def test_a_holiday_on_a_weekend_may_be_made_up_for_in_the_next_days_off(region: Path) -> None:
    """In 2015 中秋节 was Sunday, 27 September; its day off was 7 October."""
    off = "01-01 01-02 02-18 02-19 02-20 02-23 02-24 04-06 05-01 06-22 10-01 10-02 10-05 10-06 10-07"
    worked = "2015-01-04, 2015-02-15, 2015-02-28, 2015-10-10"
    write(region, 2015, ", ".join(f"2015-{day}" for day in off.split()), worked)
    write(region, 2014, "2014-01-01", "")
    assert [one for one in told(region) if "2015" in one[0]] == []


@pytest.mark.parametrize(
    ("year", "given", "instead"),
    [(2026, "04-06", "04-03"), (2025, "06-02", "05-30"), (2022, "09-12", "09-09")],
)
def test_a_holiday_on_a_weekend_is_made_up_for_on_the_working_day_after_it(
    region: Path, year: int, given: str, instead: str
) -> None:
    edit(region, year, (f"  - {year}-{given}\n", f"  - {year}-{instead}\n"))
    assert told(region) == [(f"calendars/{year}.yaml", "holiday-made-up-elsewhere", "warning")]
    (one,) = found(region)
    assert f"{year}-{given}" in one.zh
    assert "第六条" in one.zh


@pytest.mark.parametrize(
    ("year", "old", "new", "hole"),
    [
        (2026, "02-23", "02-24", "2026-02-23"),
        (2026, "10-06", "10-08", "2026-10-06"),
        (2025, "10-07", "10-09", "2025-10-07"),
        (2024, "02-15", "02-19", "2024-02-15"),
        (2026, "02-20", "02-13", "2026-02-14"),
        (2026, "02-28", "02-22", "2026-02-22"),  # a weekend worked inside the run
    ],
)
def test_a_day_worked_in_the_middle_of_a_holiday_is_told_though_the_days_come_out_even(
    region: Path, year: int, old: str, new: str, hole: str
) -> None:
    edit(region, year, (f"  - {year}-{old}\n", f"  - {year}-{new}\n"))
    assert set(told(region)) == {(f"calendars/{year}.yaml", "off-away", "warning")}
    assert any(f"隔着上班的 {hole}" in one.zh for one in found(region))


def test_a_special_notice_hides_no_hole_in_another_holiday(region: Path) -> None:
    edit(region, 2020, ("  - 2020-10-08\n", "  - 2020-10-12\n"))
    assert ("calendars/2020.yaml", "off-away", "warning") in told(region)


@pytest.mark.parametrize(("year", "old", "new"), [(2026, "02-14", "02-15"), (2026, "01-04", "01-03")])
def test_a_weekend_whose_day_beside_the_holiday_is_worked_and_the_other_not_is_told(
    region: Path, year: int, old: str, new: str
) -> None:
    edit(region, year, (f"  - {year}-{old}\n", f"  - {year}-{new}\n"))
    assert told(region) == [(f"calendars/{year}.yaml", "worked-too-much", "warning")]
    assert f"{year}-{old}" in found(region)[0].zh


@pytest.mark.parametrize("days", [1, 7])
def test_a_weekend_worked_that_is_moved_by_a_day_or_a_week_away_from_its_holiday_is_told(
    region: Path, days: int
) -> None:
    text = (region / "calendars" / "2026.yaml").read_text(encoding="utf-8")
    for day in map(date.fromisoformat, ["2026-02-28", "2026-05-09", "2026-10-10"]):
        moved = date.fromordinal(day.toordinal() + days)
        edit(region, 2026, (f"  - {day}\n", f"  - {moved}\n"))
        assert told(region) == [("calendars/2026.yaml", "worked-too-much", "warning")]
        assert f"{moved} 列为上班" in found(region)[0].zh
        (region / "calendars" / "2026.yaml").write_text(text, encoding="utf-8")


@pytest.mark.parametrize("year", range(2016, 2027))
def test_no_weekend_worked_can_be_moved_by_a_day_in_silence(region: Path, year: int) -> None:
    file = region / "calendars" / f"{year}.yaml"
    text = file.read_text(encoding="utf-8")
    worked = [
        date.fromisoformat(line[4:]) for line in text.partition("worked:")[2].splitlines() if "  - " in line
    ]
    for day in worked:
        moved = date.fromordinal(day.toordinal() + (1 if day.weekday() == 5 else -1))
        if moved not in worked and day != date(2021, 9, 26):  # between two holidays, as near to each
            file.write_text(text.replace(f"  - {day}\n", f"  - {moved}\n"), encoding="utf-8")
            assert told(region), day


def test_days_that_a_special_notice_gives_are_right_once_they_are_counted(region: Path) -> None:
    edit(region, 2026, ("  # 劳动节\n", "  - 2026-04-17\n  # 劳动节\n"))
    assert told(region) == [("calendars/2026.yaml", "off-away", "warning")]
    edit(region, 2026, ("source: ", "extra: 1\nsource: "))
    assert told(region) == [("calendars/2026.yaml", "extra-without-notice", "error")]
    edit(region, 2026, ("安排的通知\n", "安排的通知，4月17日按国务院关于纪念日放假的通知\n"))
    assert told(region) == []


def test_what_a_special_notice_gives_hides_no_other_slip(region: Path) -> None:
    edit(region, 2020, ("  - 2020-10-10\n", ""), ("extra: 2", "extra: 3"))
    assert ("calendars/2020.yaml", "off-too-much", "error") not in told(region)  # it says so, and it is seen
    edit(region, 2020, ("extra: 3", "extra: 2"))
    assert {code for _, code, severity in told(region) if severity == "error"} == {"off-too-much"}


def test_extra_days_that_are_not_there_are_told(region: Path) -> None:
    edit(region, 2026, ("source: ", "extra: 1\nsource: "))
    assert told(region) == [("calendars/2026.yaml", "extra-unused", "error")]


def test_a_weekend_worked_far_from_any_day_off_is_told(region: Path) -> None:
    edit(region, 2026, ("  - 2026-10-10\n", "  - 2026-07-25\n"))
    assert [code for _, code, _ in told(region)] == ["off-too-much", "worked-too-much"]


def test_the_source_of_another_year_is_told(region: Path) -> None:
    edit(region, 2026, ("关于2026年部分", "关于2025年部分"))
    assert told(region) == [("calendars/2026.yaml", "source-year", "warning")]


def test_this_years_calendar_is_missed_and_from_october_the_next_years(region: Path) -> None:
    assert told(region, date(2026, 9, 30)) == []
    assert told(region, date(2026, 10, 1)) == [("calendars/2027.yaml", "no-calendar", "warning")]
    assert told(region, date(2027, 1, 1)) == [("calendars/2027.yaml", "no-calendar", "warning")]


def test_a_year_between_two_others_is_missed(region: Path) -> None:
    (region / "calendars" / "2019.yaml").unlink()
    assert told(region) == [("calendars/2019.yaml", "calendar-gap", "error")]


def test_a_calendar_that_nobody_can_have_published_is_told(region: Path) -> None:
    write(region, 2028, "", "")
    assert ("calendars/2028.yaml", "calendar-early", "warning") in told(region)


@pytest.mark.parametrize("year", [1999, 2051, 9999])
def test_a_year_whose_festivals_are_not_known_is_refused(tmp_path: Path, year: int) -> None:
    (tmp_path / "calendars").mkdir()
    write(tmp_path, year, "", "")
    assert "calendar-year" in {code for _, code, _ in told(tmp_path, date(year, 1, 1))}


def test_two_holidays_that_meet_are_one_run(region: Path) -> None:
    for other in range(2017, 2027):
        (region / "calendars" / f"{other}.yaml").unlink()
    assert told(region, date(2016, 5, 1)) == []  # without the years beside it nothing is claimed of its turns
