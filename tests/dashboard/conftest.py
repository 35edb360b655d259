from __future__ import annotations

from collections.abc import Callable, Iterator
from copy import deepcopy
from datetime import UTC, datetime
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest_django import DjangoDbBlocker
from pytest_django.fixtures import Settings

from negotiations.models import Deadline, Proposal, User
from tests import factories
from tests.kept import kept

# Tuesday 15 April 2025, 12:40 in Kyiv, and some seconds so that no minute turns while a test runs.
TUESDAY = datetime(2025, 4, 15, 9, 40, 20, tzinfo=UTC)


@pytest.fixture
def set_clock(settings: Settings) -> Callable[[datetime], None]:
    """Moves the clock of the pages to a moment, from which it goes on."""

    def to(moment: datetime) -> None:
        settings.CLOCK_SHIFT = moment - datetime.now(UTC)

    return to


@pytest.fixture
def tuesday(set_clock: Callable[[datetime], None]) -> datetime:
    set_clock(TUESDAY)
    return TUESDAY


@pytest.fixture
def reader(db: None) -> User:
    """A member of staff whose zone is Kyiv's."""
    return factories.user(name="Ada Reader")


@pytest.fixture
def page(reader: User) -> Client:
    """A browser in which the reader is signed in."""
    client = Client()
    client.force_login(reader)
    return client


@pytest.fixture
def truce(db: None) -> Proposal:
    """An offer under discussion."""
    return factories.proposal(title="Truce")


@pytest.fixture
def friday(truce: Proposal) -> Deadline:
    """When it ends: on Friday 18 April."""
    return factories.deadline(truce)


@pytest.fixture(scope="module")
def kept_scene(
    request: pytest.FixtureRequest, django_db_setup: None, django_db_blocker: DjangoDbBlocker
) -> Iterator[Any]:
    """The `Scene` of a module that only reads it, built once."""
    with kept(request.module.Scene, django_db_blocker) as built:
        yield built


@pytest.fixture
def scene(kept_scene: Any, db: None, tuesday: datetime) -> Any:
    return deepcopy(kept_scene)


def statements(page: Client, address: str) -> int:
    """How many statements a page costs, once the session has been used."""
    page.get(address)
    with CaptureQueriesContext(connection) as run:
        assert page.get(address).status_code == 200
    return len(run)
