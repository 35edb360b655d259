"""The post: takes what is due, writes it, hands it over, and records each step before the next."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta

from negotiations.actions.alerts import (
    Accepted,
    Written,
    close_route,
    close_unowed,
    end_unsent,
    escalate_after,
    lease,
    not_written,
    open_route,
    recover,
    refuse,
    release,
    review,
    route_is_open,
    take_off,
    waiting_batches,
    waiting_digests,
)
from negotiations.emails.transport import Transport
from negotiations.emails.wire import Sheets
from negotiations.enums import AlertKind, AlertState
from negotiations.models import Alert
from negotiations.queries.alert_facts import Facts, facts_of
from negotiations.rules.alert_times import GRACE
from negotiations.rules.mail_outcomes import Outcome

LOG = logging.getLogger(__name__)
# A batch that takes longer is given back, so that scope and deadlines are read again before the rest goes out.
LONGEST_BATCH = timedelta(seconds=20)


class Post:
    """Delivers under one name over one connection. `clock` tells the time wherever a step is recorded.

    An acceptance that could not be recorded, because the database went away, is kept and recorded first the next
    time: the mail server has the message, and only this process knows.
    """

    def __init__(self, *, owner: str, clock: Callable[[], datetime], transport: Transport) -> None:
        self.owner, self.clock, self.transport = owner, clock, transport
        self._accepted: Accepted | None = None

    def deliver(self, *, batches: int | None = None) -> int:
        """Hand over what is due until nothing is left, the server is away, or `batches` are done. Returns how many."""
        self._record_accepted()
        recover(now=self.clock())
        sent = 0
        while batches is None or batches > 0:
            now = self.clock()
            if not waiting_batches(now=now, most=1) or not self._way_is_open(now):
                break
            alerts = lease(owner=self.owner, now=now)
            if not alerts:
                break
            sent += self._batch(alerts)
            batches = None if batches is None else batches - 1
        return sent

    def _way_is_open(self, now: datetime) -> bool:
        """Look before leasing: while the server is away no alert is touched."""
        if not route_is_open(now=now):
            return False
        failure = self.transport.open()
        if failure is not None:
            LOG.warning("mail server not reached", extra={"answer": failure.answer})
            close_route(answer=failure.answer, now=now)
        return failure is None

    def _batch(self, alerts: Sequence[Alert]) -> int:
        began = self.clock()
        wanted = review(alerts=alerts, owner=self.owner, now=began)
        facts, digests = facts_of(wanted), waiting_digests(wanted)
        unseen_after = escalate_after(alert.negotiation_id for alert in wanted)
        sheets = Sheets(began)
        sent = 0
        for position, alert in enumerate(wanted):
            now = self.clock()
            if now - began > LONGEST_BATCH:
                release(alerts=wanted[position:], owner=self.owner)
                break
            following = self._written(alert, facts, digests, sheets)
            if following is None:
                continue
            took_off = take_off(accepted=self._accepted, following=following, owner=self.owner, now=now)
            self._accepted = None
            if not took_off:
                close_unowed(alert=alert, owner=self.owner)
                continue
            outcome = self.transport.hand_over(following.wire, alert.recipient.email)
            if outcome.accepted:
                sent += 1
                wait = unseen_after[alert.negotiation_id]
                seen_by = now + wait if wait else None
                self._accepted = Accepted(following, now, outcome.answer, outcome.code, seen_by)
            elif not self._refused(following, outcome):
                release(alerts=wanted[position + 1 :], owner=self.owner)
                break
        self._record_accepted()
        if sent:
            open_route(now=self.clock())
        return sent

    def _record_accepted(self) -> None:
        if self._accepted is not None:
            take_off(accepted=self._accepted, following=None, owner=self.owner, now=self.clock())
            self._accepted = None

    def _written(
        self, alert: Alert, facts: Mapping[int, Facts], digests: Mapping[int, list[Alert]], sheets: Sheets
    ) -> Written | None:
        """The alert as bytes; None, with the reason on record, when there is nothing to say or it cannot be said."""
        members = digests.get(alert.pk, [])
        if alert.kind == AlertKind.DIGEST and not members:
            end_unsent(alert=alert, state=AlertState.CANCELLED, reason="Nothing in it is owed.", owner=self.owner)
            return None
        late = sheets.now - alert.send_at
        alert.late_seconds = int(late.total_seconds()) if late > GRACE else 0
        try:
            return sheets.write(alert, facts[alert.pk], members)
        except Exception as error:  # a fault in one kind of mail must not hold up the others
            LOG.exception("alert could not be written", extra={"alert": alert.pk, "kind": alert.kind})
            not_written(alert=alert, error=f"{type(error).__name__}: {error}"[:500], owner=self.owner, now=self.clock())
            return None

    def _refused(self, written: Written, outcome: Outcome) -> bool:
        """Record an attempt that failed; whether the way to the server is still open for the next."""
        now = self.clock()
        refuse(written=written, outcome=outcome, owner=self.owner, now=now)
        LOG.warning(
            "alert not accepted",
            extra={"alert": written.alert.pk, "outcome": str(outcome.kind), "code": outcome.code},
        )
        if outcome.route_closed:
            close_route(answer=outcome.answer, now=now)
        return not outcome.route_closed
