"""Every noun with the view of its list, its records and what is done with them."""

from __future__ import annotations

from rest_framework.routers import SimpleRouter

from negotiations.api.accounts import Accounts
from negotiations.api.alerts import Alerts
from negotiations.api.articles import Articles
from negotiations.api.changes import Changes
from negotiations.api.claims import Claims
from negotiations.api.conditions import Conditions
from negotiations.api.corrections import Corrections
from negotiations.api.deadlines import Deadlines
from negotiations.api.events import Events
from negotiations.api.negotiations import Negotiations
from negotiations.api.parties import Parties
from negotiations.api.people import People
from negotiations.api.positions import Positions
from negotiations.api.proposals import Proposals
from negotiations.api.proposed_changes import ProposedChanges
from negotiations.api.sources import Sources
from negotiations.api.subscriptions import Subscriptions
from negotiations.api.texts import Texts
from negotiations.api.tokens import Tokens
from negotiations.api.webhooks import WebhookMessages, Webhooks

router = SimpleRouter()
router.register("negotiations", Negotiations, basename="negotiation")
router.register("proposals", Proposals, basename="proposal")
router.register("conditions", Conditions, basename="condition")
router.register("positions", Positions, basename="position")
router.register("accounts", Accounts, basename="account")
router.register("texts", Texts, basename="text")
router.register("deadlines", Deadlines, basename="deadline")
router.register("events", Events, basename="event")
router.register("parties", Parties, basename="party")
router.register("people", People, basename="person")
router.register("sources", Sources, basename="source")
router.register("articles", Articles, basename="article")
router.register("claims", Claims, basename="claim")
router.register("proposed-changes", ProposedChanges, basename="proposed-change")
router.register("corrections", Corrections, basename="correction")
router.register("subscriptions", Subscriptions, basename="subscription")
router.register("alerts", Alerts, basename="alert")
router.register("changes", Changes, basename="change")
router.register("tokens", Tokens, basename="token")
router.register("webhooks", Webhooks, basename="webhook")
router.register("webhook-messages", WebhookMessages, basename="webhook-message")
