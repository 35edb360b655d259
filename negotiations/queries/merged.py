"""Records of one party, or of one person: those that may be the same, and where one that was merged leads."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Q

from negotiations.models import Negotiation, Party, Person, User
from negotiations.rules.folding import folded

AT_MOST, SHORTEST, FURTHEST = 5, 4, 10


def may_be_the_same(row: Party | Person, names: Iterable[str], user: User) -> list[Party | Person]:
    """At most five records that bear one of these names, or the same code; whether they are, a person decides."""
    alike = Q(pk__in=[])
    for name in {folded(each) for each in (row.name, *names)}:
        if len(name) >= SHORTEST:
            alike |= Q(search_text__contains=name)
    for code in ("wikidata_id", "iso_alpha3"):
        if value := getattr(row, code, ""):
            alike |= Q(**{code: value})
    known = type(row).objects.visible_to(user).filter(alike).exclude(pk=row.pk)
    return list(known.order_by("name", "pk")[:AT_MOST])


def kept_record(model: type[Party | Person], pk: int, user: User) -> Party | Person | None:
    """The record that one was merged into, after all mergings; None unless the person may know of both."""
    at = pk
    for _step in range(FURTHEST):
        merged = model._base_manager.filter(pk=at, merged_into__isnull=False).first()  # what was merged is read no more
        if merged is None:
            break
        if not _known(merged, user):
            return None
        at = merged.merged_into_id or 0
    return model.objects.visible_to(user).filter(pk=at).first() if at != pk else None


def _known(row: Party | Person, user: User) -> bool:
    if row.negotiation_id is None:
        return user.is_active and user.is_staff
    return Negotiation.objects.visible_to(user).filter(pk=row.negotiation_id).exists()
