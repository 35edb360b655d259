"""What a row said when the record had come up to some moment, taken from the chain of changes."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.models import F, Model, OuterRef, Subquery, TextField
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Coalesce

from negotiations.models import Change
from negotiations.models.bases import Versioned
from negotiations.models.fields import LineField, ProseField


def is_revised(model: type[Model], column: str) -> bool:
    """Whether it is a text of the row itself that the team may put into other words."""
    own = {each.name: each for each in model._meta.concrete_fields}
    return issubclass(model, Versioned) and isinstance(own.get(column), (LineField, ProseField))


def words(model: type[Model], column: str, known_at: datetime | None) -> Any:
    """Where to read such a text: in its column, or as it was before the first change recorded after `known_at`.

    A text that the chain does not repeat (that of an article, kept by its hash) is read as it is today.
    """
    if known_at is None:
        return F(column)
    later = Change.objects.unscoped(reason="the words of rows that carry their own scope").filter(
        noun=model._meta.model_name, object_id=OuterRef("pk"), recorded_at__gt=known_at, before__isnull=False
    )
    replaced = later.order_by("sequence").annotate(words=KeyTextTransform(column, "before")).values("words")[:1]
    return Coalesce(Subquery(replaced), F(column), output_field=TextField())
