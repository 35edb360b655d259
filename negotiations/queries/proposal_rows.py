"""What lines of proposals are made of: one queryset of values for each kind of row, built of ids, person and day."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, NamedTuple

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from negotiations import models
from negotiations.models import Deadline, User
from negotiations.models.proposals import ProposalQuerySet
from negotiations.models.written_codes import AmongCodes
from negotiations.queries.conditions import CONDITION, not_dropped
from negotiations.queries.deadlines import DEADLINE
from negotiations.queries.momentum import PULSE, with_pulse
from negotiations.queries.shapes import Reader, Then, stood
from negotiations.rules.deadline_outcomes import OPEN_DEADLINES

Values = QuerySet[Any, Any]
_WHY = "looked at from deadlines that carry their own scope"
_DUE = ("title", "kind", "status", "due_on", "due_at", "due_precision", "due_zone")


def open_and_dated(deadlines: QuerySet[Deadline], then: Then | None) -> QuerySet[Deadline]:
    """Those with a date and no outcome, nearest first; on a past day by how they were read then."""
    if then is None:
        still_open = deadlines.filter(AmongCodes(F("status"), OPEN_DEADLINES), due_at__isnull=False)
        return still_open.order_by("due_at", "pk")
    was_open = Q(("status_then__in", OPEN_DEADLINES), ("due_at_then__isnull", False))
    return DEADLINE.standing(deadlines, then).filter(was_open).order_by("due_at_then", "pk")


def due_columns(then: Then | None) -> list[str]:
    """Where the fields of `Due` are read, in their order."""
    return [f"{name}_then" if then and name in DEADLINE.then else name for name in _DUE]


class Row(NamedTuple):
    """A proposal itself, and last what its momentum is worked out from."""

    id: int
    reference: str
    negotiation: str
    kind: str
    title: str
    short_title: str
    summary: str
    status: str
    owner_first: str | None
    owner_last: str | None
    owner_login: str | None
    checked_at: datetime | None
    check_after_days: int
    opened_on: date | None
    opened_at: datetime | None
    opened_precision: str
    opened_zone: str
    recorded_at: datetime
    changed_at: datetime
    watched: bool
    due: datetime | None = None
    slips: bool = False
    blocked_by: int = 0
    warning_days: int = 0
    stalled_after_days: int = 0
    moved_status: datetime | None = None
    moved_position: datetime | None = None
    moved_stance: datetime | None = None
    moved_account: datetime | None = None
    moved_progress: datetime | None = None
    moved_event: datetime | None = None

    @property
    def owner(self) -> str:
        """Who looks after it, as people are named everywhere; "" for nobody."""
        return f"{self.owner_first} {self.owner_last}".strip() or str(self.owner_login) if self.owner_login else ""


_COLUMNS = (
    *("id", "reference", "negotiation__name", "kind", "title", "short_title", "summary", "status"),
    *("owner__first_name", "owner__last_name", "owner__username", "last_checked_at"),
    *("negotiation__unchecked_after_days", "opened_on", "opened_at", "opened_precision", "opened_zone"),
    *("recorded_at", "changed_at"),
)


def today(ids: Any, user: User) -> Values:
    """The proposals themselves."""
    rows = with_pulse(models.Proposal.objects.visible_to(user).filter(pk__any_of=ids))
    return rows.annotate(watched=_watched(user)).order_by().values_list(*_COLUMNS, "watched", *PULSE)


def then_of(proposals: ProposalQuerySet, user: User) -> Values:
    """The same, of proposals of a past day: in their words of then where those were asked for, and without movement."""
    words = {f"{name}_then" for name in ("title", "short_title", "summary")} & {*proposals.query.annotations}
    columns = [f"{name}_then" if f"{name}_then" in words else name for name in _COLUMNS]
    return proposals.annotate(watched=_watched(user)).values_list(*columns, "watched")


def _watched(user: User) -> Exists:
    mine = models.Subscription.objects.visible_to(user).filter(user=user, ended_at=None, proposal=OuterRef("pk"))
    return Exists(mine.order_by())


def statuses(ids: Any, user: User, then: Then | None = None) -> Values:
    """Proposal, status, reason, article; newest first."""
    rows: Any = stood(models.StatusChange.objects.visible_to(user).filter(proposal__any_of=ids), then)
    return rows.newest_first().values_list("proposal_id", "status", "reason", "claim__article_id")  # type: ignore[no-any-return]


def trends(ids: Any, user: User, then: Then | None = None) -> Values:
    """Proposal, trend, reason; newest last."""
    rows = models.TrendAssessment.objects.visible_to(user).filter(proposal__any_of=ids).exclude(trend="")
    return _newest_last(stood(rows, then)).values_list("proposal_id", "trend", "reason")


def deadlines(ids: Any, user: User, then: Then | None = None) -> Values:
    """Its proposal or that of its condition, the article and what that cites, and `Due`; nearest first."""
    asked = models.Condition.objects.unscoped(reason=_WHY, known_at=user.known_at).filter(proposal__any_of=ids)
    each = Deadline.objects.unscoped(reason=_WHY, known_at=user.known_at).order_by()
    of_conditions = each.filter(condition__in=asked.order_by().values("pk")).values("pk")
    # A union and no "or": PostgreSQL has no index for an "or" with a question in it, and looks through all deadlines.
    of_them = each.filter(proposal__any_of=ids).values("pk").union(of_conditions, all=True)
    known = Deadline.objects.visible_to(user).filter(pk__in=of_them)
    # Today's codes as values: where they are written out, SQLite goes through the index of all open ones for these few.
    still_open = known.filter(status__in=OPEN_DEADLINES, due_at__isnull=False).order_by("due_at", "pk")
    rows = open_and_dated(known, then) if then else still_open
    rests_on = ("claim__article_id", "claim__article__cites_id")
    return rows.values_list("proposal_id", "condition__proposal_id", *rests_on, *due_columns(then))


def conditions(ids: Any, user: User, then: Then | None = None) -> Values:
    """Proposal, article, id, text, whether it blocks, how far it has come; in their order."""
    asked = not_dropped(Reader(user, then.as_of, then)) if then else Q(dropped_on=None)
    rows = CONDITION.standing(models.Condition.objects.visible_to(user).filter(asked, proposal__any_of=ids), then)
    progress = "progress_then" if then else "progress"
    return rows.values_list("proposal_id", "claim__article_id", "id", "text", "blocks", progress)


def stances(ids: Any, user: User, then: Then | None = None) -> Values:
    """Proposal, article, condition, party, stance, whether somebody else said it; newest last."""
    rows = models.Position.objects.visible_to(user).filter(condition__proposal__any_of=ids, dissent=False)
    columns = ("condition__proposal_id", "claim__article_id", "condition_id", "party_id", "stance", "by_proxy")
    return _newest_last(stood(rows, then)).values_list(*columns)


def seats(ids: Any, user: User, then: Then | None = None) -> Values:
    """Proposal and party of each part that a party has."""
    rows = models.Involvement.objects.visible_to(user).filter(proposal__any_of=ids, party__isnull=False)
    return stood(rows, then).values_list("proposal_id", "party_id")


def parties_in_order(ids: Any, user: User, _then: Then | None = None) -> Values:
    """The ids of those that may be known of, in the one order of the record."""
    return models.Party.objects.visible_to(user).filter(pk__any_of=ids).values_list("pk")


def _newest_last(rows: QuerySet[Any]) -> QuerySet[Any]:
    return rows.order_by(F("stated_at").asc(nulls_first=True), "recorded_at", "pk")
