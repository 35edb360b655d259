import pytest

from negotiations.actions.positions import take_position
from negotiations.enums import Stance
from negotiations.errors import InvalidValueError
from negotiations.models import Position
from tests import factories as make

pytestmark = pytest.mark.django_db


def test_dissent_and_words_by_proxy_are_kept_apart_from_the_party_line() -> None:
    proposal = make.proposal()
    party, envoy = make.party(), make.person()
    on = {"proposal": proposal, "claim": make.claim(proposal.negotiation), "actor": None, "now": make.NOW}
    line = take_position(party=party, stance=Stance.CONSIDERING, **on)
    take_position(party=party, person=envoy, dissent=True, stance=Stance.REJECTS, **on)
    take_position(party=party, by_proxy=True, stance=Stance.REJECTS, **on)
    every = Position.objects.unscoped(reason="test")
    assert (every.count(), list(every.official())) == (3, [line])


@pytest.mark.parametrize("both", [True, False])
def test_a_position_is_on_exactly_one_thing(both: bool) -> None:
    proposal = make.proposal()
    subject = {"proposal": proposal, "condition": make.condition(proposal)} if both else {}
    with pytest.raises(InvalidValueError) as refusal:
        take_position(
            party=make.party(),
            stance=Stance.ACCEPTS,
            claim=make.claim(proposal.negotiation),
            actor=None,
            now=make.NOW,
            **subject,
        )
    assert refusal.value.field == "proposal"


def test_dissent_names_the_person() -> None:
    proposal = make.proposal()
    with pytest.raises(InvalidValueError) as refusal:
        take_position(
            proposal=proposal,
            party=make.party(),
            stance=Stance.REJECTS,
            dissent=True,
            claim=make.claim(proposal.negotiation),
            actor=None,
            now=make.NOW,
        )
    assert refusal.value.field == "person"
