"""How many days make a proposal of a negotiation stuck, unchecked or near its date, and the capitals it concerns."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from negotiations.actions.negotiations import revise_negotiation
from negotiations.dashboard.base import Crumb
from negotiations.dashboard.leads_page import LeadsPage
from negotiations.dashboard.record_forms import RecordForm, reason, version
from negotiations.models.fields import validate_zone
from negotiations.rules.capitals import capital

if TYPE_CHECKING:
    from negotiations.dashboard.record_forms import Text

COLUMNS = ("stalled_after_days", "warning_days", "unchecked_after_days", "capitals")
_MOST = 365


def days(label: Text, help_text: Text) -> forms.IntegerField:
    return forms.IntegerField(label=label, help_text=help_text, min_value=1, max_value=_MOST)


class Capitals(forms.CharField):
    """Zones, or cities with their zones, with commas between them."""

    def to_python(self, value: Any) -> Any:
        return [word.strip() for word in str(value or "").split(",") if word.strip()]

    def prepare_value(self, value: Any) -> Any:
        return ", ".join(value) if isinstance(value, list) else value

    def run_validators(self, value: Any) -> None:
        for entry in value:
            validate_zone(capital(entry).zone)


class PaceForm(RecordForm):
    stalled_after_days = days(
        gettext_lazy("Days until stuck"), gettext_lazy("Without sourced movement for so long, a proposal is stalled.")
    )
    warning_days = days(
        gettext_lazy("Days of warning"),
        gettext_lazy("So many days before its date, a proposal held up is slipping."),
    )
    unchecked_after_days = days(
        gettext_lazy("Days until a check is due"),
        gettext_lazy("Not checked by anybody for so long, a proposal stands under “To check”."),
    )
    capitals = Capitals(
        label=gettext_lazy("Capitals"),
        help_text=gettext_lazy(
            "Time zones in which a deadline's hour is shown too, with commas between them. A zone that is called by "
            "another city takes the capital before it: Europe/Kyiv, Washington: America/New_York."
        ),
        required=False,
        max_length=400,
    )
    reason = reason()
    version = version()

    layout = (COLUMNS[:3], ("capitals",), ("reason",))


class Pace(LeadsPage):
    template_name = "dashboard/record_form.html"
    section = "settings"

    def crumbs(self) -> list[Crumb]:
        return [Crumb(_("Settings"), self.done()), Crumb(self.negotiation.reference), Crumb(_("Days and capitals"))]

    def form(self, **options: Any) -> PaceForm:
        now = {name: getattr(self.negotiation, name) for name in (*COLUMNS, "version")}
        return PaceForm(place=self.place, initial={**now, **options.pop("initial", {})}, **options)

    def act(self, form: PaceForm) -> str:
        revise_negotiation(negotiation=self.negotiation, actor=self.reader, now=self.now, **form.cleaned_data)
        return _("Saved.")

    def done(self) -> str:
        return reverse("dashboard:settings")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            title=_("Days and capitals"),
            save_word=_("Save"),
            back=self.done(),
            **kwargs,
        )
