"""Rows of a case that somebody altered, or that another version of the program wrote."""

from __future__ import annotations

from typing import Any

import boto3

from tests.adapters.moto_cloud import all_rows
from tests.adapters.office import Office


def damage(office: Office, no: str, sk: str, **fields: Any) -> None:
    """Somebody writes over the rows of a case whose names begin so."""
    client, table = boto3.client("dynamodb"), office.variables["TABLE"]
    rows = [row for row in all_rows(client, table) if row["pk"]["S"] == f"CASE#{no}"]
    found = [row for row in rows if row["sk"]["S"] == sk or (sk.endswith("#") and sk in row["sk"]["S"])]
    assert found
    for row in found:
        client.put_item(TableName=table, Item=row | fields)
