"""Addresses that will end: each of their answers says so a year ahead, and so does the description."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from django.http import HttpRequest, HttpResponse
from django.utils.http import http_date

from negotiations.api.description import address_of

A_YEAR = timedelta(days=365)


@dataclass(frozen=True, slots=True)
class Ending:
    """Discouraged since one day and answered until another, in UTC; `instead` is the address to ask from then on."""

    since: date
    until: date
    instead: str

    def __post_init__(self) -> None:
        if self.until - self.since < A_YEAR:
            msg = f"what is discouraged from {self.since} on has to be there for another year"
            raise ValueError(msg)

    def headers(self) -> dict[str, str]:
        """`Deprecation` (RFC 9745), `Sunset` (RFC 8594) and a link to what takes its place."""
        since, until = (
            datetime(day.year, day.month, day.day, tzinfo=UTC).timestamp() for day in (self.since, self.until)
        )
        return {
            "Deprecation": f"@{since:.0f}",
            "Sunset": http_date(until),
            "Link": f'<{self.instead}>; rel="successor-version"',
        }


# By method and address, as the description writes it: ("GET", "/api/v1/proposals/{reference}/"). Nothing ends so far.
ENDING: dict[tuple[str, str], Ending] = {}


class EndingHeaders:
    """Puts the headers on whatever an address that will end answers."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        method = "GET" if request.method == "HEAD" else str(request.method)
        if ENDING and (ending := ENDING.get((method, address_of(request)))):
            for name, value in ending.headers().items():
                response.headers[name] = value
        return response
