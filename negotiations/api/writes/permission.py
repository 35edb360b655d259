"""Whether what the caller has shown lets them write at all; what they may write, the actions decide."""

from __future__ import annotations

from rest_framework.exceptions import PermissionDenied
from rest_framework.request import Request

WRITE = "write"


def require_write_scope(request: Request) -> None:
    """A session may write; a token only with the scope for it."""
    scopes = getattr(request.auth, "scopes", None)
    if request.auth is not None and WRITE not in (scopes or ()):
        raise PermissionDenied("This token may not write; make one with the scope “write”.")
