"""
Would this package run in the cloud? The zip is unpacked and imported by a fresh interpreter that sees nothing
of the virtual environment but boto3, which every Lambda runtime brings itself.
"""

from __future__ import annotations

import importlib.util
import json
import os
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

SIZE_LIMIT = 14_000_000  # bytes
# Test tools, the policy desk's tools, rules (they reach the cloud by publishing) and what the runtime has.
FORBIDDEN = {"moto", "pytest", "_pytest", "hypothesis", "ministack", "mypy", "ruff"}
FORBIDDEN |= {"openpyxl", "zen", "rules", "infra", "tests", "boto3", "botocore"}
RUNTIME = ("boto3", "botocore", "s3transfer", "jmespath", "dateutil", "urllib3", "six")
PROBE = """
import importlib, json, sys, time
sys.path[:0] = sys.argv[1:3]
import boto3, chalice.app
before = time.perf_counter()
for handler in json.loads(sys.argv[3]):
    module, name = handler.rsplit(".", 1)
    if not callable(getattr(importlib.import_module(module), name)):
        sys.exit(f"{handler} is not callable")
took = time.perf_counter() - before
if {"yaml", "oxidd"} & sys.modules.keys() or "chalicelib.authoring" in sys.modules:
    sys.exit("the policy desk is loaded on a case's way")
if "pypdf" in sys.modules or "chalicelib.formats" in sys.modules:
    sys.exit("what looks into files is loaded outside its own process")
importlib.import_module("chalicelib.formats.worker")
importlib.import_module("chalicelib.formats.pdf.document")
importlib.import_module("chalicelib.authoring.dropped")
own = ("durable_rules_engine", "durable.engine", "pydantic", "yaml._yaml", "oxidd._oxidd", "pypdf")
for name in (*own, "cryptography"):
    found = importlib.import_module(name).__file__
    if not found.startswith(sys.argv[1]):
        sys.exit(f"{name} came from {found}, not from the zip")
print(json.dumps({"import_ms": round(took * 1000, 1)}))
"""


class PackageError(Exception):
    """The package is not fit for the cloud; the message says why and what to do, in Chinese and English."""

    def __init__(self, zh: str, en: str) -> None:
        super().__init__(f"{zh}\n{en}")


def verify(template: Path, archive: Path) -> float:
    """
    Import every handler that ``template`` names from the unpacked ``archive``.

    Returns the milliseconds the app took to import on top of boto3 and chalice. Raises PackageError when the
    zip is too large, holds what it must not, or does not import with durable_rules and pydantic of its own.
    """
    size = archive.stat().st_size
    if size > SIZE_LIMIT:
        limit = SIZE_LIMIT // 1_000_000
        raise PackageError(
            f"部署包 {size / 1e6:.1f} MB,超过 {limit} MB;请检查 requirements.txt",
            f"the zip has {size / 1e6:.1f} MB, more than {limit}; see requirements.txt",
        )
    with zipfile.ZipFile(archive) as opened:
        stray = {name.split("/")[0].removesuffix(".py") for name in opened.namelist()} & FORBIDDEN
        if stray:
            raise PackageError(
                f"部署包中不应有 {sorted(stray)}",
                f"{sorted(stray)} do not belong in the zip; see requirements.txt",
            )
        with tempfile.TemporaryDirectory() as folder:
            code, runtime = Path(folder, "code"), Path(folder, "runtime")
            opened.extractall(code)
            _borrow_runtime(runtime)
            return _import(code, runtime, _handlers(template))


def _handlers(template: Path) -> list[str]:
    resources = json.loads(template.read_text(encoding="utf-8"))["Resources"].values()
    functions = [r["Properties"] for r in resources if r["Type"] == "AWS::Serverless::Function"]
    return sorted(function["Handler"] for function in functions)


def _borrow_runtime(folder: Path) -> None:
    folder.mkdir()
    for name in RUNTIME:
        spec = importlib.util.find_spec(name)
        if spec is None or spec.origin is None:
            raise PackageError(f"运行环境缺少 {name}", f"{name} is missing here: run `make .venv`")
        origin = Path(spec.origin)
        source = origin.parent if spec.submodule_search_locations else origin
        (folder / source.name).symlink_to(source)


def _import(code: Path, runtime: Path, handlers: list[str]) -> float:
    # -I and -S: neither this folder, nor the user's, nor the virtual environment's packages are seen.
    command = [sys.executable, "-I", "-S", "-c", PROBE, str(code), str(runtime), json.dumps(handlers)]
    environment = {
        "PATH": os.environ.get("PATH", ""),
        "AWS_REGION": "cn-north-1",
        "AWS_DEFAULT_REGION": "cn-north-1",
    }
    run = subprocess.run(command, cwd=code, env=environment, capture_output=True, text=True, check=False)
    if run.returncode:
        raise PackageError(
            "部署包无法导入(常见原因:durable-rules 未能编译,需要 gcc 和 python3-dev)",
            "the zip does not import (often because durable-rules could not be compiled: "
            f"install gcc and python3-dev):\n{run.stderr.strip()}",
        )
    return float(json.loads(run.stdout.strip().splitlines()[-1])["import_ms"])
