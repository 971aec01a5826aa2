"""What a function loads: what it serves, on import, and nothing beside."""

from __future__ import annotations

import builtins
import dis
import json
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path
from types import CodeType

import pytest

import app

ROOT = Path(__file__).parents[1]


def run(program: str) -> str:
    """What a fresh interpreter prints."""
    done = subprocess.run(  # noqa: S603 - our own program
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


POLICY_DESK = {"chalicelib.authoring", "yaml", "openpyxl", "zen"}
"""For policy staff; and what it is made of."""

CARRIERS_AND_CONTENT = {"chalicelib.adapters.carriers", "chalicelib.formats", "pypdf", "cryptography", "PIL"}
"""Asked for by few calls, and by a process of its own."""

HTTP = {
    "chalicelib.web",
    "jinja2",
    "chalicelib.routes",
    "chalicelib.texts",
    "chalicelib.adapters.identity",
    "chalicelib.services.cases.applying.open_case",
}
CASES = {
    "chalicelib.cases",
    "chalicelib.decisions.forms.model",
    "chalicelib.decisions.engine.engine",
    "durable_rules_engine",
}
RULE_FILES = {
    "chalicelib.services.releases.incoming.receive_rules",
    "chalicelib.adapters.dynamodb.releases.incoming_states",
    "chalicelib.adapters.incoming_files",
}
EFFECTS = {"chalicelib.services.run_effect", "chalicelib.services.parcels.poll_couriers"}


@pytest.mark.parametrize(
    ("handler", "not_loaded"),
    [
        ("app.app", EFFECTS | RULE_FILES | {"chalicelib.services.cases.files.receive_upload"}),
        ("app.on_upload", HTTP | EFFECTS | RULE_FILES),
        ("app.on_due", HTTP | CASES | EFFECTS | RULE_FILES | {"pydantic"}),
        ("app.on_due_work", HTTP | RULE_FILES | {"chalicelib.services.cases.files.receive_upload"}),
        ("app.on_case_events", HTTP | CASES | EFFECTS | RULE_FILES | {"chalicelib.ports.cases", "pydantic"}),
        ("app.on_effect", HTTP | RULE_FILES | {"chalicelib.services.cases.files.receive_upload"}),
        (
            "app.on_rule_file",
            EFFECTS | {"chalicelib.routes", "chalicelib.services.cases.files.receive_upload"},
        ),
        ("", set()),
    ],
)
def test_a_function_loads_what_it_serves_and_nothing_else_before_it_needs_it(
    handler: str, not_loaded: set[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("_HANDLER", handler)
    never = sorted(not_loaded | POLICY_DESK | CARRIERS_AND_CONTENT)
    ours = [name for name in never if name.startswith("chalicelib")]
    assert all(map(find_spec, ours)), "what is not there is never loaded"
    assert run(f"import sys, app; print([name for name in {never} if name in sys.modules])") == "[]"


@pytest.mark.parametrize("trigger", app.TRIGGERS)
def test_a_function_has_all_that_its_trigger_uses(trigger: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("_HANDLER", f"app.{trigger}")
    loaded = run("import app, json; print(json.dumps(list(vars(app))))")
    known = {*json.loads(loaded), *vars(builtins)}
    assert _globals(_code(trigger)) <= known


def test_every_trigger_is_named_as_a_function_that_may_be_served_alone() -> None:
    routes = {entry.view_name for methods in app.app.routes.values() for entry in methods.values()}
    assert set(app.TRIGGERS) == app.app.handler_map.keys() - routes


def _code(name: str) -> CodeType:
    """A function of ``app.py`` as it is compiled."""
    compiled = compile((ROOT / "app.py").read_text(encoding="utf-8"), "app.py", "exec")
    return next(one for one in compiled.co_consts if isinstance(one, CodeType) and one.co_name == name)


def _globals(code: CodeType) -> set[str]:
    """The names that it takes from its module, those of functions inside it too."""
    inner = (one for one in code.co_consts if isinstance(one, CodeType))
    own = {str(one.argval) for one in dis.get_instructions(code) if one.opname == "LOAD_GLOBAL"}
    return own.union(*map(_globals, inner))


def test_the_policy_desk_in_the_cloud_needs_no_more_than_is_packaged() -> None:
    """Excel and other engines are for the desk of a person."""
    probe = (
        "import sys\n"
        "for name in ('openpyxl', 'zen', 'moto'):\n"
        "    sys.modules[name] = None\n"
        "import chalicelib.authoring.dropped, chalicelib.authoring.review\n"
    )
    assert run(probe) == ""


def test_a_check_loads_no_case_and_no_reader_of_workbooks() -> None:
    """Of cases it knows some names and numbers."""
    never = [
        "chalicelib.cases.case",
        "chalicelib.cases.values",
        "openpyxl",
        "zen",
    ]
    probe = (
        "import sys\n"
        "from datetime import date\n"
        "from pathlib import Path\n"
        "from chalicelib.authoring.check import check\n"
        "import chalicelib.commands.rules.shown.check_screen\n"
        "assert check(Path('rules/licang'), date(2026, 6, 1)).ok\n"
        f"print([name for name in {never} if name in sys.modules])"
    )
    assert run(probe) == "[]"
