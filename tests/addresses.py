"""Every address that the product answers, found by walking its routes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import product

from django.urls import URLPattern, URLResolver, get_resolver

# Named groups of regular expressions, and parameters of paths.
_PARAMETER = re.compile(r"\(\?P<\w+>(?:[^()]|\([^()]*\))*\)|<[^<>]+>")


def routes() -> list[str]:
    """Each route as text, such as "api/v1/proposals/{}/": braces stand where an address has a parameter."""
    found = [_PARAMETER.sub("{}", route) for route in _walk(get_resolver(), "")]
    return sorted(
        {re.sub(r"[\^$]|\\Z|\\(?=[.-])", "", route) for route in found if "(" not in _PARAMETER.sub("", route)}
    )


def pages(keys: list[str]) -> Iterator[str]:
    """Each route as an address, every parameter filled in with each key; the administration has its own login."""
    for route in routes():
        if route.startswith(("admin/", "accounts/")):
            continue
        for values in product(keys, repeat=route.count("{}")):
            yield "/" + route.format(*values)


def _walk(resolver: URLResolver, before: str) -> Iterator[str]:
    for pattern in resolver.url_patterns:
        route = before + str(pattern.pattern)
        if isinstance(pattern, URLPattern):
            yield route
        else:
            yield from _walk(pattern, route)
