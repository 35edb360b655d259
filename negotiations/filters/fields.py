"""The values a filter takes: each read strictly, refused with what would be right, described for the API's schema."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import UTC, date, datetime
from difflib import get_close_matches
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Choices

from negotiations.models.fields import validate_prose
from negotiations.rules.moments import EARLIEST, LATEST

LONGEST = 200  # characters of a searched text
MOST = 100  # values in one comma-separated list
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}\Z", re.ASCII)
_INSTANT = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,6})?)?(Z|[+-]\d{2}:\d{2})\Z", re.ASCII)
# The same, as far as JSON Schema can say it.
_YEARS = "(19[0-9]{2}|2[01][0-9]{2}|2200)"
_REST = "[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}(:[0-5][0-9](\\.[0-9]{1,6})?)?(Z|[+-][0-9]{2}:[0-9]{2})"
_NUMBER = re.compile(r"-?\d{1,19}\Z", re.ASCII)
_REFERENCE = re.compile(r"[A-Z]{1,3}-[1-9][0-9]{0,8}\Z", re.ASCII)
_ALPHA3 = re.compile(r"[A-Z]{3}\Z", re.ASCII)


def shown(text: str) -> str:
    """What was given, cut short: an answer never repeats input at length."""
    return f"“{text[:60]}…”" if len(text) > 60 else f"“{text}”"


def nearest(text: str, known: Iterable[str]) -> str:
    """“ Did you mean …?”, or nothing when none of the known words is near."""
    close = get_close_matches(text[:100], list(known), n=1, cutoff=0.5)
    return f" Did you mean “{close[0]}”?" if close else ""


class ValueField(forms.Field):
    """One value of a query parameter; `read` answers it or raises ValidationError."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**{"required": False, **options})

    def to_python(self, value: Any) -> Any:
        if value in self.empty_values:
            return None
        text = str(value)
        try:
            validate_prose(text)
        except ValidationError:
            raise ValidationError("Control characters cannot be searched for; take them out.") from None
        return self.read(text)

    def read(self, text: str) -> Any:
        if len(text) > LONGEST:
            raise ValidationError(f"Write at most {LONGEST} characters.")
        return text

    def schema(self) -> dict[str, Any]:
        """The JSON Schema of the value."""
        return {"type": "string", "minLength": 1, "maxLength": LONGEST, "pattern": "^[^\\x00-\\x1f\\x7f-\\x9f]*$"}


class CodeField(ValueField):
    """One code of a closed list."""

    def __init__(self, *, codes: type[Choices], **options: Any) -> None:
        super().__init__(**options)
        self.codes = codes

    def read(self, text: str) -> Any:
        known = {str(value): value for value in self.codes.values}
        if text not in known:
            raise ValidationError(f"{shown(text)} is none of {', '.join(known)}.{nearest(text, known)}")
        return known[text]

    def schema(self) -> dict[str, Any]:
        whole = all(isinstance(value, int) for value in self.codes.values)
        return {"type": "integer" if whole else "string", "enum": list(self.codes.values)}


class FlagField(ValueField):
    """true or false."""

    def read(self, text: str) -> bool:
        if text not in {"true", "false"}:
            raise ValidationError(f"{shown(text)} is neither true nor false.")
        return text == "true"

    def schema(self) -> dict[str, Any]:
        return {"type": "boolean"}


class NumberField(ValueField):
    """A whole number within bounds."""

    def __init__(self, *, least: int = 0, most: int = 2**63 - 1, **options: Any) -> None:
        super().__init__(**options)
        self.least, self.most = least, most

    def read(self, text: str) -> int:
        if not _NUMBER.match(text) or not self.least <= int(text) <= self.most:
            raise ValidationError(f"{shown(text)} is no whole number from {self.least} to {self.most}.")
        return int(text)

    def schema(self) -> dict[str, Any]:
        return {"type": "integer", "minimum": self.least, "maximum": self.most}


class DayField(ValueField):
    """A calendar day from 1900 to 2200."""

    def read(self, text: str) -> date:
        try:
            day = date.fromisoformat(text) if _DAY.match(text) else None
        except ValueError:
            day = None
        if day is None or not EARLIEST <= day <= LATEST:
            raise ValidationError(f"{shown(text)} is no day from 1900 to 2200; write it as 2025-04-18.")
        return day

    def schema(self) -> dict[str, Any]:
        return {"type": "string", "format": "date", "pattern": f"^{_YEARS}-"}


class InstantField(ValueField):
    """A moment with its offset, from 1900 to 2200: without an offset it would mean another moment in each zone."""

    def read(self, text: str) -> datetime:
        # A plus sign that was not written as %2B reaches us as a space.
        given = re.sub(r" (?=\d{2}:\d{2}\Z)", "+", text)
        try:
            moment = datetime.fromisoformat(given) if _INSTANT.match(given) else None
        except ValueError:
            moment = None
        if moment is None or not EARLIEST.year <= moment.year <= LATEST.year:
            raise ValidationError(
                f"{shown(text)} is no moment from 1900 to 2200 with its offset; write it as 2025-04-18T09:00:00Z "
                "or 2025-04-18T12:00:00+03:00."
            )
        return moment.astimezone(UTC)  # PostgreSQL takes no offset of 16 hours or more

    def schema(self) -> dict[str, Any]:
        return {"type": "string", "format": "date-time", "pattern": f"^{_YEARS}-{_REST}$"}


class ReferenceField(ValueField):
    """A reference such as P-1."""

    def read(self, text: str) -> str:
        if not _REFERENCE.match(text):
            raise ValidationError(f"{shown(text)} is no reference; write one such as P-1.")
        return text

    def schema(self) -> dict[str, Any]:
        return {"type": "string", "pattern": "^[A-Z]{1,3}-[1-9][0-9]{0,8}$"}


class PartyField(NumberField):
    """The id of a party, or the ISO 3166 alpha-3 code of a state."""

    def __init__(self, **options: Any) -> None:
        super().__init__(least=1, **options)

    def read(self, text: str) -> int | str:  # type: ignore[override]  # a party has two keys
        if _ALPHA3.match(text):
            return text
        if not _NUMBER.match(text):
            raise ValidationError(f"{shown(text)} names no party; write its id, or the code of a state such as UKR.")
        return super().read(text)

    def schema(self) -> dict[str, Any]:
        return {"anyOf": [super().schema(), {"type": "string", "pattern": "^[A-Z]{3}$"}]}


class OwnerField(NumberField):
    """The id of a person, or `nobody`, which is read as 0."""

    def __init__(self, **options: Any) -> None:
        super().__init__(least=1, **options)

    def read(self, text: str) -> int:
        if text == "nobody":
            return 0
        if not _NUMBER.match(text):
            raise ValidationError(f"{shown(text)} names no owner; write a person's id, or nobody.")
        return super().read(text)

    def schema(self) -> dict[str, Any]:
        return {"anyOf": [super().schema(), {"type": "string", "enum": ["nobody"]}]}


class ListField(ValueField):
    """Several values of one kind, with commas between them; `count` fixes how many."""

    def __init__(self, *, of: ValueField, count: int | None = None, **options: Any) -> None:
        super().__init__(**options)
        self.of, self.count = of, count

    def read(self, text: str) -> list[Any]:
        parts = text.split(",")
        if len(parts) > MOST:
            raise ValidationError(f"Give at most {MOST} values.")
        if "" in parts:
            raise ValidationError("A value is missing between the commas.")
        if self.count and len(parts) != self.count:
            raise ValidationError(f"Give {self.count} values with a comma between them.")
        return [self.of.read(part) for part in parts]

    def schema(self) -> dict[str, Any]:
        bounds = {"minItems": self.count or 1, "maxItems": self.count or MOST}
        return {"type": "array", "items": self.of.schema(), **bounds}
