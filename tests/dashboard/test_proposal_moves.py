"""Changing a status and recording positions on the page of a proposal."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from negotiations.actions.positions import take_position
from negotiations.actions.proposals import change_status
from negotiations.enums import MemberRole, ProposalStatus, Stance
from negotiations.models import Change, Claim, Condition, Party, Position, Proposal, StatusChange, User
from tests import factories as make
from tests.dashboard.conftest import TUESDAY
from tests.dashboard.forms import NEW_CLAIM, faults, known, plain

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("tuesday")]
WHEN: dict[str, Any] = {"actor": None, "now": TUESDAY}


@pytest.fixture
def relief(truce: Proposal) -> Condition:
    return make.condition(truce, text="Sanctions relief first")


@pytest.fixture
def north() -> Party:
    return make.party(name="North")


def changed(page: Client, proposal: Proposal, **given: Any) -> Any:
    typed = {"status": "on hold", "reason": "Talks broke off", "version": proposal.version, **NEW_CLAIM}
    return page.post(f"/proposals/{proposal.reference}/status/", {**typed, **given})


def taken(page: Client, proposal: Proposal, party: Party, **given: Any) -> Any:
    typed = {"party": party.pk, "stance": "rejects", "newest": 0, **NEW_CLAIM}
    return page.post(f"/proposals/{proposal.reference}/positions/add/", {**typed, **given})


def positions() -> list[Position]:
    return list(Position.objects.unscoped(reason="test").order_by("pk"))


class TestStatus:
    def test_a_status_is_recorded_with_its_claim_its_reason_and_its_day(
        self, page: Client, reader: User, truce: Proposal
    ) -> None:
        answer = changed(page, truce, stated_on="2025-04-15")
        row = StatusChange.objects.unscoped(reason="test").latest("pk")
        assert (answer.status_code, answer["Location"]) == (302, f"/proposals/{truce.reference}/")
        assert (row.status, row.reason, str(row.stated_on), row.recorded_by, row.recorded_at.date()) == (
            "on hold",
            "Talks broke off",
            "2025-04-15",
            reader,
            TUESDAY.date(),
        )
        assert row.claim.assertion == NEW_CLAIM["assertion"]
        shown = plain(page.get(answer["Location"]))
        assert "Status: Under discussion → On hold" in shown
        assert "Talks broke off" in shown

    def test_only_the_moves_allowed_are_offered_and_a_final_status_offers_none(
        self, page: Client, truce: Proposal
    ) -> None:
        offered = page.get(f"/proposals/{truce.reference}/status/").context["form"].fields["status"].choices
        assert "expired" not in dict(offered)
        assert {"on hold", "agreed", "withdrawn"} <= set(dict(offered))
        assert "status" in faults(changed(page, truce, status="expired"))
        change_status(
            proposal=truce, status=ProposalStatus.WITHDRAWN, reason="Gone", claim=make.claim(truce.negotiation), **WHEN
        )
        ended = plain(page.get(f"/proposals/{truce.reference}/status/"))
        assert "This status is final." in ended
        assert "Save status" not in ended

    def test_what_is_missing_or_still_to_come_is_told_beside_its_field_and_nothing_is_saved(
        self, page: Client, truce: Proposal
    ) -> None:
        claims = Claim.objects.unscoped(reason="test").count()
        answer = changed(page, truce, status="", reason="", stated_on="2025-04-16", assertion="")
        assert set(faults(answer)) == {"status", "reason", "stated_on", "assertion"}
        assert "This day is still to come" in plain(answer)
        assert Claim.objects.unscoped(reason="test").count() == claims

    def test_the_second_editor_sees_both_versions_and_decides(self, page: Client, truce: Proposal) -> None:
        seen = truce.version
        claim = make.claim(truce.negotiation)
        change_status(proposal=truce, status=ProposalStatus.AGREED, reason="Signed", claim=claim, **WHEN)
        answer = changed(page, truce, version=seen, reason="Mine")
        assert answer.status_code == 409
        told = answer.context["overtaken"]
        assert {(column.old, column.new) for column in told.columns} == {("under discussion", "agreed")}
        assert (told.last.reason, answer.context["form"]["reason"].value()) == ("Signed", "Mine")
        assert changed(page, truce, version=answer.context["form"]["version"].value()).status_code == 302

    def test_history_entered_afterwards_says_that_it_leaves_the_status_as_it_is(
        self, page: Client, truce: Proposal
    ) -> None:
        changed(page, truce, stated_on="2025-04-13")
        assert "it stands as before: Under discussion" in plain(page.get(f"/proposals/{truce.reference}/"))

    def test_a_reader_is_neither_offered_nor_given_the_form(self, truce: Proposal) -> None:
        client, guest = Client(), make.user(is_staff=False)
        make.member(truce.negotiation, guest, MemberRole.READER)
        client.force_login(guest)
        address = f"/proposals/{truce.reference}/"
        shown = plain(client.get(address))
        assert ("Change status" in shown, "Record a position" in shown) == (False, False)
        for form in ("status/", "positions/add/"):
            assert [client.get(address + form).status_code, client.post(address + form).status_code] == [403, 403]


class TestPosition:
    def test_a_gap_on_the_page_leads_to_its_own_form(
        self, page: Client, truce: Proposal, relief: Condition, north: Party
    ) -> None:
        take_position(
            proposal=truce, party=north, stance=Stance.CONSIDERING, claim=make.claim(truce.negotiation), **WHEN
        )
        gap = f"/proposals/{truce.reference}/positions/add/?party={north.pk}&amp;condition={relief.reference}"
        assert f'href="{gap}"' in plain(page.get(f"/proposals/{truce.reference}/"))
        form = page.get(gap.replace("&amp;", "&")).context["form"]
        assert (form["party"].value(), form["about"].value()) == (str(north.pk), relief.reference)

    def test_a_position_is_recorded_with_who_spoke_how_and_when(
        self, page: Client, truce: Proposal, relief: Condition, north: Party
    ) -> None:
        envoy = make.person(name="An Envoy")
        given = {"about": relief.reference, "person": envoy.pk, "dissent": "on", "by_proxy": "on", "note": "Flatly"}
        answer = taken(page, truce, north, stated_on="2025-04-12", **given)
        assert answer["Location"] == f"/proposals/{truce.reference}/#{relief.reference.lower()}"
        (row,) = positions()
        assert (row.condition, row.proposal, row.party, row.person, row.stance) == (
            relief,
            None,
            north,
            envoy,
            "rejects",
        )
        assert (row.dissent, row.by_proxy, row.note, str(row.stated_on)) == (True, True, "Flatly", "2025-04-12")

    def test_a_changed_stance_is_told_with_what_it_was(self, page: Client, truce: Proposal, north: Party) -> None:
        taken(page, truce, north)
        answer = taken(page, truce, north, stance="accepts", newest=positions()[0].pk, **known(positions()[0].claim))
        assert "North: Rejects → Accepts" in plain(page.get(answer["Location"]))
        assert [row.stance for row in positions()] == ["rejects", "accepts"]

    def test_a_position_recorded_meanwhile_is_shown_beside_the_one_seen(
        self, page: Client, truce: Proposal, north: Party
    ) -> None:
        claim = make.claim(truce.negotiation)
        seen = take_position(proposal=truce, party=north, stance=Stance.CONSIDERING, claim=claim, **WHEN)
        take_position(proposal=truce, party=north, stance=Stance.DEMANDS, claim=claim, **WHEN)
        answer = taken(page, truce, north, newest=seen.pk)
        assert (answer.status_code, len(positions())) == (409, 2)
        assert [(c.old, c.new) for c in answer.context["overtaken"].columns] == [("considering", "demands")]
        assert taken(page, truce, north, newest=answer.context["form"]["newest"].value()).status_code == 302

    def test_what_is_missing_or_unknown_is_told(self, page: Client, truce: Proposal) -> None:
        other = make.condition(make.proposal(), text="Elsewhere")
        answer = taken(page, truce, Party(pk=0), stance="", about=other.reference, dissent="on")
        assert set(faults(answer)) == {"stance", "party", "about", "person"}
        assert not Change.objects.unscoped(reason="test").filter(kind="position.taken").exists()
