"""All proposals as one file of JSON lines: ours, the usual way, and the limit, where the database writes the JSON."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from django.db import connection
from rest_framework.renderers import JSONRenderer

from benchmarks.reads.usual import SCALARS, ProposalSerializer, prefetched
from negotiations.models import Proposal, User

CHUNK = 2_000
_NAMES = ProposalSerializer.Meta.fields[:-2]
_SEAT = "'id', h.id, 'role', h.role, 'party', h.party_id, 'person', h.person_id"
_DUE = (
    "'id', h.id, 'kind', h.kind, 'title', h.title, 'expression', h.expression, 'status', h.status, 'due_on', h.due_on, "
    "'due_at', h.due_at, 'due_precision', h.due_precision, 'due_zone', h.due_zone"
)


def streamed(user: User) -> Iterator[bytes]:
    """The usual way: chunks of rows with what hangs on them, each through its serializer."""
    render, last = JSONRenderer().render, 0
    while rows := prefetched(Proposal.objects.visible_to(user).filter(pk__gt=last).order_by("pk")[:CHUNK], user):  # type: ignore[arg-type]
        yield b"".join(render(each) + b"\n" for each in ProposalSerializer(rows, many=True).data)
        last = rows[-1].pk


def written_by_the_database() -> Iterator[bytes]:
    """The limit: one statement whose rows are JSON already; on PostgreSQL by COPY."""
    server = connection.vendor == "postgresql"
    build, gather = ("json_build_object", "json_agg") if server else ("json_object", "json_group_array")
    fields = ", ".join(f"'{name}', {column}" for name, column in zip(_NAMES, _columns(), strict=True))
    hanging = {"involvements": ("involvement", _SEAT), "deadlines": ("deadline", _DUE)}
    beside = ", ".join(
        f"'{name}', (SELECT {gather}({build}({row})) FROM negotiations_{table} h WHERE h.proposal_id = p.id)"  # noqa: S608
        for name, (table, row) in hanging.items()
    )
    statement = (
        f"SELECT {build}({fields}, {beside}) FROM negotiations_proposal p "  # noqa: S608
        "JOIN negotiations_negotiation n ON n.id = p.negotiation_id "
        "WHERE p.retracted_at IS NULL AND NOT n.restricted ORDER BY p.id"
    )
    connection.ensure_connection()
    if server:
        with connection.connection.cursor() as cursor, cursor.copy(f"COPY ({statement}) TO STDOUT") as copy:
            yield from map(bytes, copy)
        return
    rows = connection.connection.execute(statement)
    while found := rows.fetchmany(CHUNK):
        yield "".join(f"{line}\n" for (line,) in found).encode()


def _columns() -> list[str]:
    """The columns of SCALARS one by one: commas inside brackets do not part them."""
    found, depth = [""], 0
    for sign in SCALARS:
        depth += {"(": 1, ")": -1}.get(sign, 0)
        if sign == "," and not depth:
            found.append("")
        else:
            found[-1] += sign
    return [each.strip() for each in found]


def taken(chunks: Callable[[], Iterator[bytes]], clock: Callable[[], float]) -> tuple[int, float, float, float]:
    """Bytes, seconds of the processor, seconds to the first byte, and megabytes over idle."""
    before, began, started = _memory(), time.perf_counter(), clock()
    found = iter(chunks())
    size, first, most = len(next(found)), time.perf_counter() - began, before
    for chunk in found:
        size, most = size + len(chunk), max(most, _memory())
    return size, clock() - started, first, (most - before) / 1e6


def lines(ours: Callable[[], Iterator[Any]], user: User, clock: Callable[[], float]) -> Iterator[str]:
    """What each way takes, and the ratios asked for."""
    ways: dict[str, Callable[[], Iterator[bytes]]] = {
        "ours": ours,
        "streamed": lambda: streamed(user),
        "limit": written_by_the_database,
    }
    seconds = {}
    for way, chunks in ways.items():
        size, seconds[way], first, more = taken(chunks, clock)
        yield (
            f"file {way:9} {size / 1e6:6.0f} MB {seconds[way]:7.2f} s, first byte after {first * 1000:5.0f} ms, "
            f"{more:4.0f} MB over idle"
        )
    held = "pass" if seconds["ours"] / seconds["limit"] <= 1.2 else "falls short"
    yield f"file        ours / limit    {seconds['ours'] / seconds['limit']:8.2f}   <= 1.2   {held}"
    held = "pass" if seconds["streamed"] / seconds["ours"] >= 6.5 else "falls short"
    yield f"file    streamed / ours     {seconds['streamed'] / seconds['ours']:8.2f}   >= 6.5   {held}"


def _memory() -> int:
    """What this process holds now, in bytes (Linux)."""
    return int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1]) * 4096
