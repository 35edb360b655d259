"""Describing a proposal, following its conditions, and taking down what each party says the deal is."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.test import Client

from negotiations.actions.accounts import give_account
from negotiations.actions.conditions import record_progress, revise_condition
from negotiations.actions.proposals import revise_proposal
from negotiations.enums import AccountAttribute, MemberRole, Progress
from negotiations.models import Account, Change, Claim, Condition, ConditionProgress, Party, Proposal, User
from tests import factories as make
from tests.dashboard.conftest import TUESDAY
from tests.dashboard.forms import NEW_CLAIM, faults, known, plain

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("tuesday")]
WHEN: dict[str, Any] = {"actor": None, "now": TUESDAY}


@pytest.fixture
def claim(truce: Proposal) -> Claim:
    return make.claim(truce.negotiation)


@pytest.fixture
def relief(truce: Proposal) -> Condition:
    return make.condition(truce, text="Sanctions relief first", blocks=True)


@pytest.fixture
def north() -> Party:
    return make.party(name="North")


def sent(page: Client, proposal: Proposal, address: str, **given: Any) -> Any:
    return page.post(f"/proposals/{proposal.reference}/{address}", given)


def shown(page: Client, proposal: Proposal) -> str:
    return plain(page.get(f"/proposals/{proposal.reference}/"))


class TestDescription:
    def test_what_was_changed_is_kept_with_its_reason_and_told(
        self, page: Client, reader: User, truce: Proposal
    ) -> None:
        form = page.get(f"/proposals/{truce.reference}/edit/").context["form"]
        typed = {name: form[name].value() or "" for name in form.fields}
        answer = sent(page, truce, "edit/", **typed | {"title": "Sea truce", "owner": reader.pk, "reason": "Its name"})
        assert answer.status_code == 302
        truce.refresh_from_db()
        assert (truce.title, truce.owner) == ("Sea truce", reader)
        change = Change.objects.unscoped(reason="test").latest("sequence")
        assert (change.kind, change.reason, change.actor) == ("proposal.revised", "Its name", reader)
        assert "Changed: Title, Owner" in shown(page, truce)

    def test_a_sub_stage_that_does_not_fit_is_refused_beside_its_field(self, page: Client, truce: Proposal) -> None:
        typed = {"title": "T", "kind": truce.kind, "stage": "Pre", "sub_stage": "Ceas", "reason": "Coded", "version": 1}
        assert "sub_stage" in faults(sent(page, truce, "edit/", **typed | {"version": truce.version}))

    def test_over_another_version_both_are_shown(self, page: Client, truce: Proposal) -> None:
        seen = truce.version
        revise_proposal(proposal=truce, summary="Somebody's words", reason="Clearer", **WHEN)
        typed = {"title": "Mine", "kind": truce.kind, "reason": "Mine", "version": seen}
        answer = sent(page, truce, "edit/", **typed)
        assert (answer.status_code, answer.context["form"]["title"].value()) == (409, "Mine")
        assert [column.new for column in answer.context["overtaken"].columns] == ["Somebody's words"]

    def test_only_those_who_may_write_there_are_offered_as_owners(self, reader: User) -> None:
        home = make.negotiation(restricted=True)
        lead, guest = make.user(name="Lead"), make.user(name="Guest")
        make.member(home, lead, MemberRole.LEAD)
        make.member(home, guest, MemberRole.READER)
        hidden = make.proposal(home)
        client = Client()
        client.force_login(lead)
        owners = client.get(f"/proposals/{hidden.reference}/edit/").context["form"].fields["owner"].queryset
        assert list(owners) == [lead]

    def test_checked_without_change_takes_one_press(self, page: Client, truce: Proposal) -> None:
        assert sent(page, truce, "checked/", version=truce.version).status_code == 302
        truce.refresh_from_db()
        assert truce.last_checked_at is not None
        assert truce.last_checked_at.replace(second=0, microsecond=0) == TUESDAY.replace(second=0)
        assert sent(page, truce, "checked/", version=1).status_code == 409


class TestCondition:
    def test_a_condition_is_attached_with_whom_it_binds(self, page: Client, truce: Proposal, north: Party) -> None:
        typed = {"text": "Ports open", "role": "guarantee", "blocks": "on", "owed_by": north.pk, "issue_code": "XSanc"}
        sent(page, truce, "conditions/add/", **typed, **NEW_CLAIM)
        row = Condition.objects.unscoped(reason="test").get()
        assert (row.text, row.role, row.blocks, row.owed_by, row.issue_code) == (
            "Ports open",
            "guarantee",
            True,
            north,
            "XSanc",
        )
        assert "Ports open" in shown(page, truce)

    def test_what_is_missing_is_told(self, page: Client, truce: Proposal) -> None:
        answer = sent(page, truce, "conditions/add/", rests_on="known", issue_code="Nothing")
        assert set(faults(answer)) == {"text", "role", "issue_code", "claim"}

    def test_progress_is_a_dated_row_and_the_condition_follows(
        self, page: Client, truce: Proposal, relief: Condition, claim: Claim
    ) -> None:
        typed = {"progress": 2, "contested": "on", "reason": "Half of it", "version": relief.version}
        answer = sent(page, truce, f"conditions/{relief.reference}/progress/", **typed, **known(claim))
        assert answer["Location"].endswith(f"#{relief.reference.lower()}")
        row = ConditionProgress.objects.unscoped(reason="test").get()
        relief.refresh_from_db()
        assert (row.progress, row.reason, relief.progress, relief.contested) == (2, "Half of it", 2, True)

    @pytest.mark.parametrize("how", ["carried out", "dropped"])
    def test_a_blocker_is_cleared_from_the_page(
        self, page: Client, truce: Proposal, relief: Condition, claim: Claim, how: str
    ) -> None:
        address = f"conditions/{relief.reference}/clear/"
        assert f'href="/proposals/{truce.reference}/{address}"' in shown(page, truce)
        typed = {"how": how, "reason": "Granted", "stated_on": "2025-04-15", "version": relief.version}
        assert sent(page, truce, address, **typed, **known(claim)).status_code == 302
        relief.refresh_from_db()
        on = date(2025, 4, 15) if how == "dropped" else None
        assert (relief.progress == Progress.FULL, relief.dropped_on) == (how == "carried out", on)
        assert "Nothing is recorded as blocking this." in shown(page, truce)

    def test_each_move_is_refused_over_another_version(
        self, page: Client, truce: Proposal, relief: Condition, claim: Claim
    ) -> None:
        seen = relief.version
        record_progress(condition=relief, progress=Progress.MINIMAL, claim=claim, **WHEN)
        on = {"reason": "Mine", "version": seen, **known(claim)}
        rows = ConditionProgress.objects.unscoped(reason="test")
        for move, typed in (
            ("progress", {"progress": 2}),
            ("clear", {"how": "carried out"}),
            ("edit", {"text": "Mine", "role": relief.role}),
        ):
            answer = sent(page, truce, f"conditions/{relief.reference}/{move}/", **typed, **on)
            assert (move, answer.status_code, rows.count()) == (move, 409, 1)
            assert [(c.old, c.new) for c in answer.context["overtaken"].columns] == [("", "1")]

    def test_its_wording_is_edited_for_a_reason(self, page: Client, truce: Proposal, relief: Condition) -> None:
        typed = {"text": "Relief for banks", "role": relief.role, "reason": "As in the text", "version": relief.version}
        assert sent(page, truce, f"conditions/{relief.reference}/edit/", **typed).status_code == 302
        relief.refresh_from_db()
        assert (relief.text, relief.blocks) == ("Relief for banks", False)
        revise_condition(condition=relief, blocks=True, reason="Again", **WHEN)

    def test_a_condition_of_another_proposal_is_absent(self, page: Client, relief: Condition) -> None:
        other = make.proposal()
        assert page.get(f"/proposals/{other.reference}/conditions/{relief.reference}/edit/").status_code == 404


class TestAccounts:
    def test_an_account_is_given_revised_and_taken_back(
        self, page: Client, truce: Proposal, north: Party, claim: Claim
    ) -> None:
        ends = {"party": north.pk, "attribute": "ends", "value": "on Thursday", "value_on": "2025-04-17"}
        sent(page, truce, "accounts/add/", **ends, **known(claim))
        (first,) = accounts()
        assert (first.value, str(first.value_on), first.party) == ("on Thursday", "2025-04-17", north)
        again = {"value": "on Friday", "value_on": "2025-04-18", "reason": "Corrected by them", "newest": first.pk}
        assert sent(page, truce, f"accounts/{first.pk}/revise/", **again, **known(claim)).status_code == 302
        _, second = accounts()
        assert (second.value, second.replaces) == ("on Friday", first)
        assert "on Thursday → on Friday" in shown(page, truce)
        back = {"reason": "They deny it", "newest": second.pk}
        sent(page, truce, f"accounts/{second.pk}/withdraw/", **back, **known(claim))
        assert (accounts()[-1].withdrawn, accounts()[-1].replaces) == (True, second)
        assert "No party's account is recorded." in shown(page, truce)

    def test_a_second_account_of_the_same_becomes_a_revision_of_what_they_say_now(
        self, page: Client, truce: Proposal, north: Party, claim: Claim
    ) -> None:
        on: dict[str, Any] = {"proposal": truce, "party": north, "attribute": AccountAttribute.ENDS, "claim": claim}
        first = give_account(value="Thursday", **on, **WHEN)
        typed = {"party": north.pk, "attribute": "ends", "value": "Friday", "value_on": "2025-04-18", **NEW_CLAIM}
        answer = sent(page, truce, "accounts/add/", **typed)
        assert (answer.status_code, len(accounts()), Claim.objects.unscoped(reason="test").count()) == (409, 1, 2)
        words = plain(answer)
        assert "This party has given its account of this already." in words
        assert '<dt>Says now</dt><dd dir="auto">Thursday</dd>' in words
        form = answer.context["form"]
        again = {name: form[name].value() or "" for name in form.fields} | {"reason": "They say so since today"}
        assert (again["value"], again["newest"], f'action="{answer.context["sent_to"]}"' in words) == (
            "Friday",
            first.pk,
            True,
        )
        assert page.post(answer.context["sent_to"], again).status_code == 302
        assert (accounts()[-1].value, accounts()[-1].replaces) == ("Friday", first)

    @pytest.mark.parametrize("move", ["revise", "withdraw"])
    def test_an_account_revised_meanwhile_is_shown_beside_the_one_seen(
        self, page: Client, truce: Proposal, north: Party, claim: Claim, move: str
    ) -> None:
        on: dict[str, Any] = {"proposal": truce, "party": north, "attribute": AccountAttribute.ENDS, "claim": claim}
        first = give_account(value="Thursday", **on, **WHEN)
        second = give_account(value="Friday", replaces=first, **on, **WHEN)
        typed = {"value": "Saturday", "reason": "Mine", "newest": first.pk, **known(claim)}
        answer = sent(page, truce, f"accounts/{first.pk}/{move}/", **typed)
        assert (answer.status_code, len(accounts())) == (409, 2)
        assert ("Thursday", "Friday") in [(c.old, c.new) for c in answer.context["overtaken"].columns]
        typed["newest"] = answer.context["form"]["newest"].value()
        assert sent(page, truce, f"accounts/{first.pk}/{move}/", **typed).status_code == 302
        assert accounts()[-1].replaces == second

    def test_what_is_missing_is_told(self, page: Client, truce: Proposal) -> None:
        answer = sent(page, truce, "accounts/add/", rests_on="known")
        assert set(faults(answer)) == {"party", "attribute", "value", "claim"}


def accounts() -> list[Account]:
    return list(Account.objects.unscoped(reason="test").order_by("pk"))
