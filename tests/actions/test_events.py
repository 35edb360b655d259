from datetime import date

import pytest

from negotiations.enums import EventCategory, EventMode, EventRole
from negotiations.errors import InvalidValueError
from negotiations.rules.moments import WorldMoment
from tests import factories as make

pytestmark = pytest.mark.django_db


def test_casualties_are_figures_and_children_are_among_the_killed() -> None:
    home = make.negotiation()
    strike = make.event(
        home, category=EventCategory.ASSAULT, killed=34, killed_children=2, injured=100, injured_at_least=True
    )
    assert (strike.killed, strike.killed_children, strike.injured, strike.injured_at_least) == (34, 2, 100, True)
    with pytest.raises(InvalidValueError, match="children among the killed"):
        make.event(home, killed=1, killed_children=2)


def test_a_mode_belongs_to_its_category() -> None:
    with pytest.raises(InvalidValueError) as refusal:
        make.event(make.negotiation(), category=EventCategory.ASSAULT, mode=EventMode.VISIT)
    assert refusal.value.field == "mode"


def test_parties_and_persons_take_part() -> None:
    home, host, envoy = make.negotiation(), make.party(), make.person()
    meeting = make.event(
        home,
        mode=EventMode.VISIT,
        occurred=WorldMoment.day(date(2025, 4, 11), "Europe/Moscow"),
        parts=[(host, EventRole.HOST), (envoy, EventRole.PARTICIPANT)],
    )
    parts = meeting.parts.unscoped(reason="test").values_list("party", "person", "role")
    assert sorted(parts, key=lambda part: part[2]) == [(host.pk, None, "host"), (None, envoy.pk, "participant")]
