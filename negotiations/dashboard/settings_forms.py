"""The forms of Settings: who one is, how pages look here, and which mails come when."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.text import capfirst
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from negotiations.dashboard.record_forms import ToldForm, hour, line, zone
from negotiations.enums import AlertKind


class MeForm(ToldForm):
    first_name = line(_("First name"), required=False, longest=150)
    last_name = line(_("Last name"), longest=150)
    time_zone = zone(_("Time zone"), _("Such as Europe/Kyiv."), required=True)
    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES)

    layout = (("first_name", "last_name"), ("time_zone", "language"))


class DisplayForm(ToldForm):
    theme = forms.ChoiceField(
        label=_("Theme"),
        required=False,
        choices=[("", _("as this device is set")), ("light", _("light")), ("dark", _("dark"))],
    )
    density = forms.ChoiceField(
        label=_("Rows"), required=False, choices=[("", _("usual height")), ("compact", _("close together"))]
    )
    keys = forms.ChoiceField(
        label=_("Single keys"), required=False, choices=[("", pgettext_lazy("keys", "on")), ("off", _("off"))]
    )
    motion = forms.ChoiceField(
        label=_("Motion"), required=False, choices=[("", _("as this device is set")), ("less", _("none"))]
    )

    layout = (("theme", "density"), ("keys", "motion"))


class Numbers(forms.CharField):
    """Whole numbers, in any order, with commas between them."""

    def to_python(self, value: Any) -> Any:
        words = [word.strip() for word in str(value or "").split(",") if word.strip()]
        if any(not (word.isascii() and word.isdigit() and len(word) < 5) for word in words):
            raise ValidationError(gettext("Write whole numbers with commas between them, such as 7, 3, 1."))
        return sorted({int(word) for word in words}, reverse=True)

    def prepare_value(self, value: Any) -> Any:
        return ", ".join(map(str, value)) if isinstance(value, list) else value


class AlertForm(ToldForm):
    days_before = Numbers(label=_("Days before"), required=False, help_text=_("For terms of three days and more."))
    hours_before = Numbers(label=_("Hours before"), required=False, help_text=_("For shorter terms."))
    on_the_day = forms.BooleanField(label=_("On the day"), required=False)
    at_passing = forms.BooleanField(label=_("When it passes"), required=False)
    daily_until_settled = forms.BooleanField(label=_("Daily until an outcome is recorded"), required=False)
    sending_hour = hour(_("Sent at"), _("In your own zone."), required=True)
    quiet_from = hour(_("Quiet from"), _("No mail leaves in these hours; nothing is lost."))
    quiet_until = hour(_("Quiet until"))
    digest = forms.BooleanField(label=_("One mail a day instead of one for each"), required=False)
    muted_kinds = forms.MultipleChoiceField(
        label=_("Do not tell me when"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        choices=[
            (value, capfirst(label))
            for value, label in AlertKind.choices
            if value not in (AlertKind.DIGEST, AlertKind.TEST_MAIL)
        ],
    )
    version = forms.IntegerField(min_value=0, max_value=2_147_483_647, widget=forms.HiddenInput)

    layout = (
        ("days_before", "hours_before"),
        ("on_the_day", "at_passing", "daily_until_settled"),
        ("sending_hour", "quiet_from", "quiet_until"),
        ("digest",),
        ("muted_kinds",),
    )
