"""Settings: one's own name, language, zone and alerts, and how pages look."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from negotiations.actions.alert_policies import set_alert_policy
from negotiations.actions.permission import writable
from negotiations.actions.users import revise_user
from negotiations.dashboard.base import Crumb, DashboardView
from negotiations.dashboard.display import chosen
from negotiations.dashboard.look import look_as
from negotiations.dashboard.record_forms import ToldForm
from negotiations.dashboard.record_view import INVALID
from negotiations.dashboard.settings_forms import AlertForm, DisplayForm, MeForm
from negotiations.dashboard.trying_mail import last_test_mail
from negotiations.enums import MemberRole
from negotiations.errors import ActionRefusedError
from negotiations.models import AlertPolicy, User

AT_MOST = 50
_ME = ("first_name", "last_name", "time_zone", "language")
_ALERTS = tuple(name for name in AlertForm.base_fields if name != "version")


class Settings(DashboardView):
    """Three forms on one page; each is saved by itself."""

    template_name = "dashboard/settings.html"
    section = "settings"
    writes = True

    def crumbs(self) -> list[Crumb]:
        return [Crumb(_("Settings"))]

    def forms(self, given: Any = None) -> dict[str, ToldForm]:
        """The forms by name, the one that was sent bound to what was typed."""
        sent = given.get("do") if given else None
        policy = self._policy()
        known = {name: getattr(policy, name) for name in _ALERTS}
        initial: dict[str, dict[str, Any]] = {
            "me": {name: getattr(self.reader, name) for name in _ME},
            "display": chosen(self.request),
            "alerts": {**known, "version": policy.version if policy.pk else 0},
        }
        kinds: dict[str, type[ToldForm]] = {"me": MeForm, "display": DisplayForm, "alerts": AlertForm}
        return {
            name: form(given if name == sent else None, initial=initial[name], auto_id=f"id_{name}_%s")
            for name, form in kinds.items()
        }

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        found = self.forms(request.POST)
        form = found.get(request.POST.get("do", ""))
        if form is None or not form.is_valid() or not self._saved(form):
            return self.render_to_response(self.get_context_data(forms=found, form=form), status=INVALID)
        messages.success(request, _("Settings saved"))
        response = HttpResponseRedirect(reverse("dashboard:settings"))
        if isinstance(form, DisplayForm):
            look_as(self.reader, request, response, form.cleaned_data)
        return response

    def _saved(self, form: ToldForm) -> bool:
        me = User.objects.get(pk=self.reader.pk)
        who: dict[str, Any] = {"user": me, "actor": me, "now": self.now}
        given = form.cleaned_data
        try:
            with transaction.atomic():
                if isinstance(form, MeForm):
                    revise_user(**who, **given)
                elif isinstance(form, AlertForm):
                    wishes = {name: given[name] for name in _ALERTS}
                    set_alert_policy(**who, version=given["version"] or None, **wishes)
        except ActionRefusedError as refusal:
            form.refuse(refusal)
            return False
        return True

    def _policy(self) -> AlertPolicy:
        """The reader's own, for every negotiation; the usual one before they have set any."""
        own = AlertPolicy.objects.visible_to(self.reader).filter(user=self.reader, negotiation=None).first()
        return own or AlertPolicy(user=self.reader)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        kwargs.setdefault("forms", self.forms())
        led = writable(self.reader, MemberRole.LEAD).filter(closed_on=None).order_by("-pk")[:AT_MOST]
        return super().get_context_data(led=led, test_mail=last_test_mail(self.reading()), **kwargs)
