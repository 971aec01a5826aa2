"""A small but whole region's folder, and ways to spoil it."""
# ruff: noqa: E501  # rule files

from __future__ import annotations

import shutil
from pathlib import Path

LICANG = Path("rules/licang")

FILES = {
    "region.yaml": """\
region: licang
code: "370213"
name: {zh: 李沧区, en: Licang}
time_zone: Asia/Shanghai
carrier: ems
hall: {name: 大厅, phone: "0532-00000000", address: 演示地址, hours: ["09:00-17:00"]}
uploads: {max_bytes: 20971520, kinds: [pdf, jpeg]}
published:
  licence_items: 2
  channels: {outbound_courier: 1, one_visit: 1}
  zero_errand_percent: "50.0"
  source: 演示
  as_of: 2026-06-01
remedies: {review_body: {zh: 区政府, en: the district government}, court: {zh: 区法院, en: the district court}}
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
  - {invariant: secret-at-counter, title: {zh: 涉密的只到窗口, en: Secrets at the counter only}, when: {item.secret: true}, expect: one_visit}
""",
    "units.yaml": """\
units:
  - {unit: hall, name: {zh: 大厅, en: Hall}, kind: counter}
  - {unit: market, name: {zh: 市场监管局, en: Market bureau}, kind: department}
  - {unit: health, name: {zh: 卫健局, en: Health bureau}, kind: department}
""",
    "clocks.yaml": """\
clocks:
  - clock: reply
    title: {zh: 答复, en: Answer}
    when: {item.type: "01"}
    limit: {working_days: 5}
    starts: received
    before: accepted
    stops: [told, accepted, not-accepted]
    silence: accepted
  - clock: statutory
    title: {zh: 法定时限, en: The law's limit}
    limit: item.limits.statutory
    extend: {at_most: item.limits.extension, issues: extension}
    starts: accepted
    stops: [decided]
  - clock: handing-out
    title: {zh: 送达期限, en: Delivery}
    limit: {working_days: 10}
    starts: decided
    stops: [delivered]
""",
    "parts/pre-review.yaml": """\
part: pre-review
title: {zh: 预审, en: Pre-review}
exits: [not-accepted]
steps:
  - step: pre-review
    title: {zh: 预审, en: Pre-review}
    by: staff
    outcomes:
      - {outcome: pass, title: {zh: 通过, en: passed}, next: onward, accepts: prereview}
      - {outcome: correct, title: {zh: 补正, en: to be corrected}, next: correction, marks: told, lines: required, issues: correction}
      - outcome: decline
        title: {zh: 不予受理, en: not accepted}
        next: not-accepted
        before: accepted
        marks: not-accepted
        reason: required
        issues: acceptance-refused
  - step: correction
    title: {zh: 补正, en: Correction}
    by: applicant
    within: {working_days: 15}
    late: lapsed
    outcomes:
      - {outcome: supplied, title: {zh: 已补正, en: supplied}, next: pre-review}
      - {outcome: lapsed, title: {zh: 逾期, en: not in time}, next: pre-review}
""",
    "parts/counter.yaml": """\
part: counter
title: {zh: 窗口提交, en: At the counter}
exits: [given-up, unfit]
steps:
  - step: counter
    title: {zh: 窗口提交, en: Papers at the counter}
    by: staff
    unit: hall
    within: {working_days: 20}
    late: [given-up, not-handed-in]
    outcomes:
      - outcome: received
        title: {zh: 已收取, en: taken}
        next: onward
        visit: true
        hand_over: {what: papers, from: applicant, to: hall, counted: true}
      - {outcome: given-up, title: {zh: 视为放弃, en: given up}, next: given-up, before: accepted}
      - {outcome: not-handed-in, title: {zh: 未交, en: not handed in}, next: unfit, after: accepted}
""",
    "parts/acceptance.yaml": """\
part: acceptance
title: {zh: 受理, en: Acceptance}
exits: [given-up]
steps:
  - step: acceptance
    title: {zh: 受理, en: Acceptance}
    by: staff
    when: {item.acceptance_trigger: paper}
    outcomes:
      - {outcome: accept, title: {zh: 受理, en: accepted}, next: onward, accepts: paper}
      - outcome: correct
        title: {zh: 补正, en: to be corrected}
        next: supply
        before: accepted
        marks: told
        lines: required
        issues: correction
  - step: supply
    title: {zh: 补交, en: Papers are supplied}
    by: applicant
    within: {working_days: 15}
    late: given-up
    outcomes:
      - {outcome: supplied, title: {zh: 已补交, en: supplied}, next: acceptance}
      - {outcome: given-up, title: {zh: 视为放弃, en: given up}, next: given-up}
""",
    "parts/decision.yaml": """\
part: decision
title: {zh: 决定, en: Decision}
exits: [refused]
steps:
  - step: decision
    title: {zh: 决定, en: Decision}
    by: staff
    unit: decides
    other_than: [pre-review]
    outcomes:
      - {outcome: grant, title: {zh: 准予, en: granted}, next: onward, marks: decided, issues: grant, waits_for: papers}
      - {outcome: refuse, title: {zh: 不予许可, en: refused}, next: refused, issues: refusal, marks: decided, reason: required}
""",
    "parts/refusal.yaml": """\
part: refusal
title: {zh: 不予许可, en: Refusal}
exits: [refused]
steps:
  - step: refusal
    title: {zh: 决定不予许可, en: The refusal is decided}
    by: staff
    unit: decides
    outcomes:
      - {outcome: refuse, title: {zh: 不准, en: no}, next: refused, issues: refusal, marks: decided, reason: required}
""",
    "parts/licence.yaml": """\
part: licence
title: {zh: 制证, en: Licence}
steps:
  - step: licence
    title: {zh: 制证, en: Licence is made}
    by: staff
    unit: makes
    outcomes:
      - {outcome: made, title: {zh: 已制证, en: made}, next: onward, marks: made, number: required}
""",
    "parts/hand-out.yaml": """\
part: hand-out
title: {zh: 送达, en: Handing out}
exits: [lost]
steps:
  - step: send
    title: {zh: 送达, en: On its way}
    by: delivery
    unit: hall
    ways: result_out
    counter: at-counter
    within: {working_days: 5}
    outcomes:
      - {outcome: delivered, title: {zh: 已送达, en: delivered}, next: onward, marks: delivered}
      - {outcome: failed, title: {zh: 未送达, en: not delivered}, next: problem}
  - step: problem
    title: {zh: 送达异常, en: Delivery problem}
    by: staff
    unit: hall
    outcomes:
      - {outcome: again, title: {zh: 再寄, en: send again}, next: send}
      - {outcome: collect, title: {zh: 窗口领取, en: to be collected}, next: at-counter}
      - {outcome: made-again, title: {zh: 重新制证, en: made again}, next: lost, gives: licence, voids: licence}
  - step: at-counter
    title: {zh: 窗口领取, en: At the counter}
    by: staff
    unit: hall
    outcomes:
      - {outcome: collected, title: {zh: 已领取, en: collected}, next: onward, visit: true, marks: delivered}
      - {outcome: served, title: {zh: 其他方式, en: otherwise}, next: onward, marks: delivered, reason: required}
""",
    "plans/outbound_courier.yaml": """\
plan: outbound_courier
title: {zh: 出件快递, en: Outbound courier}
paper_in: none
result_out: [courier, counter]
parts:
  - {part: pre-review}
  - {part: decision}
  - {part: licence}
  - {part: hand-out, as: delivery, gives: licence, end: granted}
exits:
  not-accepted: [{part: hand-out, as: papers-back, gives: papers, end: not-accepted}]
  refused: [{part: hand-out, as: refusal-delivery, gives: refusal, end: refused}]
  withdrawn: [{part: hand-out, as: papers-withdrawn, gives: papers, end: withdrawn}]
  lost: [{go_on: licence}]
""",
    "plans/one_visit.yaml": """\
plan: one_visit
title: {zh: 最多跑一次, en: One visit}
paper_in: counter
result_out: [courier, counter]
parts:
  - {part: pre-review}
  - {part: counter}
  - {part: acceptance}
  - {part: decision}
  - {part: licence}
  - {part: hand-out, as: delivery, gives: licence, end: granted}
exits:
  not-accepted: [{part: hand-out, as: papers-back, gives: papers, end: not-accepted}]
  given-up: [{part: hand-out, as: papers-home, gives: papers, end: given-up}]
  unfit: [{part: refusal}]
  refused: [{part: hand-out, as: refusal-delivery, gives: refusal, end: refused}]
  withdrawn: [{part: hand-out, as: papers-withdrawn, gives: papers, end: withdrawn}]
  lost: [{go_on: licence}]
""",
    "items/market/food.yaml": """\
item: food
name: {zh: 食品经营许可, en: Food business licence}
type: "01"
units: {decides: market}
basis: [{title: 食品安全法, article: 第三十五条}]
facts:
  secret: false
  inspection: none
  electronic_result: false
acceptance_trigger: prereview
limits: {statutory: {working_days: 20}, promised: {working_days: 10}}
materials:
  - {material: form, name: {zh: 申请书, en: Form}, format: electronic, originals: 0}
result: {name: {zh: 许可证, en: Licence}, form: paper}
""",
    "items/health/vault.yaml": """\
item: vault
name: {zh: 金库方案, en: Vault plan}
type: "01"
units: {decides: health}
basis: [{title: 企业事业单位内部治安保卫条例}]
facts: {secret: true, inspection: none, electronic_result: false}
visit_reason: {zh: 涉密, en: secret}
acceptance_trigger: paper
limits: {statutory: {working_days: 20}, promised: {working_days: 20}}
materials:
  - {material: plan, name: {zh: 方案, en: Plan}, format: paper, originals: 2}
  - {material: old, name: {zh: 旧证, en: Old}, format: both, originals: 1, need: optional}
result: {name: {zh: 批复, en: Approval}, form: paper}
rules:
  - rule: vault-always
    title: {zh: 金库自有规则, en: The vault's own}
    when: {item.inspection: joint}
    choose: one_visit
    basis: [{title: 企业事业单位内部治安保卫条例}]
    from: 2018-01-01
    until: 2020-12-31
""",
    "notices/acceptance.yaml": """\
notice: acceptance
issued_at: accepted
title: {zh: 受理通知书, en: Acceptance}
number: "受〔{year}〕{serial}号"
to: [applicant, agent]
served_by: [portal, sms]
seal: true
needs: []
basis: [{title: 行政许可法, article: 第三十二条}]
text:
  zh: "{item}自{accepted_on}起受理，{statutory_due}前决定。"
  en: "{item} is accepted as of {accepted_on}; decided by {statutory_due}."
""",
    "notices/correction.yaml": """\
notice: correction
title: {zh: 补正告知书, en: Correction}
number: "补〔{year}〕{serial}号"
to: [applicant, agent]
served_by: [portal]
seal: false
needs: [lines]
basis: [{title: 行政许可法, article: 第三十二条}]
text:
  zh: "请补正：{lines}"
  en: "Please correct: {lines}"
""",
    "notices/acceptance-refused.yaml": """\
notice: acceptance-refused
title: {zh: 不予受理通知书, en: Not accepted}
number: "不受〔{year}〕{serial}号"
to: [applicant, agent]
served_by: [portal]
seal: true
needs: [reason]
basis: [{title: 行政许可法, article: 第三十二条}]
text:
  zh: "不予受理：{reason} 可在六十日内向{review_body}申请复议，六个月内向{court}起诉。"
  en: "Not accepted: {reason} Sixty days to ask {review_body}, six months to sue at {court}."
""",
    "notices/grant.yaml": """\
notice: grant
title: {zh: 准予许可决定书, en: Grant}
number: "许〔{year}〕{serial}号"
to: [applicant, agent]
served_by: [portal]
seal: true
needs: []
basis: [{title: 行政许可法, article: 第三十八条}]
text:
  zh: "准予{item}。"
  en: "{item} is granted."
""",
    "notices/refusal.yaml": """\
notice: refusal
title: {zh: 不予许可决定书, en: Refusal}
number: "不许〔{year}〕{serial}号"
to: [applicant, agent]
served_by: [courier, counter]
seal: true
needs: [reason]
basis: [{title: 行政许可法, article: 第三十八条}]
text:
  zh: "不予许可：{reason} 可在六十日内向{review_body}申请复议，六个月内向{court}起诉。"
  en: "Refused: {reason} Sixty days to ask {review_body}, six months to sue at {court}."
""",
    "notices/extension.yaml": """\
notice: extension
title: {zh: 延期通知书, en: Extension}
number: "延〔{year}〕{serial}号"
to: [applicant, agent]
served_by: [portal]
seal: false
needs: [reason]
basis: [{title: 行政许可法, article: 第四十二条}]
text:
  zh: "因{reason}延长至{statutory_due}。"
  en: "Because of {reason} it takes until {statutory_due}."
""",
    "notices/pause.yaml": """\
notice: pause
title: {zh: 暂停计时通知书, en: Pause}
number: "停〔{year}〕{serial}号"
to: [applicant, agent]
served_by: [portal]
seal: false
needs: []
basis: [{title: 行政许可法, article: 第四十五条}]
text:
  zh: "依{pause_basis}暂停至{paused_until}。"
  en: "By {pause_basis} the clocks stand still until {paused_until}."
""",
    "notices/continuation.yaml": """\
notice: continuation
title: {zh: 恢复计时通知书, en: Continuation}
number: "续〔{year}〕{serial}号"
to: [applicant, agent]
served_by: [portal]
seal: false
needs: []
basis: [{title: 行政许可法, article: 第四十五条}]
text:
  zh: "恢复计时，{statutory_due}前决定。"
  en: "The clocks go on; decided by {statutory_due}."
""",
    "notices/papers-owed.yaml": """\
notice: papers-owed
title: {zh: 补交通知书, en: Papers owed}
number: "欠〔{year}〕{serial}号"
to: [applicant, agent]
served_by: [portal]
seal: false
needs: []
basis: [{title: 行政许可法, article: 第三十一条}]
text:
  zh: "请交{papers}。"
  en: "Please hand in {papers}."
""",
    "notices/withdrawal.yaml": """\
notice: withdrawal
title: {zh: 撤回确认书, en: Withdrawal}
number: "撤〔{year}〕{serial}号"
to: [applicant, agent]
served_by: [portal]
seal: false
needs: []
basis: [{title: 行政许可法, article: 第三十一条}]
text:
  zh: "{case}已撤回。"
  en: "{case} is taken back."
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


DECISION_FACTS = """\
  - {fact: application.urgent, title: {zh: 急需, en: urgent}, type: bool, usual: false}
  - {fact: applicant.age, title: {zh: 年龄, en: age}, type: whole_number, at_least: 0, at_most: 150, usual: 40, sensitive: true}
  - {fact: case.correction_rounds, title: {zh: 补正次数, en: corrections}, type: whole_number}
  - {fact: clock.days_left, title: {zh: 剩余天数, en: days left}, type: whole_number}
  - {fact: clock.share_used, title: {zh: 已用百分比, en: per cent used}, type: whole_number}
"""
"""Stand at the end of facts.yaml where there are decisions beside the channel."""

DECISIONS = {
    "decisions/special-path.yaml": """\
decision: special-path
title: {zh: 特事特办, en: Special path}
asked: submission
outcomes:
  - {outcome: squad, title: {zh: 小分队上门, en: the squad comes}}
  - {outcome: home-call, title: {zh: 上门办理, en: a home call}, unit: hall}
  - {outcome: none, title: {zh: 不需要, en: not needed}}
otherwise: undetermined
rules:
  - {rule: urgent-joint, title: {zh: 急需联办, en: Urgent and joint}, when: {application.urgent: true, item.inspection: joint}, choose: squad, basis: [{title: 演示办法}], from: 2018-01-01}
  - {rule: very-old, title: {zh: 高龄, en: Very old}, when: {applicant.age: {at_least: 80}}, choose: home-call, basis: [{title: 老年人权益保障法}], from: 2018-01-01}
  - {rule: ordinary, title: {zh: 其余, en: Otherwise}, when: {}, choose: none, basis: [{title: 演示办法}], from: 2018-01-01}
invariants:
  - {invariant: old-are-helped, title: {zh: 高龄有人上门, en: The old are helped}, when: {applicant.age: {at_least: 80}}, expect: [squad, home-call]}
examples:
  - {name: 老人, item: food, facts: {applicant.age: 85, application.urgent: false}, expect: home-call, by: very-old}
  - {name: 青年, item: food, facts: {applicant.age: 30, application.urgent: true}, expect: none, by: ordinary}
""",
    "decisions/supervision.yaml": """\
decision: supervision
title: {zh: 效能监督, en: Supervision}
asked: every_working_day
each: clock
outcomes:
  - {outcome: red, title: {zh: 红牌, en: red card}}
  - {outcome: yellow, title: {zh: 黄牌, en: yellow card}}
  - {outcome: warning, title: {zh: 预警, en: warning}}
  - {outcome: none, title: {zh: 正常, en: in order}}
otherwise: warning
rules:
  - {rule: overdue-long, title: {zh: 超期五日, en: Overdue by five days}, when: {clock.days_left: {at_most: -5}}, choose: red, basis: [{title: 演示监督办法}], from: 2018-01-01}
  - {rule: overdue, title: {zh: 超期, en: Overdue}, when: {clock.days_left: {at_most: -1}}, choose: yellow, basis: [{title: 演示监督办法}], from: 2018-01-01}
  - {rule: told-twice, title: {zh: 补正两次, en: Corrected twice}, when: {case.correction_rounds: {at_least: 2}}, choose: yellow, basis: [{title: 行政许可法, article: 第三十二条}], from: 2018-01-01}
  - {rule: nearly-due, title: {zh: 已用八成, en: Four fifths used}, when: {clock.share_used: {at_least: 80}}, choose: warning, basis: [{title: 演示监督办法}], from: 2018-01-01}
  - {rule: in-order, title: {zh: 正常, en: In order}, when: {}, choose: none, basis: [{title: 演示监督办法}], from: 2018-01-01}
""",
}


def write_decisions(folder: Path) -> Path:
    """A decision asked on submission and one asked of every clock, with the facts that they test."""
    facts = folder / "facts.yaml"
    facts.write_text(facts.read_text(encoding="utf-8") + DECISION_FACTS, encoding="utf-8")
    (folder / "decisions").mkdir()
    for name, text in DECISIONS.items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder


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


DEPARTMENTS = ("market-supervision", "public-security", "agriculture")


def write_district(folder: Path) -> Path:
    """The real district with the items of three departments alone, which is read several times as fast."""
    shutil.copytree(LICANG, folder, ignore=shutil.ignore_patterns("items"))
    for department in DEPARTMENTS:
        shutil.copytree(LICANG / "items" / department, folder / "items" / department)
    for decision in (folder / "channels.yaml", *(folder / "decisions").glob("*.yaml")):
        rules, examples, _ = decision.read_text(encoding="utf-8").partition("\nexamples:")
        assert examples  # they name items that are not here
        decision.write_text(rules + "\n", encoding="utf-8")
    return folder
