"""Lists of what the record is made of, and the page of one of them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from django.db.models import QuerySet
from django.http import Http404

from negotiations.dashboard.base import DashboardView
from negotiations.dashboard.filter_menus import FilterMenus
from negotiations.dashboard.filtered import FilteredList
from negotiations.models import Negotiation
from negotiations.queries.reading import read
from negotiations.queries.shapes import Shape


class RecordList(FilteredList):
    """One page of a noun in the API's shape; `heads` names the columns by which the list can be sorted."""

    shape: ClassVar[Shape[Any]]
    heads: ClassVar[tuple[str, ...]] = ()

    def labels(self) -> Mapping[str, str]:
        """The filters that the form offers as menus, each with its name."""
        raise NotImplementedError

    def listed(self, rows: QuerySet[Any]) -> list[Any]:
        """The records of one page."""
        return read(rows, self.shape, self.reading())

    def known(self) -> QuerySet[Any]:
        return self.shape.standing(self.shape.scoped(self.reader), self.reading().then)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        asked, page = kwargs["asked"], kwargs["page"]
        form = FilterMenus(self.filters, self.labels(), asked, self.known(), self.reader)
        first = max(page.start_index() - 1, 0)
        return super().get_context_data(
            records=self.listed(kwargs["rows"][first : page.end_index()]),
            menus=form.menus,
            applied=form.applied(),
            wordless="q" not in self.filters.base_filters,
            heads={name: self.head(asked, name) for name in self.heads},
            **kwargs,
        )


class RecordPage(DashboardView):
    """The page of one record; reading one of a restricted negotiation is kept on record."""

    noun: ClassVar[str]
    name = ""

    def found(self) -> Any:
        """What the page shows, None where this reader knows of no such record."""
        raise NotImplementedError

    def named(self, found: Any) -> tuple[str, str | None]:
        """Its name for the breadcrumb, and the reference of its negotiation (None: all staff share it)."""
        raise NotImplementedError

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        found = self.found()
        if found is None:
            raise Http404
        self.name, reference = self.named(found)
        if reference:
            self.negotiation = Negotiation.objects.visible_to(self.reader).get(reference=reference)
            self.shown_as = f"{self.noun} {next(iter(self.kwargs.values()))}"
        return super().get_context_data(found=found, **kwargs)
