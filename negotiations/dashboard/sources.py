"""Outlets, documents and claims: the lists, and the page of each."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.urls import reverse
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from negotiations.actions.permission import writable
from negotiations.dashboard.base import Crumb
from negotiations.dashboard.record_lists import RecordList, RecordPage
from negotiations.enums import ClaimStanding
from negotiations.filters.articles import ArticleFilters
from negotiations.filters.claims import ClaimFilters
from negotiations.filters.sources import SourceFilters
from negotiations.models import Claim, Negotiation
from negotiations.queries.articles import ARTICLE
from negotiations.queries.claims import CLAIM
from negotiations.queries.source_pages import (
    ArticlePage,
    ClaimPage,
    SourcePage,
    article_page,
    claim_page,
    listed_articles,
    source_page,
)
from negotiations.queries.sources import SOURCE
from negotiations.rules.marking import marked


class SourceList(RecordList):
    """Outlets by name."""

    template_name = "dashboard/source_list.html"
    section = "sources"
    filters = SourceFilters
    shape = SOURCE
    default_ordering = "name"
    heads = ("name",)

    def crumbs(self) -> list[Crumb]:
        return [Crumb(_("Sources"))]

    def labels(self) -> Mapping[str, str]:
        return {"ownership": _("Owned by"), "negotiation": _("Known only in")}


class ArticleList(RecordList):
    """Documents, newest first."""

    template_name = "dashboard/article_list.html"
    section = "sources"
    filters = ArticleFilters
    shape = ARTICLE
    default_ordering = "-published_at"
    heads = ("title", "published_at")

    def crumbs(self) -> list[Crumb]:
        return [Crumb(_("Documents"))]

    def labels(self) -> Mapping[str, str]:
        kept = {} if self.day else {"to_be_read": _("Kept for later")}
        return {"source": _("Source"), "cites": _("Cites"), "reliability": _("Reliability"), **kept}

    def listed(self, rows: Any) -> list[Any]:
        return listed_articles(rows, self.reading())


class ClaimList(RecordList):
    """Claims, the latest said first."""

    template_name = "dashboard/claim_list.html"
    section = "sources"
    filters = ClaimFilters
    shape = CLAIM
    default_ordering = "-stated_at"
    heads = ("stated_at",)

    def crumbs(self) -> list[Crumb]:
        return [Crumb(_("Claims"))]

    def labels(self) -> Mapping[str, str]:
        return {
            "standing": _("Judged"),
            "evidence": _("Kind"),
            "asserted_by_party": _("Said by"),
            "source": _("Source"),
            "negotiation": _("Negotiation"),
        }


class SourceDetail(RecordPage):
    template_name = "dashboard/source_detail.html"
    section = "sources"
    noun = "source"

    def crumbs(self) -> list[Crumb]:
        return [Crumb(_("Sources"), reverse("dashboard:source-list")), Crumb(self.name)]

    def found(self) -> SourcePage | None:
        return source_page(self.kwargs["pk"], self.reading())

    def named(self, found: SourcePage) -> tuple[str, str | None]:
        return found.source.name, found.source.negotiation


class ArticleDetail(RecordPage):
    template_name = "dashboard/article_detail.html"
    section = "sources"
    noun = "article"

    def crumbs(self) -> list[Crumb]:
        return [Crumb(_("Documents"), reverse("dashboard:article-list")), Crumb(self.name)]

    def found(self) -> ArticlePage | None:
        return article_page(self.kwargs["reference"], self.reading())

    def named(self, found: ArticlePage) -> tuple[str, str | None]:
        return found.article.reference, found.article.negotiation

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        found = context["found"]
        claims = Claim.objects.visible_to(self.reader).filter(article=found.article.id)
        standing = claims.exclude(standing=ClaimStanding.WITHDRAWN).filter(negotiation__in=writable(self.reader))
        return {
            **context,
            "pieces": marked(found.text, {claim.id: claim.quotation for claim in found.claims}),
            "may_withdraw": self.day is None and standing.exists(),
        }


class ClaimDetail(RecordPage):
    template_name = "dashboard/claim_detail.html"
    section = "sources"
    noun = "claim"

    def crumbs(self) -> list[Crumb]:
        return [Crumb(_("Claims"), reverse("dashboard:claim-list")), Crumb(self.name)]

    def found(self) -> ClaimPage | None:
        return claim_page(self.kwargs["pk"], self.reading())

    def named(self, found: ClaimPage) -> tuple[str, str | None]:
        return Truncator(found.claim.assertion).chars(48), found.claim.negotiation

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        found: ClaimPage = context["found"]
        home = Negotiation.objects.visible_to(self.reader).get(reference=found.claim.negotiation)
        resting = found.resting or []
        return {
            **context,
            "may_edit": self.may_edit(home),
            "alone": [row for row in resting if row.alone],
            "also": [row for row in resting if not row.alone],
        }
