"""Pages by cursor: every row once, in both directions, over ties and nulls, whatever is written meanwhile."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from negotiations.actions.negotiations import remove_member
from negotiations.enums import MemberRole
from negotiations.models import Event, User
from tests import factories as make
from tests import world
from tests.api.conftest import ApiClient

ADDRESS = "/api/v1/events/"


@pytest.fixture
def events(talks: world.World) -> list[Event]:
    """Twelve events, of which four have one moment and three have none."""
    first = Event.objects.unscoped(reason="test").get()
    moments = [*[make.NOW] * 4, *[make.NOW + timedelta(hours=hour) for hour in range(1, 5)], None, None, None]
    for number, moment in enumerate(moments):
        copy = Event.objects.unscoped(reason="test").get(pk=first.pk)
        copy.pk, copy.title = None, f"Event {number}"
        copy._state.adding = True
        copy.occurred_at = moment
        copy.occurred_on = moment.date() if moment else None
        copy.occurred_precision = "minute" if moment else "unknown"
        copy.save()
    return list(Event.objects.unscoped(reason="test"))


def walk(api: ApiClient, address: str, way: str) -> list[int]:
    """The ids of every page from this one on."""
    ids: list[int] = []
    for _ in range(50):
        if not address:
            return ids
        page = api.get(address).json()
        rows = [row["id"] for row in page["results"]]
        ids = [*ids, *rows] if way == "next" else [*rows, *ids]
        address = page[way]
    pytest.fail("the pages come to no end")


@pytest.mark.parametrize(
    "ordering", ["occurred_at", "-occurred_at", "title", "-title,occurred_at", "-id", "recorded_at"]
)
@pytest.mark.parametrize("size", [1, 5, 12])
def test_pages_hold_every_row_once_in_both_directions(
    api: ApiClient, events: list[Event], ordering: str, size: int
) -> None:
    whole = [row["id"] for row in api.get(ADDRESS, {"ordering": ordering, "page_size": 200}).json()["results"]]
    assert sorted(whole) == sorted(event.pk for event in events)
    assert walk(api, f"{ADDRESS}?ordering={ordering}&page_size={size}&fields=id", "next") == whole
    last = api.get(ADDRESS, {"ordering": ordering, "page_size": size}).json()
    for _ in range(50):
        if not last["next"]:
            break
        last = api.get(last["next"]).json()
    assert last["next"] is None
    on_the_last = [row["id"] for row in last["results"]]
    before = walk(api, last["previous"], "previous") if last["previous"] else []
    assert before + on_the_last == whole


def test_undated_rows_come_last_whichever_way(api: ApiClient, events: list[Event]) -> None:
    for ordering in ("occurred_at", "-occurred_at"):
        rows = api.get(ADDRESS, {"ordering": ordering}).json()["results"]
        assert [row["occurred_at"] is None for row in rows] == [False] * 9 + [True] * 3


def test_a_row_written_between_two_pages_moves_nothing(api: ApiClient, events: list[Event], talks: world.World) -> None:
    first = api.get(ADDRESS, {"page_size": 5}).json()
    make.event(talks.negotiation, title="Newest of all")
    second = api.get(first["next"]).json()
    seen = [row["id"] for row in first["results"] + second["results"]]
    assert len(set(seen)) == len(seen) == 10


def test_a_page_ends_where_the_list_ends(api: ApiClient, events: list[Event]) -> None:
    page = api.get(ADDRESS, {"page_size": 12}).json()
    assert (page["next"], page["previous"], len(page["results"])) == (None, None, 12)


def test_the_number_of_rows_is_told_on_request(api: ApiClient, events: list[Event]) -> None:
    assert api.get(ADDRESS, {"count": "exact", "page_size": 1}).json()["count"] == 12
    assert "count" not in api.get(ADDRESS).json()


CURSORS: list[tuple[str, str]] = [
    ("nonsense", "This is no cursor; take one from “next” or “previous” of an answer."),
    ("../../etc/passwd", "This is no cursor; take one from “next” or “previous” of an answer."),
    ("W10:aaaa", "This is no cursor; take one from “next” or “previous” of an answer."),
    ("x" * 3000, "This is no cursor; take one from “next” or “previous” of an answer."),
]


@pytest.mark.parametrize(("cursor", "detail"), CURSORS)
def test_what_is_no_cursor_is_refused(api: ApiClient, cursor: str, detail: str) -> None:
    answer = api.get(ADDRESS, {"cursor": cursor})
    assert (answer.status_code, answer.json()["errors"]) == (
        400,
        [{"code": "invalid", "detail": detail, "parameter": "cursor"}],
    )


@pytest.mark.parametrize("changed", [{"ordering": "title"}, {"category": "CONSULT"}, {"as_of": "2025-05-01T00:00:00Z"}])
def test_a_cursor_of_another_list_is_refused(api: ApiClient, events: list[Event], changed: dict[str, str]) -> None:
    found = api.get(ADDRESS, {"page_size": 5}).json()["next"]
    cursor = found.split("cursor=")[1].split("&")[0].replace("%3A", ":")
    answer: Any = api.get(ADDRESS, {"cursor": cursor, "page_size": 5, **changed})
    assert answer.status_code == 400
    assert answer.json()["errors"][0]["detail"].startswith("This cursor belongs to another filter or order")
    assert api.get(ADDRESS, {"cursor": cursor, "page_size": 3}).status_code == 200
    elsewhere = api.get("/api/v1/positions/", {"cursor": cursor})
    assert elsewhere.status_code == 400


def test_a_question_asked_again_is_judged_again(db: None) -> None:
    """Only the text of a statement is kept: what somebody may know of is asked each time, and of each by themselves."""
    home = make.negotiation(restricted=True)
    offer = make.proposal(home)
    reader, stranger = make.user(), make.user()
    membership = make.member(home, reader, MemberRole.READER)
    clients = {each: ApiClient() for each in (reader, stranger)}

    def seen(who: User) -> tuple[list[str], int]:
        clients[who].force_login(who)
        listed = clients[who].get(f"/api/v1/proposals/?negotiation={home.reference}").json()["results"]
        return [row["reference"] for row in listed], clients[who].get(
            f"/api/v1/proposals/{offer.reference}/"
        ).status_code

    assert (seen(reader), seen(stranger)) == (([offer.reference], 200), ([], 404))
    remove_member(membership=membership, actor=None, now=make.NOW)
    assert seen(reader) == ([], 404)
    make.member(home, stranger, MemberRole.READER)
    assert (seen(reader), seen(stranger)) == (([], 404), ([offer.reference], 200))
