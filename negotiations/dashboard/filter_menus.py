"""The form of a list, derived from its FilterSet: a menu for each filter with a closed choice, and what is in force."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db.models import Choices, Count, QuerySet
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from negotiations.dashboard.filtered import Asked
from negotiations.dashboard.proposal_filters import Applied, Choice, Menu
from negotiations.filters.base import RecordFilters
from negotiations.filters.fields import CodeField, ListField
from negotiations.filters.offers import Among, Valued
from negotiations.models import User

MOST = 100


class FilterMenus:
    """`labels` name the filters offered, in their order; every other filter in force stands under its own name."""

    def __init__(
        self, filters: type[RecordFilters], labels: Mapping[str, str], asked: Asked, known: QuerySet[Any], user: User
    ) -> None:
        self.asked = asked
        self.labels = labels
        self.known = known
        self.user = user
        self.menus = [self._menu(name, label, filters.base_filters[name]) for name, label in labels.items()]

    def applied(self) -> list[Applied]:
        """Every filter in force, each with the address that takes it away."""
        named = {menu.name: {choice.value: choice.label for choice in menu.choices} for menu in self.menus}
        found = []
        for name, value in self.asked.values.items():
            words = ", ".join(named.get(name, {}).get(each, each) for each in value.split(","))
            label = _("Words") if name == "q" else self.labels.get(name, name)
            found.append(Applied(name, f"{label}: {words}", self.asked.address(**{name: ""})))
        return found

    def _menu(self, name: str, label: str, each: Valued) -> Menu:
        many = isinstance(each.kind, ListField)
        kind = each.kind.of if isinstance(each.kind, ListField) else each.kind
        given = self.asked.values.get(name, "")
        chosen = set(given.split(",") if many else [given])
        offered: list[tuple[str, str, int | None]]
        if isinstance(each, Among):
            offered = [(str(key), str(row), None) for key, row in self._related(each)]
        elif isinstance(kind, CodeField):
            offered = self._codes(each.field_name, kind.codes)
        else:
            offered = [("true", _("Yes"), None), ("false", _("No"), None)]
        return Menu(name, label, [Choice(value, word, n, value in chosen) for value, word, n in offered], many)

    def _related(self, each: Among) -> list[tuple[Any, Any]]:
        rows = each.target.objects.visible_to(self.user)  # type: ignore[attr-defined]
        return [(getattr(row, each.key), row) for row in rows[:MOST]]

    def _codes(self, column: str, codes: type[Choices]) -> list[tuple[str, str, int | None]]:
        counted = self.known.order_by().values_list(column).annotate(number=Count("pk", distinct=True))
        numbers = dict(counted.values_list(column, "number"))
        words = zip(codes.values, codes.labels, strict=True)
        return [(str(value), capfirst(str(label)), numbers.get(value, 0)) for value, label in words]
