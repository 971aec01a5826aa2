"""What the rules may look at beside what an application says: of the applicant herself, kept nowhere."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING

from chalicelib.cases.case import Case
from chalicelib.decisions.facts.asked import asked_of_applicant, read_by, unclaimed
from chalicelib.decisions.facts.facts import is_of_applicant
from chalicelib.decisions.forms.form import FactValue
from chalicelib.decisions.forms.model import Release
from chalicelib.ports.ports import Ports
from chalicelib.services.days import local_day

if TYPE_CHECKING:
    from chalicelib.cases.people.parties import Parties


def facts_of(
    ports: Ports, release: Release, case: Case, on: date, parties: Parties | None = None
) -> dict[str, FactValue]:
    """
    What is known of the applicant on a local day, of that which can change how these rules decide on
    submission; where nothing can the parties stay sealed. What is not known, or was erased, is left out:
    then comes out what a decision says for that (``otherwise``). With it the questions that need no answer
    and have none, as no.

    Args:
        parties: those of a case that is not kept yet.

    Raises:
        SealError: the parties cannot be opened.
    """
    if case.item not in release.items:  # of a shadow; its decision says so
        return {}
    applied = local_day(release, case.opened_at)
    unsaid = unclaimed(release, case.item, case.application)
    asked = asked_of_applicant(release, case.item, on, case.application | unsaid, applied)
    wanted = {fact.fact for fact in asked}
    if not wanted:
        return unsaid
    from chalicelib.cases.people.parties import applicant_facts  # here: few submissions have anybody opened

    found = parties or ports.cases.parties(case)
    known = {} if found is None else applicant_facts(found.applicant, on)
    return unsaid | {name: value for name, value in known.items() if name in wanted}


def told(release: Release, item: str, facts: Mapping[str, FactValue]) -> dict[str, FactValue]:
    """
    The facts that may be kept with the channel of a case: of the applicant herself nothing that is sensitive,
    and nothing that another decision alone has looked at.
    """
    sensitive, looked_at = {fact.fact for fact in release.facts if fact.sensitive}, read_by(release, item)
    return {
        name: value
        for name, value in facts.items()
        if not is_of_applicant(name) or (name in looked_at and name not in sensitive)
    }
