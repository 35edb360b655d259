"""The client itself."""

from __future__ import annotations

import http.client
import json
import random
import time
import uuid
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.parse import quote, urlencode, urljoin, urlsplit
from urllib.request import HTTPRedirectHandler, OpenerDirector, Request, build_opener

from parley_client.problems import ProblemError, problem_of

Record = dict[str, Any]
_PASSING = {429, 502, 503, 504}
_LONGEST_WAIT = 60.0


@dataclass(frozen=True, slots=True)
class Found:
    """A record and the tag of the version that was read: show it to change what you have seen, and nothing newer."""

    record: Record
    etag: str


class Client:
    """Speaks to one installation with one token.

    `base_url` is its address, such as https://parley.example.org. What fails in passing (429, 502, 503, 504, a lost
    connection) is tried again up to `tries` times in all, with growing waits or the one that was told; a POST only
    under its Idempotency-Key. Anything else raises ProblemError, or OSError where nobody answered.
    """

    def __init__(
        self,
        base_url: str,
        token: str,
        *,
        timeout: float = 30,
        tries: int = 5,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._root = base_url.rstrip("/") + "/api/v1/"
        self._headers = {"Authorization": f"Bearer {token}", "Accept": "application/json"}
        self._timeout, self._tries, self._sleep = timeout, tries, sleep
        self._opener: OpenerDirector = build_opener(_NoRedirects)

    def each(self, noun: str, **filters: object) -> Iterator[Record]:
        """Every record of a list that the filters leave, page after page."""
        address: str | None = self._address(f"{noun}/", filters)
        while address:
            page = self._json("GET", address).record
            yield from page["results"]
            address = page["next"]

    def one(self, noun: str, key: str | int, **parameters: object) -> Found:
        """One record by its reference or id."""
        return self._json("GET", self._address(f"{noun}/{quote(str(key), safe='')}/", parameters))

    def changes(self, since: str | None = None, **filters: object) -> Iterator[tuple[Record, str]]:
        """Every change so far, each with the place to go on from: keep it, and pass it as `since` next time."""
        address = since or self._address("changes/", filters)
        while True:
            page = self._json("GET", address).record
            yield from ((change, page["next"]) for change in page["results"])
            if not page["results"]:
                return
            address = page["next"]

    def lines(self, noun: str, **filters: object) -> Iterator[Record]:
        """A whole list, streamed; the token needs the scope `export`. Raises OSError where it breaks off."""
        address = self._address(f"{noun}/", {**filters, "format": "ndjson"})
        with self._sent("GET", address, None, {"Accept": "application/x-ndjson"}) as answer:
            for line in answer:
                yield json.loads(line)

    def create(self, path: str, body: Mapping[str, Any], *, key: str | None = None) -> Found:
        """POST to a list, `proposals`, or to what is done with a record, `proposals/P-1/status`.

        `key` is the Idempotency-Key; a new one unless given. Give one yourself to be safe across restarts.
        """
        return self._json("POST", self._address(f"{path}/", {}), body, {"Idempotency-Key": key or str(uuid.uuid4())})

    def move(self, path: str, body: Mapping[str, Any], etag: str, *, key: str | None = None) -> Found:
        """As `create`, for what moves a record on: refused where somebody moved it since you read it."""
        headers = {"Idempotency-Key": key or str(uuid.uuid4()), "If-Match": etag}
        return self._json("POST", self._address(f"{path}/", {}), body, headers)

    def revise(self, noun: str, key: str | int, changes: Mapping[str, Any], etag: str) -> Found:
        """PATCH: only the fields named change, and only if nobody changed the record since you read it."""
        return self._json("PATCH", self._address(f"{noun}/{key}/", {}), changes, {"If-Match": etag})

    def _address(self, path: str, parameters: Mapping[str, object]) -> str:
        written = urlencode({name.rstrip("_"): _written(value) for name, value in parameters.items()})
        return urljoin(self._root, path) + (f"?{written}" if written else "")

    def _json(
        self, method: str, address: str, body: Mapping[str, Any] | None = None, headers: Mapping[str, str] | None = None
    ) -> Found:
        with self._sent(method, address, body, headers or {}) as answer:
            return Found(json.loads(answer.read() or b"{}"), answer.headers.get("ETag", ""))

    def _sent(self, method: str, address: str, body: Mapping[str, Any] | None, headers: Mapping[str, str]) -> Any:
        if urlsplit(address)[:2] != urlsplit(self._root)[:2]:
            raise ValueError(f"{address} is not an address of this installation; the token goes nowhere else.")
        content = None if body is None else json.dumps(body).encode()
        kind = {"Content-Type": "application/json"} if body is not None else {}
        request = Request(address, content, {**self._headers, **kind, **headers}, method=method)  # noqa: S310
        repeatable = method == "GET" or "Idempotency-Key" in headers
        for tried in range(1, self._tries + 1):
            last = not repeatable or tried == self._tries
            try:
                return self._opener.open(request, timeout=self._timeout)
            except HTTPError as error:
                told = error.headers.get("Retry-After")
                wait = float(told) if told and told.isdigit() else None
                if last or error.code not in _PASSING:
                    raise ProblemError(problem_of(error.code, error.read()), wait) from None
            except (URLError, http.client.HTTPException, OSError):
                wait = None
                if last:
                    raise
            growing = random.uniform(0.5, 1) * 2 ** (tried - 1)  # noqa: S311 - only spreads the tries
            self._sleep(min(wait if wait is not None else growing, _LONGEST_WAIT))
        raise AssertionError("unreachable")


class _NoRedirects(HTTPRedirectHandler):
    def redirect_request(self, *args: Any, **kwargs: Any) -> None:
        """The API redirects nowhere; whoever does is not Parley, and gets no token."""


def _written(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list | tuple):
        return ",".join(_written(each) for each in value)
    return str(value)
