"""Many at once: all of them or none, every refusal with its item, and no more statements than items call for."""

from __future__ import annotations

from typing import Any

from django.db import connection, transaction
from django.http import HttpResponse
from django.test import TestCase
from django.test.utils import CaptureQueriesContext

from negotiations.models import Position
from negotiations.queries.audit import verify_chain
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
        cls.item = {
            "proposal": cls.world.proposal.reference,
            "party": cls.world.parties[0].pk,
            "stance": "accepts",
            "claim": make.claim(cls.world.negotiation).pk,
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

    def test_statements_grow_with_the_items_and_no_faster(self) -> None:
        self.send([self.item])
        counts = []
        for times in (1, 11, 21):
            with CaptureQueriesContext(connection) as statements:
                assert self.send([self.item] * times).status_code == 201
            counts.append(len(statements))
        assert counts[2] - counts[1] == counts[1] - counts[0] <= 10 * 30

    def test_under_a_key_it_is_done_once(self) -> None:
        before = self.count()
        first, again = (self.send([self.item] * 3, **{"Idempotency-Key": "many"}) for _ in range(2))
        assert first.content == again.content
        assert self.count() == before + 3
