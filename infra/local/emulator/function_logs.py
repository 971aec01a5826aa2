"""What functions wrote, out of the emulator's memory, in one file."""

from __future__ import annotations

from pathlib import Path

from ministack.services import cloudwatch_logs

MOST_LINES = 5_000
"""Lines of one function that are kept, the newest."""


def write(file: Path) -> None:
    """The newest lines of every function, oldest first."""
    with file.open("w", encoding="utf-8") as out:
        for (_, _, name), group in cloudwatch_logs._log_groups._data.items():
            events = [event for stream in group["streams"].values() for event in stream["events"]]
            events.sort(key=lambda event: event["timestamp"])
            out.write(f"=== {name}\n")
            out.writelines(f"{event['message'].rstrip()}\n" for event in events[-MOST_LINES:])


def trim() -> None:
    """Forget old lines: the emulator would remember every line of every function for as long as it runs."""
    with cloudwatch_logs._log_events_lock:
        for group in cloudwatch_logs._log_groups._data.values():
            for stream in group["streams"].values():
                del stream["events"][:-MOST_LINES]
