"""
How much of everything a case may have. These numbers stand apart, so that a check of rule files loads nothing
else of cases.
"""

from __future__ import annotations

MOST_FILES = 100
MOST_IN_ALL = 1_000
"""Files of one material, and of a case: what people can still look through, and one query reads."""

MOST_NAMES = 3 * MOST_IN_ALL
"""File names of a case of which anything is known: also of files not taken or taken back, or never sent."""

MOST_NAMED = 50
"""Lines of a correction notice, and papers named as missing: a case has to fit into one row of the store."""

MOST_TOLD = 2_000
"""Characters of all lines of a correction notice together, for the same reason: two pages of print."""

MOST_ANSWERS = 200
"""Facts that an application answers."""
