"""Changes told as an official would say them."""

from __future__ import annotations

import pytest

from chalicelib.authoring.advice.advise import advise
from chalicelib.authoring.advice.changes.rule_changes import GENTLE, edits_of
from chalicelib.authoring.advice.context import AdviceContext
from chalicelib.authoring.advice.effort import Effort
from chalicelib.authoring.advice.words import attribute_words, saved_words
from chalicelib.authoring.explaining.edit_words import edit_words
from chalicelib.authoring.space.edits import Kind
from chalicelib.decisions.forms.form import Text
from chalicelib.decisions.forms.model import Fact
from tests.authoring.advice.regions import TODAY, licang

TITLE = Text(zh="人数", en="people")


def test_a_yes_or_no_is_told_in_the_words_of_its_fact() -> None:
    (fact,) = [one for one in licang().facts if one.fact == "application.courier"]
    assert attribute_words(fact, False, True).model_dump() == {
        "zh": "申请人不同意使用快递",
        "en": "the applicant does not agree to couriers",
    }


def test_without_words_of_its_own_a_yes_is_the_title_and_a_no_its_value() -> None:
    fact = Fact(fact="item.x", title=TITLE, type="bool")
    assert attribute_words(fact, True, None) == TITLE
    assert attribute_words(fact, False, True).zh == "“人数”为“否”"


def test_a_class_of_numbers_is_told_by_its_ends() -> None:
    fact = Fact(fact="item.x", title=TITLE, type="whole_number", at_least=0, at_most=9)
    assert attribute_words(fact, 0, 1).zh == "“人数”为“0”"
    assert attribute_words(fact, 1, 4).zh == "“人数”在 1 到 3 之间"
    assert attribute_words(fact, 4, None).en == '"people" is 4 or more'


@pytest.mark.parametrize(
    ("first", "after", "zh", "en"),
    [
        (None, "2026-06-01", "不晚于 2026-05-31", "2026-05-31 or earlier"),
        ("2026-06-01", None, "不早于 2026-06-01", "2026-06-01 or later"),
        ("2026-06-01", "2026-06-02", "为 2026-06-01", "2026-06-01"),
        ("2026-06-01", "2026-07-01", "在 2026-06-01 到 2026-06-30 之间", "2026-06-01 to 2026-06-30"),
    ],
)
def test_a_class_of_days_is_told_by_its_ends(first: str | None, after: str | None, zh: str, en: str) -> None:
    words = attribute_words(Fact(fact="application.x", title=TITLE, type="date"), first, after)
    assert (words.zh, words.en) == (f"“人数”{zh}", f'"people" is {en}')


def test_papers_that_fall_to_none_are_not_asked_for_any_more() -> None:
    (fact,) = [one for one in licang().facts if one.computed]
    assert attribute_words(fact, 0, 1).zh == "不再收取纸质原件"


def test_every_kind_of_edit_has_words_that_name_its_rule() -> None:
    context = AdviceContext(licang(), TODAY)
    told: dict[Kind, str] = {}
    for edit in edits_of(context, None):
        words = edit_words(context.release, edit)
        assert edit.rule.title.zh in words.zh
        assert edit.rule.title.en in words.en
        told.setdefault(edit.kind, words.zh)
    assert told.keys() == set(GENTLE)
    assert told[Kind.ENDED] == "停用规则“涉密事项到窗口办理”"
    assert told[Kind.VALUE_ADDED] == (
        "规则“无纸质材料且发电子证照的全程网办”：条件“网办深度”由“四级（全程网办）”"
        "改为“四级（全程网办）”或“一级（网上公开）”"
    )
    assert told[Kind.MOVED_UP] == "把规则“依法须本人到场的事项到窗口办理”移到“涉密事项到窗口办理”之前"


def test_what_is_saved_and_what_costs_more_is_told_and_nothing_else() -> None:
    assert saved_words(Effort(visits=3, parcels=-2)).zh == "少跑腿 3 次，多快递 2 件"
    assert saved_words(Effort(visits=3, parcels=-2)).en == "3 visits fewer, 2 parcels more"
    assert saved_words(Effort()).zh == "没有变化"


def test_what_only_a_law_could_change_is_kept_apart() -> None:
    secret = {
        code: item.model_copy(update={"facts": {**item.facts, "secret": True}})
        for code, item in licang().items.items()
    }
    advice = advise(AdviceContext(licang().model_copy(update={"items": secret}), TODAY), {})
    assert advice.attributes == ()
    assert [change.fact.fact for change in advice.by_law] == ["item.secret"]
