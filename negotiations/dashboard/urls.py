"""Addresses of the staff dashboard."""

from django.urls import path
from django.utils.translation import gettext_lazy as _

from negotiations.dashboard.alert_address import AlertAddress
from negotiations.dashboard.alert_moves import AlertMoves, StageMove
from negotiations.dashboard.alerts import AlertList
from negotiations.dashboard.calendar import CalendarPage, FeedMove
from negotiations.dashboard.coming_alerts import ComingList
from negotiations.dashboard.deadlines import (
    AddDeadline,
    AddPartysReading,
    Correct,
    Extend,
    GoBy,
    ReadingFragment,
    Settle,
)
from negotiations.dashboard.dependencies import Dependencies
from negotiations.dashboard.editing_urls import editing
from negotiations.dashboard.feeds import calendar_feed
from negotiations.dashboard.mailbox import Mailbox
from negotiations.dashboard.merging import Merge, MergeChoice, MergePerson, MergePersonChoice
from negotiations.dashboard.overview import Overview
from negotiations.dashboard.parties import PartyDetail, PartyList, PersonDetail, PersonList
from negotiations.dashboard.positions import Positions
from negotiations.dashboard.proposal_file import ProposalFile
from negotiations.dashboard.proposal_list import ProposalList
from negotiations.dashboard.proposals import ProposalDetail
from negotiations.dashboard.put_off import MarkRead, PutOffRow
from negotiations.dashboard.reading_policy import ReadingPolicy
from negotiations.dashboard.review_urls import urlpatterns as reviewing
from negotiations.dashboard.saved_views import SaveView, ViewMove
from negotiations.dashboard.searching import Offers, Search
from negotiations.dashboard.sheet import style
from negotiations.dashboard.sources import ArticleDetail, ArticleList, ClaimDetail, ClaimList, SourceDetail, SourceList
from negotiations.dashboard.timeline import Timeline
from negotiations.dashboard.timeline_file import TimelineCalendar, TimelineFile
from negotiations.dashboard.trying_mail import SendTestMail
from negotiations.dashboard.watch_button import WatchNegotiation, WatchParty, WatchPerson, WatchProposal
from negotiations.enums import DeadlineStatus

app_name = "dashboard"

_DEADLINE = "proposals/<str:reference>/deadlines/<int:pk>"
_OUTCOMES = {
    "met": (DeadlineStatus.MET, _("Record that it was met")),
    "lapsed": (DeadlineStatus.LAPSED, _("Record that it lapsed")),
    "cancel": (DeadlineStatus.CANCELLED, _("Cancel it")),
    "reopen": (DeadlineStatus.PENDING, _("Reopen it")),
}

urlpatterns = [
    path("", Overview.as_view(), name="overview"),
    path("overview/put-off/", PutOffRow.as_view(), name="put-off"),
    path("overview/read/", MarkRead.as_view(), name="mark-read"),
    path("proposals/", ProposalList.as_view(), name="proposal-list"),
    path("proposals.csv", ProposalFile.as_view(), name="proposal-csv"),
    path("proposals.json", ProposalFile.as_view(kind="json"), name="proposal-json"),
    path("proposals/views/", SaveView.as_view(), name="view-save"),
    path("proposals/views/<int:pk>/", ViewMove.as_view(), name="view-move"),
    path("proposals/<str:reference>/", ProposalDetail.as_view(), name="proposal-detail"),
    *editing,
    *reviewing,
    path("proposals/<str:reference>/deadlines/add/", AddDeadline.as_view(), name="deadline-add"),
    path(f"{_DEADLINE}/extend/", Extend.as_view(), name="deadline-extend"),
    path(f"{_DEADLINE}/correct/", Correct.as_view(), name="deadline-correct"),
    path(f"{_DEADLINE}/reading/", AddPartysReading.as_view(), name="deadline-reading"),
    path(f"{_DEADLINE}/go-by/", GoBy.as_view(), name="deadline-go-by"),
    *(
        path(f"{_DEADLINE}/{route}/", Settle.as_view(status=status, title=title), name=f"deadline-{route}")
        for route, (status, title) in _OUTCOMES.items()
    ),
    path("search/", Search.as_view(), name="search"),
    path("search/offers/", Offers.as_view(), name="search-offers"),
    path("timeline/", Timeline.as_view(), name="timeline"),
    path("timeline.csv", TimelineFile.as_view(), name="timeline-csv"),
    path("timeline.json", TimelineFile.as_view(kind="json"), name="timeline-json"),
    path("timeline.ics", TimelineCalendar.as_view(), name="timeline-ics"),
    path("positions/", Positions.as_view(), name="position-matrix"),
    path("dependencies/", Dependencies.as_view(), name="dependencies"),
    path("parties/", PartyList.as_view(), name="party-list"),
    path("parties/<int:pk>/", PartyDetail.as_view(), name="party-detail"),
    path("parties/<int:pk>/watch/", WatchParty.as_view(), name="party-watch"),
    path("parties/<int:pk>/merge/", MergeChoice.as_view(), name="party-merge"),
    path("parties/<int:pk>/merge/<int:other>/", Merge.as_view(), name="party-merge-into"),
    path("people/", PersonList.as_view(), name="person-list"),
    path("people/<int:pk>/", PersonDetail.as_view(), name="person-detail"),
    path("people/<int:pk>/watch/", WatchPerson.as_view(), name="person-watch"),
    path("people/<int:pk>/merge/", MergePersonChoice.as_view(), name="person-merge"),
    path("people/<int:pk>/merge/<int:other>/", MergePerson.as_view(), name="person-merge-into"),
    path("sources/", SourceList.as_view(), name="source-list"),
    path("sources/<int:pk>/", SourceDetail.as_view(), name="source-detail"),
    path("articles/", ArticleList.as_view(), name="article-list"),
    path("articles/<str:reference>/", ArticleDetail.as_view(), name="article-detail"),
    path("claims/", ClaimList.as_view(), name="claim-list"),
    path("claims/<int:pk>/", ClaimDetail.as_view(), name="claim-detail"),
    path("deadlines/reading/", ReadingFragment.as_view(), name="reading-fragment"),
    path("negotiations/<str:reference>/reading/", ReadingPolicy.as_view(), name="reading-policy"),
    path("negotiations/<str:reference>/watch/", WatchNegotiation.as_view(), name="negotiation-watch"),
    path("calendar/", CalendarPage.as_view(), name="calendar"),
    path("calendar/addresses/", FeedMove.as_view(), name="feed-make"),
    path("calendar/addresses/<int:pk>/replace/", FeedMove.as_view(move="replace"), name="feed-replace"),
    path("calendar/addresses/<int:pk>/revoke/", FeedMove.as_view(move="revoke"), name="feed-revoke"),
    path("feeds/<str:secret>.ics", calendar_feed, name="feed"),
    path("proposals/<str:reference>/watch/", WatchProposal.as_view(), name="proposal-watch"),
    path("alerts/", AlertList.as_view(), name="alert-list"),
    path("alerts/coming/", ComingList.as_view(), name="alert-coming"),
    path("alerts/act/", AlertMoves.as_view(), name="alert-moves"),
    path("alerts/<int:pk>/address/", AlertAddress.as_view(), name="alert-address"),
    path("alerts/stages/<int:pk>/skip/", StageMove.as_view(), name="stage-skip"),
    path("alerts/stages/<int:pk>/restore/", StageMove.as_view(skip=False), name="stage-restore"),
    path("settings/test-mail/", SendTestMail.as_view(), name="test-mail"),
    path("mailbox/", Mailbox.as_view(), name="mailbox"),
    path("style/<str:digest>.css", style, name="style"),
]
