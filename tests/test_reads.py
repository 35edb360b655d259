"""Whatever shows something of a restricted negotiation is kept with who read it, once a day; nothing else is."""

from __future__ import annotations

from collections.abc import Iterator
from copy import deepcopy
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest_django import DjangoDbBlocker

from config import clock
from negotiations import models
from negotiations.actions.feeds import make_feed
from negotiations.models import Change, ReadRecord, User
from tests import factories as make
from tests import world
from tests.addresses import pages
from tests.kept import kept

WORD = "quorvandel"
ROW = ReadRecord._meta.db_table
OWN = {"reason": "test"}
# One of each kind is enough: a page is noted by what it is, whichever row it shows.
BY_REFERENCE = (models.Negotiation, models.Proposal, models.Condition, models.Article)
BY_ID = (models.Claim, models.Deadline, models.ProposedChange, models.Event, models.Party, models.Account)


@pytest.fixture(scope="module")
def kept_hidden(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[world.World]:
    with kept(lambda: world.build(restricted=True, mark=WORD), django_db_blocker) as built:
        yield built


@pytest.fixture
def hidden(kept_hidden: world.World, db: None) -> Iterator[world.World]:
    cache.clear()
    yield deepcopy(kept_hidden)
    cache.clear()


def noted(who: User) -> set[int]:
    """The restricted negotiations of which this person is on record to have read something; the record is emptied."""
    rows = ReadRecord.objects.unscoped(**OWN).filter(user=who)
    found = set(rows.values_list("negotiation", flat=True))
    rows.delete()
    cache.clear()
    return found


def addresses(hidden: world.World) -> Iterator[str]:
    references = [
        key
        for model in BY_REFERENCE
        for key in model._base_manager.order_by("pk").values_list("reference", flat=True)[:2]
    ]
    ids = {str(model._base_manager.order_by("pk").values_list("pk", flat=True)[0]) for model in BY_ID}
    yield from pages(references, sorted(ids))


def test_every_address_that_shows_something_is_noted(hidden: world.World) -> None:
    """And a second look costs no statement about reads at all."""
    client, shown = Client(), []
    client.force_login(hidden.lead)
    noted(hidden.lead)
    for address in addresses(hidden):
        answer = client.get(address)
        if answer.status_code != 200 or answer.streaming or WORD not in answer.content.decode():
            noted(hidden.lead)
            continue
        shown.append(address)
        with CaptureQueriesContext(
            connection,
        ) as again:
            client.get(address)
        written = [query["sql"] for query in again.captured_queries if ROW in query["sql"]]
        assert (noted(hidden.lead), written) == ({hidden.negotiation.pk}, []), address
    parts = {address.strip("/").partition("/")[0] for address in shown}
    assert parts >= {"", "api", "corrections", "positions", "proposals", "timeline"}
    assert len(shown) > 60


def test_a_change_of_what_has_no_reference_is_noted_by_its_number(hidden: world.World) -> None:
    client = Client()
    client.force_login(hidden.lead)
    rows = Change.objects.unscoped(**OWN).filter(negotiation=hidden.negotiation)
    bare, named = (rows.filter(noun=noun).latest("pk") for noun in ("membership", "proposal"))
    assert [client.get(f"/api/v1/changes/{each.pk}/").status_code for each in (bare, named)] == [200, 200]
    read = ReadRecord.objects.unscoped(**OWN).filter(user=hidden.lead).order_by("pk").values_list("what", flat=True)
    assert list(read)[-2:] == [f"change {bare.pk}", named.reference]


def test_files_and_addresses_of_calendars_are_noted(hidden: world.World) -> None:
    client = Client()
    client.force_login(hidden.lead)
    noted(hidden.lead)
    file = client.get("/api/v1/proposals/?format=csv")
    assert WORD in b"".join(file.streaming_content).decode()
    assert noted(hidden.lead) == {hidden.negotiation.pk}
    _, secret = make_feed(actor=hidden.lead, now=clock.now() - timedelta(days=1), proposal=hidden.proposal)
    assert WORD in Client().get(f"/feeds/{secret}.ics").content.decode()
    assert noted(hidden.lead) == {hidden.negotiation.pk}


def test_the_administration_is_noted(hidden: world.World) -> None:
    chief = make.user(is_superuser=True)
    make.member(hidden.negotiation, chief)
    client = Client()
    client.force_login(chief)
    for address in ("", f"{hidden.proposal.pk}/change/"):
        assert WORD in client.get(f"/admin/negotiations/proposal/{address}").content.decode()
        assert noted(chief) == {hidden.negotiation.pk}, address


def test_who_is_outside_and_what_is_open_to_all_leave_no_read(hidden: world.World) -> None:
    outsider, free = make.user(), make.proposal()
    client, member = Client(), Client()
    client.force_login(outsider)
    member.force_login(hidden.lead)
    for address in ("/", "/proposals/", "/timeline/", "/calendar/", "/api/v1/proposals/"):
        assert client.get(address).status_code == 200
    assert noted(outsider) == set()
    noted(hidden.lead)
    for address in (f"/proposals/{free.reference}/", f"/proposals/{free.reference}/history/"):
        assert member.get(address).status_code == 200
    assert noted(hidden.lead) == set()
