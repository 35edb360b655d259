"""A restricted negotiation with a row of every noun, everybody who may stand at its doors, and every door there is.

What a door is follows from its address (`kind_of_page`, `kind_of_operation`). tests/test_doors.py says who is let in.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import Enum, auto
from typing import Any

from django.http import HttpResponse
from django.test import Client
from django.urls import URLPattern, get_resolver

from config import clock
from negotiations import models
from negotiations.actions.feeds import make_feed
from negotiations.actions.saved_filters import save_filter
from negotiations.actions.tokens import make_token
from negotiations.actions.webhooks import make_webhook, ping_webhook
from negotiations.dashboard.record_view import RecordView
from negotiations.emails.address import link_for
from negotiations.enums import MemberRole, TokenScope
from negotiations.models import User
from tests import factories as make
from tests import world
from tests.api import described
from tests.api.bodies import NEW_CLAIM, Sent, own, requests
from tests.api.owed import alert

WORD = "quorvandel"
METHODS = ("get", "post", "put", "patch", "delete")


class Kind(Enum):
    READS = auto()  # one record of the negotiation
    WRITES = auto()  # to a record of the negotiation
    NAMES = auto()  # writes what its body says, and the body names the negotiation or a record of it
    WATCHES = auto()  # names a record in its body, and does no more to it than a reader may
    ASKS = auto()  # counts by the policy of a negotiation that its body names
    DECIDES = auto()  # what the negotiation itself is, and who belongs to it
    SHARED = auto()  # adds what all negotiations share
    OWN = auto()  # lists, and what each person has for themselves
    ANOTHERS = auto()  # what belongs to one person, here the lead
    ADMINISTERS = auto()  # a negotiation that stays hidden from everybody else
    SETTLES = auto()  # what all negotiations share, an administrator's alone to say


@dataclass(frozen=True, slots=True)
class Door:
    kind: Kind
    address: str
    method: str = "get"
    body: dict[str, Any] | None = None
    tag: str = ""

    def tried(self, client: Client) -> HttpResponse:
        given: dict[str, Any] = {}
        if self.address.startswith("/api/") and self.method != "get":
            named = {"If-Match": self.tag} if self.tag else {}
            given = {"data": json.dumps(self.body), "content_type": "application/json", "headers": named}
            given |= {"data": ""} if self.body is None else {}
        elif self.method == "post":
            given = {"data": self.body or {}}
        answer: HttpResponse = getattr(client, self.method)(self.address, **given)
        return answer


@dataclass
class House:
    """A restricted negotiation with a row of every noun, and somebody of every kind at its doors."""

    world: world.World
    people: dict[str, User]
    keys: dict[str, Any] = field(default_factory=dict)
    doors: list[Door] = field(default_factory=list)

    def client(self, who: str) -> Client:
        client = Client()
        client.force_login(self.people[who])
        return client


def house() -> House:
    built = world.build(restricted=True, mark=WORD)
    home, lead = built.negotiation, built.lead
    people = {
        "outsider": make.user(),
        "administrator": make.user(is_superuser=True),
        MemberRole.READER: make.user(is_staff=False),
        MemberRole.EDITOR: make.user(is_staff=False),
        MemberRole.LEAD: lead,
    }
    for role in MemberRole:
        make.member(home, people[role], role)
    make.member(home, make.user(), MemberRole.LEAD)
    found = House(built, people)
    found.keys = keys(found)
    found.doors = [*pages(found), *operations(found)]
    return found


def first(model: Any, **given: Any) -> Any:
    return model.objects.unscoped(reason="test").filter(**given).order_by("pk").first()


def keys(found: House) -> dict[str, Any]:
    """What fills the parameter after each of these words of an address: a row of the hidden negotiation."""
    built, now = found.world, clock.now()
    who = {"actor": built.lead, "now": now}
    end = clock.now().replace(year=now.year + 1)
    deadline = make.deadline(built.proposal)
    webhook = make_webhook(name="A wire", url="https://example.org/hook", **who)
    rows = {
        "negotiations": built.negotiation,
        "proposals": built.proposal,
        "compare": first(models.Proposal, title__startswith="Rival"),
        "conditions": first(models.Condition, proposal=built.proposal),
        "deadlines": deadline,
        "accounts": first(models.Account, proposal=built.proposal, value__startswith="Thursday"),
        "texts": first(models.ProposalText, proposal=built.proposal),
        "documents": first(models.ProposalText, proposal=built.proposal),
        "claims": deadline.claim,
        "proposed-changes": first(models.ProposedChange, negotiation=built.negotiation),
        "parties": built.parties[0],
        "people": first(models.Person, negotiation=built.negotiation),
        "sources": first(models.Source, negotiation=built.negotiation),
        "articles": first(models.Article, negotiation=built.negotiation),
        "other person": make.person(negotiation=built.negotiation),
        "positions": first(models.Position),
        "events": first(models.Event),
        "corrections": first(models.ClaimMark),
        "changes": first(models.Change, negotiation=built.negotiation),
        "members": first(models.Membership, user=found.people[MemberRole.READER]),
        "office": found.people[MemberRole.READER],
        "stages": first(models.ArmedAlert, deadline=deadline),
        "webhooks": webhook,
        "webhook-messages": ping_webhook(webhook=webhook, **who),
        "tokens": make_token(person=built.lead, name="A feed", scopes=[TokenScope.READ], expires_at=end, **who),
        "addresses": make_feed(proposal=built.proposal, **who)[0],
        "views": save_filter(noun="proposals", name="Mine", query="status=tabled", shared=False, **who),
        "alerts": alert(built.lead, deadline, built.negotiation),
        "address": link_for(built.lead, "elsewhere@example.org"),
        "undo": "0" * 32,
    }
    named = {word: getattr(row, "reference", "") or getattr(row, "pk", row) for word, row in rows.items()}
    return {**named, "changes": rows["changes"].pk}


def filled(found: House, address: str) -> str:
    """The address with a key of the hidden negotiation for each parameter, by the word before it."""
    parts = address.split("/")
    others = {"parties": found.world.parties[1].pk, "people": found.keys["other person"]}
    for at, part in enumerate(parts):
        if part[:1] in {"<", "{"}:
            words = [each for each in parts[:at] if each in found.keys]
            assert words, f"{address}: say in keys() which row of the hidden negotiation belongs there"
            parts[at] = str(others[words[-1]] if parts[at - 1] == "merge" else found.keys[words[-1]])
    return "/".join(parts)


# Whoever holds the link is let in: tests/dashboard/test_calendar.py, tests/emails/test_mail_links.py.
BY_LINK = ("feeds/", "mail/")
# Nothing of the record: the style sheet, allauth's own pages, and the administration (see tests/test_admin.py).
APART = ("accounts/", "admin/", "api/", "style/")
OF_ONE_PERSON = ("views/", "addresses/", "address/", "tokens/", "alerts/")


def patterns(resolver: Any = None, before: str = "") -> Iterator[tuple[str, Any]]:
    """Each page's route and view."""
    for pattern in (resolver or get_resolver()).url_patterns:
        route = before + str(pattern.pattern)
        if route.startswith((*APART, *BY_LINK)):
            continue
        if isinstance(pattern, URLPattern):
            yield route, getattr(pattern.callback, "view_class", None)
        else:
            yield from patterns(pattern, route)


def kind_of_page(route: str, view: Any, method: str) -> Kind:
    if route.startswith("break-glass/"):
        return Kind.ADMINISTERS
    if route.startswith(("settings/parties/", "settings/office/")):
        return Kind.SETTLES
    if "<" in route and any(f"{word}<" in route for word in OF_ONE_PERSON):
        return Kind.ANOTHERS
    if "/merge/" in route:
        return Kind.DECIDES
    if route in {"bulk/watch/", "bulk/alert/"}:
        return Kind.READS
    if issubclass(view, RecordView):
        return Kind.DECIDES if route.startswith("negotiations/<") else Kind.WRITES
    if "<" not in route or route.startswith("undo/"):
        return Kind.OWN
    return Kind.READS if method == "get" or route.endswith("/watch/") else Kind.WRITES


def pages(found: House) -> Iterator[Door]:
    """What names nothing in its path is asked about the hidden negotiation in its query."""
    named = f"?negotiation={found.keys['negotiations']}&ref={found.keys['proposals']}&to=on%20hold"
    for route, view in patterns():
        query = named if issubclass(view, RecordView) and "<" not in route else ""
        for method in METHODS:
            if not hasattr(view, method) or method not in view.http_method_names:
                continue
            body = {"watch": "on"} if route.endswith("/watch/") else {}
            yield Door(kind_of_page(route, view, method), f"/{filled(found, route)}{query}", method, body)


PERSONAL = ("subscriptions", "alerts", "tokens", "webhooks", "webhook-messages")


def kind_of_operation(path: str, method: str, body: dict[str, Any] | None) -> Kind:
    noun, _slash, rest = path.removeprefix("/api/v1/").partition("/")
    keyed = rest.startswith("{")
    if keyed and noun in PERSONAL:
        return Kind.ANOTHERS
    if method == "get":
        return Kind.READS if keyed else Kind.OWN
    if keyed:
        return Kind.DECIDES if noun == "negotiations" or path.endswith("/merge/") else Kind.WRITES
    if path.endswith("/resolve/"):
        return Kind.ASKS
    if noun == "subscriptions" or "negotiations" in (body or {}):
        return Kind.WATCHES
    if noun in PERSONAL:
        return Kind.OWN
    return Kind.NAMES if body and {"negotiation", "proposal"} & set(body) else Kind.SHARED


def operations(found: House) -> Iterator[Door]:
    """Each operation of the API's description, with a body that is right."""
    home, lead = found.world.negotiation.reference, found.client(MemberRole.LEAD)
    sent = {**requests(found.world), **own(found.world)}
    found.keys["subscriptions"] = first(models.Subscription).pk
    article = sent["article_create"]
    sent["article_create"] = Sent(article.address, {**(article.body or {}), "negotiation": home})
    dismissed = sent["negotiation_member"]
    member = filled(found, "/api/v1/negotiations/{reference}/members/{member}/")
    sent["negotiation_member"] = Sent(member, None, dismissed.record, dismissed.method)
    question = {"text": "within 3 days", "reference": "2025-04-14T09:00:00", "tz": "UTC", "negotiation": home}
    report = {
        "negotiation": home,
        "article": NEW_CLAIM["article"],
        "claims": [{"assertion": "They go on.", "evidence": "report"}],
    }
    tags: dict[str, str] = {}
    for path, methods in described.document()["paths"].items():
        for method, operation in methods.items():
            name = operation["operationId"]
            one = sent.get(name)
            body = one.body if one else None
            if path.endswith("/bulk/"):
                single = sent[name.removesuffix("_bulk") + "_create"].body or {}
                yield Door(kind_of_operation(path, method, single), path, method, {"items": [single]})
                continue
            if path.endswith(("/resolve/", "/reports/")):
                body = question if path.endswith("/resolve/") else report
            if one and one.record and one.record not in tags:
                tags[one.record] = lead.get(one.record).headers["ETag"]
            tag = tags[one.record] if one and one.record else '"1.0"'
            address = one.address if one else filled(found, path)
            query = "?q=Truce" if path.endswith("/search/") else ""
            yield Door(kind_of_operation(path, method, body), address + query, method, body, tag)
