"""A sender built as Healthchecks' `sendalerts` is, with one worker: the same steps over rows of its own.

It works down what is due one at a time and sends nothing before all of it has been marked. For each: note the change
of state as a row; claim that row as done; then, in a thread with a database connection of its own that is closed
afterwards, read the row again with what it belongs to, who is to be reminded and through which channels; note an
attempt; read the reader's account and projects and what came in last; fill three templates; send over a new
connection to the mail server; write down how it went, on the attempt and on the channel. What dies between the
claim and the sending is lost. Its letter is Parley's own, so that all send the same.

`python -m benchmarks.alerts.watchdog`, within an installation, waits for its one worker where the original, finding it
busy, sleeps for two seconds; with a number behind it, it sleeps as the original does, and ends after so many.
"""

from __future__ import annotations

import os
import sys
import time
from concurrent.futures import Future, ThreadPoolExecutor
from itertools import count

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
django.setup()

from django.core.mail import get_connection  # noqa: E402
from django.db import connection, models  # noqa: E402

from config import clock  # noqa: E402
from negotiations.emails.transport import _Stored  # noqa: E402
from negotiations.emails.wire import Sheets  # noqa: E402
from negotiations.models import Alert, AlertPolicy, Change, Membership, Subscription, User  # noqa: E402
from negotiations.queries.alert_facts import facts_of  # noqa: E402

WHY = "a benchmark"
BUSY = 2  # seconds that the original sleeps when its one worker is busy


class Turn(models.Model):
    """That something fell due: queue and history at once."""

    alert = models.ForeignKey(Alert, on_delete=models.CASCADE, related_name="+")
    created = models.DateTimeField()
    processed = models.DateTimeField(null=True, db_index=True)

    class Meta:
        app_label = "benchmarks"

    def __str__(self) -> str:
        return f"turn of alert {self.alert_id}"


class Attempt(models.Model):
    """One notification through one channel."""

    alert = models.ForeignKey(Alert, on_delete=models.CASCADE, related_name="+")
    created = models.DateTimeField()
    error = models.CharField(max_length=200, blank=True)

    class Meta:
        app_label = "benchmarks"

    def __str__(self) -> str:
        return f"attempt at alert {self.alert_id}"


def mark_due() -> bool:
    """Mark the first that is due, if nobody else did, and note its turn. Whether there was one."""
    waiting = Alert.objects.unscoped(reason=WHY).filter(state="queued", send_at__lte=clock.now())
    alert = waiting.order_by("send_at").first()
    if alert is None:
        return False
    if waiting.filter(pk=alert.pk).update(state="sent", sent_at=clock.now()):
        Turn(alert=alert, created=alert.send_at).save()
    return True


def take_turn(workers: ThreadPoolExecutor) -> Future[None] | None:
    """Claim the first turn that nobody has taken and send it in a thread; None when there is none."""
    turn = Turn.objects.filter(processed=None).first()
    if turn is None:
        return None
    Turn.objects.filter(pk=turn.pk, processed=None).update(processed=clock.now())
    return workers.submit(notify, turn.pk)


def notify(key: int) -> None:
    """Tell through every channel of what fell due; here each reader has one."""
    turn = Turn.objects.get(pk=key)
    alert = turn.alert
    home = alert.negotiation
    list(Membership.objects.unscoped(reason=WHY).filter(negotiation=home))  # who is to be reminded again
    for channel in Subscription.objects.unscoped(reason=WHY).filter(user=alert.recipient_id, ended_at=None):
        attempt = Attempt(alert=alert, created=clock.now(), error="Sending")
        attempt.save()
        reader = User.objects.get(email=alert.recipient.email)
        list(AlertPolicy.objects.unscoped(reason=WHY).filter(user=reader))  # the account's projects
        Change.objects.unscoped(reason=WHY).filter(negotiation=home).order_by("recorded_at").last()  # what came last
        written = Sheets(clock.now()).write(alert, facts_of([alert])[alert.pk])
        get_connection().send_messages([_Stored(written.wire, reader.email)])
        Attempt.objects.filter(pk=attempt.pk).update(error="")
        Subscription.objects.unscoped(reason=WHY).filter(pk=channel.pk).update(recorded_at=channel.recorded_at)
    connection.close()


def main(*, sleeping: int = 0) -> None:
    with connection.schema_editor() as editor:
        editor.create_model(Turn)
        editor.create_model(Attempt)
    with ThreadPoolExecutor(max_workers=1) as workers:
        for number in count(1):
            while mark_due():
                pass
            begun = take_turn(workers)
            if begun is None:
                break
            mark_due()  # as the original looks once more before it asks whether its worker is free
            while sleeping and not begun.done():
                time.sleep(BUSY)
            begun.result()
            if number == sleeping:
                break


if __name__ == "__main__":
    main(sleeping=int((sys.argv[1:] or ["0"])[0]))
