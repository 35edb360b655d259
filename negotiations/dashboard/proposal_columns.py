"""The columns of the list of proposals: which there are, which are shown, and by what each sorts."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

USUAL = ("status", "movement", "next", "positions", "blocked", "owner")
FURTHER = ("negotiation", "kind", "opened", "changed")
# What the API can order by too. The rest is worked out from other rows, for one page at a time.
ORDERINGS = {
    "title": "title",
    "status": "status",
    "next": "next_due_at",
    "owner": "owner",
    "kind": "kind",
    "opened": "opened_at",
    "changed": "changed_at",
}


@dataclass(frozen=True, slots=True)
class Column:
    """`sorted` is "ascending", "descending" or "none"; a column by which nothing is sorted has no `address`."""

    name: str
    label: str
    address: str = ""
    sorted: str = ""


def labels() -> dict[str, str]:
    """Every column but the title, which is always there, in the order in which they stand."""
    return {
        "status": _("Status"),
        "movement": _("Movement"),
        "next": _("Next date"),
        "positions": _("Positions on record"),
        "blocked": _("Blocked by"),
        "owner": _("Owner"),
        "negotiation": _("Negotiation"),
        "kind": pgettext("of a proposal", "Kind"),
        "opened": _("Opened"),
        "changed": _("Last change"),
    }


def usual_columns() -> list[Column]:
    """Those that are shown where nobody chose, without sorting."""
    words = labels()
    return [Column(name, words[name]) for name in USUAL]


def in_order(names: Iterable[str]) -> tuple[str, ...]:
    """The chosen ones in the order in which they stand."""
    chosen = set(names)
    return tuple(name for name in (*USUAL, *FURTHER) if name in chosen)
