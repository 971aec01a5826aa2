"""Letters of other scripts that look like Latin ones: nobody sees why a name with one is not known."""

from __future__ import annotations

import unicodedata

from chalicelib.authoring.findings.message import Both

_LATIN = dict(
    zip(
        "авеіјкорсѕтухһԁԛԝѵαικνορτυχγɡıո",  # of Cyrillic, Greek and others
        "abeijkopcstyxhdqwvaikvoptuxygin",
        strict=True,
    )
)


def latin(text: str) -> str:
    """The text in small Latin letters, as far as letters look like those."""
    return "".join(_LATIN.get(sign, sign) for sign in unicodedata.normalize("NFKC", text).lower())


def look_alike(text: str) -> Both | None:
    """What is to be said of the first such letter, in a name that looks all Latin."""
    if text.isascii() or not latin(text).isascii():
        return None
    for sign in text:
        plain = _LATIN.get(sign.lower())
        if plain is not None:
            name = f"U+{ord(sign):04X}"
            return Both(
                f"“{sign}”（{name}）只是看起来像拉丁字母“{plain}”，请用英文输入法重新输入。",
                f"'{sign}' ({name}) only looks like the Latin letter '{plain}'; type it again.",
            )
    return None
