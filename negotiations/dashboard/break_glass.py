"""An administrator's way into a restricted negotiation: a reason, some hours, and its leads are told."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from negotiations.actions.break_glass import LONGEST_HOURS, break_glass, end_glass
from negotiations.dashboard.base import Crumb, DashboardView
from negotiations.dashboard.record_forms import prose
from negotiations.dashboard.record_view import INVALID
from negotiations.errors import ActionRefusedError
from negotiations.models import BreakGlass, Negotiation


class GlassForm(forms.Form):
    use_required_attribute = False

    reference = forms.RegexField(
        label=gettext_lazy("Negotiation"),
        help_text=gettext_lazy("Its reference, such as N-3. Names are not shown here."),
        regex=r"\AN-[1-9][0-9]{0,8}\Z",
        error_messages={"invalid": gettext_lazy("Write a reference such as N-3.")},
    )
    reason = prose(gettext_lazy("Why you have to see it"), gettext_lazy("Its leads will read this."))
    hours = forms.IntegerField(
        label=gettext_lazy("For how many hours"), min_value=1, max_value=LONGEST_HOURS, initial=1
    )


class Glass(DashboardView):
    """Hidden from everybody else as if it were not there."""

    template_name = "dashboard/break_glass.html"
    section = "break-glass"

    def crumbs(self) -> list[Crumb]:
        return [Crumb(_("Look into a restricted negotiation"))]

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self._require_administrator()
        return self.render_to_response(self.get_context_data(form=GlassForm(label_suffix="")))

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self._require_administrator()
        if "end" in request.POST:
            return self._ended(request.POST["end"])
        form = GlassForm(request.POST, label_suffix="")
        if form.is_valid() and self._opened(form):
            messages.success(request, _("You may read it now. Its leads have been told."))
            return HttpResponseRedirect(reverse("dashboard:break-glass"))
        return self.render_to_response(self.get_context_data(form=form), status=INVALID)

    def _require_administrator(self) -> None:
        if not self.reader.is_superuser:
            raise Http404

    def _opened(self, form: GlassForm) -> bool:
        given = form.cleaned_data
        known = Negotiation.objects.unscoped(reason="an administrator asks to look into it, for a reason on record")
        found = known.filter(reference=given["reference"], restricted=True).first()
        if found is None:
            form.add_error("reference", _("There is no restricted negotiation under this reference."))
            return False
        try:
            break_glass(
                negotiation=found, reason=given["reason"], hours=given["hours"], actor=self.reader, now=self.now
            )
        except ActionRefusedError as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else "reference", refusal.reason)
            return False
        return True

    def _ended(self, key: str) -> HttpResponse:
        rows = BreakGlass.objects.visible_to(self.reader).open().filter(user=self.reader)
        glass = rows.filter(pk=key).first() if key.isascii() and key.isdigit() and len(key) < 19 else None
        if glass is None:
            raise Http404
        end_glass(glass=glass, actor=self.reader, now=self.now)
        return HttpResponseRedirect(reverse("dashboard:break-glass"))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rows = BreakGlass.objects.visible_to(self.reader).open().filter(user=self.reader)
        return super().get_context_data(looks=list(rows.select_related("negotiation")), **kwargs)
