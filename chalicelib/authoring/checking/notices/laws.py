"""
What the law wants a notice to say: reasons and remedies of a refusal (行政许可法 arts. 32, 38, 69), all that
is to be corrected (art. 32), the limit, why it is extended (art. 42) or stands still (art. 45), the day of a
hearing (art. 48); and that it asks for no money where nothing is charged (art. 58).

Articles of 行政许可法 as of 2019. They were written down from knowledge of the texts, not copied from them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from chalicelib.authoring.checking.notices.exchanged import PERIODS
from chalicelib.authoring.checking.notices.texts import listed
from chalicelib.authoring.checking.wording import BORNE, contradicts
from chalicelib.authoring.findings.message import say
from chalicelib.authoring.findings.problems import TOP, Problem, problem
from chalicelib.authoring.reading.documents import Read
from chalicelib.authoring.reading.folder import Folder
from chalicelib.decisions.forms.form import Text
from chalicelib.decisions.forms.model import ItemType
from chalicelib.decisions.forms.notice import Kind, NoticeTemplate, Placeholder
from chalicelib.decisions.forms.plan import Milestone
from chalicelib.decisions.law_names import law_in_english

_P = Placeholder
_REMEDIES = (_P.REASON, _P.REVIEW_BODY, _P.COURT)
_LIMIT = (_P.ACCEPTED_ON, _P.STATUTORY_DUE)


class Duty(NamedTuple):
    """What a notice must tell, whether it bears the seal 专用印章, and by which article."""

    article: Text
    tells: tuple[Placeholder, ...] = ()
    seal: bool = False


def _article(article: str) -> Text:
    return Text(zh=f"行政许可法{article}", en=law_in_english("行政许可法", article))


_DUTIES = {
    Kind.ACCEPTANCE: Duty(_article("第三十二条"), _LIMIT, seal=True),
    Kind.ACCEPTANCE_REFUSED: Duty(_article("第三十二条"), _REMEDIES, seal=True),
    Kind.CORRECTION: Duty(_article("第三十二条"), (_P.LINES,)),
    Kind.REFUSAL: Duty(_article("第三十八条"), _REMEDIES),
    Kind.REVOCATION: Duty(_article("第七条、第六十九条"), _REMEDIES),
    Kind.EXTENSION: Duty(_article("第四十二条"), (_P.REASON, _P.STATUTORY_DUE)),
    Kind.PAUSE: Duty(_article("第四十五条"), (_P.PAUSE_BASIS, _P.PAUSED_UNTIL)),
    Kind.HEARING: Duty(_article("第四十八条"), (_P.HEARING_ON,)),
}  # fmt: skip


def lint_laws(folder: Folder) -> Iterator[Problem]:
    """What the law wants of notices, where the region has items that are licences."""
    if all(item.form.type is not ItemType.LICENCE for item in folder.items):
        return
    notices = {read.form.notice: read for read in folder.notices}
    for kind, duty in _DUTIES.items():
        if kind in notices:
            yield from _faults(notices[kind], duty)
    for kind, yes in _ANSWERS.items():
        if kind in notices and contradicts(notices[kind].form.title, yes=yes):
            title = notices[kind].form.title
            yield notices[kind].at("title").error("title-contradicted/notice", title=title, document=kind)
    yield from _acceptance(notices.get(Kind.ACCEPTANCE))
    yield from _paid(folder)


def _faults(read: Read[NoticeTemplate], duty: Duty) -> Iterator[Problem]:
    form = read.form
    wanting = [one for one in duty.tells if one not in form.placeholders]
    if wanting:
        yield read.at("text").error("notice-lacks", told=listed(wanting), article=duty.article)
    elif _P.COURT in duty.tells:
        for language, written in form.text:
            if not all(period.search(written) for period in PERIODS):
                yield read.at("text", language).error("remedy-period")
    if duty.seal and not form.seal:
        yield read.at("seal").error("notice-seal", article=duty.article)


_ANSWERS = {Kind.ACCEPTANCE: True, Kind.GRANT: True, Kind.ACCEPTANCE_REFUSED: False, Kind.REFUSAL: False}
"""Notices that give an answer, and whether it is a yes."""


def _acceptance(read: Read[NoticeTemplate] | None) -> Iterator[Problem]:
    """An acceptance is told in writing, also where nobody said so and silence accepted."""
    if read is None:
        yield problem(f"notices/{Kind.ACCEPTANCE}.yaml", TOP, say("missing-notice/no-acceptance"))
    elif read.form.issued_at is not Milestone.ACCEPTED:
        key = "issued_at" if read.form.issued_at is not None else "notice"
        yield read.at(key).error("acceptance-untold")


_SENTENCE = re.compile(
    r"[。；;！!]|\.(?![0-9])|\n(?=\s*(?:\n|[-·•]|[（(]?[0-9一二三四五六七八九十]+[、.）)]))"
)
"""What ends a sentence: of line breaks only one before an empty line or a numbered one."""
_OTHER_MONEY = re.compile(
    "(?:缴纳|交纳|缴付|补缴|预缴)?(?:基本|住房|职工|个人)*"
    "(?:(?:社会|医疗|养老|工伤|失业|生育)保险|社保|医保|公积金|税)[费金款]?的?(?:缴纳|交纳|缴费|交费)?"
    "|处以?(?:人民币)?[0-9一二两三四五六七八九十百千万][^，。；]{0,20}罚款"
    "|(?:注册资[本金]|投资|造价)[^，。；缴交付费]{0,10}元"
    r"|\bpay(?:ing)?\s+(?:\w+\s+)?(?:attention|heed|regard|a\s+visit)\b|\bfine[ds]?\b[^.;]{0,30}\b(?:yuan|rmb)\b",
    re.IGNORECASE,
)
"""Insurance, taxes, penalties and capital, which are no fees of an item, and what only sounds like paying."""
_PAY = re.compile(
    r"(?:缴纳|交纳|缴付|支付|缴清|补缴|预缴|汇款|转账)[^，。；]{0,12}[费金款元]|[缴交付]费"
    r"|[0-9一二两三四五六七八九十百千万] ?元|(?:工本|手续|服务|材料|评审|审查|检测|快递|邮寄)费"
    r"|\b(?:pay|fees?|yuan|rmb|a\s+deposit)\b",
    re.IGNORECASE,
)
_NOT_HERE = re.compile(
    r"[不免无未勿莫别如若由退]|[的则][，,]|政府|本机关|[费金款用][^，。；]{0,14}停[征收]|[费用](?:现|已|经|均|全部|都)*(?:取消|废止|暂缓)"
    rf"|(?:停征|停收|停止收取|停止征收|取消)[^，。；缴交付]{{0,6}}费|{BORNE}"
    r"|\b(?:no|not|never|nothing|free|without|if|where|unless|office|waived?|waives|exempt(?:ed)?|abolished)\b"
    r"|\b(?:borne|paid|covered|met)\b[^.;]{0,12}\b(?:by|from|of)\s+(?:\w+\s+){0,2}"
    r"(?:government|state|treasury|budget|funds|district|county|city|bureau)\b"
    r"|\b(?:government|state|treasury|district|county|city|bureau)\s+(?:pays|bears|covers)\b",
    re.IGNORECASE,
)
"""What says that nothing is to be paid, by whom else, or in which cases alone."""


_FOR_ALL = {kind.value for kind in Kind}
"""Notices of every item; of another one a plan may see to it that only items with a fee issue it."""


def _paid(folder: Folder) -> Iterator[Problem]:
    """Notices that ask for money; their texts are the same for items that charge nothing (art. 58)."""
    items = (one.form for one in folder.items)
    free = next((one for one in items if one.guide is not None and not one.guide.fee.charged), None)
    if free is None:
        return
    for read in (one for one in folder.notices if one.form.notice in _FOR_ALL):
        for language, written in read.form.text:
            sentences = (one for one in _SENTENCE.split(written) if not _NOT_HERE.search(one))
            found = next((one for one in sentences if _PAY.search(_OTHER_MONEY.sub("", one))), None)
            if found is not None:
                at = read.at("text", language)
                yield at.warning("guide-L09/notice", found=" ".join(found.split())[:40], item=free.name)
                break
