import pytest

from negotiations.actions.negotiations import add_member, remove_member, revise_negotiation
from negotiations.actions.proposals import revise_proposal
from negotiations.enums import MemberRole
from negotiations.errors import InvalidValueError, NotPermittedError
from tests import factories as make

pytestmark = pytest.mark.django_db

READER, EDITOR, LEAD = MemberRole.READER, MemberRole.EDITOR, MemberRole.LEAD


@pytest.mark.parametrize(
    ("restricted", "staff", "role", "allowed"),
    [
        (False, True, None, True),
        (False, False, None, False),
        (False, False, READER, False),
        (False, False, EDITOR, True),
        (True, True, None, False),
        (True, True, READER, False),
        (True, True, EDITOR, True),
        (True, True, LEAD, True),
    ],
)
def test_who_may_edit(restricted: bool, staff: bool, role: MemberRole | None, allowed: bool) -> None:
    home, who = make.negotiation(restricted=restricted), make.user(is_staff=staff)
    if role:
        make.member(home, who, role)
    proposal = make.proposal(home)

    def edit() -> str:
        return revise_proposal(proposal=proposal, title="Edited", reason="-", actor=who, now=make.NOW).title

    if allowed:
        assert edit() == "Edited"
    else:
        with pytest.raises(NotPermittedError):
            edit()


def test_an_administrator_without_membership_may_not_write_to_a_restricted_negotiation() -> None:
    proposal = make.proposal(make.negotiation(restricted=True))
    with pytest.raises(NotPermittedError):
        revise_proposal(proposal=proposal, title="Edited", reason="-", actor=make.user(is_superuser=True), now=make.NOW)


def test_only_leads_decide_who_belongs() -> None:
    home, editor, friend = make.negotiation(), make.user(), make.user()
    make.member(home, editor, EDITOR)
    with pytest.raises(NotPermittedError):
        add_member(negotiation=home, user=friend, role=READER, actor=editor, now=make.NOW)
    with pytest.raises(NotPermittedError):
        revise_negotiation(negotiation=home, restricted=True, reason="-", actor=editor, now=make.NOW)


def test_whoever_opens_a_negotiation_leads_it() -> None:
    founder, friend = make.user(), make.user()
    home = make.negotiation(restricted=True, actor=founder)
    assert add_member(negotiation=home, user=friend, role=READER, actor=founder, now=make.NOW).role == READER


def test_the_last_lead_stays() -> None:
    lead = make.user()
    home = make.negotiation(actor=lead)
    membership = make.member(home, lead, LEAD)
    with pytest.raises(InvalidValueError, match="keeps at least one lead"):
        remove_member(membership=membership, actor=lead, now=make.NOW)


def test_rows_of_another_negotiation_cannot_be_named() -> None:
    here, there = make.negotiation(), make.negotiation(restricted=True)
    with pytest.raises(InvalidValueError) as refusal:
        make.proposal(here, claim=make.claim(there))
    assert refusal.value.field == "claim"
