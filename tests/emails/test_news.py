"""Watchers hear of changes: a status, a position, accounts that differ, a deadline that moves."""

from __future__ import annotations

from datetime import date

import pytest

from negotiations.actions.accounts import give_account, withdraw_account
from negotiations.actions.deadlines import correct_deadline
from negotiations.actions.positions import take_position
from negotiations.actions.proposals import change_status
from negotiations.actions.subscriptions import watch
from negotiations.enums import AccountAttribute, ProposalStatus, Stance
from negotiations.models import Proposal, User
from tests import factories as make
from tests.alerts import Office, broken, kyiv, subjects, watcher
from tests.mail_sink import MailSink


@pytest.fixture
def truce(db: None) -> Proposal:
    return make.proposal(title="Truce")


def on(truce: Proposal, actor: User | None = None) -> dict[str, object]:
    return {"claim": make.claim(truce.negotiation), "actor": actor, "now": kyiv(14, 13)}


def test_a_status(office: Office, sink: MailSink, truce: Proposal) -> None:
    watcher(truce)
    author = watcher(truce)
    change_status(proposal=truce, status=ProposalStatus.ON_HOLD, reason="No answer.", **on(truce, author))  # type: ignore[arg-type]
    office.work(kyiv(14, 13, 1))
    office.work(kyiv(14, 13, 2))
    assert subjects(sink) == ["Truce: under discussion → on hold"]
    for kind in ("plain", "html"):
        assert "No answer." in sink.accepted[0].text(kind)
    assert author.email not in {mail.recipient for mail in sink.accepted}
    assert broken(office, sink) == []


def test_a_position_that_moved_and_no_first_one(office: Office, sink: MailSink, truce: Proposal) -> None:
    watcher(truce)
    russia = make.party(name="Russia")
    for stance in (Stance.REJECTS, Stance.REJECTS, Stance.CONSIDERING):
        take_position(proposal=truce, party=russia, stance=stance, **on(truce))  # type: ignore[arg-type]
    office.work(kyiv(14, 13, 1))
    assert subjects(sink) == ["Russia: considering (Truce)"]
    assert "Russia moved from “rejects” to “considering” on Truce." in sink.accepted[0].text()
    assert broken(office, sink) == []


def test_accounts_that_begin_to_differ(office: Office, sink: MailSink, truce: Proposal) -> None:
    watcher(truce)
    for name, day in (("Russia", 17), ("Ukraine", 18), ("Türkiye", 18)):
        give_account(
            proposal=truce,
            party=make.party(name=name),
            attribute=AccountAttribute.ENDS,
            value=f"{day} April",
            value_on=date(2025, 4, day),
            **on(truce),  # type: ignore[arg-type]
        )
        office.work(kyiv(14, 13, day))
    # The third party takes a side.
    assert subjects(sink) == ["Accounts differ: Truce (ends)", "Accounts differ anew: Truce (ends)"]
    assert "- Russia: 17 April" in sink.accepted[0].text()
    assert "- Ukraine: 18 April" in sink.accepted[0].text()
    assert broken(office, sink) == []


def test_accounts_that_differ_otherwise_and_then_no_longer(office: Office, sink: MailSink, truce: Proposal) -> None:
    watcher(truce)
    ends = {"proposal": truce, "attribute": AccountAttribute.ENDS}
    russia, ukraine = (make.party(name=name) for name in ("Russia", "Ukraine"))
    give_account(party=ukraine, value="Friday", value_on=date(2025, 4, 18), **ends, **on(truce))  # type: ignore[arg-type]
    told = give_account(party=russia, value="Thursday", value_on=date(2025, 4, 17), **ends, **on(truce))  # type: ignore[arg-type]
    told = give_account(
        party=russia,
        value="17 April",
        value_on=date(2025, 4, 17),
        replaces=told,
        **ends,  # type: ignore[arg-type]
        **on(truce),  # type: ignore[arg-type]
    )
    told = give_account(
        party=russia,
        value="Saturday",
        value_on=date(2025, 4, 19),
        replaces=told,
        **ends,  # type: ignore[arg-type]
        **on(truce),  # type: ignore[arg-type]
    )
    withdraw_account(account=told, reason="Said no more.", **on(truce))  # type: ignore[arg-type]
    office.work(kyiv(14, 13, 20))
    assert subjects(sink) == [
        "Accounts differ: Truce (ends)",
        "Accounts differ anew: Truce (ends)",
        "Accounts differ no longer: Truce (ends)",
    ]
    assert "- Ukraine: Friday" in sink.accepted[2].text()
    assert "Saturday" not in sink.accepted[2].text()
    assert broken(office, sink) == []


def test_the_mail_about_a_deadline_says_which_accounts_touch_it(
    office: Office, sink: MailSink, truce: Proposal
) -> None:
    watcher(truce)
    make.deadline(truce)
    for attribute in (AccountAttribute.ENDS, AccountAttribute.SCOPE):
        for name, value in (("Russia", "Thursday"), ("Ukraine", "Friday")):
            give_account(
                proposal=truce,
                party=make.party(name=name),
                attribute=attribute,
                value=f"{value} ({attribute})",
                **on(truce),  # type: ignore[arg-type]
            )
    office.work(kyiv(15, 9))
    mails = {str(mail.message["Subject"]): mail.text() for mail in sink.accepted}
    text = mails["Truce ends in 3 days (Fri 18 Apr)"].replace("\r\n", "\n")
    assert "Accounts differ on “ends”:\n- Russia: Thursday (ends)\n- Ukraine: Friday (ends)\n" in text
    assert "(scope)" not in text


def test_a_deadline_that_moved_before_anybody_was_warned(office: Office, sink: MailSink, truce: Proposal) -> None:
    watcher(truce)
    deadline = make.deadline(truce)
    office.work(kyiv(14, 12, 30))
    correct_deadline(deadline=deadline, expression="25 April 2025", reason="Misread.", **on(truce))  # type: ignore[arg-type]
    office.work(kyiv(14, 13, 1))
    assert subjects(sink) == ["MOVED: Truce, now Fri 25 Apr"]
    assert broken(office, sink) == []


def test_what_happened_before_somebody_watched_is_no_news(office: Office, sink: MailSink, truce: Proposal) -> None:
    change_status(proposal=truce, status=ProposalStatus.ON_HOLD, reason="No answer.", **on(truce))  # type: ignore[arg-type]
    reader = make.user()
    watch(user=reader, proposal=truce, actor=reader, now=kyiv(14, 14))
    office.work(kyiv(14, 14, 1))
    assert sink.received == []
