"""Who may write where, and that what is written together belongs together."""

from __future__ import annotations

from django.db.models import Model, Q, QuerySet

from negotiations.actions.gathering import asked_once
from negotiations.enums import MemberRole
from negotiations.errors import InvalidValueError, NotPermittedError
from negotiations.models import Membership, Negotiation, User

_RANK = {MemberRole.READER: 0, MemberRole.EDITOR: 1, MemberRole.LEAD: 2}


def require_role(actor: User | None, negotiation: Negotiation | None, role: MemberRole = MemberRole.EDITOR) -> None:
    """Refuse unless the actor may write: members by their role; in an open negotiation any active staff may edit.

    No actor is Parley itself (seeds, timed work). Rows shared by all negotiations may be written by active staff.
    """
    if actor is None or may_write(actor, negotiation, role):
        return
    where = f"the negotiation {negotiation}" if negotiation else "rows that all negotiations share"
    raise NotPermittedError(f"{actor} may not write to {where}; ask one of its leads for the role “{role}”.")


def require_within(negotiation: Negotiation | None, **rows: Model | None) -> None:
    """Refuse rows of another negotiation, so that nothing leaks through a reference.

    Rows that all negotiations share (`negotiation` empty) go with any.
    """
    home = negotiation.pk if negotiation else None
    for field, row in rows.items():
        belongs_to = getattr(row, "negotiation_id", None)
        if belongs_to is not None and belongs_to != home:
            raise InvalidValueError(f"{field} is not on record in this negotiation; choose one that is.", field=field)


def role_of(user: User, negotiation: Negotiation) -> MemberRole | None:
    """The highest role a person holds in a negotiation, their own or through a team."""
    held = Membership.objects.unscoped(reason="roles decide scope").held_by(user).filter(negotiation=negotiation)
    roles = [MemberRole(role) for role in held.values_list("role", flat=True)]
    return max(roles, key=_RANK.__getitem__, default=None)


def may_write(actor: User, negotiation: Negotiation | None, role: MemberRole = MemberRole.EDITOR) -> bool:
    """Whether `require_role` would let them."""
    if not actor.is_active:
        return False
    if actor.confined_to is not None and (negotiation is None or negotiation.pk not in actor.confined_to):
        return False
    if negotiation is None:
        return actor.is_staff
    open_to_staff = actor.is_staff and not negotiation.restricted
    if open_to_staff and (role is not MemberRole.LEAD or actor.is_superuser):
        return True
    held = asked_once(("role", actor.pk, negotiation.pk), lambda: role_of(actor, negotiation))
    return held is not None and _RANK[held] >= _RANK[role]


def writable(actor: User, role: MemberRole = MemberRole.EDITOR) -> QuerySet[Negotiation]:
    """The negotiations in which `may_write` lets somebody who is signed in act in this role, as one question."""
    held = Membership.objects.unscoped(reason="roles decide scope").held_by(actor)
    enough = [each for each in MemberRole if _RANK[each] >= _RANK[role]]
    member_of = held.filter(role__in=enough).order_by().values("negotiation")
    open_to_staff = actor.is_staff and (role is not MemberRole.LEAD or actor.is_superuser)
    open_ones = Q(restricted=False) if open_to_staff else Q(pk__in=[])
    return Negotiation.objects.visible_to(actor).filter(open_ones | Q(pk__in=member_of))
