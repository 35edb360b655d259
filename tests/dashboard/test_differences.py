from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from negotiations.dashboard.differences import Difference, differences_of
from negotiations.queries.changes import Change


def change(before: dict[str, Any] | None, after: dict[str, Any] | None, noun: str = "proposal") -> Change:
    return Change(1, f"{noun}.revised", noun, 1, None, None, before, after, "", None, None, datetime.now(UTC), "")


def test_only_what_a_person_would_tell_is_shown() -> None:
    before = {"id": 1, "title": "Truce", "status": "tabled", "version": 1, "opened_at": None, "owner_id": None}
    after = before | {"status": "agreed", "version": 2, "opened_at": "2025-04-15T00:00:00+00:00", "owner_id": 3}
    assert differences_of(change(before, after)) == [Difference("Status", "tabled", "agreed")]


def test_a_new_row_tells_what_was_filled_in() -> None:
    after = {"text": "Sanctions first", "issue_text": "", "blocks": True, "contested": False, "dropped_on": None}
    assert differences_of(change(None, after, "condition")) == [
        Difference("Text", "", "Sanctions first"),
        Difference("Blocks", "", "yes"),
    ]


def test_days_and_lists_are_told_in_words() -> None:
    after = {"due_on": "2025-05-02", "warnings": ["It lies before the day it was said.", "A holiday."]}
    assert differences_of(change(None, after, "deadlinereading")) == [
        Difference("Due on", "", "Fri 2 May 2025"),
        Difference("Warnings", "", "It lies before the day it was said.; A holiday."),
    ]


def test_a_row_that_is_gone_tells_what_it_was() -> None:
    assert differences_of(change({"role": "lead"}, None, "membership")) == [Difference("Role", "lead", "")]
