"""How the words of a negotiation are read: its zone, order of dates, feasts, calendar and rule. Its leads set it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from negotiations.actions.negotiations import COUNTING_RULES, revise_negotiation
from negotiations.dashboard.base import Crumb
from negotiations.dashboard.leads_page import LeadsPage
from negotiations.dashboard.record_forms import RecordForm, hour, line, reason, version, zone
from negotiations.enums import DateOrder, FeastReading

COLUMNS = ("time_zone", "date_order", "feasts", "close_of_business", "holiday_calendar", "counting_rule")
_ASK = gettext_lazy("ask every time")


class PolicyForm(RecordForm):
    time_zone = zone(gettext_lazy("Time zone"), gettext_lazy("Where nothing else says so: Europe/Kyiv."), required=True)
    date_order = forms.ChoiceField(
        label=gettext_lazy("04/05/2026 is written"),
        required=False,
        choices=[("", _ASK), *((value, capfirst(label)) for value, label in DateOrder.choices)],
    )
    feasts = forms.ChoiceField(
        label=gettext_lazy("Easter and Christmas are"),
        required=False,
        choices=[("", _ASK), *((value, capfirst(label)) for value, label in FeastReading.choices)],
    )
    close_of_business = hour(gettext_lazy("Close of business"), gettext_lazy("Local time."), required=True)
    holiday_calendar = line(
        gettext_lazy("Calendar of working days"),
        gettext_lazy("By country or part of one: UA, DE, US-CA; EU for the Union. Empty: ask."),
        required=False,
        longest=40,
    )
    counting_rule = forms.ChoiceField(
        label=gettext_lazy("Rule for periods"),
        required=False,
        choices=[
            ("", gettext_lazy("that of treaties: a last day never moves")),
            *((rule, rule) for rule in COUNTING_RULES),
        ],
    )
    reason = reason()
    version = version()


class ReadingPolicy(LeadsPage):
    template_name = "dashboard/reading_policy.html"

    def crumbs(self) -> list[Crumb]:
        return [
            Crumb(_("Proposals"), reverse("dashboard:proposal-list")),
            Crumb(self.negotiation.reference),
            Crumb(_("How words are read")),
        ]

    def form(self, **options: Any) -> PolicyForm:
        now = {name: getattr(self.negotiation, name) for name in (*COLUMNS, "version")}
        return PolicyForm(place=self.place, initial={**now, **options.pop("initial", {})}, **options)

    def act(self, form: PolicyForm) -> str:
        given = form.cleaned_data
        before = self.negotiation.version
        revise_negotiation(
            negotiation=self.negotiation,
            actor=self.reader,
            now=self.now,
            reason=given["reason"],
            version=given["version"],
            **{name: given[name] for name in COLUMNS},
        )
        return _("Saved.") if self.negotiation.version > before else _("Nothing changed.")

    def done(self) -> str:
        return reverse("dashboard:reading-policy", args=[self.negotiation.reference])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        zones = list(dict.fromkeys((self.negotiation.time_zone, self.reader.time_zone, "UTC")))
        return super().get_context_data(zones=zones, **kwargs)
