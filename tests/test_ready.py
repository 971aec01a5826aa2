"""What a function makes ready on import: its clients, keys and rules, and nothing that it has no right to."""

from __future__ import annotations

import ast
import logging
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import boto3
import pytest

import app
from chalicelib import wiring
from chalicelib.wiring.ready import NEEDED
from tests.adapters.moto_cloud import refused
from tests.adapters.office import Office, forget, open_office
from tests.metered.meter import Meter

ROOT = Path(__file__).parents[1]
HANDLERS = ("app", *app.TRIGGERS)


@pytest.fixture(scope="module")
def office() -> Iterator[Office]:
    with open_office() as running:
        yield running


@pytest.fixture
def meter(office: Office) -> Iterator[Meter]:
    """A process that has just begun."""
    meter = Meter()
    forget()
    with meter.installed():
        yield meter
    forget()


RELEASE = ["GetItem", "GetObject"]
"""Which release is in force, and the release."""


@pytest.mark.parametrize(
    ("handler", "secrets", "rest"),
    [
        ("app", 2, RELEASE),
        ("on_upload", 1, RELEASE),
        ("on_due", 0, []),
        ("on_due_work", 2, RELEASE),
        ("on_case_events", 0, []),
        ("on_effect", 2, RELEASE),
        ("on_rule_file", 0, []),
    ],
)
def test_what_a_function_is_made_ready_with_is_read_once(
    meter: Meter, handler: str, secrets: int, rest: list[str]
) -> None:
    with meter.call("start"):
        wiring.make_ready(handler)
    assert sorted(meter.last) == sorted(["GetSecretValue"] * secrets + rest)
    with meter.call("start again"):
        wiring.make_ready(handler)
    assert [name for name in meter.last if name != "GetItem"] == [], (
        "only which release is in force may change"
    )


def test_every_handler_has_its_own_list() -> None:
    assert set(NEEDED) == set(HANDLERS)


@pytest.mark.usefixtures("meter")
def test_a_call_makes_no_client_any_more(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    wiring.make_ready("app")
    opened = office.open()

    def made(*_: Any, **__: Any) -> None:
        raise AssertionError("a client is made in a call")

    monkeypatch.setattr(boto3, "client", made)
    assert office.case(opened)["stage"] == "materials"


def test_what_cannot_be_had_yet_is_told_and_made_when_it_is_needed(
    office: Office, meter: Meter, caplog: pytest.LogCaptureFixture
) -> None:
    wiring.make_ready("on_case_events")
    with (
        refused(wiring.ports()._dynamodb, "GetItem", "ThrottlingException"),
        caplog.at_level(logging.WARNING),
    ):
        wiring.make_ready("app")
    assert "not made ready: the release in force cannot be read" in caplog.text
    assert office.open().no


def test_logs_are_in_one_language(office: Office, caplog: pytest.LogCaptureFixture) -> None:
    with office.without_rules(), caplog.at_level(logging.WARNING):
        wiring.make_ready("app")
    assert "not made ready: the rules of this region are not yet in force" in caplog.text
    assert caplog.text.isascii()


def test_the_clock_and_the_relay_are_made_ready_without_forms(office: Office) -> None:
    program = (
        "import sys, app\n"
        "from chalicelib import wiring\n"
        "wiring.make_ready('{handler}')\n"
        "heavy = ('pydantic', 'chalicelib.cases', 'durable_rules_engine')\n"
        "print([name for name in heavy if name in sys.modules])"
    )
    for handler in ("on_due", "on_case_events"):
        environment = {**office.variables, "_HANDLER": f"app.{handler}", "AWS_DEFAULT_REGION": "cn-north-1"}
        done = subprocess.run(  # noqa: S603 - our own program
            [sys.executable, "-c", program.format(handler=handler)],
            cwd=ROOT,
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        assert ast.literal_eval(done.stdout) == []
