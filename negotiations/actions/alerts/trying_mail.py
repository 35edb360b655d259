"""A mail to oneself, to see whether mail arrives: owed, leased and handed over like any other."""

from __future__ import annotations

from datetime import datetime, timedelta

from negotiations.enums import AlertKind
from negotiations.errors import InvalidValueError
from negotiations.models import Alert, User

WHY = "the person's own test mails"
# So that nobody's mailbox is filled by a button.
ONCE_IN = timedelta(minutes=1)


def send_test_mail(*, actor: User, now: datetime) -> Alert:
    """Owe the actor one test mail, at once and whatever their hours are; at most one a minute."""
    if not actor.email:
        raise InvalidValueError("You have no address on record; an administrator can give you one.", field="email")
    own = Alert.objects.unscoped(reason=WHY).filter(recipient=actor, kind=AlertKind.TEST_MAIL)
    if own.filter(raised_at__gt=now - ONCE_IN).exists():
        raise InvalidValueError("You asked for one less than a minute ago; see first what becomes of it.", field="")
    return Alert.objects.unscoped(reason=WHY).create(
        kind=AlertKind.TEST_MAIL,
        subject_key=f"test:{actor.pk}",
        rule="test",
        occurrence=now,
        recipient=actor,
        raised_at=now,
        send_at=now,
        next_try_at=now,
    )
