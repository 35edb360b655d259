"""A list as one JSON document: what was asked and when, then its rows one by one."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

MEDIA_TYPE = "application/json"


def document_of(rows: Iterable[Mapping[str, Any]], *, noun: str, **question: str) -> Iterator[str]:
    """The document piece by piece; `noun` is the name under which the rows stand."""
    yield f"{json.dumps(question, ensure_ascii=False)[:-1]}, {json.dumps(noun)}: ["
    before = "\n"
    for row in rows:
        yield before + json.dumps(row, ensure_ascii=False)
        before = ",\n"
    yield "\n]}\n"
