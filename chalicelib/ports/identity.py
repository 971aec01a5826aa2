"""People as services see them: a member of staff, a user of the cloud."""

from __future__ import annotations

from typing import NamedTuple

from chalicelib.cases.values import Actor, Role


class Staff(NamedTuple):
    """
    A member of staff 工作人员, the departments whose cases are hers, and her roles beside them;
    ``cloud_users`` is all that the cloud calls her, None if the sign-on does not say.
    """

    id: str
    departments: tuple[str, ...]
    roles: tuple[str, ...] = ()
    cloud_users: tuple[str, ...] | None = None

    @property
    def actor(self) -> Actor:
        return Actor(role=Role.STAFF, id=self.id)

    def serves(self, department: str) -> bool:
        return department in self.departments or "*" in self.departments


class CloudUser(NamedTuple):
    """Whom the cloud knows: a user, or a session of a role. ``id`` is never given to another."""

    name: str
    id: str
