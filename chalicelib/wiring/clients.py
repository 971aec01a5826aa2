"""How long a client of the cloud waits, and how often it asks again."""

from __future__ import annotations

from botocore.config import Config

CALLS = Config(connect_timeout=3, read_timeout=10, retries={"mode": "standard", "total_max_attempts": 3})
S3 = CALLS.merge(Config(signature_version="s3v4", s3={"addressing_style": "path"}))
