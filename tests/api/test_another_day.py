"""`as_of` and `known_at`: what stood in the world on a day, and what the record knew of it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from negotiations.actions.conditions import record_progress
from negotiations.actions.proposals import change_status
from negotiations.enums import Progress, ProposalStatus
from negotiations.rules.moments import WorldMoment
from tests import factories as make
from tests.api.conftest import ApiClient
from tests.world import World

DAY = timedelta(days=1)


def on(days: int) -> str:
    return (make.NOW + days * DAY).strftime("%Y-%m-%dT%H:%M:%SZ")


@pytest.fixture
def story(talks: World) -> World:
    """The truce collapses four days on, and is recorded so only six days on; a condition is met on the third."""
    home, proposal = talks.negotiation, talks.proposal
    change_status(
        proposal=proposal,
        status=ProposalStatus.COLLAPSED,
        reason="Fighting resumed.",
        stated=WorldMoment.instant(make.NOW + 4 * DAY, "UTC"),
        claim=make.claim(home, now=make.NOW + 6 * DAY),
        actor=None,
        now=make.NOW + 6 * DAY,
    )
    record_progress(
        condition=proposal.conditions.visible_to(talks.lead).get(text__startswith="Relief"),
        progress=Progress.FULL,
        reason="Carried out.",
        stated=WorldMoment.instant(make.NOW + 3 * DAY, "UTC"),
        claim=make.claim(home, now=make.NOW + 3 * DAY),
        actor=None,
        now=make.NOW + 3 * DAY,
    )
    return talks


STATUSES: list[tuple[dict[str, str], str]] = [
    ({}, "collapsed"),
    ({"as_of": on(5)}, "collapsed"),
    ({"as_of": on(3)}, "in force"),
    ({"as_of": on(5), "known_at": on(5)}, "in force"),
    ({"known_at": on(5)}, "in force"),
    ({"known_at": on(6)}, "collapsed"),
]


@pytest.mark.parametrize(("query", "status"), STATUSES)
def test_the_status_is_the_one_of_that_day(api: ApiClient, story: World, query: dict[str, str], status: str) -> None:
    address = f"/api/v1/proposals/{story.proposal.reference}/"
    record = api.get(address, query).json()
    assert record["status"] == record["status_changes"][-1]["status"] == status
    listed = api.get("/api/v1/proposals/", {**query, "status": status, "party": str(story.parties[0].pk)})
    assert [row["status"] for row in listed.json()["results"]] == [status]


def test_what_is_kept_for_today_only_is_left_out(api: ApiClient, story: World) -> None:
    record = api.get(f"/api/v1/proposals/{story.proposal.reference}/", {"as_of": on(3)}).json()
    today = api.get(f"/api/v1/proposals/{story.proposal.reference}/").json()
    left_out = {"next_due_at", "momentum", "owner", "last_checked_at", "changed_at", "version"}
    assert set(today) - set(record) == left_out


def test_nothing_stands_before_it_was_said(api: ApiClient, story: World) -> None:
    for noun in ("proposals", "conditions", "positions", "accounts", "deadlines", "events"):
        assert api.get(f"/api/v1/{noun}/", {"as_of": on(-2)}).json()["results"] == [], noun
    address = f"/api/v1/proposals/{story.proposal.reference}/"
    assert api.get(address, {"as_of": on(-2)}).status_code == 404


@pytest.mark.parametrize(("day", "progress"), [(2, 1), (3, 3)])
def test_progress_is_that_of_the_day(api: ApiClient, story: World, day: int, progress: int) -> None:
    query: dict[str, Any] = {"as_of": on(day), "proposal": story.proposal.reference, "progress": str(progress)}
    (row,) = api.get("/api/v1/conditions/", query).json()["results"]
    assert (row["text"].strip(), row["progress"]) == ("Relief", progress)
    record = api.get(f"/api/v1/proposals/{story.proposal.reference}/", {"as_of": on(day)}).json()
    assert [each["progress"] for each in record["conditions"]] == [progress, 0]
