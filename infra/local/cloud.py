"""
The embedded cloud: one ``with`` block in which the packaged app runs.

    with EmbeddedCloud() as cloud:
        cloud.portal_url                      # answers HTTP for the deployed API
        cloud.client("dynamodb")              # a boto3 client of it
        cloud.invoke("on_due")                # a function's answer, as its trigger would get it
        cloud.logs("on_upload")               # what the function wrote
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Mapping
from contextlib import ExitStack
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Self, cast

import boto3
from botocore.config import Config

from infra.local import functions, ministack, preflight
from infra.local.deploy import STACK, deploy
from infra.local.identity import Identity
from infra.local.ministack import ACCOUNT, HOST, REGION, Child, free_port
from infra.local.portal import Portal, Upstream
from infra.package import ROOT, package


class EmbeddedCloud:
    """
    One region's whole deployment on this machine: package, emulator, carrier, stack, portal address.

    ``region`` is the folder below rules/ whose rules decide; ``data`` keeps tables, files and keys from one
    run to the next; ``folder`` takes the logs; a port of 0 is any free one; time runs ``rate`` times as fast
    as it does, for functions and carrier alike.
    Raises PackageError or EmbeddedCloudError when something does not start.
    """

    endpoint_url: str
    portal_url: str
    carrier_url: str
    identity: Identity
    outputs: Mapping[str, str]

    def __init__(
        self,
        root: Path = ROOT,
        *,
        region: str = "licang",
        data: Path | None = None,
        folder: Path | None = None,
        port: int = 0,
        portal_port: int = 0,
        rate: float = 1.0,
        environment: Mapping[str, str] | None = None,
        tell: Callable[[str], None] = lambda _: None,
    ) -> None:
        self.root, self.data, self.folder = root, data, folder or data or root / "build" / "cloud"
        self.region = region
        self._ports = (port, portal_port)
        self._rate, self._given, self._tell = rate, dict(environment or {}), tell
        self._running = ExitStack()
        self.client = cache(self._client)

    def __enter__(self) -> Self:
        with ExitStack() as starting:
            self._start(starting)
            self._running = starting.pop_all()
        return self

    def __exit__(self, *_: object) -> None:
        self._running.close()

    def _start(self, running: ExitStack) -> None:
        self._tell("打包 packaging")
        packaged = package(self.root)
        self.folder.mkdir(parents=True, exist_ok=True)
        port, portal_port = self._ports
        self.identity = Identity.kept(self.data, port) if self.data else Identity.new(port)
        portal = running.enter_context(Portal(portal_port))
        self.portal_url, self.endpoint_url = portal.url, f"http://{HOST}:{self.identity.port}"
        self._tell("启动内嵌云 starting the embedded cloud")
        self._given |= {"CLOCK_START": str(self.identity.began), "CLOCK_RATE": str(self._rate)}
        environment = self.identity.keys | self._given
        self.carrier_url = self._start_carrier(running, environment)
        # The emulator unpacks the zip for each process it starts, and leaves that behind when it ends.
        unpacked = TemporaryDirectory(prefix="zero-errand-", ignore_cleanup_errors=True)
        environment |= {"TMPDIR": running.enter_context(unpacked)}
        emulator = ministack.start(self.identity.port, self.folder / "ministack.log", self.data, environment)
        running.callback(emulator.stop)
        self._tell("部署 deploying")
        self.outputs = deploy(self.client, packaged, self._parameters())
        running.callback(self._keep_logs)
        if self.data:
            functions.restart_streams(self.client)
        functions.settle_in(self.client, STACK, self.outputs)
        secret = json.dumps({name: environment[name] for name in self.identity.keys})
        self.client("secretsmanager").put_secret_value(
            SecretId=self.outputs["SecretsArn"], SecretString=secret
        )
        prefix = f"/_aws/execute-api/{self.outputs['RestAPIId']}/api"
        portal.open(
            Upstream(
                self.identity.port,
                prefix,
                preflight.routes(packaged.template, self.portal_url),
                self._places(),
            )
        )

    def _start_carrier(self, running: ExitStack, environment: Mapping[str, str]) -> str:
        """The local carrier: parcels that move without a contract."""
        port = free_port()
        command = [sys.executable, "-m", "infra.local.carrier", "--port", str(port)]
        if self.data:
            command += ["--journal", str(self.data / "carrier.jsonl")]
        carrier = Child(command, port, "/health", self.folder / "carrier.log", environment)
        running.callback(carrier.stop)
        return f"http://{HOST}:{port}"

    def _parameters(self) -> dict[str, str]:
        return {
            "RegionName": self.region,
            "PortalOrigin": self.portal_url,
            "Kuaidi100Url": self.carrier_url,
            "Kuaidi100OrderUrl": self.carrier_url,
        }

    def _places(self) -> dict[str, str]:
        return {"cloud": self.endpoint_url, "carrier": self.carrier_url, "region": REGION, **self.outputs}

    def _client(self, service: str) -> Any:
        # Any: the service is only known at run time, and typed overloads want a literal.
        return cast(Any, boto3).client(
            service,
            endpoint_url=self.endpoint_url,
            region_name=REGION,
            aws_access_key_id=ACCOUNT,
            aws_secret_access_key="local",  # noqa: S106  the emulator takes any
            config=Config(retries={"mode": "standard"}, s3={"addressing_style": "path"}),
        )

    def _keep_logs(self) -> None:
        with (self.folder / "functions.log").open("w", encoding="utf-8") as file:
            for name in functions.names(self.client, STACK):
                file.write(f"=== {name}\n{self.logs(name)}\n")

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
