"""A mail before it becomes bytes: its subject and both bodies, from one template folder."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.template.loader import get_template

from negotiations.emails import words
from negotiations.emails.links import SEEN, SNOOZE, STOP, page_of, place
from negotiations.enums import AlertKind
from negotiations.models import Alert
from negotiations.queries.alert_facts import Facts

_TO_THOSE_IN_CHARGE = (AlertKind.ESCALATION, AlertKind.ALERT_FAILED, AlertKind.GLASS_BROKEN)


@dataclass(frozen=True, slots=True)
class Letter:
    """One subject line, and a text and an HTML body that say the same; the links of its reader are open places."""

    subject: str
    text: str
    html: str


def written(kind: str, context: Mapping[str, Any]) -> Letter:
    """Fill the three templates of emails/<kind>/."""
    values = dict(context)
    subject, text, html = (
        get_template(f"emails/{kind}/{part}").render(values) for part in ("subject.txt", "body.txt", "body.html")
    )
    return Letter(" ".join(subject.split()), text.strip() + "\n", html)


def frame(alert: Alert, facts: Facts, now: datetime) -> dict[str, Any]:
    """What every mail about one alert says besides its own matter: lateness, where to open it, how to stop it.

    A test mail is about nothing that could be seen to or put off.
    """
    return {
        "negotiation": alert.negotiation,
        "proposal": facts.proposal,
        "late": lateness(alert, now),
        "watching": alert.kind not in _TO_THOSE_IN_CHARGE,
        "links": {
            "open": page_of(facts.proposal),
            **({} if alert.kind == AlertKind.TEST_MAIL else {"seen": place(SEEN), "snooze": place(SNOOZE)}),
            "stop": place(STOP),
        },
    }


def lateness(alert: Alert, now: datetime) -> str:
    """By how much it comes late; empty when it does not."""
    return words.span(now - alert.send_at) if alert.late_seconds else ""
