"""Go on under newer rules: a case on which nothing was decided yet adopts the release in force."""

from __future__ import annotations

from chalicelib.cases.case import Case
from chalicelib.cases.commands import AdoptRelease
from chalicelib.cases.values import Actor
from chalicelib.decisions.forms.form import FactValue
from chalicelib.ports.cases import Loaded
from chalicelib.ports.ports import Ports
from chalicelib.services.cases.applying.application import check_in_effect, facts_told
from chalicelib.services.cases.change_case import change_case, files_of
from chalicelib.services.cases.people.read_parties import check_agent_told
from chalicelib.services.days import local_day
from chalicelib.services.errors import Problem


def adopt_release(ports: Ports, who: Actor, loaded: Loaded, digest: str, said: dict[str, FactValue]) -> Case:
    """
    The case under the release in force; with everything uploaded that it asks for, its rules decide at once.

    Args:
        digest: the release the applicant was shown; only if it still is the one in force.
        said: facts by full name that the new release asks for besides those the case has.

    Adopting it again with the same facts changes nothing.

    Raises:
        Problem: 409 another release is in force by now, its item was not in effect on the day of the
            application, or the case has it already with other facts; 422 facts are missing or wrong.
        NotPossible: the rules have decided already, or no longer have the item.
    """
    case, files = loaded.case, files_of(ports, loaded)
    if digest != ports.releases.active(case.region):
        raise Problem(
            409,
            "overtaken",
            "所选的不是正在使用的规则版本（规则可能又有变动），请重新查看办件后再选择",
            "that is not the release in force (the rules may have changed again); look at the case once "
            "more, then choose",
        )
    release = ports.releases.get(digest)
    declared = {fact.fact for fact in release.facts}
    kept = {name: value for name, value in case.application.items() if name in declared}
    if case.item in release.items:
        today, opened = local_day(release, ports.clock.now()), local_day(release, case.opened_at)
        check_in_effect(release, release.items[case.item], opened)
        taken = facts_told(release, case.item, said, today, kept, opened)
        check_agent_told(case.agent is not None, taken)
        said = {name: taken[name] for name in said}

    def adopt(now: Case) -> AdoptRelease:
        _check_same(now, digest, said)
        facts = {name: value for name, value in now.application.items() if name in declared}
        return AdoptRelease(
            at=ports.clock.now(), by=who, release=digest, application=facts | said, files=files(now).listed
        )

    return change_case(ports, case, None, adopt)


def _check_same(case: Case, digest: str, said: dict[str, FactValue]) -> None:
    """Facts once taken stay: other ones for the same release are not taken without a word."""
    if case.release == digest and case.application != case.application | said:
        raise Problem(
            409,
            "facts_taken",
            "本申请已按该版规则办理，所填信息不能再改；如填写有误，请撤回后重新申请",
            "the application goes on under these rules already, what it states cannot be changed; if it is "
            "wrong, withdraw it and apply anew",
        )
