"""The tick knows the moments at which something falls due before the next one."""

from datetime import timedelta

from negotiations.actions.alerts import due_moments, raise_alerts, raise_stages
from tests import factories as make
from tests.alerts import Office, broken, kyiv, subjects, watcher
from tests.mail_sink import MailSink

TICK = timedelta(seconds=10)


def test_each_moment_once_after_now_and_up_to_the_next_tick(office: Office) -> None:
    truce = make.proposal()
    watcher(truce), watcher(truce)
    make.deadline(truce)
    raise_alerts(now=kyiv(15, 8, 59))
    for moment in (kyiv(15, 9), kyiv(19)):  # two alerts that wait for their readers' hour; the passing itself
        assert due_moments(after=moment - TICK, until=moment) == [moment]
        assert due_moments(after=moment, until=moment + TICK) == []
        assert due_moments(after=moment - 2 * TICK, until=moment - TICK) == []


def test_what_falls_due_at_a_moment_is_raised_by_itself_and_once(office: Office, sink: MailSink) -> None:
    truce = make.proposal(title="Truce")
    watcher(truce), watcher(truce)
    make.deadline(truce)
    office.work()
    office.now = kyiv(19)
    raise_stages(now=office.now)
    assert office.post.deliver() == 2
    office.work_through(kyiv(19, 8))
    assert subjects(sink) == ["Truce: the deadline has passed (Fri 18 Apr)"] * 2
    assert broken(office, sink) == []
