from __future__ import annotations

from collections.abc import Iterator
from copy import deepcopy

import pytest
from django.test import Client
from pytest_django import DjangoDbBlocker

from tests import world
from tests.kept import kept

# Its answers are held against the description, as those to every client of the tests: tests/api/described.py.
ApiClient = Client


@pytest.fixture(scope="module")
def kept_talks(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[world.World]:
    with kept(world.build, django_db_blocker) as talks:
        yield talks


@pytest.fixture
def talks(kept_talks: world.World, db: None) -> world.World:
    """An open negotiation in which every noun has a row."""
    return deepcopy(kept_talks)


@pytest.fixture
def api(talks: world.World) -> ApiClient:
    """A signed-in member of those talks."""
    client = ApiClient()
    client.force_login(talks.lead)
    return client
