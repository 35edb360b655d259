"""A mail that did not arrive: put its reader's address right, or send it to somebody else who may know."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from negotiations.actions.alerts.addressing import change_address, send_to_another, who_may_be_told
from negotiations.actions.permission import may_write
from negotiations.dashboard.base import Crumb, DashboardView
from negotiations.dashboard.record_forms import ToldForm
from negotiations.dashboard.record_view import INVALID
from negotiations.enums import AlertState, MemberRole
from negotiations.errors import ActionRefusedError
from negotiations.models import Alert, User
from negotiations.queries.alerts import alerts_for


class AddressForm(ToldForm):
    email = forms.EmailField(
        label=gettext_lazy("The right address"),
        help_text=gettext_lazy("All mail goes there from now on, and it is what this person signs in with."),
        max_length=150,
    )

    layout = (("email",),)


class AnotherForm(ToldForm):
    to = forms.TypedChoiceField(
        label=gettext_lazy("Somebody else"),
        help_text=gettext_lazy("Only people who may know of this negotiation."),
        coerce=int,
    )

    layout = (("to",),)

    def __init__(self, *args: Any, people: list[User], **options: Any) -> None:
        super().__init__(*args, **options)
        self.people = {person.pk: person for person in people}
        names = [(key, f"{person}, {person.email}") for key, person in self.people.items()]
        self.fields["to"].choices = [("", _("Choose somebody")), *names]  # type: ignore[attr-defined]


class AlertAddress(DashboardView):
    """Administrators put addresses right, leads name somebody else; who may neither is refused, who may not know
    of the alert finds nothing."""

    template_name = "dashboard/alert_address.html"
    section = "alerts"
    writes = True

    def crumbs(self) -> list[Crumb]:
        return [Crumb(_("Alerts"), reverse("dashboard:alert-list")), Crumb(_("Change address"))]

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self._drawn(self._forms(self._failed()))

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        alert = self._failed()
        found = self._forms(alert, request.POST)
        form = found.get(request.POST.get("do", ""))
        if form is None:
            raise PermissionDenied
        if not (form.is_valid() and self._done(alert, form)):
            return self._drawn(found, form=form, status=INVALID)
        messages.success(request, _("It will be tried again at once."))
        return HttpResponseRedirect(reverse("dashboard:alert-list"))

    def _failed(self) -> Alert:
        rows = alerts_for(self.reader).filter(pk=self.kwargs["pk"], state=AlertState.DEAD)
        alert = rows.select_related("recipient", "negotiation", "deadline", "proposal").first()
        if alert is None:
            raise Http404
        self.alert = alert
        if alert.negotiation is not None:
            self.negotiation = alert.negotiation
        return alert

    def _forms(self, alert: Alert, given: Any = None) -> dict[str, ToldForm]:
        """The forms this reader is offered, by name; the one that was sent bound to what was typed."""
        sent = given.get("do") if given else None
        home = alert.negotiation
        found: dict[str, ToldForm] = {}
        if self.reader.is_superuser:
            data = given if sent == "address" else None
            found["address"] = AddressForm(data, initial={"email": alert.recipient.email})
        if home is not None and may_write(self.reader, home, MemberRole.LEAD):
            people = [person for person in who_may_be_told(home) if person.pk != alert.recipient_id]
            found["another"] = AnotherForm(given if sent == "another" else None, people=people)
        if not found:
            raise PermissionDenied
        return found

    def _done(self, alert: Alert, form: ToldForm) -> bool:
        who: dict[str, Any] = {"alert": alert, "actor": self.reader, "now": self.now}
        try:
            with transaction.atomic():
                if isinstance(form, AnotherForm):
                    send_to_another(**who, to=form.people[form.cleaned_data["to"]])
                else:
                    change_address(**who, email=form.cleaned_data["email"])
        except ActionRefusedError as refusal:
            form.refuse(refusal)
            return False
        return True

    def _drawn(self, found: dict[str, ToldForm], *, form: ToldForm | None = None, status: int = 200) -> HttpResponse:
        context = self.get_context_data(forms=found, form=form, alert=self.alert)
        return self.render_to_response(context, status=status)
