"""Need-to-know where the query is built: a query without a stated scope raises instead of answering."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING, Any, Self, TypeVar

from django.db import models
from django.db.models import Q
from django.db.models.lookups import IsNull

from negotiations.errors import UnscopedQueryError

if TYPE_CHECKING:
    from negotiations.models.users import User

Row_co = TypeVar("Row_co", bound=models.Model, covariant=True)


class ScopedQuerySet(models.QuerySet[Row_co]):
    """Refuses to fetch, count, aggregate, update, delete or serve as a subquery until its scope is stated.

    Known holes, listed by tests/test_architecture.py: `raw()`, `union()` and forward foreign keys.
    """

    scope: str | None = None

    def visible_to(self, user: User) -> Self:
        """The rows this person may know of, judged when the query runs; nothing for an inactive person.

        Someone who reads as known at some moment sees those that were undone or merged since.
        """
        from negotiations.models.memberships import known_negotiations  # noqa: PLC0415 - models import each other

        scoped = self._stated(f"user {user.pk}", user.known_at)
        if not user.is_active:
            return scoped.none()
        within = Q(**{f"{self.scope_field()}__in": known_negotiations(user)})
        if self.shared_when_null() and user.is_staff:
            within |= Q(**{f"{self.scope_field()}__isnull": True})
        return scoped.filter(within)

    def unscoped(self, *, reason: str, known_at: datetime | None = None) -> Self:
        """Every row, for Parley's own work; `reason` stays in the code for the reviewer.

        With `known_at` also those that were undone or merged since then.
        """
        if not reason.strip():
            msg = "unscoped() needs the reason why no person's scope applies"
            raise UnscopedQueryError(msg)
        return self._stated(reason, known_at)

    def scope_field(self) -> str:
        return getattr(self.model, "scope_field", "negotiation")

    def shared_when_null(self) -> bool:
        return bool(getattr(self.model, "shared_when_null", False))

    def _stated(self, scope: str, known_at: datetime | None = None) -> Self:
        from negotiations.models.known_values import known_value  # noqa: PLC0415 - models import each other

        clone = self.all()
        if hasattr(self.model, "retracted_at"):
            undone_since = Q(retracted_at__gt=known_at) if known_at else Q()
            clone = clone.filter(Q(retracted_at=None) | undone_since)
        if hasattr(self.model, "merged_into_id"):
            clone = clone.filter(IsNull(known_value(self.model, "merged_into", known_at), rhs=True))
        clone.scope = scope
        return clone

    def _require_scope(self) -> None:
        if self.scope is None and not self.query.is_empty():
            msg = (
                f"{self.model.__name__} was read without a scope: "
                "say visible_to(user), or unscoped(reason=…) for Parley's own work"
            )
            raise UnscopedQueryError(msg)

    def _clone(self) -> Self:
        clone: Self = super()._clone()  # type: ignore[misc]
        clone.scope = self.scope
        return clone

    def _fetch_all(self) -> None:
        self._require_scope()
        super()._fetch_all()

    def iterator(self, chunk_size: int | None = None) -> Iterator[Row_co]:
        self._require_scope()
        return super().iterator(chunk_size)

    def count(self) -> int:
        self._require_scope()
        return super().count()

    def exists(self) -> bool:
        self._require_scope()
        return super().exists()

    def aggregate(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        self._require_scope()
        return super().aggregate(*args, **kwargs)

    def explain(self, *args: Any, **kwargs: Any) -> str:
        self._require_scope()
        return super().explain(*args, **kwargs)

    def update(self, **kwargs: Any) -> int:
        self._require_scope()
        return super().update(**kwargs)

    update.alters_data = True  # type: ignore[attr-defined]

    def delete(self) -> tuple[int, dict[str, int]]:
        self._require_scope()
        return super().delete()

    delete.alters_data = True  # type: ignore[attr-defined]
    delete.queryset_only = True  # type: ignore[attr-defined]

    def resolve_expression(self, *args: Any, **kwargs: Any) -> Any:
        """Guards `filter(x__in=queryset)`, which never fetches the inner query itself."""
        self._require_scope()
        return super().resolve_expression(*args, **kwargs)
