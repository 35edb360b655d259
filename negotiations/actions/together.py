"""Several actions as one."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import transaction

from negotiations.actions.gathering import gathered
from negotiations.actions.recording import hold_chain


@contextmanager
def together() -> Iterator[None]:
    """All actions within, or none of them.

    The head of the chain is held from the start, as in each action: what is read within stays true until the end.
    """
    with transaction.atomic():
        hold_chain()
        yield


@contextmanager
def apart() -> Iterator[None]:
    """One of several within `together`: undone by itself where it is refused."""
    with transaction.atomic():
        yield


@contextmanager
def at_once(number: int) -> Iterator[None]:
    """About so many new rows of a kind within `together`, written together: see `gathering`."""
    with gathered(hold_chain(), expected=number):
        yield
