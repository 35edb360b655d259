"""The columns of the list of proposals: which there are, which are shown, and by what each sorts."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.db.models import F
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from negotiations.enums import ProposalStatus
from negotiations.queries.proposal_lines import ProposalLine

USUAL = ("status", "movement", "next", "positions", "blocked", "owner")
FURTHER = ("negotiation", "kind", "opened", "changed")
# What the API can order by too.
ORDERINGS = {
    "title": "title",
    "status": "status",
    "movement": "last_moved_at",
    "positions": "positions_on_record",
    "blocked": "blockers",
    "next": "next_due_at",
    "owner": "owner_name",
    "negotiation": "negotiation_name",
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


# By what rows can be grouped: how the groups are ordered, by the column that holds it, and the group of a row in words.
GROUPS: dict[str, tuple[Callable[[str], list[Any]], Callable[[ProposalLine], str]]] = {
    "negotiation": (lambda _column: [F("negotiation__name"), F("negotiation_id")], lambda line: line.negotiation),
    "status": (lambda column: [F(f"{column}__place")], lambda line: capfirst(str(ProposalStatus(line.status).label))),
    "kind": (lambda _column: [F("kind")], lambda line: capfirst(line.kind_word)),
    "owner": (
        lambda _column: [
            F("owner__first_name").asc(nulls_last=True),
            F("owner__last_name").asc(nulls_last=True),
            F("owner_id").asc(nulls_last=True),
        ],
        lambda line: line.owner or _("Nobody"),
    ),
}


def grouped(lines: list[ProposalLine], by: str) -> list[tuple[str, list[ProposalLine]]]:
    """The rows, which come in the order of their groups, under the name of each; all under "" without a group."""
    if not by:
        return [("", lines)]
    return [(name, list(rows)) for name, rows in groupby(lines, GROUPS[by][1])]
