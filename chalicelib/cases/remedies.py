"""What can be done against a refusal 救济途径, which has to say it (行政许可法 art. 32, 38)."""

from __future__ import annotations

from chalicelib.decisions.form import Text

REMEDIES = Text(
    zh="如不服本决定，可以自收到之日起六十日内依法申请行政复议，或者六个月内依法向人民法院提起行政诉讼。",
    en="You may ask for administrative review within sixty days of receiving this decision, or sue in the "
    "people's court within six months.",
)
"""行政复议法 (2023) art. 20, 行政诉讼法 art. 46; a special law may set other periods."""
