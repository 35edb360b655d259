from __future__ import annotations

from collections.abc import Iterator
from copy import deepcopy
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client
from pytest_django import DjangoDbBlocker

from tests import world
from tests.api import described
from tests.kept import kept


class ApiClient(Client):
    """A client that holds every answer under /api/v1/ against the description."""

    def request(self, **request: Any) -> HttpResponse:  # type: ignore[override]
        response = super().request(**request)
        if request["PATH_INFO"].startswith("/api/v1/"):
            described.check(request["PATH_INFO"], request["REQUEST_METHOD"].lower(), response)
        return response


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
