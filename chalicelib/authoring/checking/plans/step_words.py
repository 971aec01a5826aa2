"""What is told of a step that is not right."""

from __future__ import annotations

from chalicelib.authoring.findings.problems import Say
from chalicelib.decisions.form import Text


def acts(title: Text) -> Say:
    """Of an outcome that happens by itself and does what a person does."""
    return Say(
        f"逾期自动发生的结果“{title.zh}”不能受理、决定、交接、制证，也不能要求填写：这些都须有人作出"
        "（行政许可法第三十二条、第三十八条）。",
        f"'{title.en}' happens by itself when the time is over: it must not accept, decide, hand over "
        "or make a "
        "licence, nor need anything written. A person does that (行政许可法, articles 32 and 38).",
        "请改为不须有人办理的结果，如视为放弃，或删去 late。",
        "Name an outcome that nobody has to act for, such as given up, or remove 'late'.",
    )


def told(title: Text) -> Say:
    """Of an outcome that the applicant or a carrier brings about and that wants what only staff can say."""
    return Say(
        f"结果“{title.zh}”由申请人提交或快递状态自动产生，没有人填写或选择：不能要求填写内容（lines、number、"
        "missing、date）、作废证照，也不能写 before、after、waits_for。",
        f"'{title.en}' comes about by what the applicant submits or a carrier tells; nobody writes or "
        "chooses anything. It cannot want lines, a number, missing papers or a day, void a licence, nor hang "
        "on 'before', 'after' or 'waits_for'.",
        "请删去，或写在其后由工作人员（by: staff）办理的环节。",
        "Remove it, or write it at a step by: staff that follows.",
    )


WAYS = Say(
    "只有送达环节、且必须，列出送达方式 ways。",
    "A delivery step, and no other, lists its 'ways'.",
    "请补充 ways: result_out，或删去 ways。",
    "Add ways: result_out, or remove 'ways'.",
)
COUNTER = Say(
    "取件和送达环节须写 counter（申请人不用快递时改到的环节），其他环节不写。",
    "A pick-up or delivery names its 'counter', the step taken where no courier may come; no other step "
    "does.",
    "请补上本段中由工作人员（by: staff）在窗口办理的环节，或删去 counter。",
    "Name a step by: staff of this part, or remove 'counter'.",
)
COUNTER_STEP = Say(
    "counter 须是工作人员（by: staff）的环节。",
    "'counter' names a step by: staff.",
    "请写在窗口办理的环节。",
    "Name the step that is done at the counter.",
)
ONE_OUTCOME = Say(
    "取件、送达环节须有两个结果：第一个是已送到，最后一个是没有送到。",
    "A pick-up or delivery has two outcomes: the first where it arrived, the last where it did not.",
    "请补上没有送到的结果，转到由工作人员处理的环节。",
    "Add the outcome where it did not arrive, leading to a step by: staff.",
)
NO_WITHIN = Say(
    "这个环节要等别人，却没有期限：逾期不会有人知道。",
    "This step waits for others and has no period: nobody would know when it is late.",
    "请写 within，例如 within: {working_days: 5}。",
    "Write 'within', such as within: {working_days: 5}.",
)
NO_LATE = Say(
    "申请人或公示期的环节没有写 late：期满后不会结束。",
    "A step of the applicant, or of time, has no 'late': it would not end when its time is over.",
    "请写 late，期满时自动发生的结果。",
    "Write 'late', the outcome that happens by itself then.",
)
WITHOUT_WITHIN = Say(
    "有 late 而没有 within，永远不会到期。",
    "There is 'late' but no 'within': the time is never over.",
    "请补充 within。",
    "Add 'within'.",
)
WAITS = Say(
    "这个环节的每个结果都要等材料（waits_for）：材料一直不来，就没有人能办理。",
    "Every outcome of this step waits for something: where it never comes nobody can go on.",
    "请补上一个不等材料的结果，例如补正、不予许可。",
    "Add an outcome that waits for nothing, such as a correction or a refusal.",
)
PLACE = Say(
    "只有工作人员的环节可以写 visit：取件和送达改到窗口的，写在 counter 环节上。",
    "Only a step of staff can mark a visit: of a pick-up or delivery it is the step named by 'counter'.",
    "请删去 visit，或写在窗口的环节。",
    "Remove 'visit', or mark it at the step of the counter.",
)
NOT_MARKED = Say(
    "申请人与大厅当面交接材料，是一次到场，却没有写 visit: true。",
    "The applicant and the hall hand papers over in person: that is a visit, and it is not marked.",
    "请在这个结果上写 visit: true。",
    "Write visit: true at this outcome.",
)
FETCHED = Say(
    "这是窗口环节（counter），申请人当面领取结果，是一次到场，却没有写 visit: true。",
    "This is the step of the counter: the applicant comes and gets the result, which is a visit, and it is "
    "not marked.",
    "请在这个结果上写 visit: true；以其他方式送达的写 reason: required，并放在领取之后。",
    "Write visit: true at this outcome; one that serves it in another way has reason: required and stands "
    "after it.",
)
MARKS = Say(
    "提交、收到、受理由程序记录，不写 marks；受理的结果写 accepts。",
    "The program itself records what is submitted, received and accepted; an outcome that accepts says "
    "'accepts'.",
    "请删去 marks，受理的改写 accepts: prereview 或 accepts: paper。",
    "Remove 'marks'; to accept write accepts: prereview or accepts: paper.",
)
MARKED_BY_STAFF = Say(
    "一次告知、不予受理、决定、制证都由工作人员作出；申请人的环节和快递的环节不能写这样的 marks，"
    "只有送达环节可写 marks: delivered。",
    "To tell, to decline, to decide and to make a licence is for staff: a step of the applicant, of time or "
    "of a parcel marks none of it; a delivery alone marks 'delivered'.",
    "请删去 marks，或写在工作人员（by: staff）的环节。",
    "Remove 'marks', or write it at a step by: staff.",
)
ACCEPTS = Say(
    "受理由工作人员作出：accepts 只能写在 by: staff 的环节。",
    "Staff accept an application: 'accepts' stands at a step by: staff only.",
    "请移到工作人员的环节。",
    "Move it to a step of staff.",
)
OWN_STEP = Say(
    "申请人办完后又回到这一环节本身，工作人员永远看不到。",
    "What the applicant has done leads to this very step again: nobody ever looks at it.",
    "请将 next 改为工作人员查看的环节，例如网上预审。",
    "Let 'next' name the step at which staff look at it, such as the pre-review.",
)
NEVER = Say(
    "before 和 after 写了同一节点：这个结果永远不可用。",
    "'before' and 'after' name the same milestone: this outcome is never possible.",
    "请删去一个。",
    "Remove one.",
)
SUPPLIED = Say(
    "申请人环节的第一个结果表示她已经照办，逾期（late）不能当作已经照办。",
    "The first outcome of a step of the applicant says that she has done it; that her time is over does not.",
    "请在 late 中改写另一个结果，如视为放弃、未补齐。",
    "Name another outcome in 'late', such as given up, or not supplied.",
)
BY_SILENCE = Say(
    "勘验、听证、公示不能因逾期自动完成（late）：没有人做过。",
    "An inspection, a hearing or a publication cannot happen by itself when its time is over: nobody "
    "has done it.",
    "请删去 late，或改为其他结果。",
    "Remove 'late', or name another outcome.",
)
