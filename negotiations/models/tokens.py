"""Tokens: what a program shows instead of a sign-in."""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Mapping
from contextlib import suppress
from datetime import datetime
from types import MappingProxyType
from typing import Self

from django.conf import settings
from django.core.cache import cache
from django.db import models
from django.db.models import CheckConstraint, F, Q
from redis.exceptions import RedisError

from negotiations.enums import TokenScope
from negotiations.models.bases import Recorded
from negotiations.models.fields import LineField
from negotiations.models.scoping import ScopedQuerySet
from negotiations.models.users import User

PREFIX = "parley_"
# How long a token that was found is remembered, where all processes share one cache.
WARM_SECONDS = 60
_log = logging.getLogger(__name__)
_ASK_THE_DATABASE = "ask the database"


def hash_of_secret(secret: str) -> str:
    """What is kept of a token. Its 256 random bits need neither salt nor stretching."""
    return hashlib.sha256(secret.encode()).hexdigest()


class ApiTokenQuerySet(ScopedQuerySet["ApiToken"]):
    def visible_to(self, user: User) -> Self:
        """One's own tokens."""
        own = self._stated(f"user {user.pk}").filter(person=user)
        return own if user.is_active else own.none()

    def live(self, now: datetime) -> Self:
        return self.filter(revoked_at=None, expires_at__gt=now)

    def shown(self, secret: str, now: datetime) -> ApiToken | None:
        """The live token with this secret, its person beside it; None for any other secret.

        One statement, or none where a shared cache remembers it. Whatever ends a token calls `forget` first.
        """
        secret_hash = hash_of_secret(secret)
        held = _remembered(_key(secret_hash))
        if isinstance(held, ApiToken):
            held.remembered = True
            return held if held.expires_at > now else None
        every = self.unscoped(reason="the secret itself is the proof").select_related("person")
        return every.live(now).filter(secret_hash=secret_hash, person__is_active=True).first()

    def forget(self) -> None:
        """Have every process ask the database for these tokens, from now until what it remembers is gone."""
        if not settings.SHARED_CACHE:
            return
        hashes = self.values_list("secret_hash", flat=True)
        try:
            cache.set_many({_key(each): _ASK_THE_DATABASE for each in hashes}, 2 * WARM_SECONDS)
        except RedisError:
            # The database is the truth; what a process could still read from the cache lasts no longer than that.
            _log.exception("tokens may be remembered for another %s s: the cache does not answer", WARM_SECONDS)


def _key(secret_hash: str) -> str:
    return f"token:{secret_hash}"


def _remembered(key: str) -> object:
    if settings.SHARED_CACHE:
        with suppress(RedisError):
            held: object = cache.get(key)
            return held
    return None


class ApiToken(Recorded):
    """One program's access in a person's name: never more than the person may, and less where it says so.

    `scopes` are codes of TokenScope; `confined_to` lists ids of negotiations, null for all the person may know of.
    `prefix` is how the token begins: enough to tell it from others, too little to use it.
    """

    # Whether the cache knew it, and what only its maker is told; no columns.
    remembered = False
    shown_once: Mapping[str, str] = MappingProxyType({})
    # Being used is no change of the record.
    derived_columns = ("last_used_at",)

    person = models.ForeignKey(User, on_delete=models.PROTECT, related_name="tokens")
    name = LineField(max_length=80)
    prefix = models.CharField(max_length=20)
    secret_hash = models.CharField(max_length=64, unique=True)
    scopes = models.JSONField()
    confined_to = models.JSONField(null=True, blank=True)
    expires_at = models.DateTimeField()
    last_used_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    objects = ApiTokenQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [CheckConstraint(condition=Q(expires_at__gt=F("recorded_at")), name="apitoken_expires_later")]

    def __str__(self) -> str:
        return f"{self.prefix}… {self.name}"

    def may(self, scope: TokenScope) -> bool:
        return scope.value in self.scopes

    def remember(self) -> None:
        """Spare the next requests the statement; not over what `forget` has left behind meanwhile."""
        if not settings.SHARED_CACHE or self.remembered:
            return
        with suppress(RedisError):
            cache.add(_key(self.secret_hash), self, WARM_SECONDS)

    def holder(self) -> User:
        """The person, confined as the token is."""
        self.person.confined_to = None if self.confined_to is None else frozenset(self.confined_to)
        return self.person
