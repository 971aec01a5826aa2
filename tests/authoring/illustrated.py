"""
What the pages of finding codes show: a wrong text in the small region, and the text that mends it.

They stand here where the shortest fault of ``broken`` and ``spoilt`` would teach little, or where there is
none. ``tests/test_rule_pages`` sees that each wrong text gives its code and the mended one does not.
"""
# ruff: noqa: E501  # a table

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from chalicelib.cases.uploads.most import MOST_ANSWERS, MOST_NAMED
from tests.authoring.broken import (
    CHANNELS,
    CLOCKS,
    COUNTER,
    COURIER,
    DEMANDS,
    EXAMPLES,
    FOOD,
    GUIDE,
    HAND_OUT,
    HEARD,
    HEARD_OF,
    HEARING,
    INSPECTION,
    INVARIANTS,
    LAW,
    LICENCE,
    ONLINE,
    OTHER_LAW,
    OUT,
    PRE,
    REVOKED,
    TO_HEARING,
    VAULT,
    VISIT,
    hear,
)
from tests.authoring.region import FILES

Edit = tuple[str, str, str]


class Shown(NamedTuple):
    """
    In ``file``, what stands at ``old`` becomes ``wrong``, and is mended as ``right``.

    ``old`` is empty for a file that the region has not; a text of None is no file. ``given`` is what the
    region needs beside it for the fault to be possible.
    """

    file: str
    old: str
    wrong: str | None
    right: str | None = None
    given: tuple[Edit, ...] = ()

    @property
    def mended(self) -> str | None:
        return self.right if self.right is not None else self.old or None


FACTS, UNITS, REGION, CALENDAR = "facts.yaml", "units.yaml", "region.yaml", "calendars/2026.yaml"
BARE = "year: 2026\noff: []\nworked: []\nsource: 演示\n"
LUNCH = "items/market/lunch.yaml"
FACT = "  - {fact: application.courier,"
PAPER = "{material: form, name: {zh: 申请书, en: Form}, format: electronic, originals: 0}"
FORM = "format: electronic, originals: 0"
LIMITS = "limits: {statutory: {working_days: 20}, promised: {working_days: 10}}"
HEALTH = "en: Health bureau}, kind: department}\n"
WITH_GUIDE = (FOOD, "materials:\n", GUIDE + "materials:\n")
SPORT = "  - {unit: sport, name: {zh: 体育局, en: Sports bureau}, kind: department"
CONSENT = next(line for line in FILES[FACTS].splitlines(keepends=True) if FACT in line)
NO_CONSENT = (
    (CHANNELS, ", application.courier: true", ""),
    (
        CHANNELS,
        ", facts: {application.courier: false}, expect: one_visit, by: counter",
        ", expect: outbound_courier, by: courier",
    ),
)
PROMISES = (
    FACTS,
    FACT,
    "  - {fact: application.promise, title: {zh: 承诺, en: promise}, type: bool, usual: false}\n" + FACT,
)
ENDS = (
    FACTS,
    FACT,
    "  - {fact: application.ends, title: {zh: 证件期满, en: the licence ends}, type: date, usual: 2030-01-01}\n"
    + FACT,
)
AGENT = (
    FACTS,
    FACT,
    "  - {fact: application.agent, title: {zh: 代办, en: by an agent}, type: bool, usual: false}\n" + FACT,
)
MONEY = (
    "  - {fact: application.capital, title: {zh: 出资额, en: capital}, type: amount, decimals: 2, usual: 10000}\n"
    + FACT
)
USE = "  - {part: inspection, each: inspects, when: {item.inspection: [required, joint]}}\n  - {part: decision}\n"
UNFIT = (OUT, "exits:\n", "exits:\n  unfit: [{part: refusal}]\n")
DEMANDED = (INVARIANTS, "invariants:\n", DEMANDS + "invariants:\n")
LOOKED_AT = (
    ("parts/inspection.yaml", "", INSPECTION),
    (VISIT, "  - {part: decision}\n", USE),
    (OUT, "  - {part: decision}\n", USE),
    UNFIT,
)
HEARS = "  - {part: hearing, when: {item.secret: true}}\n  - {part: decision}\n"
HEARD_IN_PLANS = (
    HEARD_OF,
    ("parts/hearing.yaml", "", HEARING),
    (VISIT, "  - {part: decision}\n", HEARS),
    (OUT, "  - {part: decision}\n", HEARS),
)
SLOW = "part: slow\ntitle: {zh: 核查, en: A look}\nsteps:\n  - step: look\n    title: {zh: 核查, en: A look}\n    by: staff\n    within: {working_days: 5}\n    outcomes:\n      - {outcome: seen, title: {zh: 已查, en: seen}, next: onward}\n"
SLOWLY = (
    ("parts/slow.yaml", "", SLOW),
    (OUT, "  - {part: decision}\n", "  - {part: slow}\n  - {part: decision}\n"),
)
JOINT = "{item.inspection: joint, item.paper_originals: {"


def rule(name: str, when: str, choose: str, days: str = "from: 2018-01-01") -> str:
    return f"  - {{rule: {name}, title: {{zh: 试行规则, en: Rule on trial}}, when: {when}, choose: {choose}, {LAW}, {days}}}\n"


def guide(old: str, wrong: str, right: str | None = None) -> Shown:
    """A line of an item's guide."""
    return Shown(FOOD, old, wrong, right, (WITH_GUIDE,))


def calendar_of(year: int) -> str:
    """The days that a real year has off."""
    return (Path(__file__).parents[2] / f"rules/licang/calendars/{year}.yaml").read_text(encoding="utf-8")


def calendar(old: str, wrong: str, right: str | None = None) -> Shown:
    return Shown(CALENDAR, old, wrong, right)


def other_item(*edits: tuple[str, str]) -> str:
    text = FILES[FOOD].replace("item: food", "item: lunch")
    for old, new in edits:
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    return text


NOT_SUPPLIED = "      - {outcome: not-supplied, title: {zh: 容缺材料逾期未补、撤销, en: never supplied and revoked}, next: lapsed, issues: revocation, reason: required}\n"
LAPSED = "  lapsed: [{part: hand-out, as: papers-lapsed, gives: papers, end: revoked}]\n"
LAPSES = (
    (LICENCE, "steps:\n", "exits: [lapsed]\nsteps:\n"),
    (OUT, "exits:\n", f"exits:\n{LAPSED}"),
    (VISIT, "exits:\n", f"exits:\n{LAPSED}"),
    REVOKED,
)
DEPTH = "  - {fact: item.online_depth, title: {zh: 网办深度, en: online depth}, type: one_of, values: [{value: III, title: {zh: 三, en: three}}, {value: IV, title: {zh: 四, en: four}}]}\n"
DEPTHS = (
    (FACTS, "  - {fact: item.electronic_result", f"{DEPTH}  - {{fact: item.electronic_result"),
    (FOOD, "  secret: false\n", "  secret: false\n  online_depth: III\n"),
    (VAULT, "{secret: true,", "{secret: true, online_depth: III,"),
)
THREE_ITEMS = (
    (REGION, "licence_items: 2", "licence_items: 3"),
    (REGION, "{outbound_courier: 1,", "{outbound_courier: 2,"),
    (REGION, 'percent: "50.0"', 'percent: "66.7"'),
)
LUNCH_NAME = ("zh: 食品经营许可, en: Food business", "zh: 餐饮服务许可, en: Catering")
GUIDED = ("materials:\n", GUIDE + "materials:\n")
STEPS = "special_steps: [{kind: hearing, days: 5, counts_toward_limit: false, basis: 行政许可法第四十五条}]"


def of(file: str, first: str, last: str = "") -> str:
    """What stands in a file from one text to another, both included."""
    text = FILES[file][FILES[file].index(first) :]
    return text[: text.index(last) + len(last)] if last else text


ON_PAPER = of(FOOD, "  electronic_result: false", "form: paper")
COUNTER_PART, ACCEPTED = "parts/counter.yaml", "notices/acceptance.yaml"
MADE = of(LICENCE, "    by: staff\n")
TAKEN = of(COUNTER_PART, "      - outcome: received", "counted: true}\n")
GIVEN_UP = of(COUNTER_PART, "      - {outcome: given-up", "before: accepted}\n")
IN_WORDS, PLEASE, REFUSED = (
    of(f"notices/{one}.yaml", "  zh: ") for one in ("acceptance", "correction", "refusal")
)

ILLUSTRATED: dict[str, Shown] = {
    # conditions
    "wrong-value": Shown(CHANNELS, "{item.secret: true}", "{item.secret: treu}"),
    "duplicate-value": Shown(CHANNELS, COUNTER, rule("looked-at", "{item.inspection: [joint, joint]}", "one_visit") + COUNTER, rule("looked-at", "{item.inspection: [required, joint]}", "one_visit") + COUNTER),
    "wrong-alternatives": Shown(CHANNELS, "when: {item.secret: true}", "any: [{item.secret: true}]"),
    "alternative-contained": Shown(INVARIANTS, "when: {item.secret: true}", "any: [{item.secret: true}, {item.secret: true, item.inspection: joint}]"),
    "alternatives-overlap": Shown(INVARIANTS, "when: {item.secret: true}", "when: {item.secret: true}, any: [{item.paper_originals: {at_most: 3}}, {item.paper_originals: {at_least: 2}}]", "when: {item.secret: true}, any: [{item.paper_originals: {at_most: 1}}, {item.paper_originals: {at_least: 3}}]"),
    "alternative-repeats": Shown(INVARIANTS, "when: {item.secret: true}", "when: {item.secret: true}, any: [{application.courier: true}, {item.secret: true, item.inspection: joint}]", "when: {item.secret: true}, any: [{application.courier: true}, {item.inspection: joint}]"),
    "no-bounds": Shown(CHANNELS, "{item.secret: true}", "{item.secret: {at_least: true}}"),
    "no-day": Shown(VAULT, "originals: 2}", "originals: 2, when: {application.ends: {before: today}}}", "originals: 2, when: {application.ends: 2030-01-01}}", (ENDS,)),
    "fact-scope": Shown(CHANNELS, "when: {item.secret: true}", "when: {clock.days_left: {at_most: 3}}", None, ((FACTS, FACT, "  - {fact: clock.days_left, title: {zh: 剩余天数, en: days left}, type: whole_number}\n" + FACT),)),
    "wrong-type": Shown(CHANNELS, "from: 2016-08-01", "from: 2016/08/01"),
    "out-of-bounds": Shown("couriers/ems.yaml", "minutes: 120", "minutes: 1"),
    "not-one-of": Shown(FOOD, "acceptance_trigger: prereview", "acceptance_trigger: preview"),
    "yaml-character": Shown(CHANNELS, "zh: 涉密到窗口", "zh: \"涉密\x07到窗口\""),
    # rules
    "dead-rule": Shown(CHANNELS, EXAMPLES, rule("joint", "{item.inspection: joint}", "outbound_courier") + EXAMPLES),
    "date-overlap": Shown(CHANNELS, COUNTER, rule("courier-2027", "{item.paper_originals: {at_most: 0}, application.courier: true}", "outbound_courier", "from: 2026-12-01") + COUNTER, rule("courier-2027", "{item.paper_originals: {at_most: 0}, application.courier: true}", "outbound_courier", "from: 2027-01-01") + COUNTER, ((CHANNELS, "from: 2016-08-01", "from: 2016-08-01\n    until: 2026-12-31"),)),
    "date-hole": Shown(CHANNELS, COUNTER, rule("courier-2027", "{item.paper_originals: {at_most: 0}, application.courier: true}", "outbound_courier", "from: 2027-01-05") + COUNTER, rule("courier-2027", "{item.paper_originals: {at_most: 0}, application.courier: true}", "outbound_courier", "from: 2027-01-01") + COUNTER, ((CHANNELS, "from: 2016-08-01", "from: 2016-08-01\n    until: 2026-12-31"),)),
    "needless-order": Shown(CHANNELS, COURIER, rule("few", JOINT + "at_least: 2, at_most: 5}}", "outbound_courier") + rule("more", JOINT + "at_least: 4, at_most: 9}}", "one_visit").replace(LAW, OTHER_LAW) + COURIER, rule("few", JOINT + "at_least: 2, at_most: 5}}", "outbound_courier") + rule("more", JOINT + "at_least: 6, at_most: 9}}", "one_visit").replace(LAW, OTHER_LAW) + COURIER),
    "example-undated": Shown(CHANNELS, "item: food, expect: outbound_courier", "item: food, expect: outbound_courier", "item: food, \"on\": 2026-06-01, expect: outbound_courier", ((CHANNELS, "from: 2016-08-01", "from: 2016-08-01\n    until: 2026-12-31"),)),
    "no-example": Shown(CHANNELS, EXAMPLES, EXAMPLES, EXAMPLES + "  - {name: 金库, item: vault, facts: {item.inspection: joint}, \"on\": 2019-06-03, expect: one_visit, by: vault-always}\n"),
    "invariant": Shown(CHANNELS, "    when: {item.secret: true}\n    choose: one_visit", "    when: {item.secret: true}\n    choose: outbound_courier"),
    "missing-plan": Shown(CHANNELS, "choose: outbound_courier", "choose: two_way_courier"),
    "no-invariants": Shown(INVARIANTS, FILES[INVARIANTS], None),
    # facts
    "amount": Shown(FACTS, FACT, MONEY, MONEY.replace("decimals", "unit: {zh: 元, en: yuan}, decimals")),
    "applicant-fact": Shown(FACTS, FACT, "  - {fact: applicant.age, title: {zh: 年龄, en: age}, type: bool}\n" + FACT, "  - {fact: applicant.age, title: {zh: 年龄, en: age}, type: whole_number, at_least: 0, at_most: 150}\n" + FACT),
    "case-fact": Shown(FACTS, FACT, "  - {fact: case.correction_rounds, title: {zh: 补正次数, en: corrections}, type: bool}\n" + FACT, "  - {fact: case.correction_rounds, title: {zh: 补正次数, en: corrections}, type: whole_number}\n" + FACT),
    "clock-fact": Shown(FACTS, FACT, "  - {fact: clock.remaining, title: {zh: 剩余天数, en: days left}, type: whole_number}\n" + FACT, "  - {fact: clock.days_left, title: {zh: 剩余天数, en: days left}, type: whole_number}\n" + FACT),
    "computed": Shown(FACTS, "type: bool, usual: true}", "type: bool, usual: true, computed: paper_originals}"),
    "fact-values": Shown(FACTS, "type: bool, usual: true}", "type: bool, usual: true, values: [{value: one, title: {zh: 一, en: one}}]}"),
    "fact-words": Shown(FACTS, "    at_least: 0\n", "    if_so: {zh: 有原件, en: there are originals}\n    at_least: 0\n"),
    "reserved-name": Shown(FACTS, FACT, "  - {fact: application.agent_, title: {zh: 代办, en: agent}, type: bool, usual: false}\n" + FACT, "  - {fact: application.agent, title: {zh: 代办, en: agent}, type: bool, usual: false}\n" + FACT),
    "too-many-facts": Shown(FACTS, "facts:\n", "facts:\n" + "".join(f"  - {{fact: application.q{n}, title: {{zh: 问{n}, en: Q{n}}}, type: bool, usual: true}}\n" for n in range(MOST_ANSWERS))),
    "courier-consent": Shown(FACTS, CONSENT, "", None, NO_CONSENT),
    # the law's demands
    "demand-passed-by": Shown(OUT, "when: {item.inspection: [required, joint]}", "when: {item.inspection: required}", None, (*LOOKED_AT, DEMANDED)),
    "does-undemanded": Shown(INVARIANTS, "invariants:\n", "invariants:\n", HEARD + "invariants:\n", HEARD_IN_PLANS),
    "one-officer": Shown("parts/inspection.yaml", "    officers: 2\n", "", None, (*LOOKED_AT, DEMANDED)),
    "nobody-does": Shown(FOOD, "units: {decides: market}", "units: {decides: market}", "units: {decides: market, inspects: [market]}", (*LOOKED_AT, DEMANDED, (FOOD, "inspection: none", "inspection: required"))),
    "hearing-notice": Shown("parts/hearing.yaml", "date: {at_least: {working_days: 7}}", "date: {at_least: {working_days: 3}}", None, (*HEARD_IN_PLANS, (INVARIANTS, "invariants:\n", HEARD + "invariants:\n"))),
    "never-heard": Shown(VISIT, TO_HEARING, "  hearing: [{go_on: decision}]\n", None, hear(HEARING, (INVARIANTS, "invariants:\n", HEARD + "invariants:\n"))),
    "joint-inspection": Shown(FOOD, "units: {decides: market}", "units: {decides: market, inspects: [market]}", "units: {decides: market, inspects: [market, health]}", (*LOOKED_AT, DEMANDED, (FOOD, "inspection: none", "inspection: joint"))),
    "inspection-contradicted": Shown(FOOD, "  inspection: none\n", "  inspection: none\n", "  inspection: required\n", (DEMANDED, (FOOD, "materials:\n", GUIDE.replace(STEPS, "special_steps: [{kind: inspection, days: 5, counts_toward_limit: true}]") + "materials:\n"), (FOOD, "{decides: market}", "{decides: market, inspects: [market]}"), *LOOKED_AT)),
    "promised-at-once": Shown(FOOD, "promised: {working_days: 10}", "promised: {at_once: true}", None, (DEMANDED, (FOOD, "inspection: none", "inspection: required"), (FOOD, "{decides: market}", "{decides: market, inspects: [market]}"), *LOOKED_AT)),
    # items and their guides
    "limit-without-law": Shown(FOOD, LIMITS, "limits: {statutory: {working_days: 45}, promised: {working_days: 10}}"),
    "limit-beyond-law": Shown(FOOD, LIMITS, "limits: {statutory: {working_days: 60}, promised: {working_days: 10}, basis: [{title: 行政许可法, article: 第四十二条第二款}]}", "limits: {statutory: {working_days: 45}, promised: {working_days: 10}, basis: [{title: 行政许可法, article: 第四十二条第二款}]}"),
    "extension-without-law": Shown(FOOD, LIMITS, LIMITS[:-1] + ", extension: {working_days: 30}}", LIMITS[:-1] + ", extension: {working_days: 10}}"),
    "extension-at-once": Shown(FOOD, LIMITS, "limits: {statutory: {at_once: true}, promised: {at_once: true}, extension: {working_days: 3}}", "limits: {statutory: {at_once: true}, promised: {at_once: true}}"),
    "name-too-long": Shown(FOOD, "zh: 食品经营许可,", f"zh: 食品经营许可（含{'、'.join(['热食类', '冷食类', '生食类', '糕点类', '自制饮品'] * 12)}）,"),
    "same-name": Shown(LUNCH, "", other_item(), other_item(LUNCH_NAME), THREE_ITEMS),
    "copied-guide": Shown(LUNCH, "", other_item(LUNCH_NAME, GUIDED), other_item(LUNCH_NAME, ("materials:\n", GUIDE.replace("10元", "免收") + "materials:\n")), (WITH_GUIDE, *THREE_ITEMS)),
    "wrong-folder": Shown("items/markt/lunch.yaml", "", other_item(LUNCH_NAME), "", ()),
    "guide-L01": Shown(FOOD, 'case_type: "2"\n  processing: reviewed', 'case_type: "2"\n  processing: reviewed', 'case_type: "1"\n  processing: immediate', (WITH_GUIDE, (FOOD, LIMITS, "limits: {statutory: {at_once: true}, promised: {at_once: true}}"))),
    "guide-L02": guide("processing: reviewed", "processing: immediate"),
    "guide-L03": guide("finish: certificate", "finish: approval"),
    "guide-L06": guide('handling: ["2"]', 'handling: ["1"]'),
    "guide-L08": guide("basis: 收费办法, standard: 10元, standard_en: 10 yuan", "basis: 收费办法"),
    "guide-L09": guide("fee: {charged: true, basis: 收费办法, standard: 10元, standard_en: 10 yuan, pay_online: true}", "fee: {charged: false, pay_online: true}", "fee: {charged: false}"),
    "guide-L10": guide("complaint: 0532-00000002", "complaint: 0532-00000001"),
    "guide-L11": guide("topic: legal_person", "topic: person"),
    "guide-L12": guide("  questions: [{question: {zh: 多久办结？, en: How long does it take?}, answer: {zh: 二十个工作日。, en: Twenty working days.}}]\n", ""),
    "guide-L13": guide("{zh: 受理, en: acceptance}, ", ""),
    "guide-L14": guide("  result_sample: sample.pdf\n", ""),
    "guide-L16": guide(STEPS, "special_steps: [{kind: hearing, days: 5, counts_toward_limit: false}]"),
    "guide-L17": guide("code_lists: GB/T 39046-2020", "code_lists: GB/T 39046-2010"),
    "inspection-counts": guide(STEPS, "special_steps: [{kind: inspection, days: 5, counts_toward_limit: false, basis: 行政许可法第四十五条}]", "special_steps: [{kind: inspection, days: 5, counts_toward_limit: true}]"),
    "special-step-beyond-limit": guide(STEPS, "special_steps: [{kind: hearing, days: 21, counts_toward_limit: true}]", "special_steps: [{kind: hearing, days: 5, counts_toward_limit: true}]"),
    "special-step-beyond-promise": guide(STEPS, "special_steps: [{kind: hearing, days: 11, counts_toward_limit: true}]", "special_steps: [{kind: hearing, days: 9, counts_toward_limit: true}]"),
    "special-steps-beyond-limit": guide(STEPS, "special_steps: [{kind: hearing, days: 8, counts_toward_limit: true}, {kind: testing, days: 13, counts_toward_limit: true}]", "special_steps: [{kind: hearing, days: 4, counts_toward_limit: true}, {kind: testing, days: 5, counts_toward_limit: true}]"),
    # materials
    "papers-not-taken": Shown(FOOD, "materials:\n", "materials:\n  - {material: mandate, name: {zh: 委托书, en: Mandate}, when: {application.agent: true}, format: paper, copies: 1}\n", "materials:\n  - {material: mandate, name: {zh: 委托书, en: Mandate}, when: {application.agent: true}, format: electronic}\n", (AGENT,)),
    "promised-perhaps-longer": Shown(FOOD, "promised: {working_days: 10}", "promised: {months: 1}", "promised: {working_days: 10}"),
    "material-days": Shown(FOOD, "materials:\n", "materials:\n  - {material: old, until: 2024-12-31, name: {zh: 旧表, en: Old form}, format: electronic}\n", "materials:\n  - {material: old, until: 2025-12-31, name: {zh: 旧表, en: Old form}, format: electronic}\n", ((FOOD, "type: ", "from: 2025-01-01\ntype: "),)),
    "committed-optional": Shown(FOOD, FORM, FORM + ", need: optional, committed: {when: {application.promise: true}, checked_within: {days: 60}, text: {zh: 本人承诺属实。, en: I promise that it is true.}}", FORM + ", committed: {when: {application.promise: true}, checked_within: {days: 60}, text: {zh: 本人承诺属实。, en: I promise that it is true.}}", (PROMISES,)),
    "promise-unsaid": Shown(FOOD, FORM, FORM + ", committed: {when: {application.promise: true}, checked_within: {days: 60}}", FORM + ", committed: {when: {application.promise: true}, checked_within: {days: 60}, text: {zh: 本人承诺属实。, en: I promise that it is true.}}", (PROMISES,)),
    "deferrable": Shown(FOOD, FORM, FORM + ", need: optional, deferrable: {days: 20}", FORM + ", deferrable: {days: 20}"),
    "end-never-reached": Shown("parts/slow.yaml", "next: lapsed, before: decided,", "next: lapsed, before: decided,", "next: lapsed,", (("parts/slow.yaml", "", SLOW.replace("steps:", "exits: [lapsed]\nsteps:") + "      - {outcome: lapsed, title: {zh: 撤销, en: revoked}, next: lapsed, before: decided, issues: revocation, reason: required}\n"), (OUT, "  - {part: licence}\n", "  - {part: slow}\n  - {part: licence}\n"), (OUT, "exits:\n", f"exits:\n{LAPSED}"), REVOKED)),
    "deferred-not-awaited": Shown(LICENCE, "number: required}\n", f"number: required}}\n{NOT_SUPPLIED}", f"number: required, waits_for: deferred}}\n{NOT_SUPPLIED}", ((FOOD, FORM, "format: electronic, deferrable: {before: made, days: 20}"), *LAPSES)),
    "shared-asked": Shown(FOOD, FORM, "format: electronic, shared: {from: market}", "shared: {from: market}"),
    "sheets-not-taken": Shown(FOOD, FORM, "format: electronic, copies: 1", "format: electronic"),
    "nothing-returned": Shown(VAULT, "format: both, originals: 1,", "format: both, copies: 1, original: returned,", "format: both, originals: 1, original: returned,"),
    "no-sheets": Shown(VAULT, "format: paper, originals: 2", "format: paper"),
    "material-condition": Shown(FOOD, FORM, FORM + ", when: {item.secret: true}"),
    "too-many-materials": Shown(FOOD, f"  - {PAPER}\n", "".join(f"  - {{material: m-{n}, name: {{zh: 材料{n}, en: M{n}}}, format: electronic}}\n" for n in range(MOST_NAMED + 1))),
    # units, the hall, the region
    "merged-without": Shown(UNITS, HEALTH, HEALTH + SPORT + ", joined: health}\n", HEALTH + SPORT + ", until: 2020-01-01, joined: health}\n"),
    "merged-in-a-circle": Shown(UNITS, HEALTH, HEALTH + SPORT + ", until: 2020-01-01, joined: sport}\n", HEALTH + SPORT + ", until: 2020-01-01, joined: health}\n"),
    "hall-address": Shown(REGION, "address: 演示地址", "address: \"演示地址　\""),
    "hall-phone": Shown(REGION, 'phone: "0532-00000000"', 'phone: "0532 -00000000"'),
    "openings-few": Shown(REGION, "published:\n", "openings: {phone: {hour: 1, day: 1}}\npublished:\n", "openings: {phone: {hour: 5, day: 20}}\npublished:\n"),
    "openings-many": Shown(REGION, "published:\n", "openings: {phone: {hour: 500000, day: 1000000}, source: {hour: 1000000, day: 1000000}}\npublished:\n", "openings: {phone: {hour: 20, day: 50}, source: {hour: 200, day: 1000}}\npublished:\n"),
    "openings-crossed": Shown(REGION, "published:\n", "openings: {phone: {hour: 50, day: 20}}\npublished:\n", "openings: {phone: {hour: 20, day: 50}}\npublished:\n"),
    "retention-short": Shown(REGION, "published:\n", "retention: {years: 2, basis: {title: 档案法}}\npublished:\n", "retention: {years: 10, basis: {title: 档案法}}\npublished:\n"),
    "same-code": Shown("couriers/post.yaml", "", FILES["couriers/ems.yaml"].replace("courier: ems", "courier: post"), FILES["couriers/ems.yaml"].replace("courier: ems", "courier: post").replace("code: ems", "code: youzhengguonei")),
    "missing-file": Shown(FACTS, FILES[FACTS], None),
    "unknown-file": Shown("items/market/lunch.yml", "", other_item(LUNCH_NAME), ""),
    # calendars
    "calendar-early": Shown("calendars/2028.yaml", "", BARE.replace("2026", "2028"), ""),
    "calendar-gap": Shown("calendars/2025.yaml", "", "", calendar_of(2025), (("calendars/2024.yaml", "", calendar_of(2024)),)),
    "calendar-year": Shown("calendars/2002.yaml", "", BARE.replace("2026", "2002"), ""),
    "no-calendar": Shown(CALENDAR, FILES[CALENDAR], None),
    "holiday-missing": calendar("2026-10-01, 2026-10-02", "2026-10-02"),
    "holiday-unmade": calendar("  2026-04-06, ", "  "),
    "holiday-made-up-elsewhere": calendar("  2026-04-06, ", "  2026-04-03, "),
    "holiday-worked": calendar("worked: [2026-01-04", "worked: [2026-01-04, 2026-10-03"),
    "off-too-much": calendar("2026-06-19,", "2026-06-19, 2026-06-22,"),
    "off-away": calendar("2026-06-19,", "2026-06-19, 2026-07-14,"),
    "worked-too-much": calendar("2026-10-10]", "2026-10-10, 2026-11-14]"),
    "extra-unused": calendar("source: 演示\n", "source: 演示\nextra: 3\n"),
    "extra-without-notice": Shown(CALENDAR, "source: 演示\n", "source: 国务院办公厅关于2026年部分节假日安排的通知\nextra: 1\n", "source: 国务院办公厅关于2026年部分节假日安排的通知，端午节按国务院办公厅关于调整2026年端午节放假的通知\nextra: 1\n", ((CALENDAR, "2026-06-19,", "2026-06-18, 2026-06-19,"),)),
    "law-not-named": calendar("source: 演示", "source: notice", "source: 国务院办公厅关于2026年部分节假日安排的通知"),
    "source-year": calendar("source: 演示", "source: 国务院办公厅关于2025年部分节假日安排的通知"),
    # plans
    "never-granted": Shown(OUT, "  - {part: decision}\n", "  - {part: refusal}\n"),
    "no-channel": Shown("plans/undetermined.yaml", "", FILES[OUT].replace("plan: outbound_courier", "plan: undetermined"), ""),
    "no-outcome": Shown(HAND_OUT, "en: delivered}, next: onward, marks: delivered}\n      - {outcome: failed, title: {zh: 未送达, en: not delivered}, next: problem}", "en: delivered}, next: onward, marks: delivered, gives: licence}\n      - {outcome: failed, title: {zh: 未送达, en: not delivered}, next: problem, gives: licence}"),
    "unused-part": Shown(OUT, "  - {part: decision}\n", "  - {part: decision}\n", SLOWLY[1][2], (SLOWLY[0],)),
    "each-outside": Shown("parts/slow.yaml", "    by: staff\n", "    by: staff\n    unit: each\n", "    by: staff\n    unit: decides\n", SLOWLY),
    "steps-beyond-limit": Shown("parts/slow.yaml", "working_days: 5", "working_days: 21", None, SLOWLY),
    "online-with-paper": Shown(FOOD, ON_PAPER, ON_PAPER, ON_PAPER.replace("result: false", "result: true").replace("form: paper", "form: both"), ONLINE),
    "online-with-visit": Shown(VAULT, "online_depth: III", "online_depth: IV", None, DEPTHS),
    "unused-notice": Shown("notices/acceptance.yaml", "issued_at: accepted\n", ""),
    "notice-needs": Shown("parts/decision.yaml", "issues: grant", "issues: grant", "issues: grant, reason: required", (("notices/grant.yaml", "needs: []", "needs: [reason]"), ("notices/grant.yaml", 'zh: "准予{item}。"', 'zh: "因{reason}准予{item}。"'), ("notices/grant.yaml", 'en: "{item} is', 'en: "For {reason} {item} is'))),
    "missing-notice": Shown("notices/papers-owed.yaml", FILES["notices/papers-owed.yaml"], None),
    "unknown-clock": Shown(LICENCE, "    unit: makes\n", "    unit: makes\n    does: testing\n    pauses: {clocks: [statutary], at_most: {working_days: 30}, basis: {title: 行政许可法, article: 第四十五条}}\n", "    unit: makes\n    does: testing\n    pauses: {clocks: [statutory], at_most: {working_days: 30}, basis: {title: 行政许可法, article: 第四十五条}}\n"),
    "clock-warns": Shown(CLOCKS, "    stops: [delivered]\n", "    stops: [delivered]\n    warn: [{days_left: 10, tell: unit}]\n", "    stops: [delivered]\n    warn: [{days_left: 3, tell: unit}]\n"),
    "wrong-name": Shown(PRE, "step: correction\n", "step: Correction\n"),
    "phone-needed": Shown("couriers/ems.yaml", "code: ems\nphone_needed: false", "code: zhongtong\nphone_needed: false", "code: zhongtong\nphone_needed: true"),
    "circle-by-itself": Shown(LICENCE, MADE, MADE.replace("    unit: makes\n", "    unit: makes\n    within: {working_days: 2}\n    late: later\n") + "      - {outcome: later, title: {zh: 再等, en: later}, next: licence}\n"),
    "ordinary-way": Shown(COUNTER_PART, TAKEN + GIVEN_UP, GIVEN_UP + TAKEN, None),
    "no-clock-for-it": Shown(ACCEPTED, IN_WORDS, IN_WORDS.replace("{item}自", "{item}（{promised_due}）自").replace("{item} is", "{item} ({promised_due}) is")),
    "not-known-then": Shown("notices/correction.yaml", PLEASE, PLEASE.replace("补正：", "补正（{accepted_on}）：").replace("correct:", "correct ({accepted_on}):")),
    "notice-lacks": Shown("notices/refusal.yaml", REFUSED, REFUSED.replace("向{court}起诉", "起诉").replace(" at {court}", "")),
    # YAML
    "yaml-depth": Shown(FOOD, "{working_days: 20}", "[" * 70 + "]" * 70),
    "too-long": Shown(FOOD, "en: Food business licence}", f"en: {'Food business licence and ' * 4000}}}"),
}  # fmt: skip
