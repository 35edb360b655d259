from __future__ import annotations

from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client

from tests import world
from tests.api import described


class ApiClient(Client):
    """A client that holds every answer under /api/v1/ against the description."""

    def request(self, **request: Any) -> HttpResponse:  # type: ignore[override]
        response = super().request(**request)
        if request["PATH_INFO"].startswith("/api/v1/"):
            described.check(request["PATH_INFO"], request["REQUEST_METHOD"].lower(), response)
        return response


@pytest.fixture
def talks(db: None) -> world.World:
    """An open negotiation in which every noun has a row."""
    return world.build()


@pytest.fixture
def api(talks: world.World) -> ApiClient:
    """A signed-in member of those talks."""
    client = ApiClient()
    client.force_login(talks.lead)
    return client
