"""The feed of changes: in order, without a gap, and at its end still leading on."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Any

import pytest

from negotiations.actions.proposals import revise_proposal
from negotiations.models import Change
from tests import factories as make
from tests.api.conftest import ApiClient
from tests.world import World

ADDRESS = "/api/v1/changes/"


def follow(api: ApiClient, address: str) -> tuple[list[int], str]:
    """The ids from there to the present end, and where the feed goes on."""
    ids: list[int] = []
    for _ in range(100):
        page = api.get(address).json()
        if not page["results"]:
            return ids, page["next"]
        ids += [row["id"] for row in page["results"]]
        address = page["next"]
    pytest.fail("the feed comes to no end")


def test_every_change_comes_once_and_later_ones_are_found_from_where_one_stopped(api: ApiClient, talks: World) -> None:
    ids, end = follow(api, f"{ADDRESS}?page_size=7")
    every = Change.objects.unscoped(reason="test").exclude(noun="user").order_by("sequence")
    assert ids == list(every.values_list("sequence", flat=True))
    assert follow(api, end) == ([], end)
    revise_proposal(proposal=talks.proposal, summary="New", reason="Known better.", actor=talks.lead, now=make.NOW)
    (row,) = api.get(end).json()["results"]
    assert (row["kind"], row["reference"], row["reason"]) == ("proposal.revised", "P-1", "Known better.")
    assert (row["before"]["summary"].strip(), row["after"]["summary"]) == ("What, revised", "New")
    assert (row["actor"]["id"], row["actor"]["name"]) == (talks.lead.pk, talks.lead.get_full_name())


@pytest.mark.django_db
def test_a_feed_without_changes_still_leads_on() -> None:
    client = ApiClient()
    client.force_login(make.user(is_staff=False))
    page = client.get(ADDRESS).json()
    assert (page["results"], page["previous"]) == ([], None)
    assert client.get(page["next"]).json()["results"] == []


def test_changes_are_narrowed(api: ApiClient, talks: World) -> None:
    found = api.get(ADDRESS, {"noun": "proposal", "reference": "P-1", "negotiation": "N-1"}).json()["results"]
    assert [row["kind"] for row in found] == ["proposal.opened", "proposal.revised", "proposal.status_changed"]


def test_changes_to_people_are_no_part_of_it_but_ones_own(api: ApiClient, talks: World) -> None:
    assert api.get(ADDRESS, {"noun": "user"}).json()["results"] == []
    assert b"@example.org" not in api.get(ADDRESS, {"page_size": "200"}).content
    assert b"hash" not in api.get(ADDRESS, {"page_size": "200", "omit": "before,after"}).content


# The list of each noun, and the columns of it that are worked out from others or written otherwise there.
LISTS = {
    "negotiation": "negotiations",
    "proposal": "proposals",
    "condition": "conditions",
    "position": "positions",
    "account": "accounts",
    "proposaltext": "texts",
    "deadline": "deadlines",
    "event": "events",
    "party": "parties",
    "person": "people",
    "source": "sources",
    "article": "articles",
    "claim": "claims",
}


def test_replaying_the_feed_from_zero_gives_what_the_lists_show(api: ApiClient, talks: World) -> None:
    rows: dict[tuple[str, int], dict[str, Any]] = {}
    address = f"{ADDRESS}?page_size=50"
    for _ in range(50):
        page = api.get(address).json()
        for change in page["results"]:
            key = change["noun"], change["object_id"]
            assert change["before"] == rows.get(key), "a change begins where the one before it ended"
            if change["after"] is None:
                del rows[key]
            else:
                rows[key] = change["after"]
        if not page["results"]:
            break
        address = page["next"]
    for noun, plural in LISTS.items():
        listed = {row["id"]: row for row in api.get(f"/api/v1/{plural}/", {"page_size": "200"}).json()["results"]}
        replayed = {n: row for (of, n), row in rows.items() if of == noun and not row.get("retracted_at")}
        assert set(listed) == set(replayed) != set(), plural
        for number, row in listed.items():
            alike = {name for name in row if name in replayed[number] and not isinstance(row[name], dict | list)}
            assert len(alike) >= 3
            for name in alike:
                assert plain(row[name]) == plain(replayed[number][name]), (plural, number, name)


def plain(value: Any) -> Any:
    """A value as both write it: no code is null, an instant is in UTC."""
    if isinstance(value, str) and re.match(r"\d{4}-\d{2}-\d{2}T", value):
        return datetime.fromisoformat(value)
    return value or None if isinstance(value, str) else value
