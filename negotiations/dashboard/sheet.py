"""The style sheet of every page: the files of css/ in their order as one, compressed once.

One file compresses to two thirds of what the same rules take in nineteen, and is one request.
"""

from __future__ import annotations

import gzip
import hashlib
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.contrib.staticfiles import finders
from django.http import HttpRequest, HttpResponse
from django.templatetags.static import static
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_safe

FILES = (
    *("tokens", "grid60", "base", "shell", "parts", "messages", "overview", "lists", "proposal", "comparison"),
    *("deadline", "alerts", "calendar", "matrix", "timeline", "dependencies", "search", "record", "print"),
)
_FONT = re.compile(r'url\("\.\./(fonts/[^"]+)"\)')


@dataclass(frozen=True, slots=True)
class Sheet:
    """`digest` names this content: at an address with it, it never changes."""

    plain: bytes
    packed: bytes
    digest: str


@cache
def sheet() -> Sheet:
    text = "\n".join(_file(name) for name in FILES)
    plain = _FONT.sub(lambda font: f'url("{static(f"parley/{font[1]}")}")', text).encode()
    return Sheet(plain, gzip.compress(plain, 9, mtime=0), hashlib.sha256(plain).hexdigest()[:16])


def _file(name: str) -> str:
    found = finders.find(f"parley/css/{name}.css")
    if not isinstance(found, str):
        raise FileNotFoundError(f"css/{name}.css")
    return Path(found).read_text(encoding="utf-8")


@require_safe
def style(request: HttpRequest, digest: str) -> HttpResponse:
    """The sheet; a page drawn before an upgrade gets the present one, and asks again next time."""
    known = sheet()
    packed = "gzip" in request.headers.get("Accept-Encoding", "")
    response = HttpResponse(known.packed if packed else known.plain, content_type="text/css; charset=utf-8")
    if packed:
        response.headers["Content-Encoding"] = "gzip"
    patch_vary_headers(response, ["Accept-Encoding"])
    kept = "public, max-age=31536000, immutable" if digest == known.digest else "no-cache"
    response.headers["Cache-Control"] = kept
    return response
