"""What an application costs and whom to ask about it, wherever an applicant or a clerk looks at it."""

from __future__ import annotations

from pathlib import Path

import pytest

from chalicelib.authoring.checking.load import load
from chalicelib.decisions.forms.form import Text
from chalicelib.decisions.forms.guide import Fee
from chalicelib.decisions.forms.model import Release
from tests.adapters.a_case import release
from tests.adapters.office import FOOD, Office
from tests.pages.reading import Browser, read
from tests.pages.test_desk import CLERK, signed_on

TOLD = {
    "zh": ("收费：每副号牌 10 元（演示）", "依据：《临山县行政事业性收费目录（演示）》；可以网上交"),
    "en": (
        "Charged: 10 yuan a plate (demonstration)",
        "Legal basis: 《临山县行政事业性收费目录（演示）》; can be paid",
    ),
}


def charged() -> Release:
    """A release whose food licences cost something, and have telephones of their own."""
    guide = load(Path("rules/demo-linshan")).items["tractor-registration-and-licence"].guide
    items = {**release().items, FOOD: release().items[FOOD].model_copy(update={"guide": guide})}
    return release().model_copy(update={"items": items})


@pytest.mark.parametrize("language", TOLD)
def test_what_it_costs_stands_where_one_applies_and_in_the_case_with_the_telephones_of_the_item(
    office: Office, language: str
) -> None:
    visitor, clerk = Browser(office, {"lang": language}), signed_on(office, CLERK, language)
    with office.rules(charged()):
        draft, running = office.open(), office.running()
        for one in (draft, running):
            form = read(visitor.get("/track")).fields
            visitor.send("/track", {**form, "no": one.no, "code": one.code})
        case = f"/cases/{running.no}"
        pages = [(visitor, path) for path in (f"/items/{FOOD}", f"/apply/{FOOD}", f"/cases/{draft.no}/check")]
        pages += [(visitor, case), (clerk, f"/desk{case}")]
        told = {path: " ".join(read(browser.get(path)).text.split()) for browser, path in pages}
    lacking = [(path, words) for path, text in told.items() for words in TOLD[language] if words not in text]
    assert lacking == []
    for path in (case, f"/items/{FOOD}"):
        assert "0000-00000001" in told[path]
        assert "0000-00000002" in told[path]


def test_a_release_of_before_fees_were_told_in_english_is_read_and_shown_in_chinese() -> None:
    fee = Fee.model_validate_json(
        '{"charged": true, "basis": "收费办法", "standard": "10元", "pay_online": true}'
    )
    assert fee.rate == Text(zh="10元", en="10元")
    assert Fee(charged=False).rate is None
