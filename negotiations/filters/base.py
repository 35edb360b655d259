"""What every FilterSet shares: who reads, when, and which day is looked at."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import cache
from typing import Any, ClassVar

from django.db.models import Expression, Field, Model, QuerySet
from django_filters import FilterSet

from negotiations.filters.offers import Among, Offer, Valued, Words
from negotiations.models.known_values import known_value, replaced_columns
from negotiations.queries.shapes import Reader, Then


class RecordFilters(FilterSet):  # type: ignore[misc]  # django-filter carries no types
    """`offers` name the filters, `orderings` the columns a list can be ordered by; `id` always is one.

    `data` is a query string's values. Rows come from a queryset that `visible_to(reader.user)` has passed, and
    `shape.standing(…, reader.then)` where another day is looked at: then `replayed` columns are read as they stood
    and filters on `timeless` ones are not offered. From what was known at some moment, columns that the team may
    replace are read as they were recorded then, and `q`, which goes by the words of today, is not offered.
    `only` these filters are set up, where a form is not wanted. `worked_out` are orderings that no column holds: each
    with the expression that works it out for a row, today.
    """

    base_filters: dict[str, Valued]
    offers: ClassVar[tuple[Offer, ...]] = ()
    orderings: ClassVar[tuple[str, ...]] = ()
    replayed: ClassVar[tuple[str, ...]] = ()
    timeless: ClassVar[tuple[str, ...]] = ()
    worked_out: ClassVar[dict[str, Callable[[], Expression]]] = {}

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
        super().__init__(data, self._as_known(queryset, reader.then))
        self.reader = reader
        then = self.read_then(queryset.model, reader.then)
        for each in self.filters.values():
            if each.field_name in then:
                each.field_name = f"{each.field_name}_then"
            if isinstance(each, Among) and each.path in then:
                each.path = f"{each.path}_then"

    def _as_known(self, queryset: QuerySet[Any], then: Then | None) -> QuerySet[Any]:
        if then is None or then.known_at is None:
            return queryset
        asked = {*self.orderings, *(each.field_name for each in self.base_filters.values())}
        columns = asked & {*replaced_columns(queryset.model)}
        values = {f"{name}_then": known_value(queryset.model, name, then.known_at) for name in sorted(columns)}
        known: QuerySet[Any] = queryset.annotate(**values)
        return known

    @classmethod
    def read_then(cls, model: type[Model], then: Then | None) -> tuple[str, ...]:
        """The columns that are read as they stood on the day looked at, each under its name with `_then`."""
        if then is None:
            return ()
        return (*cls.replayed, *(replaced_columns(model) if then.known_at else ()))

    @classmethod
    def get_filters(cls) -> dict[str, Valued]:
        return {name: each for offer in cls.offers for name, each in offer.items()}

    @classmethod
    def offered(cls, *, then: bool, known: bool = False) -> dict[str, Valued]:
        """The filters by name: all of them today, those that have a past when another day is looked at.

        `known`: from what the record knew at some moment, whose words no index holds.
        """
        named = cls.get_filters()
        past = {name: each for name, each in named.items() if not then or each.field_name not in cls.timeless}
        return {name: each for name, each in past.items() if not (known and isinstance(each, Words))}

    @classmethod
    def steady(cls, names: Iterable[str]) -> bool:
        """Whether these filters ask the same of the database at any hour."""
        return all(cls.base_filters[name].steady for name in names)

    @classmethod
    def ordered_by(cls, *, then: bool) -> tuple[str, ...]:
        kept = tuple(name for name in ("id", *cls.orderings) if not then or name not in cls.timeless)
        return kept if then else (*kept, *cls.worked_out)

    @classmethod
    def with_orders(cls, rows: QuerySet[Any], ordering: Iterable[str]) -> QuerySet[Any]:
        """The rows with those of these orderings that no column holds."""
        names = {name.removeprefix("-") for name in ordering} & {*cls.worked_out}
        worked: QuerySet[Any] = rows.annotate(**{name: cls.worked_out[name]() for name in sorted(names)})
        return worked

    @classmethod
    @cache
    def order_fields(cls) -> dict[str, Field[Any, Any]]:
        """What the orderings that no column holds are values of: worked out once, for every list asks."""
        return {name: work().output_field for name, work in cls.worked_out.items()}
