"""Why parties are erased, in words: the cases of 个人信息保护法 art. 47 (the text was not looked up)."""

from __future__ import annotations

from chalicelib.cases.values import ErasureReason
from chalicelib.decisions.forms.form import Text

ERASURE_REASONS = {
    ErasureReason.PURPOSE: Text(
        zh="处理目的已实现、无法实现或不再必要", en="their purpose is reached, or cannot be any more"
    ),
    ErasureReason.RETENTION: Text(zh="保存期限届满", en="the period of keeping is over"),
    ErasureReason.CONSENT: Text(zh="本人撤回同意", en="consent was withdrawn"),
    ErasureReason.UNLAWFUL: Text(
        zh="违反法律、行政法规或约定处理", en="they were processed against the law or an agreement"
    ),
    ErasureReason.OTHER_LAW: Text(zh="法律、行政法规规定的其他情形", en="another case that the law names"),
}
