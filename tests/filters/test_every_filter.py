"""Every filter there is, with a value of its kind: it answers, and only rows that it should."""

from __future__ import annotations

from contextlib import nullcontext
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.core.exceptions import EmptyResultSet

from negotiations.api.nouns import router
from negotiations.filters.fields import (
    CodeField,
    DayField,
    FlagField,
    InstantField,
    ListField,
    NumberField,
    OwnerField,
    PartyField,
    ReferenceField,
    ValueField,
)
from negotiations.filters.offers import Among, Dated, Never, Valued, Words
from negotiations.queries.shapes import Reader, Then
from tests import factories as make
from tests import world


def example(kind: ValueField) -> str:
    if isinstance(kind, ListField):
        return ",".join([example(kind.of)] * (kind.count or 1))
    examples: dict[type[ValueField], str] = {
        DayField: "2025-04-14",
        InstantField: "2025-04-14T09:00:00Z",
        FlagField: "true",
        ReferenceField: "P-1",
        PartyField: "UKR",
        OwnerField: "nobody",
        NumberField: "1",
        ValueField: "text",
    }
    return str(kind.codes.values[0]) if isinstance(kind, CodeField) else examples[type(kind)]


@pytest.mark.django_db
@pytest.mark.parametrize("view", [view for _, view, _ in router.registry], ids=[noun for noun, _, _ in router.registry])
def test_each_keeps_the_rows_that_python_would_keep(view: Any) -> None:
    talks = world.build()
    for then in [None, Then(make.NOW)] if view.dated else [None]:
        reader = Reader(talks.lead, make.NOW, then)
        every = view.shape.standing(view.shape.scoped(talks.lead), then)
        for name, each in view.filters.offered(then=then is not None).items():
            value = example(each.kind)
            filterset = view.filters({name: value}, every, reader=reader, only=[name])
            assert filterset.form.is_valid(), filterset.form.errors
            kept = set(filterset.qs.values_list("pk", flat=True))
            column = f"{each.field_name}_then" if then and each.field_name in view.filters.replayed else each.field_name
            if type(each) is Valued:
                read = each.kind.clean(value)
                rows = every.values_list("pk", column)
                expected = {pk for pk, held in rows if matches(held, each.lookup_expr, read) != each.exclude}
                assert kept == expected, name
            else:
                assert kept <= set(every.values_list("pk", flat=True)), name


@pytest.mark.django_db
def test_what_is_kept_of_a_question_asks_the_same_at_any_hour(django_assert_num_queries: Any) -> None:
    """A filter that looks at the clock, or reads rows while it is set up, could not be kept."""
    user = make.user()
    make.negotiation()  # how many days it allows is asked before what is stuck

    def statement(view: Any, name: str, each: Valued, now: datetime) -> Any:
        rows = view.shape.scoped(user)
        kept = view.filters({name: example(each.kind)}, rows, reader=Reader(user, now), only=[name]).qs
        try:
            return kept.query.get_compiler("default").as_sql()
        except EmptyResultSet:
            return None

    for _, view, _ in router.registry:
        for name, each in view.filters.offered(then=False).items():
            with django_assert_num_queries(0) if each.steady else nullcontext():
                asked = [statement(view, name, each, now) for now in (make.NOW, make.NOW + timedelta(hours=1))]
            assert (asked[0] == asked[1]) == each.steady, (view, name)


def matches(held: Any, lookup: str, value: Any) -> bool:
    """What the lookup means, said in Python."""
    if lookup == "isnull":
        return (held is None) == value
    if held is None:
        return False
    comparable: tuple[type, ...] = (date, datetime, int, str)
    assert isinstance(held, comparable)
    return {
        "exact": lambda: held == value,
        "in": lambda: held in value,
        "gt": lambda: held > value,
        "gte": lambda: held >= value,
        "lt": lambda: held < value,
        "lte": lambda: held <= value,
        "range": lambda: value[0] <= held <= value[1],
    }[lookup]()


def test_every_filter_that_is_no_plain_comparison_has_a_test_of_its_own() -> None:
    special = {
        type(each)
        for _, view, _ in router.registry
        for each in view.filters.get_filters().values()
        if type(each) is not Valued
    }
    named = {kind.__name__ for kind in special if not issubclass(kind, (Among, Dated, Never, Words))}
    assert named == {
        "Along",
        "Divergent",
        "DueBy",
        "Overdue",
        "HasRole",
        "Live",
        "Mine",
        "Owned",
        "PickedOut",
        "Snoozed",
        "Stuck",
        "ToCheck",
        "Watching",
    }
