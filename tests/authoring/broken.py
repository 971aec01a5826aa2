"""
Faults that a folder can have though every file is in its form; those of form stand in ``spoilt``.

Each edit puts a text in the place of another, or a file where there is none. ¦ marks where the finding
must stand; the finding's code follows.
"""
# ruff: noqa: E501  # a table

from __future__ import annotations

import re
from typing import NamedTuple

from tests.authoring.region import FILES

CHANNELS = "channels.yaml"
FOOD = "items/market/food.yaml"
VAULT = "items/health/vault.yaml"
OUT = "plans/outbound_courier.yaml"
VISIT = "plans/one_visit.yaml"
INVARIANTS = "invariants.yaml"

LAW = "basis: [{title: 行政许可法}]"
OTHER_LAW = "basis: [{title: 档案法}]"
FROM = "from: 2018-01-01"
VISITS = f"choose: one_visit, {LAW}, {FROM}"
OTHER_VISITS = f"choose: one_visit, {OTHER_LAW}, {FROM}"
SENDS = f"choose: outbound_courier, {LAW}, {FROM}"

RULES = "rules:\n"
COURIER = "  - rule: courier\n"
COUNTER = "  - rule: counter\n"
EXAMPLES = "examples:\n"
DATED = (
    (
        CHANNELS,
        "item: food, expect: outbound_courier",
        'item: food, "on": 2026-06-01, expect: outbound_courier',
    ),
    (
        CHANNELS,
        "facts: {application.courier: false}, ",
        'facts: {application.courier: false}, "on": 2026-06-01, ',
    ),
)
"""The examples of the food licence with a day: where it ends they would not hold for ever."""
OF_COURIER = "{item.paper_originals: {at_most: 0}, application.courier: true}"
COUNTER_WHEN = "    when: {}\n"
COUNTER_FROM = "    from: 2004-07-01\nexamples:"
OWN_UNTIL = "    until: 2020-12-31\n"
PRE, COUNTER_PART, ACCEPT = "parts/pre-review.yaml", "parts/counter.yaml", "parts/acceptance.yaml"
DECIDE, LICENCE, HAND_OUT = "parts/decision.yaml", "parts/licence.yaml", "parts/hand-out.yaml"
LOOK, HEAR, FETCH = "parts/inspection.yaml", "parts/hearing.yaml", "parts/fetch.yaml"
TWO = "plans/two_way_courier.yaml"
CLOCKS = "clocks.yaml"
EXTEND = "extend: {at_most: item.limits.extension, issues: extension}"

DEMANDS = "demands:\n  - {demand: inspected, title: {zh: 须勘验, en: Inspected}, when: {item.inspection: [required, joint]}, does: inspection, basis: [{title: 行政许可法, article: 第三十四条}]}\n"
HEARD = "demands:\n  - {demand: heard, title: {zh: 须听证, en: Heard}, when: {item.secret: true}, does: hearing, basis: [{title: 行政许可法, article: 第四十六条}]}\n"
SEEN = "demands:\n  - {demand: seen, title: {zh: 须到场, en: Seen}, when: {item.secret: true}, does: presence, basis: [{title: 行政许可法, article: 第二十九条}]}\n"
INSPECTION = """\
part: inspection
title: {zh: 勘验, en: Inspection}
does: inspection
exits: [unfit]
steps:
  - step: inspection
    title: {zh: 勘验, en: Inspection}
    by: staff
    unit: each
    officers: 2
    outcomes:
      - {outcome: pass, title: {zh: 合格, en: passed}, next: onward}
      - {outcome: fail, title: {zh: 不合格, en: failed}, next: rectification}
  - step: rectification
    title: {zh: 整改, en: Being put right}
    by: applicant
    within: {working_days: 20}
    late: given-up
    outcomes:
      - {outcome: done, title: {zh: 已整改, en: put right}, next: inspection}
      - {outcome: given-up, title: {zh: 未整改, en: not put right}, next: unfit}
"""
HEARING = """\
part: hearing
title: {zh: 听证, en: Hearing}
does: hearing
steps:
  - step: notice
    title: {zh: 通知, en: Notice}
    by: staff
    outcomes:
      - {outcome: told, title: {zh: 已通知, en: told}, next: hearing, issues: hearing, date: {at_least: {working_days: 7}}}
  - step: hearing
    title: {zh: 听证, en: Hearing}
    by: staff
    outcomes:
      - {outcome: held, title: {zh: 已举行, en: held}, next: onward}
"""
ASKED_FOR = "      - {outcome: hear, title: {zh: 要求听证, en: asked for}, next: hearing}\n"
TO_HEARING = "  hearing: [{part: hearing, as: asked}, {go_on: decision}]\n"
PICK_UP = """\
part: fetch
title: {zh: 取件, en: Fetched}
steps:
  - step: pick-up
    title: {zh: 取件, en: Fetched}
    by: pick_up
    unit: hall
    counter: brought
    within: {working_days: 3}
    outcomes:
      - {outcome: delivered, title: {zh: 已送到, en: there}, next: opened}
      - {outcome: failed, title: {zh: 未取到, en: not fetched}, next: brought}
  - step: opened
    title: {zh: 拆封, en: Opened}
    by: staff
    unit: hall
    outcomes:
      - outcome: complete
        title: {zh: 齐全, en: complete}
        next: onward
        hand_over: {what: papers, from: parcel, to: hall, counted: true}
  - step: brought
    title: {zh: 送来, en: Brought}
    by: staff
    unit: hall
    outcomes:
      - {outcome: again, title: {zh: 再取, en: fetched again}, next: pick-up}
      - {outcome: none, title: {zh: 没有来, en: not brought}, next: onward}
      - outcome: received
        title: {zh: 已收, en: taken}
        next: onward
        visit: true
        hand_over: {what: papers, from: applicant, to: hall, counted: true}
"""
ASKED = """\
  - step: asked
    title: {zh: 补交, en: Supplied}
    by: applicant
    within: {working_days: 9}
    late: none
    outcomes:
      - {outcome: supplied, title: {zh: 已补, en: supplied}, next: ¦pick-up}
      - {outcome: none, title: {zh: 没有, en: none}, next: brought}
"""
GATHER = """\
part: gather
title: {zh: 在途, en: On the way}
steps:
  - step: gather
    title: {zh: 在途, en: On the way}
    by: parcels
    unit: hall
    within: {working_days: 9}
    outcomes:
      - {outcome: settled, title: {zh: 已无在途, en: none}, next: onward}
"""
FETCHES = (
    FILES[OUT]
    .replace("outbound_courier", "two_way_courier")
    .replace("出件快递, en: Outbound", "双向快递, en: Two-way")
    .replace("paper_in: none", "paper_in: courier")
    .replace("  - {part: decision}\n", "  - {part: fetch}\n  - {part: acceptance}\n  - {part: decision}\n")
    .replace(
        "exits:\n", "exits:\n  given-up: [{part: hand-out, as: papers-home, gives: papers, end: given-up}]\n"
    )
)
SLOW = """\
part: slow
title: {zh: 核查, en: A look}
steps:
  - step: look
    title: {zh: 核查, en: A look}
    by: staff
    within: {working_days: 21}
    outcomes:
      - {outcome: seen, title: {zh: 已查, en: seen}, next: onward}
"""
UNFIT = "  unfit: [{part: refusal}]\n"
REFUSE, GRANTED, TOLD = "notices/refusal.yaml", "notices/grant.yaml", "notices/acceptance.yaml"
TEXT, MARKED = "text:\n  zh:", "text:\n  ¦zh:"
HEARD_OF = (
    "notices/hearing.yaml",
    "",
    """\
notice: hearing
title: {zh: 听证通知书, en: Hearing}
number: "听〔{year}〕{serial}号"
to: [applicant, agent]
served_by: [portal]
seal: true
needs: [date]
basis: [{title: 行政许可法, article: 第四十八条}]
text:
  zh: "{hearing_on}听证。"
  en: "The hearing is on {hearing_on}."
""",
)
REVOKED = (
    "notices/revocation.yaml",
    "",
    FILES[REFUSE]
    .replace("notice: refusal", "notice: revocation")
    .replace("不许〔", "撤销〔")
    .replace("不予许可决定书, en: Refusal", "撤销决定书, en: Revocation"),
)


class Edit(NamedTuple):
    file: str
    old: str
    new: str


class Fault(NamedTuple):
    what: str
    code: str
    edits: tuple[Edit, ...]


def rule(name: str, when: str, rest: str) -> str:
    return f"  - {{rule: {name}, title: {{zh: 试行规则, en: Rule on trial}}, when: {when}, {rest}}}\n"


def own(name: str, when: str, rest: str) -> str:
    """A rule of the vault's own, after the one that it has."""
    return OWN_UNTIL + rule(name, when, rest)


def shown(item: str, rest: str) -> str:
    """One more example, the first of all."""
    return f"{EXAMPLES}  - {{name: 又一, item: {item}, {rest}}}\n"


def marked(text: str) -> str:
    """The text with the mark at its first rule."""
    return text.replace("{rule:", "¦{rule:", 1)


def edits(*each: tuple[str, str, str]) -> tuple[Edit, ...]:
    return tuple(Edit(*one) for one in each)


def before(place: str, *rules: str) -> tuple[str, str, str]:
    return (CHANNELS, place, "".join(rules) + place)


def lunch(dates: str) -> tuple[str, str, str]:
    """One more item like the food licence, with dates of its own."""
    text = FILES[FOOD].replace("item: food", "item: lunch").replace("食品经营许可", "餐饮经营许可")
    return (
        "items/market/lunch.yaml",
        "",
        text.replace("Food business", "Lunch").replace("acceptance", f"{dates}acceptance"),
    )


JOINT = rule("joint", "{item.inspection: joint}", OTHER_VISITS.replace("2018-01-01", "2004-07-01"))
SHOW_JOINT = (
    CHANNELS,
    EXAMPLES,
    shown("food", "facts: {item.inspection: joint}, expect: one_visit, by: joint"),
)

GUIDE = """\
guide:
  code_lists: GB/T 39046-2020
  case_type: "2"
  processing: reviewed
  handling: ["2"]
  targets: ["2"]
  topic: legal_person
  fee: {charged: true, basis: 收费办法, standard: 10元, standard_en: 10 yuan, pay_online: true}
  consultation: 0532-00000001
  complaint: 0532-00000002
  stages: [{zh: 受理, en: acceptance}, {zh: 审核, en: review}, {zh: 审批, en: approval}, {zh: 办结, en: close}, {zh: 送达, en: delivery}]
  finish: certificate
  result_sample: sample.pdf
  questions: [{question: {zh: 多久办结？, en: How long does it take?}, answer: {zh: 二十个工作日。, en: Twenty working days.}}]
  special_steps: [{kind: hearing, days: 5, counts_toward_limit: false, basis: 行政许可法第四十五条}]
"""


def guide(old: str, new: str, *more: tuple[str, str, str]) -> tuple[Edit, ...]:
    assert GUIDE.count(old) == 1
    return edits((FOOD, "materials:\n", GUIDE.replace(old, new) + "materials:\n"), *more)


def look(
    inspection: str,
    *more: tuple[str, str, str],
    when: str = "{item.inspection: [required, joint]}",
    out: str | None = None,
) -> tuple[Edit, ...]:
    """The inspection in both plans; ``when`` says for whom, ``out`` for whom in the plan by courier."""
    use = "  - {{part: inspection, each: inspects, when: {}}}\n  - {{part: decision}}\n"
    return edits(
        (LOOK, "", inspection),
        (VISIT, "  - {part: decision}\n", use.format(when)),
        (OUT, "  - {part: decision}\n", use.format(out or when.replace("¦", ""))),
        (OUT, "exits:\n", "exits:\n" + UNFIT),
        *more,
    )


def hear(hearing: str, *more: tuple[str, str, str], when: str = "{item.secret: true}") -> tuple[Edit, ...]:
    """The hearing in both plans, and where it is asked for."""
    use = f"  - {{part: hearing, when: {when}}}\n  - {{part: decision}}\n"
    return edits(
        HEARD_OF,
        (HEAR, "", hearing),
        (DECIDE, "exits: [refused]", "exits: [refused, hearing]"),
        (DECIDE, "      - {outcome: refuse,", f"{ASKED_FOR}      - {{outcome: refuse,"),
        *((plan, "exits:\n", f"exits:\n{TO_HEARING}") for plan in (VISIT, OUT)),
        *((plan, "  - {part: decision}\n", use) for plan in (VISIT, OUT)),
        *more,
    )


def fetch(part: str, plan: str = FETCHES) -> tuple[Edit, ...]:
    """A plan that fetches the papers, beside the others."""
    gathered = re.sub(
        r"\[{part: hand-out, as: ([a-z-]+)", r"[{part: gather, as: gather-\1}, {part: hand-out, as: \1", plan
    )
    return edits((FETCH, "", part), (TWO, "", gathered), ("parts/gather.yaml", "", GATHER))


ONLINE_PLAN = (
    FILES[OUT]
    .replace("plan: outbound_courier", "plan: fully_online")
    .replace("出件快递, en: Outbound courier", "全程网办, en: Online")
    .replace("[courier, counter]", "[electronic]")
)
ONLINE = (
    ("plans/fully_online.yaml", "", ONLINE_PLAN),
    (CHANNELS, "choose: outbound_courier\n", "choose: fully_online\n"),
    (CHANNELS, "item: food, expect: outbound_courier", "item: food, expect: fully_online"),
    ("region.yaml", "{outbound_courier: 1,", "{fully_online: 1,"),
)  # fmt: skip

FAULTS = (
    # situations without rule
    Fault("a gap", "gap", edits((CHANNELS, COUNTER_WHEN, "    when: {application.courier: false}\n"), (CHANNELS, RULES, "¦rules:\n"))),
    Fault("a gap left by a not", "gap", edits((CHANNELS, COUNTER_WHEN, "    when: {item.inspection: {not: joint}}\n"), (CHANNELS, RULES, "¦rules:\n"))),
    Fault("a gap in a range of numbers", "gap", edits((CHANNELS, COUNTER_WHEN, "    when: {item.paper_originals: {at_most: 30}}\n"), (CHANNELS, RULES, "¦rules:\n"))),
    Fault("a gap that opens when a rule ends", "gap", edits((CHANNELS, COUNTER_FROM, "    from: 2004-07-01\n    until: ¦2026-12-31\nexamples:"))),
    Fault("a gap until a rule begins", "gap", edits((CHANNELS, COUNTER_FROM, "    from: 2026-09-01\nexamples:"), (CHANNELS, RULES, "¦rules:\n"))),
    # alternatives: one group of conditions is enough
    Fault("alternatives that are no list", "wrong-alternatives", edits((CHANNELS, COUNTER_WHEN, "    when: {}\n    any: ¦{item.secret: true}\n"))),
    Fault("alternatives within alternatives", "wrong-alternatives", edits((CHANNELS, COUNTER_WHEN, "    any: [{¦any: [{item.secret: true}, {item.secret: false}]}, {item.inspection: none}]\n"))),
    Fault("no alternative", "wrong-alternatives", edits((CHANNELS, COUNTER_WHEN, "    when: {}\n    any: ¦[]\n"))),
    Fault("one alternative", "wrong-alternatives", edits((CHANNELS, COUNTER_WHEN, "    any: ¦[{item.secret: false}]\n"))),
    Fault("four alternatives", "wrong-alternatives", edits((CHANNELS, COUNTER_WHEN, "    any: ¦[{item.secret: false}, {item.secret: true}, {item.inspection: none}, {item.inspection: joint}]\n"))),
    Fault("an alternative that asks nothing", "empty-condition", edits((CHANNELS, COUNTER_WHEN, "    any: [{item.secret: false}, ¦{}]\n"))),
    Fault("an alternative that is no map", "wrong-type", edits((CHANNELS, COUNTER_WHEN, "    any: [{item.secret: false}, ¦item.secret]\n"))),
    Fault("an alternative with an unknown fact", "unknown-fact", edits((CHANNELS, COUNTER_WHEN, "    any: [{item.secret: false}, {¦item.sercet: true}]\n"))),
    Fault("an alternative with a name like a key", "unknown-fact", edits((CHANNELS, COUNTER_WHEN, "    any: [{item.secret: false}, {¦item.when: true}]\n"))),
    Fault("an alternative with a wrong value", "wrong-value", edits((CHANNELS, COUNTER_WHEN, "    any: [{item.secret: false}, {item.inspection: ¦jont}]\n"))),
    Fault("an alternative within another", "alternative-contained", edits(before(COUNTER, f"  - rule: x\n    title: {{zh: 试行规则, en: Rule on trial}}\n    any: [{{item.inspection: [joint, required]}}, ¦{{item.inspection: joint, application.courier: false}}]\n    {VISITS.replace(', ', chr(10) + '    ')}\n"), (CHANNELS, EXAMPLES, shown("food", "facts: {item.inspection: joint, application.courier: false}, expect: one_visit, by: x")))),
    Fault("an alternative twice", "alternative-contained", edits((INVARIANTS, "when: {item.secret: true}", "any: [{item.secret: true}, ¦{item.secret: true}]"))),
    Fault("alternatives of the same fact that overlap", "alternatives-overlap", edits((INVARIANTS, "when: {item.secret: true}", "when: {item.secret: true}, any: [{item.paper_originals: {at_most: 3}}, ¦{item.paper_originals: {at_least: 2}}]"))),
    Fault("an alternative of a fact that is tested besides", "alternative-repeats", edits((INVARIANTS, "when: {item.secret: true}", "when: {item.secret: true}, any: [{application.courier: true}, {¦item.secret: true, item.inspection: joint}]"))),
    Fault("an alternative that never holds", "dead-rule", edits(before(COUNTER, f"  - rule: x\n    title: {{zh: 试行规则, en: Rule on trial}}\n    when: {{item.inspection: joint}}\n    any: [{{application.courier: false}}, ¦{{item.secret: true}}]\n    {VISITS.replace(', ', chr(10) + '    ')}\n"), (CHANNELS, EXAMPLES, shown("food", "facts: {item.inspection: joint, application.courier: false}, expect: one_visit, by: x")))),
    # amounts
    *(Fault(what, "amount", edits(("facts.yaml", "  - {fact: application.courier", f"  - {mark}{{fact: application.money, title: {{zh: 钱, en: money}}, {declared}}}\n  - {{fact: application.courier"))) for what, mark, declared in (
        ("an amount without decimals", "¦", "type: amount, unit: {zh: 元, en: yuan}"),
        ("an amount with too many decimals", "", "type: amount, unit: {zh: 元, en: yuan}, decimals: ¦9"),
        ("an amount without a unit", "¦", "type: amount, decimals: 2"),
        ("a bound of an amount that is none", "", "type: amount, unit: {zh: 元, en: yuan}, decimals: 2, at_most: ¦1e9"),
        ("a usual amount with more decimals", "", "type: amount, unit: {zh: 元, en: yuan}, decimals: 2, usual: ¦1.005"),
        ("a unit of a number that is no amount", "", "type: whole_number, ¦unit: {zh: 元, en: yuan}, decimals: 2"),
    )),
    *(Fault(what, "wrong-value", edits(("facts.yaml", "  - {fact: application.courier", "  - {fact: application.money, title: {zh: 钱, en: money}, type: amount, unit: {zh: 元, en: yuan}, decimals: 2, usual: 1}\n  - {fact: application.courier"), (INVARIANTS, "when: {item.secret: true}", f"when: {{item.secret: true, application.money: {{at_least: ¦{bound}}}}}"))) for what, bound in (
        ("a bound with more decimals than its fact", "0.125"), ("a bound larger than can be counted", "99999999999999999.99"), ("a bound with its unit", "100元"),
    )),
    # papers of some applicants that nobody takes
    Fault("a paper of some applicants in a channel that takes none", "papers-not-taken", edits(
        ("facts.yaml", "  - {fact: application.courier", "  - {fact: application.agent, title: {zh: 代办, en: agent}, type: bool, usual: false}\n  - {fact: application.courier"),
        (FOOD, "materials:\n", "materials:\n  - ¦{material: mandate, name: {zh: 委托书, en: Mandate}, when: {application.agent: true}, format: paper, copies: 1}\n"),
    )),
    # days of materials
    Fault("two materials of one code on one day", "duplicate", edits((FOOD, "materials:\n", "materials:\n  - {material: form, until: 2026-12-31, name: {zh: 旧表, en: Old form}, format: electronic}\n"), (FOOD, "{material: form, name: {zh: 申请书", "{material: ¦form, from: 2026-12-31, name: {zh: 申请书"))),
    Fault("a material that ends before it begins", "crossed-dates", edits((FOOD, "materials:\n", "materials:\n  - {material: old, from: 2026-12-31, until: ¦2026-01-01, name: {zh: 旧表, en: Old form}, format: electronic}\n"))),
    Fault("a material that begins when its item is over", "material-days", edits((FOOD, "type: ", "until: 2030-12-31\ntype: "), (FOOD, "materials:\n", "materials:\n  - {material: new, from: ¦2031-01-01, name: {zh: 新表, en: New form}, format: electronic}\n"))),
    Fault("a material that is over before its item begins", "material-days", edits((FOOD, "type: ", "from: 2025-01-01\ntype: "), (FOOD, "materials:\n", "materials:\n  - {material: old, until: ¦2024-12-31, name: {zh: 旧表, en: Old form}, format: electronic}\n"))),
    # of one title in one language, and articles
    *(Fault(what, code, edits((file, old, new))) for what, file, old, new, code in (
        ("a channel of another's English title", OUT, "title: {zh: 出件快递, en: Outbound courier}", "title: ¦{zh: 出件快递, en: One  visit}", "same-name"),
        ("a clock of another's Chinese title", CLOCKS, "title: {zh: 送达期限, en: Delivery}", "title: ¦{zh: 答　复, en: Delivery}", "same-name"),
        ("a notice of another's title", REFUSE, "title: {zh: 不予许可决定书", "title: ¦{zh: 延期通知书", "same-name"),
        ("two buttons of one name", PRE, "{outcome: lapsed, title: {zh: 逾期, en: not in time}", "{outcome: lapsed, title: ¦{zh: 逾期, en: Supplied}", "same-name"),
        ("an article in figures", FOOD, "article: 第三十五条", "article: ¦第35条", "wrong-article"),
    )),
    # dates compared with the day of the decision
    *(Fault(what, code, edits(("facts.yaml", "  - {fact: application.courier", "  - {fact: application.ends, title: {zh: 期满, en: Ends}, type: date, usual: 2030-01-01}\n  - {fact: application.courier"), (INVARIANTS, "when: {item.secret: true}", f"when: {{item.secret: true, {test}}}"))) for what, code, test in (
        ("a bound of another day than today", "wrong-value", "application.ends: {before: ¦tomorrow}"),
        ("a fixed date before which", "wrong-value", "application.ends: {before: ¦2030-01-01}"),
        ("within no number of days", "wrong-value", "application.ends: {within_days: ¦soon}"),
        ("within fewer days than none", "wrong-value", "application.ends: {within_days: ¦-1}"),
        ("a bound too far from today", "wrong-value", "application.ends: {at_least: ¦today+99999}"),
        ("a bound that is badly written", "wrong-value", "application.ends: {at_least: ¦today + 10}"),
        ("moving bounds crossed", "crossed-bounds", "application.ends: {at_least: today+10, at_most: ¦today+3}"),
        ("two words of a moving bound", "mixed-condition", "application.ends: ¦{before: today+9, after: today}"),
        ("a yes or no compared with today", "no-bounds", "application.courier: ¦{before: today}"),
        ("a number compared with today", "wrong-value", "item.paper_originals: {at_least: ¦today}"),
    )),
    Fault("a demand of the law compared with today", "no-day", edits(("facts.yaml", "  - {fact: application.courier", "  - {fact: application.ends, title: {zh: 期满, en: Ends}, type: date}\n  - {fact: application.courier"), (INVARIANTS, "invariants:", HEARD.replace("{item.secret: true}", "{application.ends: ¦{before: today}}") + "invariants:"))),
    Fault("a material compared with today", "no-day", edits(("facts.yaml", "  - {fact: application.courier", "  - {fact: application.ends, title: {zh: 期满, en: Ends}, type: date}\n  - {fact: application.courier"), (VAULT, "original: kept" if "original: kept" in FILES[VAULT] else "format: paper, originals: 2}", "format: paper, originals: 2, when: {application.ends: ¦{within_days: 30}}}"))),
    # a region's rule before items' own
    Fault("a rule before items' own below others", "before-items", edits((CHANNELS, "    choose: outbound_courier\n", "    choose: outbound_courier\n    ¦before_items: true\n"))),
    Fault("an item's rule before items' own", "before-items", edits((VAULT, OWN_UNTIL, "    until: 2020-12-31\n    ¦before_items: true\n"))),
    Fault("an item's rule hidden by one before it", "dead-rule", edits((CHANNELS, "    choose: one_visit\n    basis: [{title: 保守国家秘密法}]\n", "    choose: one_visit\n    before_items: true\n    basis: [{title: 保守国家秘密法}]\n"), (VAULT, "  - rule: vault-always", "  - ¦rule: vault-always"), (VAULT, "when: {item.inspection: joint}", "when: {item.inspection: joint, item.secret: true}"))),
    # rules that never decide
    Fault("a rule hidden by one", "dead-rule", edits(before(COUNTER, marked(rule("x", "{item.secret: true, application.courier: true}", VISITS))))),
    Fault("a rule hidden by two, a value each", "dead-rule", edits(before(COURIER, rule("a", "{item.inspection: required}", VISITS), rule("b", "{item.inspection: joint}", VISITS), marked(rule("c", "{item.inspection: {not: none}}", VISITS))))),
    Fault("a rule hidden by two, a side each", "dead-rule", edits(before(COURIER, rule("a", "{item.inspection: joint, application.courier: true}", VISITS), rule("b", "{item.inspection: joint, application.courier: false}", SENDS), marked(rule("c", "{item.inspection: joint}", VISITS))))),
    Fault("a rule hidden by two ranges", "dead-rule", edits(before(COURIER, rule("a", "{item.inspection: joint, item.paper_originals: {at_most: 3}}", VISITS), rule("b", "{item.inspection: joint, item.paper_originals: {at_least: 4}}", SENDS), marked(rule("c", "{item.inspection: joint, item.paper_originals: {at_least: 2, at_most: 9}}", VISITS))))),
    Fault("a rule after the one that takes all", "dead-rule", edits((CHANNELS, EXAMPLES, marked(rule("last", "{item.inspection: joint}", SENDS)) + EXAMPLES))),
    Fault("a rule that nothing meets", "dead-rule", edits(before(COUNTER, marked(rule("x", "{item.inspection: {not: [none, required, joint]}}", VISITS))))),
    Fault("a rule hidden on all of its days", "dead-rule", edits(before(COUNTER, marked(rule("x", "{item.secret: true, item.inspection: joint}", f"{SENDS}, until: 2019-12-31"))))),
    Fault("an item's rule hidden by another of its own", "dead-rule", edits((VAULT, OWN_UNTIL, marked(own("vault-too", "{item.inspection: joint, item.secret: true}", f"{SENDS}, until: 2020-12-31"))))),
    # twice, or against each other
    Fault("a rule said twice", "duplicate-rule", edits(before(COUNTER, marked(rule("again", OF_COURIER, SENDS))))),
    Fault("a rule said twice in other words", "duplicate-rule", edits(before(COUNTER, marked(rule("again", "{item.secret: {not: false}}", VISITS))))),
    Fault("two rules against each other", "conflicting-rules", edits(before(COUNTER, marked(rule("against", "{item.secret: true}", SENDS))))),
    Fault("two rules against each other in other words", "conflicting-rules", edits(before(COURIER, rule("a", "{item.inspection: [joint, required]}", VISITS), marked(rule("b", "{item.inspection: {not: none}}", SENDS))))),
    Fault("two rules for all the rest", "conflicting-rules", edits((CHANNELS, EXAMPLES, marked(rule("rest", "{}", SENDS)) + EXAMPLES))),
    Fault("an item's rules against each other", "conflicting-rules", edits((VAULT, OWN_UNTIL, marked(own("vault-too", "{item.inspection: joint}", f"{SENDS}, until: 2020-12-31"))))),
    # dates
    Fault("days of two versions that overlap", "date-overlap", edits((CHANNELS, "from: 2016-08-01", "from: 2016-08-01\n    until: 2026-12-31"), before(COUNTER, rule("courier-2027", OF_COURIER, f"choose: outbound_courier, {LAW}, from: ¦2026-12-01")))),
    Fault("days of a new version and another channel that overlap", "date-overlap", edits((CHANNELS, "from: 2016-08-01", "from: 2016-08-01\n    until: 2026-12-31"), before(COUNTER, rule("courier-2027", OF_COURIER, f"choose: one_visit, {OTHER_LAW}, from: ¦2026-12-31")))),
    Fault("two versions that begin on one day", "date-overlap", edits((CHANNELS, "from: 2016-08-01", "from: 0001-01-01\n    until: 2026-12-31"), before(COUNTER, rule("courier-2027", OF_COURIER, f"choose: outbound_courier, {LAW}, from: ¦0001-01-01")))),
    Fault("days between two versions", "date-hole", edits((CHANNELS, "from: 2016-08-01", "from: 2016-08-01\n    until: 2026-12-31"), before(COUNTER, rule("courier-2027", OF_COURIER, f"choose: outbound_courier, {LAW}, from: ¦2027-01-05")), (CHANNELS, EXAMPLES, shown("food", '"on": 2027-02-01, expect: outbound_courier, by: courier-2027')), DATED[0])),
    Fault("one day between two versions that are not worded alike", "date-hole", edits((CHANNELS, "from: 2016-08-01", "from: 2016-08-01\n    until: 2026-12-31"), before(COUNTER, rule("courier-2027", "{item.paper_originals: 0, application.courier: true}", f"choose: outbound_courier, {LAW}, from: ¦2027-01-02")), (CHANNELS, EXAMPLES, shown("food", '"on": 2027-02-01, expect: outbound_courier, by: courier-2027')), DATED[0])),
    # what never matters
    Fault("a condition that an earlier rule settles", "idle-condition", edits((CHANNELS, OF_COURIER, "{item.secret: ¦false, item.paper_originals: {at_most: 0}, application.courier: true}"))),
    Fault("a condition that allows everything", "idle-condition", edits((CHANNELS, OF_COURIER, "{item.paper_originals: {at_most: 0}, item.inspection: ¦[none, required, joint], application.courier: true}"))),
    Fault("a bound that is the fact's own", "idle-condition", edits((CHANNELS, "{at_most: 0}", "{at_least: ¦0, at_most: 0}"))),
    Fault("a value that an earlier rule takes", "idle-condition", edits((CHANNELS, OF_COURIER, "{item.paper_originals: {at_most: 0}, item.inspection: [none, ¦joint], application.courier: true}"), before(COURIER, JOINT), SHOW_JOINT)),
    Fault("a value excluded that an earlier rule takes", "idle-condition", edits((CHANNELS, OF_COURIER, "{item.paper_originals: {at_most: 0}, item.inspection: {not: [required, ¦joint]}, application.courier: true}"), before(COURIER, JOINT), SHOW_JOINT)),
    Fault("a condition of an item's own rule", "idle-condition", edits((VAULT, "{item.inspection: joint}", "{item.inspection: joint, item.paper_originals: ¦{at_least: 0}}"))),
    # order
    Fault("ranges that overlap", "needless-order", edits(before(COURIER, rule("few", "{item.inspection: joint, item.paper_originals: {at_least: 2, at_most: 5}}", SENDS), rule("more", "¦{item.inspection: joint, item.paper_originals: {at_least: 4, at_most: 9}}", OTHER_VISITS)), (CHANNELS, EXAMPLES, shown("food", "facts: {item.inspection: joint, item.paper_originals: 3}, expect: outbound_courier, by: few") + "  - {name: 再一, item: food, facts: {item.inspection: joint, item.paper_originals: 8}, expect: one_visit, by: more}\n"))),
    # invariants
    Fault("an invariant that a rule breaks", "invariant", edits((CHANNELS, "choose: one_visit\n    basis: [{title: 保守国家秘密法}]", "choose: outbound_courier\n    basis: [{title: 保守国家秘密法}]"), (INVARIANTS, "- {invariant", "- ¦{invariant"))),
    Fault("an invariant on a range of numbers", "invariant", edits((INVARIANTS, "invariants:\n", "invariants:\n  - ¦{invariant: papers-travel, title: {zh: 试, en: try}, when: {item.paper_originals: {at_least: 7}}, expect: [outbound_courier]}\n"))),
    Fault("an invariant broken from next year on", "invariant", edits(before(RULES[:0] + "  - rule: secret\n", rule("soon", "{item.secret: true, item.inspection: joint}", f"choose: outbound_courier, {LAW}, from: 2027-01-01")), (INVARIANTS, "- {invariant", "- ¦{invariant"))),
    Fault("an invariant that begins next year", "invariant", edits((INVARIANTS, "invariants:\n", "invariants:\n  - ¦{invariant: papers-travel, title: {zh: 试, en: try}, when: {item.paper_originals: {at_least: 7}}, expect: [outbound_courier], from: 2027-01-01}\n"))),
    Fault("an invariant broken for one item", "invariant", edits((VAULT, "choose: one_visit", "choose: outbound_courier"), (VAULT, OWN_UNTIL, ""), (INVARIANTS, "- {invariant", "- ¦{invariant"))),
    # examples
    Fault("an example that comes out otherwise", "example", edits((CHANNELS, "item: food, expect: outbound_courier", "item: food, expect: ¦one_visit"))),
    Fault("an example by another rule", "example", edits((CHANNELS, "by: secret}", "by: ¦counter}"))),
    Fault("an example of another day", "example", edits((CHANNELS, EXAMPLES, shown("food", '"on": 2010-01-01, expect: ¦outbound_courier')))),
    Fault("a rule without example", "no-example", edits(before(COURIER, marked(JOINT)))),
    Fault("an item's rule without example", "no-example", edits((CHANNELS, "facts: {item.inspection: joint}, \"on\": 2019-06-03, expect: one_visit", "\"on\": 2019-06-03, expect: one_visit"), (VAULT, "  - rule: vault-always", "  - ¦rule: vault-always"))),
    Fault("an example without a day that a rule's end turns", "example-undated", edits((CHANNELS, "from: 2016-08-01", "from: 2016-08-01\n    until: 2026-12-31"), (CHANNELS, "{name: 普通, item: food, expect", "¦{name: 普通, item: food, expect"))),
    Fault("an example without a day of an item that ends", "example-undated", edits((VAULT, "acceptance", "until: 2027-12-31\nacceptance"), (CHANNELS, "{name: 涉密", "¦{name: 涉密"))),
    Fault("an example of a day before its item", "example-outside", edits((FOOD, "acceptance", "from: 2020-01-01\nacceptance"), (CHANNELS, EXAMPLES, shown("food", '"on": ¦2019-06-03, expect: outbound_courier')))),
    Fault("an example of a day after its item", "example-outside", edits((FOOD, "acceptance", "until: 2026-12-31\nacceptance"), (CHANNELS, EXAMPLES, shown("food", '"on": ¦2027-01-01, expect: outbound_courier')), *DATED)),
    Fault("an item replaced by one that is over no later", "replaced-by-one-over", edits((FOOD, "acceptance", "until: 2027-12-31\nreplaced_by: ¦vault\nacceptance"), (VAULT, "acceptance", "until: 2027-12-31\nacceptance"), *DATED, (CHANNELS, "涉密, item: vault,", '涉密, item: vault, "on": 2026-06-01,'))),
    Fault("two items that replace one another", "replaced-by-one-over", edits((FOOD, "acceptance", "until: 2027-12-31\nreplaced_by: ¦lunch\nacceptance"), lunch("until: 2020-01-01\nreplaced_by: food\n"), *DATED)),
    Fault("an item replaced by one that begins later", "replaced-later", edits((FOOD, "acceptance", "until: 2027-12-31\nreplaced_by: ¦lunch\nacceptance"), lunch("from: 2028-02-01\n"), *DATED)),
    Fault("figures of an earlier day", "totals", edits((FOOD, "acceptance", "from: 2026-06-01\nacceptance"), ("region.yaml", "as_of: 2026-06-01", "as_of: 2026-05-31"), ("region.yaml", "licence_items: 2", "licence_items: ¦2"), ("region.yaml", "{outbound_courier: 1, one_visit: 1}", "{one_visit: 1}"), ("region.yaml", '"50.0"', '"0.0"'))),
    Fault("figures of no day", "no-as-of", edits(("region.yaml", "  as_of: 2026-06-01\n", ""), ("region.yaml", "published:", "¦published:"))),
    # published figures
    Fault("more licence items than there are", "totals", edits(("region.yaml", "licence_items: 2", "licence_items: ¦3"))),
    Fault("a channel with more items than it has", "totals", edits(("region.yaml", "one_visit: 1}", "one_visit: ¦2}"))),
    Fault("a channel that is not published", "totals", edits(("region.yaml", "channels: {outbound_courier: 1, one_visit: 1}", "channels: ¦{outbound_courier: 1}"))),
    Fault("a channel that there is not", "totals", edits(("region.yaml", "one_visit: 1}", "one_visit: 1, nosuch: ¦4}"))),
    Fault("another percentage", "totals", edits(("region.yaml", '"50.0"', '¦"98.9"'))),
    # what is promised, and what the law demands
    Fault("a visit on the way of a zero-errand channel", "zero-errand-visit", edits((DECIDE, "step: decision", "step: ¦decision"), (DECIDE, "waits_for: papers}", "waits_for: papers, visit: true}"))),
    Fault("giving up that stands first", "ordinary-way", edits((COUNTER_PART, "    outcomes:\n", "    outcomes:\n      - {outcome: given-up, title: {zh: 视为放弃, en: given up}, next: given-up, before: accepted}\n"), (COUNTER_PART, "counted: true}\n      - {outcome: given-up, title: {zh: 视为放弃, en: given up}, next: given-up, before: accepted}\n", "counted: true}\n"), (VISIT, "end: given-up", "end: ¦given-up"))),
    Fault("an inspection demanded and nowhere done in a channel", "demand-passed-by", edits((INVARIANTS, "invariants:\n", DEMANDS + "invariants:\n"), (OUT, "plan: outbound_courier", "plan: ¦outbound_courier"), (LOOK, "", INSPECTION), (VISIT, "  - {part: decision}\n", "  - {part: inspection, each: inspects, when: {item.inspection: [required, joint]}}\n  - {part: decision}\n"))),
    Fault("an inspection that nothing demands", "does-undemanded", look(INSPECTION.replace("does: inspection", "does: ¦inspection"))),
    Fault("an applicant in person whom nobody sees where she brings no papers", "demand-passed-by", edits((INVARIANTS, "invariants:\n", SEEN + "invariants:\n"), (COUNTER_PART, "exits:", "does: presence\nexits:"), (VISIT, "plan: one_visit", "plan: ¦one_visit"))),
    Fault("an applicant in person whom the counter may excuse", "demand-passed-by", edits((INVARIANTS, "invariants:\n", SEEN + "invariants:\n"), ("parts/in-person.yaml", "", "part: in-person\ntitle: {zh: 到场, en: In person}\ndoes: presence\nsteps:\n  - step: in-person\n    title: {zh: 到场, en: In person}\n    by: staff\n    unit: hall\n    outcomes:\n      - {outcome: seen, title: {zh: 已到场, en: seen}, next: onward, visit: true}\n      - {outcome: ¦excused, title: {zh: 免予到场, en: excused}, next: onward, reason: required}\n"), (COUNTER_PART, "exits:", "does: presence\nexits:"), (VISIT, "  - {part: acceptance}\n", "  - {part: in-person}\n  - {part: acceptance}\n"))),
    Fault("an invariant that no longer keeps out who has to come in person", "demand-passed-by", edits((INVARIANTS, "expect: one_visit", "expect: one_visit, until: ¦2026-01-01"), (INVARIANTS, "invariants:\n", SEEN.replace("{item.secret: true}", "{item.secret: true, item.paper_originals: {at_least: 1}}") + "invariants:\n"), (COUNTER_PART, "exits:", "does: presence\nexits:"))),
    Fault("an applicant who is seen without a visit", "visit-not-marked", edits((ACCEPT, "    by: staff\n", "    by: staff\n    does: presence\n"), (ACCEPT, "outcome: accept,", "outcome: ¦accept,"))),
    Fault("an applicant who is seen and hands in papers without a visit", "visit-not-marked", edits((COUNTER_PART, "exits:", "does: presence\nexits:"), (COUNTER_PART, "        visit: true\n", ""), (COUNTER_PART, "hand_over: {what", "hand_over: ¦{what"))),
    Fault("an inspection that a joint one does without", "demand-passed-by", look(INSPECTION, (INVARIANTS, "invariants:\n", DEMANDS + "invariants:\n"), when="¦{item.inspection: required}", out="{item.inspection: [required, joint]}")),
    Fault("an inspection for another fact", "demand-passed-by", look(INSPECTION, (INVARIANTS, "invariants:\n", DEMANDS + "invariants:\n"), when="¦{item.secret: false, item.inspection: [required, joint]}", out="{item.inspection: [required, joint]}")),
    Fault("an inspection that failed and goes on", "demand-passed-by", look(INSPECTION.replace("{outcome: fail, title: {zh: 不合格, en: failed}, next: rectification}", "{outcome: fail, title: {zh: 不合格, en: failed}, next: rectification}\n      - {outcome: ¦nearly, title: {zh: 基本合格, en: nearly}, next: onward}"), (INVARIANTS, "invariants:\n", DEMANDS + "invariants:\n"))),
    Fault("put right, and nobody looks again", "demand-passed-by", look(INSPECTION.replace("outcome: fail", "outcome: ¦fail").replace("next: inspection}", "next: onward}"), (INVARIANTS, "invariants:\n", DEMANDS + "invariants:\n"))),
    Fault("an inspection after the grant", "demand-passed-by", edits((INVARIANTS, "invariants:\n", DEMANDS + "invariants:\n"), (OUT, "plan: outbound_courier", "plan: ¦outbound_courier"), (OUT, "  - {part: licence}\n", "  - {part: inspection, each: inspects}\n  - {part: licence}\n"), (LOOK, "", INSPECTION.replace("exits: [unfit]\n", "").replace("next: unfit", "next: inspection")), (VISIT, "  - {part: decision}\n", "  - {part: inspection, each: inspects}\n  - {part: decision}\n"))),
    Fault("an inspection by more officers than know the item", "one-officer", look(INSPECTION, (INVARIANTS, "invariants:\n", DEMANDS + "invariants:\n"), (FOOD, "{decides: market}", "{decides: market, inspects: [market]}"), (FOOD, "inspection: none", "inspection: required"), ("units.yaml", "{unit: market, name: {zh: 市场监管局, en: Market bureau}, kind: department}", '{unit: ¦market, name: {zh: 市场监管局, en: Market bureau}, kind: department, members: [{member: "01"}, {member: "02", knows: [vault]}]}'))),
    Fault("a joint inspection without the item's own unit", "joint-inspection", look(INSPECTION, (INVARIANTS, "invariants:\n", DEMANDS + "invariants:\n"), (FOOD, "{decides: market}", "{decides: market, inspects: ¦[health, hall]}"), (FOOD, "inspection: none", "inspection: joint"), ("units.yaml", "name: {zh: 大厅, en: Hall}, kind: counter", "name: {zh: 大厅, en: Hall}, kind: department"))),
    Fault("a joint inspection on which a plan calls no other", "joint-inspection", tuple(one._replace(new=one.new.replace("each: inspects", "each: ¦advises")) if one.file == OUT else one for one in look(INSPECTION, (INVARIANTS, "invariants:\n", DEMANDS + "invariants:\n"), (FOOD, "{decides: market}", "{decides: market, inspects: [market, health], advises: [market]}"), (FOOD, "inspection: none", "inspection: joint")))),
    Fault("a second person after the step itself", "excludes-nobody", edits((DECIDE, "other_than: [pre-review]", "other_than: ¦[decision]"))),
    Fault("a second person after a step that comes later", "excludes-nobody", edits((DECIDE, "other_than: [pre-review]", "other_than: ¦[licence]"))),
    Fault("a grant that is issued with the licence once more", "issued-twice", edits((LICENCE, "number: required}", "number: required, issues: ¦grant}"))),
    Fault("a licence that a notice sets", "set-without-law", edits((FOOD, "{title: 食品安全法, article: 第三十五条}", "{title: ¦关于加强食品经营许可管理的通知}"))),
    Fault("a licence that a district's rules set", "set-without-law", edits((FOOD, "{title: 食品安全法, article: 第三十五条}", "{title: ¦李沧区食品经营许可实施细则}"))),
    Fault("a licence that a district sets in a regulation of its own", "set-without-law", edits((FOOD, "{title: 食品安全法, article: 第三十五条}", "{title: ¦李沧区食品经营许可条例}"))),
    Fault("a limit that the unit itself sets", "limit-without-law", edits((FOOD, "statutory: {working_days: 20}, promised: {working_days: 10}", "statutory: {working_days: 30}, promised: {working_days: 10}, basis: [{title: ¦市场监管局许可规定, article: 第二条}]"))),
    Fault("a limit that a ministry's rules set", "limit-without-law", edits((FOOD, "statutory: {working_days: 20}, promised: {working_days: 10}", "statutory: {working_days: 30}, promised: {working_days: 10}, basis: [{title: ¦食品经营许可和备案管理办法, article: 第十六条}]"))),
    Fault("an inspection by one officer", "one-officer", look(INSPECTION.replace("step: inspection", "step: ¦inspection").replace("    officers: 2\n", ""), (INVARIANTS, "invariants:\n", DEMANDS + "invariants:\n"))),
    Fault("an item to be inspected by nobody", "nobody-does", look(INSPECTION, (INVARIANTS, "invariants:\n", DEMANDS + "invariants:\n"), (FOOD, "inspection: none", "inspection: required"), (FOOD, "units:", "¦units:"))),
    Fault("a part that is walked by units that no item has", "nobody-does", edits((LOOK, "", INSPECTION), (VISIT, "  - {part: decision}\n", "  - {part: inspection, each: inspects, when: {item.inspection: [required, joint]}}\n  - {part: decision}\n"), (OUT, "  - {part: decision}\n", "  - {part: inspection, each: ¦advises, when: {item.inspection: [required, joint]}}\n  - {part: decision}\n"), (OUT, "exits:\n", "exits:\n" + UNFIT), (INVARIANTS, "invariants:\n", DEMANDS + "invariants:\n"), (FOOD, "inspection: none", "inspection: required"), (FOOD, "{decides: market}", "{decides: market, inspects: [market]}"), (VAULT, "inspection: none", "inspection: required"), (VAULT, "{decides: health}", "{decides: health, inspects: [health]}"))),
    Fault("a hearing that nothing demands", "does-undemanded", hear(HEARING.replace("does: hearing", "does: ¦hearing"))),
    Fault("a hearing in three days", "hearing-notice", hear(HEARING.replace("step: notice", "step: ¦notice").replace("working_days: 7", "working_days: 3"), (INVARIANTS, "invariants:\n", HEARD + "invariants:\n"))),
    Fault("a hearing without notice", "hearing-notice", hear(HEARING.replace("step: notice", "step: ¦notice").replace(", date: {at_least: {working_days: 7}}", ""), (INVARIANTS, "invariants:\n", HEARD + "invariants:\n"))),
    Fault("a hearing that a review announces in three days", "hearing-notice", edits(HEARD_OF, (DECIDE, "  - step: decision\n", "  - step: ¦decision\n"), (DECIDE, "waits_for: papers}\n", "waits_for: papers}\n      - {outcome: hear, title: {zh: 听证, en: a hearing}, next: decision, issues: hearing, date: {at_least: {working_days: 3}}}\n"))),
    Fault("a hearing that may be left out", "demand-passed-by", hear(HEARING.replace("next: hearing, issues: hearing, date: {at_least: {working_days: 7}}}\n", "next: hearing, issues: hearing, date: {at_least: {working_days: 7}}}\n      - {outcome: ¦waived, title: {zh: 不办, en: waived}, next: onward}\n"), (INVARIANTS, "invariants:\n", HEARD + "invariants:\n"))),
    # items against their decisions
    Fault("a visit without reason", "visit-without-reason", edits((VAULT, "visit_reason: {zh: 涉密, en: secret}\n", ""), (VAULT, "item: vault", "¦item: vault"))),
    Fault("a reason without visit", "reason-without-visit", edits((FOOD, "acceptance", "¦visit_reason: {zh: 无, en: none}\nacceptance"))),
    Fault("fully online with a result on paper", "online-with-paper", edits(*ONLINE, (FOOD, "form: paper", "form: ¦paper"), ("region.yaml", '"50.0"', '"0.0"'))),
    Fault("fully online with a material on paper", "papers-not-taken", edits(*ONLINE, (FOOD, "form: paper", "form: both"), (FOOD, "electronic_result: false", "electronic_result: true"), (FOOD, "{material: form", "¦{material: form"), (FOOD, "format: electronic", "format: paper, copies: 1"))),
    Fault("the highest online depth with a visit", "online-with-visit", edits(("facts.yaml", "  - {fact: item.electronic_result", "  - {fact: item.online_depth, title: {zh: 深度, en: depth}, type: one_of, values: [{value: III, title: {zh: 三, en: three}}, {value: IV, title: {zh: 四, en: four}}]}\n  - {fact: item.electronic_result"), (FOOD, "  secret: false\n", "  secret: false\n  online_depth: IV\n"), (VAULT, "{secret: true,", "{secret: true, online_depth: ¦IV,"))),
    # service guides
    Fault("a promise of no days that is no immediate case", "guide-L01", guide('"2"\n  processing', '¦"2"\n  processing', (FOOD, "promised: {working_days: 10}", "promised: {at_once: true}"))),
    Fault("an immediate case with a promise of days", "guide-L02", guide('case_type: "2"', 'case_type: ¦"1"')),
    Fault("a promised case processed at once", "guide-L02", guide("processing: reviewed", "processing: ¦immediate")),
    Fault("a certificate that finishes as an approval", "guide-L03", guide("finish: certificate", "finish: ¦approval")),
    Fault("no visit, but handled at the counter only", "guide-L06", guide('handling: ["2"]', 'handling: ¦["1"]')),
    Fault("a fee without standard", "guide-L08", guide("{charged: true, basis: 收费办法, standard: 10元, standard_en: 10 yuan, pay_online: true}", "¦{charged: true, basis: 收费办法, pay_online: true}")),
    Fault("a fee that is not told in English", "guide-L08", guide("standard: 10元, standard_en: 10 yuan", "standard: ¦10元")),
    Fault("a fee whose rate does not tell how much", "guide-L08", guide("standard: 10元", "standard: ¦按有关规定收取")),
    Fault("no fee, but an amount", "guide-L09", guide("{charged: true, basis: 收费办法, standard: 10元, standard_en: 10 yuan, pay_online: true}", "{charged: false, standard: ¦每证 10 元}")),
    Fault("no fee, but a notice that asks for one", "guide-L09", guide("{charged: true, basis: 收费办法, standard: 10元, standard_en: 10 yuan, pay_online: true}", "{charged: false, standard: 不收费}", (GRANTED, 'zh: "准予{item}。', 'zh: ¦"准予{item}。请携带工本费10元领取。'))),
    Fault("a plan on paper that the office has by sharing", "shared-asked", edits((FOOD, "materials:\n", "materials:\n  - {material: plan, name: {zh: 方 案, en: Plan}, shared: {from: health}}\n"), (VAULT, "- {material: plan", "- ¦{material: plan"))),
    Fault("no fee, but paid online", "guide-L09", guide("{charged: true, basis: 收费办法, standard: 10元, standard_en: 10 yuan, pay_online: true}", "{charged: false, pay_online: ¦true}")),
    Fault("a telephone without area code", "guide-L10", guide("0532-00000001", "¦00000001")),
    Fault("complaints to those who give advice", "guide-L10", guide("complaint: 0532-00000002", "complaint: ¦0532-00000001")),
    Fault("a topic for other targets", "guide-L11", guide("topic: legal_person", "topic: ¦person")),
    Fault("a licence without a question", "guide-L12", guide("guide:\n", "guide:\n  ¦", (FOOD, "  questions: [{question: {zh: 多久办结？, en: How long does it take?}, answer: {zh: 二十个工作日。, en: Twenty working days.}}]\n", ""), (FOOD, "  code_lists", "code_lists"))),
    Fault("a stage that is not published", "guide-L13", guide("[{zh: 受理, en: acceptance}, ", "¦[")),
    Fault("a result without sample", "guide-L14", guide("guide:\n", "guide:\n  ¦", (FOOD, "  result_sample: sample.pdf\n", ""), (FOOD, "  code_lists", "code_lists"))),
    Fault("a hearing not counted, without basis", "guide-L16", guide("[{kind: hearing, days: 5, counts_toward_limit: false, basis: 行政许可法第四十五条}]", "[¦{kind: hearing, days: 5, counts_toward_limit: false}]")),
    Fault("codes of an unknown list", "guide-L17", guide("GB/T 39046-2020", "¦GB/T 1-1999")),
    # settings
    Fault("a carrier without settings", "unknown-carrier", edits(("region.yaml", "carrier: ems", "carrier: ¦emms"))),
    Fault("a code of no province", "region-code", edits(("region.yaml", '"370213"', '¦"380213"'))),
    Fault("a code that begins with nothing", "region-code", edits(("region.yaml", '"370213"', '¦"000000"'))),
    Fault("a district of no city", "region-code", edits(("region.yaml", '"370213"', '¦"370013"'))),
    Fault("the code of a made-up region in earnest", "region-code", edits(("region.yaml", '"370213"', '¦"990121"'))),
    Fault("the time of another country", "time-zone", edits(("region.yaml", "Asia/Shanghai", "¦Asia/Tokyo"))),
    Fault("the sun's time of Xinjiang", "time-zone", edits(("region.yaml", "Asia/Shanghai", "¦Asia/Urumqi"), ("region.yaml", '"370213"', '"650102"'))),
    Fault("world time", "time-zone", edits(("region.yaml", "Asia/Shanghai", "¦UTC"))),
    Fault("a clock of Hong Kong in a district of Shandong", "time-zone", edits(("region.yaml", "Asia/Shanghai", "¦Asia/Hong_Kong"))),
    Fault("uploads of a byte", "uploads-small", edits(("region.yaml", "max_bytes: 20971520", "max_bytes: ¦1"))),
    Fault("uploads in the unit of kilobytes", "uploads-small", edits(("region.yaml", "max_bytes: 20971520", "max_bytes: ¦20480"))),
    Fault("uploads too small for a photo", "uploads-small", edits(("region.yaml", "max_bytes: 20971520", "max_bytes: ¦2097152"))),
    Fault("uploads of text documents alone", "uploads-kinds", edits(("region.yaml", "kinds: [pdf, jpeg]", "kinds: ¦[docx]"))),
    Fault("one opening a day from an address", "openings-few", edits(("region.yaml", "published:\n", "openings: {source: ¦{hour: 1, day: 1}}\npublished:\n"))),
    Fault("one opening a day from a telephone", "openings-few", edits(("region.yaml", "published:\n", "openings: {phone: ¦{hour: 1, day: 1}}\npublished:\n"))),
    Fault("parties that are gone before a decision is safe", "retention-short", edits(("region.yaml", "published:\n", "retention: {years: ¦2, basis: {title: 档案法}}\npublished:\n"))),
    Fault("fewer openings in a day than in an hour", "openings-crossed", edits(("region.yaml", "published:\n", "openings: {phone: {hour: 50, day: ¦20}}\npublished:\n"))),
    Fault("fewer openings from an address than from a telephone", "openings-few", edits(("region.yaml", "published:\n", "openings: {phone: {hour: 50, day: 200}, source: ¦{hour: 40, day: 100}}\npublished:\n"))),
    # texts still to be written
    Fault("a hall whose address is to be added", "placeholder", edits(("region.yaml", "address: 演示地址", "address: ¦待补充。"))),
    Fault("a hall on street xx", "placeholder", edits(("region.yaml", "address: 演示地址", "address: ¦山东省青岛市xx路xx号"))),
    Fault("a hall of somebody", "placeholder", edits(("region.yaml", "name: 大厅", "name: ¦某某大厅"))),
    Fault("a region of no name yet", "placeholder", edits(("region.yaml", "zh: 李沧区", "zh: ¦（待定）"))),
    Fault("a department not translated yet", "placeholder", edits(("units.yaml", "en: Health bureau", "en: ¦tbd"))),
    Fault("a member who knows an item that is none", "unknown-item", edits(("units.yaml", "en: Health bureau}, kind: department", "en: Health bureau}, kind: department, members: [{member: '0101', knows: [food, ¦vualt]}]"))),
    Fault("a licence decided by the counter", "no-power", edits((FOOD, "units: {decides: market}", "units: {decides: ¦hall}"))),
    Fault("a decision made at the counter", "no-power", edits((DECIDE, "unit: decides", "unit: ¦hall"))),
    Fault("an inspection by the counter", "no-power", edits((FOOD, "units: {decides: market}", "units: {decides: market, inspects: [¦hall]}"))),
    Fault("a member listed twice", "duplicate", edits(("units.yaml", "en: Health bureau}, kind: department", "en: Health bureau}, kind: department, members: [{member: '0101'}, ¦{member: '0101', knows: [food]}]"))),
    Fault("figures of a source to be named", "placeholder", edits(("region.yaml", "  source: 演示\n", "  source: ¦来源待完善\n"))),
    Fault("a calendar of some notice", "law-not-named", edits(("calendars/2026.yaml", "source: 演示", "source: ¦notice"))),
    Fault("figures of some notice", "law-not-named", edits(("region.yaml", "source: 演示", "source: ¦国务院办公厅通知"))),
    Fault("a rule by some law", "law-not-named", edits((CHANNELS, "title: 保守国家秘密法", "title: ¦有关法律、法规"))),
    Fault("a rule by the law", "law-not-named", edits((CHANNELS, "title: 保守国家秘密法", "title: ¦the relevant laws"))),
    Fault("a rule by the minutes of a meeting", "law-not-named", edits((CHANNELS, "title: 保守国家秘密法", "title: ¦市场监管局局务会纪要（第3期）"))),
    Fault("a limit by the minutes of a meeting", "limit-without-law", edits((FOOD, "limits: {statutory: {working_days: 20}, promised: {working_days: 10}}", "limits: {statutory: {working_days: 200}, promised: {working_days: 10}, basis: [{title: ¦局务会纪要}]}"))),
    Fault("a limit of a month by no law", "limit-without-law", edits((FOOD, "statutory: {working_days: 20}", "statutory: ¦{months: 1}"))),
    Fault("an article beyond all laws", "wrong-article", edits((FOOD, "article: 第三十五条", "article: ¦第三千五百条"))),
    Fault("more days off by the district", "extra-without-notice", edits(("calendars/2026.yaml", "2026-06-19,", "2026-06-18, 2026-06-19,"), ("calendars/2026.yaml", "source: 演示", "extra: 1\nsource: ¦国务院办公厅关于2026年部分节假日安排的通知；区办公室通知"))),
    Fault("a calendar of a notice of no year", "source-year", edits(("calendars/2026.yaml", "source: 演示", "source: ¦国务院办公厅关于部分节假日安排的通知"))),
    Fault("more days off by the ordinary notice", "extra-without-notice", edits(("calendars/2026.yaml", "2026-06-19,", "2026-06-18, 2026-06-19,"), ("calendars/2026.yaml", "source: 演示", "extra: 1\nsource: ¦国务院办公厅关于2026年部分节假日安排的通知"))),
    Fault("a million openings of an address", "openings-many", edits(("region.yaml", "published:\n", "openings: {source: ¦{hour: 500000, day: 1000000}}\npublished:\n"))),
    Fault("UTF-8 read in GBK", "yaml-character", edits(("region.yaml", "address: 演示地址", "address: ¦闈掑矝甯傛潕娌у尯"))),
    Fault("an English name read in Latin-1", "yaml-character", edits((FOOD, "zh: 食品经营许可", "zh: ¦食品经营许可â€”咖啡"))),
    Fault("GBK read in Latin-1", "yaml-character", edits((FOOD, "zh: 申请书", "zh: ¦ÉêÇëÊé"))),
    Fault("a law garbled twice", "yaml-character", edits((CHANNELS, "title: 保守国家秘密法", "title: ¦保守国家秘密锟斤拷"))),
    Fault("a notice garbled", "yaml-character", edits(("notices/grant.yaml", 'zh: "准予', 'zh: ¦"鍑嗕簣准予'))),
    Fault("a law named twice", "duplicate-value", edits((CHANNELS, "basis: [{title: 保守国家秘密法}]", "basis: [{title: 保守国家秘密法}, ¦{title: 保守国家秘密法}]"))),
    Fault("a question written twice", "duplicate-value", guide("questions: [{question: {zh: 多久办结？, en: How long does it take?}, answer: {zh: 二十个工作日。, en: Twenty working days.}}]", "questions: [{question: {zh: 多久办结？, en: How long does it take?}, answer: {zh: 二十个工作日。, en: Twenty working days.}}, ¦{answer: {en: Twenty working days., zh: 二十个工作日。}, question: {zh: 多久办结？, en: How long does it take?}}]")),
    Fault("a calendar of a source to be named", "placeholder", edits(("calendars/2026.yaml", "source: 演示", "source: ¦XXX号通知"))),
    Fault("an item to be translated", "placeholder", edits((FOOD, "en: Food business licence", "en: ¦'TODO: translate'"))),
    Fault("a law to be looked up", "placeholder", edits((FOOD, "article: 第三十五条", "article: ¦第××条"))),
    Fault("a rule's basis to be looked up", "placeholder", edits((CHANNELS, "{title: 行政许可法, article: 第四十四条}", "{title: ¦某某条例, article: 第四十四条}"))),
    Fault("a material named by underscores", "placeholder", edits((FOOD, "en: Form}", "en: ¦____}"))),
    Fault("a courier named by what a program filled in", "placeholder", edits(("couriers/ems.yaml", "en: EMS", "en: ¦'{{ name }}'"))),
    Fault("a fact not translated yet", "placeholder", edits(("facts.yaml", "en: secret}", "en: ¦TODO}"))),
    Fault("a step not translated yet", "placeholder", edits((LICENCE, "en: Licence is made}", "en: ¦TBD}"))),
    Fault("an invariant to be worded", "placeholder", edits((INVARIANTS, "zh: 涉密的只到窗口,", "zh: ¦暂缺,"))),
    Fault("a hall without telephone", "hall-phone", edits(("region.yaml", '"0532-00000000"', "¦''"))),
    Fault("a hall whose telephone is words", "hall-phone", edits(("region.yaml", '"0532-00000000"', "¦请打总机"))),
    Fault("a hall whose telephone lacks its area code", "hall-phone", edits(("region.yaml", '"0532-00000000"', '¦"88888888"'))),
    Fault("a hall with two telephones", "hall-phone", edits(("region.yaml", '"0532-00000000"', '¦"0532-00000000、0532-00000001"'))),
    Fault("a hall with a telephone abroad", "hall-phone", edits(("region.yaml", '"0532-00000000"', '¦"+85221234567"'))),
    Fault("a hall's telephone in full-width digits", "hall-phone", edits(("region.yaml", '"0532-00000000"', "¦０５３２-００００００００"))),
    Fault("a hall's telephone with a blank", "hall-phone", edits(("region.yaml", '"0532-00000000"', '¦"0532 00000000"'))),
    Fault("a hall's telephone on two lines", "hall-phone", edits(("region.yaml", '"0532-00000000"', '¦"0532-00000000\\n"'))),
    Fault("a hall without address", "hall-address", edits(("region.yaml", "address: 演示地址", "address: ¦''"))),
    Fault("a hall whose address shows nothing", "yaml-character", edits(("region.yaml", "address: 演示地址", 'address: ¦"\\u3164\\u200b  "'))),
    Fault("a hall in another province", "hall-address", edits(("region.yaml", "address: 演示地址", "address: ¦江苏省青岛市李沧区演示路1号"))),
    Fault("a hall whose address is on two lines", "hall-address", edits(("region.yaml", "address: 演示地址", 'address: ¦"演示区\\n演示地址"'))),
    Fault("a hall whose address runs backwards", "yaml-character", edits(("region.yaml", "address: 演示地址", 'address: ¦"\\u202e演示地址"'))),
    Fault("a hall whose address was no UTF-8", "yaml-character", edits(("region.yaml", "address: 演示地址", 'address: ¦"演示\\ufffd地址"'))),
    Fault("a hall with a wide blank in its address", "hall-address", edits(("region.yaml", "address: 演示地址", "address: ¦演示　地址"))),
    Fault("a hall whose recipient is a question mark", "hall-name", edits(("region.yaml", "name: 大厅", "name: ¦'?'"))),
    # plans against the law
    Fault("a pre-review that tells nothing to correct", "no-correction", edits((PRE, "step: pre-review\n", "step: ¦pre-review\n"), (PRE, "marks: told, lines: required", "lines: required"))),
    Fault("a correction without its list", "no-correction", edits((PRE, "marks: told, lines: required", "marks: ¦told"))),
    *(Fault(f"{what} twice", "duplicate-value", edits((file, old, new))) for what, file, old, new in (
        ("a kind of file", "region.yaml", "kinds: [pdf, jpeg]", "kinds: [pdf, ¦pdf]"),
        ("a step that others than who ended it must do", DECIDE, "other_than: [pre-review]", "other_than: [pre-review, ¦pre-review]"),
        ("a milestone that stops a clock", CLOCKS, "stops: [told, accepted, not-accepted]", "stops: [told, accepted, not-accepted, ¦told]"),
    )),
    Fault("a way of handling in a guide twice", "duplicate-value", guide('handling: ["2"]', 'handling: ["2", ¦"2"]')),
    *(Fault(what, "short-correction", edits((PRE, "    by: applicant\n    within: {working_days: 15}", f"    by: applicant\n    within: ¦{{{within}}}"))) for what, within in (
        ("a correction in one working day", "working_days: 1"), ("a correction in four working days", "working_days: 4"), ("a correction in three days, two of which may be a weekend", "days: 3"),
    )),
    Fault("what failed an inspection put right in a day", "short-correction", look(INSPECTION.replace("within: {working_days: 20}", "within: ¦{working_days: 1}"), (INVARIANTS, "invariants:", DEMANDS + "invariants:"))),
    *(Fault(what, "pause-without-law", edits((file, f"step: {step}\n", f"step: {step}\n    pauses: ¦{{clocks: [{clocks}], at_most: {{working_days: 10}}, basis: {{title: {law}}}}}\n"))) for what, file, step, clocks, law in (
        ("the law's limit stopped by the decision", DECIDE, "decision", "statutory", "行政许可法, article: 第四十五条"),
        ("the answer stopped by the pre-review", PRE, "pre-review", "reply", "中华人民共和国行政许可法, article: 第四十五条"),
        ("the law's limit stopped by a correction", PRE, "correction", "statutory", "行政许可法, article: 第三十二条"),
        ("the delivery stopped while the licence is made", LICENCE, "licence", "handing-out", "行政许可法, article: 第四十五条"),
        ("the delivery stopped by the courier", HAND_OUT, "send", "handing-out", "行政许可法, article: 第四十五条"),
        ("clocks stopped by what another law may have", DECIDE, "decision", "statutory, handing-out", "区里的办法"),
    )),
    *(Fault(f"clocks stopped by {does}", "pause-without-law", edits((DECIDE, "step: decision\n", f"step: decision\n    does: {does}\n    pauses: ¦{{clocks: [statutory], at_most: {{working_days: 10}}, basis: {{title: 行政许可法, article: 第四十五条}}}}\n"))) for does in ("opinion",)),
    Fault("a review that stops the clocks by an office's own paper", "pause-without-law", edits((DECIDE, "step: decision\n", "step: decision\n    does: expert_review\n    pauses: {clocks: [statutory], at_most: {working_days: 10}, basis: {title: ¦局办公制度}}\n"))),
    Fault("a review that stops the clocks by the paper of a district's bureau", "pause-without-law", edits((DECIDE, "step: decision\n", "step: decision\n    does: expert_review\n    pauses: {clocks: [statutory], at_most: {working_days: 10}, basis: {title: ¦李沧区行政审批服务局听证办法}}\n"))),
    Fault("the answer stopped by an expert review", "pause-without-law", edits((PRE, "step: pre-review\n", "step: pre-review\n    does: expert_review\n    pauses: {clocks: [statutory, ¦reply], at_most: {working_days: 10}, basis: {title: 行政许可法, article: 第四十五条}}\n"))),
    Fault("the delivery stopped by a quarantine", "pause-without-law", edits((LICENCE, "step: licence\n", "step: licence\n    does: quarantine\n    pauses: {clocks: [¦handing-out], at_most: {working_days: 10}, basis: {title: 行政许可法, article: 第四十五条}}\n"))),
    Fault("a correction that takes longer than a decision", "long-correction", edits((PRE, "    by: applicant\n    within: {working_days: 15}", "    by: applicant\n    within: ¦{days: 50}"))),
    Fault("a correction that staff make", "no-correction", edits((PRE, "next: correction, marks: told", "next: asked, marks: ¦told"), (PRE, "  - step: correction\n", "  - step: asked\n    title: {zh: 告知, en: Told}\n    by: staff\n    outcomes:\n      - {outcome: told, title: {zh: 已告知, en: told}, next: correction}\n  - step: correction\n"))),
    Fault("an acceptance refused without a word", "refusal-without-reason", edits((PRE, "outcome: decline", "outcome: ¦decline"), (PRE, "        reason: required\n", ""))),
    Fault("a licence refused without a word", "refusal-without-reason", edits((DECIDE, "{outcome: refuse,", "{outcome: ¦refuse,"), (DECIDE, ", reason: required}", "}"))),
    Fault("an acceptance refused without its document", "without-document", edits((PRE, "outcome: decline", "outcome: ¦decline"), (PRE, "        issues: acceptance-refused\n", ""))),
    Fault("a licence refused without its document", "without-document", edits((DECIDE, "{outcome: refuse,", "{outcome: ¦refuse,"), (DECIDE, "issues: refusal, ", ""))),
    Fault("a licence refused before the review without its document", "without-document", edits(("parts/refusal.yaml", "{outcome: refuse,", "{outcome: ¦refuse,"), ("parts/refusal.yaml", "issues: refusal, ", ""))),
    Fault("a licence refused by another document", "without-document", edits((DECIDE, "issues: refusal, ", "issues: ¦grant, "))),
    Fault("a correction that is told without its document", "without-document", edits((PRE, "{outcome: correct,", "{outcome: ¦correct,"), (PRE, ", issues: correction}", "}"))),
    Fault("a correction of papers that is told without its document", "without-document", edits((ACCEPT, "outcome: correct\n", "outcome: ¦correct\n"), (ACCEPT, "        issues: correction\n", ""))),
    Fault("a licence that may be on its way for three weeks", "delivery-beyond-law", edits((HAND_OUT, "within: {working_days: 5}", "within: ¦{working_days: 15}"))),
    Fault("a licence that may be on its way for a month", "delivery-beyond-law", edits((HAND_OUT, "within: {working_days: 5}", "within: ¦{months: 1}"))),
    Fault("a licence that may be made and sent in eleven days", "delivery-beyond-law", edits((LICENCE, "    unit: makes\n", "    unit: makes\n    within: ¦{working_days: 6}\n"))),
    Fault("a licence that may lie with the hall for eleven days", "delivery-beyond-law", edits((HAND_OUT, "en: Delivery problem}\n    by: staff\n", "en: Delivery problem}\n    by: staff\n    within: ¦{working_days: 11}\n"))),
    Fault("acceptance refused after acceptance", "end-contradicted", edits((PRE, "outcome: decline", "outcome: ¦decline"), (PRE, "        before: accepted\n", ""))),
    Fault("given up after acceptance", "end-contradicted", edits((COUNTER_PART, "{outcome: given-up", "{outcome: ¦given-up"), (COUNTER_PART, "next: given-up, before: accepted}", "next: given-up}"))),
    Fault("a refusal reported as not accepted", "end-contradicted", edits((OUT, "end: refused", "end: ¦not-accepted"))),
    Fault("a refusal reported as given up", "end-contradicted", edits((OUT, "end: refused", "end: ¦given-up"))),
    Fault("a refusal of acceptance reported as a refusal", "end-contradicted", edits((OUT, "end: not-accepted", "end: ¦refused"))),
    Fault("a refusal of acceptance reported as a withdrawal", "end-contradicted", edits((OUT, "gives: refusal, end: refused", "gives: refusal, end: refused"), (PRE, "        marks: not-accepted\n", ""), (OUT, "end: not-accepted", "end: ¦not-accepted"), (VISIT, "  not-accepted: [{part: hand-out, as: papers-back, gives: papers, end: not-accepted}]", "  not-accepted: [{part: hand-out, as: papers-back, gives: papers, end: withdrawn}]"))),
    Fault("a grant reported as a refusal", "end-contradicted", edits((OUT, "end: granted", "end: ¦refused"))),
    Fault("a grant reported as revoked", "end-contradicted", edits((OUT, "end: granted", "end: ¦revoked"))),
    Fault("a grant that is not handed out", "end-contradicted", edits((OUT, "  - {part: licence}\n  - {part: hand-out, as: delivery, gives: licence, end: granted}\n", "  - {part: licence, end: ¦granted}\n"), (OUT, "  lost: [{go_on: licence}]\n", ""))),
    Fault("a grant without acceptance", "decided-unaccepted", edits((PRE, ", accepts: prereview}", "}"), (DECIDE, "next: onward, marks: decided", "next: onward, marks: ¦decided"))),
    Fault("a grant without acceptance on paper", "decided-unaccepted", edits((ACCEPT, ", accepts: paper}", "}"), (DECIDE, "next: onward, marks: decided", "next: onward, marks: ¦decided"))),
    Fault("a grant that is not marked as a decision", "licence-without-grant", edits((DECIDE, "      - {outcome: grant, title: {zh: 准予, en: granted}, next: onward, marks: decided, ", "      - {outcome: ¦grant, title: {zh: 准予, en: granted}, next: onward, "))),
    Fault("a refusal that is not marked as a decision", "licence-without-grant", edits((DECIDE, "{outcome: refuse, title: {zh: 不予许可, en: refused}, next: refused, issues: refusal, marks: decided, ", "{outcome: ¦refuse, title: {zh: 不予许可, en: refused}, next: refused, issues: refusal, "))),
    Fault("a licence made before the grant", "licence-without-grant", edits((OUT, "  - {part: decision}\n  - {part: licence}\n", "  - {part: licence}\n  - {part: decision}\n"), (LICENCE, "number: required", "number: ¦required"))),
    Fault("a refusal that leads to a licence", "never-refused", edits((OUT, "  refused: [{part: hand-out, as: refusal-delivery, gives: refusal, end: refused}]", "  refused: [{go_on: licence}]"), (OUT, "  - {part: pre-review}", "  - {part: ¦pre-review}"))),
    Fault("an end for what never happens", "end-never-reached", edits((OUT, "  - {part: licence}\n", "  - {part: licence}\n  - {part: slow}\n"), (OUT, "exits:\n", "exits:\n  lapsed: [{part: hand-out, as: papers-lapsed, gives: papers, end: ¦revoked}]\n"), ("parts/slow.yaml", "", SLOW.replace("steps:", "exits: [lapsed]\nsteps:") + "      - {outcome: lapsed, title: {zh: 撤销, en: revoked}, next: lapsed, before: decided, issues: revocation, reason: required}\n"), REVOKED)),
    Fault("a grant that is called a refusal", "title-contradicted", edits((DECIDE, "{outcome: grant, title: {zh: 准予,", "{outcome: grant, title: ¦{zh: 不予准许,"))),
    Fault("a refusal that is called a grant in English alone", "title-contradicted", edits((DECIDE, "title: {zh: 不予许可, en: refused}", "title: ¦{zh: 不予许可, en: approved}"))),
    Fault("an acceptance refused that is called an acceptance", "title-contradicted", edits((PRE, "title: {zh: 不予受理,", "title: ¦{zh: 予以受理,"))),
    Fault("an acceptance that is called none", "title-contradicted", edits((ACCEPT, "title: {zh: 受理, en: accepted}", "title: ¦{zh: 不受理, en: taken}"))),
    Fault("a notice of refusal that is called a grant", "title-contradicted", edits((REFUSE, "title: {zh: 不予许可决定书,", "title: ¦{zh: 许可决定书,"))),
    Fault("another county's bureau", "wrong-region", edits(("units.yaml", "{zh: 卫健局,", "¦{zh: 青岛市即墨区卫健局,"))),
    Fault("a hall in another district", "wrong-region", edits(("region.yaml", "address: 演示地址", "address: ¦山东省青岛市城阳区正阳路1号"))),
    Fault("another district's government that reviews", "wrong-region", edits(("region.yaml", "review_body: {zh: 区政府,", "review_body: ¦{zh: 即墨区人民政府,"))),
    Fault("a notice that sends to another district's hall", "wrong-region", edits((GRANTED, 'zh: "准予{item}。', 'zh: ¦"准予{item}，请到城阳区政务服务大厅领取。'))),
    Fault("a city's code for a district", "region-code", edits(("region.yaml", 'code: "370213"', 'code: ¦"370200"'))),
    Fault("a district's code for a county", "region-code", edits(("region.yaml", "{zh: 李沧区, en: Licang}", "{zh: 临朐县, en: Linqu}"), ("region.yaml", 'code: "370213"', 'code: ¦"370213"'))),
    Fault("a court that reviews", "wrong-remedies", edits(("region.yaml", "review_body: {zh: 区政府, en: the district government}", "review_body: ¦{zh: 区法院, en: the district court}"))),
    Fault("an office that reviews its own decisions", "wrong-remedies", edits(("region.yaml", "review_body: {zh: 区政府,", "review_body: ¦{zh: 李沧区市场监管局,"))),
    *(Fault(f"{what} that reviews", "wrong-remedies", edits(("region.yaml", "review_body: {zh: 区政府,", f"review_body: ¦{{zh: {name},"))) for what, name in (
        ("the hall's counter", "区政务服务大厅综合窗口（区政府一楼）"), ("an office for petitions", "区信访局"), ("a town", "云岭镇人民政府"), ("a procuratorate", "区人民检察院"),
        ("an office behind the region's name", "青岛市李沧区市场监管局"), ("a standing committee's office", "李沧区人大常委会办公室"), ("a party's committee", "中共李沧区委"), ("a street's own group", "李村街道办复议组"),
    )),
    Fault("a government by an office's English name", "wrong-remedies", edits(("region.yaml", "review_body: {zh: 区政府, en: the district government}", "review_body: {zh: 区政府, en: ¦Market Bureau}"))),
    Fault("a government in the court's road that is sued at", "wrong-remedies", edits(("region.yaml", "court: {zh: 区法院,", "court: ¦{zh: 区政府（法院路5号）,"))),
    Fault("a government that is sued at", "wrong-remedies", edits(("region.yaml", "court: {zh: 区法院,", "court: ¦{zh: 区政府,"))),
    Fault("a court that is asked for review", "notice-exchanged", edits((REFUSE, 'zh: "不予许可：{reason} 可在六十日内向{review_body}申请复议，六个月内向{court}起诉。', 'zh: ¦"不予许可：{reason} 可在六十日内向{court}申请复议，六个月内向{review_body}起诉。'))),
    Fault("a review body that is sued at in the English text", "notice-exchanged", edits((REFUSE, 'en: "Refused: {reason} Sixty days to ask {review_body}, six months to sue at {court}.', 'en: ¦"Refused: {reason} Sixty days to ask {court}, six months to sue at {review_body}.'))),
    Fault("a promise that is told as the last day of the law", "notice-exchanged", edits((CLOCKS, "  - clock: handing-out\n", "  - {clock: promised, title: {zh: 承诺时限, en: Promised}, limit: item.limits.promised, starts: accepted, stops: [decided]}\n  - clock: handing-out\n"), (TOLD, 'zh: "{item}自{accepted_on}起受理，{statutory_due}前决定。"', 'zh: ¦"{item}自{accepted_on}起受理，依法在{promised_due}以前决定并承诺在{statutory_due}以前决定。"'), (TOLD, "decided by {statutory_due}.", "by law decided by {statutory_due}, as promised by {promised_due}."))),
    Fault("a grant that goes to the agent alone", "notice-to", edits((GRANTED, "to: [applicant, agent]", "to: ¦[agent]"))),
    Fault("a refusal that is published first", "served-by-publication", edits((REFUSE, "served_by: [courier, counter]", "served_by: [¦publication, courier]"))),
    Fault("a hearing in the guide alone", "hearing-contradicted", hear(HEARING, (INVARIANTS, "invariants:\n", HEARD + "invariants:\n"), (FOOD, "materials:\n", GUIDE.replace("{kind: hearing", "{kind: ¦hearing") + "materials:\n"))),
    Fault("a yes that is worded as its no", "fact-words", edits(("facts.yaml", "title: {zh: 同意快递, en: agrees to couriers}, type: bool,", "title: {zh: 同意快递, en: agrees to couriers}, type: bool, if_so: ¦{zh: 不同意快递, en: does not agree}, if_not: {zh: 同意快递, en: agrees},"))),
    # time from acceptance to decision
    Fault("a decision that may take longer than the law gives", "steps-beyond-limit", edits((PRE, "    by: staff\n", "    by: staff\n"), (OUT, "  - {part: decision}\n", "  - {part: slow}\n  - {part: decision}\n"), ("parts/slow.yaml", "", SLOW), (FOOD, "statutory: {", "statutory: ¦{"))),
    # parts and what they are used for
    Fault("a part that no plan uses", "unused-part", edits(("parts/slow.yaml", "", SLOW.replace("part: slow", "part: ¦slow")))),
    Fault("a step of every unit where nobody walks by himself", "each-outside", edits((OUT, "  - {part: licence}\n", "  - {part: ¦slow}\n  - {part: licence}\n"), ("parts/slow.yaml", "", SLOW.replace("    by: staff\n    within: {working_days: 21}\n", "    by: staff\n    unit: each\n")))),
    Fault("a promise of what nobody has to bring", "committed-optional", edits((FOOD, "format: electronic, originals: 0", "format: electronic, originals: 0, need: optional, committed: ¦{when: {application.promise: true}, checked_within: {days: 60}, text: {zh: 本人承诺属实。, en: I promise that it is true.}}"), ("facts.yaml", "type: bool, usual: true}\n", "type: bool, usual: true}\n  - {fact: application.promise, title: {zh: 告知承诺, en: promises}, type: bool, usual: false}\n"))),
    Fault("a promise of which nobody is told what is promised", "promise-unsaid", edits((FOOD, "format: electronic, originals: 0", "format: electronic, originals: 0, committed: ¦{when: {application.promise: true}, checked_within: {days: 60}}"), ("facts.yaml", "type: bool, usual: true}\n", "type: bool, usual: true}\n  - {fact: application.promise, title: {zh: 告知承诺, en: promises}, type: bool, usual: false}\n"))),
    # units
    Fault("two units of one code", "duplicate", edits(("units.yaml", "en: Health bureau}, kind: department}\n", "en: Health bureau}, kind: department}\n  - {unit: ¦health, name: {zh: 另一个局, en: Another bureau}, kind: department}\n"))),
    Fault("two units of one name", "duplicate", edits(("units.yaml", "en: Health bureau}, kind: department}\n", "en: Health bureau}, kind: department}\n  - {unit: ¦sport, name: {zh: 卫健局, en: Another bureau}, kind: department}\n"))),
    Fault("two units of one name but for its spelling", "duplicate", edits(("units.yaml", "en: Health bureau}, kind: department}\n", "en: Health bureau}, kind: department}\n  - {unit: ¦sport, name: {zh: ' 卫健局 ', en: Another bureau}, kind: department}\n"))),
    Fault("two units of one English name", "duplicate", edits(("units.yaml", "en: Health bureau}, kind: department}\n", "en: Health bureau}, kind: department}\n  - {unit: ¦sport, name: {zh: 体育局, en: Health Bureau}, kind: department}\n"))),
    Fault("a section of the name of a department elsewhere", "duplicate", edits(("units.yaml", "en: Health bureau}, kind: department}\n", "en: Health bureau}, kind: department, units: [{unit: ¦hygiene, name: {zh: 大厅, en: Hygiene}, kind: section}]}\n"))),
    Fault("a member of a bureau listed twice", "duplicate-value", edits(("units.yaml", "en: Health bureau}, kind: department}\n", "en: Health bureau}, kind: department}\n  - {unit: sport, name: {zh: 体育局, en: Sports bureau}, kind: department, members: [{member: \"01\"}, ¦{member: \"01\"}]}\n"))),
    Fault("a staff number that is written as a number", "wrong-type", edits(("units.yaml", "en: Market bureau}, kind: department}", "en: Market bureau}, kind: department, members: [{member: ¦4711}]}"))),
    Fault("a merger without its day", "merged-without", edits(("units.yaml", "en: Health bureau}, kind: department}\n", "en: Health bureau}, kind: department}\n  - {unit: sport, name: {zh: 体育局, en: Sports bureau}, kind: department, joined: ¦health}\n"))),
    Fault("the last day of a unit that went nowhere", "merged-without", edits(("units.yaml", "en: Health bureau}, kind: department}\n", "en: Health bureau}, kind: department}\n  - {unit: sport, name: {zh: 体育局, en: Sports bureau}, kind: department, until: ¦2020-01-01}\n"))),
    Fault("a merger into no unit", "unknown-unit", edits(("units.yaml", "en: Health bureau}, kind: department}\n", "en: Health bureau}, kind: department}\n  - {unit: sport, name: {zh: 体育局, en: Sports bureau}, kind: department, until: 2020-01-01, joined: ¦helth}\n"))),
    Fault("two units merged into each other", "merged-in-a-circle", edits(("units.yaml", "en: Health bureau}, kind: department}\n", "en: Health bureau}, kind: department}\n  - {unit: sport, name: {zh: 体育局, en: Sports bureau}, kind: department, until: 2020-01-01, joined: ¦sport}\n"))),
    # what happens by itself
    Fault("a courier ordered when the application comes in", "order-by-itself", fetch(PICK_UP, FETCHES.replace("  - {part: pre-review}\n  - {part: fetch}\n", "  - {part: ¦fetch}\n  - {part: pre-review}\n"))),
    Fault("a pick-up ordered by the applicant", "order-by-itself", fetch(PICK_UP.replace("      - outcome: complete\n", "      - {outcome: asked, title: {zh: 缺件, en: missing}, next: asked}\n      - outcome: complete\n").replace("  - step: brought\n", ASKED + "  - step: brought\n"))),
    Fault("a delivery that failed sent again by itself", "order-by-itself", edits((HAND_OUT, "en: not delivered}, next: problem", "en: not delivered}, next: ¦send"), (HAND_OUT, "{outcome: served, title: {zh: 其他方式, en: otherwise}, next: onward, marks: delivered, reason: required}", "{outcome: served, title: {zh: 其他方式, en: otherwise}, next: onward, marks: delivered, reason: required}\n      - {outcome: moved, title: {zh: 异常, en: trouble}, next: problem}"))),
    Fault("a step passed by its time being over", "late-acts", edits((LICENCE, "    by: staff\n", "    by: staff\n    within: {working_days: 2}\n    late: later\n"), (LICENCE, "number: required}\n", "number: required}\n      - {outcome: ¦later, title: {zh: 不等, en: later}, next: onward}\n"))),
    Fault("a step that begins anew with its time, over and over", "circle-by-itself", edits((LICENCE, "    by: staff\n", "    by: staff\n    within: {working_days: 2}\n    late: later\n"), (LICENCE, "number: required}\n", "number: required}\n      - {outcome: later, title: {zh: 再等, en: later}, next: ¦licence}\n"))),
    # a way out of every step
    Fault("a result that only the applicant can fetch", "hangs-on-applicant", edits((HAND_OUT, "step: at-counter", "step: ¦at-counter"), (HAND_OUT, "      - {outcome: served, title: {zh: 其他方式, en: otherwise}, next: onward, marks: delivered, reason: required}\n", ""))),
    Fault("papers that only the applicant can bring", "hangs-on-applicant", fetch(PICK_UP.replace("step: brought", "step: ¦brought").replace("      - {outcome: none, title: {zh: 没有来, en: not brought}, next: onward}\n", ""))),
    Fault("a step that leads nowhere", "no-way-out", edits((LICENCE, "number: required}\n", "number: required}\n      - {outcome: wait, title: {zh: 等, en: wait}, next: stuck}\n  - step: ¦stuck\n    title: {zh: 停, en: Stuck}\n    by: staff\n    outcomes: [{outcome: still, title: {zh: 再等, en: still}, next: stuck}]\n"))),
    Fault("a correction that never ends once accepted", "late-impossible", edits((PRE, "late: lapsed", "late: ¦lapsed"), (PRE, "en: not in time}, next: pre-review}", "en: not in time}, next: pre-review, before: accepted}"))),
    Fault("a step that nothing leads to", "never-reached", edits((LICENCE, "number: required}\n", "number: required}\n  - step: ¦spare\n    title: {zh: 备, en: Spare}\n    by: staff\n    outcomes: [{outcome: made, title: {zh: 好, en: done}, next: onward}]\n"))),
    Fault("a step for no item", "never-reached", edits((PRE, "step: correction\n", "step: ¦correction\n    when: {item.inspection: {not: [none, required, joint]}}\n"))),
    # the way of the papers
    Fault("papers given away by one who has none", "custody-gap", edits((DECIDE, "waits_for: papers}", "waits_for: papers, hand_over: ¦{what: papers, from: health, to: hall}}"))),
    Fault("a grant before the papers came", "granted-without-papers", edits((DECIDE, "{outcome: grant", "{outcome: ¦grant"), (DECIDE, ", waits_for: papers}", "}"))),
    Fault("papers that nobody gives back", "papers-away", edits((VISIT, "as: papers-home, gives: papers, end: given-up", "as: papers-home, gives: refusal, end: ¦given-up"))),
    Fault("papers left with a unit", "papers-away", edits((LICENCE, "number: required}", "number: required, hand_over: {what: papers, from: hall, to: health}}"), (VISIT, "end: granted", "end: ¦granted"))),
    # what a channel promises
    Fault("a result at the counter only in a channel without visit", "counter-only", edits((OUT, "[courier, counter]", "¦[counter]"))),
    Fault("papers fetched by a plan without pick-up", "paper-in", edits((OUT, "paper_in: none", "paper_in: ¦courier"))),
    Fault("papers collected by a plan without a call", "paper-in", edits((OUT, "paper_in: none", "paper_in: ¦inspection"))),
    Fault("papers taken by a plan that takes none", "paper-in", edits((VISIT, "paper_in: counter", "paper_in: ¦none"))),
    # clocks
    Fault("an answer after six days", "answer-days", edits((CLOCKS, "limit: {working_days: 5}", "limit: ¦{working_days: 6}"))),
    Fault("an answer in a month", "answer-days", edits((CLOCKS, "limit: {working_days: 5}", "limit: ¦{months: 1}"))),
    Fault("silence that says nothing", "answer-days", edits((CLOCKS, "    silence: accepted\n", ""), (CLOCKS, "clocks:\n", "¦clocks:\n"))),
    Fault("silence about some licences", "answer-days", edits((CLOCKS, '{item.type: "01"}', '{item.type: "01", item.secret: false}'), (CLOCKS, "clocks:\n", "¦clocks:\n"))),
    Fault("an answer that does not count", "answer-days", edits((CLOCKS, "stops: [told, accepted, not-accepted]", "stops: ¦[accepted, not-accepted]"))),
    Fault("no limit of the law", "statutory-clock", edits((CLOCKS, "limit: item.limits.statutory\n    " + EXTEND, "limit: {working_days: 20}"), (CLOCKS, "clocks:\n", "¦clocks:\n"))),
    Fault("the law's limit from the day of receipt", "statutory-clock", edits((CLOCKS, "starts: accepted", "starts: ¦received"))),
    Fault("a licence delivered after three weeks", "delivery-days", edits((CLOCKS, "limit: {working_days: 10}", "limit: ¦{working_days: 15}"))),
    Fault("silence that accepts whatever is applied for", "silence-for-others", edits((CLOCKS, '    when: {item.type: "01"}\n', ""), (CLOCKS, "silence: accepted", "silence: ¦accepted"))),
    Fault("silence that accepts public services too", "silence-for-others", edits((CLOCKS, '{item.type: "01"}', '¦{item.type: ["01", "20"]}'))),
    Fault("the law's limit extended twice", "clock-extended", edits((CLOCKS, EXTEND, "extend: {at_most: item.limits.extension, times: ¦2, issues: extension}"))),
    Fault("the law's limit extended by as much again", "clock-extended", edits((CLOCKS, EXTEND, "extend: {at_most: ¦item.limits.statutory, issues: extension}"))),
    Fault("the law's limit extended by a month", "clock-extended", edits((CLOCKS, EXTEND, "extend: {at_most: ¦{months: 1}, issues: extension}"))),
    Fault("the law's limit extended without a word", "clock-extended", edits((CLOCKS, EXTEND, "extend: ¦{at_most: item.limits.extension}"))),
    Fault("an answer put off", "clock-extended", edits((CLOCKS, "    limit: {working_days: 5}\n", "    limit: {working_days: 5}\n    extend: ¦{at_most: {working_days: 5}, issues: extension}\n"))),
    Fault("a delivery put off", "clock-extended", edits((CLOCKS, "    limit: {working_days: 10}\n", "    limit: {working_days: 10}\n    extend: ¦{at_most: {working_days: 5}, issues: extension}\n"))),
    Fault("an extension of eleven days that no law gives", "extension-without-law", edits((FOOD, "promised: {working_days: 10}}", "promised: {working_days: 10}, extension: ¦{working_days: 11}}"))),
    Fault("an extension of a month by the licensing law", "extension-without-law", edits((FOOD, "promised: {working_days: 10}}", "promised: {working_days: 10}, extension: ¦{months: 1}, basis: [{title: 行政许可法, article: 第四十二条}]}"))),
    Fault("a correction that nobody looks at", "own-step", edits((PRE, "en: supplied}, next: pre-review", "en: supplied}, next: ¦correction"))),
    Fault("an extension of what is decided at once", "extension-at-once", edits((FOOD, "statutory: {working_days: 20}, promised: {working_days: 10}}", "statutory: {at_once: true}, promised: {at_once: true}, extension: ¦{working_days: 3}}"))),
    Fault("a licence delivered at any time", "delivery-days", edits((CLOCKS, "stops: [delivered]", "stops: [made]"), (CLOCKS, "clocks:\n", "¦clocks:\n"))),
    # notices: what is told is known, and given
    Fault("an acceptance that knows its decision", "not-known-then", edits((TOLD, TEXT, MARKED), (TOLD, "{item}自", "{item}（{decided_on}）自"), (TOLD, "{item} is", "{item} ({decided_on}) is"))),
    Fault("an acceptance with a reason that nobody gives", "not-known-then", edits((TOLD, TEXT, MARKED), (TOLD, "needs: []", "needs: [reason]"), (TOLD, "{item}自", "{item}因{reason}自"), (TOLD, "{item} is", "{item} for {reason} is"))),
    Fault("a withdrawal that knows when the application came", "not-known-then", edits(("notices/withdrawal.yaml", TEXT, MARKED), ("notices/withdrawal.yaml", "{case}已", "{case}（{received_on}）已"), ("notices/withdrawal.yaml", "{case} is", "{case} of {received_on} is"))),
    Fault("an extension that tells lines", "not-known-then", edits(("notices/extension.yaml", TEXT, MARKED), ("notices/extension.yaml", "needs: [reason]", "needs: [reason, lines]"), ("notices/extension.yaml", "因{reason}", "因{reason}{lines}"), ("notices/extension.yaml", "of {reason}", "of {reason} {lines}"))),
    Fault("a correction that knows the day of acceptance", "not-known-then", edits(("notices/correction.yaml", TEXT, MARKED), ("notices/correction.yaml", "补正：", "补正（{accepted_on}）："), ("notices/correction.yaml", "correct:", "correct ({accepted_on}):"))),
    Fault("a refusal that asks for an answer", "not-known-then", edits((REFUSE, TEXT, MARKED), (REFUSE, "不予许可：", "{respond_by}前不予许可："), (REFUSE, "Refused:", "Refused by {respond_by}:"))),
    Fault("a grant that tells an extension", "not-known-then", edits((GRANTED, TEXT, MARKED), (GRANTED, "准予{item}", "准予{item}{extended_by}"), (GRANTED, "{item} is", "{item} {extended_by} is"))),
    Fault("a grant with a reason that nobody is asked for", "notice-needs", edits((DECIDE, "issues: grant", "issues: ¦grant"), (GRANTED, "needs: []", "needs: [reason]"), (GRANTED, "准予{item}", "因{reason}准予{item}"), (GRANTED, "{item} is", "For {reason} {item} is"))),
    Fault("a hearing without its document", "without-document", hear(HEARING.replace("outcome: told", "outcome: ¦told").replace("issues: hearing, ", ""), (INVARIANTS, "invariants:\n", HEARD + "invariants:\n"))),
    Fault("a licence granted without its document", "without-document", edits((DECIDE, "{outcome: grant,", "{outcome: ¦grant,"), (DECIDE, "issues: grant, ", ""))),
    Fault("a notice issued twice", "issued-twice", edits((TOLD, "issued_at: accepted", "issued_at: ¦accepted"), (PRE, "accepts: prereview}", "accepts: prereview, issues: acceptance}"))),
    Fault("a notice that nothing issues", "unused-notice", edits(("notices/spare.yaml", "", FILES[GRANTED].replace("notice: grant", "notice: ¦spare").replace("许〔", "备〔").replace("准予许可决定书, en: Grant", "备用文书, en: Spare")))),
    Fault("a promise that no clock counts", "no-clock-for-it", edits((TOLD, TEXT, MARKED), (TOLD, "{item}自", "{item}（{promised_due}）自"), (TOLD, "{item} is", "{item} ({promised_due}) is"))),
    Fault("a hearing that nobody can ask for", "never-heard", hear(HEARING, (DECIDE, "exits: [refused, hearing]", "exits: [refused]"), (DECIDE, ASKED_FOR, ""), *((plan, TO_HEARING, "") for plan in (VISIT, OUT)), (VISIT, "exits:\n", "¦exits:\n"), (INVARIANTS, "invariants:\n", HEARD + "invariants:\n"))),
    Fault("a fact of hearings, and no plan that hears", "never-heard", edits(("facts.yaml", "  - {fact: item.secret,", "  - {fact: item.hearing, title: {zh: 听证, en: hearing}, type: bool}\n  - {fact: item.secret,"), (FOOD, "  secret: false\n", "  secret: false\n  hearing: true\n"), (VAULT, "{secret: true,", "{secret: true, hearing: false,"), (VISIT, "exits:\n", "¦exits:\n"))),
    # notices against the law
    Fault("a refusal without its remedies", "notice-lacks", edits((REFUSE, TEXT, MARKED), (REFUSE, "六个月内向{court}起诉", "六个月内起诉"), (REFUSE, " at {court}", ""))),
    Fault("a refusal that lets a fortnight to sue", "remedy-period", edits((REFUSE, 'zh: "', 'zh: ¦"'), (REFUSE, "六个月内", "十五日内"))),
    Fault("a refusal that lets no review before its period is over", "remedy-period", edits((REFUSE, 'zh: "不予许可：{reason} 可在六十日内', 'zh: ¦"不予许可：{reason} 可在六十日后'))),
    Fault("a refusal with the periods of remedies exchanged", "notice-exchanged", edits((REFUSE, 'zh: "不予许可：{reason} 可在六十日内向{review_body}申请复议，六个月内', 'zh: ¦"不予许可：{reason} 可在六个月内向{review_body}申请复议，六十日内'))),
    Fault("a refusal with the periods exchanged in a sentence of its own clauses", "notice-exchanged", edits((REFUSE, 'en: "Refused: {reason} Sixty days to ask {review_body}, six months to sue at {court}.', 'en: ¦"Refused: {reason} You may, within six months, ask {review_body}, or, within sixty days, sue at {court}.'))),
    Fault("a refusal whose English text lets a month to ask for review", "remedy-period", edits((REFUSE, 'en: "', 'en: ¦"'), (REFUSE, "Sixty days", "Thirty days"))),
    Fault("an acceptance refused without its remedies", "notice-lacks", edits(("notices/acceptance-refused.yaml", TEXT, MARKED), ("notices/acceptance-refused.yaml", "向{review_body}申请复议", "申请复议"), ("notices/acceptance-refused.yaml", "ask {review_body}", "ask for review"))),
    Fault("an acceptance that does not tell the limit", "notice-lacks", edits((TOLD, TEXT, MARKED), (TOLD, "，{statutory_due}前决定", ""), (TOLD, "; decided by {statutory_due}", ""))),
    Fault("an acceptance without seal", "notice-seal", edits((TOLD, "seal: true", "seal: ¦false"))),
    Fault("an acceptance that is told with the decision", "acceptance-untold", edits((TOLD, "issued_at: accepted", "issued_at: ¦decided"))),
    Fault("an acceptance told where a person may accept", "not-known-then", edits((TOLD, "issued_at: accepted\n", ""), (TOLD, TEXT, MARKED), (PRE, "accepts: prereview}", "accepts: prereview, issues: acceptance}"))),
    Fault("a correction that lists nothing", "notice-lacks", edits(("notices/correction.yaml", TEXT, MARKED), ("notices/correction.yaml", "needs: [lines]", "needs: []"), ("notices/correction.yaml", "请补正：{lines}", "请补正。"), ("notices/correction.yaml", "correct: {lines}", "correct it."))),
    Fault("an extension without reason", "notice-lacks", edits(("notices/extension.yaml", TEXT, MARKED), ("notices/extension.yaml", "needs: [reason]", "needs: []"), ("notices/extension.yaml", "因{reason}", ""), ("notices/extension.yaml", "Because of {reason} it", "It"))),
    Fault("a pause without its basis", "notice-lacks", edits(("notices/pause.yaml", TEXT, MARKED), ("notices/pause.yaml", "依{pause_basis}", ""), ("notices/pause.yaml", "By {pause_basis} the", "The"))),
    Fault("a hearing on a day that nobody is told", "notice-lacks", hear(HEARING, (INVARIANTS, "invariants:\n", HEARD + "invariants:\n"), ("notices/hearing.yaml", TEXT, MARKED), ("notices/hearing.yaml", "needs: [date]", "needs: []"), ("notices/hearing.yaml", "{hearing_on}听证", "听证"), ("notices/hearing.yaml", " on {hearing_on}", " soon"))),
)  # fmt: skip
