"""Ask a deadline in a test, and get one comparable value back."""

from collections.abc import Mapping
from datetime import date, datetime
from zoneinfo import ZoneInfo

from negotiations.rules.deadlines import Policy, Refusal, Resolution, resolve

MONDAY = "2025-04-14T10:00"  # the day the seed article was published


def asked(
    text: str,
    reference: str = MONDAY,
    zone: str = "Europe/Kyiv",
    anchors: Mapping[str, date | datetime] | None = None,
    **policy: object,
) -> Resolution | Refusal:
    said_at = datetime.fromisoformat(reference).replace(tzinfo=ZoneInfo(zone))
    return resolve(text, reference=said_at, zone=zone, anchors=anchors, policy=Policy(**policy))  # type: ignore[arg-type]


def said(outcome: Resolution | Refusal) -> str:
    """2025-04-18 for a day, an ISO moment for an instant, or the code of a refusal."""
    if isinstance(outcome, Refusal):
        return outcome.code.value
    return outcome.instant.isoformat() if outcome.instant else outcome.day.isoformat()


def resolved(text: str, reference: str = MONDAY, zone: str = "Europe/Kyiv", **rest: object) -> Resolution:
    outcome = asked(text, reference, zone, **rest)  # type: ignore[arg-type]
    assert isinstance(outcome, Resolution), f"{text}: {outcome}"
    return outcome


def refused(text: str, reference: str = MONDAY, zone: str = "Europe/Kyiv", **rest: object) -> Refusal:
    outcome = asked(text, reference, zone, **rest)  # type: ignore[arg-type]
    assert isinstance(outcome, Refusal), f"{text}: {outcome}"
    return outcome
