"""A valid request for every operation that writes, over the small world of the tests."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from config import clock
from negotiations import models
from negotiations.actions.claims import standing_claims
from negotiations.actions.subscriptions import watch
from tests import factories as make
from tests.api.owed import alert
from tests.world import World

NEW_CLAIM = {
    "article": {"source": {"name": "Outlet of tomorrow"}, "title": "Talks go on", "published": {"on": "2025-04-12"}},
    "assertion": "They go on.",
    "evidence": "report",
}


@dataclass(frozen=True, slots=True)
class Sent:
    """A request: where, its body, and the record whose tag goes into If-Match."""

    address: str
    body: dict[str, Any] | None
    record: str = ""
    method: str = "post"


def the(model: Any, **given: Any) -> Any:
    return model.objects.unscoped(reason="test").filter(**given).order_by("pk").first()


def own(world: World) -> dict[str, Sent]:
    """What a person sets up for themselves, by operation id; only whoever has signed in may."""
    token = {
        "name": "A feed",
        "scopes": ["read"],
        "expires_at": (clock.now() + timedelta(days=30)).isoformat(),
        "negotiations": [world.negotiation.reference],
    }
    owed = f"/api/v1/alerts/{alert(world.lead, the(models.Deadline, status='pending'), world.negotiation).pk}/"
    webhook = {"name": "A wire", "url": "https://example.org/hook", "nouns": ["proposal"]}
    return {
        "token_create": Sent("/api/v1/tokens/", token),
        "webhook_create": Sent("/api/v1/webhooks/", webhook),
        "alert_snooze": Sent(f"{owed}snooze/", {"until": "2099-01-01T00:00:00Z"}, owed),
        "alert_change_address": Sent(f"{owed}change-address/", {"email": "ada@example.org"}, owed),
        "alert_send_to_another": Sent(f"{owed}send-to-another/", {"to": world.lead.pk}, owed),
    }


def requests(world: World) -> dict[str, Sent]:
    """By operation id."""
    home, offer = world.negotiation.reference, f"/api/v1/proposals/{world.proposal.reference}/"
    russia, ukraine = (party.pk for party in world.parties)
    double_party = make.party(name="Russia, recorded twice", negotiation=world.negotiation)
    double_person = make.person(name="Envoy, recorded twice", negotiation=world.negotiation)
    condition = the(models.Condition, text__startswith="Relief")
    silence = the(models.Condition, text__startswith="Silence")
    asked = f"/api/v1/conditions/{condition.reference}/"
    claim = the(models.Claim).pk
    article, source = the(models.Article), the(models.Source)
    event, envoy = the(models.Event), the(models.Person)
    account = the(models.Account, value__startswith="Thursday")
    due = the(models.Deadline, status="pending")
    done = the(models.Deadline, status="met")
    group = the(models.Party, name__startswith="Leaders")
    rival = the(models.Proposal, title__startswith="Rival")
    watched = watch(user=world.lead, party=world.parties[0], actor=None, now=make.NOW)
    on, why = {"claim": claim}, {"reason": "Known better now."}
    needs = the(models.ConditionDependency)
    reading = the(models.DeadlineReading, deadline=due)
    member = the(models.Membership, user=world.lead)

    def noun(name: str, row: Any = None) -> str:
        return f"/api/v1/{name}/" + (f"{getattr(row, 'reference', row.pk)}/" if row else "")

    def moved(row: Any, step: str, body: Any, name: str = "deadlines") -> Sent:
        return Sent(f"{noun(name, row)}{step}/", body, noun(name, row))

    def revised(name: str, row: Any, /, **changes: Any) -> Sent:
        return Sent(noun(name, row), {**changes, **why}, noun(name, row), "patch")

    position = {"party": ukraine, "stance": "accepts", **on}
    told = {"party": russia, "attribute": "scope", "value": "All of it", **on}
    text = {"name": "Terms", "edition": "Second", "text": "They stop.", "replaces": the(models.ProposalText).pk, **on}
    asks = {"text": "Another thing", "role": "guarantee", **on}
    words = {"kind": "review", "title": "They look again", "expression": "1 May 2025", **on}
    return {
        "negotiation_create": Sent(noun("negotiations"), {"name": "New talks", "time_zone": "UTC"}),
        "negotiation_revise": revised("negotiations", world.negotiation, name="Other talks"),
        "negotiation_members": Sent(
            f"{noun('negotiations', world.negotiation)}members/", {"role": "reader", "user": make.user().pk}
        ),
        "negotiation_member": Sent(
            f"{noun('negotiations', world.negotiation)}members/{member.pk}/",
            None,
            noun("negotiations", world.negotiation),
            "delete",
        ),
        "proposal_create": Sent(
            noun("proposals"),
            {
                "negotiation": home,
                "title": "A pause",
                "kind": "ceasefire",
                "status": "tabled",
                "status_reason": "It was handed over.",
                "claim": NEW_CLAIM,
            },
        ),
        "proposal_revise": revised("proposals", world.proposal, title="A better title"),
        "proposal_status": moved(world.proposal, "status", {"status": "on hold", **why, **on}, "proposals"),
        "proposal_positions": Sent(f"{offer}positions/", position),
        "proposal_accounts": Sent(f"{offer}accounts/", told),
        "proposal_texts": Sent(f"{offer}texts/", text),
        "proposal_conditions": Sent(f"{offer}conditions/", asks),
        "proposal_deadlines": Sent(f"{offer}deadlines/", words),
        "proposal_involvement": Sent(f"{offer}involvement/", {"role": "monitor", "party": ukraine, **on}),
        "proposal_links": Sent(f"{offer}links/", {"other": rival.reference, "kind": "revises", **on}),
        "proposal_trend": Sent(f"{offer}trend/", {"trend": "improved", **why, **on}),
        "proposal_ceasefire": moved(
            world.proposal,
            "ceasefire",
            {"side": "unilateral", "extent": "full", "ceasefire_class": "definitive", **on},
            "proposals",
        ),
        "condition_create": Sent(noun("conditions"), {"proposal": world.proposal.reference, **asks}),
        "condition_revise": revised("conditions", condition, text="Relief, in other words"),
        "condition_progress": moved(condition, "progress", {"progress": 2, **on}, "conditions"),
        "condition_positions": Sent(f"{asked}positions/", position),
        "condition_dependencies": Sent(
            f"{noun('conditions', silence)}dependencies/", {"needs": condition.reference, **on}
        ),
        "condition_clear_dependency": moved(
            condition,
            "clear-dependency",
            {"dependency": needs.pk, "cleared_on": "2025-04-15", **why, **on},
            "conditions",
        ),
        "condition_drop": moved(condition, "drop", {"dropped_on": "2025-04-15", **why, **on}, "conditions"),
        "condition_deadlines": Sent(f"{asked}deadlines/", words),
        "position_create": Sent(noun("positions"), {"proposal": world.proposal.reference, **position}),
        "account_create": Sent(noun("accounts"), {"proposal": world.proposal.reference, **told}),
        "text_create": Sent(noun("texts"), {"proposal": world.proposal.reference, **text}),
        "account_withdraw": Sent(f"{noun('accounts', account)}withdraw/", {**why, **on}),
        "deadline_create": Sent(noun("deadlines"), {"negotiation": home, **words}),
        "deadline_extend": moved(due, "extend", {"expression": "1 June 2025", **on}),
        "deadline_meet": moved(due, "meet", on),
        "deadline_lapse": moved(due, "lapse", on),
        "deadline_cancel": moved(due, "cancel", on),
        "deadline_reopen": moved(done, "reopen", {**why, **on}),
        "deadline_correct": moved(due, "correct", {"expression": "3 May 2025", **why, **on}),
        "deadline_readings": moved(due, "readings", {"expression": "4 May 2025", "party": ukraine, **on}),
        "deadline_decide": moved(due, "decide", {"reading": reading.pk, **why, **on}),
        "event_create": Sent(
            noun("events"),
            {
                "negotiation": home,
                "title": "They met again",
                "category": "CONSULT",
                "occurred": {"at": "2025-04-13T09:00:00+03:00", "precision": "hour"},
                "parts": [{"party": russia, "role": "host"}, {"person": envoy.pk, "role": "participant"}],
                "proposals": [world.proposal.reference],
                **on,
            },
        ),
        "event_revise": revised("events", event, title="A meeting, renamed"),
        "event_correct": moved(event, "correct", {"occurred": {"on": "2025-04-12"}, **why, **on}, "events"),
        "party_create": Sent(
            noun("parties"),
            {
                "name": "Freedonia",
                "actor_type": "state",
                "names": [{"name": "Freedonie", "language": "fr", "kind": "alternative"}],
            },
        ),
        "party_revise": revised("parties", world.parties[0], contested=True),
        "party_names": Sent(
            f"{noun('parties', world.parties[0])}names/", {"name": "Russie", "language": "fr", "kind": "alternative"}
        ),
        "party_groups": Sent(f"{noun('parties', world.parties[0])}groups/", {"group": group.pk}),
        "party_leave_group": moved(
            world.parties[1],
            "leave-group",
            {"membership": the(models.PartyMembership).pk, "until_on": "2025-04-15"},
            "parties",
        ),
        "party_merge": moved(double_party, "merge", {"into": world.parties[0].pk, **why}, "parties"),
        "person_merge": moved(double_person, "merge", {"into": envoy.pk, **why}, "people"),
        "person_create": Sent(noun("people"), {"name": "A new envoy"}),
        "person_revise": revised("people", envoy, name="Envoy, once more"),
        "person_names": Sent(
            f"{noun('people', envoy)}names/", {"name": "Envoi", "language": "fr", "kind": "transliteration"}
        ),
        "person_roles": Sent(f"{noun('people', envoy)}roles/", {"party": ukraine, "title": "Speaker"}),
        "person_leave_role": moved(
            envoy, "leave-role", {"role": the(models.Role).pk, "until_on": "2025-04-15"}, "people"
        ),
        "source_create": Sent(noun("sources"), {"name": "A new outlet"}),
        "source_revise": revised("sources", source, name="Outlet, renamed"),
        "article_create": Sent(
            noun("articles"), {"source": source.pk, "title": "Report", "published": {"on": "2025-04-12"}}
        ),
        "article_revise": revised("articles", article, title="Report, corrected"),
        "article_withdrawal": Sent(
            f"{noun('articles', article)}withdrawal/",
            {"claims": [claim.pk for claim in standing_claims(article, world.lead)], **why},
        ),
        "claim_create": Sent(noun("claims"), {"negotiation": home, **NEW_CLAIM}),
        "claim_standing": moved(the(models.Claim), "standing", {"standing": "disputed", **why}, "claims"),
        "proposed_change_decision": moved(
            the(models.ProposedChange), "decision", {"decision": "confirm", **why}, "proposed-changes"
        ),
        "subscription_create": Sent(noun("subscriptions"), {"proposal": world.proposal.reference}),
        "subscription_end": moved(watched, "end", None, "subscriptions"),
    }
