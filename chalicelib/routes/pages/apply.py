"""Apply: the questions that matter, who applies and who acts for her. The case opens with this one form."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from chalice.app import Blueprint, Request, Response

from chalicelib.cases.values import Submission
from chalicelib.decisions.facts.asked import asked_of_applicant
from chalicelib.decisions.forms.form import FactValue
from chalicelib.decisions.forms.model import Item, Release
from chalicelib.routes.addresses import name_in_address
from chalicelib.routes.openers import opener
from chalicelib.routes.opening_body import OpenBody
from chalicelib.routes.pages.application_form import (
    BY_AGENT,
    FIELDS,
    PERSONAL_KINDS,
    body_of,
    lacking,
    told_beside,
)
from chalicelib.routes.pages.item import answers_in, field_of, show_questions, written
from chalicelib.routes.pages.showing import go_to, release_in_force, show, shows
from chalicelib.routes.pages.visitor import first, look_of, query_of, read_fields, root_of, with_case
from chalicelib.routes.reading import as_form
from chalicelib.services.cases.open_case import Opened, check_in_effect, find_item, open_case
from chalicelib.services.cases.open_case import Request as Application
from chalicelib.services.days import local_day
from chalicelib.services.errors import Problem
from chalicelib.services.items.look_at_item import Asked, look_at_item
from chalicelib.wiring import world

applying = Blueprint(__name__)

FORM = "application/x-www-form-urlencoded"


def _request() -> Request:
    request: Any = applying.current_request
    assert isinstance(request, Request)  # noqa: S101 - chalice sets it before any view runs
    return request


@applying.route("/apply/{code}", methods=["GET"])
@shows(_request)
def get_application(code: str) -> Response:
    given = query_of(_request())
    release, item = _item(code)
    said = answers_in(release, given)
    answers = {field_of(name): written(value) for name, value in said.items()}
    who = "agent" if said.get(BY_AGENT) is True else ""
    return _form(release, item, {**first({}, *FIELDS), "key": str(uuid4()), "who": who, **answers})


@applying.route("/apply/{code}", methods=["POST"], content_types=[FORM])
@shows(_request)
def post_application(code: str) -> Response:
    release, item = _item(code)
    sent = read_fields(_request())
    fields = {**{name: value.strip() for name, value in sent.items()}, **first(sent, *FIELDS)}
    look = look_of(_request())
    asked = [one.fact for one in _questions(release, item, {}) if one.fact.fact != BY_AGENT]
    wrong = lacking(look, fields, asked)
    if not wrong:
        try:
            opened = _open(release, item, fields)
        except Problem as problem:
            if problem.status not in (409, 422) and problem.code != "not_yourself":
                raise
            wrong = _told(look_of(_request()).language, problem) or told_beside(look, problem)
            used = problem.code in ("key_reused", "code_withheld")
            fields |= {"key": str(uuid4())} if used else {}
        else:
            cookie = with_case(_request(), opened.case.no, opened.code)
            return go_to(f"{root_of(_request())}cases/{opened.case.no}/materials", cookie)
    return _form(release, item, fields, wrong)


def _open(release: Release, item: Item, fields: dict[str, str]) -> Opened:
    said: dict[str, FactValue] = dict(answers_in(release, fields))
    declared = {fact.fact.fact for fact in _questions(release, item, {})}
    said = {name: value for name, value in said.items() if name in declared}
    if BY_AGENT in declared:
        said[BY_AGENT] = fields["who"] == "agent"
    body = as_form(body_of(item.item, fields, said), OpenBody)
    who = opener(_request(), body)
    application = Application(
        item=item.item,
        applicant=body.applicant.value,
        application=said,
        key=fields["key"] or None,
        source=_request().context.get("identity", {}).get("sourceIp"),
        submit=Submission.EXPLICIT,
        agent=None if body.agent is None else body.agent.agent,
    )
    return open_case(world(), who, application)


def _told(language: str, problem: Problem) -> dict[str, str]:
    """What programs are told of keys, as people understand it."""
    told = {
        "key_reused": (
            "这张表已经交过一次，之后内容有改动。要按改过的内容另开一件，请再点一次；要改原来那一件，请从“查进度”进入",
            "This form was sent before and has changed since. Send it again to open another case; to change "
            "the first one, go to Track a case",
        ),
        "code_withheld": (
            "这张表已经交过，办件已经建好。请用回执上的编号和查询码从“查进度”进入；要另开一件，请再点一次",
            "This form was sent before and its case is open. Go to Track a case with your number and code; "
            "send it again to open another case",
        ),
    }.get(problem.code)
    return {} if told is None else {"form": told[0] if language == "zh" else told[1]}


def _item(code: str) -> tuple[Release, Item]:
    """The item, which can be applied for today."""
    release = release_in_force()
    item = find_item(release, name_in_address(code))
    check_in_effect(release, item, local_day(release, world().clock.now()))
    return release, item


def _questions(release: Release, item: Item, said: dict[str, FactValue]) -> tuple[Asked, ...]:
    return look_at_item(release, item, said, local_day(release, world().clock.now())).asked


def _form(
    release: Release, item: Item, fields: dict[str, str], wrong: dict[str, str] | None = None
) -> Response:
    today = local_day(release, world().clock.now())
    questions = [one for one in _questions(release, item, {}) if one.fact.fact != BY_AGENT]
    chosen = [
        {**one, "chosen": fields.get(one["field"], ""), "value": fields.get(one["field"], "")}
        for one in show_questions(tuple(questions))
    ]
    look = look_of(_request(), here=f"apply/{item.item}")
    return show(
        "apply.html",
        look,
        422 if wrong else 200,
        nav="find",
        item=item,
        questions=chosen,
        fields=fields,
        wrong=wrong or {},
        personal_kinds=PERSONAL_KINDS,
        asks_disability=any(
            fact.fact == "applicant.disabled" for fact in asked_of_applicant(release, item.item, today, {})
        ),
    )
