"""What holds for every list and every record alike."""

from __future__ import annotations

import pytest

from negotiations.api.nouns import router
from tests.api.conftest import ApiClient

NOUNS = [noun for noun, _, _ in router.registry]


@pytest.mark.parametrize("noun", NOUNS)
def test_a_list_and_each_of_its_records_are_as_described(api: ApiClient, noun: str) -> None:
    page = api.get(f"/api/v1/{noun}/")
    assert page.status_code == 200, page.content
    for row in page.json()["results"]:
        address = f"/api/v1/{noun}/{row.get('reference') if noun in REFERENCED else row['id']}/"
        record = api.get(address)
        assert record.status_code == 200, record.content
        assert record.json()["id"] == row["id"]


REFERENCED = {"negotiations", "proposals", "conditions", "articles"}
