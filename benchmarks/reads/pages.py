"""Whole pages of the dashboard, as the signed-in reader gets them."""

from __future__ import annotations

from django.test import Client

from negotiations.models import User

PROPOSALS = "/proposals/"


class Ours:
    """A browser in which the reader is signed in."""

    def __init__(self, reader: User) -> None:
        self.client = Client(SERVER_NAME="127.0.0.1")
        self.client.force_login(reader)

    def page(self, address: str) -> bytes:
        answer = self.client.get(address)
        assert answer.status_code == 200, answer.status_code
        return answer.content
