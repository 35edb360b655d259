from __future__ import annotations

from negotiations.api.records import Referenced
from negotiations.filters.articles import ArticleFilters
from negotiations.queries.articles import ARTICLE


class Articles(Referenced):
    """Documents, newest first."""

    shape = ARTICLE
    filters = ArticleFilters
    order = ("-published_at",)
