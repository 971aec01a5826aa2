"""
What the law wants a notice to say: reasons and remedies of a refusal (行政许可法 arts. 32, 38, 69), all that
is to be corrected (art. 32), the limit, why it is extended (art. 42) or stands still (art. 45), the day of a
hearing (art. 48).

Articles of 行政许可法 as of 2019; the periods of remedies by 行政复议法 (2023) art. 20 and 行政诉讼法 (2017)
art. 46. They were written down from knowledge of the texts, not copied from them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from chalicelib.authoring.checking.notices.texts import listed
from chalicelib.authoring.findings.problems import TOP, Problem, Say, problem
from chalicelib.authoring.reading.documents import Read
from chalicelib.authoring.reading.folder import Folder
from chalicelib.decisions.form import Text
from chalicelib.decisions.model import ItemType
from chalicelib.decisions.notice import Kind, NoticeTemplate, Placeholder
from chalicelib.decisions.plan import Milestone

_P = Placeholder
_REMEDIES = (_P.REASON, _P.REVIEW_BODY, _P.COURT)
_LIMIT = (_P.ACCEPTED_ON, _P.STATUTORY_DUE)
_REVIEW = (re.compile("六十日|60 ?日"), re.compile(r"\b(?:sixty|60)\b[- ]days?", re.IGNORECASE))
_SUIT = (re.compile("六个月|6 ?个月"), re.compile(r"\b(?:six|6)\b[- ]months?", re.IGNORECASE))


class Duty(NamedTuple):
    """What a notice must tell, whether it bears the seal 专用印章, and by which article."""

    article: Text
    tells: tuple[Placeholder, ...] = ()
    seal: bool = False


def _article(zh: str, en: str) -> Text:
    return Text(zh=f"行政许可法{zh}", en=f"行政许可法, {en}")


_DUTIES = {
    Kind.ACCEPTANCE: Duty(_article("第三十二条", "article 32"), _LIMIT, seal=True),
    Kind.ACCEPTANCE_REFUSED: Duty(_article("第三十二条", "article 32"), _REMEDIES, seal=True),
    Kind.CORRECTION: Duty(_article("第三十二条", "article 32"), (_P.LINES,)),
    Kind.REFUSAL: Duty(_article("第三十八条", "article 38"), _REMEDIES),
    Kind.REVOCATION: Duty(_article("第七条、第六十九条", "articles 7 and 69"), _REMEDIES),
    Kind.EXTENSION: Duty(_article("第四十二条", "article 42"), (_P.REASON, _P.STATUTORY_DUE)),
    Kind.PAUSE: Duty(_article("第四十五条", "article 45"), (_P.PAUSE_BASIS, _P.PAUSED_UNTIL)),
    Kind.HEARING: Duty(_article("第四十八条", "article 48"), (_P.HEARING_ON,)),
}  # fmt: skip


def lint_laws(folder: Folder) -> Iterator[Problem]:
    """What the law wants of notices, where the region has items that are licences."""
    if all(item.form.type is not ItemType.LICENCE for item in folder.items):
        return
    notices = {read.form.notice: read for read in folder.notices}
    for kind, duty in _DUTIES.items():
        if kind in notices:
            yield from _faults(notices[kind], duty)
    yield from _acceptance(notices.get(Kind.ACCEPTANCE))


def _faults(read: Read[NoticeTemplate], duty: Duty) -> Iterator[Problem]:
    form, node = read.form, read.node
    wanting = [one for one in duty.tells if one not in form.placeholders]
    if wanting:
        yield read.told(node.find("text"), "notice-lacks", _lacks(wanting, duty.article))
    elif _P.COURT in duty.tells:
        for language, written in (("zh", form.text.zh), ("en", form.text.en)):
            number = ("zh", "en").index(language)
            if not (_REVIEW[number].search(written) and _SUIT[number].search(written)):
                yield read.told(node.find("text", language), "remedy-period", _PERIODS)
    if duty.seal and not form.seal:
        yield read.told(node.find("seal"), "notice-seal", _seal(duty.article))


def _acceptance(read: Read[NoticeTemplate] | None) -> Iterator[Problem]:
    """An acceptance is told in writing, also where nobody said so and silence accepted."""
    if read is None:
        yield problem(f"notices/{Kind.ACCEPTANCE}.yaml", TOP, "missing-notice", _NO_ACCEPTANCE)
    elif read.form.issued_at is not Milestone.ACCEPTED:
        key = "issued_at" if read.form.issued_at is not None else "notice"
        yield read.told(read.node.find(key), "acceptance-untold", _ON_ACCEPTANCE)


def _lacks(wanting: Sequence[Placeholder], article: Text) -> Say:
    told = listed(wanting)
    return Say(
        f"这份文书依法须写明 {told.zh}（{article.zh}），正文没有。",
        f"By law this notice tells {told.en} ({article.en}), and its text does not.",
        f"请在中英文正文中写上 {told.zh}。",
        f"Put {told.en} into both texts.",
    )


def _seal(article: Text) -> Say:
    return Say(
        f"这份文书依法须加盖本机关专用印章（{article.zh}）。",
        f"By law this notice bears the office's seal ({article.en}).",
        "请写 seal: true。",
        "Write seal: true.",
    )


_PERIODS = Say(
    "须写明救济期限：自收到之日起六十日内申请行政复议（行政复议法第二十条），六个月内提起行政诉讼"
    "（行政诉讼法第四十六条）。法律另有规定的，这里仍写一般期限，并注明从其规定。",
    "The periods of remedies must be told: review within sixty days of receipt (行政复议法, article 20), "
    "a suit within six months (行政诉讼法, article 46). Where a special law sets others, add that they hold.",
    "请在正文中写明“六十日”和“六个月”。",
    "Write 'sixty days' and 'six months'.",
)
_NO_ACCEPTANCE = Say(
    "缺少受理通知书：受理行政许可申请须出具加盖专用印章、注明日期的书面凭证（行政许可法第三十二条）。",
    "The notice of acceptance is missing: who applies for a licence is told in writing, with seal and date, "
    "that it is accepted (行政许可法, article 32).",
    "请新建 notices/acceptance.yaml，写 issued_at: accepted。",
    "Create notices/acceptance.yaml with issued_at: accepted.",
)
_ON_ACCEPTANCE = Say(
    "受理通知书须在受理时出具，逾期未告知而视为受理的也一样（行政许可法第三十二条）。",
    "The notice of acceptance is issued when an application is accepted, by silence, too (行政许可法, "
    "article 32).",
    "请写 issued_at: accepted。",
    "Write issued_at: accepted.",
)
