"""Past cases that cannot be decided again, in words: how many they are, and what their records lack."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from chalicelib.authoring.comparing.replaying.replay import Outcome
from chalicelib.authoring.findings.telling import joined
from chalicelib.decisions.forms.form import FactName, Text
from chalicelib.decisions.forms.model import Fact

CASES = Text(zh="个办件", en="cases")
CLOCKS = Text(zh="个计时", en="clocks")


def untold_words(found: Outcome, declared: Mapping[FactName, Fact], of: Text = CASES) -> Iterator[Text]:
    """
    Sentences on cases of which a fact is not known: that no rule decides, then and now, and that may come out
    otherwise or not. Nothing where every case could be decided again.

    Args:
        declared: the facts of both releases, by name.
        of: what was decided again.
    """
    if found.open_again:
        facts = joined((_titled(declared[name], number) for name, number in _most(found.unknown)), "、", ", ")
        yield Text(
            zh=f"其中 {found.open_again} {of.zh}要素不全，按新旧规则都没有规则适用；记录中没有：{facts.zh}",
            en=f"{found.open_again} of these {of.en} lack facts, and no rule decides them, old or new: their "
            f"records do not hold {facts.en}",
        )
    if found.untold:
        facts = joined((_fact(declared[name], number) for name, number in _most(found.lacking)), "、", ", ")
        yield Text(
            zh=f"另有 {found.untold} {of.zh}无法判断是否改变，各数均未计入；记录中没有：{facts.zh}",
            en=f"whether {found.untold} more {of.en} move cannot be told, and no figure counts them: their "
            f"records do not hold {facts.en}",
        )


def _most(lacking: Mapping[FactName, int]) -> list[tuple[FactName, int]]:
    """What most cases lack first."""
    return sorted(lacking.items(), key=lambda one: (-one[1], one[0]))


def _titled(fact: Fact, cases: int) -> Text:
    return Text(zh=f"“{fact.title.zh}”（{cases} 个）", en=f'"{fact.title.en}" ({cases})')


def _fact(fact: Fact, cases: int) -> Text:
    """What is lacking, in how many cases, and why nobody wrote it down."""
    why = _NEVER_KEPT if fact.sensitive else _NOT_ASKED
    return Text(zh=f"“{fact.title.zh}”（{cases} 个，{why.zh}）", en=f'"{fact.title.en}" ({cases}, {why.en})')


_NEVER_KEPT = Text(zh="敏感信息不留存", en="sensitive, never kept")
_NOT_ASKED = Text(zh="当时没有询问或没有留存", en="not asked for or not kept then")
