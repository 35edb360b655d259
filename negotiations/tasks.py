"""Timed work: what beat calls and what workers are woken for. The rows are the truth; a lost message loses nothing."""

from __future__ import annotations

import logging
import os
import socket
import time
from datetime import timedelta

from celery import shared_task
from celery.signals import worker_process_shutdown, worker_ready
from django.conf import settings
from django.db import InterfaceError, OperationalError, connection, connections

from config import clock
from negotiations.actions import alerts, idempotency, webhooks
from negotiations.actions.break_glass import close_glass_in_time
from negotiations.emails.post import Post
from negotiations.emails.transport import Transport
from negotiations.exports import webhook_post
from negotiations.exports.audit_head import keep_head
from negotiations.filters.saved import renew_matches

# How long one webhook is sent to in one turn (well within its lease), and after how many failures in a row it is left.
WEBHOOK_TURN = timedelta(seconds=60)
WEBHOOK_FAILURES = 3
LOG = logging.getLogger(__name__)
# One kept connection for each worker process.
_posts: dict[int, Post] = {}


@shared_task(name="raise_alerts", ignore_result=True)
def raise_alerts() -> None:
    """Raise what is due, have somebody wake when the rest falls due before the next tick, and see to the post."""
    now = clock.now()
    close_glass_in_time(now=now)
    renew_matches(now)
    alerts.raise_alerts(now=now)
    interval = timedelta(seconds=settings.ALERT_TICK_SECONDS)
    for moment in alerts.due_moments(after=now, until=now + interval):
        wait = max((moment - clock.now()).total_seconds(), 0)
        raise_due.apply_async(countdown=wait, expires=wait + settings.ALERT_TICK_SECONDS)
    see_to_post()


@shared_task(name="raise_due", ignore_result=True)
def raise_due() -> None:
    """Raise the stages that are due at this very moment, and see to the post."""
    alerts.raise_stages(now=clock.now())
    see_to_post()


def see_to_post() -> None:
    """Hand over at once what makes no more than one batch; wake the post for more.

    What a process of this machine had leased that is no more, waits for nobody.
    """
    alerts.give_back(vanished=has_ended)
    if alerts.waiting_batches(now=clock.now(), most=2) == 1:
        deliver()
    else:
        wake_post()


@shared_task(name="keep_audit_head", ignore_result=True)
def keep_audit_head() -> None:
    """Once a day the head of the chain goes into a file and into the log, so that a cut end is found out."""
    LOG.info("audit head", extra={"head": keep_head(settings.AUDIT_HEADS, now=clock.now())})


@shared_task(name="deliver", ignore_result=True)
def deliver() -> None:
    """Hand over a few batches; what is left over wakes the post again, so that no worker is held for long.

    When the database goes away in between, this process waits for it: only it knows what the mail server took last.
    """
    for pause in (1, 1, 2, 4, 8, 15, 30, 30, 30):
        try:
            post().deliver(batches=5)
            break
        except (OperationalError, InterfaceError):
            LOG.warning("database lost while delivering", extra={"again in seconds": pause})
            connections.close_all()
            time.sleep(pause)
    wake_post()


@shared_task(name="purge_idempotency_keys", ignore_result=True)
def purge_idempotency_keys() -> None:
    """Forget answers to API requests that nobody may repeat any more."""
    idempotency.purge(now=clock.now())


@shared_task(name="gather_statistics", ignore_result=True)
def gather_statistics() -> None:
    """Let SQLite know how its tables have grown, since it chooses its indexes by that; PostgreSQL does so by itself.

    Without it a list of 10,000 proposals is sorted whole for each page.
    """
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA analysis_limit = 1000")  # rows of an index that are looked at: enough, and soon done
            cursor.execute("ANALYZE")


def wake_post() -> None:
    """Wake as many deliveries as there are batches waiting, up to the configured number."""
    batches = alerts.waiting_batches(now=clock.now(), most=settings.ALERT_DELIVERIES)
    for _ in range(batches):
        deliver.apply_async(expires=settings.ALERT_TICK_SECONDS)


def post() -> Post:
    """This process's post: its name is this machine, process and start."""
    key = os.getpid()
    if key not in _posts:
        owner = f"{_machine()}:{key}:{os.urandom(4).hex()}"
        _posts.clear()
        _posts[key] = Post(owner=owner, clock=clock.now, transport=Transport())
    return _posts[key]


def has_ended(owner: str) -> bool:
    """Whether a post's name is that of a process of this machine that is no more; others cannot be told."""
    machine, _, process = owner.rpartition(":")[0].rpartition(":")
    if machine != _machine() or not process.isdigit():
        return False
    try:
        os.kill(int(process), 0)  # asks whether it is there, and does nothing to it
    except OSError as error:
        return isinstance(error, ProcessLookupError)
    return False


def _machine() -> str:
    return socket.gethostname()[:40]


@shared_task(name="send_webhooks", ignore_result=True)
def send_webhooks() -> None:
    """Look after every webhook that nobody else is looking after."""
    owner = f"{_machine()}:{os.getpid()}:{os.urandom(4).hex()}"
    for webhook in webhooks.working_webhooks():
        send_webhook(webhook, owner)


def send_webhook(webhook: int, owner: str) -> None:
    """Send to one webhook what it is owed, oldest first for each object.

    After a few failures in a row the rest waits for the next turn: the receiver is away, not one message bad.
    """
    leased = webhooks.lease_webhook(webhook=webhook, owner=owner, now=clock.now())
    if leased is None:
        return
    until = clock.now() + WEBHOOK_TURN
    failures = 0
    try:
        while webhooks.owe_changes(webhook=leased, now=clock.now()):
            pass
        while ready := webhooks.ready_messages(webhook=leased, now=clock.now()):
            for message in ready:
                if failures >= WEBHOOK_FAILURES or clock.now() >= until or leased.disabled_at:
                    return
                now, body = clock.now(), webhook_post.payload_of(message)
                headers = webhook_post.headers_of(message.message_id, body, leased.secrets(now), now)
                taken = webhook_post.post(leased.url, body, headers)
                arrived = webhooks.record_attempt(
                    message=message, webhook=leased, code=taken.code, answer=taken.answer, now=clock.now()
                )
                failures = 0 if arrived else failures + 1
    finally:
        webhooks.release_webhook(webhook=leased, owner=owner)


@worker_ready.connect
def tick_at_once(**_: object) -> None:
    """What passed while nobody worked is raised on starting, not at beat's first turn."""
    raise_alerts.delay()


@worker_process_shutdown.connect
def hang_up(**_: object) -> None:
    """Say goodbye to the mail server in order."""
    if kept := _posts.pop(os.getpid(), None):
        kept.transport.close()
