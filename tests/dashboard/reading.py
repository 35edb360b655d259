"""What the pages of proposals say, as a test reads it."""

from __future__ import annotations

from django.test import Client


def titles(page: Client, query: str = "") -> list[str]:
    """The proposals that the list shows, in its order."""
    answer = page.get(f"/proposals/{query}")
    assert answer.status_code == 200
    return [line.title for line in answer.context["lines"]]


def words(page: Client, address: str) -> str:
    """A page as one line."""
    return " ".join(page.get(address).content.decode().split())


def missing(text: str, *expected: str) -> list[str]:
    return [each for each in expected if each not in text]
