"""Teams: several people who are let into a negotiation, or out of it, as one."""

from __future__ import annotations

from datetime import datetime

from django.contrib.auth.models import Group

from negotiations.actions.recording import action, add, amend, remove
from negotiations.errors import InvalidValueError, NotPermittedError
from negotiations.models import User
from negotiations.models.fields import validate_line

LONGEST = 150


@action
def make_team(*, name: str, actor: User | None, now: datetime) -> Group:
    """A team without anybody in it yet; each name stands for one team."""
    _require_administrator(actor)
    return add(Group(name=_named(name)), kind="team.made", actor=actor, now=now)


@action
def rename_team(*, team: Group, name: str, actor: User | None, now: datetime) -> Group:
    """Call a team otherwise; whom it holds and where it belongs stays."""
    _require_administrator(actor)
    return amend(team, kind="team.renamed", actor=actor, now=now, name=_named(name))


@action
def add_to_team(*, team: Group, user: User, actor: User | None, now: datetime) -> None:
    """Let a person into a team, and so into every negotiation it belongs to; twice changes nothing."""
    _require_administrator(actor)
    if not user.groups.filter(pk=team.pk).exists():
        add(User.groups.through(user=user, group=team), kind="team.joined", actor=actor, now=now)


@action
def remove_from_team(*, team: Group, user: User, actor: User | None, now: datetime, reason: str = "") -> None:
    """Take a person out of a team; from this moment what they knew through it alone is gone, queued mail included."""
    _require_administrator(actor)
    seat = User.groups.through.objects.filter(user=user, group=team).first()
    if seat is None:
        raise InvalidValueError("This person is not in the team.", field="user")
    remove(seat, kind="team.left", actor=actor, now=now, reason=reason)


def _named(name: str) -> str:
    given = " ".join(name.split())
    if not given or len(given) > LONGEST:
        raise InvalidValueError(f"Give the team a name of at most {LONGEST} characters.", field="name")
    validate_line(given)
    return given


def _require_administrator(actor: User | None) -> None:
    if actor is not None and not (actor.is_active and actor.is_superuser):
        raise NotPermittedError("Only an administrator may do this.")
