"""The timeline: which entries stand in which lane, where they are drawn, and what the address chooses."""

from __future__ import annotations

import csv
import io
import json
from datetime import date, datetime
from typing import Any

import pytest
from django.test import Client

from negotiations.actions.deadlines import settle_deadline
from negotiations.actions.proposals import change_status
from negotiations.dashboard.lanes import Window, drawn
from negotiations.enums import DeadlineStatus, EventCategory, ProposalStatus
from negotiations.models import Deadline, Proposal
from negotiations.queries.newly_moved import Cited, Moved
from negotiations.rules.moments import WorldMoment
from tests import factories
from tests.dashboard.conftest import TUESDAY, statements

WHEN: dict[str, Any] = {"actor": None, "now": TUESDAY}
WINDOW = Window(date(2025, 3, 24), 35, 1, 7)


def said(number: int) -> WorldMoment:
    return WorldMoment.day(date(2025, 4, number), factories.KYIV)


@pytest.fixture
def truce(db: None, tuesday: datetime) -> Proposal:
    """In force since 9 April, a day that began on the 8th for the reader, and ending on the 18th; a strike on the 13th
    and a meeting about it on the 11th."""
    home = factories.negotiation()
    claim = factories.claim(home, stated=said(1))
    truce = factories.proposal(home, title="Truce at sea", stated=said(1), claim=claim)
    ninth = WorldMoment.day(date(2025, 4, 9), "Asia/Tokyo")
    change_status(proposal=truce, status=ProposalStatus.IN_FORCE, reason="It began.", stated=ninth, claim=claim, **WHEN)
    factories.deadline(truce, title="It ends", claim=claim)
    factories.event(home, title="They met", occurred=said(11), proposals=[truce], claim=claim)
    factories.event(home, title="A strike", category=EventCategory.ASSAULT, occurred=said(13), claim=claim)
    return truce


def titles(page: Client, query: str = "") -> list[str]:
    return [row.entry.title for row in page.get(f"/timeline/{query}").context["entries"]]


def test_entries_stand_in_the_table_and_in_their_lanes(page: Client, truce: Proposal) -> None:
    assert titles(page) == ["It ends", "A strike", "They met", "Truce at sea", "Truce at sea"]
    lanes = page.get("/timeline/").context["lanes"]
    assert [(lane.name, sorted(mark.entry.title for mark in lane.marks)) for lane in lanes] == [
        ("On the ground", ["A strike"]),
        ("Truce at sea", ["It ends", "They met", "Truce at sea"]),
    ]
    # In force from the 9th to its deadline on the 18th, whose flag stands right after the end.
    assert [(bar.status, bar.column, bar.width, bar.ends) for bar in lanes[1].bars] == [("in force", 17, 10, True)]
    marks = {mark.title: (mark.words, mark.column, mark.row) for mark in lanes[1].marks}
    # What a bar says has no mark besides.
    assert (marks["It ends"], set(marks)) == (("Fri 18 Apr", 27, 1), {"It ends", "They met", "Under discussion"})
    text = " ".join(page.get("/timeline/").content.decode().split())
    assert "Now: Tue 15 Apr, 12:40" in text
    assert [text.count(f'class="i k {hue}"') for hue in ("c-orange", "c-blue", "c-green", "c-red")] == [1, 1, 0, 0]
    assert text.index("It ends</span>") < text.index("Now: Tue") < text.index("A strike</span>")


def test_kinds_are_hidden_and_windows_moved_by_the_address(page: Client, truce: Proposal) -> None:
    assert titles(page, "?hide=deadline,change") == ["A strike", "They met"]
    assert titles(page, "?w=2&from=2025-04-11") == ["It ends", "A strike", "They met"]
    assert titles(page, "?from=2024-01-01") == []
    # Where deadlines are hidden, what is in force is drawn to today and no further.
    bars = page.get("/timeline/?hide=deadline").context["lanes"][1].bars
    assert [(bar.width, bar.ends, bar.short) for bar in bars] == [(7, False, False)]
    # In a year it is so short that its word stands after it, where no mark is put.
    drawn = page.get("/timeline/?w=52").context["lanes"][1]
    [bar] = drawn.bars
    assert (bar.short, [mark for mark in drawn.marks if mark.row == bar.row and not mark.before]) == (True, [])
    for scale in ("2", "5", "13", "52"):
        window = page.get(f"/timeline/?w={scale}").context["window"]
        assert (window.start <= TUESDAY.date() <= window.end, window.columns <= 60) == (True, True)


@pytest.mark.parametrize(
    ("query", "told"),
    [
        ("w=9", "w: “9” is none of 2, 5, 13, 52 weeks."),
        ("hide=noise", "hide: “noise” is none of deadline"),
        ("from=soon", "from: “soon” is no day"),
        ("form=2025-04-01", "There is no parameter “form”. Did you mean “from”?"),
    ],
)
def test_what_is_not_understood_is_told(page: Client, truce: Proposal, query: str, told: str) -> None:
    answer = page.get(f"/timeline/?{query}")
    assert (answer.status_code, told in answer.content.decode()) == (400, True)


def test_a_past_day_knows_no_later_entry_and_nobody_reads_what_is_hidden(page: Client, truce: Proposal) -> None:
    assert titles(page, "?as_of=2025-04-10") == ["Truce at sea", "Truce at sea"]
    factories.event(factories.negotiation(restricted=True), title="Quorvandel", occurred=said(12))
    assert "Quorvandel" not in page.get("/timeline/").content.decode()


def test_three_proposals_cost_as_many_statements_as_one(page: Client, truce: Proposal) -> None:
    before = statements(page, "/timeline/")
    for _n in range(2):
        more = factories.proposal(truce.negotiation, stated=said(2))
        factories.deadline(more)
        factories.event(truce.negotiation, occurred=said(3), proposals=[more])
    assert statements(page, "/timeline/") == before


def entry(title: str, number: int) -> Moved:
    when = said(number)
    assert when.at is not None
    return Moved("event", title, when, when.at, 1, Cited("S-1", "Report", ""))


def test_marks_in_reach_of_each_other_take_rows_and_the_fifth_is_only_counted() -> None:
    lane = drawn(None, "On the ground", [(n, entry(f"Strike {n}", 2)) for n in range(1, 6)], WINDOW, date(2025, 4, 15))
    assert ([(mark.row, mark.column) for mark in lane.marks], lane.more) == ([(1, 10), (2, 10), (3, 10), (4, 10)], 1)


def test_text_stands_before_its_mark_where_the_window_ends() -> None:
    late = drawn(None, "", [(1, entry("A strike on the base", 26))], WINDOW, date(2025, 4, 15)).marks[0]
    assert (late.before, late.column + late.width - 1) == (True, 34)


def file(page: Client, address: str) -> str:
    answer: Any = page.get(address)
    assert answer.status_code == 200
    return b"".join(answer.streaming_content).decode()


@pytest.mark.parametrize("query", ["", "?hide=change", "?from=2025-04-07&w=2&hide=deadline,event", "?as_of=2025-04-14"])
def test_the_file_holds_what_the_table_shows(page: Client, truce: Proposal, query: str) -> None:
    shown = titles(page, query)
    rows = json.loads(file(page, f"/timeline.json{query}"))
    assert ([row["title"] for row in rows["timeline"]], rows["query"]) == (shown, f"/timeline.json{query}")
    told = list(csv.reader(io.StringIO(file(page, f"/timeline.csv{query}").removeprefix("\ufeff"))))
    assert [row[4] for row in told[2:]] == shown
    assert page.get(f"/timeline/{query}").context["files"]["csv"].startswith("/timeline.csv?")


def test_a_line_of_the_file_is_as_exact_as_its_source(page: Client, truce: Proposal) -> None:
    met = json.loads(file(page, "/timeline.json"))["timeline"][2]
    assert met == {
        "on": "2025-04-11",
        "at": None,
        "precision": "day",
        "kind": "meeting",
        "title": "They met",
        "value": None,
        "quotation": None,
        "words": None,
        "proposals": [truce.reference],
        "source": met["source"],
        "via": None,
    }
    assert met["source"].startswith("S-")
    assert page.get("/timeline.csv?w=3").status_code == 400


def test_the_dates_of_the_window_are_a_calendar_file(page: Client, truce: Proposal) -> None:
    hidden = factories.proposal(factories.negotiation(restricted=True))
    factories.deadline(hidden, title="Nobody outside knows")
    answer = page.get("/timeline.ics?w=5")
    assert (answer.status_code, answer["Content-Type"]) == (200, "text/calendar; charset=utf-8")

    def summaries(query: str) -> list[str]:
        body = page.get(f"/timeline.ics{query}").content.decode()
        return [line.removeprefix("SUMMARY:") for line in body.splitlines() if line.startswith("SUMMARY:")]

    assert summaries("?w=5") == ["It ends", "They met"]
    assert summaries("?w=5&hide=meeting") == ["It ends"]
    assert summaries("?w=2&from=2025-05-05") == []
    (ends,) = Deadline.objects.unscoped(reason="test").filter(proposal=truce)
    claim = factories.claim(truce.negotiation, stated=said(15))
    settle_deadline(deadline=ends, status=DeadlineStatus.CANCELLED, claim=claim, **WHEN)
    assert summaries("?w=5") == ["They met"]
    # As the record stood before it was called off, and as the first version of the entry that a program may hold.
    assert summaries("?w=5&as_of=2025-04-14") == ["It ends", "They met"]
    assert page.get("/timeline.ics?w=5&as_of=2025-04-14").content.decode().count("SEQUENCE:0") == 2
