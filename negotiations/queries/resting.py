"""What rests on claims, and on them alone: looked at before they are withdrawn, disputed or corrected.

Its words are in the language of whoever asks.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Any

from django.db.models import CharField, F, Model, QuerySet, Value
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from msgspec import Meta, Struct

from negotiations import models
from negotiations.enums import ClaimStanding
from negotiations.queries.bounds import Id, Reference
from negotiations.queries.shapes import Reader

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

AT_MOST = 200
_FALLEN = (ClaimStanding.WITHDRAWN, ClaimStanding.CORRECTED)


class Resting(Struct):
    """One row of the record that names a claim; `alone` unless another claim that stands says the same of it.

    `page` is the reference of the proposal on whose page it is shown, null for what belongs to none.
    """

    noun: Annotated[str, Meta(max_length=40)]
    id: Id
    words: Annotated[str, Meta(max_length=500)]
    page: Reference | None
    alone: bool


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of row that rests on claims: the columns that are equal where two rows say the same, and how it reads.

    No columns: each row is a matter of its own, and rests on its claim alone. `page` is the path to its proposal.
    """

    named: _StrPromise
    model: type[Model]
    words: Callable[[Any], str]
    same: tuple[str, ...] = ()
    page: str = "proposal__reference"


KINDS: Mapping[str, Kind] = {
    "status": Kind(
        _("status"),
        models.StatusChange,
        lambda row: f"{row.get_status_display()}: {row.reason}",
        ("proposal", "status"),
    ),
    "trend": Kind(
        _("trend"), models.TrendAssessment, lambda row: row.reason, ("proposal", "trend", "outlook", "slipping")
    ),
    "involvement": Kind(
        _("involvement"), models.Involvement, lambda row: f"{row.party or row.person}: {row.get_role_display()}"
    ),
    "lineage": Kind(
        _("lineage"), models.Lineage, lambda row: f"{row.proposal.title} {row.get_kind_display()} {row.other.title}"
    ),
    "ceasefire": Kind(
        _("ceasefire"), models.Ceasefire, lambda row: f"{row.get_side_display()}, {row.get_extent_display()}"
    ),
    "condition": Kind(_("condition"), models.Condition, lambda row: f"{row.reference} {row.text}"),
    "dependency": Kind(
        _("dependency"),
        models.ConditionDependency,
        lambda row: (
            gettext("%(one)s waits for %(other)s") % {"one": row.condition.reference, "other": row.needs.reference}
        ),
        page="condition__proposal__reference",
    ),
    "progress": Kind(
        _("progress"),
        models.ConditionProgress,
        lambda row: f"{row.condition.reference}: {row.get_progress_display()}",
        ("condition", "progress", "contested"),
        "condition__proposal__reference",
    ),
    "position": Kind(
        _("position"),
        models.Position,
        lambda row: f"{row.party}: {row.get_stance_display()}",
        ("party", "person", "proposal", "condition", "stance", "dissent"),
    ),
    "account": Kind(
        _("account"),
        models.Account,
        lambda row: f"{row.party}: {row.get_attribute_display()}, {row.value}",
        ("proposal", "party", "attribute", "said", "withdrawn"),
    ),
    "text": Kind(_("text"), models.ProposalText, str),
    "deadline": Kind(_("deadline"), models.Deadline, lambda row: f"{row.title} ({row.expression})"),
    "reading of a deadline": Kind(
        _("reading of a deadline"),
        models.DeadlineReading,
        lambda row: row.expression,
        ("deadline", "due_at"),
        "deadline__proposal__reference",
    ),
    "outcome of a deadline": Kind(
        _("outcome of a deadline"),
        models.DeadlineOutcome,
        lambda row: row.get_status_display(),
        ("deadline", "status"),
        "deadline__proposal__reference",
    ),
    "event": Kind(_("event"), models.Event, lambda row: row.title, page=""),
}
_NAMED = ("party", "person", "proposal", "other", "condition", "needs")


def resting_on(claims: Collection[int], reader: Reader) -> list[Resting]:
    """Every row this reader may know that names one of these claims, kind by kind; the first 200 of each.

    Two statements for each kind at most, however many rows there are.
    """
    found = []
    for noun, kind in KINDS.items():
        rows = list(_rows(kind, reader).filter(claim__in=claims).order_by("pk")[:AT_MOST])
        elsewhere = _said_elsewhere(kind, rows, claims, reader)
        for row in rows:
            words = kind.words(row)[:500]
            found.append(Resting(noun, row.pk, words, row.page_of, _said(kind, row) not in elsewhere))
    return found


def _rows(kind: Kind, reader: Reader) -> QuerySet[Any]:
    visible = kind.model.objects.visible_to(reader.user)  # type: ignore[attr-defined]
    named = (name for name in _NAMED if hasattr(kind.model, f"{name}_id"))
    page = F(kind.page) if kind.page else Value(None, output_field=CharField())
    rows: QuerySet[Any] = visible.select_related(*named).annotate(page_of=page)
    return rows


def _said_elsewhere(kind: Kind, rows: list[Any], claims: Collection[int], reader: Reader) -> set[tuple[Any, ...]]:
    """What other claims that stand say of the same matters."""
    if not kind.same or not rows:
        return set()
    matter = kind.same[0]
    others = _rows(kind, reader).filter(**{f"{matter}__in": {getattr(row, f"{matter}_id") for row in rows}})
    return {_said(kind, row) for row in others.exclude(claim__in=claims).exclude(claim__standing__in=_FALLEN)}


def _said(kind: Kind, row: Any) -> tuple[Any, ...]:
    return tuple(getattr(row, row._meta.get_field(column).attname) for column in kind.same)
