"""The usual ways to send alerts, written as their tutorials do, over Parley's own rows and mails.

`python -m benchmarks.alerts.ways sweep` runs the naive sweep once; `eta` enqueues one task for each alert, to be run by
`celery -A benchmarks.alerts.ways worker`.
"""

from __future__ import annotations

import os
import sys

import django
from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
django.setup()

from django.core.mail import get_connection  # noqa: E402
from django.db import connections  # noqa: E402

from config import clock  # noqa: E402
from negotiations.emails.transport import _Stored  # noqa: E402
from negotiations.emails.wire import Sheets  # noqa: E402
from negotiations.models import Alert  # noqa: E402
from negotiations.queries.alert_facts import facts_of  # noqa: E402

app = Celery("ways")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.conf.beat_schedule = {}
WHY = "a benchmark"


def send(alert: Alert) -> None:
    """Write one mail, send it over a connection of its own, save the row."""
    written = Sheets(clock.now()).write(alert, facts_of([alert])[alert.pk])
    get_connection().send_messages([_Stored(written.wire, alert.recipient.email)])
    alert.state, alert.sent_at, alert.message_id = "sent", clock.now(), written.message_id
    alert.save()


def sweep() -> int:
    """For each alert that is overdue: send it, then save it."""
    due = Alert.objects.unscoped(reason=WHY).filter(state="queued", send_at__lte=clock.now())
    for alert in due:
        send(alert)
    return len(due)


@app.task(name="eta_send", ignore_result=True)
def eta_send(key: int) -> None:
    send(Alert.objects.unscoped(reason=WHY).get(pk=key))
    connections.close_all()


def enqueue() -> None:
    for alert in Alert.objects.unscoped(reason=WHY).filter(state="queued"):
        eta_send.apply_async((alert.pk,), eta=alert.send_at)


if __name__ == "__main__":
    {"sweep": sweep, "eta": enqueue}[sys.argv[1]]()
