"""A list of ids as one parameter."""

from __future__ import annotations

from typing import Any

import msgspec
from django.db.models import Field, ForeignObject, Lookup

IDS = object()  # stands for the list in a statement that is kept and run with one list after another


class AnyOf(Lookup):
    """`column__any_of=[ids]`: one parameter whatever their number, so that one plan serves every page."""

    lookup_name = "any_of"
    prepare_rhs = False

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, tuple[Any, ...]]:
        column, parameters = self.process_lhs(compiler, connection)
        if connection.vendor == "postgresql":
            return f"{column} = ANY(%s)", (*parameters, given(self.rhs, connection))
        ids = given(self.rhs, connection)
        return f"{column} IN (SELECT value FROM json_each(%s))", (*parameters, ids)  # noqa: S608 - a column name


def given(ids: Any, connection: Any) -> Any:
    """The list as the parameter that this engine takes."""
    if ids is IDS:
        return IDS
    return list(ids) if connection.vendor == "postgresql" else msgspec.json.encode(ids).decode()


Field.register_lookup(AnyOf)
ForeignObject.register_lookup(AnyOf)
