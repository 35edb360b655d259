"""A list of ids as one parameter."""

from __future__ import annotations

from typing import Any

import msgspec
from django.db.models import Field, ForeignObject, Lookup


class AnyOf(Lookup):
    """`column__any_of=[ids]`: one parameter whatever their number, so that one plan serves every page."""

    lookup_name = "any_of"
    prepare_rhs = False

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, tuple[Any, ...]]:
        column, parameters = self.process_lhs(compiler, connection)
        if connection.vendor == "postgresql":
            return f"{column} = ANY(%s)", (*parameters, list(self.rhs))
        ids = msgspec.json.encode(self.rhs).decode()
        return f"{column} IN (SELECT value FROM json_each(%s))", (*parameters, ids)  # noqa: S608 - a column name


Field.register_lookup(AnyOf)
ForeignObject.register_lookup(AnyOf)
