"""Watch and Unwatch on a proposal's page."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from negotiations.actions.subscriptions import unwatch, watch
from negotiations.dashboard.base import DashboardView
from negotiations.models import Proposal
from negotiations.queries.watching import running


class WatchProposal(DashboardView):
    """POST `watch` as "on" or "off"; saying it twice changes nothing. Goes back to the proposal."""

    http_method_names = ["post"]  # noqa: RUF012 - Django declares it so

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        known = Proposal.objects.visible_to(self.reader).select_related("negotiation")
        proposal = known.filter(reference=kwargs["reference"]).first()
        wish = request.POST.get("watch")
        if proposal is None or wish not in ("on", "off"):
            raise Http404
        if wish == "on":
            watch(user=self.reader, actor=self.reader, proposal=proposal, now=self.now)
            messages.success(request, _("You are told about its deadlines and changes from now on."))
        else:
            for subscription in running(self.reader).filter(proposal=proposal):
                unwatch(subscription=subscription, actor=self.reader, now=self.now)
            messages.success(request, _("You do not watch it any more."))
        return HttpResponseRedirect(reverse("dashboard:proposal-detail", args=[proposal.reference]))
