"""What every form that writes to the record shares: whose it is, its dates, its errors as a list of links."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.translation import gettext_lazy as _

from negotiations.errors import ActionRefusedError
from negotiations.models import Negotiation, User
from negotiations.models.fields import LINE, validate_line, validate_prose, validate_zone
from negotiations.queries.shapes import Reader
from negotiations.rules.moments import EARLIEST, LATEST

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

    Text = str | _StrPromise


@dataclass(frozen=True, slots=True)
class Place:
    """Who fills a form in, when, and in which negotiation; only what that person may know is offered."""

    user: User
    negotiation: Negotiation
    now: datetime

    @property
    def reader(self) -> Reader:
        return Reader(self.user, self.now)


@dataclass(frozen=True, slots=True)
class Fault:
    """One error of a form, and the id of what it is about."""

    at: str
    text: str


class ToldForm(forms.Form):
    """A form whose fields are checked by the server alone, so that every fault is told at once."""

    use_required_attribute = False
    # Where an action names a column otherwise than the form names its field.
    named: dict[str, str] = {}  # noqa: RUF012 - a constant of each form
    # The fields of the card that heads the page, row by row.
    layout: tuple[tuple[str, ...], ...] = ()

    def __init__(self, *args: Any, **options: Any) -> None:
        options.setdefault("label_suffix", "")
        super().__init__(*args, **options)

    def refuse(self, refusal: ActionRefusedError) -> None:
        """Put what an action refused beside the field it is about."""
        field = self.named.get(refusal.field, refusal.field)
        self.add_error(field if field in self.fields else None, refusal.reason)

    def rows(self) -> list[list[forms.BoundField]]:
        """The fields as `layout` sets them."""
        return [[self[name] for name in row if name in self.fields] for row in self.layout]

    def faults(self) -> list[Fault]:
        """Every error, in the order of the fields, each with the place to put it right."""
        found = []
        for name, texts in self.errors.items():
            bound = self[name] if name in self.fields else None
            where = (bound.id_for_label or f"id_{name}") if bound else "main"
            found += [Fault(where, _telling(str(bound.label) if bound else "", str(text))) for text in texts]
        return found


def _telling(label: str, text: str) -> str:
    """What is told of a field away from it. Our own words name what is asked for; Django's say "this field"."""
    if text != str(forms.Field.default_error_messages["required"]):
        return text
    return f"{label} {text}" if label.endswith("?") else f"{label}: {text}"


class RecordForm(ToldForm):
    """A form that writes to the record, in one Place."""

    def __init__(self, *args: Any, place: Place, **options: Any) -> None:
        super().__init__(*args, **options)
        self.place = place

    def _offer(self, name: str, choices: list[Any]) -> None:
        field = self.fields[name]
        if isinstance(field, forms.ChoiceField):
            field.choices = choices

    def _rows(self, name: str, rows: Any) -> None:
        field = self.fields[name]
        if isinstance(field, forms.ModelChoiceField):
            field.queryset = rows


def line(label: Text, help_text: Text = "", *, required: bool = True, longest: int = LINE) -> forms.CharField:
    return forms.CharField(
        label=label, help_text=help_text, required=required, max_length=longest, validators=[validate_line]
    )


def prose(label: Text, help_text: Text = "", *, required: bool = True, longest: int = 2000) -> forms.CharField:
    return Prose(
        label=label,
        help_text=help_text,
        required=required,
        max_length=longest,
        validators=[validate_prose],
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class Prose(forms.CharField):
    """Running text: the line breaks that browsers send become those that are kept."""

    def to_python(self, value: Any) -> str:
        text = super().to_python(value) or ""
        return text.replace("\r\n", "\n").replace("\r", "\n")


def day(label: Text, help_text: Text = "") -> forms.DateField:
    """A day between 1900 and 2200; may be left out."""
    return forms.DateField(
        label=label,
        help_text=help_text,
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        input_formats=["%Y-%m-%d"],
        validators=[MinValueValidator(EARLIEST), MaxValueValidator(LATEST)],
        error_messages={"invalid": _("Write a day such as 2025-04-18.")},
    )


def hour(label: Text, help_text: Text = "", *, required: bool = False) -> forms.TimeField:
    return forms.TimeField(
        label=label,
        help_text=help_text,
        required=required,
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        error_messages={"invalid": _("Write an hour such as 18:00.")},
    )


def zone(label: Text, help_text: Text = "", *, required: bool = False) -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=help_text,
        required=required,
        max_length=64,
        validators=[validate_zone],
        widget=forms.TextInput(attrs={"list": "zones"}),
    )


def reason() -> forms.CharField:
    return line(_("Why is this changing?"), _("One line; it is kept in the history."))


def version() -> forms.IntegerField:
    """The version that was read: a change over another one is refused."""
    return forms.IntegerField(min_value=1, max_value=2_147_483_647, widget=forms.HiddenInput)


def newest() -> forms.IntegerField:
    """The newest row that was on record when the form was drawn, for forms that add a row beside others."""
    return forms.IntegerField(min_value=0, max_value=2**63 - 1, widget=forms.HiddenInput)


def moment_in(on: date, at: time | None, where: str) -> datetime | None:
    """A local day, or an hour of it, as an instant; None for an hour that the clocks skip."""
    local = datetime.combine(on, at or time())
    instant = local.replace(tzinfo=ZoneInfo(where))
    there_and_back = instant.astimezone(ZoneInfo("UTC")).astimezone(ZoneInfo(where)).replace(tzinfo=None)
    return instant if at is None or there_and_back == local else None
