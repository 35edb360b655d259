"""One's own address: asked for in Settings, used once its mailbox has confirmed it; the old one is used until then."""

from __future__ import annotations

import logging
from typing import Any

from allauth.account.decorators import reauthentication_required
from django import forms
from django.contrib import messages
from django.core.cache import cache
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from negotiations.actions.users import confirm_address, new_address
from negotiations.dashboard.base import Crumb, DashboardView
from negotiations.dashboard.record_forms import ToldForm
from negotiations.dashboard.record_view import INVALID
from negotiations.emails.address import ask_the_new, confirmed_by, link_for, tell_the_old
from negotiations.errors import ActionRefusedError
from negotiations.models import User

# So that nobody's mailbox is filled by a button.
ONCE_IN = 60
log = logging.getLogger(__name__)


class AddressForm(ToldForm):
    email = forms.EmailField(
        label=gettext_lazy("New address"),
        help_text=gettext_lazy("A mail goes there with a link. Until you follow it, Parley writes to the old one."),
    )

    layout = (("email",),)


class OwnAddress(DashboardView):
    template_name = "dashboard/own_address.html"
    section = "settings"
    writes = True

    def crumbs(self) -> list[Crumb]:
        return [Crumb(_("Settings"), reverse("dashboard:settings")), Crumb(_("Address"))]


@method_decorator(reauthentication_required, name="dispatch")
class AskForAddress(OwnAddress):
    """Who has just signed in asks that Parley write to another address."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self.render_to_response(self.get_context_data(form=AddressForm()))

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = AddressForm(request.POST)
        if not form.is_valid() or not self._asked(form):
            return self.render_to_response(self.get_context_data(form=form), status=INVALID)
        told = _("A mail is on its way to %(address)s, unless that address already stands for somebody.")
        messages.success(request, told % {"address": form.cleaned_data["email"]})
        return HttpResponseRedirect(reverse("dashboard:settings"))

    def _asked(self, form: AddressForm) -> bool:
        """Whether the mail left, or need not: of an address that stands for somebody nothing is told."""
        if not cache.add(f"address-asked:{self.reader.pk}", 1, ONCE_IN):
            form.add_error("email", _("You asked less than a minute ago; wait a little."))
            return False
        try:
            address = new_address(self.reader, form.cleaned_data["email"])
        except ActionRefusedError:
            return True
        page = reverse("dashboard:address-confirm", args=[link_for(self.reader, address)])
        try:
            ask_the_new(self.reader, address, page)
        except OSError:
            log.exception("a new address could not be asked")
            form.add_error("email", _("The mail server did not take the mail; try again later."))
            return False
        return True


class ConfirmAddress(OwnAddress):
    """What the link in the mail leads to: opening it changes nothing, its one button does."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if isinstance(request.user, User):
            self.address = confirmed_by(request.user, kwargs["token"])
            if self.address is None:
                raise Http404
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(address=self.address, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        me = User.objects.get(pk=self.reader.pk)
        old = me.email
        try:
            confirm_address(user=me, email=self.address or "", actor=me, now=self.now)
        except ActionRefusedError as refusal:
            messages.error(request, refusal.reason)
            return HttpResponseRedirect(reverse("dashboard:settings"))
        try:
            tell_the_old(me, old)
        except OSError:
            log.exception("an old address could not be told")
        messages.success(request, _("Parley writes to %(address)s from now on.") % {"address": me.email})
        return HttpResponseRedirect(reverse("dashboard:settings"))
