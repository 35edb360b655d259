"""The feed of every write, as it was recorded."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any

from django.db.models import Q, QuerySet
from msgspec import Meta, Struct

from negotiations import models
from negotiations.models import User
from negotiations.models.changes import PERSONAL
from negotiations.queries.bounds import Id, Reason, Reference
from negotiations.queries.claims import CLAIM_REF, ClaimRef
from negotiations.queries.shapes import Shape, or_none
from negotiations.queries.users import USER_REF, UserRef


class Change(Struct):
    """What was done to which row, by whom (null: by Parley itself), on which claim.

    `id` is its place in the order of all changes. `before` and `after` hold the row's columns: `before` is null for
    a new row, `after` for one that is gone.
    """

    id: Id
    kind: Annotated[str, Meta(max_length=60)]
    noun: Annotated[str, Meta(max_length=40)]
    object_id: Id
    reference: Reference | None
    negotiation: Reference | None
    before: dict[str, Any] | None
    after: dict[str, Any] | None
    reason: Reason
    actor: UserRef | None
    claim: ClaimRef | None
    recorded_at: datetime
    request_id: Annotated[str, Meta(max_length=64)]


def changes_for(user: User) -> QuerySet[models.Change]:
    """Changes this person may know of. Hashes are not among them: they would confirm a guess at a hidden change."""
    return models.Change.objects.visible_to(user).filter(~Q(noun__in=PERSONAL) | Q(actor=user))


CHANGE = Shape(
    Change,
    models.Change,
    columns={"id": "sequence", **or_none("reference")},
    refs={"actor": USER_REF, "claim": CLAIM_REF},
    rows=changes_for,
)
