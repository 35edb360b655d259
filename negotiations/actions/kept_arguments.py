"""What an action was called with, as JSON, and back again: rows by key, moments and codes by what they are."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.apps import apps
from django.db.models import Choices, Model

from negotiations import enums
from negotiations.enums import Precision
from negotiations.rules.moments import WorldMoment


def kept(arguments: Mapping[str, Any]) -> dict[str, Any]:
    return {name: _kept(value) for name, value in arguments.items()}


def called_with(arguments: Mapping[str, Any]) -> dict[str, Any]:
    """The same arguments again; rows are read anew."""
    return {name: _again(value) for name, value in arguments.items()}


def _kept(value: Any) -> Any:
    if isinstance(value, Model):
        return {"row": [value._meta.model_name, value.pk]}
    if isinstance(value, Choices):
        return {"code": [type(value).__name__, value.value]}
    if isinstance(value, WorldMoment):
        return {"moment": [_kept(value.on), _kept(value.at), value.precision.value, value.zone]}
    if isinstance(value, datetime):
        return {"instant": value.isoformat()}
    if isinstance(value, date):
        return {"day": value.isoformat()}
    return value


def _again(value: Any) -> Any:
    if not isinstance(value, dict):
        return value
    ((kind, held),) = value.items()
    if kind == "row":
        model = apps.get_model("negotiations", held[0])
        return model._base_manager.get(pk=held[1])  # it was in scope when it was proposed, and is checked again
    if kind == "code":
        return getattr(enums, held[0])(held[1])
    if kind == "moment":
        return WorldMoment(_again(held[0]), _again(held[1]), Precision(held[2]), held[3])
    return datetime.fromisoformat(held) if kind == "instant" else date.fromisoformat(held)
