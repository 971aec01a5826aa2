"""Four eyes: whoever puts a release in force is nobody who has published it, as far as anyone can tell."""

from __future__ import annotations

from collections.abc import Collection
from typing import NamedTuple

from chalicelib.decisions.forms.form import Text
from chalicelib.releases.signer import AuthMethod, SamePerson, Signer, compare_signers, same_person


class Refusal(NamedTuple):
    """Why an approver may not put a release in force: a code for programs, the reason for people."""

    code: str
    reason: Text


def refusal(authors: Collection[Signer], approver: Signer, name: str) -> Refusal | None:
    """
    Say why somebody may not approve a release; None if nothing speaks against it.

    Args:
        authors: all who published the release called ``name``.
    """
    alike = [(author, compare_signers(author, approver)) for author in authors]
    for author, how in alike:
        if how is SamePerson.SAME:
            return _same(author, approver, name)
    for author, how in alike:
        if how is SamePerson.UNKNOWN:
            return _unknown(author, approver, name)
    return None


def _same(author: Signer, approver: Signer, name: str) -> Refusal:
    as_zh, as_en = "", ""
    if not same_person(author.by, approver.by):
        as_zh, as_en = f"（即“{author.by}”）", f" (as '{author.by}')"
    how_zh, how_en, whose_zh, whose_en = "", "", " --by 姓名", " --by NAME"
    if approver.way is AuthMethod.CLOUD:
        how_zh, how_en, whose_zh, whose_en = "用本人的云账号", ", with a cloud user of their own,", "", ""
    reason = Text(
        zh=f"“{approver.by}”{as_zh}发布了该版本，不能自己启用；"
        f"请由第二人{how_zh}核对后启用：rules activate {name}{whose_zh}",
        en=f"'{approver.by}'{as_en} published this release and cannot approve it; a second person{how_en} "
        f"looks at it and runs rules activate {name}{whose_en}",
    )
    return Refusal("second_person", reason)


def _unknown(author: Signer, approver: Signer, name: str) -> Refusal:
    zh, en = _HOW[approver.way]
    reason = Text(
        zh=f"无法确认“{approver.by}”与发布人“{author.by}”不是同一人，不能启用；{zh}：rules activate {name}",
        en=f"it cannot be told that '{approver.by}' is not '{author.by}', who published this release: it is "
        f"not put in force; {en} rules activate {name}",
    )
    return Refusal("second_person_unknown", reason)


_HOW = {
    AuthMethod.CLAIMED: (
        "发布人有自己的云账号，只写姓名不够；请由第二人用本人的云账号运行",
        "the publisher has a cloud user, a name alone is not enough; a second person runs, with a cloud user "
        "of their own,",
    ),
    AuthMethod.CLOUD: (
        "发布人是 IAM 用户，只知其编号；请由第二人用本人的 IAM 用户运行",
        "of the publisher, an IAM user, only the id is known; a second person runs, with an IAM user of "
        "their own,",
    ),
    AuthMethod.STAFF: (
        "登录令牌没有写明您的云账号（cloud_users）；请管理员补上，或由第二人用本人的云账号运行",
        "your token does not say which cloud users are yours (cloud_users); have the identity service say "
        "it, or a second person runs, with a cloud user of their own,",
    ),
    AuthMethod.BUCKET: (
        "请由第二人用本人的云账号运行",
        "a second person runs, with a cloud user of their own,",
    ),
}
"""What to do, by the way in which the approver is known."""
