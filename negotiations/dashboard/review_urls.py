"""Addresses of the pages on which the record is compared, corrected, reviewed and looked into."""

from django.urls import path

from negotiations.dashboard.break_glass import Glass
from negotiations.dashboard.comparison import Compare
from negotiations.dashboard.corrections import CorrectionList, JudgeClaim
from negotiations.dashboard.reviewing import Decide, TwoPeople
from negotiations.dashboard.withdrawing import WithdrawArticle

urlpatterns = [
    path("proposals/<str:reference>/compare/<str:other_reference>/", Compare.as_view(), name="proposal-compare"),
    path("proposed-changes/<int:pk>/", Decide.as_view(), name="change-decide"),
    path("negotiations/<str:reference>/two-people/", TwoPeople.as_view(), name="two-people"),
    path("break-glass/", Glass.as_view(), name="break-glass"),
    path("corrections/", CorrectionList.as_view(), name="correction-list"),
    path("articles/<str:reference>/withdraw/", WithdrawArticle.as_view(), name="article-withdraw"),
    path("claims/<int:pk>/judge/", JudgeClaim.as_view(), name="claim-judge"),
]
