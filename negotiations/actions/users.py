"""People who use Parley: let in, changed, shut out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from allauth.account.models import EmailAddress
from django.contrib.sessions.models import Session
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db.models import Q

from negotiations.actions.alerts.reviewing import retime
from negotiations.actions.recording import action, add, amend, revise
from negotiations.actions.tokens import forget_tokens
from negotiations.enums import Standing
from negotiations.errors import InvalidValueError, NotPermittedError
from negotiations.models import User
from negotiations.models.users import LOOKS


@action
def create_user(
    *,
    email: str,
    name: str,
    password: str | None,
    actor: User | None,
    now: datetime,
    time_zone: str = "UTC",
    language: str = "en",
    is_staff: bool = True,
    is_superuser: bool = False,
) -> User:
    """Let one person in; without a password they sign in through the office's identity provider.

    The address is the login, in lower case, and each stands for one person only.
    """
    _require_administrator(actor)
    address = _free(email)
    first, _, last = name.strip().rpartition(" ")
    user = User(
        username=address,
        email=address,
        first_name=first,
        last_name=last,
        time_zone=time_zone,
        language=language,
        is_staff=is_staff,
        is_superuser=is_superuser,
        date_joined=now,
    )
    user.set_password(password)
    return add(user, kind="user.created", actor=actor, now=now)


@action
def revise_user(*, user: User, actor: User | None, now: datetime, **changes: Any) -> User:
    """Change a person's name, zone or language; one's own, or anybody's for an administrator."""
    if actor is not None and actor.pk != user.pk:
        _require_administrator(actor)
    mine = frozenset({"first_name", "last_name", "time_zone", "language"})
    forget_tokens(user)
    revised = revise(user, columns=mine, changes=changes, actor=actor, now=now, reason="Settings of their own")
    if "time_zone" in changes:
        retime(now=now, user=user)
    return revised


def keep_display(*, user: User, chosen: Mapping[str, str]) -> None:
    """Keep how pages look to a person, in every browser. It is no Change: nothing of the record looks otherwise.

    Values that are the usual ones, or none of `LOOKS`, are left out.
    """
    user.display = {name: value for name, value in chosen.items() if value in LOOKS.get(name, ())}
    User.objects.filter(pk=user.pk).update(display=user.display)


@action
def correct_address(*, user: User, email: str, actor: User | None, now: datetime, reason: str) -> User:
    """Write to a person under another address from now on, which is also what they sign in with.

    An administrator's alone: whoever reads that mailbox can set a new password.
    """
    try:
        validate_email(email.strip())
    except ValidationError as error:
        raise InvalidValueError("Write an address such as ada@example.org.", field="email") from error
    _require_administrator(actor)
    return _written_to(user, email, kind="user.address_corrected", actor=actor, now=now, reason=reason)


def new_address(user: User, email: str) -> str:
    """An address that this person could be written to under instead, as it would be kept. Raises InvalidValueError."""
    try:
        validate_email(email.strip())
    except ValidationError as error:
        raise InvalidValueError("Write an address such as ada@example.org.", field="email") from error
    return _free(email, besides=user)


@action
def confirm_address(*, user: User, email: str, actor: User, now: datetime) -> User:
    """Write to a person under the address whose mailbox they have just shown to be theirs, from now on.

    To be called for the holder of what was sent to that mailbox alone: it is what they sign in with, too.
    """
    if actor.pk != user.pk:
        raise NotPermittedError("Everybody confirms their own address.")
    address = new_address(user, email)
    reason = "Confirmed from the new mailbox"
    return _written_to(user, address, kind="user.address_confirmed", actor=actor, now=now, reason=reason)


def _written_to(user: User, email: str, **change: Any) -> User:
    address = _free(email, besides=user)
    forget_tokens(user)
    login = address if user.username == user.email else user.username
    changed = amend(user, email=address, username=login, **change)
    # What the sign-in remembers would go on letting the old mailbox set a password.
    EmailAddress.objects.filter(user=user).exclude(email__iexact=address).delete()
    return changed


@dataclass(frozen=True, slots=True)
class Access:
    """What somebody is in the office, and whether they may sign in."""

    standing: Standing
    signs_in: bool

    @classmethod
    def of(cls, user: User) -> Access:
        staff = Standing.STAFF if user.is_staff else Standing.GUEST
        return cls(Standing.ADMINISTRATOR if user.is_superuser else staff, user.is_active)


_OPEN = Access(Standing.ADMINISTRATOR, signs_in=True)


@action
def set_access(
    *, user: User, access: Access, actor: User | None, now: datetime, reason: str, seen: Access | None = None
) -> User:
    """Say what a person is and whether they may sign in; refused over other access than was `seen`.

    Who may no longer sign in is out at once: every session and token of theirs ends with this transaction. An
    administrator who may sign in always remains.
    """
    _require_administrator(actor)
    held = User.objects.get(pk=user.pk)
    if seen is not None and Access.of(held) != seen:
        raise InvalidValueError("Somebody changed this meanwhile; look at it again and choose.", field="standing")
    if not reason.strip():
        raise InvalidValueError("Say in one line why this is changing.", field="reason")
    if Access.of(held) == _OPEN and access != _OPEN:
        _require_another_administrator(held)
    forget_tokens(user)
    kind = "user.appointed"
    if held.is_active != access.signs_in:
        kind = "user.enabled" if access.signs_in else "user.disabled"
    amend(
        user,
        kind=kind,
        actor=actor,
        now=now,
        reason=reason,
        is_active=access.signs_in,
        is_superuser=access.standing is Standing.ADMINISTRATOR,
        is_staff=access.standing is not Standing.GUEST,
    )
    if not access.signs_in:
        _end_sessions(user)
    return user


@action
def disable_user(*, user: User, actor: User | None, now: datetime, reason: str) -> User:
    """Shut a person out at once, whatever they are."""
    standing = Access.of(User.objects.get(pk=user.pk)).standing
    return set_access(user=user, access=Access(standing, signs_in=False), actor=actor, now=now, reason=reason)


def _end_sessions(user: User) -> None:
    theirs = [
        session.pk
        for session in Session.objects.iterator()
        if session.get_decoded().get("_auth_user_id") == str(user.pk)
    ]
    Session.objects.filter(pk__in=theirs).delete()


def _require_another_administrator(user: User) -> None:
    """Two of them cannot shut each other out at once: every action waits for the head of the chain, and reads after."""
    others = User.objects.filter(is_superuser=True, is_active=True).exclude(pk=user.pk)
    if not others.exists():
        raise InvalidValueError("Nobody else could let people in: name another administrator first.", field="standing")


def _free(email: str, besides: User | None = None) -> str:
    """The address as it is kept; refused where it stands for somebody else."""
    address = email.strip().casefold()
    others = User.objects.exclude(pk=besides.pk) if besides else User.objects.all()
    if others.filter(Q(email__iexact=address) | Q(username=address)).exists():
        raise InvalidValueError("Somebody with this address is already on record; use another one.", field="email")
    return address


def _require_administrator(actor: User | None) -> None:
    if actor is not None and not (actor.is_active and actor.is_superuser):
        raise NotPermittedError("Only an administrator may do this.")
