"""Many at once: all of them or none, every refusal with its item, and no more statements than items call for."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice, product
from typing import Any

from django.db import connection, transaction
from django.http import HttpResponse
from django.test import TestCase
from django.test.utils import CaptureQueriesContext

from config import clock
from negotiations.actions.negotiations import revise_negotiation
from negotiations.enums import AccountAttribute
from negotiations.models import Account, Condition, Party, Position
from negotiations.queries.audit import discrepancies, verify_chain
from negotiations.rules.divergence import said_of
from tests import factories as make
from tests import world
from tests.api.bodies import NEW_CLAIM, requests
from tests.api.conftest import ApiClient


class Bulk(TestCase):
    client_class = ApiClient

    @classmethod
    def setUpTestData(cls) -> None:
        cls.world = world.build()
        cls.sent = requests(cls.world)
        cls.claim = make.claim(cls.world.negotiation)
        cls.item = {
            "proposal": cls.world.proposal.reference,
            "party": cls.world.parties[0].pk,
            "stance": "accepts",
            "claim": cls.claim.pk,
        }

    def setUp(self) -> None:
        self.client.force_login(self.world.lead)

    def send(self, items: list[Any], noun: str = "positions", **headers: str) -> HttpResponse:
        answer: HttpResponse = self.client.post(
            f"/api/v1/{noun}/bulk/", {"items": items}, content_type="application/json", headers=headers
        )
        return answer

    def count(self) -> int:
        return Position.objects.unscoped(reason="test").count()

    def test_they_are_answered_in_their_order(self) -> None:
        before = self.count()
        answer = self.send([{**self.item, "note": f"Note {number}"} for number in range(5)])
        assert answer.status_code == 201
        assert [row["note"] for row in answer.json()["results"]] == [f"Note {number}" for number in range(5)]
        assert self.count() == before + 5

    def test_every_noun_that_can_be_made_can_be_made_in_bulk(self) -> None:
        for name, sent in self.sent.items():
            if name.endswith("_create"):
                noun = sent.address.split("/")[3]
                with transaction.atomic():
                    answer = self.send([sent.body], noun)
                    transaction.set_rollback(True)
                assert answer.status_code == 201, (name, answer.content)
                assert len(answer.json()["results"]) == 1

    def test_one_refusal_undoes_them_all_and_hides_no_other(self) -> None:
        before = self.count(), verify_chain().rows
        wrong = {**self.item, "dissent": True}
        answer = self.send([self.item, wrong, {**self.item, "claim": NEW_CLAIM}, wrong])
        assert answer.status_code == 422
        assert [fault["pointer"] for fault in answer.json()["errors"]] == ["/items/1/person", "/items/3/person"]
        shapeless = self.send([self.item, {**self.item, "stance": "loves", "note": 1}])
        assert shapeless.status_code == 400
        assert [fault["pointer"] for fault in shapeless.json()["errors"]] == ["/items/1/stance", "/items/1/note"]
        assert (self.count(), verify_chain().rows) == before

    def test_there_are_1_to_500(self) -> None:
        for items in ([], [self.item] * 501):
            answer = self.send(items)
            assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (400, "/items")

    def statements(self, body: dict[str, Any], times: int, noun: str) -> int:
        items = list(islice(self.accounts(body), times)) if noun == "accounts" else [body] * times
        with CaptureQueriesContext(connection) as taken:
            answer = self.send(items, noun)
        assert answer.status_code == 201, (noun, answer.content)
        assert len({row["id"] for row in answer.json()["results"]}) == times
        return len(taken)

    def accounts(self, body: dict[str, Any]) -> Iterator[dict[str, Any]]:
        """Accounts that nobody has given yet: a party says one thing of each attribute."""
        of_it = Account.objects.unscoped(reason="test").filter(proposal=self.world.proposal)
        given = set(of_it.values_list("party", "attribute"))
        parties = Party.objects.unscoped(reason="test").values_list("pk", flat=True).order_by("pk")
        for party, attribute in product(parties, AccountAttribute):
            if (party, attribute) not in given:
                yield {**body, "party": party, "attribute": attribute.value}

    def test_statements_are_as_many_however_many_items_there_are(self) -> None:
        rests = {"claim": self.item["claim"], "article": self.claim.article_id}
        for noun in ("accounts", "articles", "claims", "conditions", "positions", "proposals"):
            sent = self.sent[f"{noun.removesuffix('s')}_create"].body or {}
            body = {name: rests.get(name, value) for name, value in sent.items()}
            self.statements(body, 1, noun)
            assert self.statements(body, 4, noun) == self.statements(body, 12, noun) <= 60, noun
        assert list(discrepancies()) == []
        assert verify_chain().broken_at is None
        rows = Account.objects.unscoped(reason="test")
        assert {row.said == said_of(row.value, row.value_on) for row in rows} == {True}

    def test_of_two_accounts_of_the_same_the_second_is_refused(self) -> None:
        body = next(self.accounts(self.sent["account_create"].body or {}))
        before = Account.objects.unscoped(reason="test").count()
        answer = self.send([body, {**body, "value": "Something else"}], "accounts")
        (fault,) = answer.json()["errors"]
        assert (answer.status_code, fault["code"], fault["pointer"]) == (409, "already_said", "/items/1/replaces")
        assert Account.objects.unscoped(reason="test").count() == before
        alone = self.client.post("/api/v1/accounts/", body, content_type="application/json").json()
        again = self.client.post("/api/v1/accounts/", body, content_type="application/json")
        told = again.json()["errors"][0]["detail"]
        assert (again.status_code, f"POST /api/v1/accounts/{alone['id']}/withdraw/" in told) == (409, True)
        body["replaces"] = alone["id"]
        assert self.client.post("/api/v1/accounts/", body, content_type="application/json").status_code == 201

    def test_what_has_to_read_what_the_item_before_it_wrote_does(self) -> None:
        """Deadlines count from what is on record, and conditions stand in the order they are sent in."""
        due = self.sent["deadline_create"].body
        assert self.send([due] * 3, "deadlines").status_code == 201
        asks = self.sent["condition_create"].body
        keys = [row["id"] for row in self.send([asks] * 3, "conditions").json()["results"]]
        rows = Condition.objects.unscoped(reason="test").filter(pk__in=keys).order_by("pk")
        orders = [row.display_order for row in rows]
        assert orders == [orders[0], orders[0] + 1, orders[0] + 2]
        assert list(discrepancies()) == []

    def test_where_two_people_are_asked_for_each_waits_by_itself(self) -> None:
        home = self.world.negotiation
        revise_negotiation(
            negotiation=home, two_person_review=True, reason="Two from now on.", actor=None, now=clock.now()
        )
        offer = {**(self.sent["proposal_create"].body or {}), "claim": self.claim.pk}
        answer = self.send([offer, offer], "proposals")
        assert answer.status_code == 202
        assert [row["state"] for row in answer.json()["results"]] == ["waiting", "waiting"]
        assert list(discrepancies()) == []

    def test_what_the_database_refuses_of_many_undoes_them_all(self) -> None:
        before = self.count(), verify_chain().rows
        wrong = {**self.item, "party": None}
        twice = {"name": "Twice", "actor_type": "state", "iso_alpha3": "TWC"}
        assert self.send([twice, twice], "parties").status_code == 422
        assert self.send([self.item, wrong]).status_code == 400
        assert (self.count(), verify_chain().rows) == before

    def test_under_a_key_it_is_done_once(self) -> None:
        before = self.count()
        first, again = (self.send([self.item] * 3, **{"Idempotency-Key": "many"}) for _ in range(2))
        assert first.content == again.content
        assert self.count() == before + 3
