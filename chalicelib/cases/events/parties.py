"""What has happened to the personal data of a case: how long it is kept, and that it was erased."""

from datetime import datetime
from typing import Literal

from chalicelib.cases.events.event import Event
from chalicelib.cases.values import (
    ErasureReason,
)


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
