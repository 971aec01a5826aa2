"""
Tells policies what rows a request to the table touches (``dynamodb:LeadingKeys``); ministack does not.

Of a transaction it tells all rows at once, so that a policy which holds here holds in the cloud, too,
whichever of the rows it is judged by there.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from ministack.core import iam_actions

_FIRST_KEY = re.compile(r"\s*\w+\s*=\s*(:\w+)")
_told = iam_actions.dynamodb_service_context


def context(body: bytes) -> dict[str, Any]:
    """The condition keys of a request to the table."""
    told: dict[str, Any] = _told(body)
    keys = sorted(set(_leading_keys(json.loads(body or b"{}"))))
    return told | ({"dynamodb:LeadingKeys": keys} if keys else {})


def _leading_keys(request: dict[str, Any]) -> Iterator[str]:
    for row in (request.get("Key"), request.get("Item")):
        if row and "pk" in row:
            yield row["pk"]["S"]
    for asked in request.get("RequestItems", {}).values():
        for key in asked["Keys"]:
            yield key["pk"]["S"]
    first = _FIRST_KEY.match(request.get("KeyConditionExpression", ""))
    if first:
        yield request["ExpressionAttributeValues"][first[1]]["S"]
    for item in request.get("TransactItems", ()):
        for part in item.values():
            yield from _leading_keys(part)


def install() -> None:
    """Have every request to the table judged with its rows."""
    iam_actions.dynamodb_service_context = context
