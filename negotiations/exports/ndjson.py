"""Lists as JSON lines: each record as the API shows it, on a line of its own."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import msgspec

MEDIA_TYPE = "application/x-ndjson"


def ndjson_of(chunks: Iterable[list[Any]]) -> Iterator[bytes]:
    """The lines chunk by chunk."""
    encoder = msgspec.json.Encoder()
    for records in chunks:
        yield encoder.encode_lines(records)
