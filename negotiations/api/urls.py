"""Every route of the API, and the answer for addresses that are none."""

from __future__ import annotations

from django.urls import include, path, re_path

from negotiations.api import docs
from negotiations.api.coming_alerts import Coming
from negotiations.api.comparison import Compare, Family
from negotiations.api.corrections import RestsOn
from negotiations.api.nouns import router
from negotiations.api.problems import nothing_here
from negotiations.api.reports import Reports
from negotiations.api.resolving import Resolve
from negotiations.api.search import Search

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
