"""One document with its claims and their facts in one request: all of it, or nothing."""

from __future__ import annotations

from typing import Any

from django.test import TestCase

from negotiations.models import Article, Change, Claim, Deadline, Position, Proposal
from negotiations.queries.audit import discrepancies, verify_chain
from tests import world
from tests.api.bodies import NEW_CLAIM
from tests.api.conftest import ApiClient


class Reports(TestCase):
    client_class = ApiClient

    @classmethod
    def setUpTestData(cls) -> None:
        cls.world = world.build()
        cls.known = cls.world.proposal

    def setUp(self) -> None:
        self.client.force_login(self.world.lead)

    def report(self) -> dict[str, Any]:
        russia, ukraine = (party.pk for party in self.world.parties)
        return {
            "negotiation": self.world.negotiation.reference,
            "article": NEW_CLAIM["article"],
            "claims": [
                {
                    "assertion": "A pause of a week is offered.",
                    "evidence": "report",
                    "proposals": [
                        {
                            "title": "A pause of a week",
                            "kind": "ceasefire",
                            "status": "tabled",
                            "status_reason": "It was handed over.",
                            "involvement": [{"role": "proposer", "party": russia}],
                            "positions": [{"party": ukraine, "stance": "considering"}],
                            "conditions": [{"text": "Observers", "role": "guarantee", "owed_by": russia}],
                            "deadlines": [{"kind": "expiry", "title": "It ends", "expression": "19 April 2025"}],
                        }
                    ],
                    "statuses": [
                        {
                            "proposal": self.known.reference,
                            "status": "on hold",
                            "reason": "The pause comes first.",
                            "stated": {"on": "2025-04-15"},
                            "version": Proposal.objects.unscoped(reason="test").get(pk=self.known.pk).version,
                        }
                    ],
                },
                {
                    "assertion": "They will meet.",
                    "evidence": "claim",
                    "asserted_by_party": russia,
                    "positions": [{"proposal": self.known.reference, "party": russia, "stance": "accepts"}],
                    "events": [{"title": "Talks", "category": "CONSULT", "occurred": {"on": "2025-04-12"}}],
                },
            ],
        }

    def send(self, body: Any) -> Any:
        return self.client.post("/api/v1/reports/", body, content_type="application/json")

    def test_everything_rests_on_the_claim_it_stands_under(self) -> None:
        answer = self.send(self.report())
        assert answer.status_code == 201, answer.content
        recorded = answer.json()
        assert Article.objects.unscoped(reason="test").get(pk=recorded["article"]).title == "Talks go on"
        facts = [[fact["noun"] for fact in claim["facts"]] for claim in recorded["claims"]]
        assert facts == [
            ["proposal", "position", "condition", "deadline", "involvement", "statuschange"],
            ["position", "event"],
        ]
        pause = Proposal.objects.unscoped(reason="test").get(reference=recorded["claims"][0]["facts"][0]["reference"])
        assert Deadline.objects.unscoped(reason="test").get(proposal=pause).due_on.isoformat() == "2025-04-19"
        taken = Position.objects.unscoped(reason="test").get(proposal=pause)
        assert (taken.claim_id, taken.stance) == (recorded["claims"][0]["id"], "considering")
        assert Proposal.objects.unscoped(reason="test").get(pk=self.known.pk).status == "on hold"
        assert (list(discrepancies()), verify_chain().broken_at) == ([], None)

    def test_one_fault_leaves_nothing_and_is_pointed_to(self) -> None:
        before = Change.objects.unscoped(reason="test").count(), Claim.objects.unscoped(reason="test").count()
        late = self.report()
        late["claims"][0]["statuses"][0]["version"] = 1
        stale = self.send(late)
        assert stale.status_code == 412
        wrong = self.report()
        wrong["claims"][0]["proposals"][0]["deadlines"][0]["expression"] = "soon"
        refused = self.send(wrong)
        assert refused.status_code == 422
        assert refused.json()["errors"][0]["pointer"] == "/claims/0/proposals/0/deadlines/0/expression"
        shapeless = self.report()
        shapeless["claims"][1]["positions"][0]["stance"] = "loves"
        del shapeless["claims"][0]["statuses"][0]["proposal"]
        faults = self.send(shapeless).json()["errors"]
        assert [fault["pointer"] for fault in faults] == [
            "/claims/0/statuses/0/proposal",
            "/claims/1/positions/0/stance",
        ]
        after = Change.objects.unscoped(reason="test").count(), Claim.objects.unscoped(reason="test").count()
        assert before == after
