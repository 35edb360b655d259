"""Idempotency-Key: what was answered is answered again, and done once."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.http import HttpResponse
from django.test import TestCase

from config import clock
from negotiations.actions.idempotency import ABANDONED_AFTER, KEPT_FOR, begin, purge
from negotiations.actions.negotiations import revise_negotiation
from negotiations.models import ChainHead, IdempotencyKey, Membership, Position
from negotiations.tasks import purge_idempotency_keys
from tests import factories as make
from tests import world
from tests.api.conftest import ApiClient


def rows() -> Any:
    return IdempotencyKey.objects.unscoped(reason="test")


class Once(TestCase):
    client_class = ApiClient

    @classmethod
    def setUpTestData(cls) -> None:
        cls.world = world.build()
        cls.address = f"/api/v1/proposals/{cls.world.proposal.reference}/positions/"
        claim = make.claim(cls.world.negotiation)
        cls.body = {"party": cls.world.parties[0].pk, "stance": "accepts", "claim": claim.pk}

    def setUp(self) -> None:
        self.client.force_login(self.world.lead)

    def send(self, key: str = "k-1", address: str = "", **changes: Any) -> HttpResponse:
        body = {**self.body, **changes}
        answer: HttpResponse = self.client.post(
            address or self.address, body, content_type="application/json", headers={"Idempotency-Key": key}
        )
        return answer

    def test_a_request_sent_again_is_answered_as_before(self) -> None:
        before = Position.objects.unscoped(reason="test").count()
        first, again = self.send(), self.send()
        assert (first.status_code, first.content) == (201, again.content)
        for name in ("ETag", "Location", "Content-Type"):
            assert first.headers[name] == again.headers[name]
        assert Position.objects.unscoped(reason="test").count() == before + 1
        assert self.send(key="k-2").status_code == 201
        assert Position.objects.unscoped(reason="test").count() == before + 2

    def test_another_request_under_the_key_is_refused(self) -> None:
        self.send()
        for other in (self.send(stance="rejects"), self.send(address="/api/v1/positions/")):
            assert (other.status_code, other.json()["errors"][0]["code"]) == (422, "key_reused")
        stranger = ApiClient()
        stranger.force_login(make.user())
        answer = stranger.post(
            self.address, self.body, content_type="application/json", headers={"Idempotency-Key": "k-1"}
        )
        assert answer.status_code == 201  # keys are each person's own

    def test_a_refusal_is_kept_too(self) -> None:
        refused, again = self.send(dissent=True), self.send(dissent=True)
        assert (refused.status_code, refused.content) == (422, again.content)
        assert again.headers["Content-Type"] == "application/problem+json"

    def test_while_it_is_being_answered_it_is_409_until_it_is_given_up(self) -> None:
        self.send()
        rows().update(status=None)
        assert self.send().json()["errors"][0]["code"] == "in_flight"
        rows().update(begun_at=clock.now() - ABANDONED_AFTER)
        assert self.send().status_code == 201

    def test_a_failure_is_not_kept(self) -> None:
        ChainHead.objects.update(sequence=0)  # the next change would take the place of the first, and cannot
        with self.assertLogs("negotiations.api.problems"):
            assert self.send().status_code == 500
        assert rows().count() == 0

    def test_it_is_kept_for_a_day(self) -> None:
        self.send()
        purge_idempotency_keys()
        assert rows().count() == 1
        late = clock.now() + KEPT_FOR
        _, mine = begin(user=self.world.lead, key="k-1", asked="x", now=late)
        assert mine
        assert purge(now=late + KEPT_FOR - timedelta(seconds=1)) == 0
        assert purge(now=late + KEPT_FOR) == 1

    def test_what_one_may_no_longer_know_of_is_not_told_again(self) -> None:
        self.send()
        membership = Membership.objects.unscoped(reason="test").filter(user=self.world.lead)
        membership.delete()
        revise_negotiation(
            negotiation=self.world.negotiation, restricted=True, reason="Closed.", actor=None, now=make.NOW
        )
        assert self.send().status_code == 404

    def test_a_key_is_short_and_plain(self) -> None:
        for key in ("", "x" * 256, "a b", "ключ"):
            assert self.send(key=key).status_code == 400, key
