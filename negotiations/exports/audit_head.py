"""The head of the audit chain as a line of JSON, for keeping elsewhere."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path

from negotiations.queries.audit import kept_head


def head_line(*, now: datetime) -> str:
    head = kept_head()
    return json.dumps({"sequence": head.sequence, "hash": head.hash, "at": now.isoformat()})


def keep_head(file: Path, *, now: datetime) -> str:
    """Add the head as the last line of `file`; returns the line."""
    line = head_line(now=now)
    file.parent.mkdir(parents=True, exist_ok=True)
    with file.open("a", encoding="utf-8") as kept:
        kept.write(line + "\n")
    return line
