"""What the tests of alerts share: a mail server, a post that reads a clock of the test's own, and moments in Kyiv."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from negotiations.actions.alerts import raise_alerts
from negotiations.actions.alerts.checking import OnTheWire, breaches
from negotiations.actions.subscriptions import watch
from negotiations.emails.post import Post
from negotiations.emails.transport import Transport
from negotiations.models import Alert, Proposal, User
from tests import factories as make
from tests.factories import KYIV, NOW
from tests.mail_sink import MailSink


def kyiv(day: int, hour: int = 0, minute: int = 0, month: int = 4) -> datetime:
    """An hour of a day in April 2025 in Kyiv."""
    return datetime(2025, month, day, hour, minute, tzinfo=ZoneInfo(KYIV))


@dataclass(slots=True)
class Office:
    """Parley at work on one machine, with its hands on the clock."""

    now: datetime = NOW
    owner: str = "office"
    post: Post = field(init=False)

    def __post_init__(self) -> None:
        self.post = Post(owner=self.owner, clock=lambda: self.now, transport=Transport())

    def work(self, at: datetime | None = None) -> int:
        """Tick once and deliver everything due, at `at`. Returns how many mails went out."""
        if at is not None:
            self.now = at
        raise_alerts(now=self.now)
        return self.post.deliver()

    def work_through(self, until: datetime, step: timedelta = timedelta(hours=1)) -> int:
        """Work at every step from now until then, both included."""
        sent = 0
        while self.now <= until:
            sent += self.work()
            self.now += step
        return sent


def watcher(of: Proposal, **given: object) -> User:
    """Somebody on the staff who watches the proposal's negotiation."""
    reader = make.user(**{"password": None} | given)
    watch(user=reader, negotiation=of.negotiation, actor=reader, now=NOW)
    return reader


def broken(office: Office, sink: MailSink) -> list[tuple[int, str]]:
    """The invariants that do not hold at rest, with everything the mail server has seen."""
    wire = [OnTheWire(mail.message_id, mail.wire, mail.accepted) for mail in sink.received]
    return breaches(now=office.now, at_rest=True, wire=wire)


def states() -> dict[str, int]:
    """How many alerts are in each state."""
    found: dict[str, int] = {}
    for state in Alert.objects.unscoped(reason="test").order_by("state").values_list("state", flat=True):
        found[state] = found.get(state, 0) + 1
    return found


def subjects(sink: MailSink) -> list[str]:
    return [str(mail.message["Subject"]) for mail in sink.accepted]
