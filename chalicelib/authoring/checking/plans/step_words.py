"""What is told of a step that is not right."""

from __future__ import annotations
