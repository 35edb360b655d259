"""Bodies made of other bodies: the same without what the address says already, or many of them at once."""

from __future__ import annotations

from typing import Annotated, Any

import msgspec
from msgspec import NODEFAULT, UNSET, Meta, Struct

MOST_ITEMS = 500


def without(
    kind: type[Struct], *names: str, called: str, words: str, needs: dict[str, Any] | None = None, **added: Any
) -> type[Struct]:
    """The body without these fields; `needs` are further ones that must be there, `added` ones that may."""
    kept: list[Any] = [
        (info.name, info.type) if info.default is NODEFAULT else (info.name, info.type, UNSET)
        for info in msgspec.structs.fields(kind)
        if info.name not in names
    ]
    kept += (needs or {}).items()
    more = [(name, each | msgspec.UnsetType, UNSET) for name, each in added.items()]
    return _made(called, [*kept, *more], words)


def many(kind: type[Struct]) -> type[Struct]:
    """Up to 500 of these bodies."""
    items = Annotated[list[kind], Meta(min_length=1, max_length=MOST_ITEMS)]  # type: ignore[valid-type]
    return _made(f"{kind.__name__}Items", [("items", items)], "Recorded together, or none of them.")


def _made(called: str, fields: list[Any], words: str) -> type[Struct]:
    return msgspec.defstruct(called, fields, namespace={"__doc__": words}, kw_only=True, forbid_unknown_fields=True)
