"""Bodies that are read: JSON, without what JSON cannot carry further."""

from __future__ import annotations

from collections.abc import Mapping
from typing import IO, Any

import msgspec
from rest_framework.exceptions import ParseError
from rest_framework.parsers import BaseParser

UNREADABLE = "The body is no JSON that can be read: {reason}."


class StrictJson(BaseParser):
    """JSON in UTF-8. Lone surrogates, numbers beyond 64 bits or without end, and endless nesting are refused."""

    media_type = "application/json"

    def parse(
        self, stream: IO[Any], media_type: str | None = None, parser_context: Mapping[str, Any] | None = None
    ) -> Any:
        body = stream.read()
        try:
            return msgspec.json.decode(body)
        except RecursionError:
            raise ParseError(UNREADABLE.format(reason="it is nested too deeply")) from None
        except (msgspec.DecodeError, UnicodeDecodeError) as error:
            raise ParseError(UNREADABLE.format(reason=str(error)[:200])) from None
