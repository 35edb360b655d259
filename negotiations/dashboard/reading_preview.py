"""How the words of a deadline are read before they are saved: the date, how it was counted, what to choose or ask."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from negotiations.actions.deadline_counting import (
    Reading,
    by_name,
    due_of,
    moment_of,
    other_readings,
    read_deadline,
    timeline,
)
from negotiations.models import Event, Negotiation
from negotiations.rules.deadlines import Refusal, RefusalCode, Resolution
from negotiations.rules.deadlines.anchors import candidates, event_of
from negotiations.rules.deadlines.explain import words_of
from negotiations.rules.moments import WorldMoment


@dataclass(frozen=True, slots=True)
class Said:
    """When words were said (aware), and in which zone."""

    at: datetime
    zone: str


@dataclass(frozen=True, slots=True)
class Choice:
    """One of several readings or events; `value` is what the form sends when it is chosen."""

    value: str
    label: str
    detail: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class Preview:
    """What the words come to as they stand in the form.

    outcome: None while there is nothing to read yet, which `missing` explains. readings and events: what to choose
    between. due: the moment it would be saved with; without a date when refused.
    """

    missing: str = ""
    outcome: Resolution | Refusal | None = None
    due: WorldMoment | None = None
    readings: tuple[Choice, ...] = ()
    events: tuple[Choice, ...] = ()

    @property
    def dated(self) -> Resolution | None:
        return self.outcome if isinstance(self.outcome, Resolution) else None

    @property
    def refused(self) -> Refusal | None:
        return self.outcome if isinstance(self.outcome, Refusal) else None

    @property
    def waits_for(self) -> str:
        """The event a formula waits for, when no event of the timeline fits."""
        refused = self.refused
        waits = refused is not None and refused.code is RefusalCode.MISSING_ANCHOR and not self.events
        return (refused.anchor_noun or "") if waits and refused else ""

    @property
    def seen(self) -> str:
        """What a person has been shown; sent back with the form, so that nothing is saved that nobody saw."""
        if self.dated:
            return self.dated.utc.isoformat()
        return str(self.refused.code) if self.refused else ""


def preview(
    *, negotiation: Negotiation, expression: str, said: Said | None, event: int | None = None, read_as: str = ""
) -> Preview:
    """Read the words; `event` is the key of the event to count from, `read_as` the words of a chosen reading."""
    if not expression.strip():
        return Preview(missing=_("Write the words as they were said."))
    if said is None:
        return Preview(
            missing=_("Say when they were said, or choose what they rest on: “Friday” is read from that day.")
        )
    events = _fitting(negotiation, expression, said)
    anchor = next((each for each in events if each.pk == event), None)
    reading = _read(negotiation, expression, said, anchor)
    others = other_readings(reading.outcome)
    words = [words_of(other) for other in others]
    readings = [Choice(each, other.label, each, each == read_as) for each, other in zip(words, others, strict=True)]
    if readings and isinstance(reading.outcome, Resolution):
        taken = Choice("", _("as Parley reads it"), reading.outcome.restated, read_as not in words)
        readings.insert(0, taken)
    outcome = _read(negotiation, read_as, said, None).outcome if read_as in words else reading.outcome
    return Preview(
        outcome=outcome,
        due=due_of(outcome, said.zone),
        readings=tuple(readings),
        events=tuple(Choice(str(each.pk), each.title, "", each.pk == event) for each in events),
    )


def _read(negotiation: Negotiation, expression: str, said: Said, anchor: Event | None) -> Reading:
    anchors = None if anchor is None else [anchor]
    return read_deadline(expression, negotiation=negotiation, said_at=said.at, said_zone=said.zone, anchors=anchors)


def _fitting(negotiation: Negotiation, expression: str, said: Said) -> list[Event]:
    """The events of the timeline that the words may be counted from, where they are several."""
    outcome = _read(negotiation, expression, said, None).outcome
    if not isinstance(outcome, Refusal) or not outcome.anchor_noun:
        return []
    named = by_name(timeline(negotiation))
    moments = {name: moment_of(event) for name, event in named.items()}
    found = [named[name] for name in candidates(event_of(outcome.anchor_noun), moments)]
    return found if len(found) > 1 else []
