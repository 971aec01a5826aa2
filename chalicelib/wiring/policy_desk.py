"""What publishing rules needs, for who publishes from a command line."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, NamedTuple

import boto3

from chalicelib.adapters.clock import Clock
from chalicelib.settings import PolicyDeskSettings, read
from chalicelib.wiring.clients import CALLS, S3

if TYPE_CHECKING:
    from chalicelib.adapters.dynamodb.cases.decided_cases import DecidedCases
    from chalicelib.adapters.dynamodb.cases.running_clocks import ClockRows
    from chalicelib.adapters.dynamodb.releases.incoming_states import IncomingStateRows
    from chalicelib.adapters.dynamodb.releases.release_store import ReleaseStore
    from chalicelib.adapters.identity.callers import Callers
    from chalicelib.adapters.incoming_files import IncomingFiles


class PolicyDesk(NamedTuple):
    """
    What publishing rules needs: the releases, the dropped files, recent decisions, running
    clocks, the time, who calls.
    ``region`` is the deployment's, or empty where the environment does not name it.
    """

    region: str
    releases: ReleaseStore
    incoming: IncomingFiles
    incoming_states: IncomingStateRows
    past: DecidedCases
    running_clocks: ClockRows
    clock: Clock
    callers: Callers


def policy_desk() -> PolicyDesk:
    """
    Where releases are published.

    Raises:
        ValueError: the environment does not name table and bucket.
    """
    from chalicelib.adapters.dynamodb.cases.decided_cases import DecidedCases
    from chalicelib.adapters.dynamodb.cases.running_clocks import ClockRows
    from chalicelib.adapters.dynamodb.releases.incoming_states import IncomingStateRows
    from chalicelib.adapters.dynamodb.releases.release_store import ReleaseStore
    from chalicelib.adapters.identity.callers import Callers
    from chalicelib.adapters.incoming_files import IncomingFiles

    known = read(PolicyDeskSettings, os.environ)
    dynamodb, s3 = boto3.client("dynamodb", config=CALLS), boto3.client("s3", config=S3)
    return PolicyDesk(
        region=known.region_name,
        releases=ReleaseStore(dynamodb, known.table, s3, known.rules_bucket),
        incoming=IncomingFiles(s3, known.rules_bucket),
        incoming_states=IncomingStateRows(dynamodb, known.table),
        past=DecidedCases(dynamodb, known.table),
        running_clocks=ClockRows(dynamodb, known.table),
        clock=Clock(known.clock_file),
        callers=Callers(boto3.client("sts", config=CALLS)),
    )
