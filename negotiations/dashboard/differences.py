"""A change of a row, column by column, without the columns that only serve the machine."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.apps import apps
from django.core.exceptions import FieldDoesNotExist
from django.db.models import DateField
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from negotiations.queries.changes import Change

_MACHINE = frozenset({"id", "version", "search_text", "reference", "display_order"})
# Beside a day there is its instant, its precision and its zone; beside a code the version of its scheme.
_BESIDE = ("_id", "_at", "_precision", "_zone", "_scheme")


@dataclass(frozen=True, slots=True)
class Difference:
    """One column, as it was and as it is; "" where there was or is nothing."""

    name: str
    old: str
    new: str


def differences_of(change: Change) -> list[Difference]:
    """What a reader is told of a change: its columns of words, figures and dates, in the order they are kept."""
    before, after = change.before or {}, change.after or {}
    found = []
    for column in after or before:
        if column in _MACHINE or column.endswith(_BESIDE):
            continue
        field = _field(change.noun, column)
        old, new = (_shown(row.get(column), field) for row in (before, after))
        if old != new:
            found.append(Difference(capfirst(str(getattr(field, "verbose_name", column))), old, new))
    return found


def _field(noun: str, column: str) -> object:
    """The column as the model has it now; None for one that it has no more."""
    try:
        return apps.get_model("negotiations", noun)._meta.get_field(column)
    except (LookupError, FieldDoesNotExist):
        return None


def _shown(value: object, field: object) -> str:
    """A value in words; nothing for what was left empty."""
    if value in (None, "", [], False):
        return ""
    if isinstance(value, list):
        return "; ".join(map(str, value))
    if type(field) is DateField:
        return date_format(date.fromisoformat(str(value)), _("D j M Y"))
    return _("yes") if value is True else str(value)
