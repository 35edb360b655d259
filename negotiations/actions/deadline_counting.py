"""Reading a deadline's words against the negotiation's own policy and timeline, and counting again when that moves."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from negotiations.actions.deadline_standing import go_by
from negotiations.actions.recording import action
from negotiations.actions.reviewing import reviewed
from negotiations.codelists import time_zones
from negotiations.enums import Precision, ReviewedMove, TreatyAct
from negotiations.errors import DeadlineUnclearError, InvalidValueError
from negotiations.models import Claim, Deadline, DeadlineReading, Event, Negotiation, Party, User
from negotiations.models.bases import columns
from negotiations.rules.deadlines import Alternative, Policy, Refusal, RefusalCode, Resolution, resolve
from negotiations.rules.moments import WorldMoment, start_of_day


@dataclass(frozen=True, slots=True)
class Reading:
    """What the words came to, and the event they were counted from."""

    expression: str
    outcome: Resolution | Refusal
    anchor: Event | None


def policy_of(negotiation: Negotiation) -> Policy:
    """How this negotiation's sources write dates, and which calendars and rules they count by."""
    return Policy(
        date_order=negotiation.date_order or None,
        calendar=negotiation.holiday_calendar or None,
        rule=negotiation.counting_rule or None,
        close_of_business=negotiation.close_of_business,
        feasts=negotiation.feasts or None,
    )


def read_deadline(
    expression: str,
    *,
    negotiation: Negotiation,
    said_at: datetime,
    said_zone: str,
    anchors: Iterable[Event] | None = None,
) -> Reading:
    """Resolve the words said at `said_at` in `said_zone`, or refuse them.

    `anchors` are the events they may be counted from: by default all that have happened on the negotiation's own
    timeline. Two events of one kind keep their titles, so that the words must tell them apart.
    """
    events = timeline(negotiation) if anchors is None else list(anchors)
    named = by_name(events)
    outcome: Resolution | Refusal = resolve(
        expression,
        reference=said_at.astimezone(ZoneInfo(said_zone)),
        zone=said_zone,
        anchors={name: moment_of(event) for name, event in named.items()},
        policy=policy_of(negotiation),
    )
    counted_from = named.get(outcome.anchor or "") if isinstance(outcome, Resolution) else None
    return Reading(expression, outcome, counted_from)


def when_said(stated: WorldMoment, zone: str) -> datetime | None:
    """The instant from which words are read that rest on a claim: in `zone` a claim's day stays the day it names."""
    if stated.on is None or stated.precision in (Precision.HOUR, Precision.MINUTE):
        return stated.at
    return start_of_day(stated.on, zone)


def read_words(
    deadline: Deadline, expression: str, anchor: Event | None, read_as: str = "", *, why: str = "", field: str = ""
) -> Reading:
    """Read the words of a deadline from when and where they were said.

    `anchor` is the one event to count from; `read_as`, unambiguous words, chooses one of the other readings, which
    takes a reason: `field` names where it is asked for.
    """
    said_at = deadline.said_at
    if said_at is None:
        raise InvalidValueError("Say when the words were said; Friday means nothing without it.", field="said_at")
    home, zone = deadline.negotiation, deadline.said_zone
    anchors = None if anchor is None else [anchor]
    reading = read_deadline(expression, negotiation=home, said_at=said_at, said_zone=zone, anchors=anchors)
    if not read_as:
        return reading
    if not why.strip():
        raise InvalidValueError("Say why the words are read in this way.", field=field)
    chosen = read_deadline(read_as, negotiation=home, said_at=said_at, said_zone=zone).outcome
    if isinstance(chosen, Refusal) or _moment_read(chosen) not in map(_moment_read, other_readings(reading.outcome)):
        raise InvalidValueError("Choose one of the ways to read these words.", field="read_as")
    return Reading(read_as, chosen, reading.anchor)


def require_clear(reading: Reading, *, waits_until: date | None) -> None:
    """Refuse words that name no date, but for those that wait for an event or have a day to look again."""
    outcome = reading.outcome
    if isinstance(outcome, Refusal) and outcome.code is not RefusalCode.MISSING_ANCHOR and waits_until is None:
        raise DeadlineUnclearError(outcome.sentence, refusal=outcome)


def other_readings(outcome: Resolution | Refusal) -> tuple[Alternative, ...]:
    """The other ways to read the same words, or those to choose from where none was taken."""
    return outcome.alternatives if isinstance(outcome, Resolution) else outcome.readings


def _moment_read(read: Resolution | Alternative) -> tuple[date, datetime | None]:
    """In UTC: two clocks that show the same hour twice would never compare as equal."""
    return read.day, read.instant.astimezone(UTC) if read.instant else None


def timeline(negotiation: Negotiation) -> list[Event]:
    """The events of a negotiation that deadlines can be counted from: those with a part in a text and a date."""
    events = Event.objects.unscoped(reason="deadlines are counted on the negotiation's own timeline")
    dated = events.anchors().filter(negotiation=negotiation, expected=False, occurred_at__isnull=False)
    return list(dated.order_by("occurred_at", "pk"))


def reading_row(
    deadline: Deadline, reading: Reading, *, claim: Claim, party: Party | None = None, reason: str = ""
) -> DeadlineReading:
    """An unsaved DeadlineReading that holds what the words came to."""
    outcome = reading.outcome
    dated = isinstance(outcome, Resolution)
    return DeadlineReading(
        negotiation=deadline.negotiation,
        deadline=deadline,
        party=party,
        expression=reading.expression,
        reference_at=deadline.said_at,
        anchor=reading.anchor,
        missing_anchor=(outcome.anchor_noun or "") if isinstance(outcome, Refusal) else "",
        rule=outcome.rule if isinstance(outcome, Resolution) else "",
        warnings=list(outcome.warnings) if isinstance(outcome, Resolution) else [],
        alternatives=[
            {
                "label": other.label,
                "day": other.day.isoformat(),
                "instant": other.instant.isoformat() if other.instant else None,
            }
            for other in other_readings(outcome)
        ],
        refusal_code="" if dated else str(outcome.code),  # type: ignore[union-attr]
        refusal="" if dated else outcome.sentence,  # type: ignore[union-attr]
        reason=reason,
        claim=claim,
        **columns("due", due_of(outcome, deadline.said_zone)),
        **columns("stated", claim.stated),
    )


def due_of(outcome: Resolution | Refusal, zone: str) -> WorldMoment:
    """The moment a deadline has passed: the instant said, or 24:00 of the day in its zone; unknown when refused."""
    if isinstance(outcome, Refusal):
        return WorldMoment.unknown(zone)
    if outcome.zone not in time_zones():  # said with a bare offset, which is no place: kept as the instant it is
        return WorldMoment.instant(outcome.utc, zone)
    precision = Precision(outcome.precision) if outcome.instant else Precision.DAY
    return WorldMoment(outcome.day, outcome.utc.astimezone(UTC), precision, outcome.zone)


def recount_deadlines(*, event: Event, claim: Claim, actor: User | None, now: datetime) -> None:
    """Count again what hangs on an event: deadlines counted from it, and those that wait for one like it.

    Each date that appears or moves is followed by itself; a deadline settled already stays.
    """
    if not event.treaty_act:
        return
    open_ones = Deadline.objects.unscoped(reason="follows the negotiation's own timeline").open()
    for deadline in open_ones.filter(negotiation=event.negotiation):
        current = current_reading(deadline)
        if current is None or not (current.anchor_id == event.pk or current.missing_anchor):
            continue
        reading = _counted_again(deadline, current, event, now)
        if due_of(reading.outcome, deadline.said_zone).at != current.due_at:
            follow_event(deadline=deadline, event=event, claim=claim, actor=actor, now=now)


@action
@reviewed(ReviewedMove.FOLLOW)
def follow_event(
    *, deadline: Deadline, event: Event, claim: Claim, actor: User | None, now: datetime
) -> DeadlineReading:
    """Let a deadline follow an event that it is counted from: a new reading in use, with its Change."""
    current = current_reading(deadline)
    if current is None:
        raise InvalidValueError("This deadline has no reading to count again.", field="deadline")
    reading = _counted_again(deadline, current, event, now)
    row = reading_row(deadline, reading, claim=claim, party=current.party, reason=f"Follows: {event.title}")
    go_by(deadline, row, kind="deadline.moved", actor=actor, now=now)
    return row


def _counted_again(deadline: Deadline, current: DeadlineReading, event: Event, now: datetime) -> Reading:
    return read_deadline(
        current.expression,
        negotiation=deadline.negotiation,
        said_at=deadline.said_at or now,
        said_zone=deadline.said_zone,
        anchors=[event] if current.anchor_id == event.pk else None,  # a chosen event stays chosen
    )


def current_reading(deadline: Deadline) -> DeadlineReading | None:
    """The reading a deadline goes by now."""
    rows = DeadlineReading.objects.unscoped(reason="the deadline's own readings")
    return rows.filter(deadline=deadline, in_use=True).order_by("-recorded_at", "-pk").first()


def by_name(events: list[Event]) -> dict[str, Event]:
    """The names that words may call these events by: the act alone where it is the only one of its kind."""
    by_act: dict[str, list[Event]] = {}
    for event in events:
        by_act.setdefault(event.treaty_act, []).append(event)
    named: dict[str, Event] = {}
    for act, alike in by_act.items():
        label = TreatyAct(act).value
        if len(alike) == 1:
            named[label] = alike[0]
        else:
            named |= {f"{label}: {event.title}": event for event in alike}
    return named


def moment_of(event: Event) -> date | datetime:
    """The day an event happened, or its instant where the hour is known."""
    moment = event.occurred
    if moment.on is None or moment.at is None:
        msg = f"event {event.pk} has no date to count from"
        raise ValueError(msg)
    exact = moment.precision in (Precision.HOUR, Precision.MINUTE)
    return moment.at.astimezone(ZoneInfo(moment.zone)) if exact else moment.on
