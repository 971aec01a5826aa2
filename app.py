"""
Every trigger of the system, each handed to one service. The map: read this first.

A function loads what it serves and no more, and does so on import, when the cloud gives it a whole processor.
"""

from __future__ import annotations

import json
import logging
import os
import time
from collections.abc import Callable
from traceback import format_tb
from typing import TYPE_CHECKING, Any

from chalice.app import Chalice, DynamoDBEvent, Request, Response, SQSEvent

from chalicelib.services.errors import PermanentError, RetryableError, in_english
from chalicelib.wiring import make_ready, ports

if TYPE_CHECKING:
    from chalicelib.decisions.forms.model import Release
    from chalicelib.services.releases.approve_release import Reviewed
    from chalicelib.services.releases.dossier import Dossier

TRIGGERS = ("on_upload", "on_due", "on_due_work", "on_case_events", "on_effect", "on_rule_file")
_HANDLER = os.environ.get("_HANDLER", "").removeprefix("app.")


def _serves(handler: str) -> bool:
    """Whether this process does: in ``_HANDLER`` the cloud says which function it is; another serves all."""
    return handler == _HANDLER or _HANDLER not in ("app", *TRIGGERS)


if _serves("app"):
    from chalicelib.routes.access.permitted import refuse_others
    from chalicelib.routes.answers import as_problem, inert
    from chalicelib.routes.lost_code import lost_code
    from chalicelib.routes.notices import notices
    from chalicelib.routes.pages.applicants.apply import applying
    from chalicelib.routes.pages.applicants.changes import changes
    from chalicelib.routes.pages.applicants.figures import public_figures
    from chalicelib.routes.pages.applicants.find import pages
    from chalicelib.routes.pages.applicants.lost_code import lost_code_page
    from chalicelib.routes.pages.applicants.mine import mine
    from chalicelib.routes.pages.applicants.papers.listing import paper_list
    from chalicelib.routes.pages.applicants.papers.receipt import receipt
    from chalicelib.routes.pages.applicants.papers.submit import submitting
    from chalicelib.routes.pages.applicants.papers.upload import uploading
    from chalicelib.routes.pages.applicants.tracking import tracking
    from chalicelib.routes.pages.clerks.changes import desk_changes
    from chalicelib.routes.pages.clerks.lists.desk import desk
    from chalicelib.routes.pages.clerks.lists.handover import handover
    from chalicelib.routes.pages.clerks.lists.supervision import supervision
    from chalicelib.routes.pages.clerks.new_code import desk_code
    from chalicelib.routes.pages.clerks.outcome import outcomes
    from chalicelib.routes.pages.clerks.viewers import viewers
    from chalicelib.routes.pages.nowhere import nowhere, only_sent_to
    from chalicelib.routes.pages.policy import policy_page
    from chalicelib.routes.pages.sign_on import sign_on
    from chalicelib.routes.policy import policy
    from chalicelib.routes.portal import portal
    from chalicelib.routes.public import public
    from chalicelib.routes.requests.addresses import refuse_broken
    from chalicelib.routes.staff import staff
if _serves("on_upload"):
    from chalicelib.services.cases.files.receive_upload import receive_uploads
if _serves("on_due"):
    from chalicelib.services.run_due import run_due
if _serves("on_due_work"):
    from chalicelib.ports.cases import Due, DueKind
    from chalicelib.services.do_due import do_due
if _serves("on_case_events"):
    from chalicelib.services.relay_effects import relay_effects
if _serves("on_effect"):
    from chalicelib.services.run_effect import run_effect
if _serves("on_rule_file"):
    from chalicelib.services.releases.incoming.receive_rules import receive_rules
    from chalicelib.services.releases.incoming.rule_files import authors_by_region, regions_told_of


if os.environ.get("AWS_LAMBDA_FUNCTION_NAME") and _HANDLER in ("app", *TRIGGERS):  # a function of the cloud
    make_ready(_HANDLER)


def _review(dossier: Dossier) -> Reviewed:
    """The policy desk is loaded when someone approves a release, never on a case's way."""
    from chalicelib.authoring.review import review

    return review(dossier.old, dossier.new, dossier.recent, dossier.today, clocks=dossier.clocks)


def _compare(old: Release, dossier: Dossier) -> dict[str, Any]:
    """What a release changes: the policy desk is loaded when someone looks at it."""
    from chalicelib.authoring.review import seen_beforehand

    return seen_beforehand(old, dossier.new, dossier.recent, dossier.today, dossier.clocks)


app = Chalice(app_name="zero-errand")
app.log.setLevel(logging.INFO)
if _serves("app"):
    for each in (
        pages,
        public_figures,
        applying,
        paper_list,
        uploading,
        submitting,
        receipt,
        tracking,
        changes,
        mine,
        lost_code_page,
        desk,
        viewers,
        outcomes,
        desk_changes,
        desk_code,
        handover,
        supervision,
        policy_page,
        nowhere,
    ):
        app.register_blueprint(each)
    app.register_blueprint(public)
    app.register_blueprint(portal)
    app.register_blueprint(lost_code)
    app.register_blueprint(notices)
    app.register_blueprint(staff)
    app.register_blueprint(sign_on)
    app.register_blueprint(policy(_review, _compare))

Failures = dict[str, list[dict[str, str]]]


@app.middleware("all")
def one_line_a_call(event: Any, answer: Callable[[Any], Any]) -> Any:
    """Which trigger or route, and how long it took. Never a number, a name or a body: those are personal."""
    started = time.monotonic()
    answered = answer(event)
    what = event.context["resourcePath"] if isinstance(event, Request) else type(event).__name__
    app.log.info("%s %.0f ms", what, 1000 * (time.monotonic() - started))
    return answered


@app.middleware("http")
def in_our_words(request: Request, answer: Callable[[Request], Response]) -> Response:
    """
    What is not UTF-8 reaches no route; what chalice refuses before any route is reached is answered as a
    problem, like all else; and every answer is data only. Who may ask for what is checked before any view.
    """
    path = str(request.context["resourcePath"])
    methods = app.routes.get(path, {})
    route = methods.get(request.method)  # what has no such method, chalice refuses, but for browsers
    refused = refuse_broken(request) or (refuse_others(request) if route else only_sent_to(request, methods))
    return inert(refused or as_problem(answer(request), route.content_types if route else ()))


@app.on_sqs_message(queue="uploads", batch_size=5)
def on_upload(event: SQSEvent) -> Failures:
    """S3 says that files have arrived."""
    return _each(event, lambda body: receive_uploads(ports(), body))


@app.schedule("rate(1 minute)")
def on_due(_: object) -> int:
    """The one clock: put what is due on the queue."""
    return run_due(ports())


@app.on_sqs_message(queue="due", batch_size=3)
def on_due_work(event: SQSEvent) -> Failures:
    """One thing whose time has come: a step's days, a parcel to ask after, an effect left open."""
    return _each(event, lambda body: do_due(ports(), Due(DueKind(_named(body, "kind")), _named(body, "key"))))


@app.on_dynamodb_record(stream_arn="cases", batch_size=100)
def on_case_events(event: DynamoDBEvent) -> None:
    """The store reports new effects: pass them on."""
    relay_effects(ports(), _effects(event))


@app.on_sqs_message(queue="effects", batch_size=1)
def on_effect(event: SQSEvent) -> Failures:
    """Do one effect in the world."""
    return _each(event, lambda body: run_effect(ports(), _named(body, "case"), _named(body, "effect")))


@app.on_sqs_message(queue="rules", batch_size=1000, maximum_batching_window_in_seconds=10)
def on_rule_file(event: SQSEvent) -> Failures:
    """
    Rule files were dropped or removed below ``incoming/<region>/``: the folder is checked as it lies
    there now, once however many files a batch tells of; if that fails, all that tell of it come again.
    This function alone loads the policy desk.
    """
    from chalicelib.authoring.dropped import examine

    authors = authors_by_region(record["body"] for record in event.to_dict()["Records"])
    received: dict[str, bool] = {}

    def receive(body: object) -> None:
        for region in regions_told_of(body):
            if region not in received:
                received[region] = False
                receive_rules(ports(), examine, region, authors[region])
                received[region] = True
            elif not received[region]:
                raise RetryableError("the folder has just been looked at, and not received")

    return _each(event, receive)


def _each(event: SQSEvent, do: Callable[[Any], object]) -> Failures:
    """
    Do each message by itself. Those that failed are named in the answer: they come again, and in the
    end lie with the dead letters, where an alarm calls a person. Error texts may be personal: not logged.
    """
    failed = []
    for record in event.to_dict()["Records"]:
        try:
            do(json.loads(record["body"]))
        except RetryableError as error:
            app.log.warning("comes again: %s", in_english(error))
            failed.append({"itemIdentifier": record["messageId"]})
        except Exception as error:  # noqa: BLE001 - one bad message must not take its neighbours along
            frames = "".join(format_tb(error.__traceback__))
            app.log.error("not done: %s\n%s", type(error).__name__, frames)  # noqa: TRY400 - see above
            failed.append({"itemIdentifier": record["messageId"]})
    return {"batchItemFailures": failed}


def _named(body: object, name: str) -> str:
    """
    A text of a message of ours.

    Raises:
        PermanentError: it has none: no work is done, and the message is kept for a person.
    """
    value = body.get(name) if isinstance(body, dict) else None
    if not isinstance(value, str) or not value:
        raise PermanentError(f"a message without {name}")
    return value


def _effects(event: DynamoDBEvent) -> list[dict[str, str]]:
    found = []
    for record in event.to_dict()["Records"]:
        keys = record["dynamodb"]["Keys"]
        if record["eventName"] == "INSERT" and keys["sk"]["S"].startswith("EFFECT#"):
            found.append(
                {
                    "case": keys["pk"]["S"].removeprefix("CASE#"),
                    "effect": keys["sk"]["S"].removeprefix("EFFECT#"),
                }
            )
    return found
