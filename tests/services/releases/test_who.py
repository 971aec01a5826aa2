"""Who it was: how far a name can be trusted, and when two are one person."""

from __future__ import annotations

import pytest

from chalicelib.ports.identity import CloudUser
from chalicelib.services.releases.who import Likeness, Way, Who, caller, dropper, likeness, same_person

WANG = caller(CloudUser("wang", "AIDA1"), None, "desk")
LI = caller(CloudUser("li", "AIDA2"), None, "desk")
SESSION = caller(CloudUser("li", "AROA3:li"), None, "desk")
DROPPED = dropper("AWS:AIDA1")
ROOT = caller(None, "王策", "desk")


def staff(name: str, *cloud_users: str) -> Who:
    return Who(name, Way.STAFF, cloud_users=cloud_users)


def test_two_different_people_are_not_taken_for_one() -> None:
    assert not same_person("王伟", "王炜")
    assert not same_person("li", "li2")
    assert not same_person("Ana Nunez", "Ana Núñez")
    assert not same_person("བསོད་ནམས", "བསད་ནམས")
    assert same_person("王 伟", "王　伟")
    assert same_person("王 伟", "王伟")
    assert same_person("José", "Jose\u034f\u0301")


def test_whom_the_cloud_knows_signs_and_the_name_given_is_for_readers() -> None:
    assert caller(CloudUser("wang", "AIDA1"), "王策", "desk") == Who(
        "wang", Way.CLOUD, "AIDA1", "王策", "desk"
    )
    assert caller(None, "王策", "desk") == Who("王策", Way.CLAIMED, None, "王策", "desk")
    assert caller(None, None, "desk") == Who("desk", Way.CLAIMED, None, None, "desk")


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
    assert (who.by, who.way, who.id, who.known) == (principal, Way.BUCKET, id_, id_ is not None)


@pytest.mark.parametrize(
    ("author", "approver", "how"),
    [
        # the cloud says who both are
        (WANG, LI, Likeness.OTHER),
        (WANG, WANG, Likeness.SAME),
        (LI, SESSION, Likeness.SAME),
        (SESSION, LI, Likeness.SAME),
        (WANG, SESSION, Likeness.OTHER),
        (
            caller(CloudUser("w1", "AIDA1"), "王策", "x"),
            caller(CloudUser("w2", "AIDA2"), "王策", "x"),
            Likeness.SAME,
        ),
        # the bucket says who dropped a file: of a user the id only
        (DROPPED, WANG, Likeness.SAME),
        (DROPPED, LI, Likeness.OTHER),
        (DROPPED, SESSION, Likeness.UNKNOWN),
        (dropper("AWS:AROA4:li"), SESSION, Likeness.SAME),
        (dropper("AWS:AROA4:li"), WANG, Likeness.OTHER),
        # the office's sign-on says who approves, and perhaps who that is in the cloud
        (WANG, Who("s-7", Way.STAFF), Likeness.UNKNOWN),
        (WANG, Who("Wang", Way.STAFF), Likeness.SAME),
        (WANG, staff("s-7", "wang"), Likeness.SAME),
        (WANG, staff("s-7", "li", "AIDA2"), Likeness.OTHER),
        (WANG, staff("s-7"), Likeness.OTHER),
        (LI, staff("s-7", "AROA9:li"), Likeness.SAME),
        (LI, staff("s-7", "arn:aws-cn:iam::123456789012:user/policy/li"), Likeness.SAME),
        (dropper("AWS:AROA4:li"), staff("s-7", "AROA9:li"), Likeness.SAME),
        (DROPPED, staff("s-7", "AIDA1"), Likeness.SAME),
        (DROPPED, staff("s-7", "AIDA2"), Likeness.OTHER),
        (DROPPED, staff("s-7", "li"), Likeness.UNKNOWN),
        (DROPPED, staff("s-7"), Likeness.OTHER),
        # nobody vouches
        (WANG, ROOT, Likeness.UNKNOWN),
        (DROPPED, ROOT, Likeness.UNKNOWN),
        (ROOT, LI, Likeness.SAME),  # from the same login, without a name
        (ROOT, caller(CloudUser("li", "AIDA2"), None, "elsewhere"), Likeness.OTHER),
        (ROOT, caller(None, None, "desk"), Likeness.SAME),
        (ROOT, caller(None, "李审", "desk"), Likeness.OTHER),
        (ROOT, caller(None, None, "elsewhere"), Likeness.OTHER),
        (ROOT, Who("s-7", Way.STAFF), Likeness.OTHER),
        (dropper("EXAMPLE"), ROOT, Likeness.OTHER),
    ],
)
def test_one_person_does_not_count_twice_by_two_ways(author: Who, approver: Who, how: Likeness) -> None:
    assert likeness(author, approver) is how
