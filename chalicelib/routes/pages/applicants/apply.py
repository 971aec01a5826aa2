"""Apply: the questions that matter, who applies and who acts for her. The case opens with this one form."""

from __future__ import annotations

from urllib.parse import urlencode
from uuid import uuid4

from chalice.app import Blueprint, Request, Response

from chalicelib.cases.values import Submission
from chalicelib.decisions.facts.asked import asked_besides, asked_of_applicant
from chalicelib.decisions.facts.needs import needs_of
from chalicelib.decisions.forms.form import FactValue, Text
from chalicelib.decisions.forms.model import Fact, Item, Release
from chalicelib.ports.people.identity import Person
from chalicelib.routes.access.callers import session_of
from chalicelib.routes.access.forgery import FORM
from chalicelib.routes.access.openers import opener
from chalicelib.routes.pages.applicants.application_form import (
    FIELDS,
    PERSONAL_KINDS,
    as_on_page,
    body_of,
    lacking,
    moved_to_agent,
    of_signed_on,
    told_beside,
)
from chalicelib.routes.pages.applicants.item import answers_in, field_of, said, show_questions, written
from chalicelib.routes.pages.applicants.misfilled import misfilled
from chalicelib.routes.pages.showing import go_to, release_in_force, show, shows
from chalicelib.routes.pages.visitor import first, look_of, query_of, read_fields, root_of, with_case
from chalicelib.routes.requests.addresses import name_in_address, source_of
from chalicelib.routes.requests.current import request_of
from chalicelib.routes.requests.opening_body import OpenBody
from chalicelib.routes.requests.reading import as_fields
from chalicelib.services.cases.applying.application import check_in_effect, find_item
from chalicelib.services.cases.applying.open_case import Opened, open_case
from chalicelib.services.cases.applying.open_case import Request as Application
from chalicelib.services.cases.people.read_parties import BY_AGENT
from chalicelib.services.days import local_day
from chalicelib.services.errors import Problem
from chalicelib.services.items.look_at_item import Asked, look_at_item
from chalicelib.web.render import Look
from chalicelib.wiring import ports

applying = Blueprint(__name__)
_request = request_of(applying)


@applying.route("/apply/{code}", methods=["GET"])
@shows(_request)
def get_application(code: str) -> Response:
    given = query_of(_request())
    release, item = _item(code)
    said = answers_in(release, given)
    answers = {field_of(name): written(value) for name, value in said.items()}
    who = "agent" if said.get(BY_AGENT) is True else ""
    known = {} if (person := signed_on(_request())) is None else of_signed_on(person, who)
    fields = {**first({}, *FIELDS), "key": str(uuid4()), "who": who, **known, **answers}
    return _form(release, item, fields)


@applying.route("/apply/{code}", methods=["POST"], content_types=[FORM])
@shows(_request)
def post_application(code: str) -> Response:
    release, item = _item(code)
    sent = read_fields(_request())
    fields = {**{name: value.strip() for name, value in sent.items()}, **first(sent, *FIELDS)}
    look = look_of(_request())
    fields |= {"signed": fields["signed"] or ("yes" if look.person else "")}
    fields |= {} if (person := signed_on(_request())) is None else moved_to_agent(person, fields)
    asked = [one.fact for one in _questions(release, item, {}) if one.fact.fact != BY_AGENT]
    wrong = _not_signed_on(look, fields)
    if not wrong and (missing := lacking(look, fields, asked, _said(release, item, fields))):
        wrong = as_on_page(_misfilled(look, release, item, fields) | missing)
    wait: int | None = None
    if not wrong:
        try:
            opened = _open(release, item, fields)
        except Problem as problem:
            here = problem.status in (409, 422, 429) or problem.code in ("not_yourself", "form_not_ours")
            if not here:
                raise
            wait = problem.retry_after
            beside = _misfilled(look, release, item, fields) | told_beside(look, problem)
            wrong = _told(look, fields, problem) or as_on_page(beside)
            used = problem.code in ("key_reused", "code_withheld")
            fields |= {"key": str(uuid4())} if used else {}
        else:
            cookies = () if look.person else (with_case(_request(), opened.case),)
            return go_to(f"{root_of(_request())}cases/{opened.case.no}/materials", *cookies)
    return _form(release, item, fields | {"signed": "yes" if look.person else ""}, wrong, wait)


def _not_signed_on(look: Look, fields: dict[str, str]) -> dict[str, str]:
    """That the sign-on under which a form was filled in is over; nothing in it is lost."""
    if not fields["signed"] or look.person:
        return {}
    told = look.t(
        "您的登录已经到期，填的内容都在。请在新窗口重新登录，再回到这里点一次；不登录也可以直接再点一次，凭查询码办",
        "You are no longer signed in; all that you typed is here. Sign in again in another window, come back "
        "and press once more. Or press once more without: then you go on with a query code",
    )
    return {"form": told}


def _misfilled(look: Look, release: Release, item: Item, fields: dict[str, str]) -> dict[str, str]:
    """What is wrong with what was filled in, by field: told together with what was not."""
    body = body_of(item.item, fields, _said(release, item, fields))
    return misfilled(look, body, local_day(release, ports().clock.now()))


def _said(release: Release, item: Item, fields: dict[str, str]) -> dict[str, FactValue]:
    """The answers to the questions of an item, those included that may be left out."""
    declared = {fact.fact.fact for fact in _questions(release, item, {})}
    declared |= {fact.fact for fact in _besides(release, item)}
    answers = {name: value for name, value in answers_in(release, fields).items() if name in declared}
    return answers | (_by_agent(fields) if BY_AGENT in declared else {})


def _open(release: Release, item: Item, fields: dict[str, str]) -> Opened:
    said = _said(release, item, fields)
    body = as_fields(body_of(item.item, fields, said), OpenBody)
    who = opener(_request(), body)
    application = Application(
        item=item.item,
        applicant=body.applicant.value,
        application=said,
        key=fields["key"] or None,
        source=source_of(_request()),
        submit=Submission.EXPLICIT,
        agent=None if body.agent is None else body.agent.agent,
    )
    return open_case(ports(), who, application)


def _by_agent(fields: dict[str, str]) -> dict[str, FactValue]:
    """Whether an agent acts, as a fact: it is asked for by the choice of who sees to it, and never twice."""
    return {BY_AGENT: fields["who"] == "agent"}


def _told(look: Look, fields: dict[str, str], problem: Problem) -> dict[str, str]:
    """What programs are told of keys and tokens, as people understand it, beside its field."""
    told = {
        "not_yourself": (
            "和您登录的身份不一致：请填登录人本人的证件号码；替别人办的，请在“由谁来办”选代理人",
            "This is not who you are signed in as: give your own number. If you act for somebody, "
            "choose the agent under Who sees to it",
        ),
        "form_not_ours": (
            "您的登录变过，填的内容都在；请核对后再点一次",
            "You have signed in anew, or as somebody else; all that you typed is here. Check it and press "
            "once more",
        ),
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
    of_agent = "agent_id_number" if fields["who"] == "agent" else "id_number"
    return {} if told is None else {of_agent if problem.code == "not_yourself" else "form": look.t(*told)}


def signed_on(request: Request) -> Person | None:
    """Who signed on to apply, or to act for who does."""
    session = session_of(request)
    return session.caller if session is not None and isinstance(session.caller, Person) else None


def _item(code: str) -> tuple[Release, Item]:
    """The item, which can be applied for today."""
    release = release_in_force()
    today = local_day(release, ports().clock.now())
    item = find_item(release, name_in_address(code), today)
    check_in_effect(release, item, today)
    return release, item


def _questions(release: Release, item: Item, said: dict[str, FactValue]) -> tuple[Asked, ...]:
    return look_at_item(release, item, said, local_day(release, ports().clock.now())).asked


def _besides(release: Release, item: Item) -> tuple[Fact, ...]:
    """The yes-or-no questions that may be left out: who leaves one out has said no."""
    asked = asked_besides(release, item.item, local_day(release, ports().clock.now()))
    return tuple(fact for fact in asked if fact.type == "bool")


def _optional(fact: Fact, fields: dict[str, str]) -> dict[str, object]:
    """A question that may be left out, for the form."""
    options = [{"value": written(value), "title": said(fact, value)} for value in (True, False)]
    field = field_of(fact.fact)
    return {"field": field, "title": fact.title, "options": options, "chosen": fields.get(field, "")}


def _of_agents(item: Item, said: dict[str, FactValue]) -> list[Text]:
    """The papers that an item asks for because an agent applies, by name."""
    alone, through = (needs_of(item, {**said, BY_AGENT: acts}) for acts in (False, True))
    return [one.name for one in item.materials if one.material in through.keys() - alone.keys()]


def _form(
    release: Release,
    item: Item,
    fields: dict[str, str],
    wrong: dict[str, str] | None = None,
    wait: int | None = None,
) -> Response:
    """
    The form with what was typed.

    Args:
        wait: seconds until it may be sent again, where as many were sent as may be.
    """
    today = local_day(release, ports().clock.now())
    stated = {**answers_in(release, fields), **_by_agent(fields)}
    look, person = look_of(_request(), here=f"apply/{item.item}"), signed_on(_request())
    of_applicant = {fact.fact for fact in asked_of_applicant(release, item.item, today, {})}
    refused = 422 if wait is None else 429
    shown = show(
        "apply.html",
        look,
        refused if wrong else 200,
        nav="find",
        item=item,
        questions=_filled_in(_questions(release, item, stated), fields),
        fields=fields,
        wrong=wrong or {},
        later=wait is not None,
        expired=bool(fields["signed"]) and not look.person,
        personal_kinds=PERSONAL_KINDS,
        me="" if person is None else person.name,
        other_form=_other_form(item, stated),
        agent_papers=_of_agents(item, stated),
        besides=[_optional(fact, fields) for fact in _besides(release, item)],
        asks_disability="applicant.disabled" in of_applicant,
        asks_age="applicant.age" in of_applicant,
    )
    shown.headers |= {} if wait is None else {"Retry-After": str(wait)}
    return shown


def _filled_in(questions: tuple[Asked, ...], fields: dict[str, str]) -> list[dict[str, object]]:
    """The questions with what was chosen; who sees to it is asked for apart."""
    shown = show_questions(tuple(one for one in questions if one.fact.fact != BY_AGENT))
    return [{**one, **dict.fromkeys(("chosen", "value"), fields.get(one["field"], ""))} for one in shown]


def _other_form(item: Item, stated: dict[str, FactValue]) -> str:
    """Where the form is that is for an agent, or for one who acts for herself, with the same answers."""
    answers = {**stated, BY_AGENT: not stated[BY_AGENT]}
    query = urlencode({field_of(name): written(value) for name, value in answers.items()})
    return f"{root_of(_request())}apply/{item.item}?{query}"
