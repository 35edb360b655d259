"""Text that is safe to keep and to put into a subject line, and the bounds every column states."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.db import models
from django.db.models import CheckConstraint, Q
from django.utils.translation import gettext_lazy as _

from negotiations.codelists import time_zones

if TYPE_CHECKING:
    # The stubs' fields take the types they accept and give; Django's own take none at run time.
    CharField = models.CharField[str, str]
    TextField = models.TextField[str, str]
    URLField = models.URLField[str, str]
else:
    CharField, TextField, URLField = models.CharField, models.TextField, models.URLField

LINE = 300
PROSE = 20_000
QUOTATION = 600
KEPT_TEXT = 200_000
# Bidirectional overrides and isolates can make a title read as something else than it says.
REORDERING = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def validate_prose(text: str) -> None:
    """Refuses NUL, other control characters but tab and line feed, and lone surrogates."""
    for character in text:
        if character in "\n\t":
            continue
        if unicodedata.category(character) in {"Cc", "Cs"}:
            raise ValidationError(
                _("Character U+%(code)s cannot be kept; take it out."),
                code="control_character",
                params={"code": f"{ord(character):04X}"},
            )


def validate_line(text: str) -> None:
    """As `validate_prose`, and refuses line breaks, tabs and characters that reorder the line."""
    validate_prose(text)
    if any(character in REORDERING or character in "\n\t\u2028\u2029" for character in text):
        raise ValidationError(_("Write this on one line, without direction marks."), code="one_line")


def validate_zone(name: str) -> None:
    if name not in time_zones():
        raise ValidationError(
            _("“%(zone)s” is no IANA time zone; write one such as Europe/Kyiv."),
            code="zone",
            params={"zone": name[:60]},
        )


class LineField(CharField):
    """One line of text."""

    default_validators = [validate_line]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", LINE)
        super().__init__(*args, **kwargs)


class ProseField(TextField):
    """Running text."""

    default_validators = [validate_prose]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", PROSE)
        super().__init__(*args, **kwargs)


class ZoneField(CharField):
    """The name of an IANA time zone."""

    default_validators = [validate_zone]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", 64)
        super().__init__(*args, **kwargs)


class WebAddressField(URLField):
    """An http or https address: nothing else may become a link."""

    default_validators = [URLValidator(schemes=["http", "https"])]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", 1000)
        super().__init__(*args, **kwargs)


def listed(field: str, values: type[models.Choices], *, blank: bool = False) -> CheckConstraint:
    """The database itself refuses a value that is not on the code list."""
    allowed: list[Any] = [*values.values, *([""] if blank else [])]
    return CheckConstraint(condition=Q(**{f"{field}__in": allowed}), name=f"%(class)s_{field}_listed")


def exactly_one(*fields: str, name: str) -> CheckConstraint:
    """Exactly one of these foreign keys is set."""
    condition = Q()
    for chosen in fields:
        condition |= Q(**{f"{field}__isnull": field != chosen for field in fields})
    return CheckConstraint(condition=condition, name=name)


def at_most_one(*fields: str, name: str) -> CheckConstraint:
    """At most one of these foreign keys is set."""
    condition = Q(**{f"{field}__isnull": True for field in fields})
    for chosen in fields:
        condition |= Q(**{f"{field}__isnull": field != chosen for field in fields})
    return CheckConstraint(condition=condition, name=name)
