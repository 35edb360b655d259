"""ETags: whoever has an answer already is told so, before anything is read, and never wrongly."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.test import override_settings

from negotiations.actions.proposals import revise_proposal
from tests import factories as make
from tests import world
from tests.api.conftest import ApiClient

ADDRESSES = ["/api/v1/parties/", "/api/v1/proposals/", "/api/v1/proposals/P-1/", "/api/v1/alerts/", "/api/v1/schema/"]


@pytest.mark.parametrize("address", ADDRESSES)
def test_an_answer_that_is_held_already_is_not_sent_again(api: ApiClient, address: str) -> None:
    first = api.get(address)
    again = api.get(address, headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert again.headers["ETag"] == first.headers["ETag"]
    assert api.get(address, headers={"If-None-Match": '"other"'}).status_code == 200


def test_a_list_is_recognised_by_the_revision_alone(api: ApiClient, django_assert_num_queries: Any) -> None:
    tag = api.get("/api/v1/parties/").headers["ETag"]
    api.get("/api/v1/parties/")
    with django_assert_num_queries(3):  # session, person, revision
        assert api.get("/api/v1/parties/", headers={"If-None-Match": tag}).status_code == 304


@pytest.mark.parametrize("address", ["/api/v1/proposals/", "/api/v1/proposals/P-1/", "/api/v1/parties/"])
def test_any_write_makes_a_new_tag_where_it_shows(api: ApiClient, talks: world.World, address: str) -> None:
    tag = api.get(address).headers["ETag"]
    revise_proposal(proposal=talks.proposal, summary="Another", reason="It changed.", actor=None, now=make.NOW)
    answer = api.get(address, headers={"If-None-Match": tag})
    assert answer.status_code == 200
    assert answer.headers["ETag"] != tag


def test_the_tag_of_a_record_begins_with_its_version(api: ApiClient) -> None:
    answer = api.get("/api/v1/proposals/P-1/")
    assert answer.headers["ETag"].startswith(f'"{answer.json()["version"]}.')


def test_an_answer_that_follows_the_clock_is_not_held_by_the_revision(api: ApiClient) -> None:
    """Nothing is written, but a deadline passes."""
    due = datetime(2025, 5, 2, 21, tzinfo=UTC)
    shift = due - datetime.now(UTC)
    with override_settings(CLOCK_SHIFT=shift - timedelta(hours=1)):
        first = api.get("/api/v1/deadlines/?overdue=true")
        assert first.json()["results"] == []
    with override_settings(CLOCK_SHIFT=shift + timedelta(hours=1)):
        later = api.get("/api/v1/deadlines/?overdue=true", headers={"If-None-Match": first.headers["ETag"]})
    assert (later.status_code, len(later.json()["results"])) == (200, 1)


def test_two_people_never_share_a_tag(api: ApiClient) -> None:
    other = ApiClient()
    other.force_login(make.user(is_staff=False))
    assert api.get("/api/v1/parties/").headers["ETag"] != other.get("/api/v1/parties/").headers["ETag"]
