"""
The pages of finding codes as one page for the office: ``python -m tests.office_page FILE.html``.

The file holds all of it, needs no network and can be printed; what is typed above narrows it down.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from html import escape
from pathlib import Path

from chalicelib.authoring.findings.message import page_of
from tests.rule_pages import CODES, ROOT

_HEAD = """\
<!doctype html>
<html lang="zh-CN">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>规则检查结果说明 · What rule checks find</title>
<style>
body { font: 16px/1.6 "Noto Sans CJK SC", "Microsoft YaHei", sans-serif; color: #1a1a1a; background: #fff;
  max-width: 54rem; margin: 0 auto; padding: 1rem; }
label { position: sticky; top: 0; display: block; background: #fff; padding: .6rem 0;
  border-bottom: 1px solid #999; }
input { font: inherit; width: 100%; box-sizing: border-box; padding: .4rem; }
section { border-bottom: 1px solid #ccc; scroll-margin-top: 6rem; break-inside: avoid; }
h2 { font-family: monospace; font-size: 1.25rem; } h3 { font-size: 1rem; color: #444; }
pre { background: #f6f6f6; padding: .6rem; overflow-x: auto; font-size: .85rem; }
.said { border-left: 3px solid #888; padding-left: .7rem; margin: .4rem 0; }
details a { display: inline-block; margin-right: .8rem; }
del { color: #a40000; text-decoration: none; } ins { color: #0b5c0b; text-decoration: none; }
@media print { label { display: none; } }
</style>
</head>
<body>
<h1>规则检查结果说明 · What rule checks find</h1>
<label>输入代码或文字查找 · Type a code or words
<input type="search" autofocus oninput="let found = 0; for (const one of document.querySelectorAll('section'))
  found += !(one.hidden = !one.textContent.toLowerCase().includes(this.value.trim().toLowerCase()));
  this.nextElementSibling.value = `找到 ${found} 个 · ${found} found`"><output></output></label>
"""


def office_page() -> str:
    """All pages in one, by code."""
    texts = [(ROOT / page_of(code)).read_text(encoding="utf-8") for code in CODES]
    links = " ".join(f'<a href="#{code}">{code}</a>' for code in CODES)
    contents = f"<details><summary>全部 {len(CODES)} 个代码 · All codes</summary><p>{links}</p></details>\n"
    return _HEAD + contents + "".join(map(_section, CODES, texts)) + "</body>\n</html>\n"


def _section(code: str, text: str) -> str:
    lines = [line for line in text.splitlines()[1:] if not line.startswith("[全部")]
    return f'<section id="{code}">\n<h2>{code}</h2>\n{"".join(_html(lines))}</section>\n'


def _html(lines: list[str]) -> Iterator[str]:
    """Lines of a page: headings, entries of a list, blocks of rule text, paragraphs."""
    block: list[str] | None = None
    for line in lines:
        if line.startswith("```"):
            if block is not None:
                yield f"<pre>{''.join(map(_rule_line, block))}</pre>\n"
            block = [] if block is None else None
        elif block is not None:
            block.append(line)
        elif line.startswith("## "):
            yield f"<h3>{_words(line[3:])}</h3>\n"
        elif line:
            said = ' class="said"' if line.startswith(("- ", "  ")) else ""
            yield f"<p{said}>{_words(line.removeprefix('- ').strip())}</p>\n"


def _rule_line(line: str) -> str:
    kind = {"-": "del", "+": "ins"}.get(line[:1])
    return (f"<{kind}>{escape(line)}</{kind}>" if kind else escape(line)) + "\n"


def _words(text: str) -> str:
    """Words with what is bold, code or a link to another code in them."""
    text = escape(text.replace("\\*", "*").replace("\\<", "<"))
    text = re.sub(r"\*\*(.+?)\*\*", r"<strong>\1</strong>", text)
    text = re.sub(r"`(.+?)`", r"<code>\1</code>", text)
    return re.sub(r"\[([\w-]+)\]\(\1\.md\)", r'<a href="#\1">\1</a>', text)


if __name__ == "__main__":
    Path(sys.argv[1]).write_text(office_page(), encoding="utf-8")
