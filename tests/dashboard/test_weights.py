"""What a page weighs on its way to the browser: the sheet, the script, and the first page of any list."""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from copy import copy
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db.models.base import ModelState
from django.test import Client
from django.urls import URLPattern
from pytest_django import DjangoDbBlocker

from negotiations.actions.positions import take_position
from negotiations.dashboard.filtered import PAGE_SIZE, FilteredList
from negotiations.dashboard.sheet import sheet
from negotiations.dashboard.urls import urlpatterns
from negotiations.enums import Stance
from negotiations.models import User
from tests import factories as make
from tests.kept import kept

SHEET = SCRIPT = 20_000
LIST = 15_000
_number = count(1)
LISTS = sorted(
    f"/{route.pattern}"
    for route in urlpatterns
    if isinstance(route, URLPattern)
    and str(route.pattern).endswith("/")  # the others are files
    and issubclass(getattr(route.callback, "view_class", object), FilteredList)
)


def full_lists() -> User:
    """More than a page of every noun, in words as long as people write them; returns somebody who may read it."""
    home = make.negotiation(name="Talks on a general ceasefire and on what would follow it")
    party, envoy, source = make.party(name="Federation of States"), make.person(), make.source(name="The Daily Courier")
    article = make.article(source=source, title="Envoys speak of progress after the talks in the palace")
    said = "They have to move, and that within days"
    claim = make.claim(home, article=article, assertion="Both would agree.", quotation=said, asserted_by_person=envoy)
    proposal = make.proposal(home, title="Partial ceasefire for the ports", summary="No strikes on ports. " * 4)
    deadline = make.deadline(proposal, title="The freeze on strikes ends", claim=claim)
    condition = make.condition(proposal, text="The bank is connected again", blocks=True, claim=claim)
    stance = take_position(
        condition=condition, party=party, stance=Stance.DEMANDS, claim=claim, actor=None, now=make.NOW
    )
    for row, column in (
        *((party, "name"), (envoy, "name"), (source, "name"), (claim, "assertion")),
        *((article, "title"), (condition, "text"), (deadline, "title")),
    ):
        more(row, column)
    for copied in more(proposal, "title"):
        for row in (condition, deadline):
            more(row, "title" if row is deadline else "text", 1, proposal=copied)
    assert stance.pk
    return make.user()


def more(row: Any, column: str, number: int = PAGE_SIZE, **others: Any) -> list[Any]:
    """Rows like this one, with a number in one of their texts and a reference of their own."""
    rows = []
    for _ in range(number):
        each, mark = copy(row), f"Z-{next(_number)}"
        each.pk, each._state = None, ModelState()
        setattr(each, column, f"{getattr(row, column)} {mark}")
        for name, value in {**({"reference": mark} if hasattr(row, "reference") else {}), **others}.items():
            setattr(each, name, value)
        rows.append(each)
    return list(type(row)._base_manager.bulk_create(rows))


@pytest.fixture(scope="module")
def kept_reader(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[User]:
    with kept(full_lists, django_db_blocker) as reader:
        yield reader


@pytest.fixture
def browser(kept_reader: User, db: None, tuesday: object) -> Client:
    client = Client(headers={"accept-encoding": "gzip"})
    client.force_login(kept_reader)
    return client


@pytest.mark.parametrize("address", LISTS)
def test_the_first_page_of_a_list(browser: Client, address: str) -> None:
    answer = browser.get(address)
    assert answer.headers["Content-Encoding"] == "gzip"
    assert len(answer.content) <= LIST


def test_the_lists_are_full(browser: Client) -> None:
    pages = {address: browser.get(address).context.get("page") for address in LISTS}
    counts = {address: page.paginator.count for address, page in pages.items() if page is not None}
    assert {address for address, count in counts.items() if count > PAGE_SIZE} == {
        *("/articles/", "/claims/", "/parties/", "/people/", "/proposals/", "/sources/")
    }


def test_the_sheet_is_served_packed_and_kept_for_good(client: Client) -> None:
    address = f"/style/{sheet().digest}.css"
    packed = client.get(address, headers={"accept-encoding": "gzip"})
    assert len(packed.content) <= SHEET
    assert gzip.decompress(packed.content) == client.get(address).content == sheet().plain
    assert packed.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert packed.headers["Vary"].startswith("Accept-Encoding")
    assert client.get("/style/another.css").headers["Cache-Control"] == "no-cache"


def test_a_font_is_asked_for_where_it_is_served() -> None:
    assert 'url("/static/parley/fonts/inter-latin-wght-normal.woff2")' in sheet().plain.decode()


def test_the_script() -> None:
    script = Path(settings.BASE_DIR) / "negotiations/static/parley/js/parley.js"
    assert len(gzip.compress(script.read_bytes(), 9)) <= SCRIPT
