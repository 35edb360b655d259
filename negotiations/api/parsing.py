"""Bodies that are read: JSON, without what JSON cannot carry further."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import IO, Any

import msgspec
from django.core.exceptions import RequestDataTooBig
from rest_framework.parsers import BaseParser

from negotiations.api.unreadable import no_json, too_deep, unreadable
from negotiations.filters.fields import shown

MOST_BYTES = 2_500_000
DEEPEST = 40


class StrictJson(BaseParser):
    """JSON in UTF-8. Lone surrogates, numbers without end, deep nesting and very large bodies are refused.

    So is a key that an object has twice: which of the two is meant, readers of JSON do not agree on.
    """

    media_type = "application/json"

    def parse(
        self, stream: IO[Any], media_type: str | None = None, parser_context: Mapping[str, Any] | None = None
    ) -> Any:
        body = stream.read(MOST_BYTES + 1)
        if len(body) > MOST_BYTES:
            msg = f"a body is at most {MOST_BYTES} bytes"
            raise RequestDataTooBig(msg)
        try:
            read = msgspec.json.decode(body)
        except RecursionError:
            raise too_deep(body, DEEPEST) from None
        except (msgspec.DecodeError, UnicodeDecodeError):
            raise no_json(body, DEEPEST) from None
        if _deeper(read, DEEPEST):
            raise too_deep(body, DEEPEST)
        # Numbers stay text here: they have been read, and only the keys are looked at.
        json.loads(body.decode(), object_pairs_hook=_without_repeats, parse_int=str, parse_float=str)
        return read


class MergePatch(StrictJson):
    """The same under the media type of a JSON merge patch (RFC 7396)."""

    media_type = "application/merge-patch+json"


def _without_repeats(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise unreadable(f"an object has the key {shown(twice)} twice")
    return found


def _deeper(value: Any, levels: int) -> bool:
    if not isinstance(value, dict | list):
        return False
    within = value.values() if isinstance(value, dict) else value
    return levels == 0 or any(_deeper(each, levels - 1) for each in within)
