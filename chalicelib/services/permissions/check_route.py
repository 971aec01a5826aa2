"""Check that who asks may ask for a route at all; which cases of it are hers ``relations`` says."""

from __future__ import annotations

from collections.abc import Callable

from chalicelib.ports.people.identity import Caller
from chalicelib.services.errors import Problem, not_signed_in
from chalicelib.services.permissions.roles import CallerRole, roles_of
from chalicelib.services.permissions.table import PERMISSIONS


def check_route(route: str, shows_code: bool, caller: Callable[[], Caller | None]) -> None:
    """
    Args:
        route: method and path, such as ``GET /cases/{no}``.
        shows_code: whether a query code came with it, right or wrong.
        caller: finds out who asks; only asked where it matters.

    Raises:
        Problem: 401, one has to sign on for it; 403, she has none of the roles it is for, or nobody has; else
            as ``caller``.
    """
    permission = PERMISSIONS.get(route)
    if permission is None:
        raise _nobody()
    if CallerRole.ANYBODY in permission or (shows_code and CallerRole.HOLDER in permission):
        return
    who = caller()
    if who is None and CallerRole.HOLDER not in permission:
        raise not_signed_in()
    if who is not None and not open_to(route, who):
        told = _for_others if route.startswith("GET ") else _other_role
        raise told(tuple(permission))


def open_to(route: str, who: Caller) -> bool:
    """Whether a route is for a role of hers; by this pages offer what they lead to."""
    return bool(roles_of(who) & PERMISSIONS[route].keys())


def _for_others(roles: tuple[CallerRole, ...]) -> Problem:
    """Where she only wants to look."""
    zh = "、".join(role.named[0] for role in roles)
    en = ", ".join(role.named[1] for role in roles)
    return Problem(
        403,
        "role_needed",
        f"这里的内容供{zh}使用，您现在登录的身份看不了。工作需要查看的，请向管理员申请相应角色；登录错了身份的，请退出后重新登录",
        f"this is for: {en}; as you are signed in you may not see it. If your work needs it, ask your "
        "administrator for such a role; if you are signed in as somebody else than you meant, sign out and "
        "in again",
    )


def _other_role(roles: tuple[CallerRole, ...]) -> Problem:
    zh = "、".join(role.named[0] for role in roles)
    en = ", ".join(role.named[1] for role in roles)
    return Problem(
        403,
        "role_needed",
        f"您登录的身份不能办理此事；可以办理的是：{zh}。需要相应角色的，请向管理员申请",
        f"you may not do this as you are signed in; it is for: {en}. If you need such a role, ask your "
        "administrator",
    )


def _nobody() -> Problem:
    return Problem(
        403, "not_open", "此功能没有开放，请联系管理员", "this is not open to anybody; tell the administrator"
    )
