"""What was taken back before it was told is not told."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

import pytest

from config.request_id import request_id
from negotiations.actions.accounts import give_account, withdraw_account
from negotiations.actions.alerts import raise_alerts
from negotiations.actions.positions import take_position
from negotiations.actions.proposals import change_status
from negotiations.actions.undoing import undo
from negotiations.enums import AccountAttribute, ProposalStatus, Stance
from negotiations.models import Account, Party, Proposal, User
from tests import factories as make
from tests.alerts import Office, broken, states, subjects, watcher
from tests.mail_sink import MailSink


@dataclass(frozen=True, slots=True)
class Scene:
    truce: Proposal
    editor: User
    party: Party

    def on(self) -> dict[str, object]:
        return {"claim": make.claim(self.truce.negotiation), "actor": self.editor, "now": make.NOW}


@pytest.fixture
def scene(office: Office) -> Scene:
    """Somebody watches a truce on which one party has spoken; an editor is about to record more."""
    truce = make.proposal(title="Truce")
    watcher(truce)
    scene = Scene(truce, make.user(), make.party(name="North"))
    take_position(proposal=truce, party=scene.party, stance=Stance.REJECTS, **scene.on())  # type: ignore[arg-type]
    says(scene, "South", 17)
    office.work()
    return scene


def says(scene: Scene, name: str, day: int) -> Account:
    return give_account(
        proposal=scene.truce,
        party=make.party(name=name),
        attribute=AccountAttribute.ENDS,
        value=f"{day} April",
        value_on=date(2025, 4, day),
        **scene.on(),  # type: ignore[arg-type]
    )


def on_hold(scene: Scene) -> None:
    change_status(proposal=scene.truce, status=ProposalStatus.ON_HOLD, reason="Off", **scene.on())  # type: ignore[arg-type]


def accepted(scene: Scene) -> None:
    take_position(proposal=scene.truce, party=scene.party, stance=Stance.CONSIDERING, **scene.on())  # type: ignore[arg-type]


def differs(scene: Scene) -> None:
    says(scene, "North", 18)


FACTS: list[Callable[[Scene], None]] = [on_hold, accepted, differs]


@pytest.mark.parametrize("record", FACTS)
@pytest.mark.parametrize("raised", [True, False])
def test_an_undone_fact_is_not_told(
    office: Office, sink: MailSink, scene: Scene, record: Callable[[Scene], None], raised: bool
) -> None:
    """Whether the tick has read the chain by then or not."""
    token = request_id.set("saving")
    record(scene)
    request_id.reset(token)
    if raised:
        raise_alerts(now=office.now)
        assert states() == {"queued": 1}
    undo(saving="saving", actor=scene.editor, now=office.now + timedelta(minutes=1))
    assert states() == ({"cancelled": 1} if raised else {})
    office.work_through(office.now + timedelta(minutes=10), step=timedelta(minutes=2))
    assert subjects(sink) == []
    assert broken(office, sink) == []


TOLD = {"on_hold": "Status: on hold. Off", "accepted": "Position recorded: considering", "differs": "18 April"}


@pytest.mark.parametrize("record", FACTS)
def test_what_was_told_and_then_undone_is_followed_by_one_notice_in_its_thread(
    office: Office, sink: MailSink, scene: Scene, record: Callable[[Scene], None]
) -> None:
    token = request_id.set("saving")
    record(scene)
    request_id.reset(token)
    office.work()
    undo(saving="saving", actor=scene.editor, now=office.now + timedelta(minutes=1))
    office.work_through(office.now + timedelta(minutes=10), step=timedelta(minutes=2))
    first, notice = sink.accepted
    assert notice.message["Subject"] == "TAKEN BACK: Truce"
    assert (notice.recipient, notice.message["References"]) == (first.recipient, first.message["References"])
    assert notice.message_id != first.message_id
    for kind in ("plain", "html"):
        assert TOLD[record.__name__] in notice.text(kind)
    assert ("Status as it stands:" in notice.text()) == (record is on_hold)
    assert broken(office, sink) == []


@pytest.mark.parametrize(("told", "subject"), [(False, []), (True, ["Accounts differ: Truce (ends)"])])
def test_a_withdrawn_account_calls_its_news_back_and_ends_it_where_it_was_told(
    office: Office, sink: MailSink, scene: Scene, told: bool, subject: list[str]
) -> None:
    account = says(scene, "North", 18)
    if told:
        office.work()
    else:
        raise_alerts(now=office.now)
    withdraw_account(account=account, reason="Denied", **scene.on())  # type: ignore[arg-type]
    office.work()
    assert subjects(sink)[:1] == subject
    assert len(sink.accepted) == (2 if told else 0)
    assert broken(office, sink) == []
