"""What the list of proposals offers as a file holds just what the list shows."""

from __future__ import annotations

import json
import re
from html import unescape

import pytest
from django.test import Client

from negotiations.enums import ProposalStatus
from tests import factories as make


@pytest.mark.django_db
@pytest.mark.parametrize("query", ["", "?status=rejected", "?q=second&ordering=-title"])
def test_the_file_holds_what_the_list_shows(query: str) -> None:
    home = make.negotiation()
    for title, status in (("First", ProposalStatus.TABLED), ("Second", ProposalStatus.REJECTED), ("A second", None)):
        make.proposal(home, title=title, **({"status": status} if status else {}))
    client = Client()
    client.force_login(make.user())
    page = client.get(f"/proposals/{query}").content.decode()
    (address,) = re.findall(r'href="(/api/v1/proposals/[^"]*format=ndjson)"', page)
    lines = b"".join(client.get(unescape(address)).streaming_content).splitlines()  # type: ignore[attr-defined]
    listed = dict.fromkeys(re.findall(r"P-\d+(?=/?\")", page))
    assert {json.loads(line)["reference"] for line in lines} == set(listed)
    assert len(lines) == {"": 2, "?status=rejected": 1}.get(query, len(lines))
