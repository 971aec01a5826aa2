"""A notice as a page for A4: printed with the margins of official documents, readable on a telephone, too."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterable
from html import escape

from chalicelib.rendering.sheet import Paragraph, Sheet

STYLE = """\
@page { size: A4; margin: 30mm 26mm 25mm 28mm; }
* { box-sizing: border-box; }
body { margin: 0; background: #e8e8e8; color: #000; overflow-wrap: anywhere;
  font: 16pt/1.75 FangSong, STFangsong, "FangSong_GB2312", "Noto Serif CJK SC", "Source Han Serif SC", SimSun, serif; }
.sheet { position: relative; width: 210mm; max-width: 100%; min-height: 297mm; margin: 8mm auto; background: #fff;
  padding: 30mm 26mm 25mm 28mm; box-shadow: 0 1px 6px rgba(0, 0, 0, .35); }
.sheet[lang=en] { font: 12pt/1.6 Georgia, "Times New Roman", "Noto Serif", serif; }
nav { padding: 2mm 6mm; background: #fff; font: 12pt/2 sans-serif; }
nav a { display: inline-block; color: #0b4f9e; }
.demonstration { margin: 0 0 6mm; padding: 1mm 3mm; border: 1px solid #a00; color: #a00; font-size: 11pt; text-align: center; }
h1 { margin: 0 0 4mm; font-size: 22pt; line-height: 1.4; font-weight: bold; text-align: center;
  font-family: "FZXiaoBiaoSong-B05S", "Noto Serif CJK SC", SimSun, serif; }
[lang=en] h1 { font: bold 18pt/1.3 Georgia, "Times New Roman", serif; }
.number { margin: 0 0 7mm; text-align: center; }
.text p { margin: 0; text-align: justify; text-indent: 2em; }
.text p:first-child { text-indent: 0; }
[lang=en] .text p { margin-bottom: 3mm; text-align: left; text-indent: 0; }
.basis { margin: 4mm 0 0; font-size: 12pt; break-before: avoid; }
[lang=en] .basis, .note { font-size: 10pt; }
.signed { margin: 14mm 0 0; padding-right: 4em; text-align: right; break-inside: avoid; break-before: avoid; }
.signed.sealed { margin-bottom: 12mm; }
.by { display: inline-block; position: relative; min-width: 40mm; text-align: center; }
.by p { margin: 0; }
.by .seal { position: absolute; left: 50%; top: 50%; width: 40mm; height: 40mm; margin: -20mm; border: 1px dashed #b00;
  border-radius: 50%; color: #b00; font-size: 9pt; line-height: 11mm; }
.note { margin: 4mm 0 0; padding-top: 1mm; border-top: 1px solid #999; color: #333; break-before: avoid; }
@media screen and (max-width: 210mm) { .sheet { margin: 0 0 4mm; padding: 10mm 6mm; min-height: 0; box-shadow: none; }
  body { font-size: 13pt; } .text p { text-align: left; } .signed { padding-right: 0; } }
@media print { nav { display: none; } body { background: none; } .sheet { width: auto; max-width: none; min-height: 0; margin: 0; padding: 0; box-shadow: none; }
  .sheet + .sheet { break-before: page; padding-top: 1px; } }
"""  # noqa: E501 - a style sheet

POLICY = (
    "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; "
    f"style-src 'sha256-{base64.b64encode(hashlib.sha256(STYLE.encode()).digest()).decode()}'"
)
"""The Content-Security-Policy that a page is served with: its own style, and nothing else at all."""

_WORDS = {  # of the basis, of the place of the seal, which a translation has not, and the note below
    "zh": ("依据：{}", "加盖印章处", "本文书以中文文本为准，英文译本供参考。"),
    "en": (
        "Legal basis: {}",
        "",
        "This is a translation for your convenience; the Chinese text is authoritative.",
    ),
}
_TAGS = {"zh": "zh-CN", "en": "en"}


def page(sheets: Iterable[Sheet]) -> str:
    """
    The sheets of a notice below each other, each on paper of its own: one HTML document in UTF-8 without a
    script. Its title tells the notice and its number, nobody's name.
    """
    each = list(sheets)
    first = each[0]
    title = escape(f"{first.title} {first.number}")
    return (
        f'<!doctype html>\n<html lang="{_TAGS[first.language]}">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f'<meta name="referrer" content="no-referrer">\n<title>{title}</title>\n'
        f"<style>{STYLE}</style>\n</head>\n"
        f"<body>\n<main>\n{''.join(map(_sheet, each))}</main>\n</body>\n</html>\n"
    )


def with_way_back(document: str, address: str) -> str:
    """The page of a notice with a link to ``address``, its case, above it; paper has none."""
    link = f'<a href="{escape(address)}">← 回到办件 <span lang="en">Back to the case</span></a>'
    return document.replace("<body>\n", f"<body>\n<nav>{link}</nav>\n", 1)


def _sheet(one: Sheet) -> str:
    basis, seal, note = _WORDS[one.language]
    mark = f'<p class="demonstration">{escape(one.demonstration)}</p>\n' if one.demonstration else ""
    sealed, stamp = (" sealed", f'<p class="seal">{seal}</p>\n') if one.seal and seal else ("", "")
    body = "\n".join(map(_paragraph, one.paragraphs))
    return (
        f'<article class="sheet" lang="{_TAGS[one.language]}">\n{mark}<h1>{escape(one.title)}</h1>\n'
        f'<p class="number">{escape(one.number)}</p>\n<div class="text">\n{body}\n</div>\n'
        f'<p class="basis">{escape(basis.format(one.basis))}</p>\n'
        f'<div class="signed{sealed}">\n<div class="by">\n{stamp}'
        f"<p>{escape(one.office)}</p>\n<p>{escape(one.day)}</p>\n</div>\n</div>\n"
        f'<p class="note">{note}</p>\n</article>\n'
    )


def _paragraph(pieces: Paragraph) -> str:
    """A paragraph; what comes from data can neither be markup nor turn the line around it."""
    told = (f"<bdi>{escape(one.text)}</bdi>" if one.filled else escape(one.text) for one in pieces)
    return f"<p>{''.join(told)}</p>"
