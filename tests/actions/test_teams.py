"""A team is let in as one; whoever leaves it knows no more what they knew through it alone."""

from __future__ import annotations

import pytest

from negotiations.actions.negotiations import add_member
from negotiations.actions.teams import add_to_team, make_team, remove_from_team, rename_team
from negotiations.enums import MemberRole
from negotiations.errors import ActionRefusedError, InvalidValueError, NotPermittedError
from negotiations.models import Change, Negotiation
from tests import factories as make

WHO = {"actor": None, "now": make.NOW}
pytestmark = pytest.mark.django_db


def test_a_team_opens_and_closes_a_negotiation() -> None:
    home, person = make.negotiation(restricted=True), make.user()
    team = make_team(name="  Mediation   support ", **WHO)  # type: ignore[arg-type]
    assert team.name == "Mediation support"
    add_member(negotiation=home, team=team, role=MemberRole.READER, **WHO)  # type: ignore[arg-type]
    for _time in range(2):
        add_to_team(team=team, user=person, **WHO)  # type: ignore[arg-type]
    assert list(Negotiation.objects.visible_to(person)) == [home]
    remove_from_team(team=team, user=person, reason="Moved on.", **WHO)  # type: ignore[arg-type]
    assert list(Negotiation.objects.visible_to(person)) == []
    kinds = Change.objects.unscoped(reason="test").filter(kind__startswith="team.").order_by("sequence")
    assert list(kinds.values_list("kind", "reason")) == [
        ("team.made", ""),
        ("team.joined", ""),
        ("team.left", "Moved on."),
    ]


def test_what_is_refused() -> None:
    team = make_team(name="Support", **WHO)  # type: ignore[arg-type]
    for name in ("", "x" * 151, "Support"):
        with pytest.raises(InvalidValueError):
            make_team(name=name, **WHO)  # type: ignore[arg-type]
    with pytest.raises(ActionRefusedError, match="not in the team"):
        remove_from_team(team=team, user=make.user(), **WHO)  # type: ignore[arg-type]
    with pytest.raises(NotPermittedError):
        rename_team(team=team, name="Ours", actor=make.user(), now=make.NOW)
