"""How open proposals move, worked out for a whole page at once."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Annotated, Any

from django.db.models import Count, DateTimeField, Exists, Max, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce, Greatest, NullIf
from msgspec import Meta, Struct

from negotiations import models
from negotiations.enums import Momentum, ProposalStatus
from negotiations.models.proposals import ProposalQuerySet
from negotiations.queries.allowances import Allowance, Moments, allowances, moments
from negotiations.queries.compiled import rows_for
from negotiations.queries.shapes import NEWEST_FIRST, Reader
from negotiations.rules.moments import NO_DATE
from negotiations.rules.momentum import Pulse, momentum_at

_WHY = "a column of proposals that carry their own scope"
_NEVER = datetime(1, 1, 2, tzinfo=UTC)


class MomentumReading(Struct):
    """The momentum, the rule that gave it in words, and the newest sourced movement that is dated."""

    code: Momentum
    because: Annotated[str, Meta(max_length=200)]
    last_moved_at: datetime | None


def momentum_by_proposal(ids: list[int], reader: Reader) -> dict[int, MomentumReading]:
    """The momentum at `reader.now` of each proposal that is still open; one statement for all.

    It is worked out for today only.
    """
    if reader.then:
        return {}
    found = {}
    for id_, *columns in rows_for(_pulses, ids, reader.user):
        found[id_] = momentum_of(columns, reader.now)
    return found


def momentum_of(columns: Sequence[Any], now: datetime) -> MomentumReading:
    """The momentum at `now` of an open proposal, of the PULSE columns of `with_pulse`."""
    pulse = _pulse(*columns)
    reading = momentum_at(pulse, now)
    return MomentumReading(reading.momentum, reading.because, pulse.last_moved_at)


def stuck(reader: Reader) -> ProposalQuerySet:
    """Open proposals that are on hold, or stalled at `reader.now` by the rule of days and not in force.

    What is in force need not move to do its work. One statement finds out which days the negotiations go by.
    """
    allowed = allowances(reader)
    return stuck_by(allowed, Moments.of(moments(allowed, reader.now)), reader.user)


def stuck_by(allowed: Sequence[Allowance], at: Moments, user: models.User) -> ProposalQuerySet:
    """The same by these days, which come to these moments."""
    known = models.Proposal.objects.visible_to(user).open()
    quiet = Q(pk__in=[])
    for days, (still_since, warned_until, _checked) in zip(allowed, at.by_allowance, strict=True):
        near = Q(next_due_at__lte=warned_until) & Exists(_blocking())
        moved = Q(*(Exists(rows) for rows in _moved_since(still_since)), _connector=Q.OR)
        there = Q(negotiation__stalled_after_days=days.stalled, negotiation__warning_days=days.warning)
        of_them = Q(negotiation__unchecked_after_days=days.unchecked)
        quiet |= there & of_them & ~near & ~moved
    stalled = known.annotate(slips=_slips()).filter(quiet, slips=False, next_due_at__gt=at.now)
    waiting = stalled.exclude(status=ProposalStatus.IN_FORCE).order_by().values("pk")
    return known.filter(Q(status=ProposalStatus.ON_HOLD) | Q(pk__in=waiting))


def _moved_since(moment: Any) -> list[QuerySet[Any]]:
    """The movements of a proposal from a moment on, by the rows that show them."""
    return [
        rows.filter(**{path: OuterRef("pk"), f"{column}__gte": moment}) for rows, path, column in _movements().values()
    ]


def _pulses(ids: Any, user: models.User) -> QuerySet[Any, Any]:
    rows = models.Proposal.objects.visible_to(user).open().filter(pk__any_of=ids)
    return with_pulse(rows).values_list("pk", *PULSE)


def with_pulse(proposals: QuerySet[models.Proposal]) -> QuerySet[models.Proposal]:
    """Proposals annotated with what momentum is worked out from."""
    return proposals.annotate(
        due=NullIf("next_due_at", Value(NO_DATE)),
        slips=_slips(),
        blocked_by=_blocked_by(),
        **{f"moved_{name}": _newest(*moved) for name, moved in _movements().items()},
    )


def last_movement() -> Any:
    """When a proposal last moved by what is sourced; null where nothing of that is dated."""
    # SQLite's greatest of several is null as soon as one is, PostgreSQL's is not.
    newest = [Coalesce(_newest(*moved), Value(_NEVER)) for moved in _movements().values()]
    return NullIf(Greatest(*newest), Value(_NEVER), output_field=DateTimeField())


def blockers() -> Any:
    """How many conditions block a proposal now."""
    return _blocked_by()


def _movements() -> dict[str, tuple[QuerySet[Any], str, str]]:
    """The rows whose newest moment is the last movement, the path of each to its proposal, and the moment's column."""
    return {
        "status": (models.StatusChange.objects.unscoped(reason=_WHY), "proposal", "stated_at"),
        "position": (models.Position.objects.unscoped(reason=_WHY), "proposal", "stated_at"),
        "stance": (models.Position.objects.unscoped(reason=_WHY), "condition__proposal", "stated_at"),
        "account": (models.Account.objects.unscoped(reason=_WHY), "proposal", "stated_at"),
        "progress": (models.ConditionProgress.objects.unscoped(reason=_WHY), "condition__proposal", "stated_at"),
        "event": (models.EventProposal.objects.unscoped(reason=_WHY), "proposal", "event__occurred_at"),
    }


def _newest(rows: QuerySet[Any], path: str, moment: str) -> Subquery:
    of_it = rows.filter(**{path: OuterRef("pk")}).order_by().values(path)
    return Subquery(of_it.annotate(newest=Max(moment)).values("newest"))


def _slips() -> Any:
    assessments = models.TrendAssessment.objects.unscoped(reason=_WHY).filter(proposal=OuterRef("pk"))
    return Coalesce(Subquery(assessments.order_by(*NEWEST_FIRST).values("slipping")[:1]), Value(False))


def _blocking() -> QuerySet[models.Condition]:
    return models.Condition.objects.unscoped(reason=_WHY).blocking().filter(proposal=OuterRef("pk"))


def _blocked_by() -> Any:
    counted = _blocking().order_by().values("proposal").annotate(number=Count("pk")).values("number")
    return Coalesce(Subquery(counted), Value(0))


PULSE = (  # in the order of _pulse's arguments
    "due",
    "slips",
    "blocked_by",
    "negotiation__warning_days",
    "negotiation__stalled_after_days",
    "moved_status",
    "moved_position",
    "moved_stance",
    "moved_account",
    "moved_progress",
    "moved_event",
)


def _pulse(
    due: datetime | None, slips: bool, blocked_by: int, warning: int, stalled: int, *moved: datetime | None
) -> Pulse:
    return Pulse(
        next_due_at=due,
        last_moved_at=max((moment for moment in moved if moment), default=None),
        said_to_slip=slips,
        blocking_conditions=blocked_by,
        warning_days=warning,
        stalled_after_days=stalled,
    )
