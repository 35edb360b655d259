from __future__ import annotations

from negotiations.api.records import Referenced
from negotiations.api.writes.operations import writable
from negotiations.api.writes.sources import RECORD_ARTICLE, REVISE_ARTICLE, WITHDRAW_ARTICLE
from negotiations.filters.articles import ArticleFilters
from negotiations.queries.articles import ARTICLE


@writable(create=RECORD_ARTICLE, partial_update=REVISE_ARTICLE, withdrawal=WITHDRAW_ARTICLE)
class Articles(Referenced):
    """Documents, newest first."""

    shape = ARTICLE
    filters = ArticleFilters
    order = ("-published_at",)
