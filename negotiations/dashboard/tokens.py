"""API tokens in Settings: made with their scopes and shown once, listed, revoked; by the actions of the API."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from negotiations.actions.tokens import LONGEST, make_token, revoke_token
from negotiations.dashboard.base import Crumb, DashboardView
from negotiations.dashboard.record_forms import ToldForm, line
from negotiations.dashboard.record_view import INVALID
from negotiations.enums import TokenScope
from negotiations.errors import ActionRefusedError
from negotiations.models import ApiToken
from negotiations.queries.reading import read
from negotiations.queries.tokens import TOKEN

_TERMS = (30, 90, LONGEST.days)


class TokenForm(ToldForm):
    name = line(gettext_lazy("What it is for"), gettext_lazy("Such as: nightly export."), longest=80)
    scopes = forms.MultipleChoiceField(
        label=gettext_lazy("What it may do"),
        choices=[(scope.value, capfirst(str(scope.label))) for scope in TokenScope],
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("Tick at least one.")},
    )
    days = forms.TypedChoiceField(
        label=gettext_lazy("Ends after"),
        choices=lambda: [(days, ngettext("%(n)d day", "%(n)d days", days) % {"n": days}) for days in _TERMS],
        coerce=int,
        initial=90,
    )

    named = {"expires_at": "days"}  # noqa: RUF012 - a constant of the form
    layout = (("name", "days"), ("scopes",))


class Tokens(DashboardView):
    """One's own tokens that still work, and a form for another; what was just made is on this answer alone."""

    template_name = "dashboard/tokens.html"
    section = "settings"
    writes = True

    def crumbs(self) -> list[Crumb]:
        return [Crumb(_("Settings"), reverse("dashboard:settings")), Crumb(_("API tokens"))]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = TokenForm(request.POST)
        if form.is_valid():
            given = form.cleaned_data
            try:
                token = make_token(
                    name=given["name"],
                    scopes=[TokenScope(scope) for scope in given["scopes"]],
                    expires_at=self.now + timedelta(days=given["days"]),
                    actor=self.reader,
                    now=self.now,
                )
            except ActionRefusedError as refusal:
                form.refuse(refusal)
            else:
                return self.render_to_response(self.get_context_data(made=token.shown_once["token"]))
        return self.render_to_response(self.get_context_data(form=form), status=INVALID)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        kwargs.setdefault("form", TokenForm())
        rows = ApiToken.objects.visible_to(self.reader).live(self.now).order_by("-pk")
        return super().get_context_data(tokens=read(rows, TOKEN, self.reading()), **kwargs)


class RevokeToken(DashboardView):
    http_method_names = ["post"]  # noqa: RUF012 - Django declares it so
    writes = True

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        token = ApiToken.objects.visible_to(self.reader).filter(pk=self.kwargs["pk"]).first()
        if token is None:
            raise Http404
        revoke_token(token=token, actor=self.reader, now=self.now)
        messages.success(
            request, _("Revoked: %(name)s. Programs that show it are refused from now on.") % {"name": token.name}
        )
        return HttpResponseRedirect(reverse("dashboard:tokens"))
