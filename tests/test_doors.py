"""Everybody tries every page that writes: who is no member finds nothing, readers are refused, and so on upwards."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client
from django.urls import URLPattern, get_resolver

from negotiations.api.urls import router
from negotiations.dashboard.record_view import RecordView
from negotiations.enums import MemberRole
from negotiations.models import Account, Condition, ProposedChange, User
from tests import factories as make
from tests import world

pytestmark = pytest.mark.django_db
OUTSIDE = ("nobody", "outsider", "administrator", "not on the staff")
STATUS = {"nobody": 302, "outsider": 404, "administrator": 404, "not on the staff": 404}


def doors() -> Iterator[tuple[str, MemberRole]]:
    """Each page with a form that writes to a negotiation, and the role it asks for."""
    for route, pattern in _walk(get_resolver(), ""):
        view = getattr(pattern.callback, "view_class", None)
        # What names nothing of a negotiation (adding something) asks which one it is for.
        if view is not None and issubclass(view, RecordView) and "<" in route:
            yield "/" + route, view.role


def _walk(resolver: Any, before: str) -> Iterator[tuple[str, URLPattern]]:
    for pattern in resolver.url_patterns:
        route = before + str(pattern.pattern)
        if isinstance(pattern, URLPattern):
            yield route, pattern
        else:
            yield from _walk(pattern, route)


class House:
    """A restricted negotiation, and somebody of every kind at its doors."""

    def __init__(self) -> None:
        self.world = world.build(restricted=True, mark="quorvandel")
        home = self.world.negotiation
        self.people: dict[str, User | None] = {
            "nobody": None,
            "outsider": make.user(),
            "administrator": make.user(is_superuser=True),
            "not on the staff": make.user(is_staff=False),
        }
        for role in MemberRole:
            person = self.people[role] = make.user()
            make.member(home, person, role)
        rows = {"unscoped": {"reason": "test"}}["unscoped"]
        proposal = self.world.proposal
        deadline = make.deadline(proposal)
        self.keys = {
            "negotiations/<str:reference>": home.reference,
            "articles/<str:reference>": deadline.claim.article,
            "<str:reference>": proposal.reference,
            "<str:condition>": Condition.objects.unscoped(**rows).filter(proposal=proposal).first(),
            "deadlines/<int:pk>": deadline.pk,
            "accounts/<int:pk>": Account.objects.unscoped(**rows).live().first(),
            "claims/<int:pk>": deadline.claim_id,
            "proposed-changes/<int:pk>": ProposedChange.objects.unscoped(**rows).first(),
        }

    def address(self, route: str) -> str:
        for part, key in self.keys.items():
            filled = getattr(key, "reference", None) or getattr(key, "pk", key)
            route = route.replace(part, part.partition("<")[0] + str(filled))
        assert "<" not in route, f"{route}: say in House which key belongs there"
        return route

    def client(self, who: str) -> Client:
        client, person = Client(), self.people[who]
        if person is not None:
            client.force_login(person)
        return client


@pytest.fixture
def house(db: None) -> House:
    return House()


def test_every_page_that_writes(house: House) -> None:
    rank = list(MemberRole)
    found = list(doors())
    assert len(found) > 20
    for who in house.people:
        client = house.client(who)
        for route, role in found:
            address = house.address(route)
            enough = who in rank and rank.index(MemberRole(who)) >= rank.index(role)
            looked, sent = client.get(address).status_code, client.post(address, {}).status_code
            if who in OUTSIDE:
                assert (looked, sent) == (STATUS[who], STATUS[who]), (who, address)
            elif not enough:
                assert (looked, sent) == (403, 403), (who, address)
            else:
                # An empty form saves nothing: it is drawn again, or was a button that says everything.
                assert (looked, sent) in {(200, 422), (200, 302)}, (who, address, looked, sent)


def test_every_list_of_the_api(house: House) -> None:
    """Members of any role read; whoever is outside reads none of it, an administrator included."""
    for who in house.people:
        client = house.client(who)
        for noun, _view, _name in router.registry:
            answer = client.get(f"/api/v1/{noun}/?page_size=200")
            if who == "nobody":
                assert answer.status_code == 401, noun
            elif who in OUTSIDE:
                assert "quorvandel" not in answer.content.decode(), (who, noun)
        detail = client.get(f"/api/v1/proposals/{house.world.proposal.reference}/").status_code
        assert detail == {"nobody": 401}.get(who, 404 if who in OUTSIDE else 200), who
