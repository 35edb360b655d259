"""What every FilterSet shares: who reads, when, and which day is looked at."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, ClassVar

from django.db.models import QuerySet
from django_filters import FilterSet

from negotiations.filters.offers import Offer, Valued
from negotiations.queries.shapes import Reader


class RecordFilters(FilterSet):  # type: ignore[misc]  # django-filter carries no types
    """`offers` name the filters, `orderings` the columns a list can be ordered by; `id` always is one.

    `data` is a query string's values. Rows come from a queryset that `visible_to(reader.user)` has passed, and
    `shape.standing(…, reader.then)` where another day is looked at: then `replayed` columns are read as they stood
    and filters on `timeless` ones are not offered. `only` these filters are set up, where a form is not wanted.
    """

    base_filters: dict[str, Valued]
    offers: ClassVar[tuple[Offer, ...]] = ()
    orderings: ClassVar[tuple[str, ...]] = ()
    replayed: ClassVar[tuple[str, ...]] = ()
    timeless: ClassVar[tuple[str, ...]] = ()

    def __init__(
        self,
        data: Mapping[str, Any] | None,
        queryset: QuerySet[Any],
        *,
        reader: Reader,
        only: Iterable[str] | None = None,
    ) -> None:
        if only is not None:
            self.base_filters = {name: type(self).base_filters[name] for name in only}
        super().__init__(data, queryset)
        self.reader = reader
        if reader.then:
            for each in self.filters.values():
                if each.field_name in self.replayed:
                    each.field_name = f"{each.field_name}_then"

    @classmethod
    def get_filters(cls) -> dict[str, Valued]:
        return {name: each for offer in cls.offers for name, each in offer.items()}

    @classmethod
    def offered(cls, *, then: bool) -> dict[str, Valued]:
        """The filters by name: all of them today, those that have a past when another day is looked at."""
        named = cls.get_filters()
        return {name: each for name, each in named.items() if not then or each.field_name not in cls.timeless}

    @classmethod
    def steady(cls, names: Iterable[str]) -> bool:
        """Whether these filters ask the same of the database at any hour."""
        return all(cls.base_filters[name].steady for name in names)

    @classmethod
    def ordered_by(cls, *, then: bool) -> tuple[str, ...]:
        return tuple(name for name in ("id", *cls.orderings) if not then or name not in cls.timeless)
