"""People who use Parley, as they are named beside what they did."""

from __future__ import annotations

from typing import Annotated

from django.db.models import Value
from django.db.models.functions import Concat, Trim
from msgspec import Meta, Struct

from negotiations import models
from negotiations.queries.bounds import Id
from negotiations.queries.shapes import Shape


class UserRef(Struct):
    """A person who uses Parley, by name; addresses are not given out."""

    id: Id
    name: Annotated[str, Meta(max_length=301)]


USER_REF = Shape(
    UserRef,
    models.User,
    columns={"name": Trim(Concat("first_name", Value(" "), "last_name"))},
    rows=lambda _: models.User.objects.all(),
)
