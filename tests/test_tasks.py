"""What timed work knows of the processes around it."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from negotiations.actions.alerts import due_moments, give_back, lease, raise_alerts
from negotiations.tasks import gather_statistics, has_ended, see_to_post
from tests import factories as make
from tests.alerts import Office, broken, kyiv, watcher
from tests.mail_sink import MailSink


def test_what_a_process_that_is_no_more_had_leased_is_free_at_once(office: Office, sink: MailSink) -> None:
    truce = make.proposal()
    watcher(truce)
    make.deadline(truce)
    office.now = kyiv(15, 9)
    raise_alerts(now=office.now)
    gone = subprocess.Popen([sys.executable, "-c", ""])
    gone.wait()
    here = socket.gethostname()[:40]
    for owner, freed in (
        (f"{here}:{os.getpid()}:ab", 0),
        (f"elsewhere:{gone.pid}:ab", 0),
        (f"{here}:{gone.pid}:ab", 1),
    ):
        assert len(lease(owner=owner, now=office.now)) == 1
        assert give_back(vanished=has_ended) == freed
        if not freed:  # as its lease runs out
            assert give_back(vanished=lambda _: True) == 1
    assert office.post.deliver() == 1
    assert broken(office, sink) == []


@pytest.mark.django_db
def test_sqlite_learns_how_its_tables_have_grown() -> None:
    """Without that it sorts a whole list for each page of it."""
    make.proposal()
    with CaptureQueriesContext(connection) as taken:
        gather_statistics()
    if connection.vendor != "sqlite":
        assert len(taken) == 0  # the server sees to it by itself
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT stat FROM sqlite_stat1 WHERE idx = 'proposal_due'")
        assert [stat.split()[0] for (stat,) in cursor.fetchall()] == ["1"]


@pytest.mark.django_db
@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL reads small tables whole, whatever the index")
def test_a_tick_with_nothing_due_goes_through_no_alert_that_was_sent() -> None:
    asked: list[tuple[str, Any]] = []

    def noted(execute: Callable[..., Any], sql: str, values: Any, many: bool, context: Any) -> Any:
        asked.append((sql, values))
        return execute(sql, values, many, context)

    with connection.execute_wrapper(noted):
        raise_alerts(now=make.NOW)
        due_moments(after=make.NOW, until=make.NOW)
        see_to_post()
    of_alerts = [(sql, values) for sql, values in asked if 'FROM "negotiations_alert"' in sql]
    assert len(of_alerts) == 8
    with connection.cursor() as cursor:
        for sql, values in of_alerts:
            cursor.execute(f"EXPLAIN QUERY PLAN {sql}", values)  # with its values: SQLite does not look at them
            assert "SCAN negotiations_alert" not in [step[3] for step in cursor.fetchall()], sql
