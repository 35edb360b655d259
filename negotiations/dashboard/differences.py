"""A change of a row, column by column, without the columns that only serve the machine."""

from __future__ import annotations

from dataclasses import dataclass

from django.apps import apps
from django.core.exceptions import FieldDoesNotExist
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
    return [
        Difference(_named(change.noun, column), _shown(before.get(column)), _shown(after.get(column)))
        for column in (after or before)
        if column not in _MACHINE
        and not column.endswith(_BESIDE)
        and _shown(before.get(column)) != _shown(after.get(column))
    ]


def _named(noun: str, column: str) -> str:
    try:
        field = apps.get_model("negotiations", noun)._meta.get_field(column)
    except (LookupError, FieldDoesNotExist):
        return column
    return capfirst(str(getattr(field, "verbose_name", column)))


def _shown(value: object) -> str:
    """A value in words; nothing for what was left empty."""
    return "" if value in (None, "", [], False) else _("yes") if value is True else str(value)
