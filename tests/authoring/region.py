"""A small but whole region's folder, and ways to spoil it."""

from __future__ import annotations

from pathlib import Path

FILES = {
    "region.yaml": """\
region: licang
code: "370213"
name: {zh: 李沧区, en: Licang}
time_zone: Asia/Shanghai
carrier: ems
hall: {name: 大厅, phone: "0532-00000000", address: 演示地址, hours: ["09:00-17:00"]}
uploads: {max_bytes: 20971520, kinds: [pdf, jpeg]}
departments:
  - {department: market, name: {zh: 市场监管局, en: Market bureau}}
  - {department: health, name: {zh: 卫健局, en: Health bureau}}
published:
  licence_items: 2
  channels: {outbound_courier: 1, one_visit: 1}
  zero_errand_percent: "50.0"
  source: 演示
  as_of: 2026-06-01
""",
    "facts.yaml": """\
facts:
  - {fact: item.secret, title: {zh: 涉密, en: secret}, type: bool}
  - fact: item.inspection
    title: {zh: 现场勘验, en: inspection}
    type: one_of
    values:
      - {value: none, title: {zh: 不需要, en: not needed}}
      - {value: required, title: {zh: 需要, en: required}}
      - {value: joint, title: {zh: 联合, en: joint}}
  - {fact: item.electronic_result, title: {zh: 电子证照, en: electronic licence}, type: bool}
  - fact: item.paper_originals
    title: {zh: 纸质原件份数, en: paper originals}
    type: whole_number
    at_least: 0
    at_most: 60
    computed: paper_originals
  - {fact: application.courier, title: {zh: 同意快递, en: agrees to couriers}, type: bool, usual: true}
""",
    "channels.yaml": """\
decision: channel
rules:
  - rule: secret
    title: {zh: 涉密到窗口, en: Secret at the counter}
    when: {item.secret: true}
    choose: one_visit
    basis: [{title: 保守国家秘密法}]
    from: 2004-07-01
  - rule: courier
    title: {zh: 快递送达, en: By courier}
    when: {item.paper_originals: {at_most: 0}, application.courier: true}
    choose: outbound_courier
    basis: [{title: 行政许可法, article: 第四十四条}]
    from: 2016-08-01
  - rule: counter
    title: {zh: 其余到窗口, en: All else at the counter}
    when: {}
    choose: one_visit
    basis: [{title: 行政许可法}]
    from: 2004-07-01
examples:
  - {name: 普通, item: food, expect: outbound_courier, by: courier}
  - {name: 涉密, item: vault, expect: one_visit, by: secret}
  - {name: 不用快递, item: food, facts: {application.courier: false}, expect: one_visit, by: counter}
""",
    "invariants.yaml": """\
invariants:
  - {invariant: secret-at-counter, title: {zh: 涉, en: secret}, when: {item.secret: true}, expect: one_visit}
""",
    "plans/outbound_courier.yaml": """\
plan: outbound_courier
title: {zh: 出件快递, en: Outbound courier}
paper_in: none
start: review
steps:
  - step: review
    title: {zh: 预审, en: Pre-review}
    by: staff
    days: 5
    silence: accepted
    skip: {when: {item.secret: true}, next: acceptance}
    outcomes:
      - {outcome: pass, title: {zh: 通过, en: passed}, next: acceptance, accepts: prereview}
      - {outcome: correct, title: {zh: 补正, en: to be corrected}, next: correction}
      - {outcome: decline, title: {zh: 否, en: no}, next: declined, before: accepted, reason: required}
  - step: correction
    title: {zh: 补正, en: Correction}
    by: applicant
    days: 20
    late: lapsed
    outcomes:
      - {outcome: supplied, title: {zh: 已补正, en: supplied}, next: review}
      - {outcome: lapsed, title: {zh: 逾期, en: not in time}, next: review}
  - step: acceptance
    title: {zh: 受理, en: Acceptance}
    by: staff
    days: 5
    silence: accepted
    outcomes:
      - {outcome: accept, title: {zh: 受理, en: accepted}, next: decision, accepts: paper}
  - step: decision
    title: {zh: 决定, en: Decision}
    by: staff
    days: 10
    late: remind
    outcomes:
      - {outcome: grant, title: {zh: 准予, en: granted}, next: making}
      - {outcome: refuse, title: {zh: 不予许可, en: refused}, next: refused, reason: required}
      - {outcome: remind, title: {zh: 催办, en: a reminder}, next: decision}
  - step: making
    title: {zh: 制证, en: Making}
    by: staff
    days: 5
    outcomes:
      - {outcome: made, title: {zh: 已制证, en: made}, next: delivery, licence: true}
  - step: delivery
    title: {zh: 送达, en: Delivery}
    by: delivery
    days: 5
    ways: [courier]
    outcomes:
      - {outcome: delivered, title: {zh: 已送达, en: delivered}, next: granted}
      - {outcome: failed, title: {zh: 未送达, en: not delivered}, next: not-delivered}
  - step: not-delivered
    title: {zh: 送达异常, en: Not delivered}
    by: staff
    outcomes:
      - {outcome: again, title: {zh: 再寄, en: again}, next: delivery}
  - {step: granted, title: {zh: 办结, en: Granted}, by: end, state: 11}
  - {step: refused, title: {zh: 不予许可, en: Refused}, by: end, state: 13}
  - {step: declined, title: {zh: 不予受理, en: Declined}, by: end, state: 5}
""",
    "plans/one_visit.yaml": """\
plan: one_visit
title: {zh: 最多跑一次, en: One visit}
paper_in: counter
start: visit
steps:
  - step: visit
    title: {zh: 到窗口, en: Visit}
    by: staff
    days: 5
    silence: accepted
    outcomes:
      - outcome: done
        title: {zh: 已办, en: done}
        next: acceptance
        accepts: prereview
        visit: true
        hand_over: {what: papers, from: applicant, to: office}
      - {outcome: correct, title: {zh: 补正, en: to be corrected}, next: correction}
      - {outcome: decline, title: {zh: 否, en: no}, next: declined, before: accepted, reason: required}
  - step: correction
    title: {zh: 补正, en: Correction}
    by: applicant
    days: 20
    late: lapsed
    outcomes:
      - {outcome: supplied, title: {zh: 已补正, en: supplied}, next: visit}
      - {outcome: lapsed, title: {zh: 逾期, en: not in time}, next: visit}
  - step: acceptance
    title: {zh: 受理, en: Acceptance}
    by: staff
    days: 5
    silence: accepted
    outcomes:
      - {outcome: accept, title: {zh: 受理, en: accepted}, next: decision, accepts: paper}
  - step: decision
    title: {zh: 决定, en: Decision}
    by: staff
    outcomes:
      - {outcome: grant, title: {zh: 准予, en: granted}, next: making}
      - {outcome: refuse, title: {zh: 不予许可, en: refused}, next: refused, reason: required}
  - step: making
    title: {zh: 制证, en: Making}
    by: staff
    days: 10
    outcomes:
      - {outcome: made, title: {zh: 已制证, en: made}, next: granted, licence: true}
  - {step: granted, title: {zh: 办结, en: Granted}, by: end, state: 11}
  - {step: refused, title: {zh: 不予许可, en: Refused}, by: end, state: 13}
  - {step: declined, title: {zh: 不予受理, en: Declined}, by: end, state: 5}
""",
    "items/market/food.yaml": """\
item: food
name: {zh: 食品经营许可, en: Food business licence}
department: market
type: "01"
basis: [{title: 食品安全法, article: 第三十五条}]
facts:
  secret: false
  inspection: none
  electronic_result: false
acceptance_trigger: prereview
limits: {statutory: 20, promised: 10}
materials:
  - {material: form, name: {zh: 申请书, en: Form}, format: electronic, originals: 0}
result: {name: {zh: 许可证, en: Licence}, form: paper}
""",
    "items/health/vault.yaml": """\
item: vault
name: {zh: 金库方案, en: Vault plan}
department: health
type: "01"
basis: [{title: 治安法}]
facts: {secret: true, inspection: none, electronic_result: false}
visit_reason: {zh: 涉密, en: secret}
acceptance_trigger: paper
limits: {statutory: 20, promised: 20}
materials:
  - {material: plan, name: {zh: 方案, en: Plan}, format: paper, originals: 2}
  - {material: old, name: {zh: 旧证, en: Old}, format: both, originals: 1, need: optional}
result: {name: {zh: 批复, en: Approval}, form: paper}
rules:
  - rule: vault-always
    title: {zh: 金库自有规则, en: The vault's own}
    when: {item.inspection: joint}
    choose: one_visit
    basis: [{title: 治安法}]
    from: 2018-01-01
    until: 2020-12-31
""",
    "couriers/ems.yaml": """\
courier: ems
name: {zh: 邮政速递, en: EMS}
code: ems
phone_needed: false
polling:
  - {status: in_transit, minutes: 120}
night: [22, 7]
silent_hours: 72
give_up_days: 30
""",
    "calendars/2026.yaml": """\
year: 2026
off: [2026-01-01, 2026-01-02, 2026-02-16, 2026-02-17, 2026-02-18, 2026-02-19, 2026-02-20, 2026-02-23,
  2026-04-06, 2026-05-01, 2026-05-04, 2026-05-05, 2026-06-19, 2026-09-25,
  2026-10-01, 2026-10-02, 2026-10-05, 2026-10-06, 2026-10-07]
worked: [2026-01-04, 2026-02-14, 2026-02-28, 2026-05-09, 2026-09-20, 2026-10-10]
source: 演示
""",
}


def write_region(folder: Path) -> Path:
    """The whole region below ``folder``, without a mistake."""
    for name, text in FILES.items():
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    return folder


def spoil(folder: Path, file: str, old: str, new: str) -> None:
    """Put ``new`` in the place of ``old``, which stands in the file once."""
    path = folder / file
    text = path.read_text(encoding="utf-8")
    assert text.count(old) == 1, f"{old!r} stands in {file} {text.count(old)} times"
    path.write_text(text.replace(old, new), encoding="utf-8")
