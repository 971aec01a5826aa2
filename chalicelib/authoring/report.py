"""The report that is left beside dropped rule files: Chinese first, then English; for any text viewer."""

from __future__ import annotations

import html
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from itertools import chain
from typing import Protocol

from chalicelib.authoring.agreement.agreement import Agreement
from chalicelib.authoring.comparing.burdens import BURDENS, burden_lines
from chalicelib.authoring.comparing.counted import counted, number_of, otherwise_words
from chalicelib.authoring.comparing.difference import DAYS, Difference
from chalicelib.authoring.comparing.forms.entry import Entry
from chalicelib.authoring.comparing.forms.lines import ask_lines, by_danger, heading, lines
from chalicelib.authoring.comparing.forms.world import WorldChange
from chalicelib.authoring.comparing.forms.world_words import notes as world_notes
from chalicelib.authoring.comparing.moves import Moves
from chalicelib.authoring.comparing.replaying.replay import Outcome, Replayed
from chalicelib.authoring.comparing.replaying.untold import untold_words
from chalicelib.authoring.comparing.strictness.change import Change, by_strictness
from chalicelib.authoring.findings.message import noun
from chalicelib.authoring.findings.problems import Problem
from chalicelib.authoring.findings.telling import Titles, channel_name, span, titles
from chalicelib.authoring.review import Review
from chalicelib.decisions.forms.form import ChannelName, Text
from chalicelib.decisions.forms.model import Item

MOST_PROBLEMS = 200
MOST_ITEMS = 50
MOST_FILES = 1000
MOST_ENTRIES = 1000


class Noted(Protocol):
    """What the report says beside the findings."""

    @property
    def region(self) -> str: ...
    @property
    def at(self) -> datetime: ...
    @property
    def files(self) -> tuple[str, ...]: ...
    @property
    def refused(self) -> Text | None: ...


def markdown(review: Review, notes: Noted) -> str:
    """The whole report."""
    called = titles(review.old, review.checked.release)
    parts: list[Iterable[str]] = [
        [f"# 规则文件检查报告 Report on the rule files: {_plain(notes.region)}", ""],
        _head(review, notes),
        _problems(review.checked.problems) if notes.refused is None else [],
        [] if review.difference is None else _difference(review.difference, _items(review)),
        [] if review.replayed is None else _replayed(review.replayed, called),
        *(_of_decision(moves, cases) for moves, cases in review.others),
        *(_section(one.title, _listed(asked.lines(one.called))) for one, asked in review.clocks),
        *(_section(one.title, _listed(one.lines())) for one in review.one_sided),
        *map(_unknown, review.unknown),
        _taken(notes.files),
    ]
    return "\n".join(chain.from_iterable(parts)) + "\n"


def _head(review: Review, notes: Noted) -> list[str]:
    return [
        f"- 时间 at: {notes.at:%Y-%m-%d %H:%M:%S (UTC%z)}",
        f"- 文件 files: {len(notes.files)}",
        f"- 正在使用 in force: {f'`{review.old.digest}`' if review.old else '无 none'}",
        *_outcome(review, notes),
        "",
    ]


def _outcome(review: Review, notes: Noted) -> list[str]:
    release = review.checked.release
    if notes.refused is not None:
        return [f"- **没有发布 not published**: {_both(notes.refused)}"]
    if release is None or not review.ok:
        errors = sum(found.severity == "error" for found in review.checked.problems)
        return [
            f"- **没有发布：{errors} 个错误 / not published, errors: {errors}**",
            "- 下一步：改正后重新放入，会自动再查 / next: mend the files and drop them again, "
            "they are checked anew",
            *([_WHOLE] if any(found.code == "missing-file" for found in review.checked.problems) else []),
        ]
    if review.old is not None and review.old.digest == release.digest:
        return ["- **与正在使用的版本相同 / the same as the release in force**"]
    return [
        *_engines(review.checked.agreement),
        f"- **检查通过，已发布（尚未启用） / passed and published, not in force yet**: `{release.digest}`",
        "- 下一步：由第二人核对后启用 / next, a second person looks at it and runs: "
        f"`rules activate {release.digest} --by …`",
    ]


def _engines(agreement: Agreement | None) -> list[str]:
    if agreement is None:
        return []
    words = agreement.words()
    return [
        f"- 询问引擎的情形 situations asked of engines: {words.zh}"
        + (f" / {words.en}" if agreement.left_out else "")
    ]


_WORLD = Text(zh="外部事实", en="Facts of the world")
_WHOLE = (
    "- 这里还缺文件：第一次请放入整个地区文件夹，以后只放改过的文件 / files are missing here: put in the "
    "whole folder of the region the first time, later what has changed"
)


def _problems(problems: tuple[Problem, ...]) -> list[str]:
    if not problems:
        return []
    lines = ["## 问题 Problems", ""]
    for found in problems[:MOST_PROBLEMS]:
        severity = "错误 error" if found.severity == "error" else "提醒 warning"
        lines += [
            f"- `{_code(found.place)}` {severity} `{found.code}`",
            f"  - {_plain(found.zh)} **{_plain(found.mend_zh)}**",
            f"  - {_plain(found.en)} **{_plain(found.mend_en)}**",
        ]
    more = len(problems) - MOST_PROBLEMS
    return [*lines, *([f"- 另有 {more} 个 / and {more} more: report.json"] if more > 0 else []), ""]


def _difference(found: Difference, names: Mapping[str, Item]) -> Iterator[str]:
    yield from ("## 与正在使用的版本相比 Compared with the release in force", "")
    yield from _strictness(found.strictness)
    yield from (_both(counted(found.channel)), *_moves(found.channel, names))
    if found.burdens:
        yield from _section(BURDENS, _listed(burden_lines(found.burdens)))
    for one in found.decisions:
        more = _listed(otherwise_words(one))
        yield from (_title(one.title), "", _both(counted(one)), *_moves(one, names), *more)
    for alone in found.one_sided:
        yield from _section(alone.title, _listed(alone.lines()))
    days = list(found.day_lines())
    if days:
        yield from (f"{DAYS.zh} {DAYS.en}", "", *_listed(days), "")
    yield from (f"- 启用后 once in force: {_both(words)}" for words in ask_lines(found.asks))
    yield from () if found.world is None else _world(found.world)
    yield from _entries(found.entries)


def _strictness(changes: Sequence[Change]) -> Iterator[str]:
    """The bounds that hold less than before, then the others."""
    for words, found in by_strictness(changes):
        left = len(found) - MOST_ENTRIES
        told = [line for one in found[:MOST_ENTRIES] for line in _nested(map(_both, one.lines()))]
        more = [f"- **另有 {left} 处 and more: report.json**"] if left > 0 else []
        yield from _section(words, [*told, *more])


def _moves(found: Moves, names: Mapping[str, Item]) -> Iterator[str]:
    """Which situations and which items go from what to what."""
    called = found.called
    for move in found.moves:
        example, (number, zh, en) = move.example, number_of(found, move)
        words, days = example.words, span(example.on, example.until)
        many = "若干 some" if number is None else number
        was, becomes = channel_name(called, move.from_), channel_name(called, move.to)
        told = f"{_plain(words.zh)}（{days.zh}） / {_plain(words.en)} ({days.en})"
        yield f"- {many}: {was} → {becomes}{zh}{en}：{told}"
    yield from ("", f"{len(found.items)} 个事项改变 items that move")
    for item in found.items[:MOST_ITEMS]:
        name = _plain(names[item.item].name.zh)
        on = f"{item.on}" if item.until is None else f"{item.on} – {item.until}"
        yield f"- {name} `{item.item}`: {_way(called, item.from_)} → {_way(called, item.to)} ({on})"
    if len(found.items) > MOST_ITEMS:
        yield f"- 另有 {len(found.items) - MOST_ITEMS} 个 and more: report.json"
    yield ""


def _world(change: WorldChange) -> Iterator[str]:
    """What running cases follow; the first sentence says so."""
    first, *others = world_notes(change)
    yield ""
    yield from _section(_WORLD, [f"**{_both(first)}**", "", *_listed(others)])


def _entries(entries: Sequence[Entry]) -> Iterator[str]:
    """Every changed value, the gravest first; of very many those that follow are only counted."""
    yield from (f"### {len(entries)} 处内容修改 {noun(len(entries), 'values edited')}", "")
    left = MOST_ENTRIES
    for danger, groups in by_danger(entries):
        words = heading(danger, groups)
        yield f"- **{words.zh} / {words.en}**"
        yield from (f"  {line}" for group in groups[:left] for line in _nested(map(_plain, lines(group))))
        if len(groups) > left:
            yield f"  - **另有 {len(groups) - left} 组没有列出 / {len(groups) - left} more: report.json**"
        left = max(0, left - len(groups))
    yield ""


def _replayed(found: Replayed, called: Titles) -> Iterator[str]:
    yield from ("## 近期真实办件重算 Recent real cases, decided again", "")
    yield f"- 办件 cases: {found.known}，改变渠道 that move: {found.moved}"
    yield from _untold(found, found)
    yield f"- 跑腿次数 visits: {found.old.visits} → {found.new.visits}"
    yield f"- 快递收件 parcels in: {found.old.parcels_in} → {found.new.parcels_in}"
    yield f"- 快递送件 parcels out: {found.old.parcels_out} → {found.new.parcels_out}"
    yield f"- 待定 undetermined: {found.old.undecided} → {found.new.undecided}"
    yield from _moved(found, called)
    yield "- 如果这些办件在以下日期申请 the same cases, had they come on"
    for day, then in found.as_of.items():
        yield (
            f"  - {day}: 改变渠道 that move: {then.moved}，"
            f"跑腿次数 visits: {then.old.visits} → {then.new.visits}"
        )
        yield from _moved(then, called, "    ")
        yield from _untold(found, then, "    ")
    yield ""


def _untold(found: Replayed, then: Outcome, indent: str = "") -> Iterator[str]:
    """The cases that could not be decided again, and why."""
    return (f"{indent}- **{_both(words)}**" for words in untold_words(then, found.declared))


def _moved(found: Outcome, called: Titles, indent: str = "") -> Iterator[str]:
    for (from_, to), number in sorted(found.matrix.items()):
        if from_ != to:
            yield f"{indent}- {number}: {channel_name(called, from_)} → {channel_name(called, to)}"


def _of_decision(moves: Moves, found: Replayed) -> Iterator[str]:
    """The same cases under a decision beside the channel, which costs nobody a visit."""
    told = [
        f"- 办件 cases: {found.known}，改变结果 that move: {found.moved}",
        *_untold(found, found),
        *_moved(found, moves.called),
    ]
    for day, then in found.as_of.items():
        told += f"- {day}: 改变结果 that move: {then.moved}", *_untold(found, then, "  ")
    return _section(moves.title, told)


def _unknown(moves: Moves) -> Iterator[str]:
    zh, en = _plain(moves.title.zh), _plain(moves.title.en)
    yield f"- “{zh}”并非新旧版本都会询问，没有真实办件可以重算；改变的情形见上。"
    yield f"  '{en}' is not asked under both releases: no real case can be decided again, see its situations."
    yield ""


def _taken(files: tuple[str, ...]) -> Iterator[str]:
    """Someone who is still putting files there sees which of them this report has not seen."""
    yield from (f"## 本报告所依据的 {len(files)} 个文件 The {len(files)} files this report is on", "")
    for path in files[:MOST_FILES]:
        yield f"- `{_code(path if path.isprintable() else ascii(path))}`"
    if len(files) > MOST_FILES:
        yield f"- 另有 {len(files) - MOST_FILES} 个 and more: report.json"
    yield ""


def _items(review: Review) -> dict[str, Item]:
    """The items of both releases, as the newer one names them."""
    releases = (review.old, review.checked.release)
    return {code: item for release in releases if release for code, item in release.items.items()}


def _way(called: Titles, channel: ChannelName | None) -> str:
    return "（无此事项 not there）" if channel is None else channel_name(called, channel)


def _title(title: Text) -> str:
    return f"### {_plain(title.zh)} {_plain(title.en)}"


def _section(title: Text, lines: Iterable[str]) -> Iterator[str]:
    return iter((_title(title), "", *lines, ""))


def _listed(each: Iterable[Text]) -> Iterator[str]:
    return (f"- {_both(words)}" for words in each)


def _nested(lines: Iterable[str]) -> Iterator[str]:
    """One entry: what follows its first line stands below it."""
    return (f"{'  ' if number else ''}- {line}" for number, line in enumerate(lines))


def _plain(text: str) -> str:
    """Text of a rule file, which may hold anything, as text and nothing else, on one line."""
    shown = html.escape(" ".join(text.split()), quote=False)
    return "".join(f"\\{sign}" if sign in "\\`*_[]|" else sign for sign in shown)


def _both(text: Text) -> str:
    zh, en = _plain(text.zh), _plain(text.en)
    return zh if zh == en else f"{zh} / {en}"


def _code(text: str) -> str:
    return text.replace("`", "'")
