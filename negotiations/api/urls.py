"""Every route of the API, and the answer for addresses that are none."""

from __future__ import annotations

from django.urls import include, path, re_path
from rest_framework.routers import SimpleRouter

from negotiations.api import docs
from negotiations.api.accounts import Accounts
from negotiations.api.alerts import Alerts
from negotiations.api.articles import Articles
from negotiations.api.changes import Changes
from negotiations.api.claims import Claims
from negotiations.api.coming_alerts import Coming
from negotiations.api.comparison import Compare, Family
from negotiations.api.conditions import Conditions
from negotiations.api.corrections import Corrections, RestsOn
from negotiations.api.deadlines import Deadlines
from negotiations.api.events import Events
from negotiations.api.negotiations import Negotiations
from negotiations.api.parties import Parties
from negotiations.api.people import People
from negotiations.api.positions import Positions
from negotiations.api.problems import nothing_here
from negotiations.api.proposals import Proposals
from negotiations.api.proposed_changes import ProposedChanges
from negotiations.api.reports import Reports
from negotiations.api.resolving import Resolve
from negotiations.api.search import Search
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

routes = [
    path("deadlines/resolve/", Resolve.as_view(), name="deadline-resolve"),
    path("search/", Search.as_view(), name="search"),
    path("reports/", Reports.as_view(), name="report"),
    re_path(
        "^proposals/(?P<reference>P-[1-9][0-9]{0,8})/compare/(?P<other_reference>P-[1-9][0-9]{0,8})/$",
        Compare.as_view(),
        name="proposal-compare",
    ),
    re_path("^proposals/(?P<reference>P-[1-9][0-9]{0,8})/lineage/$", Family.as_view(), name="proposal-lineage"),
    re_path("^claims/(?P<id>[1-9][0-9]{0,17})/resting/$", RestsOn.as_view(), name="claim-resting"),
    path("alerts/coming/", Coming.as_view(), name="alert-coming"),
    *router.urls,
    path("", docs.Index.as_view(), name="index"),
    path("schema/", docs.Schema.as_view(), name="schema"),
]
urlpatterns = [
    path("v1/", include((routes, "api"))),
    path("docs/", docs.reference, name="api-docs"),
    re_path("", nothing_here),
]
