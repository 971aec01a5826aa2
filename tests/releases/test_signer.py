"""Who it was: how far a name can be trusted, and when two are one person."""

from __future__ import annotations

import pytest

from chalicelib.ports.people.identity import CloudUser
from chalicelib.releases.signer import AuthMethod, SamePerson, Signer, compare_signers, dropper, same_person
from chalicelib.services.releases.callers import caller

WANG = caller(CloudUser("wang", "AIDA1"), None, "desk")
LI = caller(CloudUser("li", "AIDA2"), None, "desk")
SESSION = caller(CloudUser("li", "AROA3:li"), None, "desk")
DROPPED = dropper("AWS:AIDA1")
ROOT = caller(None, "王策", "desk")


def staff(name: str, *cloud_users: str) -> Signer:
    return Signer(name, AuthMethod.STAFF, cloud_users=cloud_users)


def test_two_different_people_are_not_taken_for_one() -> None:
    assert not same_person("王伟", "王炜")
    assert not same_person("li", "li2")
    assert not same_person("Ana Nunez", "Ana Núñez")
    assert not same_person("བསོད་ནམས", "བསད་ནམས")
    assert same_person("王 伟", "王　伟")
    assert same_person("王 伟", "王伟")
    assert same_person("José", "Jose\u034f\u0301")


def test_whom_the_cloud_knows_signs_and_the_name_given_is_for_readers() -> None:
    assert caller(CloudUser("wang", "AIDA1"), "王策", "desk") == Signer(
        "wang", AuthMethod.CLOUD, "AIDA1", "王策", "desk"
    )
    assert caller(None, "王策", "desk") == Signer("王策", AuthMethod.CLAIMED, None, "王策", "desk")
    assert caller(None, None, "desk") == Signer("desk", AuthMethod.CLAIMED, None, None, "desk")


@pytest.mark.parametrize(
    ("principal", "id_"),
    [
        ("AWS:AIDA1", "AIDA1"),
        ("AWS:AROA3:li", "AROA3:li"),
        ("AWS:123456789012:li", "123456789012:li"),
        ("AWS:123456789012", None),
        ("EXAMPLE", None),
        ("rules-bucket", None),
    ],
)
def test_who_dropped_a_file_is_known_if_it_was_a_user_or_a_session(principal: str, id_: str | None) -> None:
    who = dropper(principal)
    assert (who.by, who.way, who.id, who.known) == (principal, AuthMethod.BUCKET, id_, id_ is not None)


@pytest.mark.parametrize(
    ("author", "approver", "how"),
    [
        # the cloud says who both are
        (WANG, LI, SamePerson.OTHER),
        (WANG, WANG, SamePerson.SAME),
        (LI, SESSION, SamePerson.SAME),
        (SESSION, LI, SamePerson.SAME),
        (WANG, SESSION, SamePerson.OTHER),
        (
            caller(CloudUser("w1", "AIDA1"), "王策", "x"),
            caller(CloudUser("w2", "AIDA2"), "王策", "x"),
            SamePerson.SAME,
        ),
        # the bucket says who dropped a file: of a user the id only
        (DROPPED, WANG, SamePerson.SAME),
        (DROPPED, LI, SamePerson.OTHER),
        (DROPPED, SESSION, SamePerson.UNKNOWN),
        (dropper("AWS:AROA4:li"), SESSION, SamePerson.SAME),
        (dropper("AWS:AROA4:li"), WANG, SamePerson.OTHER),
        # the office's sign-on says who approves, and perhaps who that is in the cloud
        (WANG, Signer("s-7", AuthMethod.STAFF), SamePerson.UNKNOWN),
        (WANG, Signer("Wang", AuthMethod.STAFF), SamePerson.SAME),
        (WANG, staff("s-7", "wang"), SamePerson.SAME),
        (WANG, staff("s-7", "li", "AIDA2"), SamePerson.OTHER),
        (WANG, staff("s-7"), SamePerson.OTHER),
        (LI, staff("s-7", "AROA9:li"), SamePerson.SAME),
        (LI, staff("s-7", "arn:aws-cn:iam::123456789012:user/policy/li"), SamePerson.SAME),
        (dropper("AWS:AROA4:li"), staff("s-7", "AROA9:li"), SamePerson.SAME),
        (DROPPED, staff("s-7", "AIDA1"), SamePerson.SAME),
        (DROPPED, staff("s-7", "AIDA2"), SamePerson.OTHER),
        (DROPPED, staff("s-7", "li"), SamePerson.UNKNOWN),
        (DROPPED, staff("s-7"), SamePerson.OTHER),
        # nobody vouches
        (WANG, ROOT, SamePerson.UNKNOWN),
        (DROPPED, ROOT, SamePerson.UNKNOWN),
        (ROOT, LI, SamePerson.SAME),  # from the same login, without a name
        (ROOT, caller(CloudUser("li", "AIDA2"), None, "elsewhere"), SamePerson.OTHER),
        (ROOT, caller(None, None, "desk"), SamePerson.SAME),
        (ROOT, caller(None, "李审", "desk"), SamePerson.OTHER),
        (ROOT, caller(None, None, "elsewhere"), SamePerson.OTHER),
        (ROOT, Signer("s-7", AuthMethod.STAFF), SamePerson.OTHER),
        (dropper("EXAMPLE"), ROOT, SamePerson.OTHER),
    ],
)
def test_one_person_does_not_count_twice_by_two_ways(
    author: Signer, approver: Signer, how: SamePerson
) -> None:
    assert compare_signers(author, approver) is how
