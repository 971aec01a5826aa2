"""What the environment says, typed. Read by ``wiring`` alone."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeVar
from urllib.parse import urlsplit

from pydantic import BaseModel, ConfigDict, Field, ValidationError

_THIS_MACHINE = {"127.0.0.1", "localhost"}


class ClockSettings(BaseModel):
    """``CLOCK_START``, ``CLOCK_ORIGIN``, ``CLOCK_RATE``: the embedded cloud's time, refused elsewhere."""

    model_config = ConfigDict(frozen=True, extra="ignore", hide_input_in_errors=True, defer_build=True)

    endpoint: str = Field(default="", alias="AWS_ENDPOINT_URL")
    clock_start: float | None = Field(default=None, alias="CLOCK_START", allow_inf_nan=False)
    clock_origin: float | None = Field(default=None, alias="CLOCK_ORIGIN", allow_inf_nan=False)
    clock_rate: float = Field(default=1.0, alias="CLOCK_RATE", gt=0, allow_inf_nan=False)


class Settings(ClockSettings):
    """Set by the template; secrets lie in Secrets Manager under ``SECRETS_ARN``."""

    table: str = Field(alias="TABLE")
    uploads_bucket: str = Field(alias="UPLOADS_BUCKET")
    rules_bucket: str = Field(alias="RULES_BUCKET")
    effects_queue: str = Field(alias="EFFECTS_QUEUE")
    due_queue: str = Field(alias="DUE_QUEUE")
    secrets_arn: str = Field(alias="SECRETS_ARN")
    region_name: str = Field(alias="REGION_NAME")
    portal_origin: str = Field(alias="PORTAL_ORIGIN")
    kuaidi100_url: str = Field(alias="KUAIDI100_URL")
    kuaidi100_order_url: str = Field(alias="KUAIDI100_ORDER_URL")


class ShelfSettings(ClockSettings):
    """What publishing rules needs to know, and no more."""

    table: str = Field(alias="TABLE")
    rules_bucket: str = Field(alias="RULES_BUCKET")
    region_name: str = Field(default="", alias="REGION_NAME")


class Secrets(BaseModel):
    """What Secrets Manager keeps for us. Never printed."""

    model_config = ConfigDict(frozen=True, extra="ignore", hide_input_in_errors=True, defer_build=True)

    staff_token_key: str = Field(alias="STAFF_TOKEN_KEY", min_length=16)
    kuaidi100_customer: str = Field(alias="KUAIDI100_CUSTOMER")
    kuaidi100_key: str = Field(alias="KUAIDI100_KEY")
    kuaidi100_secret: str = Field(alias="KUAIDI100_SECRET")


Form = TypeVar("Form", Settings, ShelfSettings)


def read(form: type[Form], environment: Mapping[str, str]) -> Form:
    """
    What ``form`` asks of the environment; a variable that is set to nothing counts as not set.

    Raises:
        ValueError: variables are missing or wrong; they are named, their values are not. Or the clock is
            to be sped up against a real cloud.
    """
    try:
        settings = form.model_validate({name: value for name, value in environment.items() if value})
    except ValidationError as error:
        names = ", ".join(sorted({str(each["loc"][0]) for each in error.errors(include_input=False)}))
        raise ValueError(
            f"环境变量缺少或有误，请设置：{names} / environment variables are missing or wrong; set {names}"
        ) from error
    shifted = settings.clock_rate != 1 or settings.clock_origin is not None
    if shifted and urlsplit(settings.endpoint).hostname not in _THIS_MACHINE:
        raise ValueError(
            "CLOCK_RATE、CLOCK_ORIGIN 只用于本机演示环境，请删除 / "
            "CLOCK_RATE and CLOCK_ORIGIN are for the embedded cloud only; remove them"
        )
    return settings


def read_settings(environment: Mapping[str, str]) -> Settings:
    """
    Raises:
        ValueError: as ``read``.
    """
    return read(Settings, environment)
