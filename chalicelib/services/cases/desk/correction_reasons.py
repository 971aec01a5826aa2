"""
What is most often wrong with a paper 常用补正理由: ready words for a correction, each with how to mend it.

Words of the program until regions want their own. What goes into a notice is Chinese: that is the language of
the notice; ``label`` is what a clerk ticks.
"""

from __future__ import annotations

from typing import NamedTuple

from chalicelib.decisions.forms.form import Text


class CorrectionReason(NamedTuple):
    """``problem`` and ``mend`` are what the applicant reads; ``absent``: of a paper without a file."""

    reason: str
    label: Text
    problem: str
    mend: str
    absent: bool = False


REASONS = (
    CorrectionReason(
        "absent",
        Text(zh="没有交", en="not handed in"),
        "没有收到这份材料",
        "请上传这份材料，有几页传几页",
        absent=True,
    ),
    CorrectionReason(
        "unclear",
        Text(zh="看不清，要重拍", en="cannot be read, to be photographed again"),
        "文件看不清，文字或数字认不出来",
        "请把纸放平，在亮处正对着拍，字要能看清",
    ),
    CorrectionReason(
        "pages",
        Text(zh="缺页", en="pages are missing"),
        "页数不全",
        "请把每一页都传上来，包括盖章页和背面有字的页",
    ),
    CorrectionReason(
        "unsigned",
        Text(zh="没有签字或盖章", en="not signed or sealed"),
        "应当签字或盖章的地方是空的",
        "请签字或盖章后重新拍照上传",
    ),
    CorrectionReason(
        "differs",
        Text(zh="与申请内容不一致", en="differs from the application"),
        "材料上的内容与申请时填写的不一致",
        "请以实际情况为准，更正后重新上传；申请填错的，请写一份说明并签字",
    ),
    CorrectionReason(
        "expired",
        Text(zh="已过有效期", en="no longer valid"),
        "这份材料已过有效期",
        "请上传在有效期内的材料",
    ),
    CorrectionReason(
        "other-paper",
        Text(zh="不是要求的材料", en="not the paper that is asked for"),
        "传上来的不是这份材料",
        "请对照材料名称，上传要求的这一份",
    ),
)
