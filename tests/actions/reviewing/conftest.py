"""The scene is built once for each file."""

from __future__ import annotations

import copy
from collections.abc import Iterator

import pytest
from pytest_django import DjangoDbBlocker

from tests.actions.reviewing.scene import Scene
from tests.kept import kept


@pytest.fixture(scope="module")
def built(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Scene]:
    with kept(Scene, django_db_blocker) as scene:
        yield scene


@pytest.fixture
def scene(db: None, built: Scene) -> Scene:
    return copy.deepcopy(built)
