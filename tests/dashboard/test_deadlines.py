"""Deadlines that are on record: every move, how their card reads, and who may."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

import pytest
from django.test import Client

from negotiations.actions.deadlines import add_reading, settle_deadline
from negotiations.enums import DeadlineStatus, MemberRole
from negotiations.models import Deadline, DeadlineReading, Proposal, User
from negotiations.rules.moments import WorldMoment
from tests import factories as make
from tests.dashboard.conftest import TUESDAY
from tests.dashboard.forms import added, faults, known, moved, only, plain

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("tuesday")]
WHEN: dict[str, Any] = {"actor": None, "now": TUESDAY}


class TestMoves:
    def test_an_extension_opens_a_new_term(self, page: Client, friday: Deadline) -> None:
        answer = moved(page, friday, "extend", expression="2 May 2025", seen="2025-05-02T21:00:00+00:00")
        assert answer.status_code == 302, faults(answer)
        friday.refresh_from_db()
        successor = Deadline.objects.unscoped(reason="test").exclude(pk=friday.pk).get()
        assert (friday.status, str(successor.due_on)) == ("extended", "2025-05-02")
        text = plain(page.get(answer["Location"]))
        assert f'<a href="#deadline-{successor.pk}">Fri 2 May</a> <span dir="auto">As announced</span>' in text

    @pytest.mark.parametrize(("route", "status"), [("met", "met"), ("lapsed", "lapsed"), ("cancel", "cancelled")])
    def test_an_outcome_is_recorded_with_its_day_and_its_reason(
        self, page: Client, friday: Deadline, route: str, status: str
    ) -> None:
        moved(page, friday, route, stated_on="2025-04-15")
        friday.refresh_from_db()
        outcome = friday.outcomes.unscoped(reason="test").get()  # type: ignore[attr-defined]
        assert (friday.status, str(outcome.stated_on), outcome.reason) == (status, "2025-04-15", "As announced")

    def test_an_outcome_in_error_is_reopened(self, page: Client, friday: Deadline) -> None:
        settle_deadline(deadline=friday, status=DeadlineStatus.MET, claim=friday.claim, **WHEN)
        moved(page, friday, "reopen")
        friday.refresh_from_db()
        assert friday.status == "pending"

    def test_a_correction_keeps_what_was_believed_before(self, page: Client, friday: Deadline) -> None:
        moved(page, friday, "correct", expression="ends Thursday", seen="2025-04-17T21:00:00+00:00")
        friday.refresh_from_db()
        assert (friday.expression, str(friday.due_on)) == ("ends Thursday", "2025-04-17")
        assert friday.proposal is not None
        text = plain(page.get(f"/proposals/{friday.proposal.reference}/"))
        assert '<dt>Before</dt><dd class="nil">Fri 18 Apr <q dir="auto">ends Friday</q>' in text

    def test_a_party_s_reading_stands_beside_and_can_be_gone_by(self, page: Client, friday: Deadline) -> None:
        russia = make.party(name="Russia")
        words = {"expression": "19 April 2025", "seen": "2025-04-19T21:00:00+00:00", "party": russia.pk}
        moved(page, friday, "reading", **words)
        friday.refresh_from_db()
        theirs = DeadlineReading.objects.unscoped(reason="test").get(party=russia)
        assert (friday.status, str(friday.due_on)) == ("disputed", "2025-04-18")
        text = plain(page.get(f"/proposals/{friday.proposal.reference}/"))  # type: ignore[union-attr]
        assert f'href="#deadline-{friday.pk}-voices"' in text
        assert f'/go-by/?reading={theirs.pk}">Go by this reading</a>' in text
        moved(page, friday, "go-by", reading=theirs.pk)
        friday.refresh_from_db()
        assert str(friday.due_on) == "2025-04-19"

    def test_a_move_takes_a_reason_and_a_claim(self, page: Client, friday: Deadline) -> None:
        assert set(faults(moved(page, friday, "met", reason=" ", claim=""))) == {"reason", "claim"}

    def test_what_cannot_follow_is_refused_in_words(self, page: Client, friday: Deadline) -> None:
        settle_deadline(deadline=friday, status=DeadlineStatus.CANCELLED, claim=friday.claim, **WHEN)
        assert "cannot become “met”" in str(faults(moved(page, friday, "met")))

    def test_an_earlier_extension_is_refused_beside_its_words(self, page: Client, friday: Deadline) -> None:
        answer = moved(page, friday, "extend", expression="16 April 2025", seen="2025-04-16T21:00:00+00:00")
        assert set(faults(answer)) == {"expression"}
        assert Deadline.objects.unscoped(reason="test").count() == 1

    def test_the_second_of_two_sees_both_versions_and_overwrites_nothing(self, page: Client, friday: Deadline) -> None:
        seen = friday.version
        settle_deadline(deadline=friday, status=DeadlineStatus.LAPSED, claim=friday.claim, reason="Over", **WHEN)
        answer = moved(page, friday, "met", version=seen)
        assert (answer.status_code, friday.outcomes.unscoped(reason="test").count()) == (409, 1)  # type: ignore[attr-defined]
        column = next(each for each in answer.context["overtaken"].columns if each.name == "Status")
        assert (column.old.lower(), column.new.lower()) == ("pending", "lapsed")
        assert f'name="version" value="{friday.version}"' in plain(answer)
        assert 'value="As announced"' in plain(answer)


class TestCard:
    def overdue(self, page: Client, **given: Any) -> str:
        proposal = make.proposal()
        make.deadline(proposal, expression="14 April 2025", **given)
        return plain(page.get(f"/proposals/{proposal.reference}/"))

    def test_a_silent_expiry_is_told_and_asks_what_became_of_it(self, page: Client) -> None:
        text = self.overdue(page)
        assert "<b>Term passed, no renewal on record.</b> What became of it?" in text
        assert len(re.findall(r'class="btn" href="/proposals/P-\d+/deadlines/', text)) == 3
        assert ">Met</a>" in text
        assert ">Extended</a>" in text
        assert ">Lapsed</a>" in text

    def test_another_kind_has_no_term_to_renew(self, page: Client) -> None:
        assert "Passed, no outcome on record." in self.overdue(page, kind="meeting")

    def test_the_end_of_a_day_said_as_an_hour_is_not_the_start_of_it(self, page: Client, truce: Proposal) -> None:
        make.deadline(truce, expression="24:00 on 18 April 2025")
        assert "Friday 18 April 2025, 24:00 Kyiv" in plain(page.get(f"/proposals/{truce.reference}/"))

    def test_whoever_may_only_read_is_offered_no_control(self, truce: Proposal, friday: Deadline) -> None:
        outsider = make.user(is_staff=False)
        make.member(truce.negotiation, outsider, MemberRole.READER)
        client = Client()
        client.force_login(outsider)
        add_reading(deadline=friday, expression="17 April 2025", party=make.party(), claim=friday.claim, **WHEN)
        text = plain(client.get(f"/proposals/{truce.reference}/"))
        assert "ends Friday" in text
        assert [
            word for word in ("Go by this reading", f"{truce.reference}/deadlines/", "Add another") if word in text
        ] == []
        for route in ("add", f"{friday.pk}/met", f"{friday.pk}/extend"):
            assert client.get(f"/proposals/{truce.reference}/deadlines/{route}/").status_code == 403
        assert added(client, truce).status_code == 403


class TestNeedToKnow:
    def test_a_hidden_proposal_has_no_forms(self, page: Client) -> None:
        secret = make.deadline(make.proposal(make.negotiation(restricted=True)))
        assert secret.proposal is not None
        for route in ("add", f"{secret.pk}/met", f"{secret.pk}/go-by"):
            assert page.get(f"/proposals/{secret.proposal.reference}/deadlines/{route}/").status_code == 404
        assert moved(page, secret, "met").status_code == 404

    def test_a_deadline_is_found_under_its_own_proposal_alone(
        self, page: Client, friday: Deadline, truce: Proposal
    ) -> None:
        other = make.proposal(truce.negotiation)
        assert page.get(f"/proposals/{other.reference}/deadlines/{friday.pk}/met/").status_code == 404

    def test_a_claim_of_another_negotiation_cannot_be_cited(self, page: Client, friday: Deadline) -> None:
        elsewhere = make.claim(make.negotiation())
        assert set(faults(moved(page, friday, "met", **known(elsewhere)))) == {"claim"}

    def test_a_form_from_another_site_is_refused(self, reader: User, friday: Deadline) -> None:
        client = Client(enforce_csrf_checks=True)
        client.force_login(reader)
        assert moved(client, friday, "met").status_code == 403
        friday.refresh_from_db()
        assert friday.status == "pending"


class TestSaid:
    """From when words are read that rest on a claim alone."""

    def test_a_claim_without_a_date_is_asked_about_and_nothing_is_read_from_today(
        self, page: Client, truce: Proposal, friday: Deadline
    ) -> None:
        undated = make.claim(truce.negotiation, stated=WorldMoment.unknown())
        before = Deadline.objects.unscoped(reason="test").count()
        assert set(faults(added(page, truce, seen="", **known(undated)))) == {"expression"}
        answer = moved(page, friday, "extend", expression="within 30 days", seen="", **known(undated))
        assert set(faults(answer)) == {"expression"}
        assert Deadline.objects.unscoped(reason="test").count() == before

    def test_a_claim_s_day_stays_its_day_in_another_zone(self, page: Client, truce: Proposal) -> None:
        claim = make.claim(truce.negotiation, stated=WorldMoment.day(date(2025, 4, 14), make.KYIV))
        given = {"expression": "tomorrow", "said_zone": "America/New_York", "seen": "2025-04-16T04:00:00+00:00"}
        answer = added(page, truce, **given, **known(claim))
        assert answer.status_code == 302, faults(answer)
        assert str(only().due_on) == "2025-04-15"
