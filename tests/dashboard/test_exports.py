"""What the list of proposals offers as a file holds just what the list shows: rows, order, columns, the question."""

from __future__ import annotations

import csv
import io
import json
from datetime import datetime
from html import unescape
from typing import Any

import pytest
from django.test import Client

from negotiations.enums import ProposalStatus
from negotiations.models import User
from tests import factories as make
from tests.dashboard.full import fill

pytestmark = pytest.mark.django_db


def text(page: Client, address: str) -> str:
    answer: Any = page.get(unescape(address))
    assert answer.status_code == 200
    return b"".join(answer.streaming_content).decode()


@pytest.fixture
def list_of_four(tuesday: datetime) -> None:
    home = make.negotiation(name="Talks")
    claim = make.claim(home)
    for title, status in (("First", ProposalStatus.TABLED), ("Second", ProposalStatus.REJECTED), ("A second", None)):
        make.proposal(home, title=title, claim=claim, **({"status": status} if status else {}))
    make.proposal(make.negotiation(restricted=True), title="Hidden")


@pytest.mark.usefixtures("list_of_four")
@pytest.mark.parametrize(
    "query", ["", "?status=rejected", "?q=second&ordering=-title", "?ordering=title&columns=kind", "?as_of=2025-04-14"]
)
def test_the_file_holds_the_rows_that_the_list_shows_in_their_order(page: Client, query: str) -> None:
    shown = page.get(f"/proposals/{query}")
    expected = [line.reference for line in shown.context["lines"]]
    for kind, address in shown.context["files"].items():
        day = query if "as_of" in query else ""  # the page puts it into every link
        told = text(page, address.removesuffix("?") + day)
        if kind == "json":
            found = [row["reference"] for row in json.loads(told)["proposals"]]
        else:
            found = [row[0] for row in list(csv.reader(io.StringIO(told)))[2:]]
        assert found == expected
    assert len(expected) == {"?status=rejected": 1}.get(query, len(expected))


def test_the_file_has_the_columns_that_are_shown_and_says_what_was_asked(
    page: Client, reader: User, tuesday: datetime
) -> None:
    proposal = make.proposal(make.negotiation(name="Talks"), title="=Truce", owner=reader)
    fill(proposal)
    query = "q=truce&columns=next,positions,blocked,owner,negotiation"
    told = list(csv.reader(io.StringIO(text(page, f"/proposals.csv?{query}").removeprefix("\ufeff"))))
    assert told[0][0].startswith(f"# Parley /proposals.csv?{query} 2025-04-15T")
    row = dict(zip(told[1], told[2], strict=True))
    condition = proposal.conditions.unscoped(reason="test").get()
    assert row | {"summary": ""} == {
        "reference": proposal.reference,
        "title": "'=Truce",
        "short_title": "",
        "summary": "",
        "next_due_at": "2025-04-18T21:00:00Z",
        "next_due_kind": "expiry",
        "next_due_zone": make.KYIV,
        "conditions": "1",
        "positions_on_record": "1",
        "positions_possible": "1",
        "blocked_by": json.dumps([condition.text]),
        "owner": "Ada Reader",
        "negotiation": "Talks",
    }
    whole = json.loads(text(page, f"/proposals.json?{query}"))
    assert (whole["query"], whole["proposals"][0]["blocked_by"]) == (f"/proposals.json?{query}", [condition.text])


@pytest.mark.usefixtures("list_of_four")
def test_the_chosen_ones_alone_or_all_of_them(page: Client) -> None:
    lines = page.get("/proposals/").context["lines"]
    chosen = lines[0].reference
    assert [row["reference"] for row in json.loads(text(page, f"/proposals.json?ref={chosen}"))["proposals"]] == [
        chosen
    ]
    both = json.loads(text(page, f"/proposals.json?ref={chosen}&all="))["proposals"]
    assert [row["reference"] for row in both] == [line.reference for line in lines]


def test_a_question_that_is_not_understood_gives_no_file(page: Client, tuesday: datetime) -> None:
    assert page.get("/proposals.csv?statuss=x").status_code == 400
