"""Query strings are read strictly: nothing that is wrong is ignored, and all of it is told at once."""

from __future__ import annotations

from typing import Any

import pytest

from tests.api.conftest import ApiClient

ADDRESS = "/api/v1/proposals/"

REFUSED: list[tuple[str, str, str, str]] = [
    ("stauts=open", "stauts", "unknown", "There is no such parameter here. Did you mean “status”?"),
    ("page=2", "page", "unknown", "There is no such parameter here. Did you mean “stage”?"),
    ("status=agreed&status=tabled", "status", "repeated", "Give it once; several values go in one, with commas."),
    ("next_due_at__lt=", "next_due_at__lt", "empty", "Give a value, or leave the parameter out."),
    ("q=%20", "q", "empty", "Give a value, or leave the parameter out."),
    ("page_size=0", "page_size", "invalid", "“0” is no whole number from 1 to 200."),
    ("page_size=201", "page_size", "invalid", "“201” is no whole number from 1 to 200."),
    ("id__in=1,abc", "id__in", "invalid", "“abc” is no whole number"),
    ("id__isnull=true", "id__isnull", "unknown", "There is no such parameter here."),
    ("id=9223372036854775808", "id", "invalid", "no whole number from 1 to 9223372036854775807"),
    ("negotiation__in=N-1,abc", "negotiation__in", "invalid", "“abc” is no reference; write one such as P-1."),
    ("next_due_at__lt=2025-03-30T03:30:00", "next_due_at__lt", "invalid", "with its offset"),
    ("next_due_at__lt=0001-01-01T00:00:00%2B14:00", "next_due_at__lt", "invalid", "from 1900 to 2200"),
    ("q=a%00b", "q", "invalid", "Control characters cannot be searched for; take them out."),
    ("ordering=summary", "ordering", "invalid", "“summary” is none of id, -id, next_due_at"),
    ("ordering=title,-title", "ordering", "invalid", "A column is given in both directions."),
    ("fields=titel", "fields", "invalid", "Did you mean “title”?"),
    ("omit=title,title", "omit", "invalid", "A name is given twice."),
    ("count=yes", "count", "invalid", "Write count=exact, or leave it out."),
    ("as_of=2025-04-14", "as_of", "invalid", "with its offset"),
    ("as_of=2025-04-14T00:00:00Z&overdue=true", "overdue", "today_only", "kept for today only; leave out as_of."),
    ("known_at=2025-04-14T00:00:00Z&q=truce", "q", "today_only", "as they stand today; leave out known_at"),
    ("as_of=2025-04-14T00:00:00Z&ordering=next_due_at", "ordering", "invalid", "“next_due_at” is none of"),
]


@pytest.mark.parametrize(("query", "parameter", "code", "words"), REFUSED, ids=[each[0][:40] for each in REFUSED])
def test_a_wrong_parameter_is_named_with_what_would_be_right(
    api: ApiClient, query: str, parameter: str, code: str, words: str
) -> None:
    answer = api.get(f"{ADDRESS}?{query}")
    assert answer.status_code == 400
    (fault,) = answer.json()["errors"]
    assert (fault["parameter"], fault["code"]) == (parameter, code)
    assert words in fault["detail"]


def test_every_fault_is_told_at_once(api: ApiClient) -> None:
    answer = api.get(f"{ADDRESS}?stauts=x&kind=y&page_size=z")
    assert [fault["parameter"] for fault in answer.json()["errors"]] == ["stauts", "page_size", "kind"]


def test_input_is_never_repeated_at_length(api: ApiClient) -> None:
    long = "x" * 50_000
    answer = api.get(ADDRESS, {"status": long, "ordering": long, long: "1"})
    assert answer.status_code == 400
    assert len(answer.content) < 3000


@pytest.mark.parametrize("address", ["/api/v1/proposals/P-1/", "/api/v1/"])
def test_one_record_takes_no_filters(api: ApiClient, address: str) -> None:
    answer = api.get(f"{address}?status=agreed")
    assert answer.status_code == 400
    assert answer.json()["errors"][0]["parameter"] == "status"


CHOSEN: list[tuple[dict[str, str], list[str]]] = [
    ({"fields": "title,status"}, ["id", "title", "status"]),
    ({"fields": "title,status", "omit": "status"}, ["id", "title"]),
]


@pytest.mark.parametrize(("query", "fields"), CHOSEN)
def test_only_the_fields_asked_for_are_sent(api: ApiClient, query: dict[str, str], fields: list[str]) -> None:
    for row in api.get(ADDRESS, query).json()["results"]:
        assert list(row) == fields


def test_fields_left_out_cost_no_statement(api: ApiClient, django_assert_num_queries: Any) -> None:
    """Session, person, revision, page; all fields take four more and no revision, for momentum follows the clock."""
    api.get(ADDRESS)  # the first request of a session also writes when it was used
    with django_assert_num_queries(4):
        api.get(ADDRESS, {"fields": "title"})
    with django_assert_num_queries(8):
        api.get(ADDRESS)
