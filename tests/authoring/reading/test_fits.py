"""Parts that do not fit together: told in words at the plan's own line, and no flat plan is made of them."""

from __future__ import annotations

from pathlib import Path

import pytest

from chalicelib.authoring.findings.problems import Problem
from chalicelib.authoring.reading.folder import read_folder
from chalicelib.decisions.forms.form import LONGEST_NAME
from chalicelib.decisions.forms.plan import MOST_STEPS
from tests.authoring.region import spoil, write_region

OUT = "plans/outbound_courier.yaml"
USE = "  - {part: decision}\n"
REFUSED = "[{part: hand-out, as: refusal-delivery, gives: refusal, end: refused}]"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write_region(tmp_path / "licang")


def added(folder: Path, line: str) -> list[Problem]:
    """What is told where the plan has one more line, its sixth."""
    spoil(folder, OUT, USE, f"  - {line}\n{USE}")
    return read_folder(folder).problems


def extra(folder: Path, next_: str, more: str = "") -> None:
    """One more part, of one step that does nothing but lead on."""
    (folder / "parts/extra.yaml").write_text(
        "part: extra\ntitle: {zh: 附加, en: Extra}\n"
        + ("" if next_ == "onward" else f"exits: [{next_}]\n")
        + "steps:\n  - step: extra\n    title: {zh: 附加, en: Extra}\n    by: staff\n    outcomes:\n"
        + f"      - {{outcome: done, title: {{zh: 已办, en: done}}, next: {next_}{more}}}\n",
        encoding="utf-8",
    )


def test_a_step_s_full_name_is_no_longer_than_any_name(folder: Path) -> None:
    room = LONGEST_NAME - len("-correction")
    (found,) = added(folder, f"{{part: pre-review, as: {'a' * (room + 1)}}}")
    assert (found.file, found.line, found.code) == (OUT, 7, "out-of-bounds")
    assert f"'{'a' * (room + 1)}-correction', is too long" in found.en
    spoil(folder, OUT, "a" * (room + 1), "a" * room)
    assert read_folder(folder).problems == []


def test_a_plan_has_two_hundred_steps_at_most_its_ends_among_them(folder: Path) -> None:
    extra(folder, "onward")
    (plan,) = (one.form for one in read_folder(folder).plans if one.form.plan == "outbound_courier")
    room = MOST_STEPS - len(plan.steps)
    (folder / "parts/long.yaml").write_text(
        "part: long\ntitle: {zh: 长, en: Long}\nsteps:\n"
        + "".join(
            f"  - step: s{n}\n    title: {{zh: 长, en: Long}}\n    by: staff\n    outcomes:\n"
            f"      - {{outcome: done, title: {{zh: 已办, en: done}}, next: {to}}}\n"
            for n, to in enumerate([*(f"s{n}" for n in range(1, 40)), "onward"])
        ),
        encoding="utf-8",
    )
    uses = [f"{{part: long, as: l{n}}}" for n in range(room // 40)]
    uses += [f"{{part: extra, as: e{n}}}" for n in range(room % 40)]
    spoil(folder, OUT, USE, "".join(f"  - {use}\n" for use in uses) + USE)
    read = read_folder(folder)
    assert read.problems == []
    assert {len(one.form.steps) for one in read.plans if one.form.plan == "outbound_courier"} == {MOST_STEPS}
    (found,) = added(folder, "{part: extra, as: one-too-many}")
    assert (found.file, found.line, found.code) == (OUT, 5, "out-of-bounds")
    assert found.en == "All parts taken together, the plan has 201 steps: there may be 200 at most."


@pytest.mark.parametrize("when", ["", "    when: {item.secret: true}\n"])
def test_what_a_part_gives_leaves_every_step_of_it_an_outcome(folder: Path, when: str) -> None:
    extra(folder, "onward", ", gives: licence")
    spoil(folder, "parts/extra.yaml", "    by: staff\n", f"    by: staff\n{when}")
    (found,) = added(folder, "{part: extra, gives: papers}")
    assert (found.file, found.line, found.code) == (OUT, 7, "no-outcome")
    spoil(folder, OUT, "{part: extra, gives: papers}", "{part: extra, gives: licence}")
    assert read_folder(folder).problems == []


@pytest.mark.parametrize("line", ["each: inspects", "when: {item.secret: true}"])
def test_what_may_be_left_out_or_have_no_unit_needs_a_way_onward(folder: Path, line: str) -> None:
    extra(folder, "lost")
    spoil(folder, OUT, REFUSED, f"[{{part: extra, {line}}}]")
    (found,) = read_folder(folder).problems
    assert (found.file, found.code) == (OUT, "no-way-on")
    spoil(folder, OUT, f"[{{part: extra, {line}}}]", f"[{{part: extra, {line}, end: refused}}]")
    assert read_folder(folder).problems == []
    spoil(folder, OUT, f"[{{part: extra, {line}, end: refused}}]", "[{part: extra}]")
    assert read_folder(folder).problems == []  # it is always there, and always left by its exit


@pytest.mark.parametrize(
    ("old", "new"), [("exits: [lost]", "exits: [onward]"), ("step: extra", "step: onward")]
)
def test_onward_names_the_way_and_nothing_else(folder: Path, old: str, new: str) -> None:
    extra(folder, "lost")
    spoil(folder, "parts/extra.yaml", old, new)
    spoil(folder, "parts/extra.yaml", "next: lost", "next: onward")
    assert "reserved" in {one.code for one in added(folder, "{part: extra}")}
