"""Builds the adapters, once a process: every port with what stands behind it."""

from chalicelib.wiring.aws_ports import AwsPorts, ports
from chalicelib.wiring.policy_desk import PolicyDesk, policy_desk
from chalicelib.wiring.ready import make_ready
from chalicelib.wiring.told import chain_keys, query_code_key, secrets, settings

__all__ = [
    "AwsPorts",
    "PolicyDesk",
    "chain_keys",
    "make_ready",
    "policy_desk",
    "ports",
    "query_code_key",
    "secrets",
    "settings",
]
