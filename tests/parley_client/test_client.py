"""The client against a running server: pages, preconditions, problems, retries, files."""

from __future__ import annotations

import re
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

import parley_client
from config import clock
from negotiations.actions.tokens import make_token
from negotiations.enums import TokenScope
from negotiations.models import Change, Source
from parley_client import Client, ProblemError
from tests import factories as make
from tests import world
from tests.api.bodies import NEW_CLAIM

README = Path(parley_client.__file__).with_name("README.md")


def test_the_example_of_its_readme(address: str, capsys: pytest.CaptureFixture[str]) -> None:
    talks = world.build()
    until = clock.now() + timedelta(days=1)
    token = make_token(name="Wire", scopes=list(TokenScope), expires_at=until, actor=talks.lead, now=clock.now())
    (example,) = re.findall("```python\n(.*?)```", README.read_text(encoding="utf-8"), re.DOTALL)
    told = {"N-3": "N-1", "P-10": "P-1", "https://parley.example.org": address, "parley_…": token.shown_once["token"]}
    for written, here in told.items():
        example = example.replace(written, here)
    exec(example, {})  # noqa: S102 - our own
    talks.proposal.refresh_from_db()
    assert capsys.readouterr().out == f"P-1 {talks.proposal.title}\n"
    assert talks.proposal.short_title == "Freeze"


def test_a_program_reads_writes_follows_and_is_told_what_is_wrong(address: str, settings: Any) -> None:
    talks = world.build()
    for number in range(3):
        make.source(name=f"Outlet {number}")
    now = clock.now()
    token = make_token(
        name="Wire", scopes=list(TokenScope), expires_at=now + timedelta(days=1), actor=talks.lead, now=now
    )
    waits: list[float] = []

    def sleep(seconds: float) -> None:
        waits.append(seconds)
        settings.API_RATE = 0

    parley = Client(address, token.shown_once["token"], sleep=sleep)

    names = [source["name"] for source in parley.each("sources", ordering="id", page_size=2)]
    assert names == list(Source.objects.unscoped(reason="test").order_by("pk").values_list("name", flat=True))
    assert [source["name"] for source in parley.lines("sources")] == names

    found = parley.one("proposals", "P-1")
    revised = parley.revise("proposals", "P-1", {"short_title": "Freeze", "reason": "So called."}, found.etag)
    assert revised.record["short_title"] == "Freeze"
    with pytest.raises(ProblemError) as stale:
        parley.revise("proposals", "P-1", {"short_title": "Again", "reason": "So called."}, found.etag)
    assert stale.value.problem.status == 412

    body = {"party": talks.parties[0].pk, "stance": "accepts", "claim": NEW_CLAIM}
    taken, again = (parley.create("proposals/P-1/positions", body, key="sent-twice") for _ in range(2))
    assert (taken, taken.record["proposal"]["id"]) == (again, found.record["id"])
    step = {
        "status": "on hold",
        "reason": "So it is said.",
        "claim": taken.record["claim"]["id"],
        "stated": {"on": "2025-05-01"},
    }
    assert parley.move("proposals/P-1/status", step, revised.etag).record["status"] == "on hold"
    with pytest.raises(ProblemError) as moved:
        parley.move("proposals/P-1/status", step, revised.etag)
    assert moved.value.problem.status == 412

    with pytest.raises(ProblemError) as refused:
        list(parley.each("proposals", stauts="agreed"))
    (fault,) = refused.value.problem.errors
    assert (fault.parameter, fault.code) == ("stauts", "unknown")

    followed = list(parley.changes())
    every = Change.objects.unscoped(reason="test").exclude(noun__in=["user", "apitoken"])
    assert [change["id"] for change, _ in followed if change["noun"] != "apitoken"] == list(
        every.order_by("sequence").values_list("sequence", flat=True)
    )
    assert list(parley.changes(since=followed[-1][1])) == []

    settings.API_RATE = 1
    assert [parley.one("proposals", "P-1").record["id"] for _ in range(2)] == [found.record["id"]] * 2
    assert len(waits) == 1
    assert 0 < waits[0] <= 60

    with pytest.raises(ValueError, match="goes nowhere else"):
        list(parley.changes(since="https://example.org/api/v1/changes/"))
    with pytest.raises(ProblemError) as nobody:
        Client(address, "parley_none").one("proposals", "P-1")
    assert nobody.value.problem.type == "urn:parley:problem:not-signed-in"
