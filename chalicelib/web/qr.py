"""QR codes as SVG: drawn here, so that no other server learns what is in them."""

from __future__ import annotations

from markupsafe import Markup

_QUIET = 4
"""Modules of white around a code (ISO/IEC 18004)."""


def qr_code(text: str) -> Markup:
    """The code of a text, as the content of a page; black on white in any colour scheme."""
    from qrcodegen import QrCode  # here: one page has a code

    code = QrCode.encode_text(text, QrCode.Ecc.MEDIUM)
    size = code.get_size()
    side = size + 2 * _QUIET
    dark = "".join(
        f"M{x + _QUIET} {y + _QUIET}h1v1h-1z"
        for y in range(size)
        for x in range(size)
        if code.get_module(x, y)
    )
    return Markup(  # noqa: S704 - numbers alone
        f'<svg class="qr" viewBox="0 0 {side} {side}" shape-rendering="crispEdges" aria-hidden="true" '
        f'focusable="false"><path fill="#000" d="{dark}"/></svg>'
    )
