"""
The decisions of a release by name: that on the channel and those of the folder ``decisions``.

Whoever works on one decision takes ``as_decision(release, name)`` in place of the release: its ``rules``,
``invariants`` and ``examples`` are the decision's, no item has rules of its own, no plan and no demand is
left, and ``decides`` says which decision it is. ``decide``, ``what_if`` and everything built on a release's
rules then answer for that decision, unchanged. What can come out of it, with titles, and what does where no
rule decides stand in ``table(release, name)``; both take a view as they take the release itself.

A view has the digest of its release, for what it says is said of that release; so whatever is remembered by
a digest and hangs on the rules is remembered by ``(digest, decides)``.
"""

from __future__ import annotations

from collections.abc import Iterator

from chalicelib.decisions.channels import channels
from chalicelib.decisions.forms.form import CHANNEL, SCOPES, UNDETERMINED, Name, Text, Where
from chalicelib.decisions.forms.model import DecisionTable, Outcome, Release


class UnknownDecisionError(LookupError):
    """The release has no decision of this name. 没有这项决策。"""


def decisions(release: Release) -> tuple[Name, ...]:
    """The names of all decisions: the channel first, then the others in the order of their files."""
    return (CHANNEL, *release.decisions)


def asked_at_submission(release: Release) -> tuple[Name, ...]:
    """The names of the decisions that are asked when an application is submitted, the channel first."""
    return (CHANNEL, *(name for name, one in release.decisions.items() if one.asked == "submission"))


def scopes_known(asked: object, each: object) -> tuple[str, ...]:
    """
    Whose facts are known when a decision is asked: on submission no clock runs yet; later nobody opens who
    the applicant is only to look at a clock.

    Args:
        asked, each: as ``DecisionTable`` has them, or whatever somebody wrote there.
    """
    if asked == "submission":
        return ("item", "application", "applicant")
    if asked == "every_working_day":
        return ("item", "application", "case", *(("clock",) if each == "clock" else ()))
    return SCOPES


def table(release: Release, name: Name) -> DecisionTable:
    """
    A decision by name, the channel's too: its outcomes are the plans, its rules those of the region. Items'
    own rules stand before these; they are with the items.

    Args:
        release: a release, or a view of one.

    Raises:
        UnknownDecisionError: the release has none of this name.
    """
    if name == CHANNEL and release.decides == CHANNEL:
        return _of_channel(release)
    found = release.decisions.get(name)
    if found is None:
        raise UnknownDecisionError(name)
    return found


def outcomes(release: Release, name: Name) -> tuple[str, ...]:
    """
    What can come out of a decision, in its order, without what does where no rule decides.

    Raises:
        UnknownDecisionError: the release has none of this name.
    """
    return tuple(one.outcome for one in table(release, name).outcomes)


def every_table(release: Release) -> Iterator[DecisionTable]:
    """Each decision of a release, as ``table`` has it; the channel's without the rules that items have."""
    return (table(release, name) for name in decisions(release))


def number_of_rules(release: Release) -> int:
    """How many rules a release has in all: of every decision, and of items."""
    own = sum(len(item.rules) for item in release.items.values())
    return own + sum(len(one.rules) for one in every_table(release))


def as_decision(release: Release, name: Name) -> Release:
    """
    The release as one of its decisions, whose rules then are the release's rules; of the channel the release
    itself. The release keeps its views, so a second call costs nothing.

    Raises:
        UnknownDecisionError: the release has none of this name.
    """
    if name == release.decides:
        return release
    known = release.views.get(name)
    return known or release.views.setdefault(name, _view(release, table(release, name)))


def _view(release: Release, one: DecisionTable) -> Release:
    items = {
        code: item.model_copy(update={"rules": ()}) if item.rules else item
        for code, item in release.items.items()
    }
    own = {"rules": one.rules, "invariants": one.invariants, "examples": one.examples}
    view = release.model_copy(update={**own, "items": items, "plans": {}, "demands": ()})
    view.__dict__ |= {"whole": release, "decides": one.decision}
    return view


def _of_channel(release: Release) -> DecisionTable:
    """Made without a check: a release may have no plan yet."""
    named = tuple(Outcome(outcome=one, title=release.plans[one].title) for one in channels(release))
    return DecisionTable.model_construct(
        decision=CHANNEL,
        title=Text(zh="办理渠道", en="Channel"),
        asked="submission",
        each=None,
        outcomes=named,
        otherwise=UNDETERMINED,
        rules=release.rules,
        invariants=release.invariants,
        examples=release.examples,
        where=Where(file="channels.yaml", line=1),
    )
