"""People as services see them: a member of staff, a user of the cloud."""

from __future__ import annotations

from typing import NamedTuple

from chalicelib.cases.values import Actor, Role

EVERY_UNIT = "*"
"""In the place of a unit: all there are."""


class Staff(NamedTuple):
    """
    A member of staff 工作人员, the units whose tasks are hers ("*": of all), and her roles beside them;
    ``cloud_users`` is all that the cloud calls her, None if the sign-on does not say.
    """

    id: str
    units: tuple[str, ...]
    roles: tuple[str, ...] = ()
    cloud_users: tuple[str, ...] | None = None

    @property
    def actor(self) -> Actor:
        return Actor(role=Role.STAFF, id=self.id)

    def serves(self, unit: str) -> bool:
        return unit in self.units or EVERY_UNIT in self.units


class CloudUser(NamedTuple):
    """Whom the cloud knows: a user, or a session of a role. ``id`` is never given to another."""

    name: str
    id: str
