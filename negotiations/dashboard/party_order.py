"""The one order in which parties stand on every page; administrators set it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from negotiations.actions.parties import revise_party
from negotiations.actions.together import together
from negotiations.dashboard.base import Crumb, DashboardView
from negotiations.dashboard.record_forms import ToldForm, reason
from negotiations.dashboard.record_view import INVALID
from negotiations.dashboard.undoing import tell
from negotiations.errors import ActionRefusedError
from negotiations.models import Party

# One page of numbers: the parties that all negotiations share are few.
AT_MOST = 200


class OrderForm(ToldForm):
    """A number for each party, and the version of the party that was read."""

    reason = reason()

    def __init__(self, *args: Any, parties: list[Party], **options: Any) -> None:
        super().__init__(*args, **options)
        self.parties = parties
        for party in parties:
            number = forms.IntegerField(label=party.name, min_value=0, max_value=999_999, initial=party.display_order)
            self.fields[f"order-{party.pk}"] = number
            seen = forms.IntegerField(initial=party.version, widget=forms.HiddenInput)
            self.fields[f"version-{party.pk}"] = seen

    def lines(self) -> list[tuple[forms.BoundField, forms.BoundField]]:
        return [(self[f"order-{party.pk}"], self[f"version-{party.pk}"]) for party in self.parties]


class PartyOrder(DashboardView):
    template_name = "dashboard/party_order.html"
    section = "settings"
    writes = True

    def crumbs(self) -> list[Crumb]:
        return [Crumb(_("Settings"), reverse("dashboard:settings")), Crumb(_("Order of parties"))]

    def form(self, data: Any = None) -> OrderForm:
        if not self.reader.is_superuser:
            raise PermissionDenied
        rows = Party.objects.visible_to(self.reader).filter(negotiation=None)
        return OrderForm(data, parties=list(rows.order_by("display_order", "name", "pk")[:AT_MOST]))

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self.render_to_response(self.get_context_data(form=self.form()))

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = self.form(request.POST)
        if not form.is_valid() or not self._saved(form):
            return self.render_to_response(self.get_context_data(form=form), status=INVALID)
        return HttpResponseRedirect(reverse("dashboard:party-order"))

    def _saved(self, form: OrderForm) -> bool:
        """Save every number that was changed, or none."""
        given = form.cleaned_data
        moved = [party for party in form.parties if given[f"order-{party.pk}"] != party.display_order]
        try:
            with together():
                for party in moved:
                    revise_party(
                        party=party,
                        display_order=given[f"order-{party.pk}"],
                        version=given[f"version-{party.pk}"],
                        reason=given["reason"],
                        actor=self.reader,
                        now=self.now,
                    )
        except ActionRefusedError as refusal:
            form.refuse(refusal)
            return False
        told = ngettext("%(n)s party moved", "%(n)s parties moved", len(moved)) % {"n": len(moved)}
        tell(self.request, told if moved else _("Nothing changed."))
        return True
