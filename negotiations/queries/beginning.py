"""Words at the beginning of words, found by an index where the database has one for them."""

from __future__ import annotations

from typing import Any

from django.db.models import Lookup, TextField


class Beginning(Lookup):
    """`search_text__beginning=[words]`: each of these folded words begins some word of a folded text.

    PostgreSQL enters the GIN index that migration 0013 makes over the same expression; SQLite reads the column.
    """

    lookup_name = "beginning"
    prepare_rhs = False

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, tuple[Any, ...]]:
        column, parameters = self.process_lhs(compiler, connection)
        if connection.vendor == "postgresql":
            # Folded words are letters and digits: nothing in them needs escaping.
            asked = " & ".join(f"'{word}':*" for word in self.rhs)
            return f"{vector(column)} @@ %s::tsquery", (*parameters, asked)
        each = " AND ".join([f"instr(' ' || {column}, %s) > 0"] * len(self.rhs))
        return f"({each})", tuple(value for word in self.rhs for value in (*parameters, f" {word}"))


def vector(column: str) -> str:
    """The words of a folded text as PostgreSQL indexes them: as they stand, by no language's rules."""
    return f"array_to_tsvector(array_remove(string_to_array({column}, ' '), ''))"


TextField.register_lookup(Beginning)
