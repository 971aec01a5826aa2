"""The roles of policy staff, as the token's ``roles`` claim names them."""

from __future__ import annotations

from enum import StrEnum


class PolicyRole(StrEnum):
    """Whoever publishes rules, and whoever puts them in force: for one release never the same person."""

    AUTHOR = "policy-author"
    APPROVER = "policy-approver"
