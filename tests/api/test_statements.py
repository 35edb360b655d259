"""A page takes as many statements for a hundred rows as for one, at every list there is."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.db.models import Model
from django.test.utils import CaptureQueriesContext

from negotiations import models
from negotiations.actions.subscriptions import watch
from negotiations.actions.tokens import make_token
from negotiations.actions.webhooks import make_webhook, ping_webhook
from negotiations.api.nouns import router
from negotiations.enums import TokenScope
from negotiations.queries.accounts import ACCOUNT
from negotiations.queries.changes import CHANGE
from negotiations.queries.claims import CLAIM
from negotiations.queries.expansion import expansions
from negotiations.queries.reading import read
from negotiations.queries.shapes import Reader, Shape
from negotiations.queries.sources import SOURCE
from tests import factories as make
from tests import world
from tests.api.conftest import ApiClient
from tests.api.owed import alert

# Of the page, and of each kind of row beside it; session, person and what vouches for the list are not counted.
STATEMENTS = {
    "negotiations": 1,
    "proposals": 6,
    "conditions": 7,
    "positions": 7,
    "accounts": 7,
    "texts": 6,
    "deadlines": 6,
    "events": 8,
    "parties": 5,
    "people": 4,
    "sources": 1,
    "articles": 2,
    "claims": 5,
    "proposed-changes": 7,
    "corrections": 4,
    "subscriptions": 2,
    "alerts": 4,
    "changes": 6,
    "tokens": 2,
    "webhooks": 1,
    "webhook-messages": 1,
}
# A page of a hundred reads one row further.
MANY = 101


def copies(row: Any, number: int, **changed: Any) -> list[Any]:
    """So many more rows like this one, written straight: what is counted is reading."""
    model: type[Model] = type(row)
    made = []
    for each in range(number):
        copy = model(**{f.attname: getattr(row, f.attname) for f in row._meta.concrete_fields if f.name != "id"})
        for name, value in changed.items():
            setattr(copy, name, value(each))
        made.append(copy)
    return list(model._default_manager.bulk_create(made))


def first(model: Any, **where: Any) -> Any:
    return model.objects.unscoped(reason="test").filter(**where).order_by("pk").first()


def hundredfold(shape: Shape[Any], row: Any) -> None:
    """Rows more like the first, each with the same rows hanging on it."""
    unique: dict[str, Any] = {"reference": lambda each: f"X-{each + 1}"} if hasattr(row, "reference") else {}
    if shape is ACCOUNT:
        unique["replaces_id"] = lambda each: None
    if shape is SOURCE:
        unique["name"] = lambda each: f"Outlet like it {each}"
    if shape is CHANGE:
        unique = {"sequence": lambda each: 100_000 + each, "hash": lambda each: f"{each:064}"}
    made = copies(row, MANY, **unique)
    for child in shape.children.values():
        link = child.column.split("__")[0]
        through = child.shape.model if "__" not in child.column else models.EventProposal
        owner = link.removesuffix("_id") if "__" not in child.column else "event"
        for hanging in through._default_manager.all().unscoped(reason="test").filter(**{owner: row}):  # type: ignore[attr-defined]
            extra: dict[str, Any] = {f"{owner}_id": lambda each: made[each].pk}
            copies(hanging, MANY, **extra)


def fullest(shape: Shape[Any], user: models.User) -> int:
    """The row that has most beside it, so that every kind of row is wanted."""
    path = {CLAIM: "asserted_by_person", CHANGE: "claim__asserted_by_person"}.get(shape)
    rows = shape.scoped(user).filter(**({f"{path}__isnull": False} if path else {}))
    found = {record.id: repr(record) for record in read(rows, shape, Reader(user, make.NOW))}
    return max(found, key=lambda key: found[key].count("("))


def personal(noun: str, talks: world.World) -> None:
    """A hundred rows of a noun that is each reader's own, one of which an action has made."""
    who: dict[str, Any] = {"actor": talks.lead, "now": make.NOW}
    if noun == "subscriptions":
        offers = copies(talks.proposal, MANY, reference=lambda each: f"X-{each + 1}")
        copies(watch(user=talks.lead, proposal=talks.proposal, **who), MANY, proposal_id=lambda each: offers[each].pk)
    elif noun == "alerts":
        owed = alert(talks.lead, make.deadline(talks.proposal), talks.negotiation)
        made = copies(owed, MANY, occurrence=lambda each: make.NOW + timedelta(hours=each + 1))
        copies(first(models.Delivery, alert=owed), MANY, alert_id=lambda each: made[each].pk)
    elif noun == "tokens":
        until = make.NOW + timedelta(days=30)
        token = make_token(name="A feed", scopes=[TokenScope.READ], expires_at=until, **who)
        copies(token, MANY, secret_hash=lambda each: f"{each:064}")
    else:
        webhook = make_webhook(name="A wire", url="https://example.org/hook", **who)
        copies(webhook if noun == "webhooks" else ping_webhook(webhook=webhook, **who), MANY)


@pytest.mark.parametrize(
    ("noun", "view"), [each[:2] for each in router.registry], ids=[each[0] for each in router.registry]
)
def test_a_page_takes_as_many_statements_for_a_hundred_rows_as_for_one(
    api: ApiClient, talks: world.World, noun: str, view: Any
) -> None:
    if noun in {"subscriptions", "alerts", "tokens", "webhooks", "webhook-messages"}:
        personal(noun, talks)
    else:
        hundredfold(view.shape, view.shape.scoped(talks.lead).get(pk=fullest(view.shape, talks.lead)))
    api.get("/api/v1/")  # the first request of a session also writes when it was used
    assert taken(api, noun, {}) == [STATEMENTS[noun]] * 3
    if paths := expansions(view.shape, view.whole or view.shape):
        whole = taken(api, noun, {"expand": ",".join(paths)})
        assert whole == whole[:1] * 3
        assert whole[0] >= STATEMENTS[noun]


def taken(api: ApiClient, noun: str, asked: dict[str, str]) -> list[int]:
    """The statements that 1, 3 and 100 rows take."""
    found = []
    for number in (1, 3, 100):
        with CaptureQueriesContext(connection) as statements:
            page = api.get(f"/api/v1/{noun}/", {**asked, "page_size": str(number), "ordering": "-id"})
        assert len(page.json()["results"]) == number
        beside = ("django_session", "chainhead")
        found.append(sum(not any(each in one["sql"] for each in beside) for one in statements) - 1)
    return found
