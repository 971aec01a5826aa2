"""
Faults that a folder can have though every file is in its form; those of form stand in ``spoilt``.

Each edit puts a text in the place of another, or a file where there is none. ¦ marks where the finding
must stand; the finding's code follows.
"""
# ruff: noqa: E501  # a table

from __future__ import annotations

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
OF_COURIER = "{item.paper_originals: {at_most: 0}, application.courier: true}"
COUNTER_WHEN = "    when: {}\n"
COUNTER_FROM = "    from: 2004-07-01\nexamples:"
OWN_UNTIL = "    until: 2020-12-31\n"
BARE = "      - {outcome: correct, title: {zh: 补正, en: to be corrected}, next: correction}\n"
BROUGHT = (
    "      - {outcome: later, title: {zh: 改日交, en: brought later}, next: acceptance, accepts: prereview}\n"
)


DEMANDS = "demands:\n  - {demand: inspected, title: {zh: 须勘验, en: Inspected}, when: {item.inspection: [required, joint]}, does: inspection, basis: [{title: 行政许可法, article: 第三十四条}]}\n"
INSPECTED = (
    "accepted}, next: decision, accepts: paper}\n  - step: decision\n",
    "accepted}, next: look, accepts: paper}\n  - step: look\n    title: {zh: 勘验, en: Inspection}\n    by: staff\n    does: inspection\n"
    "    outcomes: [{outcome: pass, title: {zh: 合格, en: passed}, next: decision}]\n  - step: decision\n",
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
    return f"  - {{rule: {name}, title: {{zh: 试, en: Try}}, when: {when}, {rest}}}\n"


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
  fee: {charged: true, basis: 收费办法, standard: 10元, pay_online: true}
  consultation: 0532-00000001
  complaint: 0532-00000002
  stages: [{zh: 受理, en: a}, {zh: 审核, en: b}, {zh: 审批, en: c}, {zh: 办结, en: d}, {zh: 送达, en: e}]
  finish: certificate
  result_sample: sample.pdf
  questions: [{question: {zh: 问, en: q}, answer: {zh: 答, en: a}}]
  special_steps: [{kind: hearing, days: 5, counts_toward_limit: false, basis: 行政许可法第四十五条}]
"""


def guide(old: str, new: str, *more: tuple[str, str, str]) -> tuple[Edit, ...]:
    assert GUIDE.count(old) == 1
    return edits((FOOD, "materials:\n", GUIDE.replace(old, new) + "materials:\n"), *more)


ONLINE_PLAN = (
    FILES[OUT]
    .replace("plan: outbound_courier", "plan: fully_online")
    .replace("ways: [courier]", "ways: [electronic]")
    .replace("      - {outcome: failed, title: {zh: 未送达, en: not delivered}, next: not-delivered}\n", "")
    .replace(FILES[OUT].partition("  - step: not-delivered")[2].partition("  - {step: granted")[0], "")
    .replace("  - step: not-delivered", "")
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
    Fault("days between two versions", "date-hole", edits((CHANNELS, "from: 2016-08-01", "from: 2016-08-01\n    until: 2026-12-31"), before(COUNTER, rule("courier-2027", OF_COURIER, f"choose: outbound_courier, {LAW}, from: ¦2027-01-05")), (CHANNELS, EXAMPLES, shown("food", "on: 2027-02-01, expect: outbound_courier, by: courier-2027")))),
    Fault("one day between two versions that are not worded alike", "date-hole", edits((CHANNELS, "from: 2016-08-01", "from: 2016-08-01\n    until: 2026-12-31"), before(COUNTER, rule("courier-2027", "{item.paper_originals: 0, application.courier: true}", f"choose: outbound_courier, {LAW}, from: ¦2027-01-02")), (CHANNELS, EXAMPLES, shown("food", "on: 2027-02-01, expect: outbound_courier, by: courier-2027")))),
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
    Fault("an example of another day", "example", edits((CHANNELS, EXAMPLES, shown("food", "on: 2010-01-01, expect: ¦outbound_courier")))),
    Fault("a rule without example", "no-example", edits(before(COURIER, marked(JOINT)))),
    Fault("an item's rule without example", "no-example", edits((CHANNELS, "facts: {item.inspection: joint}, on: 2019-06-03, expect: one_visit", "on: 2019-06-03, expect: one_visit"), (VAULT, "  - rule: vault-always", "  - ¦rule: vault-always"))),
    Fault("an example of a day before its item", "example-outside", edits((FOOD, "acceptance", "from: 2020-01-01\nacceptance"), (CHANNELS, EXAMPLES, shown("food", "on: ¦2019-06-03, expect: outbound_courier")))),
    Fault("an example of a day after its item", "example-outside", edits((FOOD, "acceptance", "until: 2026-12-31\nacceptance"), (CHANNELS, EXAMPLES, shown("food", "on: ¦2027-01-01, expect: outbound_courier")))),
    Fault("an item replaced by one that is over no later", "replaced-by-one-over", edits((FOOD, "acceptance", "until: 2027-12-31\nreplaced_by: ¦vault\nacceptance"), (VAULT, "acceptance", "until: 2027-12-31\nacceptance"))),
    Fault("two items that replace one another", "replaced-by-one-over", edits((FOOD, "acceptance", "until: 2027-12-31\nreplaced_by: ¦lunch\nacceptance"), lunch("until: 2020-01-01\nreplaced_by: food\n"))),
    Fault("an item replaced by one that begins later", "replaced-later", edits((FOOD, "acceptance", "until: 2027-12-31\nreplaced_by: ¦lunch\nacceptance"), lunch("from: 2028-02-01\n"))),
    Fault("figures of an earlier day", "totals", edits((FOOD, "acceptance", "from: 2026-06-01\nacceptance"), ("region.yaml", "as_of: 2026-06-01", "as_of: 2026-05-31"), ("region.yaml", "licence_items: 2", "licence_items: ¦2"), ("region.yaml", "{outbound_courier: 1, one_visit: 1}", "{one_visit: 1}"), ("region.yaml", '"50.0"', '"0.0"'))),
    Fault("figures of no day", "no-as-of", edits(("region.yaml", "  as_of: 2026-06-01\n", ""), ("region.yaml", "published:", "¦published:"))),
    # published figures
    Fault("more licence items than there are", "totals", edits(("region.yaml", "licence_items: 2", "licence_items: ¦3"))),
    Fault("a channel with more items than it has", "totals", edits(("region.yaml", "one_visit: 1}", "one_visit: ¦2}"))),
    Fault("a channel that is not published", "totals", edits(("region.yaml", "channels: {outbound_courier: 1, one_visit: 1}", "channels: ¦{outbound_courier: 1}"))),
    Fault("another percentage", "totals", edits(("region.yaml", '"50.0"', '¦"98.9"'))),
    # what is promised, and what the law demands
    Fault("a visit on the way of a zero-errand channel", "zero-errand-visit", edits((OUT, "next: delivery, licence: true}", "next: delivery, licence: true, visit: true}"), (OUT, "  - step: making", "  - step: ¦making"))),
    Fault("a refusal that stands first", "ordinary-way", edits((OUT, "      - {outcome: grant, title: {zh: 准予, en: granted}, next: making}\n", ""), (OUT, "      - {outcome: remind,", "      - {outcome: grant, title: {zh: 准予, en: granted}, next: making}\n      - {outcome: remind,"), (OUT, "  - {step: refused", "  - {step: ¦refused"))),
    Fault("an inspection demanded and nowhere done", "demand-passed-by", edits((INVARIANTS, "invariants:\n", DEMANDS + "invariants:\n"), (OUT, "plan: outbound_courier", "plan: ¦outbound_courier"), (VISIT, *INSPECTED))),
    Fault("an inspection that nothing demands", "does-undemanded", edits((VISIT, INSPECTED[0], INSPECTED[1].replace("does: inspection", "does: ¦inspection")))),
    # items against their decisions
    Fault("a visit without reason", "visit-without-reason", edits((VAULT, "visit_reason: {zh: 涉密, en: secret}\n", ""), (VAULT, "item: vault", "¦item: vault"))),
    Fault("a reason without visit", "reason-without-visit", edits((FOOD, "acceptance", "¦visit_reason: {zh: 无, en: none}\nacceptance"))),
    Fault("a joint inspection by nobody", "joint-departments", edits((FOOD, "inspection: none", "inspection: ¦joint"))),
    Fault("departments of no inspection", "joint-departments", edits((FOOD, "limits:", "¦joint_departments: [health]\nlimits:"))),
    Fault("fully online with a result on paper", "online-with-paper", edits(*ONLINE, (FOOD, "form: paper", "form: ¦paper"), ("region.yaml", '"50.0"', '"0.0"'))),
    Fault("fully online with a material on paper", "online-with-paper", edits(*ONLINE, (FOOD, "form: paper", "form: both"), (FOOD, "electronic_result: false", "electronic_result: true"), (FOOD, "format: electronic", "format: ¦paper"))),
    Fault("the highest online depth with a visit", "online-with-visit", edits(("facts.yaml", "  - {fact: item.electronic_result", "  - {fact: item.online_depth, title: {zh: 深度, en: depth}, type: one_of, values: [{value: III, title: {zh: 三, en: three}}, {value: IV, title: {zh: 四, en: four}}]}\n  - {fact: item.electronic_result"), (FOOD, "  secret: false\n", "  secret: false\n  online_depth: IV\n"), (VAULT, "{secret: true,", "{secret: true, online_depth: ¦IV,"))),
    # service guides
    Fault("a promise of no days that is no immediate case", "guide-L01", guide('"2"\n  processing', '¦"2"\n  processing', (FOOD, "promised: 10", "promised: 0"))),
    Fault("an immediate case with a promise of days", "guide-L02", guide('case_type: "2"', 'case_type: ¦"1"')),
    Fault("a promised case processed at once", "guide-L02", guide("processing: reviewed", "processing: ¦immediate")),
    Fault("a certificate that finishes as an approval", "guide-L03", guide("finish: certificate", "finish: ¦approval")),
    Fault("no visit, but handled at the counter only", "guide-L06", guide('handling: ["2"]', 'handling: ¦["1"]')),
    Fault("a fee without standard", "guide-L08", guide("{charged: true, basis: 收费办法, standard: 10元, pay_online: true}", "¦{charged: true, basis: 收费办法, pay_online: true}")),
    Fault("no fee, but paid online", "guide-L09", guide("{charged: true, basis: 收费办法, standard: 10元, pay_online: true}", "{charged: false, pay_online: ¦true}")),
    Fault("a telephone without area code", "guide-L10", guide("0532-00000001", "¦00000001")),
    Fault("complaints to those who give advice", "guide-L10", guide("complaint: 0532-00000002", "complaint: ¦0532-00000001")),
    Fault("a topic for other targets", "guide-L11", guide("topic: legal_person", "topic: ¦person")),
    Fault("a licence without a question", "guide-L12", guide("guide:\n", "guide:\n  ¦", (FOOD, "  questions: [{question: {zh: 问, en: q}, answer: {zh: 答, en: a}}]\n", ""), (FOOD, "  code_lists", "code_lists"))),
    Fault("a stage that is not published", "guide-L13", guide("[{zh: 受理, en: a}, ", "¦[")),
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
    Fault("one opening a day from an address", "openings-few", edits(("region.yaml", "departments:\n", "openings: {source: ¦{hour: 1, day: 1}}\ndepartments:\n"))),
    Fault("one opening a day from a telephone", "openings-few", edits(("region.yaml", "departments:\n", "openings: {phone: ¦{hour: 1, day: 1}}\ndepartments:\n"))),
    Fault("fewer openings in a day than in an hour", "openings-crossed", edits(("region.yaml", "departments:\n", "openings: {phone: {hour: 50, day: ¦20}}\ndepartments:\n"))),
    Fault("fewer openings from an address than from a telephone", "openings-few", edits(("region.yaml", "departments:\n", "openings: {phone: {hour: 50, day: 200}, source: ¦{hour: 40, day: 100}}\ndepartments:\n"))),
    # texts still to be written
    Fault("a hall without address yet", "placeholder", edits(("region.yaml", "address: 演示地址", "address: ¦TODO"))),
    Fault("a hall whose address is to be added", "placeholder", edits(("region.yaml", "address: 演示地址", "address: ¦待补充。"))),
    Fault("a hall on street xx", "placeholder", edits(("region.yaml", "address: 演示地址", "address: ¦山东省青岛市xx路xx号"))),
    Fault("a hall of somebody", "placeholder", edits(("region.yaml", "name: 大厅", "name: ¦某某大厅"))),
    Fault("a region of no name yet", "placeholder", edits(("region.yaml", "zh: 李沧区", "zh: ¦（待定）"))),
    Fault("a department not translated yet", "placeholder", edits(("region.yaml", "en: Health bureau", "en: ¦tbd"))),
    Fault("figures of a source to be named", "placeholder", edits(("region.yaml", "  source: 演示\n", "  source: ¦来源待完善\n"))),
    Fault("a calendar of a source to be named", "placeholder", edits(("calendars/2026.yaml", "source: 演示", "source: ¦XXX号通知"))),
    Fault("an item to be translated", "placeholder", edits((FOOD, "en: Food business licence", "en: ¦'TODO: translate'"))),
    Fault("a law to be looked up", "placeholder", edits((FOOD, "article: 第三十五条", "article: ¦第××条"))),
    Fault("a rule's basis to be looked up", "placeholder", edits((CHANNELS, "{title: 行政许可法, article: 第四十四条}", "{title: ¦某某条例, article: 第四十四条}"))),
    Fault("a material named by underscores", "placeholder", edits((FOOD, "en: Form}", "en: ¦____}"))),
    Fault("a courier named by what a program filled in", "placeholder", edits(("couriers/ems.yaml", "en: EMS", "en: ¦'{{ name }}'"))),
    Fault("a fact not translated yet", "placeholder", edits(("facts.yaml", "en: secret}", "en: ¦TODO}"))),
    Fault("a step not translated yet", "placeholder", edits((OUT, "en: Making}", "en: ¦TBD}"))),
    Fault("an invariant to be worded", "placeholder", edits((INVARIANTS, "zh: 涉,", "zh: ¦暂缺,"))),
    Fault("a hall without telephone", "hall-phone", edits(("region.yaml", '"0532-00000000"', "¦''"))),
    Fault("a hall whose telephone is words", "hall-phone", edits(("region.yaml", '"0532-00000000"', "¦请打总机"))),
    Fault("a hall whose telephone lacks its area code", "hall-phone", edits(("region.yaml", '"0532-00000000"', '¦"88888888"'))),
    Fault("a hall with two telephones", "hall-phone", edits(("region.yaml", '"0532-00000000"', '¦"0532-00000000、0532-00000001"'))),
    Fault("a hall with a telephone abroad", "hall-phone", edits(("region.yaml", '"0532-00000000"', '¦"+85221234567"'))),
    Fault("a hall's telephone in full-width digits", "hall-phone", edits(("region.yaml", '"0532-00000000"', "¦０５３２-００００００００"))),
    Fault("a hall's telephone with a blank", "hall-phone", edits(("region.yaml", '"0532-00000000"', '¦"0532 00000000"'))),
    Fault("a hall's telephone on two lines", "hall-phone", edits(("region.yaml", '"0532-00000000"', '¦"0532-00000000\\n"'))),
    Fault("a hall without address", "hall-address", edits(("region.yaml", "address: 演示地址", "address: ¦''"))),
    Fault("a hall whose address shows nothing", "hall-address", edits(("region.yaml", "address: 演示地址", 'address: ¦"\\u3164\\u200b  "'))),
    Fault("a hall whose address is on two lines", "hall-address", edits(("region.yaml", "address: 演示地址", 'address: ¦"演示区\\n演示地址"'))),
    Fault("a hall whose address runs backwards", "hall-address", edits(("region.yaml", "address: 演示地址", 'address: ¦"\\u202e演示地址"'))),
    Fault("a hall whose address was no UTF-8", "hall-address", edits(("region.yaml", "address: 演示地址", 'address: ¦"演示\\ufffd地址"'))),
    Fault("a hall with a wide blank in its address", "hall-address", edits(("region.yaml", "address: 演示地址", "address: ¦演示　地址"))),
    Fault("a hall whose recipient is a question mark", "hall-name", edits(("region.yaml", "name: 大厅", "name: ¦'?'"))),
    # plans against the law
    Fault("silence that refuses", "silence-decides", edits((OUT, "    silence: accepted\n    skip", "    late: ¦decline\n    skip"))),
    Fault("an answer after fifty days", "answer-days", edits((OUT, "    days: 5\n    silence: accepted\n    skip", "    days: ¦50\n    silence: accepted\n    skip"))),
    Fault("an answer at any time", "answer-days", edits((OUT, "  - step: review\n", "  - step: ¦review\n"), (OUT, "    days: 5\n    silence: accepted\n    skip", "    skip"))),
    Fault("silence that says nothing", "silence-missing", edits((OUT, "  - step: review\n", "  - step: ¦review\n"), (OUT, "    silence: accepted\n    skip", "    skip"))),
    Fault("silence after the papers came that says nothing", "silence-missing", edits((VISIT, "  - step: acceptance\n", "  - step: ¦acceptance\n"), (VISIT, "    silence: accepted\n    outcomes:\n      - {outcome: accept", "    outcomes:\n      - {outcome: accept"))),
    Fault("silence while the applicant corrects", "silence-elsewhere", edits((OUT, "    late: lapsed\n", "    silence: ¦accepted\n    late: lapsed\n"))),
    Fault("silence of those who decide", "silence-elsewhere", edits((OUT, "late: remind", "silence: ¦accepted"))),
    Fault("silence of those who make the licence", "silence-elsewhere", edits((OUT, "    days: 5\n    outcomes:\n      - {outcome: made", "    days: 5\n    silence: ¦accepted\n    outcomes:\n      - {outcome: made"))),
    Fault("a pre-review that asks for no correction", "no-correction", edits((VISIT, "  - step: visit\n", "  - step: ¦visit\n"), (VISIT, BARE, BARE.replace("next: correction", "next: asked")), (VISIT, "  - step: correction\n", "  - step: asked\n    title: {zh: 告知, en: Told}\n    by: staff\n    outcomes:\n      - {outcome: told, title: {zh: 已告知, en: told}, next: correction}\n  - step: correction\n"))),
    Fault("an acceptance refused without a word", "refusal-without-reason", edits((OUT, "{outcome: decline, title: {zh: 否, en: no}, next: declined, before: accepted, reason: required}", "{outcome: ¦decline, title: {zh: 否, en: no}, next: declined, before: accepted}"))),
    Fault("a licence refused without a word", "refusal-without-reason", edits((VISIT, "{outcome: refuse, title: {zh: 不予许可, en: refused}, next: refused, reason: required}", "{outcome: ¦refuse, title: {zh: 不予许可, en: refused}, next: refused}"))),
    Fault("a grant reported as a refusal", "end-contradicted", edits((OUT, "state: 11", "state: ¦13"))),
    Fault("a grant reported as a withdrawal", "end-contradicted", edits((OUT, "state: 11", "state: ¦14"))),
    Fault("a refusal reported as not accepted", "end-contradicted", edits((OUT, "state: 13", "state: ¦5"))),
    Fault("a refusal of acceptance reported as a refusal", "end-contradicted", edits((OUT, "state: 5", "state: ¦13"))),
    Fault("a refusal of acceptance reported as a withdrawal", "end-contradicted", edits((OUT, "state: 5", "state: ¦2"))),
    Fault("an end that is none", "end-contradicted", edits((OUT, "state: 5", "state: ¦8"))),
    Fault("acceptance refused after acceptance", "end-contradicted", edits((OUT, "before: accepted, reason: required}", "reason: required}"), (OUT, "state: 5", "state: ¦5"))),
    Fault("decided without acceptance", "end-contradicted", edits((OUT, "      - {outcome: correct,", "      - {outcome: favour, title: {zh: 直接制证, en: favour}, next: making}\n      - {outcome: correct,"), (OUT, "state: 11", "state: ¦11"))),
    Fault("a plan that cannot refuse", "never-refused", edits((VISIT, "\nsteps:", "\n¦steps:"), (VISIT, "      - {outcome: refuse, title: {zh: 不予许可, en: refused}, next: refused, reason: required}\n", ""), (VISIT, "  - {step: refused, title: {zh: 不予许可, en: Refused}, by: end, state: 13}\n", ""))),
    Fault("a licence made after a hundred days", "delivery-days", edits((OUT, "    days: 5\n    outcomes:\n      - {outcome: made", "    days: ¦100\n    outcomes:\n      - {outcome: made"))),
    Fault("ten days for making and five for delivery", "delivery-days", edits((OUT, "    days: 5\n    outcomes:\n      - {outcome: made", "    days: ¦10\n    outcomes:\n      - {outcome: made"))),
    Fault("a delivery at any time", "delivery-days", edits((OUT, "  - step: delivery\n", "  - step: ¦delivery\n"), (OUT, "    days: 5\n    ways", "    ways"))),
    Fault("a seal between decision and licence", "delivery-days", edits((VISIT, "next: making}", "next: seal}"), (VISIT, "    days: 10\n", "    days: ¦10\n"), (VISIT, "  - step: making\n", "  - step: seal\n    title: {zh: 用印, en: Seal}\n    by: staff\n    days: 3\n    outcomes:\n      - {outcome: sealed, title: {zh: 已用印, en: sealed}, next: making}\n  - step: making\n"))),
    # time from acceptance to decision
    Fault("a decision that may take longer than the law gives", "steps-beyond-limit", edits((OUT, "    days: 10\n    late: remind", "    days: 21\n    late: remind"), (FOOD, "statutory: 20", "statutory: ¦20"))),
    Fault("steps that exceed the limit together", "steps-beyond-limit", edits((OUT, "next: decision, accepts: paper}\n  - step: decision\n", "next: look, accepts: paper}\n  - step: look\n    title: {zh: 核查, en: A look}\n    by: staff\n    days: 11\n    outcomes: [{outcome: seen, title: {zh: 已查, en: seen}, next: decision}]\n  - step: decision\n"), (FOOD, "statutory: 20", "statutory: ¦20"))),
    Fault("a short limit in a plan made for longer ones", "steps-beyond-limit", edits((FOOD, "statutory: 20, promised: 10", "statutory: ¦9, promised: 9"))),
    # what happens by itself
    Fault("a clock that refuses", "late-acts", edits((OUT, "late: remind", "late: ¦refuse"))),
    Fault("a clock that sends a courier", "late-acts", edits((OUT, "late: remind", "late: ¦remind"), (OUT, "en: a reminder}, next: decision}", "en: a reminder}, next: returning}"), (OUT, "  - step: not-delivered\n", "  - step: returning\n    title: {zh: 退回, en: Returned}\n    by: delivery\n    ways: [courier]\n    outcomes:\n      - {outcome: delivered, title: {zh: 到, en: there}, next: decision}\n      - {outcome: failed, title: {zh: 未到, en: not there}, next: decision}\n  - step: not-delivered\n"))),
    Fault("a parcel that failed sent again by itself", "order-by-itself", edits((OUT, "next: not-delivered}", "next: ¦delivery}"), (OUT, "      - {outcome: made,", "      - {outcome: stuck, title: {zh: 异常, en: stuck}, next: not-delivered}\n      - {outcome: made,"), (OUT, "      - {outcome: stuck, title: {zh: 异常, en: stuck}, next: not-delivered}\n      - {outcome: made, title: {zh: 已制证, en: made}, next: delivery, licence: true}\n", "      - {outcome: made, title: {zh: 已制证, en: made}, next: delivery, licence: true}\n      - {outcome: stuck, title: {zh: 异常, en: stuck}, next: not-delivered, licence: true}\n"))),
    Fault("a courier ordered by an upload", "order-by-itself", edits((OUT, "en: supplied}, next: review}", "en: supplied}, next: ¦returning}"), (OUT, "  - step: not-delivered\n", "  - step: returning\n    title: {zh: 退回, en: Returned}\n    by: delivery\n    ways: [courier]\n    outcomes:\n      - {outcome: delivered, title: {zh: 到, en: there}, next: review}\n      - {outcome: failed, title: {zh: 未到, en: not there}, next: review}\n  - step: not-delivered\n"))),
    Fault("a step that only the applicant can end", "hangs-on-applicant", edits((OUT, "  - step: correction\n", "  - step: ¦correction\n"), (OUT, "    late: lapsed\n", ""), (OUT, "      - {outcome: lapsed, title: {zh: 逾期, en: not in time}, next: review}\n", ""))),
    # what a channel promises
    Fault("a result at the counter only in a channel without visit", "counter-only", edits((OUT, "ways: [courier]", "ways: ¦[counter]"))),
    Fault("a result by courier that no courier brings", "channel-result", edits((OUT, "ways: [courier]", "ways: ¦[electronic]"))),
    # the way of the papers
    Fault("papers given away by one who has none", "custody-gap", edits((VISIT, "next: decision, accepts: paper}", "next: decision, accepts: paper, hand_over: {what: papers, from: ¦inspectors, to: office}}"))),
    Fault("a licence before the papers came", "custody-skipped", edits((VISIT, BARE, BARE + BROUGHT), (VISIT, "next: granted, licence: true}", "next: granted, ¦licence: true}"))),
    Fault("papers left with the inspectors", "custody-open", edits((VISIT, "next: granted, licence: true}", "next: granted, licence: true, hand_over: {what: papers, from: office, to: inspectors}}"), (VISIT, "  - {step: granted,", "  - {step: ¦granted,"))),
    Fault("papers fetched by a plan without pick-up", "paper-in", edits((OUT, "paper_in: none", "paper_in: ¦courier"))),
    Fault("papers collected by a plan without inspection", "paper-in", edits((OUT, "paper_in: none", "paper_in: ¦inspection"))),
    Fault("papers taken by a plan that takes none", "paper-in", edits((OUT, "next: delivery, licence: true}", "next: delivery, licence: true, visit: true, hand_over: {what: papers, from: applicant, to: office}}"), (OUT, "paper_in: none", "paper_in: ¦none"))),
)  # fmt: skip
