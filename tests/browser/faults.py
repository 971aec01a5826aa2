"""What is wrong with a page as a browser shows it: faults of accessibility, words that are cut off."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import Page

_AXE = """() => axe.run(document, {
    runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    resultTypes: ["violations"],
}).then((found) => found.violations.map((each) => ({
    rule: each.id, impact: each.impact, where: each.nodes.map((node) => node.target.join(" ")).slice(0, 3),
})))"""

_CUT = """() => [...document.querySelectorAll("a, button, label, h1, h2, h3, p, dt, dd, li")]
    .filter((each) => each.offsetParent && !each.closest(".sr") && each.scrollWidth > each.clientWidth + 2
        && !["inline", "inline-flex"].includes(getComputedStyle(each).display))
    .map((each) => each.tagName + ": " + each.textContent.trim().slice(0, 40))"""


def faults(page: Page, axe: str) -> list[Any]:
    """
    Everything that axe-core finds (WCAG 2.0 to 2.2, A and AA, and good practice), and what does not fit.

    The page's policy lets no foreign script in: axe is evaluated by the driver, beside it.
    """
    page.evaluate(axe)
    found: list[Any] = page.evaluate(_AXE)
    found += [f"cut off: {each}" for each in page.evaluate(_CUT)]
    wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    return found + ([f"scrolls sideways by {wide} px"] if wide > 0 else [])
