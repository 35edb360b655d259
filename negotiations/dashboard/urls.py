"""Addresses of the staff dashboard."""

from django.urls import path

from negotiations.dashboard.mailbox import Mailbox
from negotiations.dashboard.overview import Overview
from negotiations.dashboard.proposals import ProposalDetail, ProposalList

app_name = "dashboard"

urlpatterns = [
    path("", Overview.as_view(), name="overview"),
    path("proposals/", ProposalList.as_view(), name="proposal-list"),
    path("proposals/<str:reference>/", ProposalDetail.as_view(), name="proposal-detail"),
    path("mailbox/", Mailbox.as_view(), name="mailbox"),
]
