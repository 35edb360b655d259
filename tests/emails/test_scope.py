"""Nobody is told what they may not know, judged when the mail leaves."""

from __future__ import annotations

from itertools import product

import pytest
from django.contrib.auth.models import Group

from negotiations.actions.alerts import lease, raise_alerts, take_off
from negotiations.actions.negotiations import add_member, remove_member
from negotiations.actions.subscriptions import unwatch, watch
from negotiations.actions.users import disable_user
from negotiations.emails.wire import Sheets
from negotiations.enums import AlertState, MemberRole
from negotiations.models import Alert, Membership, Negotiation, Subscription
from negotiations.models.memberships import known_pairs
from negotiations.queries.alert_facts import facts_of
from tests import factories as make
from tests.alerts import Office, broken, kyiv, watcher
from tests.mail_sink import MailSink


@pytest.fixture
def secret(db: None) -> Negotiation:
    return make.negotiation(restricted=True, name="Secret talks")


def test_a_member_removed_between_tick_and_sending_gets_nothing(
    office: Office, sink: MailSink, secret: Negotiation
) -> None:
    reader = make.user()
    membership = make.member(secret, reader, MemberRole.READER)
    truce = make.proposal(secret)
    watch(user=reader, proposal=truce, actor=reader, now=make.NOW)
    make.deadline(truce)
    raise_alerts(now=kyiv(15, 8))
    office.now = kyiv(15, 8, 30)
    remove_member(membership=membership, actor=None, now=office.now)
    office.work(kyiv(15, 9))
    assert sink.received == []
    (alert,) = Alert.objects.unscoped(reason="test").filter(rule="P3D before")
    assert (alert.state, alert.reason) == (
        AlertState.SUPPRESSED,
        "The reader may no longer know of this negotiation.",
    )
    assert broken(office, sink) == []


def test_scope_is_judged_in_the_statement_that_lets_a_mail_take_off(office: Office, secret: Negotiation) -> None:
    """Even a mail that is written already does not leave."""
    reader = make.user()
    membership = make.member(secret, reader, MemberRole.READER)
    truce = make.proposal(secret)
    watch(user=reader, proposal=truce, actor=reader, now=make.NOW)
    make.deadline(truce)
    office.now = kyiv(15, 9)
    raise_alerts(now=office.now)
    (alert,) = lease(owner="office", now=office.now)
    written = Sheets(office.now).write(alert, facts_of([alert])[alert.pk])
    remove_member(membership=membership, actor=None, now=office.now)
    assert not take_off(accepted=None, following=written, owner="office", now=office.now)


def test_outsiders_who_watch_an_open_negotiation_lose_it_when_it_is_restricted(office: Office, sink: MailSink) -> None:
    truce = make.proposal()
    watcher(truce)
    make.deadline(truce)
    Negotiation.objects.unscoped(reason="test").filter(pk=truce.negotiation_id).update(restricted=True)
    office.work_through(kyiv(19, 12))
    assert sink.received == []


def test_a_person_shut_out_gets_nothing(office: Office, sink: MailSink) -> None:
    truce = make.proposal()
    reader = watcher(truce)
    make.deadline(truce)
    raise_alerts(now=kyiv(15, 8))
    disable_user(user=reader, actor=None, now=kyiv(15, 8), reason="Left")
    office.work(kyiv(15, 9))
    assert sink.received == []


def test_watching_a_party_does_not_open_a_restricted_negotiation(
    office: Office, sink: MailSink, secret: Negotiation
) -> None:
    from negotiations.actions.proposals import involve  # noqa: PLC0415
    from negotiations.enums import InvolvementRole  # noqa: PLC0415

    russia, outsider, insider = make.party(name="Russia"), make.user(), make.user()
    make.member(secret, insider, MemberRole.READER)
    truce = make.proposal(secret)
    involve(
        proposal=truce,
        party=russia,
        role=InvolvementRole.PROPOSER,
        claim=make.claim(secret),
        actor=None,
        now=make.NOW,
    )
    for reader in (outsider, insider):
        watch(user=reader, party=russia, actor=reader, now=make.NOW)
    make.deadline(truce)
    office.work(kyiv(15, 9))
    assert [mail.recipient for mail in sink.accepted] == [insider.email]
    assert broken(office, sink) == []


def test_whoever_stops_watching_is_not_told_what_already_waited(office: Office, sink: MailSink) -> None:
    truce = make.proposal()
    reader = watcher(truce)
    make.deadline(truce)
    raise_alerts(now=kyiv(15, 8))
    (subscription,) = Subscription.objects.unscoped(reason="test")
    unwatch(subscription=subscription, actor=reader, now=kyiv(15, 8))
    office.work(kyiv(15, 9))
    assert sink.received == []
    assert Alert.objects.unscoped(reason="test").get(rule="P3D before").reason == "The reader no longer watches this."


def test_whoever_begins_to_watch_on_the_day_is_told_at_their_own_hour(office: Office, sink: MailSink) -> None:
    truce = make.proposal()
    make.deadline(truce)
    office.work(kyiv(15, 8))
    reader = make.user(time_zone="America/New_York")
    watch(user=reader, negotiation=truce.negotiation, actor=reader, now=kyiv(15, 8, 30))
    office.work_through(kyiv(15, 20))
    assert [mail.message["Date"].datetime for mail in sink.accepted] == [kyiv(15, 16)]


@pytest.mark.django_db
def test_the_scope_of_many_equals_the_scope_of_each() -> None:
    team = Group.objects.create(name="Team")
    people = [make.user(is_staff=staff) for staff in (True, True, True, False, False, False)]
    people[2].groups.add(team)
    people[5].groups.add(team)
    people[1].is_active = False
    people[1].save()
    homes = [make.negotiation(restricted=restricted) for restricted in (True, False, True)]
    for home, person in ((homes[0], people[3]), (homes[1], people[4]), (homes[0], people[1])):
        make.member(home, person, MemberRole.READER)
    add_member(negotiation=homes[2], team=team, role=MemberRole.READER, actor=None, now=make.NOW)
    may_know = known_pairs([home.pk for home in homes])
    for person, home in product(people, homes):
        one_by_one = Negotiation.objects.visible_to(person).filter(pk=home.pk).exists()
        alert = Alert.objects.unscoped(reason="test").create(
            negotiation=home,
            kind="status_changed",
            subject_key=f"test:{home.pk}",
            rule="news",
            occurrence=make.NOW,
            recipient=person,
            raised_at=make.NOW,
            send_at=make.NOW,
            next_try_at=make.NOW,
        )
        owed = Alert.objects.unscoped(reason="test").filter(pk=alert.pk).still_owed().exists()
        assert (may_know(person, home.pk), owed) == (one_by_one, one_by_one)
    assert Membership.objects.unscoped(reason="test").count() == 4
