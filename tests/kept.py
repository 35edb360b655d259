"""Rows that many tests of a file only read, built once for all of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TypeVar

from django.db import transaction
from pytest_django import DjangoDbBlocker

T = TypeVar("T")


@contextmanager
def kept(build: Callable[[], T], blocker: DjangoDbBlocker) -> Iterator[T]:
    """What `build` returns, in a transaction around those of the tests: what one of them writes ends with it.

    For a fixture of a whole file in which no test commits, since a commit would not come through. Hand each test
    a copy (`copy.deepcopy`), so that no attribute that one sets is there in the next.
    """
    around = transaction.atomic()
    with blocker.unblock():
        around.__enter__()
    try:
        with blocker.unblock():
            built = build()
        yield built
    finally:
        with blocker.unblock():
            transaction.set_rollback(True)
            around.__exit__(None, None, None)


@contextmanager
def undone() -> Iterator[None]:
    """What is written inside is as if it had not been, afterwards."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)
