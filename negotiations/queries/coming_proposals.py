"""Proposals with a date to come."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.db.models import Q

from negotiations.enums import Precision
from negotiations.models import Deadline
from negotiations.models.proposals import ProposalQuerySet
from negotiations.queries.known_proposals import open_on_that_day
from negotiations.queries.proposal_rows import open_and_dated
from negotiations.queries.shapes import Reader

_TO_THE_HOUR = (Precision.HOUR, Precision.MINUTE)


def due_by(reader: Reader, day: date) -> Q:
    """Those with an open deadline, their own or of a condition, that has not passed and falls on `day` or before.

    A whole day is the day that its source names; an hour falls on the reader's day.
    """
    suffix = "_then" if reader.then else ""
    midnight = datetime.combine(day + timedelta(days=1), time(), ZoneInfo(reader.user.time_zone)).astimezone(UTC)
    to_the_hour = Q((f"due_precision{suffix}__in", _TO_THE_HOUR))
    in_time = to_the_hour & Q((f"due_at{suffix}__lt", midnight)) | ~to_the_hour & Q((f"due_on{suffix}__lte", day))
    rows = open_and_dated(Deadline.objects.visible_to(reader.user), reader.then)
    falling = rows.filter(in_time, Q((f"due_at{suffix}__gt", reader.now))).order_by()
    own, of_conditions = falling.filter(proposal__isnull=False), falling.filter(condition__isnull=False)
    return Q(pk__in=own.values("proposal")) | Q(pk__in=of_conditions.values("condition__proposal"))


def open_and_due_by(reader: Reader, day: date) -> ProposalQuerySet:
    """The open proposals among them."""
    return open_on_that_day(reader).filter(due_by(reader, day))
