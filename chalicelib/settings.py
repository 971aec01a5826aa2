"""What the environment and the secrets say, typed. Read by ``wiring`` alone."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import MISSING, dataclass, field, fields
from ipaddress import ip_address
from typing import Any, TypeVar
from urllib.parse import urlsplit

_THIS_MACHINE = {"127.0.0.1", "localhost"}
_SHORTEST_KEY = 16


def _key(value: str) -> str:
    if len(value) < _SHORTEST_KEY:
        raise ValueError("too short to keep a secret")
    return value


def _keys(value: str) -> tuple[str, ...]:
    return tuple(map(_key, value.split()))


def _named(name: str, default: Any = MISSING, read: Callable[[str], Any] = str, secret: bool = False) -> Any:
    """A field that is called ``name`` outside; ``read`` makes its value of a text, or raises ValueError."""
    return field(default=default, repr=not secret, metadata={"name": name, "read": read})


@dataclass(frozen=True)
class ClaimNames:
    """
    Which claim of a token carries what: said here alone (``OIDC_CLAIMS``, docs/operating.md).
    ``paths``: by what we need, the claim's name, with a dot before one inside another. ``role_names``: by the
    issuer's name of a role, ours, where they differ.
    """

    paths: Mapping[str, str]
    role_names: Mapping[str, str] = field(default_factory=dict)


_CLAIMS = {
    "staff": "staff_number",
    "name": "name",
    "units": "units",
    "roles": "roles",
    "region": "region",
    "cloud_users": "cloud_users",
    "identity": "identity_number",
    "identity_kind": "identity_kind",
}

USUAL_CLAIMS = ClaimNames(_CLAIMS)
"""Where the settings say nothing else."""

ALGORITHMS = ("RS256", "PS256", "ES256", "Ed25519")
"""By which an issuer may sign: with a key that it alone has. None of them works with a key that is public."""


def _claims(value: str) -> ClaimNames:
    """Raises ValueError: it is no JSON object of names, or names something that we do not need."""
    told = json.loads(value)
    if not isinstance(told, dict):
        raise ValueError("no object")  # noqa: TRY004 - read as a wrong value
    roles = told.pop("role_names", {})
    if not (isinstance(roles, dict) and _CLAIMS.keys() >= told.keys()):
        raise ValueError("an unknown name")
    if not all(isinstance(name, str) and name for name in (*told.values(), *roles.values())):
        raise ValueError("a name that is no text")
    return ClaimNames(_CLAIMS | told, roles)


def _algorithm(value: str) -> str:
    if value not in ALGORITHMS:
        raise ValueError("an algorithm that is not taken")
    return value


@dataclass(frozen=True, kw_only=True)
class ClockSettings:
    """``CLOCK_FILE`` says how the embedded cloud's time goes; it is refused elsewhere."""

    endpoint: str = _named("AWS_ENDPOINT_URL", "")
    clock_file: str = _named("CLOCK_FILE", "")


@dataclass(frozen=True, kw_only=True)
class Settings(ClockSettings):
    """
    Set by the template; secrets lie in Secrets Manager under the names that end in ``_ARN``. ``SEALED_BY``
    names what wraps data keys: a key of the cloud's key service, or on one machine the path of a key file.
    ``OIDC_…`` say whose tokens are taken, and for whom they have to be made; what is left out the issuer's
    discovery document says.
    """

    table: str = _named("TABLE")
    uploads_bucket: str = _named("UPLOADS_BUCKET")
    rules_bucket: str = _named("RULES_BUCKET")
    effects_queue: str = _named("EFFECTS_QUEUE")
    due_queue: str = _named("DUE_QUEUE")
    secrets_arn: str = _named("SECRETS_ARN")
    query_codes_arn: str = _named("QUERY_CODES_ARN")
    chain_arn: str = _named("CHAIN_ARN")
    sealed_by: str = _named("SEALED_BY")
    region_name: str = _named("REGION_NAME")
    portal_origin: str = _named("PORTAL_ORIGIN")
    kuaidi100_url: str = _named("KUAIDI100_URL")
    kuaidi100_order_url: str = _named("KUAIDI100_ORDER_URL")
    oidc_issuer: str = _named("OIDC_ISSUER")
    oidc_audience: str = _named("OIDC_AUDIENCE")
    oidc_jwks_url: str = _named("OIDC_JWKS_URL", "")
    oidc_client_id: str = _named("OIDC_CLIENT_ID", "")
    oidc_algorithm: str = _named("OIDC_ALGORITHM", "RS256", _algorithm)
    oidc_claims: ClaimNames = _named("OIDC_CLAIMS", USUAL_CLAIMS, _claims)  # noqa: RUF009 - a field, frozen


@dataclass(frozen=True, kw_only=True)
class PolicyDeskSettings(ClockSettings):
    """What publishing rules needs to know, and no more."""

    table: str = _named("TABLE")
    rules_bucket: str = _named("RULES_BUCKET")
    region_name: str = _named("REGION_NAME", "")


@dataclass(frozen=True, kw_only=True)
class Secrets:
    """What carriers and the sign-on know us by. Never printed, nor are the other two."""

    oidc_client_secret: str = _named("OIDC_CLIENT_SECRET", "", secret=True)
    kuaidi100_customer: str = _named("KUAIDI100_CUSTOMER", "", secret=True)
    kuaidi100_key: str = _named("KUAIDI100_KEY", "", secret=True)
    kuaidi100_secret: str = _named("KUAIDI100_SECRET", "", secret=True)


@dataclass(frozen=True, kw_only=True)
class QueryCodeSecret:
    """What query codes and pseudonyms are made with."""

    key: str = _named("QUERY_CODE_KEY", read=_key, secret=True)


@dataclass(frozen=True, kw_only=True)
class ChainSecret:
    """What the audit trail is chained with; ``before`` are keys that older rows were chained with."""

    key: str = _named("CHAIN_KEY", read=_key, secret=True)
    before: tuple[str, ...] = _named("CHAIN_KEYS_BEFORE", (), _keys, secret=True)


_WHERE = (
    "本机演示环境：make run 运行时，在另一窗口执行 set -a; . build/cloud/environment; set +a"
    "（用了 DATA 的，是该文件夹下的 environment）；"
    "云上部署：aws cloudformation describe-stacks --stack-name 名称 列出各值 / "
    "embedded cloud, while make run is running: set -a; . build/cloud/environment; set +a (with DATA, the "
    "file environment in that folder); a deployment: aws cloudformation describe-stacks --stack-name NAME "
    "prints them"
)

Form = TypeVar("Form", Settings, PolicyDeskSettings)
Secret = TypeVar("Secret", Secrets, QueryCodeSecret, ChainSecret)


def read(form: type[Form], environment: Mapping[str, str]) -> Form:
    """
    What ``form`` asks of the environment; a variable that is set to nothing counts as not set.

    Raises:
        ValueError: variables are missing or wrong; they are named, their values are not. Or the clock is
            to be sped up against a real cloud, or people are to sign on there unsafely.
    """
    values, wrong = _read(form, environment)
    if wrong:
        names = ", ".join(wrong)
        raise ValueError(
            f"环境变量缺少或有误，请设置：{names} / environment variables are missing or wrong; set {names}"
            f"\n{_WHERE}"
        )
    settings = form(**values)
    if isinstance(settings, Settings):
        _check_addresses(settings)
    if settings.clock_file and not on_this_machine(settings.endpoint):
        raise ValueError(
            "CLOCK_FILE 只用于本机演示环境，请删除 / CLOCK_FILE is for the embedded cloud only; remove it"
        )
    return settings


def on_this_machine(url: str) -> bool:
    """Whether an address is of this machine, plainly written: no other name leads here for us."""
    return urlsplit(url).hostname in _THIS_MACHINE


def _check_addresses(settings: Settings) -> None:
    """
    Raises:
        ValueError: in a real cloud people would sign on without encryption, or at a program on the function's
            own machine: the local issuer lets everybody be anybody.
    """
    local = on_this_machine(settings.endpoint)
    issuer = {"OIDC_ISSUER": settings.oidc_issuer, "OIDC_JWKS_URL": settings.oidc_jwks_url}
    wrong = [name for name, url in issuer.items() if url and not (local or _safe(url))]
    if wrong:
        names = ", ".join(wrong)
        raise ValueError(
            f"{names} 应为 https 地址，且不能是本机；本机的演示登录只能用于本机演示环境 / "
            f"{names}: an https address that is not of this machine is needed; the local sign-on is for the "
            "embedded cloud alone"
        )
    portal = settings.portal_origin
    if not (portal.startswith("https://") or on_this_machine(portal)):
        raise ValueError(
            "PORTAL_ORIGIN 应为 https 地址，否则登录状态会以明文传输 / "
            "PORTAL_ORIGIN has to be an https address: sessions would travel in clear otherwise"
        )


def _safe(url: str) -> bool:
    """Whether what is read there comes, encrypted, from another machine than a function's own."""
    parts = urlsplit(url)
    host = parts.hostname or ""
    if parts.scheme != "https" or not host or host == "localhost" or host.endswith(".localhost"):
        return False
    try:
        address = ip_address(host)
    except ValueError:  # a name
        return not host.replace(".", "").isdigit() and not host.startswith("0x")
    return not (address.is_loopback or address.is_unspecified or address.is_link_local)


def read_settings(environment: Mapping[str, str]) -> Settings:
    """
    Raises:
        ValueError: as ``read``.
    """
    return read(Settings, environment)


def read_secret(form: type[Secret], content: str) -> Secret:
    """
    What a secret holds: one JSON object of texts.

    Raises:
        ValueError: it is none, or keys are missing or too short; they are named, their values are not.
    """
    try:
        told = json.loads(content)
    except ValueError:
        raise ValueError("密钥不是 JSON / the secret is no JSON") from None  # its text stays untold
    given = told if isinstance(told, dict) else {}
    values, wrong = _read(form, {name: each for name, each in given.items() if isinstance(each, str)})
    if wrong:
        names = ", ".join(wrong)
        raise ValueError(f"密钥缺少或有误，请设置：{names} / keys are missing or wrong; set {names}")
    return form(**values)


def _read(form: Any, given: Mapping[str, str]) -> tuple[dict[str, Any], list[str]]:
    """The values of a form's fields as far as they are given, and the names of those missing or wrong."""
    values: dict[str, Any] = {}
    wrong: list[str] = []
    for each in fields(form):
        name, value = each.metadata["name"], given.get(each.metadata["name"], "")
        try:
            if value:
                values[each.name] = each.metadata["read"](value)
            elif each.default is MISSING:
                wrong.append(name)
        except ValueError:
            wrong.append(name)
    return values, sorted(wrong)
