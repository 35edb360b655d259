"""One run of the benchmark over the database in DATABASE_URL; started by `python -m benchmarks.reads`."""

from __future__ import annotations

import json
import random
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import django

django.setup()

import msgspec  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402
from django.http.response import HttpResponseBase  # noqa: E402
from django.test.utils import CaptureQueriesContext  # noqa: E402
from rest_framework.test import APIRequestFactory, force_authenticate  # noqa: E402

from benchmarks.reads import bulk, files, pages, tables  # noqa: E402
from benchmarks.reads.filling import fill  # noqa: E402
from benchmarks.reads.table_at_the_limit import drawn_at_the_limit  # noqa: E402
from benchmarks.reads.usual import RecordSerializer, Tutorial, WithPrefetch, at_the_limit  # noqa: E402
from config import clock  # noqa: E402
from negotiations.api.proposals import Proposals  # noqa: E402
from negotiations.models import ChainHead, ReferenceCounter, User  # noqa: E402

Answer = Callable[[], bytes]
LISTS = {
    "list 100": ("status=agreed&page_size=100&omit=momentum", "p.status = %s", ["agreed"], 100),
    "list 25": ("status=agreed&page_size=25&omit=momentum", "p.status = %s", ["agreed"], 25),
    "search": ("q=reactor&page_size=20&omit=momentum", "p.search_text LIKE %s", ["%reactor%"], 20),
}


@dataclass(frozen=True, slots=True)
class Target:
    """A ratio between two ways of answering one question: at least, or at most, so much; `floor` is bearable."""

    question: str
    of: str
    to: str
    least: float | None
    most: float | None
    floor: float | None = None

    def line(self, medians: dict[tuple[str, str], float]) -> str:
        ratio = medians[self.question, self.of] / medians[self.question, self.to]
        wanted = f">= {self.least}" if self.least is not None else f"<= {self.most}"
        bounds = [("pass", self.least or self.most), ("above its floor", self.floor)]
        held = (said for said, bound in bounds if bound is not None and self._within(ratio, bound))
        at_least = "" if self.floor is None else f"floor {self.floor}"
        said = next(held, "falls short")
        return f"{self.question:10} {self.of:>9} / {self.to:9} {ratio:8.2f}   {wanted:8} {at_least:10} {said}"

    def _within(self, ratio: float, bound: float) -> bool:
        return ratio >= bound if self.least is not None else ratio <= bound


TARGETS = (
    Target("list 100", "prefetch", "ours", 6, None),
    Target("list 25", "prefetch", "ours", 4, None),
    Target("detail", "prefetch", "ours", 2.2, None),
    Target("search", "prefetch", "ours", 6, None),
    Target("list 100", "tutorial", "ours", 40, None),
    Target("search", "tutorial", "ours", 70, None),
    Target("list 100", "ours", "limit", None, 1.6 if connection.vendor == "sqlite" else 1.5),
    Target("list 25", "ours", "limit", None, 1.8),
    Target("detail", "ours", "limit", None, 2.3),
    Target("list 100", "304", "ours", None, 0.10),
    Target("page 900", "ours", "page 1", None, 1.1),
    Target("table 50", "prefetch", "ours", 3, None, 1.8),
    Target("table 50", "ours", "limit", None, 2.7, 4.5),
    Target("bulk 500", "ours", "limit", None, 3.6),
    Target("bulk 500", "nested", "ours", 12, None),
)


class Asked:
    """Requests to views, as the reader, without a server around them."""

    def __init__(self, reader: User) -> None:
        self.reader = reader
        self.requests = APIRequestFactory()
        self.ours = Proposals.as_view({"get": "list"})
        self.record = Proposals.as_view({"get": "retrieve"})

    def answer(self, view: Any, query: str, tag: str = "", **lookup: str) -> HttpResponseBase:
        request = self.requests.get(
            f"/api/v1/proposals/?{query}", SERVER_NAME="127.0.0.1", headers={"If-None-Match": tag} if tag else {}
        )
        force_authenticate(request, self.reader)
        response: HttpResponseBase = view(request, **lookup)
        return response.render() if hasattr(response, "render") else response

    def body(self, view: Any, query: str, tag: str = "", **lookup: str) -> Answer:
        return lambda: self.answer(view, query, tag, **lookup).content  # type: ignore[attr-defined]


def contestants(asked: Asked, proposals: int) -> dict[tuple[str, str], Answer]:
    """By question and way."""
    found: dict[tuple[str, str], Answer] = {}
    for question, (query, where, values, size) in LISTS.items():
        found[question, "ours"] = asked.body(asked.ours, query)
        found[question, "prefetch"] = asked.body(WithPrefetch.as_view(), query)
        found[question, "tutorial"] = asked.body(Tutorial.as_view(), query)
        found[question, "limit"] = _limit(where, values, size)
    one = f"P-{proposals // 2}"
    names = ",".join(RecordSerializer.Meta.fields)
    found["detail", "ours"] = asked.body(asked.record, f"fields={names}", reference=one)
    found["detail", "prefetch"] = asked.body(WithPrefetch.as_view(), "", reference=one)
    found["detail", "limit"] = lambda: msgspec.json.encode(
        {name: value for name, value in at_the_limit("p.reference = %s", [one], 1)[0].items() if name != "involvements"}
    )
    tag = str(asked.answer(asked.ours, LISTS["list 100"][0]).headers["ETag"])
    found["list 100", "304"] = asked.body(asked.ours, LISTS["list 100"][0], tag)
    deep = "page_size=25&omit=momentum"
    found["page 900", "page 1"] = asked.body(asked.ours, deep)
    found["page 900", "ours"] = asked.body(asked.ours, f"{deep}&cursor={_cursor_of_page(asked, deep, 900, proposals)}")
    return found


def _limit(where: str, values: list[Any], size: int) -> Answer:
    return lambda: msgspec.json.encode({"results": at_the_limit(where, values, size)})


def _cursor_of_page(asked: Asked, query: str, number: int, proposals: int) -> str:
    """The cursor of that page, or of the last but one where there are not so many."""
    cursor, size = "", 200
    for _ in range(max(1, min(number * 25, proposals - 50) // size)):
        page = json.loads(asked.body(asked.ours, f"page_size={size}&fields=id{cursor}")())
        cursor = "&cursor=" + page["next"].partition("cursor=")[2].partition("&")[0]
    return cursor.removeprefix("&cursor=")


def alike(answers: dict[tuple[str, str], Answer]) -> None:
    """Every way answers the same records to the same question."""
    for question in (*LISTS, "detail"):
        said = {
            way: _records(answer()) for (asked, way), answer in answers.items() if asked == question and way != "304"
        }
        for way, records in said.items():
            assert records == said["ours"], f"{way} answers {question} otherwise"


def _records(body: bytes) -> Any:
    read = json.loads(body)
    return sorted(read["results"], key=lambda row: row["id"]) if "results" in read else read


class Clock:
    """The processor's time that this process has used, and the database's for it where that is another process."""

    def __init__(self) -> None:
        self.server = ""
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_backend_pid()")
                self.server = f"/proc/{cursor.fetchone()[0]}/schedstat"

    def __call__(self) -> float:
        there = int(Path(self.server).read_text(encoding="ascii").split()[0]) / 1e9 if self.server else 0.0
        return time.process_time() + there


def measured(answers: dict[tuple[str, str], Answer], rounds: int) -> dict[tuple[str, str], float]:
    """The median seconds of each way."""
    used, taken = Clock(), {key: [] for key in answers}  # type: dict[tuple[str, str], list[float]]
    for number in range(rounds + 2):
        for key in random.sample(list(answers), len(answers)):
            if key[1] in {"tutorial", "nested"} and number > 4:
                continue
            start = used()
            answers[key]()
            if number > 1:
                taken[key].append(used() - start)
    return {key: statistics.median(each) for key, each in taken.items()}


def export(asked: Asked) -> Iterator[bytes]:
    """All proposals as JSON lines."""
    found: Iterator[bytes] = iter(asked.answer(asked.ours, "format=ndjson&omit=momentum").streaming_content)  # type: ignore[attr-defined]
    return found


def filled(proposals: int) -> User:
    """A record of this size in an empty database; returns its reader."""
    call_command("migrate", verbosity=0)
    reader = fill(proposals)
    ChainHead.objects.get_or_create(pk=1, defaults={"sequence": 0, "hash": "0" * 64})
    ReferenceCounter.objects.create(prefix="P", last=proposals)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    return reader


def drawn(reader: User) -> dict[tuple[str, str], Answer]:
    """Fifty open proposals in four ways, which draw the same table; and two whole pages."""
    now, site = clock.now(), pages.Ours(reader)
    ways = {
        "ours": tables.ours,
        "prefetch": tables.prefetched,
        "tutorial": tables.one_by_one,
        "limit": drawn_at_the_limit,
    }
    said = {way: tables.folded(draw(reader, now)) for way, draw in ways.items()}
    assert said["ours"].count("data-row") == tables.ROWS
    for way, table in said.items():
        assert table == said["ours"], f"{way} draws another table: {_parting(table, said['ours'])}"
    found: dict[tuple[str, str], Answer] = {("table 50", way): partial(draw, reader, now) for way, draw in ways.items()}
    found["overview", "ours"] = lambda: site.page("/")
    found["proposals", "ours"] = lambda: site.page(pages.PROPOSALS)
    return found


def _parting(one: str, other: str) -> tuple[str, str]:
    """Where two texts begin to differ."""
    at = next((at for at, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
    return one[at - 60 : at + 60], other[at - 60 : at + 60]


def _written(way: Callable[[], int]) -> bytes:
    return str(bulk.rolled_back(way)).encode()


def together(reader: User) -> dict[tuple[str, str], Answer]:
    """Proposals sent in bulk; each way says how many it wrote."""
    found: dict[tuple[str, str], Answer] = {
        ("bulk 500", way): partial(_written, write) for way, write in bulk.ways(reader).items()
    }
    assert {answer() for answer in found.values()} == {str(bulk.ITEMS).encode()}
    return found


def run(proposals: int, rounds: int, parts: set[str]) -> None:
    started = time.perf_counter()
    reader = filled(proposals)
    print(f"{connection.vendor}: {proposals} proposals, filled in {time.perf_counter() - started:.0f} s", flush=True)
    asked = Asked(reader)
    if "files" in parts:
        for line in files.lines(lambda: export(asked), reader, Clock()):
            print(line, flush=True)
    answers: dict[tuple[str, str], Answer] = {}
    if "lists" in parts:
        answers |= contestants(asked, proposals)
        alike(answers)
    if "pages" in parts:
        answers |= drawn(reader)
    if "bulk" in parts:
        answers |= together(reader)
    print("all ways answer the same")
    medians = measured(answers, rounds)
    print(f"\n{'question':10} {'way':9} {'ms':>9} {'statements':>11}")
    for (question, way), seconds in sorted(medians.items()):
        with CaptureQueriesContext(connection) as taken:
            answers[question, way]()
        counted = "" if way == "limit" else str(len(taken))
        print(f"{question:10} {way:9} {seconds * 1000:9.2f} {counted:>11}")
    print()
    for target in TARGETS:
        if (target.question, target.of) in medians:
            print(target.line(medians))


if __name__ == "__main__":
    run(int(sys.argv[1]), int(sys.argv[2]), set(sys.argv[3:]))
