"""What channels, laws and entries of the publication log are called: for people."""

from __future__ import annotations

from chalicelib.authoring.findings.telling import Titles, channel_words
from chalicelib.commands.language import Language, language, told
from chalicelib.decisions.explain import cited
from chalicelib.decisions.forms.form import Basis, ChannelName, Text
from chalicelib.decisions.forms.model import Release
from chalicelib.decisions.law_names import law_in_english
from chalicelib.releases.log import Kind

KINDS = {
    Kind.PUBLISHED: Text(zh="发布", en="published"),
    Kind.ACTIVATED: Text(zh="启用", en="activated"),
    Kind.ROLLED_BACK: Text(zh="紧急回退", en="rolled back"),
    Kind.SHADOW_STARTED: Text(zh="开始影子运行", en="shadow started"),
    Kind.SHADOW_ENDED: Text(zh="结束影子运行", en="shadow ended"),
}
"""What an entry of the publication log records, in both languages."""


def channel_shown(known: Release | Titles, channel: ChannelName) -> str:
    """A channel in the language of the user."""
    return told(channel_words(known, channel), " ")


def law_shown(basis: Basis) -> str:
    """A legal basis; in both languages as the Chinese names it, which is the text in force."""
    if language() is Language.EN:
        return law_in_english(basis.title, basis.article)
    return cited(basis)
