"""The heading of each column, and the note that explains it."""

from __future__ import annotations

from collections.abc import Sequence

from chalicelib.decisions.facts.facts import bounds
from chalicelib.decisions.forms.form import Text
from chalicelib.decisions.forms.model import Fact

Note = tuple[Text, Text]
_CODE = ("小写英文字母、数字和连字符。", "Small letters, digits and hyphens.")


def _note(zh: str, en: str, about_zh: str, about_en: str) -> Note:
    return Text(zh=zh, en=en), Text(zh=about_zh, en=about_en)


RULE = _note(
    "规则代号",
    "Rule",
    f"每条规则一个代号，不得重复。{_CODE[0]}",
    f"A code for each rule, once only. {_CODE[1]}",
)
RULE_ITEM = _note(
    "只用于事项",
    "Item only",
    "空着：适用于全部事项。填事项代号：只适用于该事项，并排在全部通用规则之前。",
    "Empty: for all items. An item's code: for it alone, and before all common rules.",
)
GROUP = _note(
    "条件组",
    "Group",
    "只在有多组条件、符合一组即可时填写：同一代号写几行，依次填 1、2、3；第 2 行起只填代号和条件，其余空着。",
    "Only where one of several groups of conditions is enough: a row a group, same code, numbered 1, 2, 3; "
    "from the second on only the code and the conditions.",
)
BEFORE_ITEMS = _note(
    "先于事项规则",
    "Before items' own",
    "填“是”的规则先于事项自己的规则，只用于全部事项的规则，并排在最前面。",
    "Yes: it stands before items' own rules; only for a rule for all items, first in the table.",
)
TITLE_ZH = _note("名称", "Title (Chinese)", "一句话说清楚。", "One sentence.")
TITLE_EN = _note("英文名称", "Title (English)", "同一句话的英文。", "The same in English.")
CHOOSE = _note("办理渠道", "Channel", "条件全部符合时走的渠道。", "The channel where all conditions hold.")
OUTCOME = _note("结果", "Outcome", "条件全部符合时的结果。", "What comes out where all conditions hold.")
BASIS = _note(
    "依据",
    "Legal basis",
    "必填，每行一条：《名称》第几条；网址可写在后面，前面空一格。换行按 Alt+Enter。",
    "Required, one a line: 《title》article, then an address after a blank. Alt+Enter breaks the line.",
)
FROM = _note("生效", "From", "从这一天起有效（含当日）。", "In effect from this day on.")
UNTIL = _note(
    "失效",
    "Until",
    "有效到这一天（含当日）；空着：一直有效。改规则时不删旧条：给旧条填失效日期，另加一条新规则。",
    "In effect to this day, included; empty: for good. Close an old rule and add a new one; delete none.",
)
ITEM = _note(
    "事项代号",
    "Item",
    f"也是文件名，不得重复。{_CODE[0]}改代号就是改文件名。",
    f"The file's name too, once only. {_CODE[1]} To change it renames the file.",
)
NAME_ZH = _note("事项名称", "Name (Chinese)", "与公布的清单一致。", "As in the published list.")
NAME_EN = _note("英文名称", "Name (English)", "同一名称的英文。", "The same in English.")
DECIDES = _note("决定单位", "Decides", "从下拉列表选择。", "Choose from the list.")
HANDLES = _note(
    "收件审查单位",
    "Handles",
    "谁收件、审查；空着：决定单位。",
    "Who receives and reviews; empty: who decides.",
)
INSPECTS = _note(
    "勘验单位",
    "Inspects",
    "去现场勘验的单位，第一个为牵头，几个用 | 隔开。",
    "The units that inspect, the leading one first, with | between them.",
)
ADVISES = _note(
    "征求意见单位", "Advises", "几个用 | 隔开。", "Who is asked for an opinion, with | between them."
)
SUPERVISES = _note("监管单位", "Supervises", "从下拉列表选择。", "Choose from the list.")
TYPE = _note("事项类型", "Type", "GB/T 39046-2020 表 A.1。", "GB/T 39046-2020, table A.1.")
ITEM_FROM = _note(
    "施行",
    "From",
    "从这一天起可以申请（含当日）；空着：一直可以。",
    "It can be applied for from this day on; empty: always.",
)
ITEM_UNTIL = _note(
    "取消",
    "Until",
    "可以申请的最后一天（含当日）；空着：没有取消。取消的事项不删除，只填这一天。",
    "The last day for applications, included; empty: not over. Close what is abolished; delete none.",
)
REPLACED_BY = _note(
    "代替的事项",
    "Replaced by",
    "取消后由哪个事项代替（事项代号）；没有就空着。",
    "The item that stands in its place once it is over; empty if there is none.",
)
ITEM_BASIS = _note("设定依据", "Legal basis", BASIS[1].zh, BASIS[1].en)
VISIT_ZH = _note(
    "到场理由", "Reason to visit", "只有须到窗口的事项填写。", "Only where the applicant must come."
)
VISIT_EN = _note("到场理由（英文）", "Reason (English)", "同一理由的英文。", "The same in English.")
TRIGGER = _note("受理时点", "Accepted when", "何时算受理，时限从此起算。", "When the limits begin to run.")
STATUTORY = _note(
    "法定时限",
    "Statutory limit",
    "只写数字即工作日；也可写 30日、3个月。",
    "A number alone is working days; or such as 30日 (days), 3个月 (months).",
)
PROMISED = _note(
    "承诺时限",
    "Promised limit",
    "写法同上，也可写“即办”；不得长于法定时限。",
    "Written alike, or 即办 (on the spot); never longer than the statutory one.",
)
EXTENSION = _note(
    "可延长", "Extension", "写法同上；不能延长的空着。", "Written alike; empty if there is none."
)
LIMIT_BASIS = _note(
    "时限依据",
    "Basis of the limit",
    "许可的法定时限长于二十个工作日时，写另有规定的法律、法规，如《某条例》第九条；其余空着。",
    "The law that gives a licence more than twenty working days, such as 《某条例》第九条; else empty.",
)
RESULT_ZH = _note("结果名称", "Result (Chinese)", "办结后发给申请人的证照。", "What the applicant gets.")
RESULT_EN = _note("结果英文名称", "Result (English)", "同一名称的英文。", "The same in English.")
RESULT_FORM = _note(
    "结果形式",
    "Result's form",
    "要与“电子证照”要素一致：纸质为否，电子、纸质和电子为是。",
    "As the fact of the electronic licence says: paper means no, the others yes.",
)
MATERIAL_ITEM = _note("事项代号", "Item", "这份材料属于哪个事项。", "The item that asks for it.")
READER = _note(
    "事项（只供阅读）",
    "Item's name (to read)",
    "便于查看，导入时不读；新行可空着。",
    "For the eye; may be empty.",
)
MATERIAL = _note(
    "材料代号",
    "Material",
    f"同一事项内不得重复，不能用 licence。{_CODE[0]}",
    f"Once within an item, never 'licence'. {_CODE[1]}",
)
MATERIAL_ZH = _note("材料名称", "Name (Chinese)", "与办事指南一致。", "As in the guide.")
MATERIAL_EN = _note("英文名称", "Name (English)", "同一名称的英文。", "The same in English.")
FORMAT = _note(
    "提交方式",
    "Format",
    "只交纸质：不上传；只上传：不交纸质；先上传后交纸质：预审看扫描件。由数据共享取得的不填。",
    "Paper only, upload only, or a scan first and the sheet later; empty where it is shared.",
)
ORIGINALS = _note("原件份数", "Originals", "空着即 0。", "Empty: 0.")
COPIES = _note("复印件份数", "Copies", "空着即 0。", "Empty: 0.")
NEED = _note("必要性", "Need", "空着即必要。", "Empty: required.")
MATERIAL_WHEN = _note(
    "适用情形",
    "Needed when",
    "空着即总是需要；写成“要素：值”，多个用分号隔开，须同时符合。",
    "Empty: always. Write 'fact：value', several with semicolons; all must hold.",
)
ORIGINAL = _note(
    "原件去向",
    "Original",
    "空着即不退还；只核验的不收取，也不计份数。",
    "Empty: kept. What is only seen is never taken and not counted.",
)
DEFERRABLE = _note(
    "容缺后补",
    "May follow",
    "受理后多久内补齐，例如“20日，制证前”；空着即不能容缺。只用于上传的材料。",
    "How long after acceptance it may follow, such as 20日，制证前; empty: it may not. Uploads only.",
)
SHARED = _note(
    "共享来源",
    "Shared by",
    "由哪个单位的数据取得，填写后不向申请人收取。",
    "Whose data give it; then nobody asks the applicant for it.",
)
COMMITTED = _note(
    "告知承诺",
    "Promised when",
    "符合时以书面承诺代替，写法同“适用情形”。",
    "Where this holds a written promise stands in for it.",
)
CHECKED_WITHIN = _note(
    "核查期限",
    "Checked within",
    "决定后多久内核查承诺，例如 60日。",
    "How long after the decision the promise is checked, such as 60日.",
)
PROMISE_ZH = _note(
    "承诺内容",
    "Promise (Chinese)",
    "申请人承诺什么，用申请人的口吻写，申请前一次告知。",
    "What the applicant promises, in her own voice; she is told it before she applies.",
)
PROMISE_EN = _note("承诺内容（英文）", "Promise (English)", "同一内容的英文。", "The same in English.")
EXAMPLE = _note(
    "示例名称", "Example", "一句话，不得重复。示例每次检查都重新判断一遍。", "One sentence, once only."
)
EXAMPLE_ITEM = _note("事项代号", "Item", "按哪个事项判断。", "The item that is decided.")
ON = _note(
    "日期",
    "On",
    "按哪一天的规则；空着：检查当日。",
    "The day whose rules count; empty: the day of the check.",
)
EXPECT = _note("应得渠道", "Expected channel", "经人确认的渠道。", "The channel that someone confirmed.")
EXPECTED = _note("应得结果", "Expected outcome", "经人确认的结果。", "The outcome that someone confirmed.")
BY = _note("依据规则", "By rule", "由哪条规则决定（规则代号）。", "The code of the rule that decides.")
INVARIANT = _note("不变式代号", "Invariant", f"不得重复。{_CODE[0]}", f"Once only. {_CODE[1]}")
_ALLOWED = (
    "条件全部符合的情形，结果须是其中之一；用 | 隔开。",
    "Wherever all conditions hold one of these must come out; with | between them.",
)
ALLOWED = _note("允许的渠道", "Allowed channels", *_ALLOWED)
ALLOWED_OUTCOMES = _note("允许的结果", "Allowed outcomes", *_ALLOWED)
PROVED_FROM = _note(
    "生效",
    "From",
    "从这一天起须成立（含当日）；空着：一直须成立。",
    "Must hold from this day on; empty: always.",
)
PROVED_UNTIL = _note(
    "失效",
    "Until",
    "到这一天为止须成立（含当日）；空着：一直须成立。",
    "Must hold to this day, included; empty: for good.",
)

ABOUT_RULES = Text(
    zh="自上而下，第一条全部条件都符合的规则决定渠道。移动整行就改变先后；删行即删规则，加行即加规则。",
    en="From the top, the first rule whose conditions all hold decides. Move rows to change the order.",
)


def about_decision(title: Text) -> Text:
    """What the sheet of a decision is for."""
    return Text(
        zh=f"决策“{title.zh}”的规则：自上而下，第一条全部条件都符合的决定结果。",
        en=f'Rules of "{title.en}": from the top, the first whose conditions all hold decides.',
    )


ABOUT_ITEMS = Text(
    zh="每行一个事项，只填事实；渠道由规则得出。加行即新建事项文件，删行即删除。",
    en="One row an item; it states facts, the rules give the channel. A new row makes a new file.",
)
ABOUT_MATERIALS = Text(
    zh="每行一份材料。须收取的纸质原件份数由必要材料算出。",
    en="One row a material. The originals to be handed in are counted from the required ones.",
)
ABOUT_EXAMPLES = Text(
    zh="经人工确认的判断。要素列空着：按事项文件和一般申请人；填了：改用所填的值。",
    en="Confirmed decisions. An empty fact is as the item says; a value takes its place.",
)
ABOUT_INVARIANTS = Text(
    zh="任何情形下都必须成立的要求，每次检查时在全部情形上逐一验证。",
    en="What must hold in every situation; each check proves it over all of them.",
)


def asked(fact: Fact, said: Sequence[str]) -> Text:
    """The note of a column of conditions."""
    zh = f"{fact.fact}\n空着：不看这一项。"
    en = "Empty: not asked."
    match fact.type:
        case "bool":
            zh, en = f"{zh}\n是、否。", f"{en} 是 yes, 否 no."
        case "one_of":
            zh = f"{zh}\n可写：{'、'.join(said)}。\n其中之一用 | 隔开；“非 …”表示不是。"
            en = f"{en} Several with | between them; 非 before a value: is not."
        case "whole_number":
            least, most = bounds(fact)
            zh = f"{zh}\n{least} 到 {most}。写法：2、0|2、≥1、≤3、1–3（或 1至3）、非 0。"
            en = f"{en} Such as 2, 0|2, ≥1, ≤3, 1–3, 非 0 (is not)."
        case _:
            zh = f"{zh}\n写法：2018-04-01、≥2018-04-01、≤2018-04-01、2018-01-01–2018-12-31。"
            en = f"{en} Such as ≥2018-04-01."
    return Text(zh=zh, en=en)


def stated(fact: Fact, said: Sequence[str]) -> Text:
    """The note of a column of an item's facts."""
    least, most = bounds(fact)
    may_zh = "、".join(said) or (f"{least} 到 {most} 的整数" if fact.type == "whole_number" else "日期")
    may_en = fact.title.en[:1].upper() + fact.title.en[1:]
    return Text(zh=f"{fact.fact}\n可填：{may_zh}。", en=f"{may_en}.")


def as_given(fact: Fact, said: Sequence[str]) -> Text:
    """The note of a column of an example's facts."""
    note = stated(fact, said)
    return Text(zh=f"{note.zh}\n空着：不改。", en=f"{note.en} Empty: as it is.")
