"""What will end says so: in its answers and in the description, and no sooner than a year ahead."""

from __future__ import annotations

from datetime import date

import pytest

from negotiations.api.comparison import Family
from negotiations.api.ending import ENDING, Ending
from tests.api.conftest import ApiClient
from tests.world import World

FAMILY = "/api/v1/proposals/{reference}/lineage/"


def test_answers_of_an_address_that_will_end_say_so(
    api: ApiClient, talks: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(ENDING, ("GET", FAMILY), Ending(date(2026, 1, 1), date(2027, 1, 1), "/api/v1/proposals/"))
    own = f"/api/v1/proposals/{talks.proposal.reference}/"
    for answer in (api.get(f"{own}lineage/"), api.head(f"{own}lineage/"), api.get("/api/v1/proposals/P-999/lineage/")):
        told = {name: answer.headers.get(name) for name in ("Deprecation", "Sunset", "Link")}
        assert told == {
            "Deprecation": "@1767225600",
            "Sunset": "Fri, 01 Jan 2027 00:00:00 GMT",
            "Link": '</api/v1/proposals/>; rel="successor-version"',
        }
    assert "Deprecation" not in api.get(own).headers
    marked = [Family().schema.get_operation(path, "", "", "GET", None) for path in (FAMILY, "/api/v1/elsewhere/")]
    assert [each.get("deprecated") for each in marked] == [True, None]


def test_nothing_ends_within_a_year() -> None:
    with pytest.raises(ValueError, match="another year"):
        Ending(date(2026, 1, 1), date(2026, 12, 31), "/api/v1/proposals/")
