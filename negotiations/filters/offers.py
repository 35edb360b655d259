"""The filters that a column of a kind offers, under Django's names for lookups."""

from __future__ import annotations

from datetime import datetime
from functools import reduce
from operator import or_
from typing import Any, ClassVar

from django.db.models import Choices, Model, Q, QuerySet
from django_filters import Filter

from negotiations.filters.fields import (
    CodeField,
    DayField,
    FlagField,
    InstantField,
    ListField,
    NumberField,
    PartyField,
    ReferenceField,
    ValueField,
)
from negotiations.models import Party
from negotiations.models.known_values import known_value
from negotiations.queries.shapes import stood, tied
from negotiations.rules.folding import folded

_COMPARISONS = ("gt", "gte", "lt", "lte")


class Valued(Filter):  # type: ignore[misc]  # django-filter carries no types
    """A filter on a column by values of one kind; not `steady` where the same value asks otherwise an hour later."""

    steady: ClassVar[bool] = True

    def __init__(self, column: str, lookup: str = "exact", *, kind: ValueField, exclude: bool = False) -> None:
        super().__init__(column, lookup, exclude=exclude)
        self.kind = kind

    @property
    def field(self) -> ValueField:
        """The form field that reads the value."""
        return self.kind


Offer = dict[str, Valued]


def codes(column: str, listed: type[Choices]) -> Offer:
    """Exactly one code, one of several, and neither."""
    one, several = CodeField(codes=listed), ListField(of=CodeField(codes=listed))
    return {
        column: Valued(column, kind=one),
        f"{column}__in": Valued(column, "in", kind=several),
        f"{column}__not": Valued(column, kind=one, exclude=True),
        f"{column}__not_in": Valued(column, "in", kind=several, exclude=True),
    }


def flags(*columns: str) -> Offer:
    return {column: Valued(column, kind=FlagField()) for column in columns}


def texts(*columns: str) -> Offer:
    """The very same text."""
    return {column: Valued(column, kind=ValueField()) for column in columns}


def days(column: str) -> Offer:
    return {column: Valued(column, kind=DayField()), **_compared(column, DayField(), null=True)}


def numbers(column: str, *, least: int = 0, most: int = 2**63 - 1, null: bool = True) -> Offer:
    kind = NumberField(least=least, most=most)
    one_or_several = {
        column: Valued(column, kind=kind),
        f"{column}__in": Valued(column, "in", kind=ListField(of=kind)),
    }
    return {**one_or_several, **_compared(column, kind, null=null)}


def instants(column: str, *, null: bool = True) -> Offer:
    return _compared(column, InstantField(), null=null)


def instants_or_never(column: str, never: datetime) -> Offer:
    """As `instants`, for a column that holds the moment `never` where others hold null."""
    compared = {f"{column}__{lookup}": Dated(column, lookup, never) for lookup in _COMPARISONS}
    return {**compared, f"{column}__isnull": Never(column, never)}


def related(name: str, path: str, model: type[Model], *, key: str = "pk") -> Offer:
    """One record that the rows point to, and one of several."""
    return {name: Among(path, model, key=key), f"{name}__in": Among(path, model, key=key, many=True)}


def codes_of(paths: tuple[str, ...], model: type[Model], column: str, listed: type[Choices]) -> Offer:
    """As `codes`, by a column of a record that the rows point to: `proposal__status`."""
    one, several = CodeField(codes=listed), ListField(of=CodeField(codes=listed))
    name = f"{paths[0]}__{column}"
    return {
        name: Along(paths, model, column, kind=one),
        f"{name}__in": Along(paths, model, column, "in", kind=several),
        f"{name}__not": Along(paths, model, column, kind=one, exclude=True),
        f"{name}__not_in": Along(paths, model, column, "in", kind=several, exclude=True),
    }


def words() -> Offer:
    return {"q": Words("search_text", kind=ValueField())}


def _compared(column: str, kind: ValueField, *, null: bool) -> Offer:
    offer = {f"{column}__{lookup}": Valued(column, lookup, kind=kind) for lookup in _COMPARISONS}
    offer[f"{column}__range"] = Valued(column, "range", kind=ListField(of=kind, count=2))
    if null:
        offer[f"{column}__isnull"] = Valued(column, "isnull", kind=FlagField())
    return offer


class Dated(Valued):
    """Compares only rows that have a date: `never` stands for none."""

    def __init__(self, column: str, lookup: str, never: datetime) -> None:
        super().__init__(column, lookup, kind=InstantField())
        self.never = never

    def filter(self, queryset: QuerySet[Any], value: datetime | None) -> QuerySet[Any]:
        if value is None:
            return queryset
        compared: QuerySet[Any] = super().filter(queryset, value)
        return compared.filter(**{f"{self.field_name}__lt": self.never})


class Never(Valued):
    """Whether a row has no date."""

    def __init__(self, column: str, never: datetime) -> None:
        super().__init__(column, kind=FlagField())
        self.never = never

    def filter(self, queryset: QuerySet[Any], value: bool | None) -> QuerySet[Any]:
        if value is None:
            return queryset
        return queryset.filter(**{f"{self.field_name}{'' if value else '__lt'}": self.never})


class Among(Valued):
    """Rows that point, along `path`, to a record the reader may know of.

    One that is hidden and one that does not exist give the same: nothing.
    """

    def __init__(self, path: str, model: type[Model], *, key: str = "pk", many: bool = False) -> None:
        one = ReferenceField() if key == "reference" else PartyField() if model is Party else NumberField(least=1)
        super().__init__(path, kind=ListField(of=one) if many else one)
        self.path, self.target, self.key, self.many = path, model, key, many

    def filter(self, queryset: QuerySet[Any], value: Any) -> QuerySet[Any]:
        if value is None:
            return queryset
        values = value if self.many else [value]
        known = self.target.objects.visible_to(self.parent.reader.user)  # type: ignore[attr-defined]
        named = known.filter(**{f"{self.key}__in": [each for each in values if not _is_iso(each)]})
        if isos := [each for each in values if _is_iso(each)]:
            named = named | self._coded(known, isos)
        return self.narrowed(queryset, named.order_by().values("pk"))

    def _coded(self, known: QuerySet[Any], isos: list[str]) -> QuerySet[Any]:
        """The parties with these codes, or that had them as the record was known."""
        then = self.parent.reader.then
        if then is None or then.known_at is None:
            return known.filter(iso_alpha3__in=isos)
        code = known_value(Party, "iso_alpha3", then.known_at)
        return known.filter(pk__in=known.annotate(code=code).filter(code__in=isos).order_by().values("pk"))

    def narrowed(self, queryset: QuerySet[Any], named: QuerySet[Any]) -> QuerySet[Any]:
        """The rows tied to one of the ids that `named` selects."""
        return queryset.filter(**{f"{self.path}__in": named})


def _is_iso(value: int | str) -> bool:
    return isinstance(value, str) and "-" not in value


class Along(Valued):
    """Rows that point, along one of `paths`, to a record the reader may know of by what its column holds today."""

    def __init__(
        self,
        paths: tuple[str, ...],
        model: type[Model],
        column: str,
        lookup: str = "exact",
        *,
        kind: ValueField,
        exclude: bool = False,
    ) -> None:
        super().__init__(f"{paths[0]}__{column}", lookup, kind=kind, exclude=exclude)
        self.paths, self.target, self.column = paths, model, f"{column}__{lookup}"

    def filter(self, queryset: QuerySet[Any], value: Any) -> QuerySet[Any]:
        if value is None:
            return queryset
        known = self.target.objects.visible_to(self.parent.reader.user)  # type: ignore[attr-defined]
        named = known.filter(**{self.column: value}).order_by().values("pk")
        pointing = reduce(or_, (Q(**{f"{path}__in": named}) for path in self.paths))
        return queryset.exclude(pointing) if self.exclude else queryset.filter(pointing)


class Through(Among):
    """Rows that another row (`by`), which the reader may see on the day looked at, ties to a record: `path` to `to`."""

    def __init__(
        self, path: str, model: type[Model], *, by: type[Model], to: str, key: str = "pk", many: bool = False
    ) -> None:
        super().__init__(path, model, key=key, many=many)
        self.by, self.to = by, to

    def narrowed(self, queryset: QuerySet[Any], named: QuerySet[Any]) -> QuerySet[Any]:
        then = self.parent.reader.then
        ties = stood(self.by.objects.visible_to(self.parent.reader.user), then)  # type: ignore[attr-defined]
        to_it = tied(ties, then, **{f"{self.path}__in": named})
        return queryset.filter(pk__in=to_it.order_by().values(self.to))


class Words(Valued):
    """Rows in whose texts every word occurs, whatever its case and marks."""

    def filter(self, queryset: QuerySet[Any], value: str | None) -> QuerySet[Any]:
        for word in folded(value or "").split():
            queryset = queryset.filter(**{f"{self.field_name}__contains": word})
        return queryset
