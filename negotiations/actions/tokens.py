"""Tokens: made, revoked, and marked as used."""

from __future__ import annotations

import secrets
import string
from collections.abc import Collection
from datetime import datetime, timedelta

from negotiations.actions.recording import action, add, amend
from negotiations.enums import TokenScope
from negotiations.errors import InvalidValueError, NotPermittedError
from negotiations.models import ApiToken, Negotiation, User
from negotiations.models.tokens import PREFIX, hash_of_secret

LONGEST = timedelta(days=366)
MOST_LIVE = 50
_SIGNS = string.ascii_letters + string.digits
_LENGTH = 43  # of 62 signs: 256 bits
_SHOWN = 6
USE_NOTED_EVERY = timedelta(hours=1)


@action
def make_token(
    *,
    name: str,
    scopes: Collection[TokenScope],
    expires_at: datetime,
    actor: User | None,
    now: datetime,
    person: User | None = None,
    negotiations: Collection[Negotiation] | None = None,
) -> ApiToken:
    """A new token, with the token itself in `shown_once`: it is kept nowhere and never shown again.

    Everybody makes their own; Parley itself (no actor) makes one for the `person` named. `negotiations` confine it;
    None leaves it everything the person may know of, now and later.
    """
    person = person or actor
    if person is None or (actor is not None and actor.pk != person.pk):
        raise NotPermittedError("Everybody makes their own tokens.")
    if not person.is_active:
        raise InvalidValueError("This person is shut out; let them in first.", field="person")
    if not scopes:
        raise InvalidValueError(f"Name at least one of {', '.join(TokenScope.values)}.", field="scopes")
    if not now < expires_at <= now + LONGEST:
        raise InvalidValueError(f"Choose a moment within the next {LONGEST.days} days.", field="expires_at")
    if ApiToken.objects.visible_to(person).live(now).count() >= MOST_LIVE:
        raise InvalidValueError(f"Revoke a token first: {MOST_LIVE} are the most a person holds.", field="name")
    confined_to = None if negotiations is None else _known(negotiations, person)
    secret = PREFIX + "".join(secrets.choice(_SIGNS) for _ in range(_LENGTH))
    token = ApiToken(
        person=person,
        name=name,
        prefix=secret[: len(PREFIX) + _SHOWN],
        secret_hash=hash_of_secret(secret),
        scopes=[scope.value for scope in TokenScope if scope in scopes],
        confined_to=confined_to,
        expires_at=expires_at,
    )
    token.shown_once = {"token": secret}
    return add(token, kind="apitoken.made", actor=actor, now=now)


@action
def revoke_token(*, token: ApiToken, actor: User | None, now: datetime, reason: str = "") -> ApiToken:
    """End a token at once; one's own, or anybody's for an administrator. Revoking again changes nothing."""
    if actor is not None and actor.pk != token.person_id and not (actor.is_active and actor.is_superuser):
        raise NotPermittedError("Everybody revokes their own tokens; an administrator may revoke any.")
    if token.revoked_at is not None:
        return token
    ApiToken.objects.unscoped(reason="the token that ends").filter(pk=token.pk).forget()
    return amend(token, kind="apitoken.revoked", actor=actor, now=now, reason=reason, revoked_at=now)


def forget_tokens(person: User) -> None:
    """Call in the transaction that changes what a person is: no process goes on with what it remembers of them."""
    ApiToken.objects.unscoped(reason="the tokens of the person who changes").filter(person=person).forget()


def note_use(token: ApiToken, now: datetime) -> None:
    """Remember roughly when a token was last used: one write an hour, and no Change."""
    if token.last_used_at is None or now - token.last_used_at >= USE_NOTED_EVERY:
        ApiToken.objects.unscoped(reason="the token in use").filter(pk=token.pk).update(last_used_at=now)
        token.last_used_at = now


def _known(negotiations: Collection[Negotiation], person: User) -> list[int]:
    wanted = {negotiation.pk for negotiation in negotiations}
    known = set(Negotiation.objects.visible_to(person).filter(pk__in=wanted).values_list("pk", flat=True))
    if not wanted or wanted - known:
        raise InvalidValueError("Name at least one negotiation, each of them on record.", field="negotiations")
    return sorted(known)
