"""Every port with the real cloud behind it."""

from __future__ import annotations

from functools import cache, cached_property
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import boto3

from chalicelib.adapters.clock import Clock
from chalicelib.adapters.queues import SqsQueue
from chalicelib.wiring.clients import CALLS, S3
from chalicelib.wiring.told import chain_keys, query_code_key, secrets, settings

if TYPE_CHECKING:
    from types_boto3_dynamodb import DynamoDBClient
    from types_boto3_s3 import S3Client
    from types_boto3_sqs import SQSClient

    from chalicelib.adapters.carriers.gateway import CourierGateway
    from chalicelib.adapters.codes import QueryCodes
    from chalicelib.adapters.dead_letters import DeadLetters
    from chalicelib.adapters.dynamodb.cases.case_store import CaseStore
    from chalicelib.adapters.dynamodb.cases.decided_cases import DecidedCases
    from chalicelib.adapters.dynamodb.cases.due_rows import DueRows
    from chalicelib.adapters.dynamodb.cases.running_clocks import ClockRows
    from chalicelib.adapters.dynamodb.cases.trail_check import TrailCheck
    from chalicelib.adapters.dynamodb.key_use import KeyUse
    from chalicelib.adapters.dynamodb.people.colleagues import ColleagueRow
    from chalicelib.adapters.dynamodb.people.sessions import RevocationRows, SessionRows
    from chalicelib.adapters.dynamodb.people.viewers import ViewerRows
    from chalicelib.adapters.dynamodb.releases.incoming_states import IncomingStateRows
    from chalicelib.adapters.dynamodb.releases.release_store import ReleaseStore
    from chalicelib.adapters.file_check import FileCheck
    from chalicelib.adapters.file_parts import FileParts
    from chalicelib.adapters.files import Files
    from chalicelib.adapters.identity.issuer import OidcIssuer
    from chalicelib.adapters.incoming_files import IncomingFiles
    from chalicelib.adapters.sealing.keyring import Keyring
    from chalicelib.ports.sealing import KeyWrapper, Sealer


class AwsPorts:
    """
    Every port with the real cloud behind it. Each is loaded and built when first touched, so that a
    function needs no right, and loads nothing, for what it never does.
    """

    @cached_property
    def region(self) -> str:
        return settings().region_name

    @property
    def track_url(self) -> str:
        """Where people follow their cases."""
        return f"{settings().portal_origin}/track"

    @property
    def portal_origin(self) -> str:
        """Scheme and host of our pages, as browsers name it."""
        return settings().portal_origin

    @property
    def sign_on_origin(self) -> str:
        """Scheme and host of the issuer."""
        place = urlsplit(settings().oidc_issuer)
        return f"{place.scheme}://{place.netloc}"

    @property
    def secure(self) -> bool:
        """Whether browsers come over https: everywhere but at a plain address of this machine."""
        return self.portal_origin.startswith("https://")

    @cached_property
    def real_clock(self) -> Clock:
        """The time that issuers and browsers have, too, however fast the office's runs."""
        return Clock()

    @cached_property
    def issuer(self) -> OidcIssuer:
        """Whoever signs people on, and its keys."""
        from chalicelib.adapters.identity.issuer import Client, OidcIssuer
        from chalicelib.services.sign_on.find_own_case import identity_digest

        known = settings()
        client = Client(
            issuer=known.oidc_issuer,
            audience=known.oidc_audience,
            redirect=f"{known.portal_origin}/signed-in",
            region=known.region_name,
            client_id=known.oidc_client_id,
            secret=lambda: secrets().oidc_client_secret,
            algorithm=known.oidc_algorithm,
            jwks_url=known.oidc_jwks_url,
            claims=known.oidc_claims,
        )
        return OidcIssuer(client, lambda each: identity_digest(self.sealer, each), self.real_clock.now)

    @cached_property
    def sessions(self) -> SessionRows:
        from chalicelib.adapters.dynamodb.people.sessions import SessionRows

        return SessionRows(self._dynamodb, settings().table, self.region, lambda: self.sealer)

    @cached_property
    def revocations(self) -> RevocationRows:
        from chalicelib.adapters.dynamodb.people.sessions import RevocationRows

        return RevocationRows(self._dynamodb, settings().table, self.region)

    @cached_property
    def viewers(self) -> ViewerRows:
        from chalicelib.adapters.dynamodb.people.viewers import ViewerRows

        return ViewerRows(self._dynamodb, settings().table)

    @cached_property
    def colleagues(self) -> ColleagueRow:
        from chalicelib.adapters.dynamodb.people.colleagues import ColleagueRow

        return ColleagueRow(self._dynamodb, settings().table, self.region, lambda: self.sealer)

    @cached_property
    def clock(self) -> Clock:
        return Clock(settings().clock_file)

    @cached_property
    def cases(self) -> CaseStore:
        from chalicelib.adapters.dynamodb.cases.case_store import CaseStore
        from chalicelib.adapters.dynamodb.cases.event_rows import Chain

        return CaseStore(self._dynamodb, settings().table, Chain(chain_keys), lambda: self.sealer)

    @cached_property
    def sealer(self) -> Sealer:
        from chalicelib.adapters.sealing.sealer import KeyringSealer

        return KeyringSealer(self.keyring)

    @cached_property
    def keyring(self) -> Keyring:
        """What the sealer opens and seals with; operators change it."""
        from chalicelib.adapters.sealing.key_rows import KeyRows
        from chalicelib.adapters.sealing.keyring import Keyring

        rows = KeyRows(self._dynamodb, settings().table)
        return Keyring(self._key_wrapper(), rows, self.region, self.clock.now)

    @property
    def key_file(self) -> Path | None:
        """The file whose keys wrap data keys; None where the cloud's key service does."""
        named = settings().sealed_by
        return Path(named) if named.startswith("/") else None

    @cached_property
    def key_use(self) -> KeyUse:
        """For the command line alone: no function reads the whole table."""
        from chalicelib.adapters.dynamodb.key_use import KeyUse

        return KeyUse(self._dynamodb, settings().table)

    def _key_wrapper(self) -> KeyWrapper:
        if self.key_file is not None:
            from chalicelib.adapters.sealing.key_file import KeyFileWrapper

            return KeyFileWrapper(self.key_file)
        from chalicelib.adapters.sealing.kms import KmsWrapper

        return KmsWrapper(boto3.client("kms", config=CALLS), settings().sealed_by)

    @cached_property
    def trail(self) -> TrailCheck:
        """For the command line alone: no function checks trails."""
        from chalicelib.adapters.dynamodb.cases.event_rows import Chain
        from chalicelib.adapters.dynamodb.cases.trail_check import TrailCheck

        return TrailCheck(self._dynamodb, settings().table, Chain(chain_keys))

    @cached_property
    def due_rows(self) -> DueRows:
        from chalicelib.adapters.dynamodb.cases.due_rows import DueRows

        return DueRows(self._dynamodb, settings().table)

    @cached_property
    def releases(self) -> ReleaseStore:
        from chalicelib.adapters.dynamodb.releases.release_store import ReleaseStore

        return ReleaseStore(self._dynamodb, settings().table, self._s3, settings().rules_bucket)

    @cached_property
    def past(self) -> DecidedCases:
        from chalicelib.adapters.dynamodb.cases.decided_cases import DecidedCases

        return DecidedCases(self._dynamodb, settings().table)

    @cached_property
    def running_clocks(self) -> ClockRows:
        from chalicelib.adapters.dynamodb.cases.running_clocks import ClockRows

        return ClockRows(self._dynamodb, settings().table)

    @cached_property
    def incoming(self) -> IncomingFiles:
        from chalicelib.adapters.incoming_files import IncomingFiles

        return IncomingFiles(self._s3, settings().rules_bucket)

    @cached_property
    def incoming_states(self) -> IncomingStateRows:
        from chalicelib.adapters.dynamodb.releases.incoming_states import IncomingStateRows

        return IncomingStateRows(self._dynamodb, settings().table)

    @cached_property
    def files(self) -> Files:
        from chalicelib.adapters.files import Files

        return Files(self._s3, settings().uploads_bucket)

    @cached_property
    def file_parts(self) -> FileParts:
        from chalicelib.adapters.file_parts import FileParts

        return FileParts(self._s3, settings().uploads_bucket)

    @cached_property
    def file_check(self) -> FileCheck:
        from chalicelib.adapters.file_check import FileCheck

        return FileCheck()

    @cached_property
    def effects(self) -> SqsQueue:
        return SqsQueue(self._sqs, settings().effects_queue)

    @cached_property
    def due(self) -> SqsQueue:
        return SqsQueue(self._sqs, settings().due_queue)

    @property
    def letters(self) -> DeadLetters:
        """For operators alone: no function has the right. New at each use: it remembers what it looked at."""
        from chalicelib.adapters.dead_letters import DeadLetters

        known = settings()
        return DeadLetters(
            self._sqs,
            self._s3,
            queues=(known.due_queue, known.effects_queue),
            buckets=(known.uploads_bucket, known.rules_bucket),
        )

    @cached_property
    def codes(self) -> QueryCodes:
        from chalicelib.adapters.codes import QueryCodes

        return QueryCodes(query_code_key)

    @cached_property
    def couriers(self) -> CourierGateway:
        from chalicelib.adapters.carriers.gateway import CourierGateway
        from chalicelib.adapters.carriers.kuaidi100 import Kuaidi100
        from chalicelib.adapters.carriers.kuaidi100_orders import Kuaidi100Orders

        known, keys = settings(), secrets()
        callback = f"{known.portal_origin}/couriers/kuaidi100/push"
        return CourierGateway(
            tracking=Kuaidi100(
                known.kuaidi100_url, keys.kuaidi100_customer, keys.kuaidi100_key, self.clock.now
            ),
            ordering=Kuaidi100Orders(
                known.kuaidi100_order_url,
                keys.kuaidi100_key,
                keys.kuaidi100_secret,
                callback,
                self.clock.now,
            ),
        )

    @cached_property
    def _dynamodb(self) -> DynamoDBClient:
        return boto3.client("dynamodb", config=CALLS)

    @cached_property
    def _s3(self) -> S3Client:
        return boto3.client("s3", config=S3)

    @cached_property
    def _sqs(self) -> SQSClient:
        return boto3.client("sqs", config=CALLS)


@cache
def ports() -> AwsPorts:
    return AwsPorts()
