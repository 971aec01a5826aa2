"""Which browser pages may call the API: the portal's, and no other."""

from __future__ import annotations

import os

from chalice.app import CORSConfig

CORS = CORSConfig(
    allow_origin=os.environ.get("PORTAL_ORIGIN", "http://127.0.0.1:8000"),
    allow_headers=["Authorization", "Content-Type", "Idempotency-Key", "X-Query-Code"],
    expose_headers=["Location", "Retry-After"],
    max_age=600,
)
