"""The whole app in this process: its triggers called as the cloud calls them, moto behind the adapters."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any
from uuid import uuid4

import boto3
import pytest
from chalice.test import Client, HTTPResponse

import app
from chalicelib import wiring
from chalicelib.adapters.bounded_http import NoAnswer
from chalicelib.adapters.clock import Clock
from chalicelib.decisions.forms.model import Release
from chalicelib.ports.people.identity import Staff, StaffRole
from chalicelib.services.cases.files.receive_upload import Arrival, receive_upload
from chalicelib.wiring import told
from infra.local.issuer.issuer import AUDIENCE, LocalIssuer, RefusedError, new_key
from infra.local.issuer.people import claims_of, demonstration_people
from infra.local.samples import pdf
from tests.adapters.a_case import release
from tests.adapters.moto_cloud import forget_messages, forget_rows, make_bucket, make_table, moto_cloud
from tests.adapters.releases import put_in_force
from tests.described import answered_as_described

ROOT = Path(__file__).parents[2]
ORIGIN = "http://127.0.0.1:8000"
ISSUER = "https://sign-on.example.gov.cn"
NAME, PHONE, ADDRESS = "欧阳示例", "13912345678", "青岛市李沧区保密路7号"
FOOD = "food-business-licence"
ONLINE = "investment-project-filing"

_serials = iter(range(1, 1_000_000))


@dataclass(frozen=True)
class Opened:
    """A case as its applicant holds it."""

    no: str
    code: str
    answer: dict[str, Any]

    @property
    def headers(self) -> dict[str, str]:
        return {"X-Query-Code": self.code}


class Office:
    """What applicants and staff can do with the running app."""

    def __init__(self, variables: dict[str, str]) -> None:
        self.variables = variables
        self._client = Client(app.app, project_dir=str(ROOT))

    def ask(self, method: str, path: str, body: object = None, /, **headers: str) -> HTTPResponse:
        """The answer to a request; a body in bytes goes as it is, None goes as nothing."""
        content = body if isinstance(body, bytes) else b"" if body is None else json.dumps(body).encode()
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        kind = {} if not content or "Content-Type" in named else {"Content-Type": "application/json"}
        answer = self._client.http.request(method, path, headers={**kind, **named}, body=content)
        answered_as_described(method, path, answer)
        return answer

    def open(self, item: str = FOOD, courier: bool = True, **headers: str) -> Opened:
        answer = self.ask("POST", "/cases", application(item, courier), **headers)
        assert answer.status_code == 201, answer.body
        return Opened(answer.json_body["no"], answer.json_body["query_code"], answer.json_body)

    def upload(
        self,
        opened: Opened,
        material: str,
        content: bytes | None = None,
        name: str = "file",
        place: dict[str, Any] | None = None,
    ) -> None:
        """Put a file, in a place that was given or under a name, and tell the app, as the queue would."""
        key = f"uploads/{opened.no}/{material}/{name}" if place is None else place["key"]
        data = pdf(key) if content is None else content
        kept = boto3.client("s3").put_object(Bucket=self.variables["UPLOADS_BUCKET"], Key=key, Body=data)
        sequencer = f"{next(_serials):016X}"
        receive_upload(wiring.ports(), Arrival(key, kept["VersionId"], sequencer, len(data)))

    def running(self, item: str = FOOD, courier: bool = True) -> Opened:
        """A case whose materials are all there: it stands at its first step."""
        opened = self.open(item, courier)
        for each in opened.answer["materials"]:
            if each["open"]:
                self.upload(opened, each["material"])
        return opened

    @contextmanager
    def rules(self, other: Release) -> Iterator[None]:
        """Other rules are in force meanwhile."""
        self.activate(other)
        try:
            yield
        finally:
            self.activate(release())

    @contextmanager
    def without_rules(self) -> Iterator[None]:
        """No release is in force meanwhile, as before the first is activated; a process has read of none."""
        dynamodb, table = boto3.client("dynamodb"), self.variables["TABLE"]
        key: Any = {"pk": {"S": f"RELEASE#{wiring.ports().region}"}, "sk": {"S": "ACTIVE"}}
        row = dynamodb.get_item(TableName=table, Key=key)["Item"]
        dynamodb.delete_item(TableName=table, Key=key)
        vars(wiring.ports()).pop("releases", None)
        try:
            yield
        finally:
            dynamodb.put_item(TableName=table, Item=row)
            vars(wiring.ports()).pop("releases", None)

    def activate(self, one: Release) -> None:
        shelf = wiring.policy_desk().releases
        put_in_force(shelf, one, wiring.ports().clock.now())

    @contextmanager
    def at(self, moment: datetime) -> Iterator[None]:
        """The office's clock stands there meanwhile."""
        world = vars(wiring.ports())
        before = wiring.ports().clock
        world["clock"] = Clock(real=moment.timestamp)
        try:
            yield
        finally:
            world["clock"] = before

    def clear(self) -> None:
        """Forget everything but the rules: a transaction in moto takes longer with every row there is."""
        forget_rows(self.variables["TABLE"], keep=("RELEASE#", "SERIAL#", "KEYS#"))
        for each in ("sessions", "colleagues"):  # a process remembers who tried too many codes, and names
            vars(wiring.ports()).pop(each, None)
        for queue in ("EFFECTS_QUEUE", "DUE_QUEUE"):
            forget_messages(self.variables[queue])

    def waiting(self, queue: str) -> list[Any]:
        """The messages of a queue, taken off it."""
        sqs, url, found = boto3.client("sqs"), self.variables[queue], []
        while messages := sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=10).get("Messages"):
            for message in messages:
                found.append(json.loads(message["Body"]))
                sqs.delete_message(QueueUrl=url, ReceiptHandle=message["ReceiptHandle"])
        return found

    def staff(self, *units: str) -> dict[str, str]:
        return self.token(Staff(id="s-1", units=units or ("*",)))

    def policy(self, name: str, *roles: str) -> dict[str, str]:
        """Someone of the policy desk, who serves no unit."""
        return self.token(Staff(id=name, units=(), roles=roles))

    def token(self, who: Staff) -> dict[str, str]:
        """Whoever serves a unit works there, and whoever does anything is staff by the sign-on's word."""
        roles = who.roles or (StaffRole.OFFICER.value,)
        return self.bearer(claims_of(who._replace(roles=roles), "licang"))

    def bearer(self, claims: Mapping[str, Any]) -> dict[str, str]:
        """A token of the sign-on that says this."""
        return {"Authorization": f"Bearer {sign_on().token(claims)}"}

    def case(self, opened: Opened) -> dict[str, Any]:
        answer = self.ask("GET", f"/cases/{opened.no}", **opened.headers)
        assert answer.status_code == 200
        return dict(answer.json_body)


def application(item: str = FOOD, courier: bool = True) -> dict[str, Any]:
    person = {"name": NAME, "phone": PHONE, "address": ADDRESS}
    return {"item": item, "applicant": person, "application": {"courier": courier}}


@contextmanager
def open_office(rules: Release | None = None) -> Iterator[Office]:
    """An office with a region's rules in force; Licang's where none are given."""
    rules = rules or release()
    with moto_cloud(), pytest.MonkeyPatch.context() as environment:
        variables = {**_build(), "REGION_NAME": rules.region.region}
        for name, value in variables.items():
            environment.setenv(name, value)
        forget()
        try:
            trust_sign_on()
            running = Office(variables)
            running.activate(rules)
            yield running
        finally:
            forget()


@cache
def sign_on() -> LocalIssuer:
    """The local sign-on without its server: one key for all tests of this process."""
    people = demonstration_people("licang", release().units)
    return LocalIssuer(ISSUER, new_key(), f"{ORIGIN}/signed-in", lambda: people)


def trust_sign_on() -> None:
    """The app asks the sign-on what it would ask over the network, without one."""

    def page(url: str, _timeout: float) -> bytes:
        pages = {"/jwks": sign_on().keys, "/.well-known/openid-configuration": sign_on().configuration}
        return json.dumps(pages[url.removeprefix(ISSUER)]()).encode()

    def redeem(url: str, fields: dict[str, str], _timeout: float, _more: dict[str, str] | None) -> bytes:
        assert url == f"{ISSUER}/token"
        try:
            return json.dumps(sign_on().redeem(fields)).encode()
        except RefusedError:
            raise NoAnswer("http_400") from None

    wiring.ports().issuer.get, wiring.ports().issuer.post = page, redeem


def forget() -> None:
    """What a process remembers of its environment."""
    for each in (*vars(told).values(), wiring.ports):
        if hasattr(each, "cache_clear"):
            each.cache_clear()


def _build() -> dict[str, str]:
    """Table, buckets, queues and secrets; the variables that name them."""
    sqs, s3 = boto3.client("sqs"), boto3.client("s3")
    keys = {"KUAIDI100_CUSTOMER": "c", "KUAIDI100_KEY": "k", "KUAIDI100_SECRET": "s"}
    return {
        "TABLE": make_table(boto3.client("dynamodb")),
        "UPLOADS_BUCKET": make_bucket(s3, "UploadsBucket"),
        "RULES_BUCKET": make_bucket(s3, "RulesBucket"),
        "EFFECTS_QUEUE": sqs.create_queue(QueueName=uuid4().hex)["QueueUrl"],
        "DUE_QUEUE": sqs.create_queue(QueueName=uuid4().hex)["QueueUrl"],
        "SECRETS_ARN": _secret(**keys),
        "QUERY_CODES_ARN": _secret(QUERY_CODE_KEY="what codes are made with in tests"),
        "CHAIN_ARN": _secret(CHAIN_KEY="what the trail is chained with in tests"),
        "SEALED_BY": boto3.client("kms").create_key(Description=uuid4().hex)["KeyMetadata"]["Arn"],
        "REGION_NAME": "licang",
        "PORTAL_ORIGIN": ORIGIN,
        "KUAIDI100_URL": "http://127.0.0.1:9/poll/query.do",
        "KUAIDI100_ORDER_URL": "http://127.0.0.1:9/order/borderapi.do",
        "OIDC_ISSUER": ISSUER,
        "OIDC_AUDIENCE": AUDIENCE,
        "OIDC_JWKS_URL": f"{ISSUER}/jwks",
    }


def _secret(**keys: str) -> str:
    client = boto3.client("secretsmanager")
    return client.create_secret(Name=uuid4().hex, SecretString=json.dumps(keys))["ARN"]


def call(function: Any, *bodies: object) -> list[str]:
    """The messages that failed when the queue hands over these; message n is called ``m<n>``."""
    records = [
        {"messageId": f"m{n}", "body": body if isinstance(body, str) else json.dumps(body)}
        for n, body in enumerate(bodies)
    ]
    answer = function({"Records": records}, None)
    assert set(answer) == {"batchItemFailures"}
    assert all(set(failure) == {"itemIdentifier"} for failure in answer["batchItemFailures"])
    return [failure["itemIdentifier"] for failure in answer["batchItemFailures"]]
