"""The matrix of positions, and the panel of one of its cells."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from negotiations.actions.permission import writable
from negotiations.dashboard.base import Crumb
from negotiations.dashboard.filtered import Asked, FilteredList
from negotiations.filters.fields import shown
from negotiations.filters.positions import PositionFilters
from negotiations.filters.proposals import ProposalFilters
from negotiations.models import Negotiation, Position, Proposal
from negotiations.queries.known_proposals import known_proposals, open_on_that_day
from negotiations.queries.parties import Party
from negotiations.queries.position_matrix import (
    Matrices,
    MatrixCell,
    MatrixGroup,
    MatrixRow,
    PositionMatrix,
    position_matrices,
)
from negotiations.queries.positions import POSITION

# Filters that choose whose rows are drawn; with any other, only rows with a position that passes are.
_SUBJECTS = frozenset({"negotiation", "proposal", "party"})


@dataclass(frozen=True, slots=True)
class Show:
    """A choice of rows: its name, how many rows it has, its address."""

    name: str
    count: int
    address: str
    current: bool


@dataclass(frozen=True, slots=True)
class Table:
    """A negotiation's matrix: each party with how often it is on record of how often it is concerned, and the rows."""

    matrix: PositionMatrix
    coverage: list[tuple[Party, int, int]]
    groups: list[tuple[MatrixGroup, list[MatrixRow]]]


@dataclass(frozen=True, slots=True)
class Panel:
    """The chosen cell with its row; `reference` is the condition's, or that of the proposal as a whole."""

    reference: str
    row: MatrixRow
    cell: MatrixCell
    proposal: str
    title: str


class Positions(FilteredList):
    """Conditions by party over open proposals, unless a proposal or a negotiation is asked for."""

    template_name = "dashboard/positions.html"
    section = "positions"
    filters = PositionFilters
    default_ordering = "stated_at"
    besides = ("show", "cell")

    def crumbs(self) -> list[Crumb]:
        return [Crumb(_("Positions"))]

    def known(self) -> QuerySet[Position]:
        return POSITION.standing(Position.objects.visible_to(self.reader), self.reading().then)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        asked = self.ask()
        positions, problems = self.narrowed(self.known(), asked)
        proposals = self._proposals(asked)
        bare = asked.values.keys() <= _SUBJECTS and "party" not in asked.values
        found = position_matrices(proposals.none() if problems else proposals, positions, self.reading(), bare=bare)
        context = self.get_context_data(asked=asked, found=found, problems=problems, **kwargs)
        problems = context["problems"]
        return self.render_to_response(context, status=400 if problems else 200)

    def _proposals(self, asked: Asked) -> QuerySet[Proposal]:
        reading = self.reading()
        if not asked.values.keys() & {"negotiation", "proposal", "condition"}:
            return open_on_that_day(reading).order_by(*self._order())
        known = known_proposals(reading)
        if "proposal" in asked.values:
            known = known.filter(reference=asked.values["proposal"])
        if "condition" in asked.values:
            known = known.filter(conditions__reference=asked.values["condition"])
        of_it = {"negotiation": asked.values["negotiation"]} if "negotiation" in asked.values else {}
        narrowed: QuerySet[Proposal] = ProposalFilters(of_it, known, reader=reading, only=of_it).qs
        return narrowed.order_by(*self._order())

    def _order(self) -> tuple[str, ...]:
        return ("due_then" if self.day else "next_due_at", "pk")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        found, asked = kwargs["found"], kwargs["asked"]
        rows = [row for matrix in found.matrices for row in matrix.rows]
        show, cell = self.request.GET.get("show", ""), self.request.GET.get("cell", "")
        panel = _panel(found, cell)
        wrong = []
        if show not in _CHOICES:
            wrong.append(_("show: %(value)s is none of contested, unanswered, changed.") % {"value": shown(show)})
        if cell and panel is None and not kwargs["problems"]:
            wrong.append(_("cell: nothing stands at %(value)s; choose a cell of the matrix.") % {"value": shown(cell)})
        cells = [cell for row in rows for cell in row.cells if cell.concerned]
        tables = [
            Table(
                matrix,
                [(party, *matrix.coverage(party)) for party in matrix.parties],
                [(group, kept) for group in matrix.groups if (kept := _kept(group.rows, show)) or not show],
            )
            for matrix in found.matrices
        ]
        kwargs["problems"] = (*kwargs["problems"], *wrong)
        return super().get_context_data(
            shows=_shows(rows, asked, show),
            show=show,
            panel=panel,
            recorders=self._recorders(panel) if panel else {},
            cells=len(cells),
            on_record=sum(1 for cell in cells if cell.line),
            tables=[table for table in tables if table.groups and table.matrix.parties],
            close=asked.address(show=show),
            may_edit=panel is not None and self._may_edit(panel),
            editable=self._editable([group.reference for table in tables for group in table.matrix.groups]),
            **kwargs,
        )

    def _recorders(self, panel: Panel) -> dict[int, str]:
        """Who recorded each position of the panel, by its id; Parley itself where nobody is named."""
        ids = [each.id for each in (*panel.cell.line, *panel.cell.dissent)]
        rows = Position.objects.visible_to(self.reader).filter(pk__in=ids).select_related("recorded_by")
        return {row.pk: str(row.recorded_by or "Parley") for row in rows}

    def _editable(self, references: list[str]) -> set[str]:
        """Those of the proposals to which this reader may add a condition."""
        if self.day:
            return set()
        known = Proposal.objects.visible_to(self.reader).filter(reference__in=references)
        return set(known.filter(negotiation__in=writable(self.reader)).values_list("reference", flat=True))

    def _may_edit(self, panel: Panel) -> bool:
        home = Negotiation.objects.visible_to(self.reader).get(proposals__reference=panel.proposal)
        return self.may_edit(home)


_CHOICES: dict[str, Callable[[MatrixRow], bool]] = {
    "": lambda row: True,
    "contested": lambda row: row.contested,
    "unanswered": lambda row: row.unanswered,
    "changed": lambda row: row.changed,
}


def _kept(rows: list[MatrixRow], show: str) -> list[MatrixRow]:
    return list(filter(_CHOICES.get(show, bool), rows))


def _shows(rows: list[MatrixRow], asked: Asked, show: str) -> list[Show]:
    names = {
        "": _("All"),
        "contested": _("Contested"),
        "unanswered": _("Unanswered"),
        "changed": _("Changed this week"),
    }
    return [Show(name, len(_kept(rows, key)), asked.address(show=key), key == show) for key, name in names.items()]


def _panel(found: Matrices, key: str) -> Panel | None:
    for matrix in found.matrices:
        for group in matrix.groups:
            for row in group.rows:
                for cell in row.cells:
                    if key and cell.key == key:
                        reference = row.condition.reference if row.condition else group.reference
                        return Panel(reference, row, cell, group.reference, group.title)
    return None
