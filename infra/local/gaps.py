"""Where the emulator asks for rights that AWS does not know: granted here; the policies stay right."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

BATCH = {"sqs:SendMessage": "sqs:SendMessageBatch"}
"""AWS judges a batch by the right to send one message; the emulator wants an action of its own name."""


def grant_batches(clients: Callable[[str], Any], stack: str) -> None:
    """Whoever may send a message to a queue may send it in a batch."""
    iam = clients("iam")
    roles = [
        role["RoleName"] for page in iam.get_paginator("list_roles").paginate() for role in page["Roles"]
    ]
    for role in (name for name in roles if name.startswith(stack)):
        for name in iam.list_role_policies(RoleName=role)["PolicyNames"]:
            document = iam.get_role_policy(RoleName=role, PolicyName=name)["PolicyDocument"]
            for statement in document["Statement"]:
                actions = statement["Action"]
                statement["Action"] = [*actions, *(BATCH[action] for action in actions if action in BATCH)]
            iam.put_role_policy(RoleName=role, PolicyName=name, PolicyDocument=json.dumps(document))
