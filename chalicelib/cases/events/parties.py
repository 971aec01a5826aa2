"""What has happened to who applies: what she changed, who acts for her, how long she is kept."""

from datetime import date, datetime
from typing import Literal

from pydantic import Field

from chalicelib.cases.events.event import Event
from chalicelib.cases.people.mandates import PartyMark, PartyName
from chalicelib.cases.values import ErasureReason


class ConsentChanged(Event):
    kind: Literal["consent_changed"] = "consent_changed"
    courier: bool


class ContactChanged(Event):
    """A party is found elsewhere 联系方式变更. Of her a salted digest is told, as at the opening."""

    kind: Literal["contact_changed"] = "contact_changed"
    party: PartyName
    mark: PartyMark


class QueryCodeReplaced(Event):
    """The query code of before opens nothing any more 查询码已补发: whoever lost it has proved who she is."""

    kind: Literal["query_code_replaced"] = "query_code_replaced"
    codes: int
    code_digest: str


class MandateRevoked(Event):
    """The agent acts no more from this local day on 撤销委托, by the applicant's word or the agent's own."""

    kind: Literal["mandate_revoked"] = "mandate_revoked"
    on: date


class MandateEnded(Event):
    """The mandate has run out 委托到期: the applicant acts again, and is told what is told."""

    kind: Literal["mandate_ended"] = "mandate_ended"
    until: date


class CaseRated(Event):
    """Satisfaction 好差评, GB/T 39046-2020 table A.8: 1 very satisfied to 5 very dissatisfied."""

    kind: Literal["case_rated"] = "case_rated"
    score: int = Field(ge=1, le=5)


class PartiesKept(Event):
    """The parties of a closed case must be kept ``until`` 保存期限, and are erased then."""

    kind: Literal["parties_kept"] = "parties_kept"
    until: datetime


class ErasurePutOff(Event):
    """The parties need not be kept any more, but something is open that needs them: looked at again later."""

    kind: Literal["erasure_put_off"] = "erasure_put_off"
    until: datetime


class PartiesErased(Event):
    """
    The parties of a case are erased 删除当事人资料: from now on nobody is shown who they were. What tells of
    them is deleted by an effect, which is done when nothing is left.
    """

    kind: Literal["parties_erased"] = "parties_erased"
    reason: ErasureReason


PartyEvent = (
    ConsentChanged
    | ContactChanged
    | QueryCodeReplaced
    | MandateRevoked
    | MandateEnded
    | CaseRated
    | PartiesKept
    | ErasurePutOff
    | PartiesErased
)
