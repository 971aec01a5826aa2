"""What who applies asks for: changes, another code, an end; and that her data be erased."""

from pydantic import Field

from chalicelib.cases.commands.command import Command
from chalicelib.cases.people.mandates import PartyMark, PartyName
from chalicelib.cases.values import ErasureReason, Value, Words


class ChangeCourierConsent(Command):
    """The applicant agrees to couriers, or does not any more."""

    courier: bool


class ChangeContact(Command):
    """A party is called or found elsewhere from now on: her mark once she is; she herself lies sealed."""

    party: PartyName
    mark: PartyMark


class NewCode(Value):
    """
    Another query code. ``codes``: how many were replaced with this one; ``code_digest``: SHA-256 of the new
    one, as of ``OpenCase``.
    """

    codes: int
    code_digest: str


class RevokeMandate(Command):
    """
    The agent is to act no more (民法典 art. 173): the applicant says so, or she lays it down herself.
    ``code`` is the applicant's from now on, where it is sure that she asks.
    """

    code: NewCode | None = None


class ReplaceQueryCode(Command):
    """The applicant, who has lost the query code or lets nobody else have it, gets another 补发查询码."""

    code: NewCode


class Withdraw(Command):
    """The application is taken back 撤回, by the applicant or for her by staff, who write ``note``."""

    note: Words | None = Field(default=None, max_length=500)


class RateCase(Command):
    """The applicant says how satisfied she was."""

    score: int = Field(ge=1, le=5)


class EraseParties(Command):
    """The parties of a closed case are to be erased 删除当事人资料, with all that tells of them."""

    reason: ErasureReason


PartyCommand = (
    ChangeCourierConsent
    | ChangeContact
    | RevokeMandate
    | ReplaceQueryCode
    | Withdraw
    | RateCase
    | EraseParties
)
