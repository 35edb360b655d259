"""What timed work knows of the processes around it."""

from __future__ import annotations

import os
import socket
import subprocess
import sys

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from negotiations.actions.alerts import give_back, lease, raise_alerts
from negotiations.tasks import gather_statistics, has_ended
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
