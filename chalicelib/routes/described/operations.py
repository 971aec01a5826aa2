"""Every route of the API: what it does, who may ask, what it takes, what it answers."""

from __future__ import annotations

from typing import NamedTuple

from chalicelib.routes.requests import bodies
from chalicelib.routes.requests.opening_body import ContactBody, LostCodeBody, MandateEndBody, OpenBody

CODE, EITHER, STAFF, ANYONE = "query code", "query code or staff", "staff", "anyone"


class Operation(NamedTuple):
    """
    ``answer`` names the schema of what is answered with ``status``; ``refused`` are the refusals beside those
    that ``who`` asks, the body and the path give rise to; ``page``: who wants HTML gets a page.
    """

    summary: str
    who: str
    answer: str
    body: type[bodies.Body] | None = None
    status: int = 200
    refused: tuple[int, ...] = ()
    page: bool = False
    repeatable: bool = False
    """Whether asking twice with one Idempotency-Key is asking once."""


def _change(
    summary: str, who: str, body: type[bodies.Body] | None, answer: str = "Case", *, repeatable: bool = False
) -> Operation:
    """A route that changes a case, if the case allows it."""
    return Operation(summary, who, answer, body, refused=(409,), repeatable=repeatable)


OPERATIONS: dict[tuple[str, str], Operation] = {
    ("GET", "/health"): Operation("Whether a release is in force 健康检查", ANYONE, "Health"),
    ("GET", "/items"): Operation("The catalogue: the items in effect today 事项目录", ANYONE, "Items"),
    ("GET", "/items/{code}"): Operation(
        "One item, also one that is over or to come 事项", ANYONE, "Item", page=True
    ),
    ("POST", "/items/{code}/channel"): Operation(
        "Which channel it takes, and why 办理渠道", ANYONE, "Decision", bodies.FactsBody
    ),
    ("GET", "/openapi.json"): Operation("This document 接口说明", ANYONE, "Document"),
    ("POST", "/cases"): Operation(
        "Open a case; idempotent by Idempotency-Key 申请",
        ANYONE,
        "OpenedCase",
        OpenBody,
        201,
        refused=(401, 403, 404, 409, 429),
        repeatable=True,
    ),
    ("POST", "/query-codes"): Operation(
        "A new query code for an applicant who lost theirs 补发查询码",
        ANYONE,
        "NewCode",
        LostCodeBody,
        refused=(403, 404, 409, 429),
        repeatable=True,
    ),
    ("GET", "/cases/{no}"): Operation("A case 办件", CODE, "WholeCase", page=True),
    ("GET", "/track"): Operation(
        "A case by its number (?no=) 办件查询", CODE, "WholeCase", refused=(400,), page=True
    ),
    ("POST", "/cases/{no}/uploads"): Operation(
        "A place to PUT one more file 上传", CODE, "Place", bodies.UploadBody, 201, refused=(409,)
    ),
    ("DELETE", "/cases/{no}/uploads/{upload}"): _change(
        "Take a file back, by its id, before it is submitted or while it is to be corrected 撤下文件",
        CODE,
        None,
    ),
    ("POST", "/cases/{no}/release"): _change(
        "Go on under the rules now in force, before they have decided 改按现行规则办理",
        CODE,
        bodies.ReleaseBody,
    ),
    ("POST", "/cases/{no}/consents"): _change(
        "Agree to couriers, or not 快递意愿", CODE, bodies.ConsentBody, repeatable=True
    ),
    ("POST", "/cases/{no}/offers/{decision}"): _change(
        "Take what a decision offers the applicant, or decline it 选择可选方式", CODE, bodies.OfferBody
    ),
    ("POST", "/cases/{no}/contact"): _change(
        "Another phone or address of a party, by staff once a courier is ordered 变更联系方式",
        EITHER,
        ContactBody,
        "Changed",
        repeatable=True,
    ),
    ("POST", "/cases/{no}/mandate"): _change(
        "End what the agent may do 撤销委托", EITHER, MandateEndBody, "MandateEnded", repeatable=True
    ),
    ("POST", "/cases/{no}/submission"): _change(
        "Submit the application, or what was asked for since 提交",
        CODE,
        bodies.SubmissionBody,
        repeatable=True,
    ),
    ("POST", "/cases/{no}/withdrawal"): _change(
        "Take the application back, or for the applicant by staff 撤回",
        EITHER,
        bodies.WithdrawalBody,
        "Changed",
        repeatable=True,
    ),
    ("POST", "/cases/{no}/rating"): _change(
        "Rate a closed case 好差评", CODE, bodies.RatingBody, repeatable=True
    ),
    ("POST", "/cases/{no}/recusal"): Operation(
        "Keep out of a case, by its officer's own word 申请回避",
        STAFF,
        "Brief",
        bodies.RecusalBody,
        refused=(409,),
    ),
    ("POST", "/cases/{no}/query-code"): Operation(
        "A new query code for an applicant whom staff have identified 大厅补发查询码",
        STAFF,
        "NewCode",
        bodies.NewCodeBody,
        refused=(409, 410),
        repeatable=True,
    ),
    ("GET", "/cases/{no}/notices"): Operation("Notices of a case 文书", EITHER, "Notices", refused=(400,)),
    ("GET", "/cases/{no}/notices/{notice}"): Operation(
        "A notice as text, or as a page for who accepts HTML; a party's first look is its service 查阅文书",
        EITHER,
        "OpenedNotice",
        refused=(400, 409, 410),
        page=True,
    ),
    ("GET", "/desk"): Operation(
        "All work of my units, the oldest deadline first 待办", STAFF, "Desk", page=True
    ),
    ("GET", "/desk/search"): Operation(
        "A case of my units by its number 查找办件", STAFF, "Found", refused=(400,)
    ),
    ("POST", "/desk/search"): Operation(
        "Cases of my units by number, or by a party's whole name, number or telephone 检索办件",
        STAFF,
        "Found",
        bodies.SearchBody,
    ),
    ("GET", "/desk/cases/{no}"): Operation(
        "A case of my units with its events 办件及过程", STAFF, "StaffCase", page=True
    ),
    ("POST", "/cases/{no}/tasks/{task}"): _change(
        "The outcome of a task 办理待办", STAFF, bodies.TaskBody, repeatable=True
    ),
    ("POST", "/cases/{no}/tasks/{task}/claim"): _change("Take a task upon oneself 认领", STAFF, None),
    ("POST", "/cases/{no}/tasks/{task}/release"): _change("Give a claimed task back 退回", STAFF, None),
    ("POST", "/cases/{no}/steps/{step}"): _change(
        "The outcome of the one open task at a step that is mine 办理环节",
        STAFF,
        bodies.OutcomeBody,
        repeatable=True,
    ),
    ("POST", "/cases/{no}/pauses"): _change(
        "Let the clocks of the decision stand still 中止计时",
        STAFF,
        bodies.PauseBody,
        "LimitedCase",
        repeatable=True,
    ),
    ("POST", "/cases/{no}/extensions"): _change(
        "Ask that a limit be extended, which another answers 申请延长时限",
        STAFF,
        bodies.ExtensionBody,
        "LimitedCase",
        repeatable=True,
    ),
    ("GET", "/releases"): Operation("Publication log, and what is in force 规则发布记录", STAFF, "Releases"),
    ("GET", "/releases/{digest}"): Operation("A release and its entries 规则版本", STAFF, "Release"),
    ("GET", "/releases/{digest}/checks"): Operation(
        "The report of its checks, and all that it changes 检查结果和全部修改", STAFF, "Checks"
    ),
    ("POST", "/releases/{digest}/activation"): Operation(
        "Put it in force: a second person, role policy-approver 启用",
        STAFF,
        "Activation",
        bodies.ActivationBody,
        refused=(409,),
    ),
}
