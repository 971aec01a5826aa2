"""
End what an agent may do 撤销委托, and with it the query code that she may know (docs/decisions/020).
"""

from __future__ import annotations

from chalicelib.cases.case import Case
from chalicelib.cases.commands import RevokeMandate
from chalicelib.cases.values import Actor
from chalicelib.ports.cases import Loaded
from chalicelib.ports.ports import Ports
from chalicelib.services.cases.change_case import change_case, trigger_of, used_by
from chalicelib.services.cases.people.query_codes import next_code


def revoke_mandate(
    ports: Ports, who: Actor, loaded: Loaded, key: str | None, *, code: bool = False
) -> Loaded:
    """
    The case whose agent acts no more. The query code of until now opens nothing from this commit on.

    Args:
        loaded: the case as it has just been read.
        key: sent again under the same one, it is told once.
        code: whether it is sure that the applicant asks, so that another code is made for her in the same
            commit. Who has shown the old code and nothing else may be the agent: she gets none.

    Raises:
        Problem: 422, a key used for something else.
        NotPossible: it has no agent, or the mandate has run out.
    """

    def ask(case: Case) -> RevokeMandate:
        return RevokeMandate(at=ports.clock.now(), by=who, code=next_code(ports, case) if code else None)

    trigger = trigger_of(ports, "mandate", f"{loaded.case.no}#{used_by(who)}", key)
    fingerprint = ports.codes.pseudonym(f"mandate {who.model_dump_json()}")
    return Loaded(change_case(ports, loaded.case, trigger, ask, fingerprint=fingerprint), loaded.files)
