"""
The embedded cloud: one ``with`` block in which the packaged app runs.

    with EmbeddedCloud() as cloud:
        cloud.portal_url                      # answers HTTP for the deployed API
        cloud.client("dynamodb")              # a boto3 client of it
        cloud.invoke("on_due")                # a function's answer, as its trigger would get it
        cloud.logs("on_upload")               # what the function wrote
        cloud.token(Staff("s-1", ("hall",)))  # a token of the local sign-on
"""

from __future__ import annotations

import json
import shlex
import shutil
import sys
import time
from collections.abc import Callable, Mapping
from contextlib import ExitStack
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from secrets import token_hex
from typing import Any, Self, cast

import boto3
from botocore.config import Config

from chalicelib.adapters.sealing.key_file import add_key
from chalicelib.authoring.checking.load import load
from chalicelib.ports.people.identity import Staff
from infra.local import functions, ministack
from infra.local.deploy import STACK, deploy
from infra.local.folder import close_to_others, scratch, taken
from infra.local.identity import SECRETS, Identity
from infra.local.issuer.issuer import AUDIENCE, LocalIssuer, kept_key
from infra.local.issuer.people import DemoPerson, claims_of, demonstration_people
from infra.local.issuer.server import IssuerServer
from infra.local.ministack import ACCOUNT, HOST, REGION, STOP_SECONDS, Child, free_port, restore
from infra.local.office_time import OfficeTime
from infra.local.portal import preflight
from infra.local.portal.behind import RESTARTING, STOPPING, Upstream
from infra.local.portal.portal import Portal
from infra.local.safely import write_safely
from infra.local.supervisor import Supervisor, Watched
from infra.local.walk.answers import beside_api
from infra.local.walk.clock import WalkClock
from infra.local.walk.page import PATH
from infra.local.walk.plan import Walk
from infra.package import ROOT, package


class EmbeddedCloud:
    """
    One region's whole deployment on this machine: package, emulator, carrier, stack, portal address.

    ``region`` is the folder below rules/ whose rules decide; ``data`` keeps tables, files, messages, keys and
    the office's time from one run to the next; ``folder`` takes the logs; a port of 0 is any free one; time
    runs ``rate`` times as fast as it does, for functions and carrier alike. A server that ends is started
    again with what was kept.
    Raises PackageError or EmbeddedCloudError when something does not start.
    """

    endpoint_url: str
    portal_url: str
    carrier_url: str
    identity: Identity
    outputs: Mapping[str, str]

    def __init__(
        self,
        *,
        region: str = "licang",
        data: Path | None = None,
        folder: Path | None = None,
        port: int = 0,
        portal_port: int = 0,
        rate: float = 1.0,
        tell: Callable[[str], None] = lambda _: None,
    ) -> None:
        self.folder = folder or data or ROOT / "build" / "cloud"
        self.region = region
        self._data, self._ports, self.rate = data, (port, portal_port), rate
        self._given, self._tell = dict[str, str](), tell
        self._running, self._key = ExitStack(), token_hex(16)
        self._watched: list[Watched] = []
        self._stop_by = 0.0  # by the monotonic clock; one that never got under way ends at once
        self.client = cache(self._client)

    def __enter__(self) -> Self:
        with ExitStack() as starting:
            self._start(starting)
            self._running = starting.pop_all()
        return self

    def __exit__(self, *_: object) -> None:
        self._stop_by = time.monotonic() + STOP_SECONDS
        self._running.close()

    def _start(self, running: ExitStack) -> None:
        self._portal = running.enter_context(Portal(self._ports[1]))
        self._scratch = running.enter_context(scratch())
        self.data = self._data or self._scratch / "data"
        self._lock = running.enter_context(taken(self.data))
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        close_to_others(self.folder)
        self._tell("打包 packaging")
        self._package = package(ROOT)
        self._time = OfficeTime(self.data, self.rate)
        self.identity = Identity.kept(self.data, self._ports[0])
        self._keys = (self.data / "keys").resolve()
        if not self._keys.exists():
            add_key(self._keys)
        running.callback(self._time.keep)
        self._sign_on = running.enter_context(IssuerServer(self.identity.sign_on, self._issuer))
        self.portal_url, self.endpoint_url = self._portal.url, f"http://{HOST}:{self.identity.port}"
        self._given |= self._time.environment
        self._tell("启动内嵌云 starting the embedded cloud")
        self._carrier_port = free_port()
        self.carrier_url = f"http://{HOST}:{self._carrier_port}"
        self._watch(running, "快递模拟 carrier", self._start_carrier)
        self._watch(running, "内嵌云 embedded cloud", self._start_emulator)
        self._supervisor = Supervisor(self._watched, self._tell, self._time.keep)
        self._supervisor.start()
        running.callback(self._supervisor.stop)
        running.callback(self._portal.close, STOPPING)

    def _issuer(self, url: str) -> LocalIssuer:
        """The local sign-on: a thread of this process, like the portal address."""
        key = kept_key(self.data / "sign-on.json")
        return LocalIssuer(url, key, f"{self._portal.url}/signed-in", cache(self._people))

    def _people(self) -> tuple[DemoPerson, ...]:
        return demonstration_people(self.region, load(ROOT / "rules" / self.region).units)

    def token(self, staff: Staff, **more: Any) -> str:
        """A token of a member of staff, as the sign-on gives it; ``more`` are claims beside hers."""
        return self._sign_on.issuer.token(claims_of(staff, self.region) | more)

    def walk_through(self, walk: Walk, clock: WalkClock) -> str:
        """Have the portal address walk newcomers through a case; the address of the page."""
        self._sign_on.issuer.first = tuple(each.person.id for each in walk.people)
        self._portal.answer_beside(beside_api(walk, clock))
        return f"{self.portal_url}{PATH}"

    def _watch(self, running: ExitStack, name: str, start: Callable[[], Child]) -> None:
        watched = Watched(name, start(), start)
        self._watched.append(watched)
        running.callback(lambda: watched.child.stop(self._stop_by - time.monotonic()))

    def _start_carrier(self) -> Child:
        """The local carrier: parcels that move without a contract."""
        command = [sys.executable, "-m", "infra.local.carrier", "--port", str(self._carrier_port)]
        command += ["--journal", str(self.data / "carrier.jsonl")]
        environment = self.identity.keys | self._given
        return Child(command, self._carrier_port, "/health", self.folder / "carrier.log", environment)

    def _start_emulator(self) -> Child:
        """The emulator, the stack in it, and what was kept in the stack; then the portal address answers."""
        self._portal.close(RESTARTING)
        scratch = self._scratch / "functions"  # processes of functions, and their code
        shutil.rmtree(scratch, ignore_errors=True)
        scratch.mkdir(mode=0o700)
        environment = self.identity.keys | self._given
        environment |= {"TMPDIR": str(scratch), "RESTORE_KEY": self._key}
        emulator = ministack.start(self.identity.port, self.folder, self.data, environment, self._lock)
        try:
            self._deploy()
        except BaseException:
            emulator.kill()
            raise
        return emulator

    def _deploy(self) -> None:
        self._tell("部署 deploying")
        self.outputs = deploy(self.client, self._package, self._parameters())
        functions.settle_in(self.client, STACK, self.outputs)
        secrets = self.client("secretsmanager")
        for output, names in SECRETS.items():
            secret = json.dumps({name: self.identity.keys[name] for name in names})
            secrets.put_secret_value(SecretId=self.outputs[output], SecretString=secret)
        self._tell_kept(restore(self.endpoint_url, self._key))
        write_environment(self.folder / "environment", self.environment())
        prefix = f"/_aws/execute-api/{self.outputs['RestAPIId']}/api"
        routes = preflight.routes(self._package.template, self.portal_url)
        self._portal.open(Upstream(self.identity.port, prefix, routes))

    def _tell_kept(self, kept: Mapping[str, Any]) -> None:
        for damage in kept["damage"]:
            self._tell(f"数据文件夹有损坏，已用上一份 damaged, so the copy before was taken: {damage}")
        if kept["rows"] or kept["files"]:
            self._tell(
                f"已恢复 restored: {kept['rows']} 行 rows, {kept['files']} 个文件 files, "
                f"{kept['messages']} 条待处理消息 messages, {kept['again']} 个文件重新通知 told of again"
            )

    @property
    def gave_up(self) -> str:
        """Empty, or in words why a server that ended is not started again."""
        return self._supervisor.gave_up

    def hurry(self) -> None:
        """Stop now: end the servers at once. What was answered is kept all the same."""
        for each in self._watched:
            each.child.kill()

    def _parameters(self) -> dict[str, str]:
        return {
            "RegionName": self.region,
            "PortalOrigin": self.portal_url,
            "Kuaidi100Url": self.carrier_url,
            "Kuaidi100OrderUrl": self.carrier_url,
            "SealedBy": str(self._keys),
            "OidcIssuer": self._sign_on.issuer.url,
            "OidcAudience": AUDIENCE,
        }

    def _client(self, service: str) -> Any:
        # Any: the service is only known at run time, and typed overloads want a literal.
        client = cast(Any, boto3).client(
            service,
            endpoint_url=self.endpoint_url,
            region_name=REGION,
            aws_access_key_id=ACCOUNT,
            aws_secret_access_key="local",  # noqa: S106  the emulator takes any
            config=Config(retries={"mode": "standard"}, s3={"addressing_style": "path"}),
        )
        client.meta.events.register("before-send.*.*", self._begin)
        return client

    def _begin(self, request: Any, **_: Any) -> None:
        request.headers[ministack.BEGINS] = self._key

    def now(self) -> datetime:
        """The office's time now, aware, UTC."""
        return datetime.fromtimestamp(self._time.now(), UTC)

    def turn_clock(self, rate: float, to: datetime | None = None) -> None:
        """From now on the office's time goes at another rate, from ``to`` unless it is later already."""
        self._time.turn(rate, to.timestamp() if to else 0.0)

    @property
    def table(self) -> str:
        return self.outputs["Table"]

    @property
    def uploads_bucket(self) -> str:
        return self.outputs["UploadsBucketName"]

    @property
    def rules_bucket(self) -> str:
        return self.outputs["RulesBucketName"]

    def invoke(self, function: str, event: Mapping[str, Any] | None = None) -> Any:
        """A function's answer to ``event``, or to a tick of its schedule. Raises EmbeddedCloudError."""
        return functions.invoke(self.client, STACK, function, event)

    def logs(self, function: str) -> str:
        """All lines ``function`` wrote, such as ``"on_upload"`` or ``"api"``."""
        return functions.logs(self.client, STACK, function)

    def environment(self) -> dict[str, str]:
        """What a command outside needs to reach this cloud: credentials, addresses, names, keys."""
        return {
            "AWS_ENDPOINT_URL": self.endpoint_url,
            "AWS_REGION": REGION,
            "AWS_DEFAULT_REGION": REGION,
            "AWS_ACCESS_KEY_ID": ACCOUNT,
            "AWS_SECRET_ACCESS_KEY": "local",
            **functions.environment(self.client, STACK, "api"),
            **self.identity.keys,
            **self._given,
        }


def write_environment(file: Path, variables: Mapping[str, str]) -> None:
    """What a command in another window needs to reach a cloud, for a shell, readable by its owner alone."""
    lines = "".join(f"{name}={shlex.quote(value)}\n" for name, value in variables.items())
    write_safely(file, lines.encode(), before=False)
