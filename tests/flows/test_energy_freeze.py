"""Two editors and a reviewer work the energy freeze from 14 to 19 April 2025; the record reads right, day by day."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from negotiations.actions.accounts import give_account
from negotiations.actions.claims import mark_claim
from negotiations.actions.deadlines import settle_deadline
from negotiations.actions.negotiations import revise_negotiation
from negotiations.actions.positions import take_position
from negotiations.actions.proposals import change_status
from negotiations.actions.reviewing import confirm_change, decline_change
from negotiations.actions.seeding import load_file_sets
from negotiations.enums import (
    AccountAttribute,
    ClaimStanding,
    DeadlineStatus,
    Evidence,
    MemberRole,
    ProposalStatus,
    Stance,
)
from negotiations.errors import NotPermittedError
from negotiations.ingest.seeds import read_file_sets
from negotiations.models import Account, Claim, Deadline, Party, Proposal, ProposedChange, User
from negotiations.queries.audit import discrepancies, verify_chain
from negotiations.rules.moments import WorldMoment
from tests import factories as make
from tests.alerts import Office, broken, kyiv, subjects
from tests.mail_sink import MailSink

SEEDS = Path(__file__).resolve().parents[2] / "seeds"


class Desk:
    """The freeze, the two who edit it and the one who confirms; each step has its own hour."""

    def __init__(self) -> None:
        schema = json.loads((SEEDS / "schema" / "seed-file.json").read_text(encoding="utf-8"))
        file_sets = read_file_sets([SEEDS / "shared", SEEDS / "ukraine-2025"], schema)
        load_file_sets(file_sets=file_sets, actor=None, now=make.NOW)
        self.freeze = Proposal.objects.unscoped(reason="test").get(short_title="Energy freeze")
        self.home = self.freeze.negotiation
        self.ada, self.ben, self.cleo = (make.user(name=name) for name in ("Ada A", "Ben B", "Cleo C"))
        make.member(self.home, self.ada, MemberRole.LEAD)
        for editor in (self.ben, self.cleo):
            make.member(self.home, editor)
        revise_negotiation(
            negotiation=self.home, two_person_review=True, reason="Two people.", actor=self.ada, now=kyiv(14, 12, 5)
        )
        self.deadline = Deadline.objects.unscoped(reason="test").get(expression="ends Friday")

    def party(self, name: str) -> Party:
        return Party.objects.unscoped(reason="test").get(name=name)

    def heard(self, day: int, words: str, by: User) -> dict[str, Any]:
        """A claim published and taken down on that day at nine, and who takes down what rests on it."""
        now = kyiv(day, 9)
        article = make.article(published=WorldMoment.day(date(2025, 4, day), make.KYIV), now=now, actor=by)
        claim = make.claim(self.home, article=article, assertion=words, evidence=Evidence.CLAIM, now=now, actor=by)
        return {"claim": claim, "actor": by, "now": now}

    def waiting(self) -> ProposedChange:
        return ProposedChange.objects.unscoped(reason="test").waiting().get()


@pytest.fixture
def desk(db: None) -> Desk:
    """Monday to Saturday."""
    desk = Desk()
    ends = {"proposal": desk.freeze, "attribute": AccountAttribute.ENDS}
    give_account(  # 15 April: Ukraine dates the end otherwise than Russia does
        party=desk.party("Ukraine"),
        value="Friday 18 April",
        value_on=date(2025, 4, 18),
        **ends,
        **desk.heard(15, "Kyiv reads the term to Friday.", desk.ada),
    )
    take_position(  # 16 April: Russia wavers
        proposal=desk.freeze,
        party=desk.party("Russia"),
        stance=Stance.CONSIDERING,
        **desk.heard(16, "Moscow looks at whether to go on.", desk.ben),
    )
    change_status(  # 17 April, Ben: too early, and declined
        proposal=desk.freeze,
        status=ProposalStatus.COLLAPSED,
        reason="An agency says it is over.",
        **desk.heard(17, "The freeze is over.", desk.ben),
    )
    rumour = Claim.objects.unscoped(reason="test").latest("pk")
    decline_change(proposed=desk.waiting(), reason="One agency, no other.", actor=desk.cleo, now=kyiv(17, 11))
    mark_claim(claim=rumour, standing=ClaimStanding.WITHDRAWN, reason="Taken back.", actor=desk.cleo, now=kyiv(17, 12))
    desk.deadline.refresh_from_db()
    settle_deadline(  # 19 April, Ada: the term ran out; Cleo confirms
        deadline=desk.deadline,
        status=DeadlineStatus.LAPSED,
        reason="The term ran out without a renewal.",
        **desk.heard(19, "No renewal was announced.", desk.ada),
    )
    confirm_change(proposed=desk.waiting(), actor=desk.cleo, now=kyiv(19, 10))
    desk.freeze.refresh_from_db()
    change_status(
        proposal=desk.freeze,
        status=ProposalStatus.EXPIRED,
        reason="Its term ran out.",
        **desk.heard(19, "Moscow says it no longer applies.", desk.ada),
    )
    with pytest.raises(NotPermittedError):
        confirm_change(proposed=desk.waiting(), actor=desk.ada, now=kyiv(19, 11))
    confirm_change(proposed=desk.waiting(), actor=desk.cleo, now=kyiv(19, 11))
    return desk


DAYS: list[tuple[int, str, list[tuple[str, str]], str, str]] = [
    (14, "in force", [("Russia", "2025-04-17")], "accepts", "disputed"),
    (15, "in force", [("Russia", "2025-04-17"), ("Ukraine", "2025-04-18")], "accepts", "disputed"),
    (16, "in force", [("Russia", "2025-04-17"), ("Ukraine", "2025-04-18")], "considering", "disputed"),
    (18, "in force", [("Russia", "2025-04-17"), ("Ukraine", "2025-04-18")], "considering", "disputed"),
    (19, "expired", [("Russia", "2025-04-17"), ("Ukraine", "2025-04-18")], "considering", "lapsed"),
]


def test_each_day_reads_as_it_stood(desk: Desk) -> None:
    client = Client()
    client.force_login(desk.ben)
    for day, status, ends, russia, deadline in DAYS:
        evening = kyiv(day, 23).isoformat()
        then = {"as_of": evening, "known_at": evening}
        freeze = client.get(f"/api/v1/proposals/{desk.freeze.reference}/", then).json()
        given = client.get("/api/v1/accounts/", {**then, "live": "true", "attribute": "ends", "page_size": "200"})
        told = [(row["party"]["name"], row["value_on"]) for row in given.json()["results"]]
        about = {**then, "proposal": desk.freeze.reference, "party": str(desk.party("Russia").pk)}
        stances = client.get("/api/v1/positions/", {**about, "ordering": "stated_at"}).json()["results"]
        shown = client.get(f"/api/v1/deadlines/{desk.deadline.pk}/", then).json()
        stood = (freeze["status"], sorted(told), stances[-1]["stance"], shown["status"])
        assert stood == (status, ends, russia, deadline), day
        differ = [each["attribute"] for each in freeze["divergences"]]
        assert ("ends" in differ) == (len(ends) > 1), day


def test_at_the_end_every_account_stands_and_nothing_is_lost(desk: Desk) -> None:
    client = Client()
    client.force_login(desk.cleo)
    page = client.get(f"/proposals/{desk.freeze.reference}/").content.decode()
    for words in ("Friday 18 April", "30 days from 18 March 2025", "Its term ran out."):
        assert words in page
    assert "Proposed, not confirmed" not in page
    decided = client.get("/api/v1/proposed-changes/?ordering=id").json()["results"]
    assert [(row["asked_for"], row["state"], row["recorded_by"]["name"]) for row in decided] == [
        ("collapsed", "declined", "Ben B"),
        ("lapsed", "confirmed", "Ada A"),
        ("expired", "confirmed", "Ada A"),
    ]
    assert "Taken back." in client.get("/corrections/").content.decode()
    assert Account.objects.unscoped(reason="test").filter(proposal=desk.freeze).count() == 6
    assert verify_chain().broken_at is None
    assert list(discrepancies()) == []


def test_nobody_is_told_of_what_was_declined(office: Office, sink: MailSink, desk: Desk) -> None:
    from negotiations.actions.subscriptions import watch  # noqa: PLC0415

    assert subjects(sink) == []
    reader = make.user()
    watch(user=reader, proposal=desk.freeze, actor=reader, now=datetime(2025, 4, 14, 9, tzinfo=UTC))
    office.work(kyiv(19, 12))
    told = subjects(sink)
    assert not any("collapsed" in subject for subject in told)
    assert any("expired" in subject for subject in told)
    assert broken(office, sink) == []
