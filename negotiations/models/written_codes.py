"""Codes written into a statement itself."""

from __future__ import annotations

import re
from typing import Any

from django.db.models import Lookup


class AmongCodes(Lookup):
    """`AmongCodes(F("column"), CODES)`, for codes of ours alone, in the order of the index over rows that have them.

    SQLite uses an index over some rows only where the statement itself says which; it does not look at parameters.
    """

    prepare_rhs = False

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, tuple[Any, ...]]:
        column, parameters = self.process_lhs(compiler, connection)
        if not all(re.fullmatch("[a-z ]+", code) for code in self.rhs):
            raise ValueError(f"{self.rhs} are no codes of ours.")
        codes = ", ".join(f"'{code!s}'" for code in self.rhs)
        return f"{column} IN ({codes})", tuple(parameters)
