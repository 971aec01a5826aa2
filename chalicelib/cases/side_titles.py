"""What side tasks 旁支待办 are called on lists."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from chalicelib.cases.values import SideKind
from chalicelib.decisions.forms.form import Text
from chalicelib.decisions.forms.model import Release
from chalicelib.decisions.tables import table

TITLES: Mapping[SideKind, Text] = MappingProxyType(
    {
        SideKind.CHANNEL: Text(zh="办理渠道待定", en="Channel undecided"),
        SideKind.PAPER_OWED: Text(zh="材料待补交", en="Papers owed"),
        SideKind.DEFERRED_OVERDUE: Text(zh="容缺材料逾期", en="Deferred material overdue"),
        SideKind.COMMITMENT_CHECK: Text(zh="承诺事项核查", en="Commitment to be checked"),
        SideKind.PARCEL_TROUBLE: Text(zh="寄递异常", en="Parcel in trouble"),
        SideKind.NOTICE_NOT_SERVED: Text(zh="文书未送达", en="Notice not served"),
        SideKind.SILENCE: Text(zh="逾期未答复（视为受理）", en="Accepted by silence"),
        SideKind.COMPLAINT: Text(zh="投诉待答复", en="Complaint to be answered"),
        SideKind.PAUSE: Text(zh="计时中止", en="Clocks stand still"),
        SideKind.EXTENSION: Text(zh="延长时限待批准", en="Extension to be answered"),
        SideKind.UNDECIDED: Text(zh="待人工判断", en="To be decided by a person"),
        SideKind.OFFER: Text(zh="申请人选择的服务", en="Service that the applicant chose"),
    }
)
"""What each kind is called on a list."""


def side_title(release: Release, kind: SideKind, about: tuple[str, ...]) -> Text:
    """What a side task is called: of a decision with what it decides, of a service with what was chosen."""
    title = TITLES[kind]
    match kind:
        case SideKind.UNDECIDED:
            more = table(release, about[0]).title
        case SideKind.OFFER:
            more = next(one.title for one in table(release, about[0]).outcomes if one.outcome == about[1])
        case _:
            return title
    return Text(zh=f"{title.zh}：{more.zh}", en=f"{title.en}: {more.en}")
