"""Parcels of cases: one row each, claimed by whoever asks its carrier next."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from chalicelib.adapters.dynamodb import rows
from chalicelib.adapters.dynamodb.cases import case_rows
from chalicelib.adapters.dynamodb.rows import number, text
from chalicelib.adapters.dynamodb.table import Table
from chalicelib.adapters.faults import translated
from chalicelib.cases.parcels.waybill import Waybill
from chalicelib.services.errors import PermanentError


class WaybillRows(Table):
    """The part of the port ``Cases`` that is about single parcels."""

    def waybill(self, key: str) -> Waybill | None:
        carrier, _, parcel = key.partition("#")
        row = self._get(rows.waybill_key(carrier, parcel))
        return None if row is None else case_rows.read_waybill(row)

    def waybills(self, keys: Collection[str]) -> dict[str, Waybill]:
        """The table gives a hundred rows a read; no case has so many parcels."""
        if not keys:
            return {}
        named = {key: rows.waybill_key(*key.split("#", 1)) for key in keys}
        found = zip(named, self._get_all(*named.values()), strict=True)
        return {key: case_rows.read_waybill(row) for key, row in found if row is not None}

    def claim(self, key: str, now: datetime, until: datetime) -> Waybill | None:
        carrier, _, parcel = key.partition("#")
        with translated("the table did not take the claim"):
            try:
                answer = self._client.update_item(
                    TableName=self._table,
                    Key=rows.waybill_key(carrier, parcel),
                    UpdateExpression="SET due = :until, due_at = :until ADD version :one",
                    ConditionExpression="due <= :now",
                    ExpressionAttributeValues={
                        ":now": text(rows.moment(now)),
                        ":until": text(rows.moment(until)),
                        ":one": number(1),
                    },
                    ReturnValues="ALL_NEW",
                    ReturnValuesOnConditionCheckFailure="ALL_OLD",
                )
            except self._client.exceptions.ConditionalCheckFailedException as error:
                if not error.response.get("Item"):
                    raise PermanentError("no such waybill") from error
                return None
        return case_rows.read_waybill(answer["Attributes"])
