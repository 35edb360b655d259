"""What pages and API show of another day equals what the chain of changes says, replayed up to that day."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from negotiations import models
from tests import factories as make
from tests.queries.history import History

Row = dict[str, Any]
ACTIONS, MOMENTS = 200, 20


def history(actions: int) -> History:
    told = History(Random(4))  # noqa: S311 - the same history in every run
    told.go_on(actions)
    return told


@pytest.fixture
def client(db: None) -> Client:
    signed_in = Client()
    signed_in.force_login(make.user())
    return signed_in


@dataclass
class Replay:
    """The rows as the changes recorded by `known_at` left them, and what of it held in the world at `as_of`."""

    as_of: datetime
    known_at: datetime | None

    def __post_init__(self) -> None:
        self.rows: dict[str, dict[int, Row]] = {}
        changes = models.Change.objects.unscoped(reason="test").order_by("sequence")
        if self.known_at:
            changes = changes.filter(recorded_at__lte=self.known_at)
        for noun, key, after in changes.values_list("noun", "object_id", "after"):
            self.rows.setdefault(noun, {})[key] = after

    def of(self, noun: str) -> list[Row]:
        """Those that had not been undone."""
        return [row for row in self.rows.get(noun, {}).values() if not row.get("retracted_at")]

    def held(self, noun: str, moment: str = "stated_at") -> list[Row]:
        """Those that had been stated by that day, or recorded by it where nobody knows when they were stated."""
        return [row for row in self.of(noun) if at(row[moment] or row["recorded_at"]) <= self.as_of]

    def newest(self, noun: str, owner: str) -> dict[int, Row]:
        """Of each owner, the row that held last."""
        found: dict[int, Row] = {}
        for row in sorted(self.held(noun), key=by_world):
            found[row[owner]] = row
        return found

    def proposals(self) -> set[tuple[Any, ...]]:
        return {
            (key, row["status"], row["stated_at"], self.rows["proposal"][key]["title"])
            for key, row in self.newest("statuschange", "proposal_id").items()
        }

    def conditions(self) -> set[tuple[Any, ...]]:
        made = {claim["id"] for claim in self.held_claims(undated=False)}
        undated = {claim["id"] for claim in self.of("claim") if claim["stated_at"] is None}
        progress = self.newest("conditionprogress", "condition_id")
        nothing = {"progress": 0, "contested": False}
        return {
            (row["id"], state["progress"], state["contested"], row["text"])
            for row in self.of("condition")
            if row["claim_id"] in made or (row["claim_id"] in undated and at(row["recorded_at"]) <= self.as_of)
            for state in [progress.get(row["id"], nothing)]
        }

    def positions(self) -> set[tuple[Any, ...]]:
        return {(row["id"], row["stance"], row["party_id"]) for row in self.held("position")}

    def accounts(self) -> set[tuple[Any, ...]]:
        newest = {}
        for row in sorted(self.held("account"), key=lambda row: row["id"]):
            newest[row["proposal_id"], row["party_id"], row["attribute"]] = row
        return {(row["id"], row["value"], row["party_id"]) for row in newest.values() if not row["withdrawn"]}

    def deadlines(self) -> set[tuple[Any, ...]]:
        outcomes = self.newest("deadlineoutcome", "deadline_id")
        used: dict[int, Row] = {}
        for row in sorted(self.held("deadlinereading"), key=lambda row: (at(row["recorded_at"]), row["id"])):
            if row["in_use"]:
                used[row["deadline_id"]] = row
        return {
            (row["id"], outcomes.get(row["id"], {"status": "pending"})["status"], used.get(row["id"], {}).get("due_on"))
            for row in self.held("deadline", "said_at")
        }

    def events(self) -> set[tuple[Any, ...]]:
        return {(row["id"], row["title"]) for row in self.held("event", "occurred_at")}

    def claims(self) -> set[tuple[Any, ...]]:
        """Judgements are the team's own: they count from when they were recorded."""
        marks: dict[int, str] = {}
        for mark in self.of("claimmark"):
            if at(mark["recorded_at"]) <= (self.known_at or self.as_of):
                marks[mark["claim_id"]] = mark["standing"]
        return {(row["id"], marks.get(row["id"], "supported")) for row in self.held_claims(undated=True)}

    def held_claims(self, *, undated: bool) -> Iterable[Row]:
        return [
            row for row in self.of("claim") if (at(row["stated_at"]) <= self.as_of if row["stated_at"] else undated)
        ]


def at(moment: str) -> datetime:
    return datetime.fromisoformat(moment)


def by_world(row: Row) -> tuple[datetime, datetime, int]:
    return at(row["stated_at"] or row["recorded_at"]), at(row["recorded_at"]), row["id"]


def iso(moment: str | None) -> str | None:
    return at(moment).isoformat() if moment else None


SHOWN: dict[str, Callable[[Row], tuple[Any, ...]]] = {
    "proposals": lambda row: (row["id"], row["status"], iso(row["status_since_at"]), row["title"]),
    "conditions": lambda row: (row["id"], row["progress"], row["contested"], row["text"]),
    "positions": lambda row: (row["id"], row["stance"], row["party"]["id"]),
    "accounts": lambda row: (row["id"], row["value"], row["party"]["id"]),
    "deadlines": lambda row: (row["id"], row["status"], row["due_on"]),
    "events": lambda row: (row["id"], row["title"]),
    "claims": lambda row: (row["id"], row["standing"]),
}


# A filter on a column that the team may replace, and what it asks of the row as the chain has it.
KEPT: list[tuple[str, dict[str, str], Callable[[Row], bool]]] = [
    ("proposals", {"kind": "ceasefire"}, lambda row: row["kind"] == "ceasefire"),
    ("proposals", {"stage__in": "Cea,Imp,Pre,Oth"}, lambda row: row["stage"] in {"Cea", "Imp", "Pre", "Oth"}),
    ("conditions", {"blocks": "true"}, lambda row: row["blocks"]),
    ("conditions", {"role__in": "guarantee,red line"}, lambda row: row["role"] in {"guarantee", "red line"}),
    ("conditions", {"demanded_by": "RUS"}, lambda row: row["demanded_by_id"] == russia()),
    ("conditions", {"dropped_on__isnull": "true"}, lambda row: row["dropped_on"] is None),
    ("positions", {"party": "RUS"}, lambda row: row["party_id"] == russia()),
    ("accounts", {"party": "RUS"}, lambda row: row["party_id"] == russia()),
    ("events", {"killed__gte": "1"}, lambda row: (row["killed"] or 0) >= 1),
    ("events", {"occurred_at__isnull": "true"}, lambda row: row["occurred_at"] is None),
]


def russia() -> int:
    return models.Party.objects.unscoped(reason="test").get(iso_alpha3="RUS").pk


def listed(client: Client, noun: str, then: dict[str, str]) -> list[Row]:
    more = {"live": "true"} if noun == "accounts" else {}
    answer = client.get(f"/api/v1/{noun}/", {**then, **more, "page_size": "200"})
    assert answer.status_code == 200, answer.content
    assert answer.json()["next"] is None
    rows: list[Row] = answer.json()["results"]
    return rows


def test_any_day_is_shown_as_the_chain_says(client: Client) -> None:
    told = history(ACTIONS)
    chance = told.chance
    whole = (told.now - make.NOW).total_seconds()
    seen, told_apart = set(), set()
    for number in range(MOMENTS):
        as_of = make.NOW + timedelta(seconds=chance.uniform(-0.2, 1.0) * whole)
        known = as_of + timedelta(seconds=chance.uniform(0, 0.3) * whole) if number % 2 else None
        replay = Replay(as_of, known)
        then = {"as_of": as_of.isoformat()} | ({"known_at": known.isoformat()} if known else {})
        for noun, shown in SHOWN.items():
            rows = {shown(row) for row in listed(client, noun, then)}
            assert rows == getattr(replay, noun)(), (noun, then)
            seen.add((noun, frozenset(rows)))
        for noun, asked, holds in KEPT:
            stood_then = {row[0] for row in getattr(replay, noun)()}
            fitting = {key for key in stood_then if holds(replay.rows[noun.removesuffix("s")][key])}
            assert {row["id"] for row in listed(client, noun, {**then, **asked})} == fitting, (noun, asked, then)
            told_apart.add((*asked, bool(fitting), fitting == stood_then))
        order = [row["id"] for row in listed(client, "conditions", {**then, "ordering": "display_order"})]
        assert order == sorted(order, key=lambda key: (replay.rows["condition"][key]["display_order"], key))
        stood = models.Proposal.objects.unscoped(reason="test", known_at=known).as_of(as_of, known_at=known)
        assert set(stood.values_list("pk", "status_then")) == {row[:2] for row in replay.proposals()}
    # The days differ and everything was done, or the proof would prove little.
    assert {"undo_last", "merge", "take_back"} <= told.ways_gone
    for noun in SHOWN:
        assert sum(1 for each, _ in seen if each == noun) > MOMENTS / 4, noun
    for _noun, asked, _holds in KEPT:
        assert (*asked, True, False) in told_apart, asked


def test_another_day_takes_as_many_statements_for_three_rows_as_for_one(client: Client) -> None:
    told = history(140)
    then = {"as_of": told.now.isoformat(), "known_at": told.now.isoformat()}
    for noun in SHOWN:
        counts = []
        for size in ("1", "3"):
            with CaptureQueriesContext(connection) as statements:
                rows = client.get(f"/api/v1/{noun}/", {**then, "page_size": size}).json()["results"]
            assert len(rows) == int(size), (noun, rows)
            counts.append(len(statements))
        # A row may point to a kind of row that another does not.
        assert counts[1] <= counts[0] + 2, noun
