"""Calendar addresses: made and shown once, replaced, revoked."""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta

from negotiations.actions.recording import action, add, amend
from negotiations.errors import InvalidValueError, NotPermittedError
from negotiations.models import FeedToken, Proposal, User
from negotiations.models.feeds import hash_of_feed

VALID = timedelta(days=365)
AT_MOST = 20
_USED_EVERY = timedelta(hours=1)


@action
def make_feed(
    *, actor: User, now: datetime, proposal: Proposal | None = None, label: str = ""
) -> tuple[FeedToken, str]:
    """An address of the actor's own for a year: of one proposal, or of all they watch. Returns it and its secret.

    The secret is kept nowhere: it can be shown now and never again.
    """
    if proposal is not None and not Proposal.objects.visible_to(actor).filter(pk=proposal.pk).exists():
        raise InvalidValueError("This is not on record; choose a proposal that is.", field="proposal")
    if FeedToken.objects.visible_to(actor).live(now).count() >= AT_MOST:
        raise InvalidValueError(f"You have {AT_MOST} addresses; revoke one that you no longer use.", field="proposal")
    secret = secrets.token_urlsafe(32)
    token = FeedToken(
        user=actor,
        proposal=proposal,
        label=label.strip(),
        negotiation=proposal.negotiation if proposal else None,
        secret_hash=hash_of_feed(secret),
        expires_at=now + VALID,
    )
    return add(token, kind="feed.made", actor=actor, now=now), secret


@action
def revoke_feed(*, token: FeedToken, actor: User, now: datetime) -> FeedToken:
    """End an address at once; ended already, it stays as it is."""
    if token.user_id != actor.pk:
        raise NotPermittedError("Everybody revokes their own addresses.")
    if token.revoked_at is None:
        amend(token, kind="feed.revoked", actor=actor, now=now, revoked_at=now)
    return token


@action
def replace_feed(*, token: FeedToken, actor: User, now: datetime) -> tuple[FeedToken, str]:
    """A new address for the same; the old one ends in the same transaction."""
    revoke_feed(token=token, actor=actor, now=now)
    return make_feed(actor=actor, now=now, proposal=token.proposal, label=token.label)


def note_use(*, token: FeedToken, now: datetime) -> None:
    """Remember, to the hour, that an address was fetched: its owner sees which ones are in use."""
    rows = FeedToken.objects.unscoped(reason="the address that was just shown").filter(pk=token.pk)
    if token.last_used_at is None or now - token.last_used_at >= _USED_EVERY:
        rows.update(last_used_at=now)
