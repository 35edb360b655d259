"""Open proposals that should be looked at: for one line in words, and for all of a record in SQL."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Exists, F, IntegerField, Max, Min, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce, Greatest, Least

from negotiations import models
from negotiations.models.proposals import ProposalQuerySet
from negotiations.models.written_codes import AmongCodes
from negotiations.queries.allowances import NEAR, Allowance, Moments, allowances, moments
from negotiations.queries.proposal_lines import ProposalLine
from negotiations.queries.shapes import Reader
from negotiations.rules.deadline_outcomes import OPEN_DEADLINES

_WHY = "looked at from proposals that carry their own scope"
_NO_ROW, _BEYOND = 0, 2**62


def unchecked(line: ProposalLine, now: datetime) -> bool:
    """Not checked for as long as its negotiation allows, counted from when it was recorded if never."""
    return now - (line.checked_at or line.recorded_at) > timedelta(days=line.check_after_days)


def on_one_source(line: ProposalLine, now: datetime) -> bool:
    """Within seven days of its deadline, and everything about it rests on one article."""
    return _near(line, now) and len(line.articles) == 1


def second_hand(line: ProposalLine, now: datetime) -> bool:
    """Within seven days of its deadline, and that date or a party's stance is known at second hand only."""
    return _near(line, now) and line.second_hand


def _near(line: ProposalLine, now: datetime) -> bool:
    return line.next is not None and line.next.at - now <= NEAR


def to_check(reader: Reader) -> ProposalQuerySet:
    """Open proposals that nobody owns or checked for long, or that rest on little near a date: as the lines say it.

    One statement finds out after how many days the negotiations want a check.
    """
    allowed = allowances(reader)
    return to_check_by(allowed, Moments.of(moments(allowed, reader.now)), reader.user)


def to_check_by(allowed: Sequence[Allowance], at: Moments, user: models.User) -> ProposalQuerySet:
    """The same by these days, which come to these moments."""
    known = models.Proposal.objects.visible_to(user).open()
    wanted = Q(owner=None)
    for days, (_still, _warned, checked) in zip(allowed, at.by_allowance, strict=True):
        long_ago = Q(last_checked_at__lt=checked) | Q(last_checked_at=None, recorded_at__lt=checked)
        wanted |= Q(negotiation__unchecked_after_days=days.unchecked) & long_ago
    oldest = Least(*(_article(rows, path, Min, _BEYOND) for rows, path in _rests_on()))
    newest = Greatest(*(_article(rows, path, Max, _NO_ROW) for rows, path in _rests_on()))
    near = known.annotate(first_article=oldest, last_article=newest, nearest=_nearest())
    cited = models.Deadline.objects.unscoped(reason=_WHY).filter(
        pk=OuterRef("nearest"), claim__article__cites__isnull=False
    )
    little = Q(first_article=F("last_article")) | Exists(cited) | Exists(_ascribed())
    resting = near.filter(next_due_at__lte=at.near).filter(little).order_by().values("pk")
    return known.filter(wanted | Q(pk__in=resting))


def _rests_on() -> list[tuple[QuerySet[Any], str]]:
    """What of a proposal rests on an article, and the path from there to the proposal."""
    asked = models.Condition.objects.unscoped(reason=_WHY).filter(dropped_on=None)
    return [
        (models.StatusChange.objects.unscoped(reason=_WHY), "proposal"),
        (_dated(), "proposal"),
        (_dated(), "condition__proposal"),
        (asked, "proposal"),
        (_stances(), "condition__proposal"),
    ]


def _article(rows: QuerySet[Any], path: str, which: type[Min | Max], otherwise: int) -> Coalesce:
    of_it = rows.filter(**{path: OuterRef("pk")}).order_by().values(path)
    return Coalesce(Subquery(of_it.annotate(found=which("claim__article")).values("found")), Value(otherwise))


def _dated() -> QuerySet[models.Deadline]:
    """Open deadlines with a date."""
    rows = models.Deadline.objects.unscoped(reason=_WHY).order_by()
    return rows.filter(AmongCodes(F("status"), OPEN_DEADLINES), due_at__isnull=False)


def _nearest() -> Least:
    """The deadline of a proposal, or of one of its conditions, that comes first: of several at once the oldest."""
    found = []
    for path in ("proposal", "condition__proposal"):
        first = _dated().filter(**{path: OuterRef("pk")}, due_at=OuterRef("next_due_at")).values(path)
        pk = Subquery(first.annotate(found=Min("pk")).values("found"), output_field=IntegerField())
        found.append(Coalesce(pk, Value(_BEYOND)))
    return Least(*found)


def _stances() -> QuerySet[models.Position]:
    """What parties say about conditions that are still asked for."""
    rows = models.Position.objects.unscoped(reason=_WHY).order_by()
    return rows.filter(dissent=False, condition__dropped_on=None, condition__retracted_at=None)


def _ascribed() -> QuerySet[models.Position]:
    """The newest word of a party on a condition, where somebody else said it."""
    same = _stances().filter(condition=OuterRef("condition"), party=OuterRef("party"))
    newest = same.order_by(F("stated_at").desc(nulls_last=True), "-recorded_at", "-pk").values("pk")[:1]
    return _stances().filter(condition__proposal=OuterRef("pk"), by_proxy=True, pk=Subquery(newest))
