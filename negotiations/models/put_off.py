"""What somebody put off, dealt with or read on the Overview: no fact of the record, and nobody else's to know."""

from __future__ import annotations

from django.db import models
from django.db.models import UniqueConstraint

from negotiations.models.scoping import ScopedQuerySet
from negotiations.models.users import User

# What moved was read until then; something was last opened then; the visit before this one ended then.
MOVED, SEEN, VISITED = "moved", "seen", "visited"
NO_ROW_OF_NEEDS = (MOVED, SEEN, VISITED)


class PutOffQuerySet(ScopedQuerySet["PutOff"]):
    def visible_to(self, user: User) -> PutOffQuerySet:
        """One's own."""
        own = self._stated(f"user {user.pk}").filter(user=user)
        return own if user.is_active else own.none()


class PutOff(models.Model):
    """One row of one person's Overview, named by its section and what it is about, such as "stuck-P-3".

    It is left out until `at`, or, where `at` is empty, as long as the reason it stands there for has this `sign`. Three
    rows are moments instead: until when that person has read what moved, when they last opened something, and when
    their visit before this one ended.
    """

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="put_off")
    row = models.CharField(max_length=24)
    at = models.DateTimeField(null=True, blank=True)
    sign = models.CharField(max_length=8, blank=True)

    objects = PutOffQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "put off"
        ordering = ["pk"]
        constraints = [UniqueConstraint(fields=["user", "row"], name="putoff_row_once")]

    def __str__(self) -> str:
        return self.row
