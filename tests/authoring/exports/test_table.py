"""The labels of an exported table."""

from __future__ import annotations

from chalicelib.authoring.exports.table import titled
from chalicelib.decisions.forms.form import Text
from chalicelib.decisions.forms.model import Fact


def test_a_label_of_an_amount_says_in_what_it_is_counted_and_that_of_another_number_is_its_title() -> None:
    title, yuan = Text(zh="注册资本", en="capital"), Text(zh="元", en="yuan")
    people = Fact(fact="application.capital", title=title, type="whole_number")
    assert titled(people) == title
    amount = people.model_copy(update={"decimals": 2, "unit": yuan})
    assert titled(amount).zh == "注册资本（整数，以 0.01 元 为 1）"
    assert titled(amount).en == "capital (a whole number, 0.01 yuan is 1)"
