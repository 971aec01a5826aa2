"""
What is most often wrong with a paper 常用补正理由: ready words for a correction, each with how to mend it.

Words of the program until regions want their own. The Chinese is what a notice says and a case keeps; who
reads English is shown the English, wherever an office used ready words.
"""

from __future__ import annotations

from typing import NamedTuple

from chalicelib.decisions.forms.form import Text


class CorrectionReason(NamedTuple):
    """``label`` is what a clerk ticks; ``absent``: of a paper without a file."""

    reason: str
    label: Text
    problem: Text
    mend: Text
    absent: bool = False


REASONS = (
    CorrectionReason(
        "absent",
        Text(zh="没有交", en="not handed in"),
        Text(zh="没有收到这份材料", en="This paper has not arrived"),
        Text(
            zh="请上传这份材料，有几页传几页",
            en="Upload this paper, all of its pages",
        ),
        absent=True,
    ),
    CorrectionReason(
        "unclear",
        Text(zh="看不清，要重拍", en="cannot be read, to be photographed again"),
        Text(
            zh="文件看不清，文字或数字认不出来", en="The file is not clear: words or figures cannot be read"
        ),
        Text(
            zh="请把纸放平，在亮处正对着拍，字要能看清",
            en="Lay the paper flat in good light and take the photo from straight above; all must be legible",
        ),
    ),
    CorrectionReason(
        "pages",
        Text(zh="缺页", en="pages are missing"),
        Text(zh="页数不全", en="Pages are missing"),
        Text(
            zh="请把每一页都传上来，包括盖章页和背面有字的页",
            en="Upload every page, with the page that has the seal and written backs",
        ),
    ),
    CorrectionReason(
        "unsigned",
        Text(zh="没有签字或盖章", en="not signed or sealed"),
        Text(zh="应当签字或盖章的地方是空的", en="The place for a signature or a seal is empty"),
        Text(zh="请签字或盖章后重新拍照上传", en="Sign or seal it, then take a photo and upload it again"),
    ),
    CorrectionReason(
        "differs",
        Text(zh="与申请内容不一致", en="differs from the application"),
        Text(
            zh="材料上的内容与申请时填写的不一致",
            en="What the paper says differs from what you wrote when applying",
        ),
        Text(
            zh="请以实际情况为准，更正后重新上传；申请填错的，请写一份说明并签字",
            en="Go by the facts: correct the paper and upload it again; if the application is wrong, add "
            "a signed explanation",
        ),
    ),
    CorrectionReason(
        "expired",
        Text(zh="已过有效期", en="no longer valid"),
        Text(zh="这份材料已过有效期", en="This paper is no longer valid"),
        Text(zh="请上传在有效期内的材料", en="Upload one that is valid"),
    ),
    CorrectionReason(
        "other-paper",
        Text(zh="不是要求的材料", en="not the paper that is asked for"),
        Text(zh="传上来的不是这份材料", en="What was uploaded is another paper"),
        Text(
            zh="请对照材料名称，上传要求的这一份",
            en="Look at the name of the paper and upload the one asked for",
        ),
    ),
)

_ENGLISH = {text.zh: text.en for each in REASONS for text in (each.problem, each.mend)}


def ready_words(written: str) -> Text:
    """What an office wrote, in both languages where these are ready words; else as it was written."""
    return Text(zh=written, en=_ENGLISH.get(written, written))
