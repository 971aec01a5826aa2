"""What is wrong with a page as a browser shows it: who is kept out, words cut off, one over another."""

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

_CUT_FIELDS = """() => [...document.querySelectorAll("input, textarea")]
    .filter((each) => each.offsetParent && each.value && each.scrollWidth > each.clientWidth + 1)
    .map((each) => each.name + ": " + each.value)"""

_OVER = """() => {
    const boxes = []
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
        const holder = node.parentElement
        if (!node.data.trim() || !holder.checkVisibility() || holder.closest(".sr, .skip, select")) continue
        const range = document.createRange()
        range.selectNodeContents(node)
        for (const box of range.getClientRects()) {
            const slack = box.height / 4
            boxes.push({words: node.data.trim().slice(0, 30), left: box.left + 2, right: box.right - 2,
                top: box.top + slack, bottom: box.bottom - slack})
        }
    }
    const meet = (one, two) => one.left < two.right && two.left < one.right
        && one.top < two.bottom && two.top < one.bottom
    return boxes.flatMap((one, at) => boxes.slice(at + 1)
        .filter((two) => meet(one, two)).map((two) => one.words + " / " + two.words))
}"""
"""Words that stand over other words. Lines may be as low as letters: a quarter of their height is free."""

_FOREIGN = """() => {
    const spoken = document.documentElement.lang, found = []
    const foreign = spoken === "en" ? /[\\u4e00-\\u9fff]/ : /[A-Za-z]{2,} [a-z]{2,} [a-z]{2,}/
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
        const holder = node.parentElement
        if (foreign.test(node.data) && holder.closest("[lang]").lang === spoken && !holder.closest("script"))
            found.push(node.data.trim().slice(0, 40))
    }
    return found
}"""
"""Words of the other language that are not marked as what somebody wrote, or what something is called."""


def faults(page: Page, axe: str) -> list[Any]:
    """
    Everything that axe-core finds (WCAG 2.0 to 2.2, A and AA, and good practice), and what does not fit.

    The page's policy lets no foreign script in: axe is evaluated by the driver, beside it.
    """
    page.evaluate(axe)
    found: list[Any] = page.evaluate(_AXE)
    found += [f"cut off: {each}" for each in page.evaluate(_CUT) + page.evaluate(_CUT_FIELDS)]
    found += [f"one over another: {each}" for each in page.evaluate(_OVER)]
    found += [f"in another language: {each}" for each in page.evaluate(_FOREIGN)]
    wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    return found + ([f"scrolls sideways by {wide} px"] if wide > 0 else [])
