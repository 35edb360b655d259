"""A list over the FilterSet that the API uses too: what was asked for, and what could not be understood."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from negotiations.dashboard.base import DashboardView
from negotiations.dashboard.day_shown import NAMES
from negotiations.filters.base import RecordFilters
from negotiations.filters.fields import NumberField, nearest, shown
from negotiations.queries.keyset import keys_for

PAGE_SIZE = 50
FURTHEST = 10_000


@dataclass(frozen=True, slots=True)
class Asked:
    """A query string, understood: `problems` say what was not, each with its remedy. `ordering` is "" by default.

    `drawn` holds how the list is drawn where somebody chose, and stays in every address.
    """

    values: dict[str, str]
    page: int
    ordering: str
    problems: tuple[str, ...]
    drawn: dict[str, str] = field(default_factory=dict)

    @property
    def bare(self) -> str:
        """The address without any filter, drawn in the same way."""
        return Asked({}, 1, self.ordering, (), self.drawn).address()

    def address(self, **changes: str) -> str:
        """The query string with these values changed, at the first page; an empty value is taken out."""
        merged = {**self.values, "ordering": self.ordering, **self.drawn, **changes}
        return f"?{urlencode({name: value for name, value in merged.items() if value})}"


class FilteredList(DashboardView):
    """One page of what a reader may know of, narrowed and ordered by the query string.

    What could not be understood is told with status 400, and no row is shown as if it answered the question.
    """

    filters: ClassVar[type[RecordFilters]]
    default_ordering: ClassVar[str]
    # Parameters of the page itself, which choose how it is drawn.
    besides: ClassVar[tuple[str, ...]] = ()

    def known(self) -> QuerySet[Any]:
        """Everything this reader may know of."""
        raise NotImplementedError

    def unless_asked(self, rows: QuerySet[Any], asked: Asked) -> QuerySet[Any]:
        """What the list leaves out as long as nobody asks for it."""
        return rows

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        asked = self.ask()
        rows, problems = self.narrowed(self.unless_asked(self.known(), asked), asked)
        page = Paginator(rows, PAGE_SIZE).get_page(asked.page)
        context = self.get_context_data(asked=asked, problems=problems, rows=rows, page=page, **kwargs)
        return self.render_to_response(context, status=400 if problems else 200)

    def ask(self) -> Asked:
        """Read the query string: an unknown, doubled or invalid parameter becomes a problem, none is passed over.

        A control of the form that was left empty says nothing. Boxes ticked under one name make a list.
        """
        past = self.day is not None
        known = [*self.filters.offered(then=past, known=self.as_known), "ordering", "page"]
        today = self.filters.offered(then=False)
        problems, values = [], {}
        for name, given in self.request.GET.lists():
            chosen = [value for value in given if value]
            if name in NAMES or name in self.besides:
                continue
            if name not in known and name == "q" and name in today:
                if chosen:
                    told = _(
                        "Words are searched for as they stand today; show the day as it stood, not as it was known."
                    )
                    problems.append(told)
            elif name not in known and name in today:
                problems.append(_("%(name)s is kept for today only; go back to now.") % {"name": shown(name)})
            elif name not in known:
                problems.append(_("There is no filter %(name)s.") % {"name": shown(name)} + nearest(name, known))
            elif len(chosen) > 1 and not name.endswith("__in"):
                problems.append(_("Give %(name)s only once.") % {"name": shown(name)})
            elif chosen:
                values[name] = ",".join(chosen)
        ordering, page = values.pop("ordering", ""), values.pop("page", "1")
        if ordering and ordering.removeprefix("-") not in self.filters.ordered_by(then=past):
            problems.append(_("The list cannot be ordered by %(name)s.") % {"name": shown(ordering)})
        try:
            number = NumberField(least=1, most=FURTHEST).clean(page)
        except ValidationError as error:
            problems += [f"page: {message}" for message in error.messages]
            number = 1
        return Asked(values, number, ordering, tuple(problems))

    def narrowed(self, rows: QuerySet[Any], asked: Asked) -> tuple[QuerySet[Any], tuple[str, ...]]:
        """The rows that pass every filter, in order; or none of them and what is wrong with the values."""
        applied = self.filters(asked.values, rows, reader=self.reading(), only=asked.values)
        wrong = tuple(f"{name}: {message}" for name, found in applied.errors.items() for message in found)
        if asked.problems or wrong:
            return rows.none(), asked.problems + wrong
        if not asked.ordering:
            ordering = self.by_default()
            return applied.qs.order_by(ordering, "-pk" if ordering.startswith("-") else "pk"), ()
        # As the API orders: what has no value last, equal ones in the same direction.
        replayed = self.filters.replayed if self.day else ()
        keys = keys_for(rows.model, (asked.ordering,), replayed, self.filters.order_fields())
        found = self.filters.with_orders(applied.qs, (asked.ordering,))
        return found.order_by(*(key.ordering() for key in keys)), ()

    def column(self, name: str) -> str:
        """Where a field is read: on a past day, as it stood then."""
        if self.day is None:
            return name
        replayed = self.filters.read_then(self.known().model, self.day.then)
        return f"{name}_then" if name.removeprefix("-") in replayed else name

    def head(self, asked: Asked, name: str) -> dict[str, str]:
        """A column's head: how the list is sorted by it, and the address that sorts by it, or the other way round."""
        now = {name: "ascending", f"-{name}": "descending"}.get(asked.ordering or self.by_default(), "none")
        return {"sorted": now, "address": asked.address(ordering=f"-{name}" if now == "ascending" else name)}

    def by_default(self) -> str:
        """The column that orders the list when nobody asks for another."""
        return self.default_ordering
