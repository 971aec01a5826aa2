"""
How a case may end 办结: what is reported to the nation (list BLZT of case states) is what has happened.

行政许可法: nothing is decided before it is accepted (art. 32, 34), a decision grants or refuses (art. 38).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from chalicelib.authoring.checking.walk import At, Walk
from chalicelib.authoring.documents import Read
from chalicelib.authoring.problems import Problem, Say
from chalicelib.decisions.form import Text
from chalicelib.decisions.plan import Plan, Step

GRANTED, REFUSED = (11, 12), 13


class Meaning(NamedTuple):
    """What a state says has happened, and where that is not so."""

    zh: str
    en: str
    contradicts: Callable[[At], bool]


_NOT_ACCEPTED = Meaning(
    "不受理、不予受理：没有受理，也没有证照",
    "not accepted: no acceptance and no licence",
    lambda at: at.accepted or at.licensed,
)
_MEANINGS = {
    2: Meaning(
        "受理前撤件：申请人自己撤回",
        "withdrawn before acceptance, by the applicant",
        lambda at: at.accepted or at.licensed or at.reasoned,
    ),
    4: _NOT_ACCEPTED,
    5: _NOT_ACCEPTED,
    11: Meaning("准予：已经受理", "granted: after acceptance", lambda at: not at.accepted),
    12: Meaning("容缺准予：已经受理", "granted with gaps: after acceptance", lambda at: not at.accepted),
    13: Meaning(
        "不予许可：已经受理，没有制证",
        "refused: after acceptance, without a licence",
        lambda at: not at.accepted or at.licensed,
    ),
    14: Meaning(
        "受理后撤回：申请人自己撤回",
        "withdrawn after acceptance, by the applicant",
        lambda at: not at.accepted or at.licensed or at.reasoned,
    ),
    15: Meaning("撤销：证照已经制发", "revoked: the licence had been made", lambda at: not at.licensed),
}


def wrong_ends(plan: Read[Plan], walks: Sequence[Walk]) -> Iterator[Problem]:
    """Ends whose state is not what has happened, and plans that can only grant or only refuse."""
    found = False
    for number, step in enumerate(plan.form.steps):
        if step.by == "end" and step.state is not None:
            say = _wrong(step, walks)
            if say is not None:
                found = True
                at = plan.node.find("steps", number, "state")
                yield plan.told(at, "end-contradicted", say)
    if not found:
        yield from _one_sided(plan, walks)


def _wrong(step: Step, walks: Sequence[Walk]) -> Say | None:
    state = step.state or 0
    meaning = _MEANINGS.get(state)
    if meaning is None:
        return _no_end(state)
    for walk in walks:
        for at in walk.here(step):
            if meaning.contradicts(at):
                return _contradicted(state, meaning, walk, at)
    return None


def _one_sided(plan: Read[Plan], walks: Sequence[Walk]) -> Iterator[Problem]:
    at = plan.node.key("steps")
    for walk in walks:
        ends = {step.state for step in plan.form.steps if step.by == "end" and walk.here(step)}
        if not ends & set(GRANTED):
            yield plan.told(at, "never-granted", _NEVER_GRANTED)
            return
        if REFUSED not in ends:
            yield plan.told(at, "never-refused", _NEVER_REFUSED)
            return


def _no_end(state: int) -> Say:
    return Say(
        f"状态 {state} 不是办结状态（办理状态代码表 BLZT）。",
        f"State {state} is none in which a case ends (list BLZT of case states).",
        _CODES.zh,
        _CODES.en,
    )


def _contradicted(state: int, meaning: Meaning, walk: Walk, at: At) -> Say:
    way, item = walk.way(at), walk.item.name
    return Say(
        f"状态 {state} 表示“{meaning.zh}”，但事项“{item.zh}”可以这样走到这里：{_done(at).zh}。"
        f"经过：{' → '.join(title.zh for title in way)}（行政许可法第三十二条、第三十八条）。",
        f"State {state} means '{meaning.en}', but '{item.en}' can come here like this: {_done(at).en}. "
        f"The way: {' → '.join(title.en for title in way)} (行政许可法, articles 32 and 38).",
        _CODES.zh,
        _CODES.en,
    )


def _done(at: At) -> Text:
    """What has happened, in words."""
    zh = ["已受理" if at.accepted else "未受理", "已制证" if at.licensed else "未制证"]
    en = ["accepted" if at.accepted else "not accepted", "licence made" if at.licensed else "no licence made"]
    if at.reasoned:
        zh.append("由机关说明理由后不予受理或不予许可")
        en.append("refused by the office with its reason")
    return Text(zh="、".join(zh), en=", ".join(en))


_CODES = Text(
    zh="请改正 state（11 准予，13 不予许可，5 不予受理，2 受理前撤件，14 受理后撤回），"
    "或改正通向这里的路：须先受理的，经过写有 accepts 的结果；只能在受理前或受理后走的结果，"
    "写 before: accepted 或 after: accepted。",
    en="Correct 'state' (11 granted, 13 refused, 5 not accepted, 2 and 14 withdrawn before and after it), "
    "or the way that leads here: let it pass an outcome with 'accepts', or write before: accepted or "
    "after: accepted at an outcome that is possible only then.",
)
_NEVER_GRANTED = Say(
    "这个流程不可能准予许可：没有走得到的准予（11）结束环节。",
    "This plan can never grant: no end of state 11 can be reached.",
    "请补上准予的结束环节，或改正 state 和 next。",
    "Add such an end, or correct 'state' and 'next'.",
)
_NEVER_REFUSED = Say(
    "这个流程不可能作出不予许可的决定（行政许可法第三十八条）：没有走得到的不予许可（13）结束环节。",
    "This plan can never refuse (行政许可法, article 38): no end of state 13 can be reached.",
    "请在决定环节补上不予许可的结果，并送达、办结。",
    "Add an outcome of refusal where the case is decided, its delivery and its end.",
)
