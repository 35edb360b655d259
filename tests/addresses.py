"""Every address that the product answers, found by walking its routes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import product

from django.urls import URLPattern, URLResolver, get_resolver

_PARAMETER = re.compile(r"<[^<>]+>")
_PLACE = re.compile(r"(\w*)/?<([^<>]+)>")
_LETTER = {"negotiations": "N-", "proposals": "P-", "conditions": "C-", "articles": "S-", "compare": "P-"}


def routes() -> list[str]:
    """Each route as text, such as "api/v1/proposals/{}/": braces stand where an address has a parameter."""
    return sorted({_without_names(route) for route in _plain_routes()})


def pages(references: Sequence[str], ids: Sequence[str]) -> Iterator[str]:
    """Each route as an address, its parameters filled in with each key of their kind.

    A key of another noun is absent for everybody, and pairs of any with any would be thousands. The administration
    has its own sign-in.
    """
    for route in sorted(set(_plain_routes())):
        if route.startswith(("admin/", "accounts/")):
            continue
        kinds = [_keys_for(place, references, ids) for place in _PLACE.finditer(route)]
        for values in product(*kinds):
            yield "/" + _without_names(route).format(*values)


def _plain_routes() -> Iterator[str]:
    for route in _walk(get_resolver(), ""):
        cleaned = re.sub(r"\(\?P<(\w+)>(?:[^()]|\([^()]*\))*\)", r"<\1>", route)
        if "(" not in cleaned:
            yield re.sub(r"[\^$]|\\Z|\\(?=[.-])", "", cleaned)


def _without_names(route: str) -> str:
    return _PARAMETER.sub("{}", route)


def _keys_for(place: re.Match[str], references: Sequence[str], ids: Sequence[str]) -> Sequence[str]:
    noun, parameter = place.groups()
    if noun in _LETTER or "reference" in parameter:
        return [key for key in references if key.startswith(_LETTER.get(noun, ""))]
    return ids


def _walk(resolver: URLResolver, before: str) -> Iterator[str]:
    for pattern in resolver.url_patterns:
        route = before + str(pattern.pattern)
        if isinstance(pattern, URLPattern):
            yield route
        else:
            yield from _walk(pattern, route)
