"""
The deployment package: ``python -m infra.package`` leaves ``build/sam.json`` and ``build/deployment.zip``.

chalice packages the app and merges ``infra/resources.json`` into the template; ``infra.verify`` then imports
the zip as the cloud would. The work is done again only when something that goes into the package changed.
"""

from __future__ import annotations

import argparse
import fcntl
import hashlib
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from infra.bytecode import add_bytecode
from infra.verify import PackageError, verify

ROOT = Path(__file__).resolve().parent.parent
STAGE = "prod"
INPUTS = ("app.py", "chalicelib", "vendor", "requirements.txt", ".chalice/config.json", "infra")
IGNORED = {"__pycache__", "local"}
_ORIGIN = "https://portal-origin.invalid"


@dataclass(frozen=True)
class Package:
    """What gets deployed: a SAM template whose functions all run the code of one zip."""

    template: Path
    archive: Path
    digest: str


def package(root: Path = ROOT, build: Path | None = None) -> Package:
    """
    Package the app at ``root`` into ``build`` (default ``root/build``), or return what is already there.

    Raises PackageError, saying in Chinese and English what is missing, when there is no C compiler, when
    chalice fails, or when the zip would not run in the cloud.
    """
    build = (build or root / "build").resolve()
    build.mkdir(parents=True, exist_ok=True)
    digest = _digest(root)
    with _alone(build / ".package.lock"):
        done = Package(build / "sam.json", build / "deployment.zip", digest)
        stamp = build / "package.digest"
        if not (
            stamp.exists()
            and stamp.read_text() == digest
            and done.template.exists()
            and done.archive.exists()
        ):
            stamp.unlink(missing_ok=True)
            _build(root, build)
            verify(done.template, done.archive)
            stamp.write_text(digest)
        return done


def _build(root: Path, build: Path) -> None:
    if not (shutil.which("gcc") or shutil.which("cc")):
        raise PackageError(
            "需要 C 编译器来构建 durable-rules:apt-get install gcc python3-dev",
            "a C compiler is needed to build durable-rules: apt-get install gcc python3-dev",
        )
    wheels = build / "wheels"
    pip = [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--wheel-dir", str(wheels)]
    _run("pip", [*pip, "--requirement", str(root / "requirements.txt")], root, {})
    with tempfile.TemporaryDirectory(dir=build) as out:
        chalice = [str(Path(sys.executable).with_name("chalice")), "--project-dir", str(root), "package"]
        merge = ["--stage", STAGE, "--merge-template", str(root / "infra" / "resources.json"), out]
        # The region is only a word chalice insists on: no ARN of the template depends on it.
        settings = {"AWS_DEFAULT_REGION": "cn-north-1", "PORTAL_ORIGIN": _ORIGIN}
        # With wheels at hand chalice compiles nothing: a change of the app is packaged in seconds.
        settings["PIP_FIND_LINKS"] = f"{os.environ.get('PIP_FIND_LINKS', '')} {wheels}".strip()
        said = _run("chalice", [*chalice, *merge], root, settings)
        # chalice ends well even when a dependency could not be had, and leaves it out.
        if "Could not install dependencies" in said:
            raise PackageError("chalice 未能装入全部依赖", f"chalice left dependencies out:\n{said}")
        _name_origin(Path(out) / "sam.json")
        add_bytecode(Path(out) / "deployment.zip")
        for name in ("sam.json", "deployment.zip"):
            (Path(out) / name).replace(build / name)


def _run(tool: str, command: list[str], root: Path, settings: dict[str, str]) -> str:
    """What the tool printed; PackageError with it when the tool failed."""
    environment = {**os.environ, **settings}
    run = subprocess.run(command, cwd=root, env=environment, capture_output=True, text=True, check=False)
    if run.returncode:
        raise PackageError(f"打包失败:{tool}", f"{tool} failed:\n{run.stdout}{run.stderr}")
    return run.stdout + run.stderr


def _name_origin(template: Path) -> None:
    """
    Preflights are answered by API Gateway from the template, where chalice wrote the origin that was in its
    environment while packaging; put the parameter there.
    """
    text = template.read_text(encoding="utf-8")
    parameter = json.dumps({"Fn::Sub": "'${PortalOrigin}'"})
    template.write_text(text.replace(json.dumps(f"'{_ORIGIN}'"), parameter), encoding="utf-8")


def _digest(root: Path) -> str:
    total = hashlib.sha256(f"{sys.version_info[:2]}".encode())
    for file in sorted(_files(root)):
        total.update(str(file.relative_to(root)).encode() + b"\0")
        total.update(hashlib.sha256(file.read_bytes()).digest())
    return total.hexdigest()


def _files(root: Path) -> Iterator[Path]:
    for name in INPUTS:
        start = root / name
        candidates = [start] if start.is_file() else start.rglob("*")
        for file in candidates:
            if file.is_file() and not IGNORED & set(file.relative_to(root).parts):
                yield file


@contextmanager
def _alone(lock: Path) -> Iterator[None]:
    """One packager at a time: test workers start together and would build the same thing twice."""
    with lock.open("w") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield


def check_rules(root: Path) -> None:
    """
    Rules are published, not packaged; a deployment without them decides nothing. Raises PackageError when
    there is no region's folder, or one whose rules do not hold.
    """
    regions = [file.parent for file in sorted(root.glob("rules/*/region.yaml"))]
    if not regions:
        raise PackageError(
            "rules/ 下没有地区规则", "there is no region's folder with a region.yaml in rules/"
        )
    for region in regions:
        _run("rules check", [sys.executable, "-m", "chalicelib", "rules", "check", str(region)], root, {})


def main() -> int:
    """Package and say where; 1 with the reason when the package would not run."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--root", type=Path, default=ROOT, help="the project (default: this one)")
    parser.add_argument("--build", type=Path, help="where to put it (default: ROOT/build)")
    arguments = parser.parse_args()
    try:
        root = arguments.root.resolve()
        done = package(root, arguments.build)
        check_rules(root)
    except PackageError as error:
        print(error, file=sys.stderr)
        return 1
    size = done.archive.stat().st_size / 1_000_000
    print(f"{done.template}\n{done.archive}  {size:.2f} MB")
    return 0


if __name__ == "__main__":
    sys.exit(main())
