"""How requests are read: the key that makes asking twice asking once, and a body by its form."""

from __future__ import annotations

import json
from codecs import BOM_UTF8
from collections.abc import Mapping
from itertools import islice
from typing import Any, TypeVar

from chalice.app import Request
from pydantic import ValidationError

from chalicelib.decisions.forms.form import Text
from chalicelib.routes.requests.addresses import not_utf8
from chalicelib.routes.requests.bodies import Body
from chalicelib.routes.requests.fields import CHANNEL, DAY, FILE_NAME, PHONE, SHOWS
from chalicelib.services.details import detail
from chalicelib.services.errors import Problem
from chalicelib.texts.phones import NO_NUMBER
from chalicelib.texts.signs import WrongText

Given = TypeVar("Given", bound=Body)

LONGEST_KEY = 200
MOST_DETAILS = 50
_LONGEST_NAME = 60

_TOLD = {
    "missing": Text(zh="请填写", en="is needed"),
    "extra_forbidden": Text(zh="没有这一项，请删去", en="is not known here; leave it out"),
    "value": Text(
        zh="应为 true、false、数字（数额很大的小数请写成文字）或文字",
        en="must be true, false, a number (a large one with a point as text) or text",
    ),
    "bool_type": Text(zh="应为 true 或 false", en="must be true or false"),
    "true_only": Text(zh="只能为 true", en="must be true"),
    "int_type": Text(zh="应为整数", en="must be a whole number"),
    "string_type": Text(zh="应为文字", en="must be text"),
    "tuple_type": Text(zh="应为列表", en="must be a list"),
    "dict_type": Text(zh="应为对象", en="must be an object"),
    "model_type": Text(zh="应为对象", en="must be an object"),
    "too_long": Text(zh="最多 {max_length} 项", en="has at most {max_length} entries"),
    "string_too_long": Text(zh="最多 {max_length} 个字符", en="has at most {max_length} characters"),
    "string_too_short": Text(zh="至少 {min_length} 个字符", en="needs at least {min_length} characters"),
    "greater_than_equal": Text(zh="不能小于 {ge}", en="must not be less than {ge}"),
    "less_than_equal": Text(zh="不能大于 {le}", en="must not be more than {le}"),
    "enum": Text(zh="应为其中之一：{expected}", en="must be {expected}"),
    "json_invalid": Text(zh="不是有效的 JSON", en="is not valid JSON"),
}
"""By pydantic's name of what is wrong; a pattern, say, is left to the description of the API."""

_PATTERNS = {
    FILE_NAME: Text(
        zh="文件名为 1 到 80 个字，不能有 / 或 \\，也不能以点或空格开头；请改名后再传",
        en="a file's name has 1 to 80 characters, no / or \\, and begins with neither a dot nor a blank; "
        "rename the file",
    ),
    DAY: Text(zh="应为日期，写作 2026-03-02", en="must be a day, written 2026-03-02"),
    CHANNEL: Text(
        zh="应为办理渠道的名称（小写字母、数字和下划线）",
        en="must be the name of a channel: lower-case letters, digits and underscores",
    ),
    PHONE: Text(zh=NO_NUMBER.zh, en=NO_NUMBER.en),
    SHOWS: Text(zh="没有填写内容", en="is empty; write something"),
}
_OTHER = Text(zh="写法不对，请对照 /openapi.json", en="is not written as it should be; see /openapi.json")

_NO_VALUE = {("bool", "bool_type"), ("int", "int_type"), ("str", "string_type")}
"""What pydantic says of a fact's value, once for each kind that it might have been."""


def read_key(request: Request) -> str | None:
    """
    The Idempotency-Key, None if there is none.

    Raises:
        Problem: 422, it is too long or not plain text.
    """
    key = request.headers.get("idempotency-key", "").strip(" \t")
    if key and not (len(key) <= LONGEST_KEY and key.isascii() and key.isprintable()):
        raise Problem(
            422,
            "key_wrong",
            f"Idempotency-Key 应为不超过 {LONGEST_KEY} 个字符的字母、数字或符号，例如 UUID",
            f"an Idempotency-Key is at most {LONGEST_KEY} letters, digits or signs, such as a UUID",
        )
    return key or None


def read_body(request: Request, form: type[Given]) -> Given:
    """
    The request's JSON as ``form``.

    Raises:
        Problem: 413 it is longer than the form can be; 422 it is not UTF-8, or with every field that is
            wrong, up to MOST_DETAILS: "text_wrong" where each fits the described schema but its text cannot
            be taken (``texts``), else "body_wrong". Values are not repeated: they may be personal.
    """
    return _as_form(_content(request), form)


def _as_form(content: bytes, form: type[Given]) -> Given:
    """
    JSON as ``form``.

    Raises:
        As ``read_body``.
    """
    if len(content) > form.LONGEST:
        raise Problem(
            413,
            "too_long",
            f"请求内容过长，最多 {form.LONGEST} 字节",
            f"the request is too long; send {form.LONGEST} bytes at most",
        )
    if not _is_utf8(content):
        raise not_utf8()
    try:
        return form.model_validate_json(content)
    except ValidationError as error:
        texts_only = all(wrong["type"] == "value_error" for wrong in error.errors(include_input=False))
        raise Problem(
            422,
            "text_wrong" if texts_only else "body_wrong",
            "请求内容有误，请按提示修改",
            "the request is not right; please mend it as listed",
            _details(error),
        ) from error


def as_fields(fields: Mapping[str, Any], form: type[Given]) -> Given:
    """
    What the fields of a page's form say, as the ``form`` that programs send: one way in for both.

    Raises:
        As ``read_body``.
    """
    return _as_form(json.dumps(fields).encode(), form)


def _content(request: Request) -> bytes:
    """The bytes of a body without the mark that some programs put before UTF-8; "{}" where there is none."""
    try:
        content = request.raw_body
    except UnicodeError as error:  # the gateway passes a text on that has half a character
        raise not_utf8() from error
    given = content.encode() if isinstance(content, str) else content
    return given.removeprefix(BOM_UTF8) or b"{}"


def _is_utf8(content: bytes) -> bool:
    """Gateways put U+FFFD in the place of what is not: that is known before the JSON is looked at."""
    try:
        return "\ufffd" not in content.decode()
    except UnicodeDecodeError:
        return False


def _details(error: ValidationError) -> tuple[Text, ...]:
    """One text a mistake: a value that is none of several kinds is one, however many kinds there are."""
    wrong = error.errors(include_input=False, include_url=False)
    told = dict.fromkeys(map(_told, islice(wrong, 3 * MOST_DETAILS)))
    details: list[Text] = [detail(place, zh, en) for place, zh, en in told]
    if len(details) <= MOST_DETAILS and len(wrong) <= 3 * MOST_DETAILS:
        return tuple(details)
    more = Text(zh="其余未列出；请先改正以上各项", en="there is more; mend these first")
    return (*details[:MOST_DETAILS], more)


def _told(wrong: Any) -> tuple[str, str, str]:
    """The place, and what is wrong there in Chinese and in English."""
    place, kind = wrong["loc"], wrong["type"]
    if (*place[-1:], kind) in _NO_VALUE:
        place, kind = place[:-1], "value"
    elif place[-1:] == ("[key]",):
        place = place[:-1]
    known = wrong.get("ctx", {})
    told = known.get("error")
    if not isinstance(told, WrongText):
        told = _PATTERNS.get(known.get("pattern", ""), _TOLD.get(kind, _OTHER))
    name = ".".join(str(part)[:_LONGEST_NAME] for part in place) or "body"
    return name, told.zh.format(**known), told.en.format(**known)
