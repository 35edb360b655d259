"""If-Match: nobody overwrites what they have not read."""

from __future__ import annotations

from collections.abc import Callable

from django.db.models import Model
from django.utils.http import parse_etags
from rest_framework.request import Request

from negotiations.api.problems import Fault, Refusal

NEEDED = "Send If-Match with the ETag of the record as you have read it; “*” names no version."
STALE = "Somebody else changed this since you read it; read it again and repeat the change."


def require_precondition(request: Request) -> tuple[str, ...]:
    """The tags in If-Match; 428 without one."""
    held = tuple(parse_etags(request.headers.get("If-Match", "")))
    if not held or held == ("*",):
        raise Refusal(428, [Fault("missing", NEEDED)])
    return held


def require_current(held: tuple[str, ...], row: Model, tag: Callable[[], str]) -> None:
    """Refuse with 412 unless one of the tags is that of the row as it is now.

    The tag of a versioned row begins with its version, whatever fields it was read with; that is what counts. Of
    other rows the whole tag is compared. Weak tags never match.
    """
    version = getattr(row, "version", None)
    if version is None:
        current = tag() in held
    else:
        current = any(each.startswith('"') and each[1:].rstrip('"').split(".")[0] == str(version) for each in held)
    if not current:
        raise Refusal(412, [Fault("stale", STALE)])
