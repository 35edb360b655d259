"""What a mail says of the words of a deadline: when they were said, and how others read it."""

from datetime import UTC, datetime, timedelta

import pytest

from negotiations.actions.alert_policies import set_alert_policy
from negotiations.actions.deadlines import add_reading, decide_reading
from negotiations.models import Deadline, DeadlineReading
from negotiations.rules.moments import WorldMoment
from tests import factories as make
from tests.alerts import Office, kyiv, watcher
from tests.mail_sink import MailSink

OWN = "Disputed: the sources date it differently; this is the reading in use.\n"


def mailed(office: Office, sink: MailSink, deadline: Deadline) -> tuple[str, str]:
    """The text and the HTML of the three-day warning."""
    watcher(deadline.proposal)  # type: ignore[arg-type]
    office.work(kyiv(15, 9))
    message = sink.accepted[-1].message
    parts = {part.get_content_type(): part.get_content() for part in message.walk() if not part.is_multipart()}
    return parts["text/plain"].replace("\r\n", "\n"), " ".join(parts["text/html"].split())


def said(stated: WorldMoment | None, **given: datetime) -> Deadline:
    proposal = make.proposal()
    return make.deadline(
        proposal,
        **{"claim": make.claim(proposal.negotiation, stated=stated), "said_at": None, "said_zone": "", **given},
    )


def test_a_day_is_said_without_an_hour(office: Office, sink: MailSink) -> None:
    text, html = mailed(office, sink, said(WorldMoment.day(make.NOW.date(), make.KYIV)))
    assert "In the words: “ends Friday”, said Mon 14 Apr\n" in text
    assert "14 Apr, 00:00" not in html


def test_an_hour_is_said_where_the_claim_gives_one(office: Office, sink: MailSink) -> None:
    text, _ = mailed(office, sink, said(WorldMoment.instant(make.NOW, make.KYIV)))
    assert "In the words: “ends Friday”, said Mon 14 Apr, 12:00\n" in text


def test_an_hour_given_with_the_deadline_itself_is_said(office: Office, sink: MailSink) -> None:
    given = make.NOW + timedelta(hours=2)
    text, _ = mailed(office, sink, said(WorldMoment.day(make.NOW.date(), make.KYIV), said_at=given))
    assert "said Mon 14 Apr, 14:00\n" in text


@pytest.mark.parametrize(
    ("expression", "order"),
    [
        (
            "18:00 on 18 April 2025",
            ("Fri 18 Apr, 11:00 your time (New York, UTC−4)", "Fri 18 Apr, 18:00 in Kyiv (UTC+3)"),
        ),
        (
            "18 April 2025",
            ("Fri 18 Apr, to the end of the day in Kyiv (UTC+3)", "Fri 18 Apr, 16:59 your time (New York"),
        ),
    ],
)
def test_an_hour_is_said_in_my_zone_first_and_a_day_in_its_own(
    office: Office, sink: MailSink, expression: str, order: tuple[str, str]
) -> None:
    """In a mail of its own, and in a digest."""
    deadline = make.deadline(make.proposal(), expression=expression)
    assert deadline.proposal is not None
    watcher(deadline.proposal, time_zone="America/New_York")
    collector = watcher(deadline.proposal, time_zone="America/New_York")
    set_alert_policy(user=collector, actor=collector, now=make.NOW, digest=True)
    office.work(kyiv(15, 16))
    assert len(sink.accepted) == 2
    for mail in sink.accepted:
        for text in (mail.text(), mail.text("html")):
            assert 0 < text.index(order[0]) < text.index(order[1])


@pytest.fixture
def disputed(db: None) -> Deadline:
    """Friday by the source; Thursday, at six in the evening, by a party."""
    deadline = make.deadline(make.proposal(), decided="The newest source names the day.")
    add_reading(
        deadline=deadline,
        expression="18:00 on 17 April 2025",
        party=make.party(name="Russia"),
        claim=deadline.claim,
        actor=None,
        now=make.NOW,
    )
    return deadline


def test_a_disputed_deadline_lists_the_other_readings(office: Office, sink: MailSink, disputed: Deadline) -> None:
    text, html = mailed(office, sink, disputed)
    told = "Russia: “18:00 on 17 April 2025”, Thu 17 Apr, 18:00"
    assert f"{OWN}- {told}\n" in text
    assert f'<dd dir="auto">{told}</dd>' in html


def test_once_decided_otherwise_the_source_is_the_other_voice(
    office: Office, sink: MailSink, disputed: Deadline
) -> None:
    theirs = DeadlineReading.objects.unscoped(reason="test").get(party__isnull=False)
    decide_reading(
        deadline=disputed,
        reading=theirs,
        reason="Safer",
        claim=disputed.claim,
        actor=None,
        now=datetime(2025, 4, 14, 10, tzinfo=UTC),
    )
    text, _ = mailed(office, sink, disputed)
    assert f"{OWN}- The source: “ends Friday”, Fri 18 Apr\n" in text
